import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

@Suite struct RestartTests {
    @Test func whatWasKeptAndQueuedBeforeIsTakenUpAtOnce() async throws {
        let path = try temporaryDatabase()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try Store.open(path: path, startedAt: start)
        _ = try first.keep([message("m1"), message("m2", chat: "c2")], at: start) {
            TraceID(rawValue: "t")
        }
        let batch = try first.takeInHand(max: 1, at: start).batch
        _ = try first.takeTurns(batch, now: start, textUnitsMax: { _ in 99 }) { _, _ in
            (Decision(.answered), [RenderedReply("m1")])
        }
        _ = try first.takeInHand(max: 1, at: start)
        try first.close()
        let platform = ScriptedPlatform()
        let scene = try Scene(platform, store: Store.open(path: path, startedAt: start))
        try await scene.run { await platform.waitForSent(2) }
        #expect(platform.sent.map(\.text).sorted() == ["m1", "m2"])
        #expect(try scene.store.counts().starts == 2)
    }

    @Test func anAnswerCutShortIsSentAgainAndABulletinIsNot() async throws {
        let store = try Store.inMemory(startedAt: start)
        let hanging = ScriptedPlatform { _, _ in .hangs }
        try store.queue([bulletin("c2")], at: start)
        try await Scene(hanging, store: store).runAndCancel {
            hanging.post(message("m1"))
            await hanging.waitForAttempts(2)
        }
        let platform = ScriptedPlatform()
        let scene = try Scene(platform, store: store)
        try await scene.run { await platform.waitForSent(1) }
        #expect(platform.sent.map(\.text) == ["m1"])
        #expect(try store.counts().abandoned == 1)
    }

    @Test func aMessageThatComesWhileTheBotStopsIsKeptAndDecidedUpon() async throws {
        let platform = ScriptedPlatform()
        let scene = try Scene(platform)
        try await scene.run {
            platform.post(message("m1"))
            await platform.waitForSent(1)
            await platform.waitForPoll()
            // The platform hands this out before the poll in flight sees that the bot stops.
            platform.post(message("m2"))
        }
        let counts = try scene.store.counts()
        #expect(counts.received == 2)
        #expect(counts.owed == 0)
        #expect(counts.delivered + counts.queued == 2)
    }

    @Test func aSendInFlightIsWaitedForWhenTheBotStops() async throws {
        let platform = SlowPlatform()
        let store = try Store.inMemory(startedAt: start)
        var limits = GatewayLimits()
        limits.watch = .off
        let bot = Bot(
            store: store, channels: [platform.channel], read: echo(),
            logger: LogLines().logger(), clock: HastyClock().clock, limits: limits)
        _ = try store.keep([message("m1")], at: start) { TraceID(rawValue: "t") }
        let stop = Gate()
        async let running: Void = bot.run(until: stop)
        await platform.begun.wait()
        stop.open()
        platform.mayEnd.open()
        await running
        #expect(try store.counts().delivered == 1)
    }

    private func temporaryDatabase() throws -> String {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("gateway-\(UUID().uuidString).sqlite").path
    }
}

/// A platform that takes a message only when the test lets it.
private final class SlowPlatform: Sendable {
    let begun = Gate()
    let mayEnd = Gate()

    var channel: Channel {
        Channel(
            account: bot, textUnitsMax: 1_900,
            receive: { () async throws(ReceiveFailure) in
                await untilCancelled()
                throw .cancelled
            },
            send: { _ async throws(SendFailure) in
                self.begun.open()
                await self.mayEnd.wait()
                return Sent(message: nil)
            })
    }
}
