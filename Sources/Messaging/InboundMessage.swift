/// Where a chat takes place: with one person, or in a group.
package enum ChatKind: String, Hashable, Sendable {
    case `private`
    case group
}

/// One message from a person, as every platform's target hands it to the gateway.
package struct InboundMessage: Hashable, Sendable {
    /// What was sent: only text is understood, the rest is answered politely in private.
    package enum Content: Hashable, Sendable {
        /// Text as typed, mention of the bot already taken off; may be empty.
        case text(String)
        /// A picture, sound, sticker or file: its kind as the platform names it.
        case other(kind: String)
    }

    package let account: AccountID
    package let chat: ChatID
    package let chatKind: ChatKind
    package let message: MessageID
    package let sender: PersonID

    /// The name people see; empty when the platform does not say.
    package let senderName: String

    package let content: Content

    /// When the person sent it, by the platform's clock.
    package let sentAt: Timestamp

    package init(
        account: AccountID, chat: ChatID, chatKind: ChatKind, message: MessageID, sender: PersonID,
        senderName: String, content: Content, sentAt: Timestamp
    ) {
        self.account = account
        self.chat = chat
        self.chatKind = chatKind
        self.message = message
        self.sender = sender
        self.senderName = senderName
        self.content = content
        self.sentAt = sentAt
    }
}
