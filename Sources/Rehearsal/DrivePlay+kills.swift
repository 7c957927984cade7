import Foundation
import Messaging
import Simulator
import Storage

/// What goes wrong in a rehearsal: kills, faults of the platform, and what people do about them.
extension DrivePlay {
    // MARK: Faults

    /// Takes the faults of the last wave away and plays those of the next.
    mutating func switchFaults(isEvening: Bool, areOn: Bool = true) async throws {
        try await countSpoiledSends()
        try await stage.control.clearFaults()
        for fault in faults.next(isEvening: isEvening, endsAccounts: true) where areOn {
            try await stage.control.add(fault)
        }
    }

    /// Takes all faults away; what they stopped goes on.
    mutating func endFaults() async throws {
        try await countSpoiledSends()
        try await stage.control.clearFaults()
        let counts = try await stage.control.counts()
        if counts.struck["unauthorized"] ?? 0 > refusalsMended {
            figures.restarts += 1
            figures.daemonSeconds += daemon.usage.seconds
            _ = await daemon.stop()
            try start()
        }
        figures.struck = counts.struck
        figures.deliveredTwice = counts.struck["duplicate"] ?? 0
    }

    /// Sends that the platform took without saying so: their replies may arrive twice.
    private mutating func countSpoiledSends() async throws {
        for fault in try await stage.control.faults() where fault.method != "getUpdates" {
            switch fault.kind {
            case .lostReply, .dropBody, .silence: figures.sendsSpoiled += fault.struck
            default: break
            }
        }
    }

    // MARK: Kills

    /// Ends the daemon without warning and starts it again.
    mutating func end(by kill: DriveKill, _ wave: inout Wave) async throws {
        switch kill {
        case .atWork: break
        case .whileStopping(let milliseconds):
            daemon.askToStop()
            try await Task.sleep(for: .milliseconds(milliseconds))
        case .whileStarting(let milliseconds):
            try await killAndStart(&wave)
            try await Task.sleep(for: .milliseconds(milliseconds))
        }
        try await killAndStart(&wave)
    }

    private mutating func killAndStart(_ wave: inout Wave) async throws {
        try await die()
        try await revive(&wave)
    }

    /// Ends the daemon without warning, and counts what that cut.
    mutating func die() async throws {
        figures.daemonSeconds += daemon.usage.seconds
        if await daemon.kill() { figures.kills += 1 }
        let inHand = try store.sendsInHand()
        figures.sendsCut += inHand.values.reduce(0, +)
        figures.accountsCut += inHand.count
        figures.sendsCutMax = max(figures.sendsCutMax, inHand.values.max() ?? 0)
    }

    /// Starts the daemon that has ended; what was on its way to it is posted again.
    mutating func revive(_ wave: inout Wave) async throws {
        // What the platform wrote to the dead process is seen as handed out by then.
        try await Task.sleep(for: .milliseconds(200))
        let counts = try await stage.control.counts()
        handedOutAtKill = counts.handedOut
        refusalsMended = counts.struck["unauthorized"] ?? 0
        try await sendLostAgain(&wave)
        wave.settledAtStart = wave.settled
        try start()
    }

    private mutating func start() throws {
        upkeep?.watch.life += 1
        daemon = try DaemonProcess(
            program: stage.options.program, settings: stage.settings, log: stage.log)
    }

    /// An update dies with the poll that carried it, when the daemon or the connection ends;
    /// nobody answers, so its author sends the message again.
    private mutating func sendLostAgain(_ wave: inout Wave) async throws {
        wave.lookedAt = now()
        let updates = Dictionary(
            grouping: try await stage.control.handedOut(since: wave.updatesBefore),
            by: \.messageID)
        for (message, posted) in wave.open {
            guard let updates = updates[message], isLost(updates), let bot = updates.first?.bot,
                let number = stage.bots.firstIndex(where: { $0.id == bot }),
                try !store.isKept(
                    MessageID(rawValue: message), chat: ChatID(rawValue: posted.chat),
                    account: AccountID(rawValue: stage.world.accountName(number)))
            else { continue }
            figures.lost += 1
            wave.open[message] = nil
            wave.unposted.append(posted.index)
        }
    }

    /// Whether none of these, all of one message, can reach the daemon any more.
    private func isLost(_ updates: [HandedOutUpdate]) -> Bool {
        updates.allSatisfy { $0.wasDropped || $0.order <= handedOutAtKill }
            && updates.count(where: \.willRepeat) == updates.count(where: \.isRepeat)
    }

    // MARK: Silence

    /// Does what people do when nothing happens; returns whether that was something.
    mutating func lookAfter(_ wave: inout Wave, lastNews: Timestamp) async throws -> Bool {
        let silence = now().milliseconds - lastNews.milliseconds
        guard daemon.isRunning else {
            throw DriveFailure("the daemon ended by itself; its log is \(stage.log)")
        }
        guard silence < Self.patience else {
            throw DriveFailure(
                "\(wave.open.count) messages have had no turn for \(Self.patience / 1_000) s, the "
                    + "first to \(wave.open.first.map { "\($0.value.chat) (\($0.key))" } ?? "-"); "
                    + "the daemon's log is \(stage.log)")
        }
        guard stage.options.faults != .none, silence > 300,
            now().milliseconds - wave.lookedAt.milliseconds > 1_000
        else { return false }
        let lost = figures.lost
        try await sendLostAgain(&wave)
        if figures.lost > lost { return true }
        let refusals = try await stage.control.counts().struck["unauthorized"] ?? 0
        guard silence > 3_000, refusals > refusalsMended else { return false }
        // An account stands still because its token was refused: somebody starts it again.
        figures.restarts += 1
        try await killAndStart(&wave)
        return true
    }

    // MARK: What arrived

    /// Holds what people got against what the daemon meant to send.
    mutating func checkDeliveries() async throws {
        let counts = try store.counts()
        figures.repliesDelivered = counts.delivered
        guard counts.setAside == 0 else {
            throw DriveFailure("\(counts.setAside) messages were set aside")
        }
        let deliveries = try await checkArrivals()
        figures.abandoned = deliveries.abandoned
        // A send that a kill cut short may be done a second time, and no other.
        guard figures.doubled <= figures.sendsCut + figures.sendsSpoiled else {
            throw DriveFailure(
                "\(figures.doubled) messages arrived once more, although kills cut "
                    + "\(figures.sendsCut) sends and the platform \(figures.sendsSpoiled)")
        }
        guard stage.options.faults != .none || deliveries.abandoned.isEmpty else {
            throw DriveFailure("replies were dropped: \(deliveries.abandoned)")
        }
    }

    /// Holds what has arrived with this database against its replies.
    mutating func checkArrivals() async throws -> DriveDeliveries {
        var arrived: [SimulatedMessage] = []
        var since = upkeep?.arrivedUpTo ?? 0
        while true {
            let page = try await stage.control.messages(
                MessageQuery(since: since, author: .bots, limit: 2_000))
            if page.messages.isEmpty { break }
            arrived += page.messages
            since = page.next
        }
        let names = Dictionary(
            uniqueKeysWithValues: stage.bots.enumerated().map { number, bot in
                (bot.id, AccountID(rawValue: stage.world.accountName(number)))
            })
        let before = upkeep?.endedBefore ?? []
        let deliveries = try DriveDeliveries(
            replies: try store.replyEndings().filter { !before.contains($0.id) },
            arrived: arrived, names: names)
        figures.doubled += deliveries.doubled
        upkeep?.arrivedUpTo = since
        return deliveries
    }
}
