import GRDB
import Messaging

/// A message of the outbox that has not ended: who is to be served, without its text.
package struct OpenDelivery: Hashable, Sendable {
    /// Its row in the outbox; grows with the order in which messages were queued.
    package let id: Int64
    package let chat: ChatID
    package let priority: Priority
    package var delivery: Delivery

    package init(id: Int64, chat: ChatID, priority: Priority, delivery: Delivery) {
        self.id = id
        self.chat = chat
        self.priority = priority
        self.delivery = delivery
    }
}

/// How one send ended, to be stored.
package struct SendEnding: Hashable, Sendable {
    /// The message, with its new state.
    package let due: DueMessage

    /// The platform's id of a message that it took.
    package let message: MessageID?

    /// Whether the platform has, or may have, counted it against the quota.
    package let countsAsSent: Bool

    /// Why nothing more can be sent to the chat; nil when it can.
    package let goneReason: String?

    package init(
        _ due: DueMessage, message: MessageID? = nil, countsAsSent: Bool = false,
        goneReason: String? = nil
    ) {
        self.due = due
        self.message = message
        self.countsAsSent = countsAsSent
        self.goneReason = goneReason
    }
}

/// What a courier wants stored, and what it wants to know, between one round of sends and the next.
package struct SendStep: Sendable {
    /// Sends that ended since the last step.
    package var endings: [SendEnding] = []

    /// Messages whose moment has come, each with the state it now has.
    package var beginnings: [OpenDelivery] = []

    /// The last row that the courier knows; those after it are wanted.
    package var after: Int64 = 0

    /// Rows wanted at the most; 0 for none.
    package var newMax = 0

    package init() {}
}

/// What a step found.
package struct SendStepResult: Sendable {
    /// Of the beginnings those that had not been taken back, in order, with their texts.
    package var begun: [DueMessage] = []

    /// Messages that were dropped because their chat is gone.
    package var dropped: [DueMessage] = []

    /// Rows that are new to the courier, in order.
    package var new: [OpenDelivery] = []

    /// Messages that the account has sent, or may have sent, this month.
    package var sentInMonth = 0
}

extension Store {
    /// Stores how sends ended and which begin now, all in one transaction, and says what is new.
    ///
    /// - Parameters:
    ///   - step: What to store; an ending whose row has ended otherwise meanwhile changes nothing.
    ///   - account: The account that sends.
    ///   - now: The moment noted for what ends.
    /// - Returns: What the courier goes on with.
    /// - Throws: `StoreError`; then nothing is stored, and nothing may be sent.
    package func advance(
        _ step: SendStep, of account: AccountID, at now: Timestamp
    ) throws -> SendStepResult {
        try write { db in
            var result = SendStepResult()
            for ending in step.endings {
                result.dropped += try store(ending, at: now, in: db)
            }
            for open in step.beginnings {
                if let due = try begin(open, of: account, at: now, in: db) {
                    result.begun.append(due)
                }
            }
            try countSent(
                step.endings.count(where: \.countsAsSent), account: account, at: now, in: db)
            result.sentInMonth = try Storage.sentInMonth(of: account, at: now, in: db)
            if step.newMax > 0 {
                result.new = try openDeliveries(step, of: account, in: db)
            }
            return result
        }
    }

    /// Returns what was dropped besides, because the chat is gone.
    private func store(
        _ ending: SendEnding, at now: Timestamp, in db: Database
    ) throws -> [DueMessage] {
        let (due, columns) = (ending.due, ending.due.delivery.columns)
        try db.run(
            """
            UPDATE outbox SET state = $1, attempts = coalesce($2, attempts),
                due_at = coalesce($3, due_at), reason = $4, message = $5, ended_at = $6
            WHERE id = $7 AND state IN ('waiting', 'sending')
            """,
            [
                columns.state, columns.attempts, columns.dueAt, columns.reason,
                ending.message?.rawValue,
                due.delivery.hasEnded ? now.milliseconds : nil, due.id,
            ])
        guard let reason = ending.goneReason else { return [] }
        return try forget(
            due.message.account, due.message.chat, reason: reason, at: now, in: db)
    }

    /// Returns nil when the message was taken back since it was found.
    private func begin(
        _ open: OpenDelivery, of account: AccountID, at now: Timestamp, in db: Database
    ) throws -> DueMessage? {
        let found = try db.columns(
            of: "outbox",
            "SELECT id, text, trace, queued_at FROM outbox WHERE id = $1 AND state = 'waiting'",
            [open.id]
        ) { row in
            DueMessage(
                id: open.id,
                message: QueuedMessage(
                    account: account, chat: open.chat, text: try row.text(1),
                    priority: open.priority, trace: TraceID(rawValue: try row.text(2))),
                queuedAt: Timestamp(milliseconds: try row.integer(3)), delivery: open.delivery)
        }
        guard let due = found.first else { return nil }
        let columns = open.delivery.columns
        try db.run(
            """
            UPDATE outbox SET state = $1, attempts = coalesce($2, attempts), reason = $3,
                ended_at = $4
            WHERE id = $5
            """,
            [
                columns.state, columns.attempts, columns.reason,
                open.delivery.hasEnded ? now.milliseconds : nil, open.id,
            ])
        return due
    }

    private func openDeliveries(
        _ step: SendStep, of account: AccountID, in db: Database
    ) throws -> [OpenDelivery] {
        try db.columns(
            of: "outbox",
            """
            SELECT id, chat, priority, attempts, due_at, expires_at, repeats_unknown_outcome
            FROM outbox
            WHERE account = $1 AND state IN ('waiting', 'sending') AND id > $2
                AND state = 'waiting'
            ORDER BY id LIMIT $3
            """, [account.rawValue, step.after, step.newMax]
        ) { row in
            guard let priority = Priority(rawValue: Int(try row.integer(2))) else {
                throw row.bad(2, "has no such value")
            }
            return OpenDelivery(
                id: try row.integer(0), chat: ChatID(rawValue: try row.text(1)),
                priority: priority,
                delivery: Delivery(
                    state: .waiting(
                        attempts: Int(try row.integer(3)),
                        until: Timestamp(milliseconds: try row.integer(4))),
                    expiresAt: Timestamp(milliseconds: try row.integer(5)),
                    repeatsUnknownOutcome: try row.integer(6) == 1))
        }
    }
}

/// The rows of the outbox that are open, by account in the order in which they were queued.
///
/// It takes the place of an index by chat: a courier reads on where it stopped, and knows itself
/// which chats are in hand.
let sendsSchema = """
    DROP INDEX outbox_open;
    CREATE INDEX outbox_open ON outbox (account, id) WHERE state IN ('waiting', 'sending');
    """
