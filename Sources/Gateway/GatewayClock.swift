import Foundation
import Messaging

/// What time it is, and how to wait: the only clock of the gateway.
package struct GatewayClock: Sendable {
    package let now: @Sendable () -> Timestamp

    /// Returns after so many milliseconds, or at once when the task is cancelled.
    package let sleep: @Sendable (_ milliseconds: Int64) async -> Void

    /// Nanoseconds since some moment, for measuring what takes less than a millisecond; never set
    /// back.
    let nanoseconds: @Sendable () -> Int64

    package init(
        now: @escaping @Sendable () -> Timestamp,
        nanoseconds: (@Sendable () -> Int64)? = nil,
        sleep: @escaping @Sendable (_ milliseconds: Int64) async -> Void
    ) {
        self.now = now
        self.nanoseconds = nanoseconds ?? { now().milliseconds &* 1_000_000 }
        self.sleep = sleep
    }

    /// The machine's clock.
    package static let system = GatewayClock(
        now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        nanoseconds: { Int64(clamping: DispatchTime.now().uptimeNanoseconds) },
        sleep: { milliseconds in
            // Woken early only when the task is cancelled, which its loop looks at.
            try? await Task.sleep(for: .milliseconds(milliseconds))
        })
}

/// Where blocking work runs: by default on a thread of its own, so that Swift's few shared threads
/// stay free while the disk is slow.
///
/// Work is not cancelled: what is being stored is stored to the end.
package struct BlockingQueue: Sendable {
    /// Runs a piece of work sooner or later, once.
    let execute: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// A thread of its own.
    package init() {
        let queue = DispatchQueue(label: "gateway.store")
        execute = { work in queue.async(execute: work) }
    }

    /// Work runs when and where `execute` runs it: once, and one after the other.
    package init(execute: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
        self.execute = execute
    }

    /// Returns what `work` returns.
    package func callAsFunction<T: Sendable>(
        _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            execute { continuation.resume(with: Result { try work() }) }
        }
    }
}
