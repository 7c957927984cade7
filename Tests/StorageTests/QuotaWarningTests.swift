import Conversation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct QuotaWarningTests {
    private let stage: AdminStage

    init() throws {
        stage = try AdminStage()
    }

    private func send(_ count: Int, of account: AccountID = bot) throws {
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO account_month (account, month, sent) VALUES ($1, '2022-06', $2)
                    ON CONFLICT (account, month) DO UPDATE SET sent = excluded.sent
                    """, arguments: [account.rawValue, count])
        }
    }

    @Test func eachAdminIsToldOnceAtEightyAndOnceAtNinetyFivePercent() throws {
        try stage.makeAdmin(1, on: [bot])
        try stage.makeAdmin(2, on: [bot, stage.other])
        try send(79)
        #expect(try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        try send(80)
        let first = try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start)
        #expect(first.map(\.percent) == [80])
        #expect(first.map(\.toldBy) == [[bot, bot]])
        #expect(try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        // A restart does not repeat it.
        let again = try Store(stage.queue, startedAt: start)
        #expect(try again.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        try send(95)
        #expect(try again.warnOfQuota({ _ in 100 }, stage.rules, at: start).map(\.percent) == [95])
        try send(100)
        #expect(try again.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        #expect(try stage.store.counts().queued == 4)
        // The quota does not stop them: they go as answers.
        #expect(try stage.store.due(account: bot, now: start, max: 9, lowest: .answer).count == 2)
    }

    @Test func whoeverJumpsPastBothIsToldOnceByAnAccountWithSomethingLeft() throws {
        try stage.makeAdmin(1, on: [bot, stage.other])
        try send(100)
        let warnings = try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start)
        #expect(warnings.map(\.percent) == [95])
        #expect(warnings.map(\.toldBy) == [[stage.other]])
        #expect(try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        #expect(try stage.store.sentInMonth(at: start) == [bot: 100])
    }

    @Test func withoutAnAdminToTellItIsStillNotedOnce() throws {
        try send(90)
        #expect(
            try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start).map(\.toldBy) == [[]])
        #expect(try stage.store.warnOfQuota({ _ in 100 }, stage.rules, at: start).isEmpty)
        #expect(try stage.store.counts().queued == 0)
    }
}
