import Messaging
import Storage
import Synchronization

/// How accounts stand, on its way to the database: what changes at once is written together.
///
/// With thousands of accounts, a transaction for each change would keep the disk busy at a start
/// or in an outage. The last state of an account counts; what is written is for people to read.
final class AccountBook: Sendable {
    private struct State {
        var changes: [AccountID: AccountChange] = [:]
        var phases: [AccountID: AccountLife.Phase] = [:]
        var pollsAt: [AccountID: Timestamp] = [:]
        var writtenAt: Timestamp?
        var isOver = false
    }

    /// Milliseconds between two writings when there is nothing but polls to note.
    static let pollsMilliseconds: Int64 = 5_000

    private let state = Mutex(State())
    private let changed = Signal()

    /// Where each account stands, those aside that have left.
    var phases: [AccountID: AccountLife.Phase] { state.withLock { $0.phases } }

    /// Notes where an account stands.
    func note(_ change: AccountChange) {
        state.withLock { state in
            state.changes[change.account] = change
            state.phases[change.account] = change.phase == .removed ? nil : change.phase
        }
        changed.raise()
    }

    /// Notes that the platform has answered a poll.
    func polled(_ account: AccountID, at now: Timestamp) {
        let isDue = state.withLock { state in
            state.pollsAt[account] = now
            return state.writtenAt.map { $0.adding(milliseconds: Self.pollsMilliseconds) <= now }
                ?? true
        }
        if isDue { changed.raise() }
    }

    /// Writes until `end` was called, and then what is left.
    func run(_ context: GatewayContext, until stop: Gate) async {
        while !Task.isCancelled {
            let (changes, polls, isOver) = state.withLock { state in
                defer {
                    state.changes = [:]
                    state.pollsAt = [:]
                    state.writtenAt = context.clock.now()
                }
                return (Array(state.changes.values), state.pollsAt, state.isOver)
            }
            if !changes.isEmpty || !polls.isEmpty {
                _ = await context.persist("noting accounts", until: stop) { store in
                    try store.note(changes, polls: polls)
                }
            }
            if isOver { return }
            await changed.wait()
        }
    }

    /// Lets `run` end when it has written what is noted by now.
    func end() {
        state.withLock { $0.isOver = true }
        changed.raise()
    }
}
