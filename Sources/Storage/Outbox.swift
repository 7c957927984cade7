import GRDB
import Messaging

/// A message that is to be sent.
package struct QueuedMessage: Hashable, Sendable {
    package let account: AccountID
    package let chat: ChatID

    /// No longer than one message of the channel may be; not blank.
    package let text: String
    package let priority: Priority
    package let trace: TraceID

    /// What it is about, so that it can be taken back before it is sent; nil for most.
    package let subject: String?

    /// When it is of no more use; nil for what its priority says.
    package let expiresAt: Timestamp?

    package init(
        account: AccountID, chat: ChatID, text: String, priority: Priority, trace: TraceID,
        subject: String? = nil, expiresAt: Timestamp? = nil
    ) {
        self.account = account
        self.chat = chat
        self.text = text
        self.priority = priority
        self.trace = trace
        self.subject = subject
        self.expiresAt = expiresAt
    }
}

/// A message of the outbox together with how its delivery stands.
package struct DueMessage: Hashable, Sendable {
    /// Its row in the outbox; grows with the order in which messages were queued.
    package let id: Int64
    package let message: QueuedMessage
    package let queuedAt: Timestamp
    package var delivery: Delivery

    init(id: Int64, message: QueuedMessage, queuedAt: Timestamp, delivery: Delivery) {
        self.id = id
        self.message = message
        self.queuedAt = queuedAt
        self.delivery = delivery
    }
}

extension Priority {
    /// Seconds for which a message is of use; one that is older is dropped and counted.
    ///
    /// All but a reminder outlive the tries of `Delivery`, which take about 2 hours. A
    /// confirmation is worth more: without it a leader reports again.
    package var usefulSeconds: Int64 {
        switch self {
        case .answer: 3 * 3_600
        case .confirmation: 24 * 3_600
        case .reminder: 2 * 3_600
        case .bulletin: 6 * 3_600
        }
    }

    /// Whether a send of unknown outcome is repeated: only what somebody waits for.
    package var repeatsUnknownOutcome: Bool {
        self == .answer || self == .confirmation
    }
}

extension Store {
    /// Queues messages that answer nobody (reminders, bulletins), together or not at all.
    ///
    /// - Throws: `StoreError`.
    package func queue(_ messages: [QueuedMessage], at now: Timestamp) throws {
        try write { db in
            for message in messages {
                try queueMessage(message, answering: nil, ordinal: 0, at: now, in: db)
            }
        }
    }

    /// The messages that may be sent now: of each chat the oldest one, if it is due.
    ///
    /// A chat with a message in flight or waiting for its next try is left out, so that its
    /// messages arrive in order.
    ///
    /// - Parameters:
    ///   - account: The account that sends.
    ///   - now: Messages due later are left out.
    ///   - max: Messages at the most.
    ///   - lowest: The least pressing kind that the month's quota still allows; nil for none.
    /// - Returns: The most pressing first, of one kind the oldest.
    /// - Throws: `StoreError`.
    package func due(
        account: AccountID, now: Timestamp, max: Int, lowest: Priority? = .bulletin
    ) throws -> [DueMessage] {
        try read { db in
            try db.rows(
                of: "outbox",
                """
                SELECT * FROM outbox WHERE id IN (
                    SELECT min(id) FROM outbox
                    WHERE account = $1 AND state IN ('waiting', 'sending') AND priority <= $2
                    GROUP BY chat
                ) AND state = 'waiting' AND due_at <= $3
                ORDER BY priority, id LIMIT $4
                """, [account.rawValue, lowest?.rawValue ?? -1, now.milliseconds, max]
            ).map(DueMessage.init)
        }
    }

    /// Stores how a delivery stands, before the caller acts on it.
    ///
    /// - Parameters:
    ///   - delivery: The new state.
    ///   - id: The row that `due` gave.
    ///   - now: The moment noted when the delivery has ended.
    ///   - message: The platform's id of a message that it took.
    ///   - countsAsSent: Whether the platform has, or may have, counted it against the quota.
    /// - Throws: `StoreError.refused` when the row has ended before; other `StoreError`.
    package func save(
        _ delivery: Delivery, for id: Int64, at now: Timestamp, message: MessageID? = nil,
        countsAsSent: Bool = false
    ) throws {
        try write { db in
            try store(delivery, for: id, at: now, message: message, in: db)
            if countsAsSent { try countSent(id, at: now, in: db) }
        }
    }

    /// Stores how a delivery stands that is about to be sent, unless it was taken back meanwhile.
    ///
    /// - Returns: False when the row has ended before; then nothing may be sent.
    /// - Throws: `StoreError`.
    package func begin(_ delivery: Delivery, for id: Int64, at now: Timestamp) throws -> Bool {
        try write { db in
            let isWaiting = try db.number(
                "SELECT 1 FROM outbox WHERE id = $1 AND state = 'waiting'", [id])
            guard isWaiting != nil else { return false }
            try store(delivery, for: id, at: now, message: nil, in: db)
            return true
        }
    }

