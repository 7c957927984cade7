import Conversation
import Logging
import Messaging
import Synchronization

/// What was logged as an error lately, for an admin who asks in the chat; of one event and account
/// the last time and how often.
package final class RecentErrors: Sendable {
    private struct Key: Hashable {
        let event: String
        let account: String?
    }

    private struct Entry {
        var count = 0
        var lastAt: Timestamp
        var trace: String?
    }

    private let entries = Mutex<[Key: Entry]>([:])

    /// Seconds after which an error is no longer recent.
    package static let secondsMax: Int64 = 24 * 3_600

    /// Different errors remembered at the most; the oldest makes room.
    package static let entriesMax = 100

    /// Nothing has gone wrong yet.
    package init() {}

    /// Notes an event; what is less than an error is passed over.
    package func note(
        _ event: String, _ level: Logger.Level, account: String?, trace: String?, at now: Timestamp
    ) {
        guard level >= .error else { return }
        let key = Key(event: event, account: account)
        entries.withLock { entries in
            var entry = entries[key] ?? Entry(lastAt: now)
            entry.count += 1
            entry.lastAt = max(entry.lastAt, now)
            entry.trace = trace ?? entry.trace
            entries[key] = entry
            guard entries.count > Self.entriesMax else { return }
            if let oldest = entries.min(by: { $0.value.lastAt < $1.value.lastAt })?.key {
                entries[oldest] = nil
            }
        }
    }

    /// Notes what a log file holds: errors of before the start.
    ///
    /// - Parameters:
    ///   - bytes: The end of a file; a first line that is cut is passed over.
    ///   - now: The moment from which the last 24 hours count.
    package func note(log bytes: [UInt8], at now: Timestamp) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let line = LogLine(line), Self.isRecent(line.time, at: now) else { continue }
            note(
                line.event, line.level, account: line["account"], trace: line["trace"],
                at: line.time)
        }
    }

    /// The errors of the last 24 hours, the latest first.
    package func all(at now: Timestamp) -> [RecentError] {
        entries.withLock { $0 }
            .filter { Self.isRecent($0.value.lastAt, at: now) }
            .sorted { ($0.value.lastAt, $1.key.event) > ($1.value.lastAt, $0.key.event) }
            .map { key, entry in
                RecentError(
                    event: key.event, account: key.account.map(AccountID.init(rawValue:)),
                    count: entry.count, lastAt: entry.lastAt,
                    trace: entry.trace.map(TraceID.init(rawValue:)))
            }
    }

    private static func isRecent(_ moment: Timestamp, at now: Timestamp) -> Bool {
        now.milliseconds - moment.milliseconds < secondsMax * 1_000
    }
}
