import Campaign
import Conversation
import Foundation
import Messaging
import Simulator
import Storage

/// The drive as it is played: lives of the daemon one after the other, wave upon wave of messages.
struct DrivePlay {
    let stage: DriveStage
    let campaign: Campaign
    var store: Store
    let now: @Sendable () -> Timestamp

    var daemon: DaemonProcess
    var books = DriveBooks()
    var figures = DriveFigures()
    var lastInbox: Int64 = 0
    var lastReport: Int64 = 0

    /// Reports of the daemon by the inbox row of their message, until they are looked at.
    var trails: [Int64: ReportTrail] = [:]

    /// Numbers of the daemon's reports, by those of the books.
    var numbers: [Int: Int64] = [:]

    /// What an admin does and sees meanwhile; nil when there is none.
    var upkeep: DriveUpkeepState?

    /// Updates handed out up to this one went to a process that is dead.
    var handedOutAtKill = 0
    var faults: DriveFaults

    /// Refusals of a token that the daemon has been restarted after.
    var refusalsMended = 0

    init(
        _ stage: DriveStage, campaign: Campaign, store: Store,
        now: @escaping @Sendable () -> Timestamp
    ) throws {
        (self.stage, self.campaign, self.store, self.now) = (stage, campaign, store, now)
        faults = DriveFaults(level: stage.options.faults, seed: stage.options.seed)
        daemon = try DaemonProcess(
            program: stage.options.program, settings: stage.settings, log: stage.log)
    }

    /// Posts at once so many messages at the most.
    private static let batchMax = 200

    /// Milliseconds without any news after which the rehearsal gives up.
    static let patience: Int64 = 120_000

    // MARK: One wave

    /// Posts a wave, waits for the turn of each message and checks what came of it; each of `steps`
    /// is taken when that share of the wave has had its turns.
    mutating func play(
        _ wave: [DriveMessage], steps: [DriveStep] = [], isEvening: Bool = false
    ) async throws {
        guard !wave.isEmpty else { return }
        // What the platform repeats after a restore would be new to the daemon.
        let isRestored = steps.contains { $0.act == .loseDatabase }
        try await switchFaults(isEvening: isEvening, areOn: !isRestored)
        let began = now()
        var wave = Wave(
            messages: wave, updatesBefore: try await stage.control.counts().handedOut)
        var steps = steps[...]
        var news = began
        while true {
            if !wave.unposted.isEmpty, wave.open.count < 2 * Self.batchMax {
                try await post(&wave)
            }
            if try settle(&wave) > 0 { news = now() }
            if let next = steps.first, wave.isDue(next.share) {
                steps.removeFirst()
                try await carryOut(next.act, &wave)
                news = now()
            }
            if wave.open.isEmpty, wave.unposted.isEmpty, steps.isEmpty { break }
            try look()
            if try await lookAfter(&wave, lastNews: news) { news = now() }
            try await Task.sleep(for: .milliseconds(5))
        }
        figures.turnSeconds += Double(now().milliseconds - began.milliseconds) / 1_000
        guard wave.findings.isEmpty else {
            throw DriveFailure(
                "seed \(stage.options.seed): \(wave.findings.count) of \(wave.messages.count) "
                    + "messages came to something else than was meant:\n"
                    + wave.findings.prefix(20).joined(separator: "\n"))
        }
    }

    /// Messages on their way.
    struct Wave {
        private(set) var messages: [DriveMessage]

        /// Updates that had been handed out before any of these messages was posted.
        let updatesBefore: Int
        var unposted: [Int]

        /// Posted and without a turn, by the platform's id.
        var open: [String: Posted] = [:]
        var settled = 0

        /// Turns that had been taken when the daemon was started last.
        var settledAtStart = -1
        var findings: [String] = []

        /// One that was posted.
        struct Posted {
            let index: Int
            let chat: String

            /// The version of the content that was in use when it was posted.
            let version: Int
        }

        /// Adds a message; returns where it stands.
        mutating func add(_ message: DriveMessage) -> Int {
            messages.append(message)
            return messages.count - 1
        }

        /// When it was last looked for messages that the platform has lost.
        var lookedAt = Timestamp(milliseconds: 0)

        /// Whether so much has been done for a kill, some of it by this life of the daemon.
        func isDue(_ share: Double) -> Bool {
            guard settled < messages.count else { return true }
            return settled > settledAtStart && Double(settled) >= share * Double(messages.count)
        }

