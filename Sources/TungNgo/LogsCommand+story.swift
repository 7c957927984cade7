import ArgumentParser
import Conversation
import Foundation
import Gateway
import Messaging
import Storage

extension LogsCommand {
    /// Lines around a message that are remembered while the log is read.
    private static let aroundMax = 20_000

    /// Prints the story of the message whose trace begins so.
    func tellStory(of prefix: String, _ filter: LogFilter, at now: Timestamp) async throws {
        var found: [String: [LogLine]] = [:]
        var around: [LogLine] = []
        let log = if let input { input } else { try await places().logFile }
        if let log {
            var tail = LogTail(path: log, since: filter.since)
            var (own, others) = (filter, filter)
            own.trace = prefix
            others.events = TrailStory.eventsAround
            _ = try reading(log) {
                try tail.read { bytes in
                    guard let line = LogLine(bytes) else { return }
                    if own.takes(line), let trace = line["trace"] {
                        found[trace, default: []].append(line)
                    } else if others.takes(line) {
                        around.append(line)
                        if around.count >= Self.aroundMax * 2 {
                            around.removeFirst(Self.aroundMax)
                        }
                    }
                }
            }
        }
        let trails = try await trails(trace: prefix)
        let known = Set(found.keys).union(trails?.0.map(\.trace.rawValue) ?? []).sorted()
        guard known.count == 1, let trace = known.first else {
            complainAbout(known, prefix, log: log)
            throw ExitCode.failure
        }
        let trail = trails?.0.first
        let story = TrailStory(
            trace: trace, lines: found[trace] ?? [], around: around, trail: trail, now: now)
        printStory(story, found[trace] ?? [], trail)
        if let trail, let surroundings = trails?.1 {
            printVerdicts(TrailVerdict.all(trail, surroundings))
        } else {
            print("\nThe database could not be asked how it stands now; see above.")
        }
    }

    private func complainAbout(_ known: [String], _ prefix: String, log: String?) {
        if known.isEmpty {
            complain(
                "Nothing is known of trace \(prefix): neither \(log.map { "'\($0)'" } ?? "a log") "
                    + "nor the database has it. 'tungngo logs --unanswered --since 1h' lists "
                    + "messages without a reply; one that is not there never reached us.")
        } else {
            complain(
                "Several traces begin with \(prefix): \(known.prefix(10).joined(separator: ", ")). "
                    + "Give more of it.")
        }
    }

    private func printStory(_ story: TrailStory, _ lines: [LogLine], _ trail: MessageTrail?) {
        let words = LogWords(hasColours: wantsColours())
        let message = trail?.received
        let account = message?.account.rawValue ?? lines.first?["account"] ?? "?"
        let chat = message?.chat.rawValue ?? lines.first?["chat"] ?? "?"
        let kind = message.map { $0.chatKind == .group ? " (group)" : " (private)" } ?? ""
        print(
            "\(words.coloured("Trace \(story.trace)", "1")), account \(LogWords.shown(account)), "
                + "chat \(LogWords.shown(chat))\(kind)")
        var before: Timestamp?
        for step in story.steps {
            let pause = before.map { step.at.milliseconds - $0.milliseconds } ?? 0
            let gap = before == nil ? "" : "+\(LogWords.duration(max(0, pause)))"
            let event = step.isAround ? "  [\(step.event)]" : step.event
            print(
                "  \(LogTime.vietnamese(step.at))  \(LogWords.padded(gap, 11)) "
                    + "\(words.coloured(LogWords.padded(event, 18), step.isAround ? "2" : "1")) \(step.what)"
            )
            before = step.at
        }
    }

    private func printVerdicts(_ verdicts: [TrailVerdict]) {
        print("")
        for verdict in verdicts {
            print("Now: \(LogWords.shown(verdict.what)).")
            if let remedy = verdict.remedy { print("Do:  \(LogWords.shown(remedy))") }
        }
    }

    // MARK: Without a reply

