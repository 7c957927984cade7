/// How fast a platform lets an account send.
package struct SendRates: Sendable {
    /// Whom the platform means when it says that a send came too fast.
    package enum RefusalScope: Hashable, Sendable {
        /// The whole account: nothing more is sent until it may.
        case account
        /// The chat; the account when one send after the other is refused.
        case chat
    }

    /// Of the whole account.
    package var account: TokenBucket.Rate

    /// Of each chat.
    package var chat: TokenBucket.Rate

    /// Of each group, besides that of a chat.
    package var group: TokenBucket.Rate

    /// Whether a chat is a group, as its id tells the platform's own target.
    package let isGroup: @Sendable (ChatID) -> Bool

    package let refusalScope: RefusalScope

    package init(
        account: TokenBucket.Rate, chat: TokenBucket.Rate, group: TokenBucket.Rate,
        isGroup: @escaping @Sendable (ChatID) -> Bool, refusalScope: RefusalScope
    ) {
        self.account = account
        self.chat = chat
        self.group = group
        self.isGroup = isGroup
        self.refusalScope = refusalScope
    }

    /// As fast as the platform takes it; a refusal means the account.
    package static let unlimited = SendRates(
        account: .unlimited, chat: .unlimited, group: .unlimited, isGroup: { _ in false },
        refusalScope: .account)
}
