import Conversation
import CurlHTTP
import Foundation
import Gateway
import Logging
import Messaging
import Storage
import Telegram
import TestSupport
import Testing

/// The pieces of the daemon on a platform over real sockets: nothing is lost between them.
@Suite struct TelegramDaemonTests {
    static let count = 1_000
    static let chats: Int64 = 20

    @Test func aThousandMessagesAreKeptAndAnsweredOnceAcrossAKill() async throws {
        let folder = try LockFolder()
        let store = LockedValue(try Store.open(path: "\(folder.path)/t.sqlite", startedAt: started))
        let texts = (0..<Self.count).map { (chat: Int64($0) % Self.chats + 1, text: "m\($0)") }
        let platform = try FakeTelegram(texts) {
            store.withLock { (try? $0.counts().received) ?? 0 }
        }
        defer { platform.stop() }
        try await run(store.withLock { $0 }, platform, folder) { await platform.waitForTexts(300) }
        let cut = platform.sent.count
        #expect(cut < Self.count)
        try store.withLock { store in
            try store.close()
            store = try Store.open(path: "\(folder.path)/t.sqlite", startedAt: started)
        }
        try await run(store.withLock { $0 }, platform, folder) {
            await platform.waitForTexts(Self.count)
        }
        let counts = try store.withLock { try $0.counts() }
        #expect(counts.received == Self.count)
        #expect(platform.confirmedTooEarly == 0)
        #expect(platform.offsets.first == .some(nil))
        expectOrder(platform)
        // Only what was on its way when the bot was killed may come twice.
        let doubled = platform.sent.count - Set(platform.sent.map(\.text)).count
        #expect(doubled <= Int(Self.chats))
    }

    /// Within a chat the first copies come in the order of the questions.
    private func expectOrder(_ platform: FakeTelegram) {
        var last: [String: Int] = [:]
        var seen: Set<String> = []
        for (chat, text) in platform.sent where seen.insert(text).inserted {
            let number = Int(text.dropFirst()) ?? -1
            #expect(number > last[chat] ?? -1, "\(text) came too late in chat \(chat)")
            last[chat] = number
            #expect(chat == String(Int64(number) % Self.chats + 1), "\(text) went elsewhere")
        }
        #expect(seen.count == Self.count)
    }

    /// Runs the bot until `body` has ended, then cancels it in the middle of what it does.
    private func run(
        _ store: Store, _ platform: FakeTelegram, _ folder: LockFolder,
        _ body: @escaping @Sendable () async -> Void
    ) async throws {
        let http = try HTTPClient()
        let account = try TelegramAccount(name: "tele", token: Recorded.token, base: platform.base)
        let time = LockedValue(started)
        let now: @Sendable () -> Timestamp = { time.withLock { $0 } }
        let channel = try await TelegramChannel.open(
            account, exchange: http.execute, lockFolder: folder.path, now: now
        ).channel
        // On a clock that every sleep moves, the watch would never rest.
        var limits = GatewayLimits()
        limits.watch = .off
        let bot = Bot(
            store: store, channels: [channel],
            read: { message in
                guard case .text(let text) = message.content else { return { _ in (.silence, []) } }
                return { _ in (Decision(.answered), [RenderedReply(text)]) }
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: GatewayClock(
                now: now,
                sleep: { milliseconds in
                    time.withLock { $0 = $0.adding(milliseconds: milliseconds) }
                    await Task.yield()
                }), limits: limits)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bot.run(until: Gate()) }
            await body()
            group.cancelAll()
        }
        await http.shutdown()
    }

    private let started = Timestamp(milliseconds: 1_760_000_000_000)
}
