import Campaign
import Conversation
import Foundation
import GRDB
import Messaging

/// One value of an export.
package enum PersonValue: Hashable, Sendable {
    case nothing
    case number(Int64)
    case moment(Timestamp)
    /// A number of the ledger, with its fraction.
    case quantity(Quantity)
    case text(String)
    /// JSON as it is stored.
    case json(String)
}

/// What one part of the store holds about a person: rows with their columns.
package struct PersonSection: Hashable, Sendable {
    package let name: String
    package let rows: [[String: PersonValue]]
}

extension Store {
    /// Everything that is held about one person, and a line in the audit log that it was read.
    ///
    /// Codes themselves are left out: one that is open would be a key.
    ///
    /// - Throws: `PersonProblem`, `StoreError`.
    package func exportPerson(
        _ key: PersonKey, by actor: AuditActor, at now: Timestamp
    ) throws -> [PersonSection] {
        let (sections, subject) = try read { db in
            let rows = try gathered(key, in: db)
            let reader = PersonReader(db: db, traces: rows.traces, rows: rows)
            return (try reader.sections(), try auditSubject(rows.traces, rows))
        }
        // Nothing is handed out that is not noted.
        try audit(NotedAction(.personExported, on: subject), by: actor, at: now)
        return sections
    }
}

/// The rows of the two large tables, looked for before anything is changed.
func gathered(_ key: PersonKey, in db: Database) throws -> PersonRows {
    var rows = PersonRows(try traces(of: key, in: db))
    try rows.gather(in: db)
    return rows
}

/// How the audit log names a person: by number, else by their first message, never by an id of the
/// platform.
func auditSubject(_ traces: PersonTraces, _ rows: PersonRows) throws -> String {
    if let number = traces.number { return "person \(number)" }
    return rows.messages.first.map { "the writer of in-\($0)" } ?? "an official"
}

/// Reads what is held about a person.
private struct PersonReader {
    let db: Database
    let traces: PersonTraces
    let rows: PersonRows

    func sections() throws -> [PersonSection] {
        [
            try ofNumbers("person", personColumns),
            try ofSenders("accounts", "SELECT * FROM identity WHERE account = $1 AND sender = $2"),
            try ofNumbers("leads", "SELECT * FROM leadership WHERE person = $1 ORDER BY id"),
            try ofNumbers("admin", "SELECT * FROM admin WHERE person = $1 ORDER BY id"),
            try ofSenders(
                "official", "SELECT * FROM official WHERE account = $1 AND person = $2"),
            section("messages", try of(rows.messages, messageColumns)),
            section("replies", try of(rows.replies, replyColumns)),
            try ofSenders("reports", reportsOfSender),
            try ofSenders("report_entries", entriesOfSender),
            try ofSenders(
                "drafts", draftsOfSender),
            try ofSenders("questions", questionsOfSender),
            try ofSenders("answers_given", answersOfSender),
            try ofSenders("difficulties", difficultiesOfSender),
            section("difficulty_steps", try of(rows.messages, stepsOfMessage)),
            try ofSenders(
                "topics", "SELECT * FROM topic WHERE account = $1 AND person = $2 ORDER BY chat"),
            try ofNumbers("codes_made", codesMade),
            try ofSenders("codes_claimed", codesClaimed),
            try ofSenders("official_codes_claimed", deskCodesClaimed),
            try ofNumbers(
                "chats_bound", "SELECT * FROM chat_binding WHERE bound_by = $1 ORDER BY chat"),
            try ofSenders(
                "chats_muted",
                "SELECT * FROM chat_state WHERE account = $1 AND muted_by = $2 ORDER BY chat"),
            section("private_chats", try ofChats("SELECT * FROM chat_state")),
            section("announcements", try ofChats("SELECT * FROM announcement")),
            section("chats_gone", try ofChats("SELECT * FROM recipient_gone")),
            try ofSenders(
                "pace_of_writing",
                "SELECT * FROM flood WHERE account = $1 AND kind = 'person' AND name = $2"),
            section("audit", try auditLines()),
        ]
    }

    private func section(_ name: String, _ rows: [[String: PersonValue]]) -> PersonSection {
        PersonSection(name: name, rows: rows)
    }

    private func ofNumbers(_ name: String, _ sql: String) throws -> PersonSection {
        section(name, try of(traces.numbers, sql))
    }

