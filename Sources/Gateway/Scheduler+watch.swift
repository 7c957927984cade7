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

    /// A trouble of which admins are told has lasted so many milliseconds: what passes by itself
    /// costs no message.
    private static let alertAfterMilliseconds: Int64 = 60_000

    /// Errors that are over in a moment and of which admins are told all the same.
    private static let momentsToTell = [
        GatewayEvent.messageSetAside, .messageLost,
    ].map(\.rawValue)

    /// Tells admins in the chat what stands in the way.
    func alert(_ rules: AnnouncementRules, at now: Timestamp, endsAreSure: Bool) async {
        let (roster, limits) = (context.roster, context.limits)
        let lasting = context.readiness.notices.filter {
            now.milliseconds - $0.since.milliseconds >= Self.alertAfterMilliseconds
        }
        var moments: [String: TroubleNotice] = [:]
        for error in context.errors.all(at: now) where Self.momentsToTell.contains(error.event) {
            let notice = TroubleNotice(cause: error.event, since: error.lastAt, isMoment: true)
            if moments[error.event].map({ $0.since < notice.since }) ?? true {
                moments[error.event] = notice
            }
        }
        let troubles = lasting + moments.values
        let alerts = await attempt("telling admins of troubles") { store in
            try store.alert(
                troubles, endsAreSure: endsAreSure,
                { (roster.limits(of: $0) ?? limits).monthlyQuota }, rules, at: now)
        }
        for alert in alerts ?? [] {
            context.logger.log(
                .alerted, .notice,
                [
                    "cause": "\(alert.notice.cause)", "over": "\(alert.isOver)",
                    "told": "\(alert.toldBy.count)",
                ])
            for account in alert.toldBy { context.roster.wake(account) }
        }
    }
}
