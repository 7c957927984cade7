import GRDB
import Messaging
import Storage
import Testing

@Suite struct AccountLivesTests {
    private static let bot = AccountID(rawValue: "bot-1")

    @Test func whereAnAccountStandsIsReadBackWithReasonAndRemedy() throws {
        let store = try Store.inMemory(startedAt: start)
        let trouble = AccountLife.Trouble(reason: "401", remedy: "put in the new token")
        try store.note(
            [
                AccountChange(
                    account: Self.bot, platform: "zalo-bot", phase: .stopped(trouble), at: start)
            ], polls: [Self.bot: start.adding(seconds: 5)])
        let row = try #require(try store.accountLives().first)
        #expect(row.state == "stopped" && row.platform == "zalo-bot" && row.since == start)
        #expect(row.reason == "401" && row.remedy == "put in the new token")
        #expect(row.lastPollAt == start.adding(seconds: 5))
        try store.note(
            [
                AccountChange(
                    account: Self.bot, platform: "zalo-bot", phase: .working,
                    at: start.adding(seconds: 9))
            ], polls: [:])
        let later = try #require(try store.accountLives().first)
        #expect(later.state == "working" && later.reason == nil && later.remedy == nil)
        #expect(later.lastPollAt == start.adding(seconds: 5))
    }

    @Test func pausingTwiceKeepsTheFirstAndResumingEndsIt() throws {
        let store = try Store.inMemory(startedAt: start)
        #expect(try store.accountMarks().isEmpty)
        try store.pause(Self.bot, by: "lan", at: start)
        try store.pause(Self.bot, by: "an", at: start.adding(seconds: 5))
        let mark = try #require(try store.accountMarks()[Self.bot])
        #expect(mark.pausedAt == start && mark.pausedBy == "lan")
        try store.resume(Self.bot, at: start.adding(seconds: 9))
        let resumed = try #require(try store.accountMarks()[Self.bot])
        #expect(resumed.pausedAt == nil && resumed.pausedBy == nil)
        #expect(resumed.resumeAskedAt == start.adding(seconds: 9))
    }

    @Test func resumingTwiceInOneMillisecondIsTwoWishes() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.resume(Self.bot, at: start)
        let first = try store.accountMarks()[Self.bot]
        try store.resume(Self.bot, at: start)
        #expect(try store.accountMarks()[Self.bot] != first)
    }

    @Test func aStateThatNobodyKnowsIsRefusedByTheDatabase() throws {
        let queue = try DatabaseQueue()
        _ = try Store(queue, startedAt: start)
        #expect(throws: DatabaseError.self) {
            try queue.write { db in
                try db.execute(
                    sql: "INSERT INTO account_state (account, state) VALUES ('a', 'asleep')")
            }
        }
    }

    @Test func queuesAreCountedByAccountWithTheirOldest() throws {
        let store = try Store.inMemory(startedAt: start)
        for (chat, seconds) in [("c1", 5), ("c2", 2)] as [(String, Int64)] {
            try store.queue(
                [
                    QueuedMessage(
                        account: Self.bot, chat: ChatID(rawValue: chat), text: "t",
                        priority: .bulletin, trace: TraceID(rawValue: "t"))
                ], at: start.adding(seconds: seconds))
        }
        let depth = try #require(try store.queueDepths()[Self.bot])
        #expect(depth.count == 2 && depth.oldest == start.adding(seconds: 2))
    }
}
