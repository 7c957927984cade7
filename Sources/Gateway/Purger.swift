import Logging
import Messaging
import Storage
import Synchronization

/// Takes texts and names away that are older than they may be, beside the work of the day.
///
/// It goes in short steps with a pause between them, so that turns and sends go first.
final class Purger: Sendable {
    /// Between two rounds.
    static let everySeconds: Int64 = 3_600

    /// Rows looked at in one transaction, a few milliseconds' worth.
    static let rowsPerStep = 250

    /// Milliseconds between two steps of a round.
    static let pauseMilliseconds: Int64 = 50

    /// Seconds until a round is tried again that the store or a reader of the log cut short.
    static let againSeconds: Int64 = 300

    private struct State {
        var next: Timestamp?
        var isUnderWay = false
    }

    private let context: GatewayContext
    private let retention: Retention
    private let state = Mutex(State())

    init(_ context: GatewayContext, _ retention: Retention) {
        self.context = context
        self.retention = retention
    }

    /// Whether a round is due and none is under way; then it is to be run.
    func begins(at now: Timestamp) -> Bool {
        state.withLock { state in
            let next = state.next ?? now
            // A moment further off than the pause: the clock was set back.
            let isDue = next <= now || next > now.adding(seconds: Self.everySeconds)
            guard isDue, !state.isUnderWay else { return false }
            state.isUnderWay = true
            state.next = now.adding(seconds: Self.everySeconds)
            return true
        }
    }

    /// Goes one round, or ends early when the daemon stops.
    func run(until stop: Gate) async {
        var purged = Purged()
        do {
            repeat {
                purged.add(try await step())
                guard !purged.isComplete else { break }
                await context.pause(Self.pauseMilliseconds, until: stop)
            } while !stop.isOpen && !Task.isCancelled
            let isForgotten = try await forgetLog()
            report(purged, isForgotten: isForgotten)
            end(early: !isForgotten)
        } catch {
            context.health.failed(error, doing: "purging old texts")
            report(purged, isForgotten: false)
            end(early: true)
        }
    }

    private func step() async throws -> Purged {
        let now = context.clock.now()
        return try await context.blocking { [store = context.store, retention] in
            try store.purge(retention, max: Self.rowsPerStep, at: now)
        }
    }

    /// What went stands in the log of changes until that is folded into the file.
    private func forgetLog() async throws -> Bool {
        try await context.blocking.outside { [store = context.store] in
            try !store.owesForgottenLog() || store.forgetLog()
        }
    }

    private func end(early: Bool) {
        let now = context.clock.now()
        state.withLock { state in
            state.isUnderWay = false
            if early { state.next = now.adding(seconds: Self.againSeconds) }
        }
    }

    private func report(_ purged: Purged, isForgotten: Bool) {
        guard !purged.counts.isEmpty else { return }
        var fields: Logger.Metadata = ["forgotten": isForgotten ? "yes" : "no"]
        for (kind, count) in purged.counts { fields[kind.rawValue] = "\(count)" }
        context.logger.log(.textsPurged, .notice, fields)
    }
}