    /// Prints the messages of a span that got no reply.
    func listUnanswered(at now: Timestamp) async throws {
        let filter = try filter(at: now)
        let since = filter.since ?? now.adding(seconds: -86_400)
        guard let (store, database) = try await storeToRead() else {
            complain(
                "There is no database to ask. Name the settings of the daemon with --settings.")
            throw ExitCode.badInput
        }
        defer { try? store.close() }
        let trails = try asking {
            try store.trails(
                unanswered: true, since: since, until: filter.until,
                account: account.map(AccountID.init(rawValue:)),
                chat: chat.map(ChatID.init(rawValue:)), max: lines ?? 200)
        }
        let around = try await surroundings(store, database, of: trails, at: now)
        for trail in trails.reversed() {
            guard let message = trail.received else { continue }
            let verdicts = TrailVerdict.all(trail, around)
            let why = verdicts.first { $0.remedy != nil } ?? verdicts.first
            json
                ? try printJSON(message, trail, why)
                : print(
                    "\(LogTime.vietnamese(message.keptAt)) \(message.account) \(message.chat) "
                        + "trace=\(trail.trace) \(LogWords.shown(why?.what ?? ""))")
        }
        flushOutput()
        for line in around.troubles(of: account) { complain(line) }
        guard trails.isEmpty else { return }
        complain(
            "No message that was kept since \(LogTime.vietnamese(since)) is without a reply. One "
                + "that is not here never reached us: in a group the platform hands out only what "
                + "mentions the bot or answers it; or look for trouble on the way in: tungngo logs "
                + "--since 1h --event poll-failed,poll-stalled,poll-skipped,account-stopped,"
                + "webhook-not-set,webhook-refused,message-lost")
    }

    private func printJSON(
        _ message: MessageTrail.Received, _ trail: MessageTrail, _ why: TrailVerdict?
    ) throws {
        var fields = [
            "time": LogTime.text(message.keptAt), "account": message.account.rawValue,
            "chat": message.chat.rawValue, "message": message.message.rawValue,
            "trace": trail.trace.rawValue, "why": why?.what ?? "",
        ]
        fields["remedy"] = why?.remedy
        print(try jsonLine(fields))
    }

    // MARK: The database

    private func trails(
        trace prefix: String
    ) async throws -> ([MessageTrail], TrailVerdict.Surroundings)? {
        do {
            // What the log says is told without the database too.
            guard let (store, database) = try await storeToRead() else { return nil }
            defer { try? store.close() }
            let trails = try store.trails(trace: prefix, max: 20)
            return (
                trails,
                try await surroundings(store, database, of: trails, at: clockNow())
            )
        } catch {
            if !(error is ExitCode) { complain("The database could not be asked: \(error)") }
            return nil
        }
    }

    /// Opens the database; nil when there is none.
    private func storeToRead() async throws -> (Store, String)? {
        let database = try await places().database
        guard FileManager.default.fileExists(atPath: database) else { return nil }
        return (try asking { try Store.openToRead(path: database) }, database)
    }

    private func asking<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch {
            complain(
                "The database could not be asked: \(error). Run this as the daemon's user or as "
                    + "root.")
            throw ExitCode.badInput
        }
    }

    private func surroundings(
        _ store: Store, _ database: String, of trails: [MessageTrail], at now: Timestamp
    ) async throws -> TrailVerdict.Surroundings {
        let lives = try store.accountLives()
        let settings = try? await Settings.read(
            file: settings, environment: ProcessInfo.processInfo.environment)
        var lowest: [AccountID: Priority?] = [:]
        for account in Set(trails.flatMap(\.accounts)) {
            guard let settings else { break }
            let own = settings.accounts.first { $0.name == account.rawValue }
            let limits = own?.limits(settings) ?? settings.limits
            lowest[account] = .some(
                limits.lowestPriority(
                    sent: try store.sentInMonth(account: account, at: now)))
        }
        return TrailVerdict.Surroundings(
            now: now, isRunning: DaemonLock.isHeld(database: database),
            accounts: Dictionary(uniqueKeysWithValues: lives.map { ($0.account, $0) }),
            lowest: lowest)
    }
}

extension TrailVerdict.Surroundings {
    /// What keeps messages from coming in at all.
    fileprivate func troubles(of account: String?) -> [String] {
        let lives = accounts.values.sorted { $0.account.rawValue < $1.account.rawValue }
            .filter { account == nil || $0.account.rawValue == account }
        return
            (isRunning ? [] : ["The daemon does not run: nothing comes in and nothing goes out."])
            + lives.compactMap { life in
                if let pausedAt = life.mark.pausedAt {
                    return
                        "Account \(life.account) is paused since \(LogTime.vietnamese(pausedAt)):"
                        + " its messages stay on the platform. tungngo accounts resume "
                        + life.account.rawValue
                }
                return life.reason.map { reason in
                    "Account \(life.account) does not work: \(LogWords.shown(reason)). "
                        + (life.remedy ?? "")
                }
            }
    }
}
