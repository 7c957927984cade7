import GRDB
import Messaging
import VietText

/// How one bot account fares.
package struct AccountStanding: Hashable, Sendable {
    /// The end of the last poll that the platform answered; nil before the first.
    package let lastPollAt: Timestamp?

    /// Why the account stands still, fit for an admin to read; nil while it works.
    package let stoppedReason: String?
}

extension Store {
    /// Notes that the platform has answered a poll.
    ///
    /// - Throws: `StoreError`.
    package func notePoll(account: AccountID, at now: Timestamp) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO account_state (account, last_poll_at) VALUES ($1, $2)
                ON CONFLICT (account) DO UPDATE SET last_poll_at = excluded.last_poll_at
                """, [account.rawValue, now.milliseconds])
        }
    }

    /// Notes why an account stands still; nil when it works again.
    ///
    /// - Throws: `StoreError`.
    package func noteStopped(
        account: AccountID, reason: String?, at now: Timestamp
    ) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO account_state (account, stopped_at, stopped_reason)
                VALUES ($1, $2, $3)
                ON CONFLICT (account) DO UPDATE
                SET stopped_at = excluded.stopped_at, stopped_reason = excluded.stopped_reason
                """, [account.rawValue, reason == nil ? nil : now.milliseconds, reason])
        }
    }

    /// How an account fares; all nil when nothing is known of it.
    ///
    /// - Throws: `StoreError`.
    package func standing(of account: AccountID) throws -> AccountStanding {
        try read { db in
            let row = try db.rows(
                of: "account_state", "SELECT * FROM account_state WHERE account = $1",
                [account.rawValue]
            ).first
            guard let row else { return AccountStanding(lastPollAt: nil, stoppedReason: nil) }
            return AccountStanding(
                lastPollAt: try row.integerIfAny("last_poll_at").map(Timestamp.init(milliseconds:)),
                stoppedReason: try row.isNull("stopped_reason") ? nil : row.text("stopped_reason"))
        }
    }

    /// Messages that an account has sent, or may have sent, in the month of `now` in Vietnam.
    ///
    /// - Throws: `StoreError`.
    package func sentInMonth(account: AccountID, at now: Timestamp) throws -> Int {
        try read { db in try Storage.sentInMonth(of: account, at: now, in: db) }
    }

    /// Counts messages against the month's quota of an account.
    func countSent(
        _ count: Int, account: AccountID, at now: Timestamp, in db: Database
    ) throws {
        guard count > 0 else { return }
        try db.run(
            """
            INSERT INTO account_month (account, month, sent) VALUES ($1, $2, $3)
            ON CONFLICT (account, month) DO UPDATE SET sent = sent + excluded.sent
            """, [account.rawValue, month(of: now), count])
    }

    /// Counts one message against the month's quota of the row's account.
    func countSent(_ id: Int64, at now: Timestamp, in db: Database) throws {
        try db.run(
            """
            INSERT INTO account_month (account, month, sent)
            SELECT account, $1, 1 FROM outbox WHERE id = $2
            ON CONFLICT (account, month) DO UPDATE SET sent = sent + 1
            """, [month(of: now), id])
    }
}

/// Messages that an account has sent, or may have sent, in the month of `now` in Vietnam.
func sentInMonth(of account: AccountID, at now: Timestamp, in db: Database) throws -> Int {
    Int(
        try db.number(
            "SELECT sent FROM account_month WHERE account = $1 AND month = $2",
            [account.rawValue, month(of: now)]) ?? 0)
}

/// The month in Vietnam as `2026-06`.
func month(of moment: Timestamp) -> String {
    String(CivilDay(epochMilliseconds: moment.milliseconds).description.prefix(7))
}
