import Conversation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// What is done for an account now and then, under a clock that the test moves.
@Suite(.timeLimit(.minutes(1))) struct UpkeepTests {
    /// An account with an upkeep of once an hour, which a test scripts.
    private final class Kept: Sendable {
        private let visits = Mutex(0)
        private let answer: @Sendable (Int) async -> MessagesLeft
        private let name: String

        init(_ name: String, answer: @escaping @Sendable (Int) async -> MessagesLeft) {
            self.name = name
            self.answer = answer
        }

        var count: Int { visits.withLock { $0 } }

        var channel: Channel {
            Channel(
                account: AccountID(rawValue: name), textUnitsMax: 1_900, intake: .push([]),
                upkeep: ChannelUpkeep(everySeconds: 3_600) {
                    let visit = self.visits.withLock { visits in
                        visits += 1
                        return visits
                    }
                    return await self.answer(visit)
                }, send: { _ async throws(SendFailure) in Sent(message: nil) })
        }
    }

    private struct Scene {
        let log = LogLines()
        let readiness = Readiness()
        let clock = HandClock(at: start)
        let store: Store
        let accounts: [Kept]

        init(_ accounts: Kept...) throws {
            store = try Store.inMemory(startedAt: start)
            self.accounts = accounts
        }

        func at(_ minutes: Int64) -> Timestamp { start.adding(seconds: minutes * 60) }

        func run(_ body: () async throws -> Void) async throws {
            let bot = Bot(
                store: store, channels: accounts.map(\.channel), read: echo(),
                announcer: { Announcer(campaigns: []) { $0.key.rawValue } }, logger: log.logger(),
                clock: clock.clock, readiness: readiness)
            try await bot.run(during: body)
        }
    }

    @Test func itIsDoneWhenTheAccountBeginsAndEachHourThoughNothingIsSent() async throws {
        let account = Kept("oa") { _ in .known(left: 1_500, total: 2_000) }
        let scene = try Scene(account)
        try await scene.run {
            await scene.clock.move(to: scene.at(1)) { account.count >= 1 }
            await scene.clock.move(to: scene.at(59))
            #expect(account.count == 1)
            await scene.clock.move(to: scene.at(62)) { account.count >= 2 }
            // A clock that is set back by a day does not end it for a day.
            await scene.clock.move(to: scene.at(-1_440)) { account.count >= 3 }
            await scene.clock.move(to: scene.at(-1_400))
            #expect(account.count == 3)
        }
        #expect(scene.log.count("quota-read") == 3)
        #expect(scene.readiness.all.isEmpty)
    }

    @Test func messagesThatRunOutAreShownAndToldOnceUntilThereAreMore() async throws {
        let account = Kept("oa") { visit in
            .known(left: visit < 3 ? 400 : 2_000, total: 2_000)
        }
        let scene = try Scene(account)
        let (log, readiness) = (scene.log, scene.readiness)
        try await scene.run {
            await scene.clock.move(to: scene.at(1)) { log.count("quota-read") >= 1 }
            await scene.clock.move(to: scene.at(62)) { log.count("quota-read") >= 2 }
            #expect(readiness.all.map(\.cause) == ["quota:oa"])
            #expect(readiness.all.first?.trouble.what.contains("400 more messages") == true)
            #expect(readiness.isReady, "messages still go out")
            await scene.clock.move(to: scene.at(123)) { log.count("quota-read") >= 3 }
            await until { readiness.all.isEmpty }
        }
        #expect(log.count("quota-low", level: "warning") == 1)
    }

    @Test func aPlatformThatDoesNotSayIsNoTrouble() async throws {
        let account = Kept("oa") { _ in .unknown(reason: "Zalo error -209") }
        let scene = try Scene(account)
        let log = scene.log
        try await scene.run {
            await scene.clock.move(to: scene.at(1)) { log.count("quota-unknown") >= 1 }
        }
        #expect(scene.readiness.all.isEmpty)
        #expect(log.count("quota-unknown", level: "info") == 1)
    }

    @Test func onePlatformThatTakesItsTimeHoldsUpNoOtherAccount() async throws {
        let held = Gate()
        let slow = Kept("a") { _ in
            await held.wait()
            return .known(left: 1, total: 1)
        }
        let quick = Kept("b") { _ in .known(left: 1, total: 1) }
        let scene = try Scene(slow, quick)
        try await scene.run {
            await scene.clock.move(to: scene.at(1)) { quick.count >= 1 && slow.count >= 1 }
            await scene.clock.move(to: scene.at(62)) { quick.count >= 2 }
            #expect(slow.count == 1, "it is not asked again before it has answered")
            held.open()
        }
    }

    @Test(
        arguments: [
            (.known(left: 400, total: 2_000), true), (.known(left: 401, total: 2_000), false),
            (.known(left: 0, total: nil), true), (.known(left: 1, total: nil), false),
            (.known(left: 0, total: 0), false), (.known(left: -5, total: 10), true),
            (.known(left: .max, total: .max), false), (.known(left: .min, total: .max), true),
            (.unknown(reason: "x"), false),
        ] as [(MessagesLeft, Bool)])
    func aFifthOrLessIsShort(left: MessagesLeft, isShort: Bool) {
        #expect(left.isShort == isShort)
    }

    @Test func whatIsWrongWithTokensIsToldOnceEachTimeItChanges() {
        let (log, readiness) = (LogLines(), Readiness())
        let tokens = TokenTroubles(
            readiness: readiness, logger: log.logger(),
            clock: GatewayClock(now: { start }, sleep: { _ in }))
        tokens.ended(bot)
        tokens.began(bot, what: "Zalo gives no new tokens", remedy: "wait")
        tokens.began(bot, what: "Zalo refused", remedy: "get a new pair")
        #expect(readiness.all.map(\.cause) == ["tokens:bot-1"])
        #expect(readiness.all.first?.trouble.what == "Zalo refused")
        #expect(readiness.isReady, "the old token works still")
        tokens.ended(bot)
        #expect(readiness.all.isEmpty)
        tokens.began(bot, what: "Zalo refused", remedy: "get a new pair")
        tokens.forget(bot)
        #expect(readiness.all.isEmpty)
        #expect(log.count("tokens-troubled", level: "error") == 3)
        #expect(log.count("tokens-fine") == 1)
    }
}
