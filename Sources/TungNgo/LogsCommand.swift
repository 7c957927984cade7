import ArgumentParser
import Content
import Foundation
import Gateway
import Logging
import Messaging
import VietText

/// Reads the daemon's log: filtered, followed, or as the story of one message.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Read the log: filter it, follow it, or see why a message got no reply.",
        discussion: """
            Without --trace, one readable line an event, oldest first; times are those of Vietnam. \
            Why did a message get no reply? 'logs --unanswered --since 1h' lists such messages with \
            their trace and the reason; 'logs --trace TRACE' tells the whole story of one and what \
            to do. Under systemd: journalctl -u tungngo -o cat | tungngo logs --input -
            """)

    @Option(help: "The settings file (YAML), which says where log and database are.")
    var settings: String?

    @Option(help: "Read this file instead of log.file of the settings; - for standard input.")
    var input: String?

    @Flag(name: [.short, .long], help: "Go on with what comes, also when files are moved aside.")
    var follow = false

    @Option(
        help: "From then on: 30s, 15m, 1h, 7d ago, or 14:05, 2026-11-27, '2026-11-27 14:05'.")
    var since: String?

    @Option(help: "Until then; written as --since.")
    var until: String?

    @Option(help: "This level and those above: debug, info, notice, warning, error, critical.")
    var level: String?

    @Option(help: "These events only, by name with commas between; --events lists them.")
    var event: String?

    @Option(help: "Of this chat only.")
    var chat: String?

    @Option(help: "Of this account only.")
    var account: String?

    @Option(help: "Tell the story of the message with this trace; its beginning is enough.")
    var trace: String?

    @Flag(help: "List the messages that got no reply, with their traces and the reasons.")
    var unanswered = false

    @Option(name: [.customShort("n"), .long], help: "The last so many of what would be printed.")
    var lines: Int?

    @Flag(help: "Print the lines as they are in the file: JSON.")
    var json = false

    @Flag(help: "Print what each event means and what to do about it.")
    var events = false

    func validate() throws {
        _ = try filter(at: clockNow())
        guard (1...1_000_000).contains(lines ?? 1) else {
            throw ValidationError("--lines must be between 1 and 1000000, not \(lines ?? 0).")
        }
        if let trace, !isTrace(trace) {
            throw ValidationError(
                "--trace must be the id after 'trace=' in a line, 4 to 16 of 0-9 and a-f, "
                    + "not '\(trace)'. 'logs --unanswered' or 'logs --chat' shows traces.")
        }
        guard !unanswered || (!follow && trace == nil && event == nil && level == nil) else {
            throw ValidationError(
                "--unanswered goes with --since, --until, --chat, --account, -n and --json.")
        }
    }

    func run() async throws {
        if events { return printEvents() }
        let now = clockNow()
        if unanswered { return try await listUnanswered(at: now) }
        var filter = try filter(at: now)
        if input == "-" {
            try readStandardInput(filter)
        } else if let trace, !follow, !json {
            filter.trace = nil
            try await tellStory(of: trace.lowercased(), filter, at: now)
        } else {
            try await readFiles(filter)
        }
    }

    private func printEvents() {
        for event in GatewayEvent.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
            let guide = event.guide
            let remedy = guide.remedy == "–" ? "" : "\n    do: \(guide.remedy)"
            print("\(event.rawValue) (\(guide.level))\n    \(guide.meaning)\(remedy)")
        }
    }

    // MARK: Reading

    /// Where log and database are.
    func places() async throws -> Settings.Places {
        do {
            return try await Settings.places(
                file: settings, environment: ProcessInfo.processInfo.environment)
        } catch {
            complain("Cannot read the settings: \(error)")
            throw ExitCode.badInput
        }
    }

    /// The log file, or the end of the command with what to do.
    func logFile() async throws -> String {
        if let input { return input }
        guard let file = try await places().logFile else {
            complain(
                "log.file is not set, so the daemon writes to standard error alone. Name the "
                    + "settings of the daemon with --settings, set log.file, or read what systemd "
                    + "kept: journalctl -u tungngo -o cat | tungngo logs --input -")
            throw ExitCode.badInput
        }
        return file
    }

    private func readFiles(_ filter: LogFilter) async throws {
        let path = try await logFile()
        var tail = LogTail(path: path, since: filter.since)
        // A terminal that is to follow begins with a little, as 'tail -f' does.
        let last = lines ?? (follow && since == nil ? 10 : nil)
        var printer = LogPrinter(filter: filter, json: json, last: last)
        let isThere = try reading(path) { try tail.read { printer.take($0) } }
        printer.printLast()
        guard follow else {
            guard isThere else {
                complain("There is no log '\(path)' yet. Has the daemon run with these settings?")
                throw ExitCode.badInput
            }
            printer.complainAboutWhatWasNotFound()
            return
        }
        while !Task.isCancelled {
            flushOutput()
            try await Task.sleep(for: .milliseconds(200))
            try reading(path) { _ = try tail.read { printer.take($0) } }
        }
    }

    /// Reads, or ends the command with what to do about a file that cannot be opened.
    func reading<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let failure as LogFile.Failure {
            complain(
                "Cannot read the log: \(failure). It belongs to the daemon's user alone: run this "
                    + "as that user or as root.")
            throw ExitCode.badInput
        }
    }

    private func readStandardInput(_ filter: LogFilter) throws {
        var printer = LogPrinter(filter: filter, json: json, last: lines)
        var begun: [UInt8] = []
        while true {
            let block = FileHandle.standardInput.availableData
            if block.isEmpty { break }
            begun.handOutLines(adding: Array(block)[...], max: LogTail.lineBytesMax) {
                printer.take($0)
            }
            if lines == nil { flushOutput() }
        }
        if !begun.isEmpty { printer.take(begun[...]) }
        printer.printLast()
        printer.complainAboutWhatWasNotFound()
    }
}

