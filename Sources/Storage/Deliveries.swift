import GRDB
import Messaging

/// How the sending of one reply stands, for the rehearsal.
package struct ReplyEnding: Hashable, Sendable {
    package let account: AccountID
    package let chat: ChatID
    package let text: String

    /// Whether the platform said that it took it.
    package let isDelivered: Bool
    package let attempts: Int

    /// Why it will not be sent.
    package let reason: String?

    /// A reply as it stands.
    package init(
        account: AccountID, chat: ChatID, text: String, isDelivered: Bool, attempts: Int,
        reason: String? = nil
    ) {
        (self.account, self.chat, self.text) = (account, chat, text)
        (self.isDelivered, self.attempts, self.reason) = (isDelivered, attempts, reason)
    }
}

extension Store {
    /// All replies in the order in which they were queued.
    ///
    /// - Throws: `StoreError`.
    package func replyEndings() throws -> [ReplyEnding] {
        try read { db in
            try db.rows(of: "outbox", "SELECT * FROM outbox ORDER BY id", []).map { row in
                ReplyEnding(
                    account: AccountID(rawValue: try row.text("account")),
                    chat: ChatID(rawValue: try row.text("chat")), text: try row.text("text"),
                    isDelivered: try row.text("state") == "delivered",
                    attempts: Int(try row.integer("attempts")),
                    reason: try row.isNull("reason") ? nil : row.text("reason"))
            }
        }
    }

    /// How many replies of each account are on their way to the platform.
    ///
    /// - Throws: `StoreError`.
    package func sendsInHand() throws -> [AccountID: Int] {
        try read { db in
            try db.rows(of: "outbox", "SELECT account FROM outbox WHERE state = 'sending'", [])
                .reduce(into: [:]) { counts, row in
                    counts[AccountID(rawValue: try row.text("account")), default: 0] += 1
                }
        }
    }
}
