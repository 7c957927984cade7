import Foundation
import Synchronization

/// Lines on their way to one place: gathered for a moment and written together, by a thread of
/// their own.
///
/// Whoever logs copies its line and goes on: a slow disk or a reader who has stopped reading does
/// not hold it up. What is gathered is bounded; lines that come when it is full are counted and
/// lost. A kill loses what was gathered within the last `gatherMilliseconds`, a stop in order
/// nothing (`flush`).
package final class LogBuffer: Sendable {
    /// Milliseconds for which lines are gathered before they are written; a warning or worse is
    /// written at once, with all that came before it.
    package static let gatherMilliseconds = 50

    /// Bytes that may wait to be written.
    package static let bytesMax = 2_000_000

    /// Milliseconds before lines that could not be written are tried again.
    package static let retryMilliseconds = 1_000

    /// Seconds after which `write` is called with nothing, so that it can tend to its files.
    package static let idleSeconds = 600

    /// Writes lines; returns how many bytes of them are done with.
    package typealias Write = @Sendable (_ lines: ArraySlice<UInt8>) -> Int

    private struct State {
        /// What is gathered.
        var bytes: [UInt8] = []
        /// What is being written, or is to be tried again.
        var inHand: [UInt8] = []
        var lost = 0
        var isUrgent = false
        /// Whether the thread was woken and will look.
        var isAwake = false
        var isOver = false
        /// Those who wait until all that is gathered now is written.
        var waiters: [DispatchSemaphore] = []
    }

    private let bytesMax: Int
    private let write: Write
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Makes an empty buffer; nothing is written before `start`.
    package init(bytesMax: Int = LogBuffer.bytesMax, write: @escaping Write) {
        self.bytesMax = bytesMax
        self.write = write
    }

    /// Starts the thread that writes, which lives until `end`.
    package func start() {
        let thread = Thread { self.run() }
        thread.name = "log"
        thread.start()
    }

    /// Takes one line, or counts it as lost when too much waits already.
    package func append(_ line: [UInt8], isUrgent: Bool) {
        let wakes = state.withLock { state in
            guard state.inHand.count + state.bytes.count + line.count <= bytesMax else {
                state.lost += 1
                return false
            }
            state.bytes += line
            defer { state.isAwake = true }
            guard isUrgent else { return !state.isAwake }
            defer { state.isUrgent = true }
            return !state.isUrgent
        }
        if wakes { wake.signal() }
    }

    /// The lines lost since this was last asked.
    package func takeLost() -> Int {
        state.withLock { state in
            defer { state.lost = 0 }
            return state.lost
        }
    }

    /// Returns when what is gathered now is written, or after so many seconds.
    ///
    /// - Returns: Whether it was written.
    @discardableResult
    package func flush(seconds: Int = 2) -> Bool {
        let written = DispatchSemaphore(value: 0)
        state.withLock { state in
            state.waiters.append(written)
            state.isAwake = true
            state.isUrgent = true
        }
        wake.signal()
        return written.wait(timeout: .now() + .seconds(seconds)) == .success
    }

    /// Writes what is left and ends the thread.
    package func end() {
        flush()
        state.withLock { $0.isOver = true }
        wake.signal()
    }

    // MARK: The thread

    private func run() {
        // A reader who has gone is an error of `write`, not the end of the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while !state.withLock({ $0.isOver }) {
            let isIdle =
                wake.wait(timeout: .now() + .seconds(Self.idleSeconds)) == .timedOut
            if isIdle {
                _ = write([])
                continue
            }
            if !state.withLock({ $0.isUrgent }) {
                _ = wake.wait(timeout: .now() + .milliseconds(Self.gatherMilliseconds))
            }
            while !writeWhatIsGathered(), !state.withLock({ $0.isOver }) {
                Thread.sleep(forTimeInterval: Double(Self.retryMilliseconds) / 1_000)
            }
        }
    }

    /// Writes what is gathered, and what is gathered meanwhile; on one thread only.
    ///
    /// - Returns: Whether all of it was written; else the rest waits to be tried again.
    package func writeWhatIsGathered() -> Bool {
        while true {
            let (bytes, waiters) = state.withLock { state in
                if state.inHand.isEmpty { swap(&state.inHand, &state.bytes) }
                state.isUrgent = false
                state.isAwake = !state.inHand.isEmpty
                defer { if state.bytes.isEmpty { state.waiters = [] } }
                return (state.inHand, state.bytes.isEmpty ? state.waiters : [])
            }
            let done = bytes.isEmpty ? 0 : write(bytes[...])
            guard done == bytes.count else {
                state.withLock { state in
                    state.inHand = Array(bytes.dropFirst(done))
                    state.waiters += waiters
                }
                return false
            }
            state.withLock { $0.inHand = [] }
            for waiter in waiters { waiter.signal() }
            if bytes.isEmpty { return true }
        }
    }
}
