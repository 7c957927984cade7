import Conversation
import GRDB
import Messaging
import VietText

/// Admins were warned that the month's messages of an account are running out.
package struct QuotaWarning: Hashable, Sendable {
    package let notice: QuotaNotice

    /// The share of the quota that was reached, in percent.
    package let percent: Int

    /// The accounts by which admins are told, one for each admin.
    package let toldBy: [AccountID]
}

extension Store {
    /// Warns each admin in their private chat, once a month for each account and share.
    ///
    /// A warning is sent like an answer, so that the quota of which it speaks does not stop it, by
    /// an account that still has something left: rather the account in question, else another.
    ///
    /// - Parameters:
    ///   - quota: Messages that an account may send in a month; nil for no limit.
    ///   - rules: The accounts at work, and how replies are worded.
    ///   - now: A moment of the month.
    /// - Returns: The warnings that were new.
    /// - Throws: What `rules.render` throws; `StoreError`.
    package func warnOfQuota(
        _ quota: (AccountID) -> Int?, _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> [QuotaWarning] {
        let month = month(of: now)
        // Nearly always there is nothing to write.
        let due = try read { db in try noticesDue(quota, in: month, db) }
        guard !due.isEmpty else { return [] }
        return try write { db in
            try noticesDue(quota, in: month, db).map { notice, percent in
                let admins = try reachableAdmins(
                    rather: notice.account, month: month, quota, rules, in: db)
                for reached in QuotaNotice.percents where reached <= percent {
                    try db.run(
                        """
                        INSERT INTO quota_warning (account, month, percent, warned_at, told)
                        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                        """,
                        [
                            notice.account.rawValue, month, reached, now.milliseconds,
                            reached == percent ? admins.count : 0,
                        ])
                }
                try tell(admins, notice.reply, rules, at: now, in: db)
                return QuotaWarning(
                    notice: notice, percent: percent, toldBy: admins.map(\.account))
            }
        }
    }

    /// Messages that each account has sent, or may have sent, in the month of `now` in Vietnam.
    ///
    /// - Throws: `StoreError`.
    package func sentInMonth(at now: Timestamp) throws -> [AccountID: Int] {
        try read { db in try Storage.sentInMonth(at: now, in: db) }
    }
}

/// Messages that each account has sent, or may have sent, in the month of `now`.
func sentInMonth(at now: Timestamp, in db: Database) throws -> [AccountID: Int] {
    let rows = try db.rows(
        of: "account_month", "SELECT * FROM account_month WHERE month = $1", [month(of: now)])
    return try Dictionary(
        uniqueKeysWithValues: rows.map {
            (AccountID(rawValue: try $0.text("account")), Int(try $0.integer("sent")))
        })
}

/// Accounts that have reached a share of which nobody was told yet, in order.
private func noticesDue(
    _ quota: (AccountID) -> Int?, in month: String, _ db: Database
) throws -> [(notice: QuotaNotice, percent: Int)] {
    let rows = try db.rows(
        of: "account_month",
        """
        SELECT account_month.account AS account, sent, (
            SELECT coalesce(max(percent), 0) FROM quota_warning
            WHERE quota_warning.account = account_month.account AND quota_warning.month = $1
        ) AS warned FROM account_month WHERE month = $1 ORDER BY account_month.account
        """, [month])
    return try rows.compactMap { row in
        let account = AccountID(rawValue: try row.text("account"))
        guard let quota = quota(account) else { return nil }
        let notice = QuotaNotice(
            account: account, sent: Int(try row.integer("sent")), quota: quota)
        guard let percent = notice.percent, try row.integer("warned") < percent else { return nil }
        return (notice, percent)
    }
}

/// Queues a reply to each of these admins, as pressing as an answer; it expires after a day.
func tell(
    _ admins: [ReachableChat], _ reply: Reply, _ rules: AnnouncementRules, at now: Timestamp,
    in db: Database
) throws {
    let text = storable(try rules.render(reply))
    for admin in admins {
        let message = QueuedMessage(
            account: admin.account, chat: admin.chat, text: text, priority: .answer,
            trace: rules.trace(), expiresAt: now.adding(seconds: 24 * 3_600))
        try queueMessage(message, answering: nil, ordinal: 0, at: now, in: db)
    }
}

/// One private chat of each admin, of an account at work that may still send: rather the one
/// given, if any, and the one in trouble only where there is no other.
func reachableAdmins(
    rather account: AccountID?, month: String, _ quota: (AccountID) -> Int?,
    _ rules: AnnouncementRules, butNot troubled: AccountID? = nil, in db: Database
) throws -> [ReachableChat] {
    let rows = try db.rows(
        of: "identity",
        """
        SELECT identity.person AS person, identity.account AS account,
            identity.private_chat AS chat, coalesce(account_month.sent, 0) AS sent
        FROM admin JOIN identity ON identity.person = admin.person
        LEFT JOIN account_month
            ON account_month.account = identity.account AND account_month.month = $1
        WHERE admin.ended_at IS NULL AND identity.private_chat IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM recipient_gone WHERE recipient_gone.account = identity.account
                    AND recipient_gone.chat = identity.private_chat
            )
        ORDER BY identity.person, coalesce(identity.account = $2, 0),
            coalesce(identity.account <> $3, 0), identity.account
        """, [month, troubled?.rawValue, account?.rawValue])
    var admins: [Int64: ReachableChat] = [:]
    for row in rows {
        let account = AccountID(rawValue: try row.text("account"))
        let person = try row.integer("person")
        guard rules.textUnitsMax[account] != nil, admins[person] == nil,
            try quota(account).map({ try row.integer("sent") < $0 }) ?? true
        else { continue }
        admins[person] = ReachableChat(
            account: account, chat: ChatID(rawValue: try row.text("chat")),
            isMuted: false)
    }
    return admins.sorted { $0.key < $1.key }.map(\.value)
}
