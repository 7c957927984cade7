import Messaging
import Wire

/// Turns Telegram's updates into what the gateway takes in.
struct TelegramMapping: Sendable {
    /// Dates before 2015 and after 2100 are none: nonsense, or another unit.
    private static let seconds: ClosedRange<Int64> = 1_420_070_400...4_102_444_800

    let account: AccountID
    let profile: TelegramProfile

    /// Why an update is no message for us.
    enum Skip: String, Error {
        case noUpdate = "something that is no update"
        case noMessage = "an update without a message"
        case noIdentity = "a message without its id, chat or sender"
        case botMessage = "a message of a bot or of a channel"
        case notForUs = "a message that is not for the bot"
        case noContent = "a message about the chat itself, or without content"
    }

    /// What one batch comes to; the first reason stands when no message is left.
    func received(_ updates: [JSON], at now: Timestamp) -> Received {
        var messages: [InboundMessage] = []
        var reason: Skip?
        for update in updates {
            switch message(update, at: now) {
            case .success(let message): messages.append(message)
            case .failure(let skip): reason = reason ?? skip
            }
        }
        if !messages.isEmpty { return .messages(messages) }
        return reason.map { .skipped(reason: $0.rawValue) } ?? .idle
    }

    private func message(_ update: JSON, at now: Timestamp) -> Result<InboundMessage, Skip> {
        guard update.isObject else { return .failure(.noUpdate) }
        guard let message = update["message"], message.isObject else { return .failure(.noMessage) }
        guard let id = message["message_id"]?.whole, let chat = message["chat"],
            let place = place(of: message, in: chat), let from = message["from"],
            let sender = from["id"]?.whole
        else { return .failure(.noIdentity) }
        // Anonymous admins and channels write through a bot of Telegram's: nobody to answer.
        guard from["is_bot"]?.bool != true, sender != profile.id, message["sender_chat"] == nil
        else { return .failure(.botMessage) }
        let kind: ChatKind
        switch chat["type"]?.string {
        case "private": kind = .private
        case "group", "supergroup": kind = .group
        case "channel": return .failure(.botMessage)
        default: kind = place.chat == sender ? .private : .group
        }
        guard let content = content(of: message) else { return .failure(.noContent) }
        let words = words(of: message)
        if kind == .group, !isForUs(message, words) { return .failure(.notForUs) }
        return .success(
            InboundMessage(
                account: account, chat: place.id, chatKind: kind,
                message: MessageID(rawValue: String(id)),
                sender: PersonID(rawValue: String(sender)), senderName: name(of: from),
                content: content, sentAt: date(of: message) ?? now))
    }

    /// A forum's topics are places of their own; other threads are only strings of answers.
    private func place(of message: JSON, in chat: JSON) -> TelegramPlace? {
        guard let id = chat["id"]?.whole else { return nil }
        let isTopic = message["is_topic_message"]?.bool == true
        return TelegramPlace(
            chat: id, thread: isTopic ? message["message_thread_id"]?.whole : nil)
    }

    private func date(of message: JSON) -> Timestamp? {
        guard let seconds = message["date"]?.whole, Self.seconds.contains(seconds) else {
            return nil
        }
        return Timestamp(milliseconds: seconds * 1_000)
    }

    private func name(of person: JSON) -> String {
        [person["first_name"]?.string, person["last_name"]?.string]
            .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func words(of message: JSON) -> TelegramWords? {
        if let text = message["text"]?.string {
            return TelegramWords(text: text, entities: message["entities"], profile: profile)
        }
        return message["caption"]?.string.map {
            TelegramWords(text: $0, entities: message["caption_entities"], profile: profile)
        }
    }

    /// The words of a message, or its kind when it has none.
    private func content(of message: JSON) -> InboundMessage.Content? {
        if let words = words(of: message) {
            let text = words.withoutMention
            // A picture under which nothing but the mention stands is a picture.
            let isBare = message["text"] == nil && text.allSatisfy(\.isWhitespace)
            if !isBare { return .text(text) }
        }
        return Self.kinds.first { message[$0.key] != nil }.map { .other(kind: $0.kind) }
    }

    /// Fields that say what a message without words is; an animation has a document too.
    private static let kinds: [(key: String, kind: String)] = [
        ("photo", "image"), ("voice", "voice"), ("sticker", "sticker"), ("video", "video"),
        ("video_note", "video"), ("animation", "video"), ("audio", "audio"),
        ("document", "file"), ("location", "location"), ("venue", "location"),
        ("contact", "contact"), ("poll", "poll"), ("dice", "dice"), ("story", "story"),
        ("paid_media", "image"), ("game", "game"),
    ]

    /// Whether a message in a group is for the bot: it names the bot, answers it, or is a command.
    ///
    /// With privacy mode on, Telegram hands out nothing else. With it off (or as an admin) the bot
    /// hears everything, and what the members say to each other is nothing to answer or to keep.
    private func isForUs(_ message: JSON, _ words: TelegramWords?) -> Bool {
        if words?.namesUs == true { return true }
        if let answered = message["reply_to_message"], answered["forum_topic_created"] == nil,
            answered["from"]?["id"]?.whole == profile.id
        {
            return true
        }
        return words?.isCommand == true
    }
}
