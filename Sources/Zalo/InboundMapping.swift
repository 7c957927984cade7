import Messaging

/// Turns updates into what the gateway takes in.
struct InboundMapping: Sendable {
    /// Dates before 2015 are no dates of this platform's messages: seconds, or nonsense.
    static let dateMin = Timestamp(milliseconds: 1_420_070_400_000)

    let account: AccountID
    let profile: BotProfile

    /// What one answer to a poll comes to; the first reason stands when nothing is left.
    func received(_ updates: [Update], at now: Timestamp) -> Received {
        var messages: [InboundMessage] = []
        var reason: String?
        for update in updates {
            switch message(update, at: now) {
            case .success(let message): messages.append(message)
            case .failure(let skip): reason = reason ?? skip.rawValue
            }
        }
        if !messages.isEmpty { return .messages(messages) }
        return reason.map { .skipped(reason: $0) } ?? .idle
    }

    /// Why an update is no message for us.
    enum Skip: String, Error {
        case noMessage = "an update without a message"
        case noIdentity = "a message without its id, chat or sender"
        case ownMessage = "a message of a bot"
        case unknownEvent = "an event of an unknown kind"
        case noContent = "a message without content"
    }

    private func message(_ update: Update, at now: Timestamp) -> Result<InboundMessage, Skip> {
        guard let message = update.message else {
            return .failure(update.hasKnownEvent ? .noMessage : .unknownEvent)
        }
        guard update.hasKnownEvent else { return .failure(.unknownEvent) }
        guard let id = message.messageID, !id.isEmpty,
            let chat = message.chat?.id, !chat.isEmpty,
            let sender = message.from?.id, !sender.isEmpty
        else { return .failure(.noIdentity) }
        guard message.from?.isBot != true, sender != profile.id else {
            return .failure(.ownMessage)
        }
        let kind = chatKind(message, sender: sender)
        guard let content = content(update, message, kind) else { return .failure(.noContent) }
        let sentAt = message.date.map { Timestamp(milliseconds: $0) } ?? now
        return .success(
            InboundMessage(
                account: account, chat: ChatID(rawValue: chat), chatKind: kind,
                message: MessageID(rawValue: id), sender: PersonID(rawValue: sender),
                senderName: message.from?.displayName ?? "", content: content,
                sentAt: sentAt < Self.dateMin ? now : sentAt))
    }

    /// A private chat has the id of the person in it.
    private func chatKind(_ message: Update.Message, sender: String) -> ChatKind {
        switch message.chat?.chatType?.uppercased() {
        case ChatType.group: .group
        case ChatType.private: .private
        default: message.chat?.id == sender ? .private : .group
        }
    }

    /// The words of a message, or its kind when it has none.
    private func content(
        _ update: Update, _ message: Update.Message, _ kind: ChatKind
    ) -> InboundMessage.Content? {
        if let text = message.text ?? message.caption {
            let words = kind == .group ? Mention(of: profile).removed(from: text) : text
            // A picture under which nothing but the mention stands is a picture.
            let isBare = message.text == nil && words.allSatisfy(\.isWhitespace)
            if !isBare { return .text(words) }
        }
        return update.kind(of: message).map { .other(kind: $0) }
    }
}

extension Update {
    /// Whether the event is one we know, or not named at all.
    fileprivate var hasKnownEvent: Bool {
        switch eventName {
        case nil, EventName.text, EventName.image, EventName.sticker, EventName.voice,
            EventName.unsupported:
            true
        default:
            false
        }
    }

    /// What a message without words is, by its event or else by what it holds.
    fileprivate func kind(of message: Message) -> String? {
        switch eventName {
        case EventName.image: "image"
        case EventName.sticker: "sticker"
        case EventName.voice: "voice"
        case EventName.unsupported: "unsupported"
        default:
            if message.pictureURL != nil {
                "image"
            } else if message.voiceURL != nil {
                "voice"
            } else if message.sticker != nil {
                "sticker"
            } else {
                nil
            }
        }
    }
}
