/// How long to pause before the next poll: it decides, and reads no clock.
///
/// A quiet platform is asked again at once, since a pause would make the bot deaf; a failing one
/// is left alone for longer and longer, so that an outage is not made worse.
package struct PollPacing: Hashable, Sendable {
    /// What the poller does next.
    package enum Step: Hashable, Sendable {
        /// Poll again after so many milliseconds; 0 is at once.
        case pollAfter(milliseconds: Int64)
        /// Do not poll again: somebody must mend something, or the daemon stops.
        case stop
    }

    /// An idle answer in less than this many milliseconds means that the platform did not wait.
    package static let idleMillisecondsMin: Int64 = 5_000

    /// The pause then.
    package static let guardMilliseconds: Int64 = 2_000

    /// So many skipped updates in a row are polled past at once; after more, the guard applies.
    package static let skippedMax = 3

    /// Pauses in milliseconds after the first, second … failure in a row; the last one stays.
    package static let failureMilliseconds: [Int64] = [5_000, 10_000, 20_000, 30_000]

    private var failures = 0
    private var skipped = 0

    package init() {}

    /// A poll has returned.
    ///
    /// - Parameters:
    ///   - received: What it brought.
    ///   - milliseconds: How long it took.
    /// - Returns: `pollAfter`, always.
    package mutating func received(
        _ received: Received, afterMilliseconds milliseconds: Int64
    ) -> Step {
        failures = 0
        switch received {
        case .messages:
            skipped = 0
            return .pollAfter(milliseconds: 0)
        case .idle:
            skipped = 0
            let isHasty = milliseconds < Self.idleMillisecondsMin
            return .pollAfter(milliseconds: isHasty ? Self.guardMilliseconds : 0)
        case .skipped:
            skipped = min(skipped + 1, Self.skippedMax + 1)
            let isHasty = skipped > Self.skippedMax && milliseconds < Self.idleMillisecondsMin
            return .pollAfter(milliseconds: isHasty ? Self.guardMilliseconds : 0)
        }
    }

    /// A poll has failed.
    package mutating func failed(_ failure: ReceiveFailure) -> Step {
        switch failure {
        case .tryAgain:
            failures = min(failures + 1, Self.failureMilliseconds.count)
            return .pollAfter(milliseconds: Self.failureMilliseconds[failures - 1])
        case .credentialsExpired, .misconfigured, .cancelled:
            return .stop
        }
    }
}
