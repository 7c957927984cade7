import Foundation

/// Looks at the daemon from outside while it works: memory, open files, sizes of its files.
package struct DriveWatch: Sendable {
    /// One look.
    package struct Sample: Hashable, Sendable {
        /// Hours since the drive began.
        package var hour = 0

        /// Which life of the daemon, from 1.
        package var life = 1

        /// Messages that had had their turns.
        package var messages = 0
        package var memoryBytes = 0
        package var openFiles = 0
        package var databaseBytes = 0
        package var walBytes = 0

        package init() {}
    }

    /// Bytes that a log file may hold, and files that there may be.
    package struct LogLimit: Hashable, Sendable {
        package var bytes = 1_000_000
        package var files = 4

        package init() {}
    }

    private let folder: String
    private let accounts: Int
    private let limit: LogLimit

    private(set) var samples: [Sample] = []

    /// Reloads of a life that warm it up: each holds two contents for a moment, and what is freed
    /// of the first ones stays with the process for the next.
    static let warmingReloads = 3

    /// How many looks there had been at a life at each of those.
    private var reloads: [Int: [Int]] = [:]

    /// What was done in each hour.
    private var acts: [Int: [String]] = [:]

    /// The largest log file of each hour.
    private var logBytes: [Int: Int] = [:]
    private(set) var logLooks = 0
    private var logFiles: Set<String> = []

    var hour = 0
    var life = 1

    /// - Parameters:
    ///   - folder: Where the log files are, and nothing else.
    ///   - accounts: How many there are: each keeps connections for its next call.
    ///   - limit: What they must keep within.
    package init(folder: String, accounts: Int = 1, limit: LogLimit = LogLimit()) {
        (self.folder, self.accounts, self.limit) = (folder, accounts, limit)
    }

    // MARK: The log

    /// Looks at every log file.
    ///
    /// - Throws: `DriveFailure` when one is too large, or there are too many.
    package mutating func lookAtLog() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        logLooks += 1
        // A file that was deleted since the folder was read has no size.
        let sizes = names.compactMap { name in fileSize("\(folder)/\(name)").map { (name, $0) } }
        for (name, bytes) in sizes {
            logFiles.insert(name)
            logBytes[hour] = max(logBytes[hour] ?? 0, bytes)
            guard bytes <= limit.bytes else {
                throw DriveFailure(
                    "the log file \(folder)/\(name) holds \(bytes) bytes, and may hold "
                        + "\(limit.bytes) (log.max_mb)")
            }
        }
        guard sizes.count <= limit.files else {
            throw DriveFailure(
                "there are \(sizes.count) log files in \(folder), and may be \(limit.files) "
                    + "(log.keep_files and the one that is written to)")
        }
    }

    // MARK: Samples

    mutating func note(_ act: DriveAct) {
        acts[hour, default: []].append(act.name)
        if act.reloads { noteReload() }
    }

    /// Notes that the daemon reads its content anew.
    package mutating func noteReload() {
        guard reloads[life, default: []].count < Self.warmingReloads else { return }
        reloads[life, default: []].append(samples.count { $0.life == life })
    }

    /// Adds one look.
    package mutating func add(_ sample: Sample) { samples.append(sample) }

    /// Adds what the daemon's process and files are like now.
    mutating func look(at daemon: DaemonProcess, database: String, messages: Int) {
        var sample = Sample()
        (sample.hour, sample.life, sample.messages) = (hour, life, messages)
        (sample.memoryBytes, sample.openFiles) = (daemon.memoryBytes, daemon.openFiles)
        sample.databaseBytes = fileSize(database) ?? 0
        sample.walBytes = fileSize(database + "-wal") ?? 0
        // One that is ending has no memory to speak of.
        if sample.memoryBytes > 0 { samples.append(sample) }
    }

    // MARK: The verdict

    /// How far the last third of a life may lie above the first third, in percent, and in bytes.
    static let growthPercentMax = 15
    static let growthBytesMax = 4_000_000

    /// More open files in the last third: two connections an account, and some.
    private var openFilesGrowthMax: Int { 2 * accounts + 8 }

    /// Looks at one life that are needed to judge it, when it has warmed up.
    static let samplesMin = 12

    /// The longest life of the daemon: its first quarter warms up, and so do
    /// its first reloads; the first and the last third of the rest are compared.
    package struct Verdict: Hashable, Sendable {
        package let life: Int
        package let samples: Int
        package let messages: Int
        package let memoryBytes: Medians
        package let openFiles: Medians
    }

    /// The medians of the first and of the last third.
    package struct Medians: Hashable, Sendable {
        package let first: Int
        package let last: Int

        init(_ values: [Int]) {
            let third = values.count / 3
            first = values.prefix(third).sorted()[third / 2]
            last = values.suffix(third).sorted()[third / 2]
        }
    }

    /// Compares the beginning of the longest life with its end, by medians.
    ///
    /// - Throws: `DriveFailure` when memory or open files grow, or there is too little to tell.
    package func verdict() throws -> Verdict {
        let lives = Dictionary(grouping: samples, by: \.life)
        let longest = lives.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
        let warming = longest.map { life, all in
            max(all.count / 4, reloads[life]?.last.map { $0 + 2 } ?? 0)
        }
        guard let (life, all) = longest, let warming, all.count - warming >= Self.samplesMin else {
            throw DriveFailure(
                "too few messages to tell whether memory grows: the longest life of the daemon was "
                    + "looked at \(longest?.value.count ?? 0) times; raise --messages")
        }
        let warm = all.dropFirst(warming)
        let verdict = Verdict(
            life: life, samples: all.count, messages: all[all.count - 1].messages - all[0].messages,
            memoryBytes: Medians(warm.map(\.memoryBytes)),
            openFiles: Medians(warm.map(\.openFiles)))
        let (before, after) = (verdict.memoryBytes.first, verdict.memoryBytes.last)
        guard after <= before + max(before * Self.growthPercentMax / 100, Self.growthBytesMax)
        else {
            throw DriveFailure(
                "memory grows: \(megabytes(before)) MB in the first third of life \(life) after "
                    + "warming up, \(megabytes(after)) MB in the last, \(verdict.messages) messages; "
                    + "allowed are \(Self.growthPercentMax) %\n" + lines.joined(separator: "\n"))
        }
        guard verdict.openFiles.last <= verdict.openFiles.first + openFilesGrowthMax else {
            throw DriveFailure(
                "open files grow: \(verdict.openFiles.first) in the first third of life \(life), "
                    + "\(verdict.openFiles.last) in the last\n" + lines.joined(separator: "\n"))
        }
        return verdict
    }

    // MARK: For a person

    /// A line for each hour: its last look, the largest log file, and what was done in it.
    var lines: [String] {
        let last = Dictionary(samples.map { ($0.hour, $0) }, uniquingKeysWith: { $1 })
        return ["hour  messages life  memory  files  database     WAL  log file"]
            + last.keys.sorted().compactMap { hour in
                guard let sample = last[hour] else { return nil }
                let cells = [
                    ("\((hour + 12) % 24):00", 5), ("\(sample.messages)", 9), ("\(sample.life)", 5),
                    (megabytes(sample.memoryBytes), 8), ("\(sample.openFiles)", 7),
                    (megabytes(sample.databaseBytes), 10), (megabytes(sample.walBytes), 8),
                    (megabytes(logBytes[hour] ?? 0), 10),
                ]
                let row = cells.map { text, width in
                    String(repeating: " ", count: max(0, width - text.count)) + text
                }.joined()
                return row + (acts[hour].map { "  " + $0.joined(separator: ", ") } ?? "")
            }
    }

    /// The log in one line.
    var logLine: String {
        "log: \(logFiles.count) files by name, the largest \(logBytes.values.max() ?? 0) of "
            + "\(limit.bytes) bytes, never more than \(limit.files) at a time, in \(logLooks) looks"
    }
}

extension DriveWatch.Verdict {
    /// In one line.
    var line: String {
        "memory: \(megabytes(memoryBytes.first)) MB in the first third of life \(life) after warming "
            + "up, \(megabytes(memoryBytes.last)) MB in the last (\(messages) messages, \(samples) "
            + "looks); open files \(openFiles.first), then \(openFiles.last)"
    }
}

/// Megabytes with one decimal.
private func megabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10)"
}

/// The size of a file; nil when it is not there.
private func fileSize(_ path: String) -> Int? {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    return Int(found.st_size)
}
