import Conversation
import GRDB
import Messaging

extension Store {
    /// Opens a database to read, beside a daemon or without one; nothing of it is changed.
    ///
    /// - Throws: `StoreError.cannotOpen`.
    package static func openToRead(path: String) throws -> Store {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            return Store(reading: try DatabaseQueue(path: path, configuration: configuration))
        } catch {
            throw StoreError.cannotOpen(path: path, reason: "\(error)")
        }
    }

    /// The messages whose trace begins so, oldest first.
    ///
    /// - Parameters:
    ///   - prefix: The beginning of a trace, or all of it.
    ///   - max: So many at the most.
    /// - Returns: Each with its replies; what the bot said by itself comes last.
    /// - Throws: `StoreError`.
    package func trails(trace prefix: String, max: Int) throws -> [MessageTrail] {
        try read { db in try Storage.trails(trace: prefix, max: max, in: db) }
    }

    /// The messages that came in a span, newest first.
    ///
    /// - Parameters:
    ///   - unanswered: Only those whose chat has got nothing for them.
    ///   - since: The first moment of the span.
    ///   - until: The last moment; nil for none.
    ///   - account: Of this account only; nil for all.
    ///   - chat: Of this chat only; nil for all.
    ///   - max: So many at the most.
    /// - Returns: Each with its replies.
    /// - Throws: `StoreError`.
    package func trails(
        unanswered: Bool, since: Timestamp, until: Timestamp?, account: AccountID?, chat: ChatID?,
        max: Int
    ) throws -> [MessageTrail] {
        try read { db in
            try db.rows(
                of: "inbox",
                """
                SELECT * FROM inbox
                WHERE kept_at >= $1 AND kept_at <= $2 AND ($3 IS NULL OR account = $3)
                    AND ($4 IS NULL OR chat = $4)
                    AND ($5 = 0 OR NOT EXISTS (
                        SELECT 1 FROM outbox WHERE outbox.inbox = inbox.id
                            AND outbox.state = 'delivered' AND outbox.account = inbox.account
                            AND (outbox.chat = inbox.chat OR substr(outbox.chat, 1, 1) = '~')
                    ))
                ORDER BY id DESC LIMIT $6
                """,
                [
                    since.milliseconds, until?.milliseconds ?? .max, account?.rawValue,
                    chat?.rawValue, unanswered ? 1 : 0, max,
                ]
            ).map { try trail($0, in: db) }
        }
    }
}

/// The messages whose trace begins so, oldest first; what the bot said by itself comes last.
func trails(trace prefix: String, max: Int, in db: Database) throws -> [MessageTrail] {
    let condition = "substr(trace, 1, length($1)) = $1"
    let received = try db.rows(
        of: "inbox", "SELECT * FROM inbox WHERE \(condition) ORDER BY id LIMIT $2", [prefix, max])
    let replies = try db.rows(
        of: "outbox",
        "SELECT * FROM outbox WHERE \(condition) AND inbox IS NULL ORDER BY id LIMIT $2",
        [prefix, max])
    var unasked: [String: [RowReader]] = [:]
    for row in replies { unasked[try row.text("trace"), default: []].append(row) }
    return try received.map { try trail($0, in: db) }
        + unasked.sorted { $0.key < $1.key }.map { trace, rows in
            MessageTrail(
                trace: TraceID(rawValue: trace), received: nil,
                replies: try rows.map { try reply($0, in: db) })
        }
}

private func trail(_ row: RowReader, in db: Database) throws -> MessageTrail {
    MessageTrail(
        trace: TraceID(rawValue: try row.text("trace")),
        received: try MessageTrail.Received(row),
        replies: try db.rows(
            of: "outbox", "SELECT * FROM outbox WHERE inbox = $1 ORDER BY ordinal",
            [try row.integer("id")]
        ).map { try reply($0, in: db) })
}

private func reply(_ row: RowReader, in db: Database) throws -> MessageTrail.Reply {
    let due = try DueMessage(row)
    let earlier = try db.number(
        """
        SELECT 1 FROM outbox WHERE account = $1 AND state IN ('waiting', 'sending')
            AND id < $2 AND chat = $3 LIMIT 1
        """, [due.message.account.rawValue, due.id, due.message.chat.rawValue])
    return MessageTrail.Reply(
        id: due.id, account: due.message.account, chat: due.message.chat,
        priority: due.message.priority, queuedAt: due.queuedAt,
        endedAt: try row.integerIfAny("ended_at").map(Timestamp.init(milliseconds:)),
        attempts: Int(try row.integer("attempts")), state: due.delivery.state,
        isBehindAnother: earlier != nil)
}

extension MessageTrail.Received {
    fileprivate init(_ row: RowReader) throws {
        func moment(_ column: String) throws -> Timestamp? {
            try row.integerIfAny(column).map(Timestamp.init(milliseconds:))
        }
        let keptAt = Timestamp(milliseconds: try row.integer("kept_at"))
        let notBefore = try row.integer("not_before")
        let endedAt = try moment("ended_at") ?? keptAt
        let state: State
        switch try row.text("state") {
        case "kept": state = .waiting
        case "set_aside": state = .setAside(at: endedAt)
        default:
            let outcome = try row.isNull("outcome") ? nil : row.text("outcome")
            state = .taken(outcome.flatMap(Decision.Outcome.init(rawValue:)), at: endedAt)
        }
        self.init(
            id: try row.integer("id"), account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            chatKind: try row.value("chat_kind", ChatKind.init(rawValue:)),
            message: MessageID(rawValue: try row.text("message")),
            sentAt: Timestamp(milliseconds: try row.integer("sent_at")), keptAt: keptAt,
            state: state, tries: Int(try row.integer("tries")),
            error: try row.isNull("error") ? nil : row.text("error"),
            notBefore: notBefore > 0 ? Timestamp(milliseconds: notBefore) : nil,
            silentUntil: try moment("silent_until"))
    }
}
