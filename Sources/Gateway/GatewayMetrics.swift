import Conversation
import CoreMetrics
import Messaging
import Synchronization

/// What the gateway counts and measures, through swift-metrics.
///
/// Labels name accounts and fixed words, never a chat, a person or a text. Counters begin at 0
/// with each start; what must not is a gauge and read from the store, see `GatewayReadings`.
package final class GatewayMetrics: Sendable {
    private struct TurnKind: Hashable {
        let outcome: Decision.Outcome
        let reply: ReplyKey?
    }

    private struct State {
        var accounts: [AccountID: AccountMeters] = [:]
        var turns: [TurnKind: Counter] = [:]
    }

    private let factory: any MetricsFactory
    private let state = Mutex(State())
    private let replyKept: Timer
    private let replyDelivered: [Timer]
    private let commit: Timer
    private let turnsFailed: Counter
    private let setAside: Counter
    private let storageFailures: Counter

    /// Counts for this backend; by default for none.
    package init(_ factory: any MetricsFactory = NOOPMetricsHandler.instance) {
        self.factory = factory
        replyKept = Timer(label: "tungngo_reply_kept_seconds", factory: factory)
        replyDelivered = Priority.allCases.map { priority in
            Timer(
                label: "tungngo_reply_delivered_seconds", dimensions: [("priority", "\(priority)")],
                factory: factory)
        }
        commit = Timer(label: "tungngo_database_commit_seconds", factory: factory)
        turnsFailed = Counter(label: "tungngo_turns_failed_total", factory: factory)
        setAside = Counter(label: "tungngo_messages_set_aside_total", factory: factory)
        storageFailures = Counter(label: "tungngo_storage_failures_total", factory: factory)
        for outcome in Decision.Outcome.allCases {
            _ = turns(TurnKind(outcome: outcome, reply: nil))
        }
    }

    /// The meters of one account, made when there are none.
    func of(_ account: AccountID) -> AccountMeters {
        state.withLock { state in
            if let known = state.accounts[account] { return known }
            let new = AccountMeters(account, factory: factory)
            state.accounts[account] = new
            return new
        }
    }

    /// Lets go of an account that is no longer served.
    func forget(_ account: AccountID) {
        state.withLock { $0.accounts.removeValue(forKey: account) }?.destroy()
    }

    /// A turn was taken and is on the disk.
    package func turnTaken(_ outcome: Decision.Outcome, said reply: ReplyKey?) {
        turns(TurnKind(outcome: outcome, reply: reply)).increment()
    }

    /// The reply to a message is on the disk, so many milliseconds after the message came.
    func replyKept(afterMilliseconds milliseconds: Int64) {
        replyKept.recordMilliseconds(milliseconds)
    }

    /// The platform has taken a reply, so many milliseconds after it was on the disk.
    func replyDelivered(_ priority: Priority, afterMilliseconds milliseconds: Int64) {
        replyDelivered[priority.rawValue].recordMilliseconds(milliseconds)
    }

    /// A turn has failed, for the last time or not.
    func turnFailed() { turnsFailed.increment() }

    /// A message was set aside.
    func messageSetAside() { setAside.increment() }

    /// Changes were committed.
    func committed(afterNanoseconds nanoseconds: Int64) { commit.recordNanoseconds(nanoseconds) }

    /// Work on the store has failed.
    func storageFailed() { storageFailures.increment() }

    private func turns(_ kind: TurnKind) -> Counter {
        state.withLock { state in
            if let known = state.turns[kind] { return known }
            let new = Counter(
                label: "tungngo_turns_total",
                dimensions: [
                    ("outcome", "\(kind.outcome)"), ("reply", kind.reply?.rawValue ?? "none"),
                ], factory: factory)
            state.turns[kind] = new
            return new
        }
    }
}
