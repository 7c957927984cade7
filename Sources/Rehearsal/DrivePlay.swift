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
    let store: Store
    let now: @Sendable () -> Timestamp

    private(set) var daemon: DriveDaemon
    private(set) var books = DriveBooks()
    private(set) var figures = DriveFigures()
    private var random: SeededGenerator
    private var lastInbox: Int64 = 0
    private var lastReport: Int64 = 0

    /// Reports of the daemon by the inbox row of their message, until they are looked at.
    private var trails: [Int64: ReportTrail] = [:]

    /// Numbers of the daemon's reports, by those of the books.
    private var numbers: [Int: Int64] = [:]
    private var handedOutAtKill = 0
    private var deliversTwice = false

    init(
        _ stage: DriveStage, campaign: Campaign, store: Store,
        now: @escaping @Sendable () -> Timestamp
    ) throws {
        (self.stage, self.campaign, self.store, self.now) = (stage, campaign, store, now)
        random = SeededGenerator(seed: stage.options.seed &+ 9)
        daemon = try DriveDaemon(
            program: stage.options.program, settings: stage.settings, log: stage.log)
    }

    /// Posts at once so many messages at the most.
    private static let batchMax = 200

    /// Milliseconds without any news after which the rehearsal gives up.
    private static let patience: Int64 = 60_000

    // MARK: One wave

    /// Posts a wave, waits for the turn of each message and checks what came of it; `killAt` ends
    /// the daemon when that share of the wave has had its turns.
    mutating func play(_ wave: [DriveMessage], killAt: Double? = nil) async throws {
        let began = now()
        var wave = Wave(messages: wave)
        var killAt = killAt
        var news = began
        while true {
            if !wave.unposted.isEmpty, wave.open.count < 2 * Self.batchMax {
                try await post(&wave)
            }
            if try settle(&wave) > 0 { news = now() }
            if let share = killAt, Double(wave.settled) >= share * Double(wave.messages.count) {
                killAt = nil
                try await killAndStartAgain(&wave)
                news = now()
            }
            if wave.open.isEmpty, wave.unposted.isEmpty { break }
            try await lookAfter(&wave, lastNews: news)
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
    private struct Wave {
        let messages: [DriveMessage]
        var unposted: [Int]

        /// Posted and without a turn, by the platform's id.
        var open: [String: (index: Int, chat: String)] = [:]
        var settled = 0
        var findings: [String] = []

        init(messages: [DriveMessage]) {
            self.messages = messages
            // The last one goes first: they are taken from the end.
            unposted = messages.indices.reversed()
        }
    }

    private mutating func post(_ wave: inout Wave) async throws {
        let next = wave.unposted.suffix(Self.batchMax).reversed().map { $0 }
        wave.unposted.removeLast(next.count)
        let posts = next.map { index in
            let message = wave.messages[index]
            return stage.post(message, number: message.target.flatMap { numbers[$0] })
        }
        for (index, posted) in zip(next, try await stage.control.post(batch: posts)) {
            wave.open[posted.messageID] = (index, posted.chat)
        }
    }

    /// Looks at the messages whose turns have been taken since the last time.
    private mutating func settle(_ wave: inout Wave) throws -> Int {
        let endings = try store.endings(after: lastInbox, max: 500)
        guard let last = endings.last else { return 0 }
        lastInbox = last.id
        for trail in try store.reportTrails(above: lastReport) {
            trails[trail.inbox] = trail
            lastReport = trail.number
        }
        for ending in endings {
            guard let index = wave.open.removeValue(forKey: ending.message.rawValue)?.index
            else { continue }
            wave.settled += 1
            let message = wave.messages[index]
            figures.posted[message.kind.rawValue, default: 0] += 1
            figures.outcomes[ending.outcome?.rawValue ?? "setAside", default: 0] += 1
            let report = trails.removeValue(forKey: ending.id)
            if let finding = try keepBooks(message, ending, report) {
                wave.findings.append(finding)
            }
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
        case .askedBack, .answered, .dropped:
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

    /// Has the platform deliver one update in a hundred twice, or none any more.
    mutating func deliverTwice(_ isOn: Bool) async throws {
        guard isOn != deliversTwice else { return }
        deliversTwice = isOn
        guard !isOn else {
            return try await stage.control.add(
                SimulatedFault(
                    .duplicate, method: "getUpdates", probability: 0.01,
                    seed: stage.options.seed &+ UInt64(books.reports.count)))
        }
        try await countDeliveredTwice()
        try await stage.control.clearFaults()
    }

    private mutating func countDeliveredTwice() async throws {
        figures.deliveredTwice += try await stage.control.faults().reduce(0) { $0 + $1.struck }
    }

    // MARK: Kills

    private mutating func killAndStartAgain(_ wave: inout Wave) async throws {
        figures.daemonSeconds += daemon.usage.seconds
        await daemon.kill()
        figures.kills += 1
        // What the platform wrote to the dead process is seen as handed out by then.
        try await Task.sleep(for: .milliseconds(200))
        try await sendLostAgain(&wave)
        daemon = try DriveDaemon(
            program: stage.options.program, settings: stage.settings, log: stage.log)
    }

    /// A poll in flight dies with the daemon, and the message it carried; nobody answers, so its
    /// author sends it again.
    private mutating func sendLostAgain(_ wave: inout Wave) async throws {
        let updates = try await stage.control.handedOut(since: handedOutAtKill)
        handedOutAtKill = updates.last?.order ?? handedOutAtKill
        let accounts = Dictionary(
            uniqueKeysWithValues: stage.bots.enumerated().map { number, bot in
                (bot.id, AccountID(rawValue: stage.world.accountName(number)))
            })
        for update in updates where !update.isRepeat {
            guard let (index, chat) = wave.open[update.messageID],
                let account = accounts[update.bot],
                try !store.isKept(
                    MessageID(rawValue: update.messageID), chat: ChatID(rawValue: chat),
                    account: account)
            else { continue }
            figures.lost += 1
            wave.open[update.messageID] = nil
            wave.unposted.append(index)
        }
    }

    private mutating func lookAfter(_ wave: inout Wave, lastNews: Timestamp) async throws {
        let silence = now().milliseconds - lastNews.milliseconds
        guard daemon.isRunning else {
            throw DriveFailure("the daemon ended by itself; its log is \(stage.log)")
        }
        guard silence < Self.patience else {
            throw DriveFailure(
                "\(wave.open.count) messages have had no turn for \(Self.patience / 1_000) s; "
                    + "the daemon's log is \(stage.log)")
        }
    }

    // MARK: The end

    /// Waits until every reply has been delivered, then stops the daemon in order.
    mutating func end(since began: Timestamp) async throws {
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
        try await countDeliveries()
    }

    private mutating func countDeliveries() async throws {
        let counts = try store.counts()
        let sent = try await stage.control.counts().sent
        figures.repliesDelivered = counts.delivered
        try await countDeliveredTwice()
        guard counts.abandoned == 0, counts.setAside == 0 else {
            throw DriveFailure(
                "\(counts.abandoned) replies were dropped, \(counts.setAside) messages set aside")
        }
        // A reply whose sending a kill cut short may arrive twice, never less than once.
        guard sent >= counts.delivered, figures.kills > 0 || sent == counts.delivered else {
            throw DriveFailure(
                "\(counts.delivered) replies are noted as delivered, \(sent) arrived")
        }
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
