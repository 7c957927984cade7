import Campaign
import Conversation
import GRDB
import Messaging

/// What became of one kept message, for whoever checks the daemon from outside.
package struct MessageEnding: Hashable, Sendable {
    /// Its row in the inbox.
    package let id: Int64
    package let message: MessageID

    /// How its turn ended; nil when it was set aside.
    package let outcome: Decision.Outcome?

    /// Why it was set aside.
    package let error: String?

    /// Every text queued for it, in order.
    package let replies: [String]
}

/// A report with what tells where it came from and whether it stands.
package struct ReportTrail: Hashable, Sendable {
    package let number: Int64

    /// The inbox row of the message that made it.
    package let inbox: Int64
    package let corrects: Int64?

    /// The inbox row of the message that took it out of the count; nil while it stands.
    package let voidedBy: Int64?
    package let entries: [LedgerEntry]
}

extension Store {
    /// What became of the messages kept after one, oldest first, up to the first whose turn is
    /// still owed.
    ///
    /// - Throws: `StoreError`.
    package func endings(after id: Int64, max: Int) throws -> [MessageEnding] {
        try read { db in
            let rows = try db.rows(
                of: "inbox", "SELECT * FROM inbox WHERE id > $1 ORDER BY id LIMIT $2", [id, max])
            var endings: [MessageEnding] = []
            for row in rows {
                guard try row.text("state") != "kept" else { break }
                let id = try row.integer("id")
                let outcome = try row.isNull("outcome") ? nil : row.text("outcome")
                endings.append(
                    MessageEnding(
                        id: id, message: MessageID(rawValue: try row.text("message")),
                        outcome: outcome.flatMap(Decision.Outcome.init(rawValue:)),
                        error: try row.isNull("error") ? nil : row.text("error"),
                        replies: try db.rows(
                            of: "outbox",
                            "SELECT text FROM outbox WHERE inbox = $1 ORDER BY ordinal", [id]
                        ).map { try $0.text("text") }))
            }
            return endings
        }
    }

    /// The reports with a number above one, in order, whether they stand or not.
    ///
    /// - Throws: `StoreError`.
    package func reportTrails(above number: Int64) throws -> [ReportTrail] {
        try read { db in
            try db.rows(
                of: "report", "SELECT * FROM report WHERE number > $1 ORDER BY number", [number]
            ).map { row in
                let number = try row.integer("number")
                return ReportTrail(
                    number: number, inbox: try row.integer("inbox"),
                    corrects: try row.integerIfAny("corrects"),
                    voidedBy: try row.integerIfAny("voided_by"),
                    entries: try db.rows(
                        of: "ledger", "SELECT * FROM ledger WHERE report = $1 ORDER BY ordinal",
                        [number]
                    ).map(LedgerEntry.init))
            }
        }
    }

    /// The inbox row of the message that took a report out of the count; nil while it stands.
    ///
    /// - Throws: `StoreError`.
    package func voider(ofReport number: Int64) throws -> Int64? {
        try read { db in
            try db.rows(of: "report", "SELECT * FROM report WHERE number = $1", [number]).first
                .flatMap { try $0.integerIfAny("voided_by") }
        }
    }

    /// Whether a message has been kept.
    ///
    /// - Throws: `StoreError`.
    package func isKept(_ message: MessageID, chat: ChatID, account: AccountID) throws -> Bool {
        try read { db in
            try db.number(
                "SELECT 1 FROM inbox WHERE account = $1 AND chat = $2 AND message = $3",
                [account.rawValue, chat.rawValue, message.rawValue]) != nil
        }
    }

    /// Whether a kept message has had its turn; nil when it has not been kept.
    ///
    /// - Throws: `StoreError`.
    package func hasHadTurn(
        _ message: MessageID, chat: ChatID, account: AccountID
    ) throws -> Bool? {
        try read { db in
            try db.rows(
                of: "inbox",
                "SELECT state FROM inbox WHERE account = $1 AND chat = $2 AND message = $3",
                [account.rawValue, chat.rawValue, message.rawValue]
            ).first.map { try $0.text("state") != "kept" }
        }
    }

    /// Whether no message waits for its turn and no reply for its delivery.
    ///
    /// - Throws: `StoreError`.
    package func isAtRest() throws -> Bool {
        try read { db in
            try db.number(
                """
                SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'kept')
                    OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending'))
                """) == 0
        }
    }
}
