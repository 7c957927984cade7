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
    ///   - flood: How fast people may write; what is too much is kept and not read.
    ///   - trace: Makes the id that ties a message's log lines together; asked once for each.
    /// - Returns: Those that were new, in order.
    /// - Throws: `StoreError`; then none of them is kept.
    package func keep(
        _ messages: [InboundMessage], at now: Timestamp, flood: FloodLimits? = nil,
        trace: () -> TraceID
    ) throws -> [KeptMessage] {
        try write { db in
            var watch = flood.map { FloodWatch(db: db, limits: $0, now: now) }
            let kept = try messages.compactMap { message in
                try keep(message, at: now, trace: trace(), in: db).map { kept in
                    try watch?.judged(kept) ?? kept
                }
            }
            try watch?.save()
            try noteWriters(messages, in: db)
            return kept
        }
    }

    private func keep(
        _ message: InboundMessage, at now: Timestamp, trace: TraceID, in db: Database
    ) throws -> KeptMessage? {
        let (kind, content) =
            switch message.content {
            case .text(let text): ("text", text)
            case .other(let kind): ("other", kind)
            }
        try db.run(
            """
            INSERT INTO inbox (account, chat, chat_kind, message, sender, sender_name,
                content_kind, content, sent_at, kept_at, trace)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (account, chat, message) DO NOTHING
            """,
            [
                message.account.rawValue, message.chat.rawValue, message.chatKind.rawValue,
                message.message.rawValue, message.sender.rawValue, storable(message.senderName),
                kind, storable(content), message.sentAt.milliseconds, now.milliseconds,
                trace.rawValue,
            ])
        // RETURNING would make a table of its own for each row.
        guard db.changesCount == 1 else { return nil }
        return KeptMessage(id: db.lastInsertedRowID, trace: trace, message: message, keptAt: now)
    }

    /// Whoever writes is there again.
    private func noteWriters(_ messages: [InboundMessage], in db: Database) throws {
        guard try db.number("SELECT 1 FROM recipient_gone LIMIT 1") != nil else { return }
        for message in messages {
            try db.run(
                "DELETE FROM recipient_gone WHERE account = $1 AND chat = $2",
                [message.account.rawValue, message.chat.rawValue])
        }
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

extension KeptMessage {
    func countingOneMore() -> KeptMessage {
        var counted = self
        counted.tries += 1
        return counted
    }
}

extension SetAsideMessage {
    init(_ row: RowReader) throws {
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
