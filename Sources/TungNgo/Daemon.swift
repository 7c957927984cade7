import ArgumentParser
import Content
import Conversation
import CurlHTTP
import Foundation
import Gateway
import IntentMatching
import Logging
import Messaging
import ServiceLifecycle
import Storage
import Synchronization
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

    /// Reads content and opens the log; nothing runs yet.
    ///
    /// - Throws: `ExitCode` after the mistakes were written to standard error.
    init(settings: Settings, echoesLog: Bool = true) throws {
        self.settings = settings
        let today = CivilDay(epochMilliseconds: clockNow().milliseconds)
        content = try loadContent(
            folder: settings.content, today: today, office: settings.office)
        logger = try Self.logger(settings, echoes: echoesLog)
    }

    /// Runs until told to stop; SIGTERM and SIGINT let work in hand finish.
    func runUntilSignal() async throws {
        var group = ServiceGroupConfiguration(
            services: [.init(service: self)], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        // A poll in flight may take 8 s to end by itself.
        group.maximumGracefulShutdownDuration = .seconds(20)
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
    }

    /// Opens what the settings name and runs the bot until a graceful shutdown.
    func run() async throws {
        let store = try Store.open(path: settings.database, startedAt: clockNow())
        var client = HTTPClientSettings()
        client.proxy = settings.proxy
        client.authoritiesFile = settings.authoritiesFile
        let http = try HTTPClient(settings: client)
        let channels = try await openChannels(http)
        guard !channels.isEmpty else { throw NoAccountWorks() }
        var limits = GatewayLimits()
        limits.pace = settings.pace
        limits.flood = settings.flood
        limits.monthlyQuota = settings.monthlyQuota
        limits.pollGraceMilliseconds = settings.pollGraceMilliseconds
        limits.watch = settings.watch
        await Bot(
            store: store, channels: channels, read: turnReader(content),
            announcer: Announcer(
                campaigns: content.knowledge.campaigns.map(\.campaign),
                render: content.replies.render),
            logger: logger, limits: limits
        ).run()
        await http.shutdown()
        try store.close()
    }

    /// Opens every account's channel; one that cannot work is left out and named in the log.
    private func openChannels(_ http: HTTPClient) async throws -> [Channel] {
        let locks = (settings.database as NSString).deletingLastPathComponent
        var channels: [Channel] = []
        for account in settings.accounts {
            var pause: Int64 = 1
            while true {
                do {
                    let channel = try await account.platform.open(
                        http, lockFolder: locks.isEmpty ? "." : locks)
                    channels.append(channel)
                    break
                } catch {
                    logger.error(
                        "account.start-failed",
                        metadata: ["account": "\(account.name)", "error": "\(error)"])
                    guard error.mayPass else { break }
                    try await Task.sleep(for: .seconds(pause))
                    pause = min(pause * 2, 30)
                }
            }
        }
        return channels
    }

    private static func logger(_ settings: Settings, echoes: Bool) throws -> Logger {
        let redaction = Redaction(secrets: settings.accounts.map { $0.platform.token.revealed })
        let file = try settings.logFile.map { path in
            do {
                return try LogFile(path: path)
            } catch {
                complain("log.file: cannot write '\(path)': \(error)")
                throw ExitCode.badInput
            }
        }
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        return Logger(label: "tungngo") { _ in
            LineLogHandler(level: level, redaction: redaction) { line in
                file?.write(line)
                if echoes || file == nil { LineLogHandler.writeToStandardError(line) }
            }
        }
    }
}

/// Reads a message outside the transaction and decides upon it inside.
///
/// One reader, with its scratch memory, behind a lock: turns are read one after the other.
func turnReader(_ content: LoadedContent) -> TurnReader {
    let reader = Mutex(Reader(knowledge: content.knowledge))
    return { message in
        let text = if case .text(let text) = message.content { text } else { "" }
        let place: TalkPlace = message.chatKind == .private ? .privateChat : .addressed
        let reading = reader.withLock { $0.read(text, place: place) }
        return { situation in
            let decision = try decide(message, reading, in: situation, using: content.knowledge)
            let replies = decision.replies.map {
                RenderedReply(
                    content.replies.render($0), priority: $0.priority, to: $0.chat, of: $0.account)
            }
            return (decision, replies)
        }
    }
}

/// Every account is unusable as set up; the log says why for each.
struct NoAccountWorks: Error, CustomStringConvertible {
    var description: String { "no account can be used; the log names each and what to mend" }
}

/// The daemon as the one service of its group.
extension Daemon: Service {}
