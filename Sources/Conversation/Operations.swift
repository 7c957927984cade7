import Messaging

/// What an admin may ask about the work of the daemon (tình hình vận hành).
///
/// A struct of closures as `Books`: `Storage` answers from SQL inside the turn's transaction, the
/// shell adds what only the running program knows, tests answer from lists.
package struct Operations {
    /// Every account that the database has met, by name.
    package let accounts: () throws -> [AccountFigures]

    /// How much was done since a moment, and what waits.
    package let work: (_ since: Timestamp) throws -> WorkFigures

    /// Messages whose trace begins so, oldest first, at most so many.
    package let trails: (_ prefix: String, _ max: Int) throws -> [MessageTrail]

    /// What the running program knows.
    package var house: () -> House

    package init(
        accounts: @escaping () throws -> [AccountFigures],
        work: @escaping (Timestamp) throws -> WorkFigures,
        trails: @escaping (String, Int) throws -> [MessageTrail],
        house: @escaping () -> House = { House() }
    ) {
        self.accounts = accounts
        self.work = work
        self.trails = trails
        self.house = house
    }

    /// A daemon without accounts that has done nothing.
    package static var none: Operations {
        Operations(
            accounts: { [] }, work: { _ in WorkFigures() }, trails: { _, _ in [] })
    }
}

/// How one account fares.
package struct AccountFigures: Hashable, Sendable {
    package let account: AccountID
    package let platform: String

    /// The word of its phase: `working`, `paused`, `stopped` …; nil when no daemon has served it.
    package let state: String?

    /// Since when it stands there.
    package let since: Timestamp?

    /// Since when an admin lets it rest; nil when none does.
    package let pausedAt: Timestamp?

    /// What keeps it from working, fit for an admin.
    package let reason: String?

    /// Replies that wait to be sent.
    package let queued: Int
    package let sentThisMonth: Int

    package init(
        account: AccountID, platform: String, state: String?, since: Timestamp?,
        pausedAt: Timestamp?, reason: String?, queued: Int, sentThisMonth: Int
    ) {
        self.account = account
        self.platform = platform
        self.state = state
        self.since = since
        self.pausedAt = pausedAt
        self.reason = reason
        self.queued = queued
        self.sentThisMonth = sentThisMonth
    }
}

/// How much was done since a moment, and what waits now.
package struct WorkFigures: Hashable, Sendable {
    /// Messages that came in.
    package var received = 0
    /// Messages whose turn is owed.
    package var waiting = 0
    /// Messages set aside after failing.
    package var setAside = 0
    /// Replies that were given up since then.
    package var undelivered = 0

    package init() {}
}

/// What only the running program knows of itself.
package struct House: Sendable {
    /// When it was started; nil when that is not known.
    package var startedAt: Timestamp?

    /// The accounts that it serves, each with its month's quota, nil for no limit.
    package var served: [AccountID: Int?] = [:]

    /// What stands in the way just now.
    package var troubles: [TroubleNotice] = []

    /// What was logged as an error, the latest first.
    package var errors: [RecentError] = []

    package init() {}
}

/// What was logged as an error, once or again and again.
package struct RecentError: Hashable, Sendable {
    /// The fixed name of the event.
    package let event: String

    /// The account it befell; nil for the machine or an unknown one.
    package let account: AccountID?
    package let count: Int
    package let lastAt: Timestamp

    /// The trace of the last message it befell; nil for none.
    package let trace: TraceID?

    package init(
        event: String, account: AccountID?, count: Int, lastAt: Timestamp, trace: TraceID?
    ) {
        self.event = event
        self.account = account
        self.count = count
        self.lastAt = lastAt
        self.trace = trace
    }
}
