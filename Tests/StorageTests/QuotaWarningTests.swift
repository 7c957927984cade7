import Conversation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct QuotaWarningTests {
    private let queue: DatabaseQueue
    private let store: Store
    private static let other = AccountID(rawValue: "bot-2")

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
    }

    private var rules: AnnouncementRules {
        AnnouncementRules(
            textUnitsMax: [bot: 1_900, Self.other: 1_900],
            allowance: { _, _, _ in AnnouncementAllowance(lowest: nil, isShort: true) },
            render: { $0.key.rawValue }, trace: { TraceID(rawValue: "t") })
    }

    /// An admin with a private chat on each of the accounts.
    private func makeAdmin(_ number: Int, on accounts: [AccountID]) throws {
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

    private func send(_ count: Int, of account: AccountID = bot) throws {
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO account_month (account, month, sent) VALUES ($1, '2022-06', $2)
                    ON CONFLICT (account, month) DO UPDATE SET sent = excluded.sent
                    """, arguments: [account.rawValue, count])
        }
    }

    @Test func eachAdminIsToldOnceAtEightyAndOnceAtNinetyFivePercent() throws {
        try makeAdmin(1, on: [bot])
        try makeAdmin(2, on: [bot, Self.other])
        try send(79)
        #expect(try store.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        try send(80)
        let first = try store.warnOfQuota({ _ in 100 }, rules, at: start)
        #expect(first.map(\.percent) == [80])
        #expect(first.map(\.toldBy) == [[bot, bot]])
        #expect(try store.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        // A restart does not repeat it.
        let again = try Store(queue, startedAt: start)
        #expect(try again.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        try send(95)
        #expect(try again.warnOfQuota({ _ in 100 }, rules, at: start).map(\.percent) == [95])
        try send(100)
        #expect(try again.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        #expect(try store.counts().queued == 4)
        // The quota does not stop them: they go as answers.
        #expect(try store.due(account: bot, now: start, max: 9, lowest: .answer).count == 2)
    }

    @Test func whoeverJumpsPastBothIsToldOnceByAnAccountWithSomethingLeft() throws {
        try makeAdmin(1, on: [bot, Self.other])
        try send(100)
        let warnings = try store.warnOfQuota({ _ in 100 }, rules, at: start)
        #expect(warnings.map(\.percent) == [95])
        #expect(warnings.map(\.toldBy) == [[Self.other]])
        #expect(try store.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        #expect(try store.sentInMonth(at: start) == [bot: 100])
    }

    @Test func withoutAnAdminToTellItIsStillNotedOnce() throws {
        try send(90)
        #expect(try store.warnOfQuota({ _ in 100 }, rules, at: start).map(\.toldBy) == [[]])
        #expect(try store.warnOfQuota({ _ in 100 }, rules, at: start).isEmpty)
        #expect(try store.counts().queued == 0)
    }
}