    private func ofSenders(_ name: String, _ sql: String) throws -> PersonSection {
        section(
            name,
            try traces.senders.flatMap { try fetch(sql, [$0.account, $0.sender]) })
    }

    private func ofChats(_ sql: String) throws -> [[String: PersonValue]] {
        try traces.chats.flatMap {
            try fetch("\(sql) WHERE account = $1 AND chat = $2", [$0.account, $0.chat])
        }
    }

    private func of(_ numbers: [Int64], _ sql: String) throws -> [[String: PersonValue]] {
        try numbers.flatMap { try fetch(sql, [$0]) }
    }

    private func auditLines() throws -> [[String: PersonValue]] {
        let subjects = try traces.numbers.flatMap { number in
            try fetch(
                """
                SELECT * FROM audit WHERE person = $1 OR subject = 'person ' || $1
                    OR subject LIKE 'person ' || $1 || ' %' ORDER BY id
                """, [number])
        }
        let others = try of(
            rows.messages, "SELECT * FROM audit WHERE inbox = $1 AND person IS NULL")
        return subjects + others
    }

    private func fetch(_ sql: String, _ values: SQLValues) throws -> [[String: PersonValue]] {
        try db.rows(of: "person", sql, values).map { row in
            Dictionary(
                uniqueKeysWithValues: row.fields.map { name, value in
                    (name, PersonValue(value, column: name))
                })
        }
    }
}

extension PersonValue {
    /// Reads a value by the name of its column, as our schema names them.
    fileprivate init(_ value: DatabaseValue, column: String) {
        switch value.storage {
        case .int64(let number) where column == "at" || column.hasSuffix("_at"):
            self = .moment(Timestamp(milliseconds: number))
        case .int64(let number) where column == "silent_until":
            self = .moment(Timestamp(milliseconds: number))
        case .int64(let number) where column == "value" || column == "denominator":
            self = .quantity(Quantity(scaled: number))
        case .int64(let number): self = .number(number)
        case .string(let text) where column == "topic" || column == "draft": self = .json(text)
        case .string(let text): self = .text(text)
        case .double, .blob, .null: self = .nothing
        }
    }
}

private let personColumns =
    "SELECT id AS number, name, made_at, merged_into FROM person WHERE id = $1"

private let messageColumns = """
    SELECT id, account, chat, chat_kind, message, sender, sender_name, content_kind, content AS text,
        sent_at, kept_at, ended_at, state, outcome, error, trace
    FROM inbox WHERE id = $1
    """

private let replyColumns = """
    SELECT id, account, chat, text, trace, queued_at, ended_at, state, reason, subject
    FROM outbox WHERE id = $1
    """

private let reportsOfSender =
    "SELECT * FROM report WHERE account = $1 AND reporter = $2 ORDER BY number"

private let entriesOfSender = """
    SELECT ledger.* FROM ledger JOIN report ON report.number = ledger.report
    WHERE report.account = $1 AND report.reporter = $2 ORDER BY ledger.id
    """

private let draftsOfSender = """
    SELECT number, campaign, account, chat, sender, content AS draft, made_at, expires_at, state,
        ended_at
    FROM draft WHERE account = $1 AND sender = $2 ORDER BY number
    """

private let questionsOfSender =
    "SELECT * FROM question WHERE account = $1 AND asker = $2 ORDER BY number"

private let answersOfSender = """
    SELECT number, account, answer, answered_by, official, ended_at, state FROM question
    WHERE account = $1 AND official = $2 ORDER BY number
    """

private let difficultiesOfSender =
    "SELECT * FROM difficulty WHERE account = $1 AND sender = $2 ORDER BY number"

private let stepsOfMessage = "SELECT * FROM difficulty_step WHERE inbox = $1 ORDER BY id"

private let codesMade = """
    SELECT purpose, campaign, unit, person, made_at, expires_at, claimed_at FROM invitation
    WHERE made_by = $1 ORDER BY made_at
    """

private let codesClaimed = """
    SELECT purpose, campaign, unit, person, made_at, claimed_at, claimed_account, claimed_person
    FROM invitation WHERE claimed_account = $1 AND claimed_person = $2 ORDER BY claimed_at
    """

private let deskCodesClaimed = """
    SELECT made_at, claimed_at, claimed_account, claimed_person
    FROM official_code WHERE claimed_account = $1 AND claimed_person = $2 ORDER BY claimed_at
    """
