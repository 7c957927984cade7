import CurlHTTP
import Foundation
import Gateway
import Glibc
import Logging
import Messaging
import Prometheus
import ServiceLifecycle
import Storage
import Synchronization
import Web
import Zalo

/// What stands around the bot: the HTTP server, systemd, and the watch over webhooks.
struct Surroundings: Sendable {
    let store: Store
    let blocking: BlockingQueue
    let readiness: Readiness

    /// The bots that Zalo calls.
    let pushed: PushedBots

    /// Where figures for `/metrics` are counted.
    let registry = PrometheusRegistry(GatewayMetrics.families)
}

/// The bots that Zalo calls, as they were opened last; may be used from any thread.
final class PushedBots: Sendable {
    private let bots = Mutex<[AccountID: PushedBot]>([:])

    /// Notes a bot that was opened.
    func note(_ bot: PushedBot) {
        bots.withLock { $0[bot.channel.account] = bot }
    }

    /// Those that are served just now, by name.
    func served(by roster: Roster) -> [PushedBot] {
        bots.withLock {
            $0.values.sorted { $0.channel.account.rawValue < $1.channel.account.rawValue }
        }
        .filter { roster.channel(of: $0.channel.account) != nil }
    }
}

extension Daemon {
    /// Runs the bot, and around it what answers and reports; returns when the bot has ended.
    ///
    /// - Throws: `WebFailure` before the bot starts when its server cannot listen.
    func run(_ bot: Bot, in surroundings: Surroundings) async throws {
        let stop = Gate()
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                if let server = settings.webServer {
                    let (ports, source) = AsyncStream.makeStream(
                        of: Int.self, bufferingPolicy: .bufferingNewest(1))
                    let server = webServer(server, bot, surroundings) { source.yield($0) }
                    group.addTask {
                        defer { source.finish() }
                        try await server.run()
                    }
                    var listening = ports.makeAsyncIterator()
                    guard let port = await listening.next() else {
                        try await group.waitForAll()
                        return
                    }
                    logger.log(.webListening, .notice, ["port": "\(port)"])
                }
                if let reporter = systemdReporter(surroundings) {
                    group.addTask { await reporter.run(until: stop) }
                }
                group.addTask { await watchWebhooks(bot, surroundings, until: stop) }
                await bot.run()
                stop.open()
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            stop.open()
        }
    }

    private func webServer(
        _ settings: WebSettings, _ bot: Bot, _ surroundings: Surroundings,
        onRunning: @escaping @Sendable (Int) -> Void
    ) -> WebServer {
        let (store, blocking) = (surroundings.store, surroundings.blocking)
        let folder = folder(ofPath: self.settings.database)
        let checks = StatusPages.Checks(
            accounts: {
                let routed = Set(bot.roster.routes.map(\.account))
                return try? await blocking {
                    try bot.accounts.accounts.map { account in
                        StatusPages.Account(
                            name: account.rawValue,
                            intake: routed.contains(account) ? "webhook" : "poll",
                            stopped: try store.standing(of: account).stoppedReason)
                    }
                }
            },
            answers: { await answers(store, blocking) },
            isWritable: { (try? await blocking { try store.proveWritable() }) != nil },
            diskFreeBytes: { freeBytes(in: folder) },
            figures: { [registry = surroundings.registry, readings = bot.readings()] in
                (registry.text(with: await readings.now()), PrometheusRegistry.mediaType)
            })
        return WebServer(
            settings: settings, routes: bot.routes,
            receive: { call, route in await bot.pushes.receive(call, on: route) },
            pages: StatusPages(checks: checks, readiness: surroundings.readiness),
            onRunning: onRunning)
    }

    private func systemdReporter(_ surroundings: Surroundings) -> SystemdReporter? {
        let (store, blocking) = (surroundings.store, surroundings.blocking)
        return SystemdReporter(
            environment: ProcessInfo.processInfo.environment, processID: getpid(),
            readiness: surroundings.readiness, isAlive: { await answers(store, blocking) })
    }

    /// Looks from time to time where Zalo pushes the bots' updates: anybody with a token can
    /// change it, and then all is silent.
    private func watchWebhooks(
        _ bot: Bot, _ surroundings: Surroundings, until stop: Gate
    ) async {
        var next: [AccountID: Timestamp] = [:]
        while !stop.isOpen, !Task.isCancelled {
            for pushed in surroundings.pushed.served(by: bot.roster) {
                let account = pushed.channel.account
                guard next[account].map({ $0 <= clockNow() }) ?? true else { continue }
                let registration = await pushed.registration()
                note(registration, of: account, surroundings.readiness)
                next[account] = clockNow().adding(seconds: registration == .ours ? 600 : 60)
            }
            await race({ await GatewayClock.system.sleep(5_000) }, { await stop.wait() })
        }
    }

    private func note(
        _ registration: WebhookRegistration, of account: AccountID, _ readiness: Readiness
    ) {
        let cause = Readiness.webhookCause(of: account)
        let fields: Logger.Metadata = ["account": "\(account)"]
        switch registration {
        case .unknown(let reason):
            logger.log(.webhookUnknown, .info, fields.merging(["reason": "\(reason)"]) { $1 })
        case .ours:
            if readiness.note(cause, nil) { logger.log(.webhookWorks, .notice, fields) }
        case .none, .elsewhere:
            let what = registration.trouble ?? ""
            let remedy =
                "run 'tungngo webhook set \(account)', or set account.\(account).webhook "
                + "to false to poll"
            let trouble = Readiness.Trouble(
                what: what, remedy: remedy, since: clockNow(), of: account)
            guard readiness.note(cause, trouble) else { return }
            logger.log(
                .webhookNotSet, .error,
                fields.merging(["reason": "\(what)", "remedy": "\(remedy)"]) { $1 })
        }
    }
}

/// Whether the database answers behind all that waits for it.
private func answers(_ store: Store, _ blocking: BlockingQueue) async -> Bool {
    (try? await blocking { try store.checkAnswers() }) != nil
}

/// Bytes that are free for this user where a folder is; nil when nobody knows.
private func freeBytes(in folder: String) -> Int64? {
    var figures = statvfs()
    guard statvfs(folder, &figures) == 0 else { return nil }
    return Int64(clamping: figures.f_bavail) * Int64(clamping: figures.f_frsize)
}
