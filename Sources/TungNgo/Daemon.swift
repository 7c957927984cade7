import ArgumentParser
import Content
import Conversation
import CurlHTTP
import Foundation
import Gateway
import Logging
import Messaging
import ServiceLifecycle
import Storage
import UnixSignals
import VietText
import Wire

/// The daemon put together: the only place that names concrete types.
///
/// `serve`, `demo` and the tests build the same one.
struct Daemon: Sendable {
    let settings: Settings
    let content: LoadedContent
    let logger: Logger

    /// Where the settings came from; nil when they do not change.
    let source: SettingsSource?

    /// The content's files as they were before it was read.
    private let contentStamps: ContentStamps

    private let redaction: Redaction
    private let log: LogOutput

    /// What was logged as an error lately, before this start too.
    private let errors = RecentErrors()

    /// Reads content and opens the log; nothing runs yet.
    ///
    /// - Throws: `ExitCode` after the mistakes were written to standard error.
    init(settings: Settings, source: SettingsSource? = nil, echoesLog: Bool = true) throws {
        self.settings = settings
        self.source = source
        let today = CivilDay(epochMilliseconds: clockNow().milliseconds)
        contentStamps = ContentStamps(of: settings.content)
        content = try loadContent(
            folder: settings.content, today: today, office: settings.office)
        do {
            for (account, webhook) in settings.web.webhooks {
                _ = try WebhookSecretFile(path: webhook.secretFile).read(of: account)
            }
        } catch {
            complain("\(error)")
            throw ExitCode.badInput
        }
        redaction = Redaction(secrets: settings.secrets)
        log = try Self.log(settings, echoes: echoesLog)
        log.start()
        if let file = settings.logFile {
            errors.note(log: lastBytes(of: file, max: 512 << 10), at: clockNow())
        }
        logger = Self.logger(settings, redaction, log, errors)
    }

    /// Runs until told to stop; SIGTERM and SIGINT let work in hand finish.
    func runUntilSignal() async throws {
        var group = ServiceGroupConfiguration(
            services: [.init(service: self)], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Self.logger(settings, redaction, log, errors, isOfLibraries: true))
        // A poll in flight may take 8 s to end by itself.
        group.maximumGracefulShutdownDuration = .seconds(20)
        group.maximumCancellationDuration = .seconds(5)
        defer { log.flush() }
        try await ServiceGroup(configuration: group).run()
    }

    /// Opens what the settings name and runs the bot until a graceful shutdown.
    ///
    /// It is up at once: accounts open while others work, and one that cannot stands still alone.
    func run() async throws {
        defer { log.flush() }
        let lock = try DaemonLock(database: settings.database)
        defer { withExtendedLifetime(lock) {} }
        try migrate()
        let store = try Store.open(path: settings.database, startedAt: clockNow())
        let http = try HTTPClient(settings: settings.http)
        let pushed = PushedBots()
        let readiness = Readiness()
        let opener = AccountOpener(
            http: http, lockFolder: botLockFolder(settings), pushed: pushed,
            tokens: TokenTroubles(readiness: readiness, logger: logger))
        let surroundings = Surroundings(
            store: store, blocking: BlockingQueue(), readiness: readiness, pushed: pushed)
        let house = HouseFigures(readiness: readiness, errors: errors)
        let live = LiveContent(content, house: house.now)
        let bot = Bot(
            store: store, plans: opener.plans(settings), read: live.reader,
            announcer: live.announcer,
            logger: logger, limits: settings.limits, blocking: surroundings.blocking,
            readiness: surroundings.readiness, metrics: metrics(surroundings), errors: errors,
            followsMarks: true)
        house.watch(bot)
        log.onTrouble { [readiness = surroundings.readiness] trouble in
            readiness.replace("log", trouble)
        }
        warn(settings, openFiles: raiseOpenFiles())
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let source {
                let watch = SettingsWatch(source: source, logger: logger, readiness: readiness) {
                    new in
                    redaction.register(new.secrets)
                    http.allow(transfers: new.transfersMax)
                    bot.accounts.follow(opener.plans(new))
                }
                group.addTask { await watch.run(settings) }
            }
            group.addTask {
                await ContentWatch(
                    settings: settings, live: live, store: store, readiness: readiness,
                    logger: logger
                ).run(contentStamps)
            }
            try await run(bot, in: surroundings)
            group.cancelAll()
        }
        await http.shutdown()
        try store.close()
    }

    /// Nothing is counted for a page that nobody can ask for.
    private func metrics(_ surroundings: Surroundings) -> GatewayMetrics {
        settings.webServer == nil ? GatewayMetrics() : GatewayMetrics(surroundings.registry)
    }

    /// Brings the database of an earlier version up to date; a copy of before is kept.
    private func migrate() throws {
        guard let migration = try Store.migrate(path: settings.database, at: clockNow()) else {
            return
        }
        logger.log(
            .databaseMigrated, .notice,
            [
                "migrations": "\(migration.names.joined(separator: ", "))",
                "copy": "\(migration.copy)",
            ])
    }

    private func warn(_ settings: Settings, openFiles: Int) {
        for warning in settings.warnings {
            logger.log(.settingsWarning, .warning, ["warning": "\(warning)"])
        }
        let wanted = settings.accounts.count * 2 + 100
        guard openFiles < wanted else { return }
        logger.log(
            .openFilesFew, .warning,
            [
                "allowed": "\(openFiles)", "wanted": "\(wanted)",
                "remedy": "raise LimitNOFILE of the unit, or 'ulimit -Hn'",
            ])
    }

    private static func log(_ settings: Settings, echoes: Bool) throws -> LogOutput {
        let file = try settings.logFile.map { path in
            do {
                return try LogFile(
                    path: path, limits: settings.logLimits, now: GatewayClock.system.now)
            } catch {
                complain("log.file: cannot write the log: \(error)")
                throw ExitCode.badInput
            }
        }
        return LogOutput(
            file: file, standardError: echoes || file == nil ? STDERR_FILENO : nil,
            now: GatewayClock.system.now)
    }

    private static func logger(
        _ settings: Settings, _ redaction: Redaction, _ log: LogOutput, _ errors: RecentErrors,
        isOfLibraries: Bool = false
    ) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        return Logger(label: "tungngo") { _ in
            LineLogHandler(
                level: level, redaction: redaction, isOfLibraries: isOfLibraries,
                errors: errors, write: log.append)
        }
    }
}

/// The daemon as the one service of its group.
extension Daemon: Service {}

extension Settings {
    /// What must stand in no log.
    fileprivate var secrets: [String] {
        accounts.flatMap { $0.connection.secrets.map(\.revealed) }
            + web.webhooks.compactMap { account, webhook in
                try? WebhookSecretFile(path: webhook.secretFile).read(of: account).revealed
            }
    }

    /// Requests under way at a time: each account's poll, and as many sends.
    fileprivate var transfersMax: Int { max(1_024, accounts.count * 2 + 64) }

    /// How the world is reached.
    var http: HTTPClientSettings {
        var client = HTTPClientSettings()
        client.proxy = proxy
        client.authoritiesFile = authoritiesFile
        client.transfersMax = transfersMax
        return client
    }
}
