import Messaging

/// One message to send: which sentence of `intents/replies`, and what stands in its gaps.
///
/// `Conversation` names the key and the fields, `Content` renders.
package struct Reply: Hashable, Sendable {
    /// Key of the template, for instance `report-recorded`.
    package let key: ReplyKey
    package let fields: ReplyFields
    package let priority: Priority

    /// Another chat that it goes to; nil for the chat of the message.
    package let chat: ChatID?

    /// What stands below it in the same message, because a message costs quota.
    package var below: [Reply] = []

    /// The account of that chat; nil for that of the message.
    package let account: AccountID?

    package init(
        _ key: ReplyKey, _ fields: ReplyFields = [:], priority: Priority = .answer,
        to chat: ChatID? = nil, of account: AccountID? = nil
    ) {
        self.key = key
        self.fields = fields
        self.priority = priority
        self.chat = chat
        self.account = account
    }
}

/// What stands in the gaps of a template, by name.
package typealias ReplyFields = [String: ReplyValue]

/// One value of a template: text, a condition, or rows of a list.
package enum ReplyValue: Hashable, Sendable, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String)
    case flag(Bool)
    case rows([ReplyFields])

    package init(stringLiteral value: String) {
        self = .text(value)
    }

    package init(booleanLiteral value: Bool) {
        self = .flag(value)
    }

    /// A whole number in plain digits.
    package static func number(_ value: some BinaryInteger) -> ReplyValue {
        .text(String(value))
    }
}