    /// Stores that a chat is gone: what waits for it is dropped, until somebody writes there.
    ///
    /// - Throws: `StoreError`.
    package func forgetRecipient(
        _ delivery: Delivery, for due: DueMessage, reason: String, at now: Timestamp
    ) throws {
        let (account, chat) = (due.message.account, due.message.chat)
        try write { db in
            try store(delivery, for: due.id, at: now, message: nil, in: db)
            try forget(account, chat, reason: reason, at: now, in: db)
        }
    }

    /// Writes down that a chat is gone, and drops what waits for it.
    ///
    /// - Returns: What was dropped.
    @discardableResult
    func forget(
        _ account: AccountID, _ chat: ChatID, reason: String, at now: Timestamp, in db: Database
    ) throws -> [DueMessage] {
        try db.run(
            """
            INSERT INTO recipient_gone (account, chat, gone_at, reason)
            VALUES ($1, $2, $3, $4) ON CONFLICT (account, chat) DO NOTHING
            """, [account.rawValue, chat.rawValue, now.milliseconds, reason])
        return try db.rows(
            of: "outbox",
            """
            UPDATE outbox SET state = 'abandoned', reason = $1, ended_at = $2
            WHERE account = $3 AND state IN ('waiting', 'sending') AND state = 'waiting'
                AND chat = $4
            RETURNING *
            """, [reason, now.milliseconds, account.rawValue, chat.rawValue]
        ).map(DueMessage.init)
    }

    /// Puts right what an earlier run was sending when it was cut short.
    ///
    /// Somebody waits for an answer, so it is sent again after every restart as long as tries are
    /// left: `Delivery` alone would stop at the second, and two kills in a row are silence then.
    /// A bulletin is not sent again.
    ///
    /// - Returns: The rows changed, with their new state.
    /// - Throws: `StoreError`.
    package func restartDeliveries(
        account: AccountID, at now: Timestamp
    ) throws -> [DueMessage] {
        try write { db in
            try db.rows(
                of: "outbox",
                """
                SELECT * FROM outbox
                WHERE account = $1 AND state IN ('waiting', 'sending') AND state = 'sending'
                ORDER BY id
                """, [account.rawValue]
            ).map { row in
                var due = try DueMessage(row)
                // The action is left to `due`: it finds the row when its moment has come.
                if !due.delivery.waitForAnotherTry(at: now) {
                    _ = due.delivery.restarted(at: now)
                }
                try store(due.delivery, for: due.id, at: now, message: nil, in: db)
                try countSent(due.id, at: now, in: db)
                return due
            }
        }
    }

    private func store(
        _ delivery: Delivery, for id: Int64, at now: Timestamp, message: MessageID?,
        in db: Database
    ) throws {
        let columns = delivery.columns
        try db.run(
            """
            UPDATE outbox SET state = $1, attempts = coalesce($2, attempts),
                due_at = coalesce($3, due_at), reason = $4, message = $5, ended_at = $6
            WHERE id = $7 AND state IN ('waiting', 'sending')
            """,
            [
                columns.state, columns.attempts, columns.dueAt, columns.reason, message?.rawValue,
                delivery.hasEnded ? now.milliseconds : nil, id,
            ])
        guard db.changesCount == 1 else {
            throw StoreError.refused("the delivery of outbox row \(id) has ended before")
        }
    }
}

/// Writes one outbox row; to a chat that is gone it is written as dropped.
///
/// - Returns: Why the chat is gone; nil when it is not.
@discardableResult
func queueMessage(
    _ message: QueuedMessage, answering inbox: Int64?, ordinal: Int, at now: Timestamp,
    in db: Database
) throws -> String? {
    let gone = try db.columns(
        of: "recipient_gone", "SELECT reason FROM recipient_gone WHERE account = $1 AND chat = $2",
        [message.account.rawValue, message.chat.rawValue]
    ) { try $0.text(0) }.first
    try db.run(
        """
        INSERT INTO outbox (inbox, account, chat, ordinal, text, priority,
            repeats_unknown_outcome, trace, queued_at, expires_at, state, attempts, due_at,
            reason, ended_at, subject)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $9, $12, $13, $14)
        """,
        [
            inbox, message.account.rawValue, message.chat.rawValue, ordinal, message.text,
            message.priority.rawValue, message.priority.repeatsUnknownOutcome ? 1 : 0,
            message.trace.rawValue, now.milliseconds,
            (message.expiresAt ?? now.adding(seconds: message.priority.usefulSeconds)).milliseconds,
            gone == nil ? "waiting" : "abandoned", gone, gone == nil ? nil : now.milliseconds,
            message.subject,
        ])
    return gone
}
