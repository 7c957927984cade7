import Logging
import Messaging
import Storage

/// Looks at what fails in silence: a full disk, a queue that grows, turns that fall behind, a store
/// that has stopped working.
///
/// Each trouble is logged once with what to do, shown by `Readiness`, and logged once more when it
/// is over.
struct Watchman: Sendable {
    let context: GatewayContext

    /// What the watchman remembers from look to look.
    private struct Memory {
        var queues: [AccountID: QueueWatch] = [:]
        var failures = 0
    }

    /// Looks around until told to stop.
    func run(until stop: Gate) async {
        guard context.limits.watch.lookMilliseconds < .max else { return }
        var memory = Memory()
        while !stop.isOpen, !Task.isCancelled {
            lookAtDisks()
            if context.health.storeFails {
                await tryStore(&memory)
            } else {
                memory.failures = 0
                await lookAtQueues(&memory)
            }
            let pause =
                context.health.storeFails
                ? GatewayContext.failurePause(memory.failures)
                : context.limits.watch.lookMilliseconds
            await context.pause(pause, until: stop)
        }
    }

    // MARK: The disk

    private func lookAtDisks() {
        let limits = context.limits.watch
        let free = limits.paths.compactMap { path in
            limits.freeBytes(path).map { (path: path, bytes: $0) }
        }
        guard let least = free.min(by: { $0.bytes < $1.bytes }) else { return }
        let isFull = least.bytes < limits.diskFullBytes
        let isLow = least.bytes < limits.diskLowBytes
        let megabytes = least.bytes / 1_000_000
        let remedy =
            "make room on the disk of '\(least.path)': old logs, old copies, other programs"
        let fields: Logger.Metadata = [
            "path": "\(least.path)", "free_mb": "\(megabytes)", "remedy": "\(remedy)",
        ]
        if context.health.diskIsFull(isFull), isFull {
            context.logger.log(
                .diskFull, .error,
                fields.with(["effect": "no messages are taken in until there is room again"]))
        }
        note(
            "disk-full", isFull, what: "\(megabytes) MB free: no messages are taken in",
            remedy: remedy)
        let changed = note(
            "disk-low", isLow, what: "\(megabytes) MB free", remedy: remedy, isWarning: true)
        if changed {
            context.logger.log(isLow ? .diskLow : .diskRoomy, isLow ? .warning : .notice, fields)
        }
    }

    // MARK: The store

    /// Writes a trifle; when it works, everybody goes on.
    private func tryStore(_ memory: inout Memory) async {
        memory.failures += 1
        do {
            try await context.blocking { [store = context.store] in try store.proveWritable() }
            context.health.worked()
        } catch {
            context.health.failed(error, doing: "trying the database")
        }
    }

    // MARK: The queues

    private func lookAtQueues(_ memory: inout Memory) async {
        let now = context.clock.now()
        let backlog: Backlog
        do {
            backlog = try await context.blocking { [store = context.store] in
                try store.backlog()
            }
        } catch {
            context.health.failed(error, doing: "looking at the queues")
            return
        }
        lookAtTurns(backlog, at: now)
        let accounts = Set(backlog.replies.keys).union(memory.queues.keys)
        for account in accounts.sorted(by: { $0.rawValue < $1.rawValue }) {
            let queue = backlog.replies[account]
            let waited = queue.map { now.milliseconds - $0.oldestAt.milliseconds } ?? 0
            let isTroubled = memory.queues[account, default: QueueWatch()]
                .looked(
                    count: queue?.count ?? 0, waitedMilliseconds: waited,
                    limits: context.limits.watch)
            report(account, count: queue?.count ?? 0, waited: waited, isTroubled: isTroubled)
            if queue == nil { memory.queues[account] = nil }
        }
    }

    private func report(_ account: AccountID, count: Int, waited: Int64, isTroubled: Bool) {
        let remedy =
            "look for reply-waits, quota-short and account-stopped of this account in the log; "
            + "is the platform reachable?"
        let changed = note(
            "queue:\(account)", isTroubled,
            what: "\(count) replies wait, the oldest for \(waited / 60_000) min",
            remedy: remedy, isWarning: true)
        guard changed else { return }
        let fields: Logger.Metadata = [
            "account": "\(account)", "count": "\(count)", "ms": "\(waited)",
        ]
        if isTroubled {
            context.logger.log(.queueGrows, .error, fields.with(["remedy": "\(remedy)"]))
        } else {
            context.logger.log(.queueShrank, .notice, fields)
        }
    }

    private func lookAtTurns(_ backlog: Backlog, at now: Timestamp) {
        let waited = backlog.turns.map { now.milliseconds - $0.oldestAt.milliseconds } ?? 0
        let isBehind = waited > context.limits.watch.turnWaitMilliseconds
        let remedy =
            "look for turn-failed and storage-failed in the log; is the machine overloaded?"
        let changed = note(
            "turns", isBehind,
            what: "\(backlog.turns?.count ?? 0) messages wait for their turn, the oldest for "
                + "\(waited / 60_000) min", remedy: remedy)
        guard changed else { return }
        context.logger.log(
            isBehind ? .turnsBehind : .turnsCaughtUp, isBehind ? .error : .notice,
            ["count": "\(backlog.turns?.count ?? 0)", "ms": "\(waited)", "remedy": "\(remedy)"])
    }

    @discardableResult
    private func note(
        _ cause: String, _ isTrouble: Bool, what: String, remedy: String, isWarning: Bool = false
    ) -> Bool {
        guard isTrouble else { return context.readiness.note(cause, nil) }
        return context.readiness.note(
            cause,
            Readiness.Trouble(
                what: what, remedy: remedy, since: context.clock.now(), isWarning: isWarning))
    }
}
