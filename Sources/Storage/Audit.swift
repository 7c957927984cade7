import Conversation
import GRDB
import Messaging

/// Who did what is noted in the audit log.
package enum AuditActor: Hashable, Sendable {
    /// A user of the machine, by a command.
    case command(login: String)

    /// Somebody in a chat: the number of the person, if they have one, and the message.
    case chat(AccountID, person: Int64?, inbox: Int64?)
}

/// One line of the audit log.
package struct AuditLine: Hashable, Sendable {
    package let id: Int64
    package let at: Timestamp
    package let by: AuditActor

    /// The trace of the message by which it was done; nil for a command.
    package let trace: TraceID?

    /// As `AdminAction` names it; another version may know others.
    package let action: String
    package let subject: String
    package let outcome: String
}

/// Which lines of the audit log are wanted.
package struct AuditFilter: Hashable, Sendable {
    package var since: Timestamp
    package var action: AdminAction?
    package var person: Int64?
    package var max: Int

    package init(
        since: Timestamp, action: AdminAction? = nil, person: Int64? = nil, max: Int
    ) {
        self.since = since
        self.action = action
        self.person = person
        self.max = max
    }
}

extension Store {
    /// Notes one action; inside `together` it is part of that transaction.
    ///
    /// - Throws: `StoreError`.
    package func audit(
        _ noted: NotedAction, by actor: AuditActor, at now: Timestamp
    ) throws {
        try write { db in try addAuditLine(noted, by: actor, at: now, in: db) }
    }

    /// Does something and notes it, in one transaction: both are stored, or neither.
    ///
    /// - Parameters:
    ///   - actor: Who does it.
    ///   - now: The moment.
    ///   - work: Calls functions of this store, on the thread it runs on.
    ///   - noted: What to note of its result; nothing when nothing was done.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws, `StoreError`; then nothing has changed.
    package func audited<T>(
        by actor: AuditActor, at now: Timestamp, _ work: () throws -> T,
        as noted: (T) -> [NotedAction]
    ) throws -> T {
        try write { db in
            let shared = SharedTransaction(db, of: database)
            let result = try SharedTransaction.$current.withValue(shared, operation: work)
            if let fault = shared.fault { throw fault }
            for one in noted(result) { try addAuditLine(one, by: actor, at: now, in: db) }
            return result
        }
    }

    /// Lines of the audit log, the newest first.
    ///
    /// - Throws: `StoreError`.
    package func auditLines(_ filter: AuditFilter) throws -> [AuditLine] {
        try read { db in
            try db.rows(
                of: "audit",
                """
                SELECT audit.*, inbox.trace AS trace FROM audit
                LEFT JOIN inbox ON inbox.id = audit.inbox
                WHERE at >= $1 AND ($2 IS NULL OR action = $2)
                    AND ($3 IS NULL OR audit.person = $3)
                ORDER BY at DESC, audit.id DESC LIMIT $4
                """,
                [filter.since.milliseconds, filter.action?.rawValue, filter.person, filter.max]
            ).map(AuditLine.init)
        }
    }
}

/// Adds a line.
func addAuditLine(
    _ noted: NotedAction, by actor: AuditActor, at now: Timestamp, in db: Database
) throws {
    var (login, account): (String?, String?) = (nil, nil)
    var (person, inbox): (Int64?, Int64?) = (nil, nil)
    switch actor {
    case .command(let name): login = storable(name.isEmpty ? "unknown" : name)
    case .chat(let place, let number, let row):
        (account, person, inbox) = (place.rawValue, number, row)
    }
    try db.run(
        """
        INSERT INTO audit (at, action, subject, outcome, login, account, person, inbox)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            now.milliseconds, noted.action.rawValue, storable(noted.subject),
            noted.outcome.rawValue, login, account, person, inbox,
        ])
}

extension AuditLine {
    fileprivate init(_ row: RowReader) throws {
        id = try row.integer("id")
        at = Timestamp(milliseconds: try row.integer("at"))
        if try row.isNull("login") {
            by = .chat(
                AccountID(rawValue: try row.text("account")),
                person: try row.integerIfAny("person"), inbox: try row.integerIfAny("inbox"))
        } else {
            by = .command(login: try row.text("login"))
        }
        trace = try row.isNull("trace") ? nil : TraceID(rawValue: row.text("trace"))
        action = try row.text("action")
        subject = try row.text("subject")
        outcome = try row.text("outcome")
    }
}
