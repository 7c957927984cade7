import Messaging

/// Turns an Official Account's events into what the gateway takes in.
struct OAInboundMapping {
    let account: OAAccount
    let profile: OAProfile
    let sends: OARecentSends

    /// Why an event is no message for us.
    enum Skip: String, Error {
        case ownMessage = "a message of the Official Account"
        case following = "somebody follows the Official Account or no longer"
        case receipt = "a receipt or a reaction"
        case groupChange = "a change of a group or its members"
        case accountChange = "a change of the account or its rights"
        case unknownEvent = "an event of an unknown kind"
        case otherAccount = "an event of another Official Account"
        case noIdentity = "a message without its id, chat or sender"
        case noContent = "a message without content"
        case notAddressed = "a group message that is not for the bot"

        /// Whether it comes all the time when all is well.
        var isRoutine: Bool {
            switch self {
            case .ownMessage, .following, .receipt, .groupChange, .notAddressed: true
            case .accountChange, .unknownEvent, .otherAccount, .noIdentity, .noContent: false
            }
        }
    }

    func received(_ event: OAEvent, sentAt: Timestamp) -> Received {
        switch message(event, sentAt: sentAt) {
        case .success(let message): .messages([message])
        case .failure(let skip): .skipped(reason: skip.rawValue, isRoutine: skip.isRoutine)
        }
    }

    private func message(_ event: OAEvent, sentAt: Timestamp) -> Result<InboundMessage, Skip> {
        let kind: OAEventKind
        switch OAEventKind.read(event.eventName ?? "") {
        case .success(let known): kind = known
        case .failure(let skip): return .failure(skip)
        }
        guard event.sender?.id != profile.id else { return .failure(.ownMessage) }
        guard isOurs(event, kind.place) else { return .failure(.otherAccount) }
        guard let sender = event.sender?.id, !sender.isEmpty,
            let id = event.message?.id, !id.isEmpty,
            let target = target(event, kind.place, sender: sender)
        else { return .failure(.noIdentity) }
        let text = event.message?.text ?? ""
        if kind.place == .group, !isAddressed(event, text) { return .failure(.notAddressed) }
        guard let content = content(kind, text) else { return .failure(.noContent) }
        return .success(
            InboundMessage(
                account: AccountID(rawValue: account.name), chat: target.chat,
                chatKind: kind.place, message: MessageID(rawValue: id),
                sender: PersonID(rawValue: sender), senderName: "", content: content,
                sentAt: max(sentAt, InboundMapping.dateMin)))
    }

    /// One webhook gets the events of all Official Accounts that allowed the application.
    private func isOurs(_ event: OAEvent, _ place: ChatKind) -> Bool {
        let named = event.oaID ?? (place == .private ? event.recipient?.id : nil)
        return named ?? profile.id == profile.id
    }

    /// Where to answer.
    ///
    /// Zalo shows no sample of a group's event: the names that clients have met are looked for in
    /// the order of how often they did.
    private func target(_ event: OAEvent, _ place: ChatKind, sender: String) -> OATarget? {
        guard place == .group else { return .person(id: sender) }
        let named = [
            event.recipient?.id, event.recipient?.groupID, event.message?.conversationID,
        ]
        return named.compactMap { $0 }.first { !$0.isEmpty && $0 != profile.id }
            .map { .group(id: $0) }
    }

    private func isAddressed(_ event: OAEvent, _ text: String) -> Bool {
        if account.hearing == .all { return true }
        if let quoted = event.message?.quotedID, sends.contains(quoted) { return true }
        guard let name = profile.name, !name.isEmpty else { return false }
        return text.lowercased().contains("@\(name.lowercased())")
    }

    /// The words of a message, or its kind when it has none.
    private func content(_ kind: OAEventKind, _ text: String) -> InboundMessage.Content? {
        if !text.isEmpty {
            let mentioned = BotProfile(
                id: profile.id, accountName: nil, accountType: nil, canJoinGroups: nil,
                displayName: profile.name)
            let words =
                kind.place == .group ? Mention(of: mentioned).removed(from: text) : text
            // A picture under which nothing but the mention stands is a picture.
            if kind.content == "text" || !words.allSatisfy(\.isWhitespace) { return .text(words) }
        }
        return kind.content == "text" ? nil : .other(kind: kind.content)
    }
}

/// An event that is a message of a person: where it was written and what it consists of.
struct OAEventKind: Hashable {
    let place: ChatKind

    /// `text`, or the kind in the words of the other channels.
    let content: String

    /// Names of kinds in events, and our words for them.
    private static let contents = [
        "text": "text", "image": "image", "link": "link", "sticker": "sticker", "gif": "image",
        "audio": "voice", "video": "video", "file": "file", "location": "location",
        "business_card": "contact",
    ]

    private static let reasons: [String: OAInboundMapping.Skip] = [
        "follow": .following, "unfollow": .following, "user_submit_info": .following,
        "user_received_message": .receipt, "user_seen_message": .receipt,
        "user_feedback": .receipt, "user_reacted_message": .receipt,
        "oa_reacted_message": .receipt, "permission_revoked": .accountChange,
        "create_group": .groupChange, "user_join_group": .groupChange,
        "user_request_join_group": .groupChange, "react_request_join_group": .groupChange,
        "reject_request_join_group": .groupChange, "add_group_admin": .groupChange,
        "remove_group_admin": .groupChange, "update_group_info": .groupChange,
        "user_out_group": .groupChange, "disperse_group": .groupChange,
    ]

    /// Reads an event's name.
    static func read(_ name: String) -> Result<OAEventKind, OAInboundMapping.Skip> {
        if let reason = reasons[name] { return .failure(reason) }
        // Mirrors of what the account itself sends.
        if name.hasPrefix("oa_send_") { return .failure(.ownMessage) }
        for (prefix, place) in [("user_send_group_", ChatKind.group), ("user_send_", .private)]
        where name.hasPrefix(prefix) {
            guard let content = contents[String(name.dropFirst(prefix.count))] else { break }
            return .success(OAEventKind(place: place, content: content))
        }
        return .failure(.unknownEvent)
    }
}
