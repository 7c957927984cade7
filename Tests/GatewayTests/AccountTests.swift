import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// Accounts that live their own lives in one daemon.
@Suite(.timeLimit(.minutes(1))) struct AccountTests {
    private static func named(_ name: String) -> AccountID { AccountID(rawValue: name) }

    @Test func oneDeadOfManyStopsAloneAndIsShown() async throws {
        let accounts = (1...20).map { number in
            ScriptedAccount("bot-\(number)") { _ in number == 7 ? .fails(deadToken) : .opens }
        }
        let stage = try AccountStage(accounts)
        try await stage.run {
            for (index, account) in accounts.enumerated() where index != 6 {
                account.platform.post(message("m", account: Self.named("bot-\(index + 1)")))
                await account.platform.waitForSent(1)
            }
            await until { stage.causes == ["account:bot-7"] }
            #expect(stage.readiness.isReady, "nineteen work")
        }
        #expect(stage.log.count("account-stopped") == 1)
        #expect(accounts[6].openings == 1)
        #expect(try stage.state(of: "bot-7") == "stopped")
        #expect(try stage.state(of: "bot-8") == "working")
        let row = try #require(try stage.store.accountLives().first { $0.reason != nil })
        #expect(row.reason == deadToken.reason && row.remedy == deadToken.remedy)
    }

    @Test func aDaemonWhoseOnlyAccountIsDeadStaysUpAndIsNotReady() async throws {
        let dead = ScriptedAccount("bot-1") { _ in .fails(deadToken) }
        let stage = try AccountStage([dead])
        try await stage.run {
            await until { !stage.readiness.isReady }
            await stage.pass { true }
            #expect(stage.log.count("stopped") == 0)
        }
        #expect(stage.readiness.all.first?.trouble.remedy == deadToken.remedy)
    }

    @Test func aMendedTokenBringsTheAccountBackWithWhatWaited() async throws {
        let account = ScriptedAccount("bot-1") { $0 == 1 ? .fails(deadToken) : .opens }
        let stage = try AccountStage([account])
        try stage.store.queue([bulletin("c1")], at: start)
        try await stage.run {
            await until { stage.causes == ["account:bot-1"] }
            stage.follow(account)
            await stage.pass { true }
            #expect(account.openings == 1, "nothing has changed")
            account.mend()
            stage.follow(account)
            await account.platform.waitForSent(1)
            #expect(stage.readiness.isReady)
        }
        #expect(try stage.state(of: "bot-1") == "working")
    }

    @Test func aTokenThatDiesAtWorkStopsTheAccountUntilSomebodyResumesIt() async throws {
        let account = ScriptedAccount("bot-1")
        let stage = try AccountStage([account])
        try await stage.run {
            await account.platform.waitForPoll()
            account.platform.answer(.failure(.credentialsExpired(reason: "401")))
            await until { stage.causes == ["account:bot-1"] }
            #expect(!stage.readiness.isReady)
            try stage.store.resume(Self.named("bot-1"), at: start)
            await stage.pass { account.openings == 2 }
            await account.platform.waitForPoll()
            #expect(stage.readiness.isReady)
            account.platform.post(message("m1"))
            await account.platform.waitForSent(1)
        }
        #expect(stage.log.count("account-stopped") == 1)
    }

    @Test func whatMayPassIsTriedAgainAndToldOnce() async throws {
        let account = ScriptedAccount("bot-1") { $0 < 4 ? .fails(platformAway) : .opens }
        let stage = try AccountStage([account])
        try await stage.run {
            await until { stage.causes == ["account:bot-1"] }
            await stage.pass { account.openings >= 2 }
            await stage.pass { account.openings >= 4 }
            await account.platform.waitForPoll()
            #expect(stage.readiness.isReady)
        }
        #expect(stage.log.count("account-waits") == 1)
        #expect(try stage.state(of: "bot-1") == "working")
    }

    @Test func threeHundredOpenWhileFiveHangAndNeverMoreThanTheSlotsAtOnce() async throws {
        let most = Mutex(0)
        let accounts = (1...305).map { number in
            ScriptedAccount("bot-\(number)") { _ in number <= 5 ? .hangs : .opens }
        }
        let stage = try AccountStage(accounts)
        try await stage.run {
            for account in accounts.dropFirst(5) {
                await until {
                    let now = accounts.reduce(0) { $0 + $1.underWay }
                    most.withLock { $0 = max($0, now) }
                    return account.openings == 1
                }
                await account.platform.waitForPoll()
            }
            #expect(accounts.prefix(5).allSatisfy { $0.underWay == 1 })
        }
        #expect(most.withLock { $0 } <= 32)
    }

    @Test func pausedMidSendItFinishesThatOneAndTheRestWaitsWhileTurnsGoOn() async throws {
        let sends = Gate()
        let account = ScriptedAccount("bot-1", sends: sends)
        let other = ScriptedAccount("bot-2")
        let stage = try AccountStage([account, other])
        let queued = { @Sendable in
            (try? stage.store.queueDepths()[Self.named("bot-1")]?.count) ?? 0
        }
        try await stage.run {
            account.platform.post(message("m1"))
            await until { account.sendsBegun == 1 }
            try stage.store.pause(Self.named("bot-1"), by: "lan", at: start)
            await stage.pass { stage.log.count("account-paused") == 1 }
            // Kept in the moment of the pause: its turn is taken, its answer waits.
            _ = try stage.store.keep([message("m2")], at: start) { TraceID(rawValue: "t") }
            other.platform.post(message("m3", account: Self.named("bot-2")))
            await other.platform.waitForSent(1)
            await until { queued() == 2 }
            sends.open()
            await account.platform.waitForSent(1)
            await until { queued() == 1 }
            #expect(account.platform.sent.map(\.text) == ["m1"])
            try stage.store.resume(Self.named("bot-1"), at: start)
            await stage.pass { account.openings == 2 }
            await account.platform.waitForSent(2)
        }
        #expect(account.platform.sent.map(\.text) == ["m1", "m2"])
        #expect(try stage.store.counts().delivered == 3)
    }

    @Test func aPauseOutlivesARestart() async throws {
        let store = try Store.inMemory(startedAt: start)
        try store.pause(Self.named("bot-1"), by: "lan", at: start)
        try store.queue([bulletin("c1")], at: start)
        let account = ScriptedAccount("bot-1")
        let stage = try AccountStage([account], store: store)
        try await stage.run {
            await until { stage.log.count("account-paused") == 1 }
            await stage.pass { true }
        }
        #expect(account.openings == 0 && account.platform.attempts.isEmpty)
        #expect(try stage.state(of: "bot-1") == "paused")
    }

    @Test func removedWhileSendingItFinishesThatOneAndTheRestWaitsForItsReturn() async throws {
        let sends = Gate()
        let account = ScriptedAccount("bot-1", sends: sends)
        let other = ScriptedAccount("bot-2")
        let stage = try AccountStage([account, other])
        try await stage.run {
            account.platform.post(message("m1"), message("m2"))
            await until { account.sendsBegun == 1 }
            await until { (try? stage.store.counts().queued) == 2 }
            stage.follow(other)
            sends.open()
            await until { stage.log.count("account-removed") == 1 }
            #expect(account.platform.sent.map(\.text) == ["m1"])
            #expect(stage.log.all.contains { $0.contains(#""queued":"1""#) })
            let left = try stage.store.queueDepths()[Self.named("bot-1")]
            #expect(left?.count == 1)
            #expect(other.openings == 1, "the other has noticed nothing")
            stage.follow(account, other)
            await account.platform.waitForSent(2)
        }
        #expect(account.platform.sent.map(\.text) == ["m1", "m2"])
        #expect(account.openings == 2)
    }

    @Test func oneAddedAtWorkIsServedAndOneThatComesBackAtOnceBeginsAnew() async throws {
        let (first, second) = (ScriptedAccount("bot-1"), ScriptedAccount("bot-2"))
        let stage = try AccountStage([first])
        try await stage.run {
            await first.platform.waitForPoll()
            stage.follow(first, second)
            second.platform.post(message("m1", account: Self.named("bot-2")))
            await second.platform.waitForSent(1)
            stage.follow(first)
            stage.follow(first, second)
            await until { second.openings == 2 }
            second.platform.post(message("m2", account: Self.named("bot-2")))
            await second.platform.waitForSent(2)
        }
        #expect(first.openings == 1)
    }

    @Test func routesAreThereWhileTheirAccountWorks() async throws {
        let id = Self.named("bot-1")
        let route = WebhookRoute(account: id, path: "/webhook/bot-1") { _ in .probe }
        let channel = Channel(
            account: id, textUnitsMax: 1_900, intake: .push([route]),
            send: { _ async throws(SendFailure) in Sent(message: nil) })
        let stage = try AccountStage([])
        let seen = Mutex<[[String]]>([])
        stage.bot.roster.onRoutesChanged { routes in
            seen.withLock { $0.append(routes.map(\.path)) }
        }
        try await stage.run {
            stage.bot.accounts.follow([AccountPlan(channel, limits: stage.limits)])
            await until { stage.bot.roster.routes.count == 1 }
            try stage.store.pause(id, by: "lan", at: start)
            await stage.pass { stage.bot.roster.routes.isEmpty }
        }
        #expect(seen.withLock { $0 } == [[], ["/webhook/bot-1"], []])
    }

    @Test func limitsAreThoseOfTheAccount() async throws {
        let (poor, rich) = (ScriptedAccount("bot-1"), ScriptedAccount("bot-2"))
        let stage = try AccountStage([])
        var limits = stage.limits
        limits.monthlyQuota = 1
        try await stage.run { [limits] in
            stage.bot.accounts.follow([poor.plan(limits), rich.plan(stage.limits)])
            for (account, name) in [(poor, "bot-1"), (rich, "bot-2")] {
                account.platform.post(
                    message("m1", account: Self.named(name)),
                    message("m2", account: Self.named(name)))
            }
            await rich.platform.waitForSent(2)
            await poor.platform.waitForSent(1)
            await until { stage.log.count("quota-short") >= 1 }
        }
        #expect(poor.platform.sent.count == 1)
    }
}
