import Logging
import Messaging
import Storage

extension Courier {
    /// Logs how a delivery stands after something has happened to it.
    func report(_ due: DueMessage, failure: SendFailure?, took: Int64?) {
        let now = context.clock.now()
        let call: Logger.Metadata = took.map { ["call_ms": "\($0)"] } ?? [:]
        switch due.delivery.state {
        case .delivered:
            context.metrics.replyDelivered(
                due.message.priority,
                afterMilliseconds: now.milliseconds - due.queuedAt.milliseconds)
            context.logger.log(
                .replySent, .info,
                due.logFields.with(call).with([
                    "ms": "\(now.milliseconds - due.queuedAt.milliseconds)"
                ]))
        case .abandoned(let reason):
            meters.replyDropped()
            var event = GatewayEvent.replyDropped
            if case .recipientGone = failure { event = .recipientGone }
            context.logger.log(
                event, .warning, due.logFields.with(call).with(["reason": "\(reason)"]))
        case .waiting(let attempts, let until):
            guard let failure else { return }
            context.logger.log(
                .replyWaits, .warning,
                due.logFields.with(call).with([
                    "reason": "\(failure.reason)", "attempts": "\(attempts)",
                    "ms": "\(until.milliseconds - now.milliseconds)",
                ]))
        case .sending: return
        }
    }

    /// Logs what becomes of a reply whose sending the last stop cut short.
    func reportRestarted(_ due: DueMessage) {
        guard case .waiting(let attempts, let until) = due.delivery.state else {
            return report(due, failure: nil, took: nil)
        }
        let pause = max(0, until.milliseconds - context.clock.now().milliseconds)
        context.logger.log(
            .replyResumed, .notice,
            due.logFields.with(["attempts": "\(attempts)", "ms": "\(pause)"]))
    }

    /// Logs that the whole account rests because the platform refuses its sends as too fast.
    func report(restUntil: Timestamp?, _ failure: SendFailure) {
        guard let restUntil else { return }
        let pause = restUntil.milliseconds - context.clock.now().milliseconds
        context.logger.log(
            .sendsRest, .warning,
            [
                "account": "\(channel.account)", "ms": "\(pause)", "reason": "\(failure.reason)",
                "remedy": "none is needed; if it goes on, the month's quota may be used up",
            ])
    }

    /// Logs once that the month's quota lets fewer, or again more, kinds of messages through.
    func report(lowest: Priority?, before: Priority?) {
        guard lowest != before else { return }
        context.logger.log(
            .quotaShort, lowest == .bulletin ? .notice : .warning,
            ["account": "\(channel.account)", "lowest": "\(lowest.map { "\($0)" } ?? "none")"])
    }
}
