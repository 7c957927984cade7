import Foundation
import Messaging

/// When the watchman calls something a trouble.
package struct WatchLimits: Sendable {
    /// Files and folders whose disks are watched: the database, the log.
    package var paths: [String] = []

    /// Bytes free below which an admin is warned: room for some days of a drive.
    package var diskLowBytes: Int64 = 500_000_000

    /// Bytes free below which no messages are taken in, so that what is in hand can be finished.
    package var diskFullBytes: Int64 = 30_000_000

    /// Milliseconds between two looks; the largest number is never.
    package var lookMilliseconds: Int64 = 15_000

    /// Milliseconds after which a poll is given up as deaf: the longest wait of a platform (50 s on
    /// Telegram, 30 s on Zalo) and the margins of the HTTP client, and as much again.
    package var pollMillisecondsMax: Int64 = 120_000

    /// Milliseconds for which the oldest reply of an account may wait.
    package var replyWaitMilliseconds: Int64 = 300_000

    /// Replies that an account may have waiting, if they grow from look to look.
    package var repliesMax = 200

    /// Looks in a row at which a queue must have grown.
    package var growingLooks = 4

    /// Milliseconds for which the oldest message may wait for its turn.
    package var turnWaitMilliseconds: Int64 = 120_000

    /// Reads how many bytes are free for this user where a path lies; nil when nobody can tell.
    package var freeBytes: @Sendable (_ path: String) -> Int64? = { path in
        var stat = statvfs()
        guard statvfs(path, &stat) == 0 else { return nil }
        return Int64(clamping: UInt64(stat.f_bavail) &* UInt64(stat.f_frsize))
    }

    package init() {}

    /// Nothing is watched: for clocks on which waiting takes no time.
    package static let off = {
        var limits = WatchLimits()
        (limits.lookMilliseconds, limits.pollMillisecondsMax) = (.max, .max)
        return limits
    }()
}
