import Conversation
import Logging
import Messaging
import Storage

extension Scheduler {
    /// Warns admins of a quota that runs out, and wakes whoever has to do with what an admin put
    /// back beside the daemon.
    func lookAfterDelivery(at now: Timestamp, _ rules: AnnouncementRules) async {
        let (roster, limits) = (context.roster, context.limits)
        let warnings = await attempt("warning of the quota") { store in
            try store.warnOfQuota(
                { (roster.limits(of: $0) ?? limits).monthlyQuota }, rules, at: now)
        }
        for warning in warnings ?? [] { report(warning) }
        let back = await attempt("looking for what was put back") { try $0.takePutBack() }
        guard let back, !back.isEmpty else { return }
        kept.raise()
        for account in back {
            context.logger.log(.putBack, .notice, ["account": "\(account)"])
        }
        for account in back { context.roster.wake(account) }
    }

    private func report(_ warning: QuotaWarning) {
        let notice = warning.notice
        context.logger.log(
            .quotaWarned, .warning,
            [
                "account": "\(notice.account)", "percent": "\(warning.percent)",
                "sent": "\(notice.sent)", "quota": "\(notice.quota)",
                "told": "\(warning.toldBy.count)",
                "remedy": warning.toldBy.isEmpty
                    ? "no admin could be told: 'tungngo people' makes one; move groups elsewhere"
                    : "move groups to another account, or get a larger quota",
            ])
        for account in warning.toldBy { context.roster.wake(account) }
    }
}
