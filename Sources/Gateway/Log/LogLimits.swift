import Messaging

/// How large the log files may grow, and how long they are kept.
///
/// All files together never hold more than `totalBytesMax`.
package struct LogLimits: Hashable, Sendable {
    /// Bytes of one file: before it would hold more it is moved aside.
    package var fileBytesMax = 10_000_000

    /// Files moved aside that are kept.
    package var filesAsideMax = 9

    /// Milliseconds after its first line before a file is moved aside, however small it is.
    package var fileMillisecondsMax: Int64 = 86_400_000

    /// Milliseconds after it was moved aside before a file is deleted.
    package var keptMillisecondsMax: Int64 = 30 * 86_400_000

    /// Bytes of all files together, the one that is written to among them.
    package var totalBytesMax: Int { fileBytesMax * (filesAsideMax + 1) }

    package init() {}
}

/// A log file that was moved aside.
package struct LogFileAside: Hashable, Sendable {
    package let name: String
    package let movedAt: Timestamp
    package let bytes: Int

    package init(name: String, movedAt: Timestamp, bytes: Int) {
        (self.name, self.movedAt, self.bytes) = (name, movedAt, bytes)
    }
}

/// Which files are moved and deleted when: decided here, done by `LogFile`.
///
/// One rename puts a file aside under the moment of it, as `bot.log.2026-11-27T140500.123Z`. So a
/// crash between any two steps leaves whole files in their order: at worst there is no current
/// file, and the next start makes one.
package struct LogRotation: Hashable, Sendable {
    /// Name of the file that is written to, without its folder.
    package let name: String
    package let limits: LogLimits

    package init(name: String, limits: LogLimits) {
        (self.name, self.limits) = (name, limits)
    }

    /// The one thing to do next.
    package enum Step: Hashable, Sendable {
        case delete(String)
        case moveAside(as: String)
    }

    /// The steps by which the current file makes room for a new one.
    ///
    /// The file moved aside sorts behind all others even when the clock was set back.
    package func steps(
        movingAside bytes: Int, others: [LogFileAside], at now: Timestamp
    ) -> [Step] {
        let newest = others.map(\.movedAt).max()
        let moved = max(now, newest?.adding(milliseconds: 1) ?? now)
        let aside = LogFileAside(name: asideName(moved), movedAt: moved, bytes: bytes)
        let deletions = deletions(others + [aside], at: now)
        // A file may be too large by itself, when the limits were larger before.
        let isTooLarge = deletions.contains(.delete(aside.name))
        return deletions.filter { $0 != .delete(aside.name) } + [.moveAside(as: aside.name)]
            + (isTooLarge ? [.delete(aside.name)] : [])
    }

    /// What has to go for its age, and so that all that may still be written stays within limits.
    package func deletions(_ asides: [LogFileAside], at now: Timestamp) -> [Step] {
        var kept = asides.sorted { ($0.movedAt, $0.name) < ($1.movedAt, $1.name) }
        var steps: [Step] = []
        var bytes = kept.reduce(0) { $0 + $1.bytes }
        let room = limits.totalBytesMax - limits.fileBytesMax
        while let oldest = kept.first {
            let age = now.milliseconds - oldest.movedAt.milliseconds
            guard
                kept.count > limits.filesAsideMax || bytes > room
                    || age >= limits.keptMillisecondsMax
            else { break }
            steps.append(.delete(oldest.name))
            bytes -= oldest.bytes
            kept.removeFirst()
        }
        return steps
    }

    /// Whether the current file has to be moved aside before so many bytes more are written.
    package func isDue(bytes: Int, adding more: Int, begunAt: Timestamp, now: Timestamp) -> Bool {
        guard bytes > 0 else { return false }
        return bytes + more > limits.fileBytesMax
            || now.milliseconds - begunAt.milliseconds >= limits.fileMillisecondsMax
    }

    /// The name of a file that is moved aside at a moment.
    package func asideName(_ moment: Timestamp) -> String {
        let text = LogTime.text(moment)
        return "\(name).\(text.split(separator: ":").joined())"
    }

    /// When the file of this name was moved aside; nil when it is none of ours.
    package func movedAt(_ file: String) -> Timestamp? {
        guard file.hasPrefix("\(name).") else { return nil }
        var text = Array(file.utf8.dropFirst(name.utf8.count + 1))
        guard text.count == 22 else { return nil }
        text.insert(UInt8(ascii: ":"), at: 15)
        text.insert(UInt8(ascii: ":"), at: 13)
        return LogTime.moment(text)
    }
}
