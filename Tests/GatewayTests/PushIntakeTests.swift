import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// What platforms push is on the disk before it is answered, and what is not is not claimed.
@Suite(.timeLimit(.minutes(1))) struct PushIntakeTests {
    /// A bot that is called; the body of a call says what it is.
    private struct PushScene {
        let store: Store
        let log = LogLines()
        let bot: Bot
        let readiness = Readiness()
        let route: WebhookRoute
        let channel: Channel

        init(
            store: Store? = nil, blocking: BlockingQueue = BlockingQueue(),
            clock: GatewayClock? = nil,
            send: @escaping @Sendable (OutboundMessage) async throws(SendFailure) -> Sent = {
                _ async throws(SendFailure) in Sent(message: nil)
            }
        ) throws {
            self.store = try store ?? Store.inMemory(startedAt: start)
            route = WebhookRoute(account: GatewayTests.bot, path: "/webhook/test/bot-1") { call in
                PushIntakeTests.read(String(decoding: call.body, as: UTF8.self))
            }
            channel = Channel(
                account: GatewayTests.bot, textUnitsMax: 1_900, intake: .push([route]), send: send)
            bot = Bot(
                store: self.store, channels: [channel], read: echo(), logger: log.logger(),
                clock: clock
                    ?? GatewayClock(now: { start }, sleep: { _ in await untilCancelled() }),
                blocking: blocking, readiness: readiness)
        }

        func call(_ body: String) async -> PushAnswer {
            await bot.pushes.receive(
                WebhookCall(header: { _ in nil }, body: Array(body.utf8), at: start), on: route)
        }

        /// Runs the bot for the length of `body`.
        func run(_ body: () async throws -> Void) async throws {
            try await bot.run(during: {
                while bot.routes.count == 0 { await Task.yield() }
                try await body()
            })
        }
    }

    private static func read(_ body: String) -> WebhookReading {
        switch body {
        case "probe": .probe
        case "forged": .refused(reason: "a wrong secret")
        case "idle": .received(.idle)
        case "mirror": .received(.skipped(reason: "our own message", isRoutine: true))
        case "foreign": .received(.skipped(reason: "an unknown event"))
        default:
            .received(.messages(body.split(separator: ",").map { message(String($0)) }))
        }
    }

    @Test func eachCallIsAnsweredByWhatItIs() async throws {
        let scene = try PushScene()
        try await scene.run {
            await until { scene.bot.routes["/webhook/test/bot-1"]?.account == GatewayTests.bot }
            #expect(await scene.call("a") == .kept)
            #expect(await scene.call("a") == .kept, "the platform calls again: it is known")
            #expect(await scene.call("b,c") == .kept)
            for body in ["probe", "idle", "foreign", "mirror"] {
                #expect(await scene.call(body) == .ignored, "\(body)")
            }
            #expect(await scene.call("forged") == .refused)
        }
        #expect(scene.log.count("message-kept") == 3)
        #expect(scene.log.count("webhook-skipped", level: "warning") == 1)
        #expect(scene.log.count("webhook-skipped", level: "debug") == 1, "our own is no warning")
        #expect(scene.log.count("message-repeated") == 1)
        #expect(scene.log.count("turn-taken") == 3, "what is pushed gets its turn")
        #expect(scene.log.count("webhook-probed") == 1)
        #expect(scene.bot.routes["/webhook/test/bot-1"] == nil, "gone with the end of the account")
    }

    @Test func refusalsAreLoggedOnceAMinuteWithTheirNumber() async throws {
        let moment = Mutex(start)
        let scene = try PushScene(
            clock: GatewayClock(
                now: { moment.withLock { $0 } }, sleep: { _ in await untilCancelled() }))
        try await scene.run {
            for _ in 0..<100 { #expect(await scene.call("forged") == .refused) }
            moment.withLock { $0 = $0.adding(seconds: 61) }
            #expect(await scene.call("forged") == .refused)
        }
        let lines = scene.log.all.filter { $0.contains("webhook-refused") }
        #expect(lines.count == 2)
        #expect(lines.first?.contains(#""count":"1""#) == true)
        #expect(lines.last?.contains(#""count":"100""#) == true)
    }

    @Test func aCallIsNotAnsweredBeforeItIsOnTheDisk() async throws {
        let disk = HeldDisk()
        let scene = try PushScene(blocking: disk.blocking)
        try await scene.run {
            disk.hold()
            async let answer = scene.call("a")
            await disk.waitForWork()
            disk.letGo()
            #expect(await answer == .kept)
        }
    }

    @Test func whatIsNotKeptInTimeIsNotClaimed() async throws {
        let disk = HeldDisk()
        // Sleeps end at once: every call is late as soon as the disk holds it.
        let scene = try PushScene(
            blocking: disk.blocking, clock: GatewayClock(now: { start }, sleep: { _ in }))
        try await scene.run {
            disk.hold()
            #expect(await scene.call("a") == .later(seconds: PushIntake.retrySeconds))
            disk.letGo()
        }
        #expect(scene.log.count("webhook-turned-away") == 1)
    }

    @Test func callsThatComeTogetherAreKeptTogether() async throws {
        let disk = HeldDisk()
        let scene = try PushScene(blocking: disk.blocking)
        try await scene.run {
            disk.hold()
            await withTaskGroup(of: PushAnswer.self) { group in
                for number in 0..<100 { group.addTask { await scene.call("m\(number)") } }
                await disk.waitForWork()
                disk.letGo()
                for await answer in group { #expect(answer == .kept) }
            }
        }
        #expect(scene.log.count("message-kept") == 100)
    }

    @Test func beforeTheStartAndAfterTheEndCallsAreToComeAgain() async throws {
        let scene = try PushScene()
        #expect(await scene.call("a") == .later(seconds: PushIntake.retrySeconds))
        try await scene.run { #expect(await scene.call("b") == .kept) }
        #expect(await scene.call("c") == .later(seconds: PushIntake.retrySeconds))
        #expect(scene.log.count("message-kept") == 1)
    }

    @Test func aDiskThatFailsClaimsNothing() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("push-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store.open(
            path: folder.appendingPathComponent("a.sqlite").path, startedAt: start)
        // Whoever still has something to store when the bot stops tries it for a second more.
        let isEnding = Mutex(false)
        let clock = GatewayClock(
            now: { start },
            sleep: { _ in if !isEnding.withLock({ $0 }) { await untilCancelled() } })
        let scene = try PushScene(store: store, clock: clock)
        try await scene.run {
            #expect(await scene.call("a") == .kept)
            try store.close()
            for body in ["b", "c", "d"] {
                #expect(await scene.call(body) == .later(seconds: PushIntake.retrySeconds))
            }
            isEnding.withLock { $0 = true }
        }
        #expect(
            scene.log.all.count { $0.contains("keeping a pushed message") } == 1,
            "one line a minute")
    }

    @Test func whatPeopleWriteToAnAccountThatIsRefusedIsKeptAndAnsweredLater() async throws {
        let refusals = Mutex(1)
        let answers = Mutex<[String]>([])
        let now = Mutex(start)
        let clock = GatewayClock(
            now: { now.withLock { $0 } }, sleep: { _ in await untilCancelled() })
        let scene = try PushScene(clock: clock) { message async throws(SendFailure) in
            let isRefused = refusals.withLock { left in
                left -= 1
                return left >= 0
            }
            if isRefused { throw .credentialsExpired(reason: "the tokens are dead") }
            answers.withLock { $0.append(message.text) }
            return Sent(message: nil)
        }
        try await scene.run {
            #expect(await scene.call("a") == .kept)
            await until { scene.readiness.all.map(\.cause) == ["account:bot-1"] }
            await until { scene.bot.roster.channel(of: GatewayTests.bot) == nil }
            #expect(scene.bot.routes["/webhook/test/bot-1"] != nil, "the platform still calls")
            #expect(await scene.call("b") == .kept)
            await until { (try? scene.store.counts().queued) == 2 }
            // The first answer waits for its next try.
            now.withLock { $0 = $0.adding(seconds: 3_600) }
            scene.bot.accounts.follow([
                AccountPlan(
                    account: GatewayTests.bot, platform: "test", textUnitsMax: 1_900,
                    fingerprint: "mended", limits: GatewayLimits(), open: { scene.channel })
            ])
            await until { answers.withLock { $0.count } == 2 }
        }
        #expect(answers.withLock { Set($0) } == ["a", "b"])
    }

    @Test func aCallFromThePlatformEndsTheTroubleThatNoneCame() async throws {
        let scene = try PushScene()
        let cause = Readiness.webhookCause(of: GatewayTests.bot)
        #expect(
            scene.readiness.note(
                cause, Readiness.Trouble(what: "no webhook is set", remedy: "set it", since: start))
        )
        try await scene.run {
            #expect(await scene.call("forged") == .refused)
            #expect(await scene.call("probe") == .ignored)
            #expect(!scene.readiness.isReady, "anybody may knock")
            #expect(await scene.call("a") == .kept)
        }
        #expect(scene.readiness.isReady)
        #expect(scene.log.count("webhook-works") == 1)
    }
}

/// A disk that holds work back until the test lets it go.
private final class HeldDisk: Sendable {
    private let queue = DispatchQueue(label: "held-disk")

    /// Pieces of work that have come and not ended.
    private let waiting = Mutex(0)

    var blocking: BlockingQueue {
        BlockingQueue { work in
            self.waiting.withLock { $0 += 1 }
            self.queue.async {
                work()
                self.waiting.withLock { $0 -= 1 }
            }
        }
    }

    func hold() { queue.suspend() }

    func letGo() { queue.resume() }

    /// Returns when work waits for the disk.
    func waitForWork() async {
        while waiting.withLock({ $0 == 0 }) { await Task.yield() }
    }
}
