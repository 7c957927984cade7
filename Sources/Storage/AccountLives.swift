import GRDB
import Messaging

/// Where an account stands, as the daemon notes it for people to read.
package struct AccountChange: Hashable, Sendable {
    package let account: AccountID
    package let platform: String
    package let phase: AccountLife.Phase
    package let at: Timestamp

    package init(account: AccountID, platform: String, phase: AccountLife.Phase, at: Timestamp) {
        self.account = account
        self.platform = platform
        self.phase = phase
        self.at = at
    }
}

/// What an admin has asked of an account.
package struct AccountMark: Hashable, Sendable {
    /// Since when it is to rest; nil when it is not.
    package var pausedAt: Timestamp?

    /// Who said so.
    package var pausedBy: String?

    /// When it was last to work again, or to be tried again.
    package var resumeAskedAt: Timestamp?

    package init() {}
}

/// What waits for an account to be sent.
package struct QueueDepth: Hashable, Sendable {
    package let count: Int
    package let oldest: Timestamp
}

/// One account's row, for a list.
package struct AccountLifeRow: Hashable, Sendable {
    package let account: AccountID
    package let platform: String?
    /// The word of its phase; nil when no daemon has served it since the upgrade.
    package let state: String?
    package let since: Timestamp?
    package let lastPollAt: Timestamp?
    package let reason: String?
    package let remedy: String?
    package let mark: AccountMark
}

extension Store {
    /// Notes where accounts stand and when the platform last answered their polls.
    ///
    /// - Throws: `StoreError`.
    package func note(_ changes: [AccountChange], polls: [AccountID: Timestamp]) throws {
        try write { db in
            for change in changes { try noteChange(change, in: db) }
            for (account, at) in polls {
                try db.run(
                    """
                    INSERT INTO account_state (account, last_poll_at) VALUES ($1, $2)
                    ON CONFLICT (account) DO UPDATE SET last_poll_at = excluded.last_poll_at
                    """, [account.rawValue, at.milliseconds])
            }
        }
    }

    /// What admins have asked of accounts: those of which nothing is asked are left out.
    ///
    /// - Throws: `StoreError`.
    package func accountMarks() throws -> [AccountID: AccountMark] {
        try read { db in
            let rows = try db.rows(
                of: "account_state",
                """
                SELECT * FROM account_state
                WHERE paused_at IS NOT NULL OR resume_asked_at IS NOT NULL
                """)
            return Dictionary(
                uniqueKeysWithValues: try rows.map {
                    (AccountID(rawValue: try $0.text("account")), try mark($0))
                })
        }
    }

    /// Lets an account rest; the daemon follows within about a second.
    ///
    /// - Parameters:
    ///   - account: Need not be in the settings.
    ///   - who: Who says so, for the list.
    ///   - now: The moment; one that rests already keeps its own.
    /// - Throws: `StoreError`.
    package func pause(_ account: AccountID, by who: String, at now: Timestamp) throws {
        try write { db in try Storage.pause(account, by: who, at: now, in: db) }
    }

    /// Lets an account work again, or one that has stopped be tried again.
    ///
    /// - Throws: `StoreError`.
    package func resume(_ account: AccountID, at now: Timestamp) throws {
        try write { db in try Storage.resume(account, at: now, in: db) }
    }

    /// What is known of each account that the database has met.
    ///
    /// - Throws: `StoreError`.
    package func accountLives() throws -> [AccountLifeRow] {
        try read { db in try Storage.accountLives(in: db) }
    }

    /// What waits to be sent, by account; accounts without anything are left out.
    ///
    /// - Throws: `StoreError`.
    package func queueDepths() throws -> [AccountID: QueueDepth] {
        try read { db in try Storage.queueDepths(in: db) }
    }
}

/// Lets an account rest; one that rests already keeps when and by whom.
func pause(_ account: AccountID, by who: String, at now: Timestamp, in db: Database) throws {
    try db.run(
        """
        INSERT INTO account_state (account, paused_at, paused_by) VALUES ($1, $2, $3)
        ON CONFLICT (account) DO UPDATE
        SET paused_at = coalesce(account_state.paused_at, excluded.paused_at),
            paused_by = coalesce(account_state.paused_by, excluded.paused_by)
        """, [account.rawValue, now.milliseconds, who])
}

/// Lets an account work again, or be tried again.
func resume(_ account: AccountID, at now: Timestamp, in db: Database) throws {
    try db.run(
        """
        INSERT INTO account_state (account, resume_asked_at) VALUES ($1, $2)
        ON CONFLICT (account) DO UPDATE
        SET paused_at = NULL, paused_by = NULL,
            resume_asked_at = max(excluded.resume_asked_at,
                coalesce(account_state.resume_asked_at + 1, 0))
        """, [account.rawValue, now.milliseconds])
}

/// What is known of each account that the database has met, by name.
func accountLives(in db: Database) throws -> [AccountLifeRow] {
    try db.rows(of: "account_state", "SELECT * FROM account_state ORDER BY account").map { row in
        func textIfAny(_ column: String) throws -> String? {
            try row.isNull(column) ? nil : row.text(column)
        }
        func momentIfAny(_ column: String) throws -> Timestamp? {
            try row.integerIfAny(column).map(Timestamp.init(milliseconds:))
        }
        return AccountLifeRow(
            account: AccountID(rawValue: try row.text("account")),
            platform: try textIfAny("platform"), state: try textIfAny("state"),
            since: try momentIfAny("state_since"), lastPollAt: try momentIfAny("last_poll_at"),
            reason: try textIfAny("stopped_reason"), remedy: try textIfAny("remedy"),
            mark: try mark(row))
    }
}

/// What waits to be sent, by account.
func queueDepths(in db: Database) throws -> [AccountID: QueueDepth] {
    let rows = try db.rows(
        of: "outbox",
        """
        SELECT account, count(*) AS count, min(queued_at) AS oldest FROM outbox
        WHERE state IN ('waiting', 'sending') GROUP BY account
        """)
    return Dictionary(
        uniqueKeysWithValues: try rows.map {
            (
                AccountID(rawValue: try $0.text("account")),
                QueueDepth(
                    count: Int(try $0.integer("count")),
                    oldest: Timestamp(milliseconds: try $0.integer("oldest")))
            )
        })
}

private func noteChange(_ change: AccountChange, in db: Database) throws {
    let trouble = change.phase.trouble
    try db.run(
        """
        INSERT INTO account_state
            (account, platform, state, state_since, stopped_at, stopped_reason, remedy)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (account) DO UPDATE
        SET platform = excluded.platform, state = excluded.state,
            state_since = excluded.state_since, stopped_at = excluded.stopped_at,
            stopped_reason = excluded.stopped_reason, remedy = excluded.remedy
        """,
        [
            change.account.rawValue, change.platform, change.phase.word, change.at.milliseconds,
            trouble == nil ? nil : change.at.milliseconds, trouble?.reason, trouble?.remedy,
        ])
}

private func mark(_ row: RowReader) throws -> AccountMark {
    var mark = AccountMark()
    mark.pausedAt = try row.integerIfAny("paused_at").map(Timestamp.init(milliseconds:))
    mark.pausedBy = try row.isNull("paused_by") ? nil : row.text("paused_by")
    mark.resumeAskedAt = try row.integerIfAny("resume_asked_at").map(Timestamp.init(milliseconds:))
    return mark
}
