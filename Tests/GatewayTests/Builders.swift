import Conversation
import Foundation
import Gateway
import Logging
import Messaging
import Prometheus
import Storage
import Synchronization

let start = Timestamp(milliseconds: 1_655_600_000_000)
let bot = AccountID(rawValue: "bot-1")

/// A text message; only what a test is about need be said.
func message(
    _ id: String, chat: String = "c1", text: String? = nil, account: AccountID = bot
) -> InboundMessage {
    InboundMessage(
        account: account, chat: ChatID(rawValue: chat), chatKind: .private,
        message: MessageID(rawValue: id), sender: PersonID(rawValue: "p-\(chat)"),
        senderName: "Lan", content: .text(text ?? id), sentAt: start)
}

/// Answers each text with itself; throws for the texts given.
func echo(poison: Set<String> = []) -> TurnReader {
    { message in
        guard case .text(let text) = message.content else { return { _ in (.silence, []) } }
        return { _ in
            if poison.contains(text) { throw Poison() }
            return (Decision(.answered), [RenderedReply(text)])
        }
    }
}

/// A decision that cannot be made.
struct Poison: Error {}

/// A clock that a sleeper moves on instead of waiting.
final class HastyClock: Sendable {
    private let time = Mutex(start)

    var clock: GatewayClock {
        GatewayClock(
            now: { self.time.withLock { $0 } },
            sleep: { milliseconds in
                self.time.withLock { $0 = $0.adding(milliseconds: milliseconds) }
                await Task.yield()
            })
    }
}

/// What was logged, line by line.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func logger(secrets: [String] = []) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(level: .debug, redaction: Redaction(secrets: secrets)) { line, _ in
                self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
    }

    func count(_ event: String, level: String = "") -> Int {
        all.count {
            $0.contains(#""event":"\#(event)""#) && $0.contains(#""level":"\#(level)"#)
        }
    }
}

/// A bot on scripted platforms, from start to stop.
struct Scene {
    let store: Store
    var platforms: [ScriptedPlatform]
    var read: TurnReader = echo()
    var limits = {
        var limits = GatewayLimits()
        limits.watch = .off
        return limits
    }()
    let log = LogLines()
    let readiness = Readiness()
    var metrics = GatewayMetrics()
    var clock = HastyClock().clock

    init(_ platforms: ScriptedPlatform..., store: Store? = nil) throws {
        self.store = try store ?? Store.inMemory(startedAt: start)
        self.platforms = platforms
    }

    /// Runs the bot until `body` has ended, then stops it and waits for its end.
    func run(_ body: () async throws -> Void) async throws {
        let bot = Bot(
            store: store, channels: platforms.map(\.channel), read: read, logger: log.logger(),
            clock: clock, limits: limits, readiness: readiness, metrics: metrics)
        try await bot.run(during: body)
    }

    /// The gauges of a bot on this store that does not run, on a clock that stands still.
    func readings() async -> [MetricReading] {
        let bot = Bot(
            store: store, channels: platforms.map(\.channel), read: read, logger: log.logger(),
            clock: GatewayClock(now: { start }, sleep: { _ in await untilCancelled() }),
            limits: limits, readiness: readiness)
        return await bot.readings().now()
    }

    /// Runs the bot until `body` has ended, then cancels it in the middle of what it does.
    func runAndCancel(_ body: @escaping @Sendable () async -> Void) async {
        let bot = Bot(
            store: store, channels: platforms.map(\.channel), read: read, logger: log.logger(),
            clock: clock, limits: limits)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bot.run(until: Gate()) }
            await body()
            group.cancelAll()
        }
    }
}

extension Bot {
    /// Runs until `body` has ended, then stops and waits for the end.
    func run(during body: () async throws -> Void) async throws {
        let stop = Gate()
        async let running: Void = run(until: stop)
        do {
            try await body()
        } catch {
            stop.open()
            throw error
        }
        stop.open()
        await running
    }
}
