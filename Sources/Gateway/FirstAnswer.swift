import Synchronization

/// An answer that several may give and one task waits for: the first one given stands.
final class FirstAnswer<Value: Sendable>: Sendable {
    private struct State {
        var answer: Value?
        var waiter: CheckedContinuation<Value, Never>?
    }

    private let state = Mutex(State())

    /// Whether somebody has answered.
    var isGiven: Bool { state.withLock { $0.answer != nil } }

    /// Answers; later answers are dropped.
    func give(_ answer: Value) {
        let waiter = state.withLock { state in
            guard state.answer == nil else { return nil as CheckedContinuation<Value, Never>? }
            state.answer = answer
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: answer)
    }

    /// Returns the answer once there is one, whether the task is cancelled or not.
    func wait() async -> Value {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state in
                precondition(state.waiter == nil, "two tasks wait for one answer")
                if state.answer == nil { state.waiter = continuation }
                return state.answer
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}

extension GatewayClock {
    /// Returns what `work` returns, or `late` when that takes longer than so many milliseconds.
    ///
    /// Work that is late goes on: what blocks on the disk cannot be called off.
    package func answer<Value: Sendable>(
        within milliseconds: Int64, late: Value, _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        let first = FirstAnswer<Value>()
        let timing = Task {
            await sleep(milliseconds)
            first.give(late)
        }
        Task { first.give(await work()) }
        let answer = await first.wait()
        timing.cancel()
        return answer
    }
}
