import Gateway
import Messaging
import Synchronization

/// A clock that stands still until a test moves it.
final class HandClock: Sendable {
    private struct State {
        var now: Timestamp
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        var sleepersEver = 0
        var readings = 0
    }

    private let state: Mutex<State>

    init(at now: Timestamp) {
        state = Mutex(State(now: now))
    }

    var clock: GatewayClock {
        GatewayClock(
            now: {
                self.state.withLock { state in
                    state.readings += 1
                    return state.now
                }
            }, sleep: { await self.sleep($0) })
    }

    /// Moves the clock, forth or back, and returns when `isDone`; without it, when the clock has
    /// been read a few times, so that whoever watches it has seen the new time.
    ///
    /// Sleepers are woken meanwhile, though their time may not have come: one that read the clock
    /// before it moved would else sleep on.
    func move(to now: Timestamp, until isDone: (@Sendable () -> Bool)? = nil) async {
        let before = state.withLock { state in
            state.now = now
            return state.readings
        }
        let seen = { self.state.withLock { $0.readings } >= before + 20 }
        while !(isDone ?? seen)() {
            wakeAll()
            await Task.yield()
        }
    }

    private func wakeAll() {
        let woken = state.withLock { state in
            let woken = state.sleepers
            state.sleepers = [:]
            return woken
        }
        for sleeper in woken.values { sleeper.resume() }
    }

    private func sleep(_ milliseconds: Int64) async {
        let number = state.withLock { state in
            state.sleepersEver += 1
            return state.sleepersEver
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard milliseconds > 0, !Task.isCancelled else { return true }
                    state.sleepers[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
        }
    }
}
