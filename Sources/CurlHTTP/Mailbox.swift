/// What callers ask of the loop's thread, and how they wake it.
final class Mailbox: Sendable {
    enum Command: Sendable {
        case start(Transfer)
        case cancel(Transfer)
        case allow(Int)
    }

    private struct State {
        var commands: [Command] = []
        var isStopping = false
        /// The loop takes no more commands; it must not be woken again.
        var isClosed = false
        /// The thread is past its last use of anything shared.
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let watch: SocketWatch
    private let state = LockedValue(State())

    init(watch: SocketWatch) {
        self.watch = watch
    }

    /// Hands a command to the loop; false when it takes no more.
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            // Whoever posted the first has woken the loop.
            if state.commands.isEmpty { watch.wake() }
            state.commands.append(command)
            return true
        }
    }

    /// Lets the loop end; calls after the first do nothing.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            if !state.isClosed { watch.wake() }
        }
    }

    /// Returns what has been posted since the last call, in order, and whether to stop after it.
    func takeCommands() -> (commands: [Command], isStopping: Bool) {
        state.withLock { state in
            let commands = state.commands
            state.commands.removeAll(keepingCapacity: true)
            if state.isStopping { state.isClosed = true }
            return (commands, state.isStopping)
        }
    }

    /// Tells those who wait that the thread is done.
    func ended() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }
}
