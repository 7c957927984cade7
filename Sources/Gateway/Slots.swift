import Synchronization

/// Lets so many work at a time; the others wait their turn in order.
final class Slots: Sendable {
    private struct State {
        var free: Int
        var waiters: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var waitersEver = 0
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// Runs `body` when a slot is free; nil when the task was cancelled before that.
    func use<T: Sendable>(_ body: () async -> T) async -> T? {
        guard await take() else { return nil }
        defer { giveBack() }
        return await body()
    }

    private func take() async -> Bool {
        let number = state.withLock { state in
            state.waitersEver += 1
            return state.waitersEver
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isTaken: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiters.append((number, continuation))
                    return nil
                }
                if let isTaken { continuation.resume(returning: isTaken) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map {
                    state.waiters.remove(at: $0)
                }
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    private func giveBack() {
        let next = state.withLock { state in
            if state.waiters.isEmpty {
                state.free += 1
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.waiters.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}

/// Counts what is under way, and tells when it is closed and nothing is left.
final class Tally: Sendable {
    private struct State {
        var count = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let isOver = Gate()

    /// Counts one more; false when it is closed.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.count += 1
            return true
        }
    }

    /// One that has entered is done.
    func leave() {
        let isLast = state.withLock { state in
            state.count -= 1
            return state.isClosed && state.count == 0
        }
        if isLast { isOver.open() }
    }

    /// Lets nobody enter any more.
    func close() {
        let isEmpty = state.withLock { state in
            state.isClosed = true
            return state.count == 0
        }
        if isEmpty { isOver.open() }
    }

    /// Returns when it is closed and nothing is under way, or when the task is cancelled.
    func waitUntilOver() async { await isOver.wait() }
}
