import Foundation
import Messaging

/// What time it is, and how to wait: the only clock of the gateway.
package struct GatewayClock: Sendable {
    package let now: @Sendable () -> Timestamp

    /// Returns after so many milliseconds, or at once when the task is cancelled.
    package let sleep: @Sendable (_ milliseconds: Int64) async -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (_ milliseconds: Int64) async -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's clock.
    package static let system = GatewayClock(
        now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        sleep: { milliseconds in
            // Woken early only when the task is cancelled, which its loop looks at.
            try? await Task.sleep(for: .milliseconds(milliseconds))
        })
}

/// Runs blocking work on a thread of its own, so that Swift's few shared threads stay free while
/// the disk is slow.
///
/// Work is not cancelled: what is being stored is stored to the end.
struct BlockingQueue: Sendable {
    private let queue = DispatchQueue(label: "gateway.store")

    /// Returns what `work` returns.
    func callAsFunction<T: Sendable>(
        _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
