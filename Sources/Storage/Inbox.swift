import GRDB
import Messaging

extension Store {
    /// Keeps messages before anything else is done with them; the same one twice is kept once.
    ///
    /// Messages are the same when account, chat and id are. A chat that writes is there again,
    /// even if a send to it was refused for good before.
    ///
    /// - Parameters:
    ///   - messages: As they came, in order.
    ///   - now: When they came.
    ///   - trace: Makes the id that ties a message's log lines together; asked once for each.
    /// - Returns: Those that were new, in order.
    /// - Throws: `StoreError`; then none of them is kept.
    package func keep(
        _ messages: [InboundMessage], at now: Timestamp, trace: () -> TraceID
    ) throws -> [KeptMessage] {
        try write { db in
            try messages.flatMap { message in try keep(message, at: now, trace: trace(), in: db) }
        }
    }

    private func keep(
        _ message: InboundMessage, at now: Timestamp, trace: TraceID, in db: Database
    ) throws -> [KeptMessage] {
        let (kind, content) =
            switch message.content {
            case .text(let text): ("text", text)
            case .other(let kind): ("other", kind)
            }
        let kept = try db.rows(
            of: "inbox",
            """
            INSERT INTO inbox (account, chat, chat_kind, message, sender, sender_name,
                content_kind, content, sent_at, kept_at, trace)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (account, chat, message) DO NOTHING
            RETURNING *
            """,
            [
                message.account.rawValue, message.chat.rawValue, message.chatKind.rawValue,
                message.message.rawValue, message.sender.rawValue, storable(message.senderName),
                kind, storable(content), message.sentAt.milliseconds, now.milliseconds,
                trace.rawValue,
            ])
        try db.run(
            "DELETE FROM recipient_gone WHERE account = $1 AND chat = $2",
            [message.account.rawValue, message.chat.rawValue])
        return try kept.map(KeptMessage.init)
    }

    /// What `takeInHand` found.
    package struct InHand: Sendable {
        /// Messages to take turns for, in the order they were kept.
        package fileprivate(set) var batch: [KeptMessage] = []
        /// What had to be set aside instead.
        package fileprivate(set) var setAside: [SetAsideMessage] = []
        /// When the next suspect message may be taken; nil when none waits.
        package fileprivate(set) var nextAt: Timestamp?
    }

    /// Takes the oldest messages in hand that have no turn yet, and counts a try for each.
    ///
    /// The count is on the disk before anybody reads the texts: a message that stops the whole
    /// program three times is set aside at the next start. After such a stop the messages that
    /// were in hand come back one at a time, so that the guilty one is alone when it strikes, and
    /// one that was alone comes back later, its chat waiting behind it. What this process took
    /// in hand earlier and did not finish is given back, uncounted.
    ///
    /// - Parameters:
    ///   - max: Messages at the most; 1 or more.
    ///   - now: The moment of the turns.
    /// - Returns: What is in hand now.
    /// - Throws: `StoreError`; then nothing is in hand.
    package func takeInHand(max: Int, at now: Timestamp) throws -> InHand {
        try write { db in
            try db.run(
                """
                UPDATE inbox SET tries = tries - 1, in_hand = 0
                WHERE state = 'kept' AND in_hand = 1
                """)
            var inHand = InHand()
            for row in try db.rows(
                of: "inbox", "SELECT * FROM inbox WHERE state = 'kept' AND tries >= $1",
                [KeptMessage.triesMax])
            {
                let error = "the program stopped each time this message was in hand"
                inHand.setAside += try setAside(row, error: error, at: now, in: db)
            }
            for row in try db.rows(of: "inbox", owedMessages, [now.milliseconds, max]) {
                let alone = try row.integer("alone") == 1
                if alone, !inHand.batch.isEmpty { break }
                try db.run(
                    "UPDATE inbox SET in_hand = 1, tries = tries + 1 WHERE id = $1",
                    [try row.integer("id")])
                inHand.batch.append(try KeptMessage(row).countingOneMore())
                if alone { break }
            }
            inHand.nextAt = try db.number(
                """
                SELECT min(not_before) FROM inbox
                WHERE state = 'kept' AND not_before > 0 AND not_before > $1
                """, [now.milliseconds]
            ).map(Timestamp.init(milliseconds:))
            return inHand
        }
    }

    private func setAside(
        _ row: RowReader, error: String, at now: Timestamp, in db: Database
    ) throws -> [SetAsideMessage] {
        let id = try row.integer("id")
        return try db.rows(
            of: "inbox",
            """
            UPDATE inbox SET state = 'set_aside', error = $1, ended_at = $2, in_hand = 0
            WHERE id = $3 RETURNING *
            """, [error, now.milliseconds, id]
        ).map(SetAsideMessage.init)
    }

    /// Messages that were set aside, the newest first.
    ///
    /// - Throws: `StoreError`.
    package func setAsideMessages(max: Int) throws -> [SetAsideMessage] {
        try read { db in
            try db.rows(
                of: "inbox",
                "SELECT * FROM inbox WHERE state = 'set_aside' ORDER BY id DESC LIMIT $1", [max]
            ).map(SetAsideMessage.init)
        }
    }
}

/// Messages without a turn, but none that is suspect and waits, and none behind it in its chat.
private let owedMessages = """
    SELECT * FROM inbox WHERE state = 'kept' AND not_before <= $1 AND NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.state = 'kept' AND suspect.not_before > 0 AND suspect.not_before > $1
            AND suspect.account = inbox.account AND suspect.chat = inbox.chat
            AND suspect.id < inbox.id
    ) ORDER BY id LIMIT $2
    """

extension KeptMessage {
    fileprivate func countingOneMore() -> KeptMessage {
        KeptMessage(id: id, trace: trace, message: message, tries: tries + 1)
    }

    private init(id: Int64, trace: TraceID, message: InboundMessage, tries: Int) {
        self.id = id
        self.trace = trace
        self.message = message
        self.tries = tries
    }
}

extension SetAsideMessage {
    fileprivate init(_ row: RowReader) throws {
        self.init(
            id: try row.integer("id"),
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            message: MessageID(rawValue: try row.text("message")),
            trace: TraceID(rawValue: try row.text("trace")),
            error: try row.text("error"),
            at: Timestamp(milliseconds: try row.integer("ended_at")))
    }
}

/// Returns text as SQLite can hold it: it ends a text at the first NUL character, so each becomes
/// the replacement character.
func storable(_ text: String) -> String {
    guard text.utf8.contains(0) else { return text }
    return String(
        String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
}
