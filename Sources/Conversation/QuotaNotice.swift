import Messaging

/// Says to admins that the month's messages of an account are running out.
package struct QuotaNotice: Hashable, Sendable {
    package let account: AccountID

    /// Messages sent this month.
    package let sent: Int

    /// Messages that the account may send this month.
    package let quota: Int

    package init(account: AccountID, sent: Int, quota: Int) {
        self.account = account
        self.sent = sent
        self.quota = quota
    }

    /// Shares of the quota at which admins are warned, in percent.
    package static let percents = [80, 95]

    /// The highest share that has been reached; nil for none.
    package var percent: Int? {
        Self.percents.last { sent * 100 >= quota * $0 }
    }

    /// What admins are told.
    package var reply: Reply {
        Reply(
            .quotaWarning,
            [
                "account": .text(account.rawValue), "sent": .number(sent), "quota": .number(quota),
                "left": .number(max(quota - sent, 0)),
                "bulletins-end": .flag(sent * 100 < quota * 90),
                "nothing-left": .flag(sent >= quota),
            ])
    }
}
