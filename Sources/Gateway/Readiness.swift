import Messaging
import Synchronization

/// What stands in the way of the daemon's work just now, by cause; nothing is ready.
///
/// Whoever notices a trouble sets it, and takes it away when it is over. It is shown on `/readyz`
/// and to systemd, and logged once at each change by whoever sets it.
package final class Readiness: Sendable {
    /// One trouble.
    package struct Trouble: Hashable, Sendable {
        /// Whether the daemon still does all its work: a warning does not make it unready.
        package let isWarning: Bool
        /// What is wrong, fit for a log and a page: without text, name or secret.
        package let what: String
        /// What an admin does about it.
        package let remedy: String
        package let since: Timestamp

        package init(
            what: String, remedy: String, since: Timestamp, isWarning: Bool = false
        ) {
            self.isWarning = isWarning
            self.what = what
            self.remedy = remedy
            self.since = since
        }
    }

    private let troubles = Mutex<[String: Trouble]>([:])

    /// Nothing is wrong yet.
    package init() {}

    /// The troubles by cause, in the order of their causes.
    package var all: [(cause: String, trouble: Trouble)] {
        troubles.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    /// Whether all the work is done, warnings aside.
    package var isReady: Bool { troubles.withLock { $0.values.allSatisfy(\.isWarning) } }

    /// Notes a trouble, or with nil that it is over.
    ///
    /// - Parameters:
    ///   - cause: A fixed word, with the account's name after a colon where it is one account's.
    ///   - trouble: The first one of a cause stands: its `since` is when it began.
    /// - Returns: Whether this changed anything, so that it is logged once.
    package func note(_ cause: String, _ trouble: Trouble?) -> Bool {
        troubles.withLock { troubles in
            guard let trouble else { return troubles.removeValue(forKey: cause) != nil }
            guard troubles[cause] == nil else { return false }
            troubles[cause] = trouble
            return true
        }
    }
}
