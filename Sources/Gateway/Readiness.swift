import Conversation
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
        /// The account that does no work because of it, while all others do theirs; nil when it is
        /// a trouble of all.
        package let account: AccountID?
        /// What is wrong, fit for a log and a page: without text, name or secret.
        package let what: String
        /// What an admin does about it.
        package let remedy: String
        package let since: Timestamp

        package init(
            what: String, remedy: String, since: Timestamp, isWarning: Bool = false,
            of account: AccountID? = nil
        ) {
            self.isWarning = isWarning
            self.account = account
            self.what = what
            self.remedy = remedy
            self.since = since
        }
    }

    private struct State {
        var troubles: [String: Trouble] = [:]
        /// Accounts that are open.
        var working: Set<AccountID> = []
    }

    private let state = Mutex(State())

    /// Nothing is wrong yet.
    package init() {}

    /// The troubles by cause, in the order of their causes.
    package var all: [(cause: String, trouble: Trouble)] {
        state.withLock {
            $0.troubles.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// The troubles as admins are told of them.
    package var notices: [TroubleNotice] {
        all.map { TroubleNotice(cause: $0.cause, since: $0.trouble.since) }
    }

    /// Whether the work is done, warnings aside.
    ///
    /// What keeps one account from working is a warning as long as another works.
    package var isReady: Bool {
        state.withLock { state in
            let blocking = state.troubles.values.filter { !$0.isWarning }
            let silent = Set(blocking.compactMap(\.account))
            guard blocking.allSatisfy({ $0.account != nil }) else { return false }
            return silent.isEmpty || !state.working.isSubset(of: silent)
        }
    }

    /// Notes whether an account is open.
    package func note(_ account: AccountID, works: Bool) {
        state.withLock { state in
            if works { state.working.insert(account) } else { state.working.remove(account) }
        }
    }

    /// Takes away whatever was noted of an account that is no longer served.
    package func forget(_ account: AccountID) {
        state.withLock { state in
            state.working.remove(account)
            state.troubles = state.troubles.filter { !$0.key.hasSuffix(":\(account)") }
        }
    }

    /// Notes a trouble, or with nil that it is over.
    ///
    /// - Parameters:
    ///   - cause: A fixed word, with the account's name after a colon where it is one account's.
    ///   - trouble: The first one of a cause stands: its `since` is when it began.
    /// - Returns: Whether this changed anything, so that it is logged once.
    package func note(_ cause: String, _ trouble: Trouble?) -> Bool {
        state.withLock { state in
            guard let trouble else { return state.troubles.removeValue(forKey: cause) != nil }
            guard state.troubles[cause] == nil else { return false }
            state.troubles[cause] = trouble
            return true
        }
    }

    /// Puts a trouble in the place of what was noted of a cause, in one step; nil takes it away.
    package func replace(_ cause: String, _ trouble: Trouble?) {
        state.withLock { $0.troubles[cause] = trouble }
    }
}
