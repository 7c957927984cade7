import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// What fails in silence is noticed, logged once with what to do, and logged once when it is over.
@Suite struct WatchTests {
    @Test func aDeafPollIsSaidOnceCutAndBegunAnew() async throws {
        // Every poll but the fourth hangs until it is cancelled.
        let polls = Mutex(0)
        let channel = Channel(
            account: bot, textUnitsMax: 1_900,
            receive: { () async throws(ReceiveFailure) in
                let number = polls.withLock { polls in
                    polls += 1
                    return polls
                }
                if number == 4 { return .messages([message("m1")]) }
                await untilCancelled()
                throw .cancelled
            },
            send: { _ async throws(SendFailure) in Sent(message: nil) })
        let (log, readiness) = (LogLines(), Readiness())
        var limits = GatewayLimits()
        limits.watch = .off
        limits.watch.pollMillisecondsMax = 120_000
        let store = try Store.inMemory(startedAt: start)
        let running = Bot(
            store: store, channels: [channel], read: echo(), logger: log.logger(),
            clock: HastyClock().clock, limits: limits, readiness: readiness)
        let stop = Gate()
        async let run: Void = running.run(until: stop)
        while try store.counts().delivered == 0 { await Task.yield() }
        while polls.withLock({ $0 }) < 6 { await Task.yield() }
        stop.open()
        await run
        // Once for the three before the message, once for those after it.
        #expect((1...2).contains(log.count("poll-stalled")))
        #expect(log.all.contains { $0.contains("poll-stalled") && $0.contains("remedy") })
        #expect(readiness.isReady, "a deaf poll is a warning: other accounts work")
    }

    @Test func aQueueThatGrowsIsSaidOnceAndSaidAgainWhenItHasShrunk() async throws {
        let isDown = Mutex(true)
        let platform = ScriptedPlatform { _, _ in
            isDown.withLock { $0 } ? .fails(.tryAgain(reason: "unreachable")) : .takes
        }
        var scene = try Scene(platform)
        scene.limits.watch.lookMilliseconds = 15_000
        scene.limits.watch.replyWaitMilliseconds = 30_000
        let (log, readiness) = (scene.log, scene.readiness)
        try await scene.run {
            platform.post(message("m1"))
            while log.count("queue-grows") == 0 { await Task.yield() }
            #expect(readiness.all.map(\.cause) == ["queue:bot-1"])
            isDown.withLock { $0 = false }
            while log.count("queue-shrank") == 0 { await Task.yield() }
        }
        #expect(log.count("queue-grows") == 1)
        #expect(log.count("queue-shrank") == 1)
        #expect(readiness.all.isEmpty)
    }

    @Test func turnsThatFallBehindAreSaidOnce() async throws {
        let store = try Store.inMemory(startedAt: start)
        // Kept ten minutes ago by an earlier run; its turns fail as long as the test says.
        _ = try store.keep([message("m1")], at: start.adding(seconds: -600)) {
            TraceID(rawValue: "t")
        }
        let platform = ScriptedPlatform()
        var scene = try Scene(platform, store: store)
        scene.limits.watch.lookMilliseconds = 15_000
        scene.limits.watch.turnWaitMilliseconds = 60_000
        let isStuck = Mutex(true)
        scene.read = { _ in
            if isStuck.withLock({ $0 }) { throw StoreError.busy }
            return { _ in (.silence, []) }
        }
        let (log, readiness) = (scene.log, scene.readiness)
        try await scene.run {
            while log.count("turns-behind") == 0 { await Task.yield() }
            #expect(readiness.all.contains { $0.cause == "turns" })
            isStuck.withLock { $0 = false }
            while log.count("turns-caught-up") == 0 { await Task.yield() }
        }
        #expect(log.count("turns-behind") == 1)
        #expect(readiness.isReady)
    }
}
