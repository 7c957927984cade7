import GRDB
import Messaging

/// What one step of purging has done.
package struct Purged: Hashable, Sendable {
    /// Rows of each kind that have lost their texts, or are gone.
    package private(set) var counts: [RetainedKind: Int] = [:]

    /// Whether nothing is left to do now.
    package fileprivate(set) var isComplete = true

    package init() {}

    /// Counts together.
    package mutating func add(_ other: Purged) {
        for (kind, count) in other.counts { add(count, kind) }
        isComplete = other.isComplete
    }

    fileprivate mutating func add(_ count: Int, _ kind: RetainedKind) {
        if count > 0 { counts[kind, default: 0] += count }
    }
}

extension Store {
    /// Takes the next texts and names away that are older than they may be, in one short step.
    ///
    /// Rows stay where ledger, traces or the recognition of a message that comes again need them.
    /// What is still owed (turns, replies, questions, difficulties, drafts that are open, messages
    /// set aside) is passed over and looked at again each time.
    ///
    /// - Parameters:
    ///   - retention: How long each kind is kept.
    ///   - max: Rows to look at, which bounds how long others wait.
    ///   - now: The moment.
    /// - Returns: What went; to be called again until it is complete.
    /// - Throws: `StoreError`; then nothing of this step has changed.
    package func purge(
        _ retention: Retention, max: Int, at now: Timestamp
    ) throws -> Purged {
        try write { db in
            var purge = Purge(db: db, now: now, room: max)
            for kind in RetainedKind.allCases {
                let before = now.adding(seconds: -Int64(retention[kind]) * 86_400).milliseconds
                try purge.take(kind, before: before)
            }
            try purge.takeWhatHasEnded()
            if !purge.purged.counts.isEmpty { try noteLogOwed(in: db) }
            purge.purged.isComplete = purge.room > 0
            return purge.purged
        }
    }
}

/// One step of purging inside its transaction.
private struct Purge {
    let db: Database
    let now: Timestamp

    /// Rows that may still be looked at.
    var room: Int
    var purged = Purged()

    mutating func take(_ kind: RetainedKind, before limit: Int64) throws {
        guard room > 0 else { return }
        switch kind {
        case .messages: try walk(.messages, kind, before: limit)
        case .replies: try walk(.replies, kind, before: limit)
        case .drafts: try walk(.drafts, kind, before: limit)
        case .names:
            try walk(.names, kind, before: limit)
            try change(kind, forgetPeople, [limit])
        case .questions: try change(kind, forgetQuestions, [limit])
        case .difficulties: try forgetDifficulties(before: limit)
        case .codes:
            try change(kind, deleteCodes, [limit])
            try change(kind, deleteDeskCodes, [limit])
        case .audit: try change(kind, deleteAudit, [limit])
        }
    }

    /// Topics that are over, people at peace, chats of those who were erased: without a setting.
    mutating func takeWhatHasEnded() throws {
        guard room > 0 else { return }
        try db.run(deleteTopics, [now.milliseconds, room])
        room -= db.changesCount
        try forgetWritersAtPeace(db, at: now)
        try forgetErasedChats()
    }

    /// Runs a statement whose last placeholder is how many rows it may change.
    private mutating func change(
        _ kind: RetainedKind, _ sql: String, _ values: SQLValues
    ) throws {
        guard room > 0 else { return }
        try db.run(sql, values + [room])
        purged.add(db.changesCount, kind)
        room -= db.changesCount
    }

    private mutating func forgetDifficulties(before limit: Int64) throws {
        let numbers = try db.columns(
            of: "difficulty", oldDifficulties, [limit, room]
        ) { try $0.integer(0) }
        for number in numbers { try forgetDifficulty(number, sender: nil, in: db) }
        purged.add(numbers.count, .difficulties)
        room -= numbers.count
    }

    private mutating func forgetErasedChats() throws {
        for row in try db.rows(
            of: "erased_chat", "SELECT * FROM erased_chat WHERE due_at <= $1 ORDER BY alias",
            [now.milliseconds])
        {
            guard room > 0 else { return }
            let alias = try row.text("alias")
            try db.run(
                """
                UPDATE inbox SET chat = $1 WHERE id IN (
                    SELECT id FROM inbox WHERE account = $2 AND chat = $3 AND id <= $4 LIMIT $5)
                """,
                [
                    alias, try row.text("account"), try row.text("chat"),
                    try row.integer("last_inbox"), room,
                ])
            room -= db.changesCount
            guard room > 0 else { return }
            try db.run("DELETE FROM erased_chat WHERE alias = $1", [alias])
            try noteLogOwed(in: db)
        }
    }

    // MARK: Rows whose ids grow with time

