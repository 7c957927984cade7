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

    /// Its row in the outbox.
    package let id: Int64

    /// Whether nothing more will be done about it.
    package let hasEnded: Bool

    /// A reply as it stands.
    package init(
        account: AccountID, chat: ChatID, text: String, isDelivered: Bool, attempts: Int,
        reason: String? = nil, id: Int64 = 0, hasEnded: Bool = true
    ) {
        (self.account, self.chat, self.text) = (account, chat, text)
        (self.isDelivered, self.attempts, self.reason) = (isDelivered, attempts, reason)
        (self.id, self.hasEnded) = (id, hasEnded)
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
                    reason: try row.isNull("reason") ? nil : row.text("reason"),
                    id: try row.integer("id"), hasEnded: try !row.isNull("ended_at"))
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
