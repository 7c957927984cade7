import Gateway
import Messaging
import Storage
import Synchronization
import Testing

@Suite struct CourierTests {
    /// Whatever the platform does to single sends, no message goes out again once it was taken, each
    /// chat gets its messages in order and one at a time, and no more are on their way than may be.
    @Test(arguments: 0..<8)
    func randomFailuresNeitherDoubleNorReorder(seed: Int) async throws {
        let platform = WatchfulPlatform(seed: UInt64(seed))
        var limits = GatewayLimits()
        limits.watch = .off
        limits.sendsAtOnce = 1 + seed * 3
        let store = try Store.inMemory(startedAt: start)
        let texts = (0..<120).map { "n\($0)" }
        try store.queue(
            texts.enumerated().map { index, text in
                QueuedMessage(
                    account: bot, chat: ChatID(rawValue: "c\(index % 9)"), text: text,
                    priority: .confirmation, trace: TraceID(rawValue: "t"))
            }, at: start)
        let sender = Bot(
            store: store, channels: [platform.channel], read: echo(), logger: LogLines().logger(),
            clock: HastyClock().clock, limits: limits)
        let stop = Gate()
        async let running: Void = sender.run(until: stop)
        while try store.counts().queued > 0 { await Task.yield() }
        stop.open()
        await running
        let seen = platform.seen
        #expect(Set(seen.taken).count == seen.taken.count)
        #expect(seen.mostInChat == 1)
        #expect(seen.mostAtOnce <= limits.sendsAtOnce)
        #expect(seen.taken.count == texts.count)
        for chat in 0..<9 {
            let expected = texts.enumerated().filter { $0.offset % 9 == chat }.map(\.element)
            #expect(seen.taken.filter(expected.contains) == expected, "chat \(chat)")
        }
    }

    @Test func aChatThatWaitsForItsNextTryHoldsNoOtherBack() async throws {
        let platform = ScriptedPlatform { message, attempt in
            message.chat.rawValue == "c1" && attempt < 4
                ? .fails(.tryAgainAfter(seconds: 30, reason: "429")) : .takes
        }
        let scene = try Scene(platform)
        try await scene.run {
            for number in 0..<6 {
                platform.post(
                    message("a\(number)", chat: "c1"), message("b\(number)", chat: "c2"))
            }
            await platform.waitForSent(12)
        }
        for (chat, name) in [("c1", "a"), ("c2", "b")] {
            let texts = platform.sent.filter { $0.chat.rawValue == chat }.map(\.text)
            #expect(texts == (0..<6).map { "\(name)\($0)" })
        }
    }

    @Test func whatIsTooOldWhenItsTurnComesIsDroppedAndTheNextGoesOut() async throws {
        let store = try Store.inMemory(startedAt: start)
        let (c1, t) = (ChatID(rawValue: "c1"), TraceID(rawValue: "t"))
        try store.queue(
            [
                QueuedMessage(
                    account: bot, chat: c1, text: "old", priority: .bulletin, trace: t,
                    expiresAt: start),
                QueuedMessage(account: bot, chat: c1, text: "new", priority: .bulletin, trace: t),
            ], at: start)
        let platform = ScriptedPlatform()
        let scene = try Scene(platform, store: store)
        try await scene.run { await platform.waitForSent(1) }
        #expect(platform.attempts.map(\.text) == ["new"])
        #expect(scene.log.count("reply-dropped") == 1)
    }
}

/// A platform that refuses sends at random and writes down what goes on at the same time.
private final class WatchfulPlatform: Sendable {
    struct Seen {
        var taken: [String] = []
        var underWay: [ChatID: Int] = [:]
        var mostInChat = 0
        var mostAtOnce = 0
        var state: UInt64
    }

    private let mutable: Mutex<Seen>

    init(seed: UInt64) {
        mutable = Mutex(Seen(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1))
    }

    var seen: Seen { mutable.withLock { $0 } }

    var channel: Channel {
        Channel(
            account: bot, textUnitsMax: 1_900,
            receive: { () async throws(ReceiveFailure) in
                await untilCancelled()
                throw .cancelled
            },
            send: { message async throws(SendFailure) in
                self.begin(message)
                for _ in 0..<3 { await Task.yield() }
                return try self.end(message).get()
            })
    }

    private func begin(_ message: OutboundMessage) {
        mutable.withLock { seen in
            seen.underWay[message.chat, default: 0] += 1
            seen.mostInChat = max(seen.mostInChat, seen.underWay[message.chat] ?? 0)
            seen.mostAtOnce = max(seen.mostAtOnce, seen.underWay.values.reduce(0, +))
        }
    }

    private func end(_ message: OutboundMessage) -> Result<Sent, SendFailure> {
        mutable.withLock { seen in
            seen.underWay[message.chat, default: 0] -= 1
            seen.state ^= seen.state << 13
            seen.state ^= seen.state >> 7
            seen.state ^= seen.state << 17
            switch seen.state % 8 {
            case 0: return .failure(.tryAgain(reason: "503"))
            case 1: return .failure(.tryAgainAfter(seconds: 2, reason: "429"))
            default:
                seen.taken.append(message.text)
                return .success(Sent(message: nil))
            }
        }
    }
}
