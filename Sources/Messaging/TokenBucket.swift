/// Lets things through at a steady rate, with a few saved up for a burst; it has no clock.
///
/// In any span of time it lets through `burst` and one for each interval of the span, at the most.
/// A clock that jumps back finds it empty, never closed for longer than one interval; a clock that
/// jumps forth finds it full.
package struct TokenBucket: Hashable, Sendable {
    /// How fast a bucket fills, and how much it holds.
    package struct Rate: Hashable, Sendable {
        /// Milliseconds for one token, 0 to a day; 0 for no limit.
        package let intervalMilliseconds: Int64

        /// Tokens that are saved up at the most, 1 to 1,000,000.
        package let burst: Int64

        /// A rate; numbers outside their range become the nearest inside.
        package init(intervalMilliseconds: Int64, burst: Int64) {
            self.intervalMilliseconds = min(max(intervalMilliseconds, 0), 86_400_000)
            self.burst = min(max(burst, 1), 1_000_000)
        }

        /// Everything passes.
        package static let unlimited = Rate(intervalMilliseconds: 0, burst: 1)

        /// Milliseconds in which an empty bucket fills.
        package var fillMilliseconds: Int64 { intervalMilliseconds * burst }
    }

    /// When it is full if nothing more is taken: all that there is to store of it.
    package private(set) var fullAt: Timestamp

    /// A bucket that is full at this moment and later; a new one is full at any time.
    package init(fullAt: Timestamp = Timestamp(milliseconds: .min)) {
        self.fullAt = fullAt
    }

    /// Takes one token if there is one.
    ///
    /// - Returns: Nil when it was taken; else the moment at which there will be one.
    package mutating func take(at now: Timestamp, _ rate: Rate) -> Timestamp? {
        if let opens = opens(at: now, rate) { return opens }
        fullAt = max(now, fullAt).later(by: rate.intervalMilliseconds)
        return nil
    }

    /// The moment at which there will be a token; nil when there is one now.
    package mutating func opens(at now: Timestamp, _ rate: Rate) -> Timestamp? {
        // After a clock that went back: empty, and no emptier than that.
        fullAt = min(fullAt, now.later(by: rate.fillMilliseconds))
        let (missing, isBeyond) = fullAt.milliseconds.subtractingReportingOverflow(now.milliseconds)
        let mayMiss = rate.fillMilliseconds - rate.intervalMilliseconds
        guard !isBeyond, missing > mayMiss else { return nil }
        return now.later(by: missing - mayMiss)
    }

    /// Whether it makes no difference whether the bucket is remembered.
    package func isFull(at now: Timestamp) -> Bool {
        fullAt <= now
    }
}

extension Timestamp {
    /// The moment so much later, or the last one that there is.
    func later(by count: Int64) -> Timestamp {
        let (sum, isBeyond) = milliseconds.addingReportingOverflow(count)
        return Timestamp(milliseconds: isBeyond ? .max : sum)
    }
}