// MARK: The filter

extension LogsCommand {
    /// What is wanted, or a usage error that names what is near.
    func filter(at now: Timestamp) throws -> LogFilter {
        var filter = LogFilter()
        filter.since = try moment(since, option: "--since", at: now)
        filter.until = try moment(until, option: "--until", at: now)
        if let since = filter.since, let until = filter.until, since > until {
            throw ValidationError("--since is after --until: nothing lies between.")
        }
        if let level {
            let known = Logger.Level.allCases.map(\.rawValue)
            guard let found = Logger.Level(rawValue: level.lowercased()) else {
                throw ValidationError(
                    "There is no level '\(level)'. \(near(level, known)) Levels: "
                        + "\(known.joined(separator: ", ")).")
            }
            filter.level = found
        }
        let known = GatewayEvent.allCases.map(\.rawValue)
        for name in (event ?? "").split(separator: ",").map(String.init) {
            guard known.contains(name) else {
                throw ValidationError(
                    "There is no event '\(name)'. \(near(name, known)) 'tungngo logs --events' "
                        + "lists them.")
            }
            filter.events.insert(name)
        }
        (filter.chat, filter.account) = (chat, account)
        filter.trace = trace?.lowercased()
        return filter
    }

    private func near(_ name: String, _ known: [String]) -> String {
        let nearest =
            nearestName(to: name, in: known)
            ?? known.first { $0.hasPrefix(name) || name.hasPrefix($0) }
        return nearest.map { "Did you mean '\($0)'?" } ?? ""
    }

    private func isTrace(_ text: String) -> Bool {
        (4...16).contains(text.count)
            && text.lowercased().utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }

    private func moment(_ text: String?, option: String, at now: Timestamp) throws -> Timestamp? {
        guard let text else { return nil }
        guard let moment = LogMoment.read(text, at: now) else {
            throw ValidationError(
                "\(option) must be how long ago (30s, 15m, 1h, 7d), a time of today (14:05), a day "
                    + "(2026-11-27) or both ('2026-11-27 14:05'), in Vietnam; not '\(text)'.")
        }
        return moment
    }
}

/// Reads moments as admins type them.
enum LogMoment {
    private static let zoneMilliseconds: Int64 = 7 * 3_600_000
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The moment meant; nil when it is none.
    static func read(_ text: String, at now: Timestamp) -> Timestamp? {
        if let ago = ago(text) { return now.adding(milliseconds: -ago) }
        if text.hasSuffix("Z") { return LogTime.moment(text.utf8) }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" }).map(String.init)
        let today = CivilDay(epochMilliseconds: now.milliseconds)
        switch parts.count {
        case 1:
            if let day = CivilDay(iso: parts[0]) { return midnight(day) }
            guard let time = time(parts[0]) else { return nil }
            let moment = midnight(today).adding(milliseconds: time)
            // Shortly after midnight, 23:50 is that of yesterday.
            return moment > now ? moment.adding(milliseconds: -dayMilliseconds) : moment
        case 2:
            guard let day = CivilDay(iso: parts[0]), let time = time(parts[1]) else { return nil }
            return midnight(day).adding(milliseconds: time)
        default: return nil
        }
    }

    private static func ago(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...100_000).contains(count)
        else { return nil }
        return count * unit * 1_000
    }

    private static func midnight(_ day: CivilDay) -> Timestamp {
        Timestamp(
            milliseconds: Int64(day.daysSinceEpoch) * dayMilliseconds - zoneMilliseconds)
    }

    private static func time(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ (1...2).contains($0.count) && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers[0] < 24, numbers[1] < 60, (numbers.count < 3 || numbers[2] < 60)
        else { return nil }
        return (numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)) * 1_000
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