        init(messages: [DriveMessage], updatesBefore: Int) {
            (self.messages, self.updatesBefore) = (messages, updatesBefore)
            // The last one goes first: they are taken from the end.
            unposted = messages.indices.reversed()
        }
    }

    mutating func post(_ wave: inout Wave) async throws {
        let next = wave.unposted.suffix(Self.batchMax).reversed().map { $0 }
        wave.unposted.removeLast(next.count)
        let posts = next.map { index in
            let message = wave.messages[index]
            return stage.post(message, number: message.target.flatMap { numbers[$0] })
        }
        for (index, posted) in zip(next, try await stage.control.post(batch: posts)) {
            wave.open[posted.messageID] = Wave.Posted(
                index: index, chat: posted.chat, version: upkeep?.versionInUse ?? 0)
        }
    }

    /// Looks at the messages whose turns have been taken since the last time.
    mutating func settle(_ wave: inout Wave) throws -> Int {
        let endings = try store.endings(after: lastInbox, max: 500)
        guard let last = endings.last else { return 0 }
        lastInbox = last.id
        for trail in try store.reportTrails(above: lastReport) {
            trails[trail.inbox] = trail
            lastReport = trail.number
        }
        for ending in endings {
            guard let posted = wave.open.removeValue(forKey: ending.message.rawValue) else {
                if upkeep?.forgottenIDs.contains(ending.message) == true {
                    wave.findings.append("message \(ending.message), forgotten, has come again")
                }
                continue
            }
            wave.settled += 1
            let message = wave.messages[posted.index]
            figures.posted[message.kind.rawValue, default: 0] += 1
            figures.outcomes[ending.outcome?.rawValue ?? "setAside", default: 0] += 1
            let report = trails.removeValue(forKey: ending.id)
            let change = DriveJournal.Change(of: message, next: books.reports.count)
            if let finding = try keepBooks(message, ending, report) {
                wave.findings.append(finding)
            }
            noteUpkeep(message, ending, posted, change, &wave)
        }
        return endings.count
    }

    /// Checks what came of a message and writes what was meant into the books.
    private mutating func keepBooks(
        _ message: DriveMessage, _ ending: MessageEnding, _ report: ReportTrail?
    ) throws -> String? {
        let check = DriveCheck(
            world: stage.world, message: message, ending: ending, report: report)
        switch message.kind.outcome {
        case .askedBack, .answered, .dropped, .told, .silent:
            return check.finding(corrects: nil, lines: [])
        case .recorded:
            let number = books.record(message.lines, by: message.author)
            numbers[number] = report?.number
            return check.finding(corrects: nil, lines: message.lines)
        case .corrected:
            guard let target = message.target else { return "a correction of nothing" }
            let number = books.correct(target, with: message.lines, by: message.author)
            numbers[number] = report?.number
            return check.finding(corrects: numbers[target], lines: books.reports[number].lines)
        case .voided:
            guard let target = message.target, let number = numbers[target] else {
                return "an undo of nothing"
            }
            books.void(target)
            if let finding = check.finding(corrects: nil, lines: []) { return finding }
            guard try store.voider(ofReport: number) == ending.id else {
                return "'\(message.text)' did not take #A\(number) out of the count: "
                    + ending.replies.joined(separator: " | ")
            }
            return nil
        }
    }

    // MARK: The end

    /// Waits until every reply has been delivered or given up, then stops the daemon in order.
    mutating func end(since began: Timestamp) async throws {
        try await endFaults()
        while try await stage.control.counts().pending > 0 || !store.isAtRest() {
            guard daemon.isRunning else {
                throw DriveFailure("the daemon ended by itself; its log is \(stage.log)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        figures.deliverySeconds = Double(now().milliseconds - began.milliseconds) / 1_000
        let usage = daemon.usage
        figures.daemonSeconds += usage.seconds
        figures.daemonMegabytes = usage.megabytes
        let status = await daemon.stop()
        guard status == 0 else { throw DriveFailure("the daemon ended with status \(status)") }
        try await checkDeliveries()
        for suffix in ["", "-wal"] {
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: stage.database + suffix)
            let bytes = (attributes?[.size] as? Int) ?? 0
            figures.databaseMegabytes += Double(bytes) / 1_000_000
        }
    }

    /// Ends the daemon without further ado, after a failure.
    func abandon() async {
        if daemon.isRunning { await daemon.kill() }
    }

    mutating func note(_ change: (inout DriveFigures) -> Void) {
        change(&figures)
    }
}
