import Campaign
import Conversation
import GRDB
import Messaging

/// What erasing a person takes away, and what stays without them.
package struct ErasurePlan: Hashable, Sendable {
    /// Their number; nil when they never were given anything.
    package internal(set) var person: Int64?

    /// As the register or their last message names them.
    package internal(set) var name = ""

    /// The accounts they have written to, each once.
    package internal(set) var accounts: [AccountID] = []
    package internal(set) var messages = 0
    package internal(set) var replies = 0
    package internal(set) var reports = 0
    package internal(set) var questions = 0
    package internal(set) var openQuestions = 0
    package internal(set) var answers = 0
    package internal(set) var difficulties = 0

    /// Difficulties that keep their text, without the name, until they are resolved and purged.
    package internal(set) var openDifficulties: [Int64] = []
    package internal(set) var drafts = 0
    package internal(set) var codes = 0

    /// What they lead, which ends.
    package internal(set) var roles: [Role] = []
    package internal(set) var isAdmin = false
    package internal(set) var isOfficial = false

    /// Messages of theirs that wait for a turn, and replies that wait to be sent to them.
    package internal(set) var turnsOwed = 0
    package internal(set) var repliesOwed = 0

    /// Whether nobody else is an admin.
    package internal(set) var isLastAdmin = false

    /// Texts of others, or to others, in which the name stands: they go when they are purged.
    package internal(set) var namedElsewhere = 0

    /// Why they cannot be erased now; nil when they can.
    package var problem: PersonProblem? {
        if isLastAdmin { return .lastAdmin }
        guard turnsOwed + repliesOwed > 0 else { return nil }
        return .owed(turns: turnsOwed, replies: repliesOwed)
    }
}

extension Store {
    /// What erasing a person would take away; nothing is changed.
    ///
    /// - Throws: `PersonProblem.unknown` or `.severalAccounts`; `StoreError`.
    package func erasurePlan(_ key: PersonKey) throws -> ErasurePlan {
        try read { db in
            let rows = try gathered(key, in: db)
            var plan = try plan(try traces(of: key, in: db), rows, in: db)
            plan.namedElsewhere = try textsNaming(plan.name, except: rows, in: db)
            return plan
        }
    }
}

/// Counts what is held about a person.
func plan(_ traces: PersonTraces, _ rows: PersonRows, in db: Database) throws -> ErasurePlan {
    var plan = ErasurePlan()
    plan.person = traces.number
    plan.name = try name(of: traces, rows, in: db)
    plan.accounts = Set(traces.senders.map(\.account)).sorted().map(AccountID.init(rawValue:))
    (plan.messages, plan.replies) = (rows.messages.count, rows.replies.count)
    func ofSenders(_ sql: String) throws -> Int {
        try traces.senders.reduce(0) { sum, sender in
            sum + Int(try db.number(sql, [sender.account, sender.sender]) ?? 0)
        }
    }
    plan.reports = try ofSenders("SELECT count(*) FROM report WHERE account = $1 AND reporter = $2")
    plan.questions = try ofSenders(
        "SELECT count(*) FROM question WHERE account = $1 AND asker = $2")
    plan.openQuestions = try ofSenders(
        "SELECT count(*) FROM question WHERE account = $1 AND asker = $2 AND state = 'open'")
    plan.answers = try ofSenders(
        "SELECT count(*) FROM question WHERE account = $1 AND official = $2")
    plan.drafts = try ofSenders("SELECT count(*) FROM draft WHERE account = $1 AND sender = $2")
    plan.codes = try ofSenders(
        """
        SELECT (SELECT count(*) FROM invitation
                WHERE claimed_account = $1 AND claimed_person = $2)
            + (SELECT count(*) FROM official_code
                WHERE claimed_account = $1 AND claimed_person = $2)
        """)
    plan.isOfficial =
        try ofSenders("SELECT count(*) FROM official WHERE account = $1 AND person = $2") > 0
    try count(difficultiesOf: traces, in: db, &plan)
    try count(powersOf: traces, in: db, &plan)
    for message in rows.messages
    where try db.number("SELECT 1 FROM inbox WHERE id = $1 AND state = 'kept'", [message]) != nil {
        plan.turnsOwed += 1
    }
    for reply in rows.replies
    where try db.number(
        "SELECT 1 FROM outbox WHERE id = $1 AND state IN ('waiting', 'sending')", [reply]) != nil
    {
        plan.repliesOwed += 1
    }
    return plan
}

private func count(
    difficultiesOf traces: PersonTraces, in db: Database, _ plan: inout ErasurePlan
) throws {
    for sender in traces.senders {
        let found = try db.columns(
            of: "difficulty",
            """
            SELECT number, state = 'resolved' FROM difficulty
            WHERE account = $1 AND sender = $2 ORDER BY number
            """, [sender.account, sender.sender]
        ) { (number: try $0.integer(0), isResolved: try $0.integer(1) == 1) }
        plan.difficulties += found.count
        plan.openDifficulties += found.filter { !$0.isResolved }.map(\.number)
    }
}

private func count(
    powersOf traces: PersonTraces, in db: Database, _ plan: inout ErasurePlan
) throws {
    guard let number = traces.number else { return }
    plan.roles = try db.rows(
        of: "leadership",
        "SELECT * FROM leadership WHERE person = $1 AND ended_at IS NULL ORDER BY id", [number]
    ).map(Role.init)
    plan.isAdmin =
        try db.number(
            "SELECT 1 FROM admin WHERE person = $1 AND ended_at IS NULL", [number]) != nil
    let others = try db.number(
        "SELECT count(*) FROM admin WHERE person <> $1 AND ended_at IS NULL", [number])
    plan.isLastAdmin = plan.isAdmin && others == 0
}

private func name(
    of traces: PersonTraces, _ rows: PersonRows, in db: Database
) throws -> String {
    func text(_ sql: String, _ id: Int64) throws -> String? {
        try db.columns(of: "person", sql, [id]) { try $0.text(0) }.first
    }
    if let number = traces.number,
        let name = try text("SELECT name FROM person WHERE id = $1", number), !name.isEmpty
    {
        return name
    }
    guard let last = rows.messages.last else { return "" }
    return try text("SELECT sender_name FROM inbox WHERE id = $1", last) ?? ""
}

/// Counts texts of others in which a name stands as it is written.
private func textsNaming(
    _ name: String, except rows: PersonRows, in db: Database
) throws -> Int {
    guard name.count > 1 else { return 0 }
    var count = 0
    for (table, column, own) in [
        ("inbox", "content", Set(rows.messages)), ("outbox", "text", Set(rows.replies)),
    ] {
        let found = try db.columns(
            of: table, "SELECT id FROM \(table) WHERE instr(\(column), $1) > 0", [name]
        ) { try $0.integer(0) }
        count += found.count { !own.contains($0) }
    }
    return count
}
