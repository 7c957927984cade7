import GRDB
import Messaging

/// A message that will not be sent, for whoever looks after the machine.
package struct UndeliveredMessage: Hashable, Sendable {
    /// Its row in the outbox.
    package let id: Int64
    package let account: AccountID
    package let chat: ChatID
    package let trace: TraceID
    package let priority: Priority
    package let attempts: Int
    package let reason: String
    package let at: Timestamp

    /// Whether nobody can write to its chat until somebody writes from there.
    package let isChatGone: Bool
    package let text: String
}

/// What became of a message that was to be put back.
package enum PutBack: Hashable, Sendable {
    /// It waits again.
    case done
    /// There is no such message.
    case unknown
    /// It is not one that was dropped or set aside.
    case hasNotFailed
    /// Its chat is gone, for this reason.
    case chatGone(reason: String)
    /// Its text was purged or erased.
    case textGone
}

extension Store {
    /// Messages that were dropped, the newest first.
    ///
    /// - Throws: `StoreError`.
    package func undelivered(
        since: Timestamp, account: AccountID? = nil, max: Int
    ) throws -> [UndeliveredMessage] {
        try read { db in
            try db.rows(
                of: "outbox",
                """
                SELECT outbox.*, EXISTS (
                    SELECT 1 FROM recipient_gone WHERE recipient_gone.account = outbox.account
                        AND recipient_gone.chat = outbox.chat
                ) AS is_gone FROM outbox
                WHERE state = 'abandoned' AND ended_at >= $1 AND ($2 IS NULL OR account = $2)
                ORDER BY ended_at DESC, id DESC LIMIT $3
                """, [since.milliseconds, account?.rawValue, max]
            ).map(UndeliveredMessage.init)
        }
    }

    /// Messages that were set aside, the newest first, with their texts.
    ///
    /// - Throws: `StoreError`.
    package func setAsideMessages(
        since: Timestamp, account: AccountID? = nil, max: Int
    ) throws -> [(message: SetAsideMessage, text: String)] {
        try read { db in
            try db.rows(
                of: "inbox",
                """
                SELECT * FROM inbox
                WHERE state = 'set_aside' AND ended_at >= $1 AND ($2 IS NULL OR account = $2)
                ORDER BY id DESC LIMIT $3
                """, [since.milliseconds, account?.rawValue, max]
            ).map { (try SetAsideMessage($0), try $0.text("content")) }
        }
    }

    /// Puts a message that was dropped back into the queue, as if it were new.
    ///
    /// A daemon beside finds it within a minute.
    ///
    /// - Throws: `StoreError`.
    package func putBackDelivery(_ id: Int64, at now: Timestamp) throws -> PutBack {
        try write { db in
            let row = try db.rows(of: "outbox", "SELECT * FROM outbox WHERE id = $1", [id]).first
            guard let row else { return .unknown }
            let due = try DueMessage(row)
            guard case .abandoned = due.delivery.state else { return .hasNotFailed }
            guard due.message.text != forgottenText else { return .textGone }
            let (account, chat) = (due.message.account.rawValue, due.message.chat.rawValue)
            let gone = try db.rows(
                of: "recipient_gone",
                "SELECT * FROM recipient_gone WHERE account = $1 AND chat = $2", [account, chat]
            ).first
            if let gone { return .chatGone(reason: try gone.text("reason")) }
            try db.run(
                """
                UPDATE outbox SET state = 'waiting', attempts = 0, due_at = $1, expires_at = $2,
                    reason = NULL, ended_at = NULL
                WHERE id = $3 AND state = 'abandoned'
                """,
                [
                    now.milliseconds,
                    now.adding(seconds: due.message.priority.usefulSeconds).milliseconds, id,
                ])
            try notePutBack(account, in: db)
            return .done
        }
    }

    /// Gives a message that was set aside its turn again, alone and with all its tries.
    ///
    /// A daemon beside finds it within a minute.
    ///
    /// - Throws: `StoreError`.
    package func putBackTurn(_ id: Int64) throws -> PutBack {
        try write { db in
            let row = try db.rows(of: "inbox", "SELECT * FROM inbox WHERE id = $1", [id]).first
            guard let row else { return .unknown }
            guard try row.text("state") == "set_aside" else { return .hasNotFailed }
            try db.run(
                """
                UPDATE inbox SET state = 'kept', tries = 0, alone = 1, not_before = 0,
                    error = NULL, ended_at = NULL
                WHERE id = $1 AND state = 'set_aside'
                """, [id])
            try notePutBack(try row.text("account"), in: db)
            return .done
        }
    }

    /// The accounts of which something was put back since this was last asked.
    ///
    /// - Throws: `StoreError`.
    package func takePutBack() throws -> [AccountID] {
        let isAny = try read { db in try db.number("SELECT 1 FROM put_back LIMIT 1") != nil }
        guard isAny else { return [] }
        return try write { db in
            try db.rows(of: "put_back", "DELETE FROM put_back RETURNING account")
                .map { AccountID(rawValue: try $0.text("account")) }
                .sorted { $0.rawValue < $1.rawValue }
        }
    }
}

private func notePutBack(_ account: String, in db: Database) throws {
    try db.run("INSERT INTO put_back (account) VALUES ($1) ON CONFLICT DO NOTHING", [account])
}

extension UndeliveredMessage {
    fileprivate init(_ row: RowReader) throws {
        let due = try DueMessage(row)
        id = due.id
        account = due.message.account
        chat = due.message.chat
        trace = due.message.trace
        priority = due.message.priority
        attempts = Int(try row.integer("attempts"))
        reason = try row.text("reason")
        at = Timestamp(milliseconds: try row.integer("ended_at"))
        isChatGone = try row.integer("is_gone") == 1
        text = due.message.text
    }
}
