import Messaging

/// Lets one line a minute through for each cause and counts the others, so that whoever knocks a
/// thousand times a second cannot fill the disk with the log of it.
struct LogThrottle {
    static let pauseSeconds: Int64 = 60

    private struct Count {
        var unlogged = 0
        var loggedAt: Timestamp?
    }

    private var counts: [String: Count] = [:]

    /// Notes one more of a cause.
    ///
    /// - Returns: How many there were since the last line, this one included; nil when it is too
    ///   early for another line.
    mutating func note(_ cause: String, at now: Timestamp) -> Int? {
        var count = counts[cause] ?? Count()
        defer { counts[cause] = count }
        count.unlogged += 1
        if let loggedAt = count.loggedAt {
            let end = loggedAt.adding(seconds: Self.pauseSeconds)
            // A clock that was put back must not silence the log for long.
            guard now >= end || now < loggedAt else { return nil }
        }
        count.loggedAt = now
        defer { count.unlogged = 0 }
        return count.unlogged
    }
}