    private mutating func walk(
        _ walk: PurgeWalk, _ kind: RetainedKind, before limit: Int64
    ) throws {
        let left = try db.columns(of: "purge_left", walk.leftNoLongerOwed, [kind.rawValue, room]) {
            try $0.integer(0)
        }
        for id in left {
            try change(id, walk, kind)
            try db.run(
                "DELETE FROM purge_left WHERE kind = $1 AND id = $2", [kind.rawValue, id])
        }
        room -= left.count
        guard room > 0 else { return }
        let cursor =
            try db.number("SELECT last FROM purge_cursor WHERE kind = $1", [kind.rawValue]) ?? 0
        let rows = try db.columns(of: walk.table, walk.next, [cursor, room]) { row in
            (id: try row.integer(0), moment: try row.integer(1), isOwed: try row.integer(2) == 1)
        }
        let old = rows.prefix { $0.moment < limit }
        for row in old {
            if row.isOwed {
                try db.run(
                    "INSERT INTO purge_left (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    [kind.rawValue, row.id])
            } else {
                try change(row.id, walk, kind)
            }
        }
        room -= old.count
        guard let last = old.last else { return }
        try db.run(
            """
            INSERT INTO purge_cursor (kind, last) VALUES ($1, $2)
            ON CONFLICT (kind) DO UPDATE SET last = excluded.last
            """, [kind.rawValue, last.id])
    }

    private mutating func change(_ id: Int64, _ walk: PurgeWalk, _ kind: RetainedKind) throws {
        try db.run(walk.change, [id])
        purged.add(db.changesCount, kind)
    }
}

/// How a table is walked whose ids grow with time.
private struct PurgeWalk {
    let table: String
    let key: String
    let moment: String

    /// The condition under which a row must keep its text.
    let owed: String

    /// What is changed, and of which rows.
    let set: String
    let condition: String

    static let messages = PurgeWalk(
        table: "inbox", key: "id", moment: "kept_at", owed: "state <> 'taken'",
        set: "content = ''",
        condition: "content_kind = 'text' AND content <> '' AND account <> '~import'")
    static let names = PurgeWalk(
        table: "inbox", key: "id", moment: "kept_at", owed: "state <> 'taken'",
        set: "sender_name = ''", condition: "sender_name <> '' AND account <> '~import'")
    static let replies = PurgeWalk(
        table: "outbox", key: "id", moment: "queued_at",
        owed: "state IN ('waiting', 'sending')", set: "text = '\(forgottenText)'",
        condition: "text <> '\(forgottenText)'")
    static let drafts = PurgeWalk(
        table: "draft", key: "number", moment: "made_at", owed: "state = 'open'",
        set: "content = '\(forgottenDraft)'", condition: "content <> '\(forgottenDraft)'")

    var next: String {
        "SELECT \(key), \(moment), \(owed) FROM \(table) WHERE \(key) > $1 ORDER BY \(key) LIMIT $2"
    }

    var leftNoLongerOwed: String {
        """
        SELECT purge_left.id FROM purge_left JOIN \(table) ON \(table).\(key) = purge_left.id
        WHERE purge_left.kind = $1 AND NOT (\(owed)) ORDER BY purge_left.id LIMIT $2
        """
    }

    var change: String { "UPDATE \(table) SET \(set) WHERE \(key) = $1 AND \(condition)" }
}

/// Takes the texts of a difficulty away and the names on it; `sender` stands for its teller from
/// then on.
func forgetDifficulty(_ number: Int64, sender: String?, in db: Database) throws {
    try db.run(
        """
        UPDATE difficulty SET text = $1, words = '', sender = coalesce($2, ''), sender_name = ''
        WHERE number = $3
        """, [forgottenText, sender, number])
    try db.run(
        """
        UPDATE difficulty_step SET by_name = CASE WHEN by_name IS NULL THEN NULL ELSE '' END,
            how = CASE WHEN how IS NULL THEN NULL ELSE $1 END
        WHERE difficulty = $2
        """, [forgottenText, number])
}

private let oldDifficulties = """
    SELECT number FROM difficulty
    WHERE text <> '\(forgottenText)' AND state = 'resolved' AND resolved_at < $1
    ORDER BY resolved_at LIMIT $2
    """

private let forgetQuestions = """
    UPDATE question SET text = '\(forgottenText)', words = '\(forgottenWords)', asker = '',
        asker_name = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '\(forgottenText)' END,
        answered_by = CASE WHEN answered_by IS NULL THEN NULL ELSE '' END, official = NULL
    WHERE number IN (
        SELECT number FROM question WHERE words <> '\(forgottenWords)' AND ended_at < $1
        ORDER BY ended_at LIMIT $2)
    """

/// Names of people who lead nothing any longer, since then.
private let forgetPeople = """
    UPDATE person SET name = '' WHERE id IN (
        SELECT id FROM person AS old WHERE name <> '' AND made_at < $1
            AND NOT EXISTS (SELECT 1 FROM leadership WHERE person = old.id
                AND (ended_at IS NULL OR ended_at >= $1))
            AND NOT EXISTS (SELECT 1 FROM admin WHERE person = old.id
                AND (ended_at IS NULL OR ended_at >= $1))
        LIMIT $2)
    """

private let deleteCodes = """
    DELETE FROM invitation WHERE code IN (
        SELECT code FROM invitation WHERE coalesce(claimed_at, expires_at) < $1 LIMIT $2)
    """

private let deleteDeskCodes = """
    DELETE FROM official_code WHERE code IN (
        SELECT code FROM official_code WHERE claimed_at < $1 LIMIT $2)
    """

private let deleteAudit =
    "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 ORDER BY at LIMIT $2)"

private let deleteTopics = """
    DELETE FROM topic WHERE (account, chat, person) IN (
        SELECT account, chat, person FROM topic WHERE expires_at < $1 LIMIT $2)
    """
