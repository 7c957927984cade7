import Conversation
import GRDB
import Messaging
import Storage

/// A store in memory with admins who can be reached by accounts.
struct AdminStage {
    let queue: DatabaseQueue
    let store: Store

    /// A second account at work beside `bot`.
    let other = AccountID(rawValue: "bot-2")

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
    }

    var rules: AnnouncementRules {
        AnnouncementRules(
            textUnitsMax: [bot: 1_900, other: 1_900],
            allowance: { _, _, _ in AnnouncementAllowance(lowest: nil, isShort: true) },
            render: { $0.key.rawValue }, trace: { TraceID(rawValue: "t") })
    }

    /// An admin with a private chat on each of the accounts.
    func makeAdmin(_ number: Int, on accounts: [AccountID]) throws {
        try queue.write { db in
            try db.execute(
                sql: "INSERT INTO person (id, name, made_at) VALUES ($1, 'Lan', 0)",
                arguments: [number])
            try db.execute(
                sql: "INSERT INTO admin (person, granted_at) VALUES ($1, 0)", arguments: [number])
            for account in accounts {
                try db.execute(
                    sql: """
                        INSERT INTO identity (account, sender, person, private_chat, known_at)
                        VALUES ($1, $2, $3, $4, 0)
                        """,
                    arguments: [account.rawValue, "a\(number)", number, "ca\(number)"])
            }
        }
    }
}
