import Logging
import Messaging
import Storage
import Synchronization

/// How a platform's call to a webhook is answered.
package enum PushAnswer: Hashable, Sendable {
    /// 200: what it brought is on the disk.
    case kept
    /// 200: it brought nothing that is for us.
    case ignored
    /// 403: it is not from the platform.
    case refused
    /// 503: it could not be kept in time, so the platform is to call again.
    case later(seconds: Int)
}

/// Keeps what platforms push, before they are answered.
///
/// Calls that come while the disk is busy with earlier ones are kept together in one transaction:
/// they cost one flush of the disk instead of one each. Whoever waits too long is told to call
/// again and is, if it was still in the queue, not kept.
package final class PushIntake: Sendable {
    /// Milliseconds within which a call is answered: the platforms want it within two seconds.
    package static let keepMillisecondsMax: Int64 = 1_500

    /// Calls that wait for the disk at the most; the next ones are turned away at once.
    package static let callsWaitingMax = 1_000

    /// Messages in one transaction, unless a single call brings more.
    static let messagesPerBatch = 256

    /// After how many seconds a platform is to call again.
    package static let retrySeconds = 5

    /// One call in the queue: true once its messages are on the disk.
    private struct Ticket: Sendable {
        let messages: [InboundMessage]
        let isKept = FirstAnswer<Bool>()
    }

    private struct State {
        /// Whether somebody takes what is in the queue.
        var isOpen = false
        var queue: [Ticket] = []
        var throttle = LogThrottle()
    }

    private let context: GatewayContext

    /// Raised when something new was kept.
    private let kept: Signal

    private let arrived = Signal()
    private let state = Mutex(State())

    init(context: GatewayContext, kept: Signal) {
        self.context = context
        self.kept = kept
    }

    /// Takes one call to a route in and returns when it is known how to answer it.
    package func receive(_ call: WebhookCall, on route: WebhookRoute) async -> PushAnswer {
        let answer = await answer(call, on: route)
        context.metrics.of(route.account).called(AccountMeters.Call(answer))
        return answer
    }

    private func answer(_ call: WebhookCall, on route: WebhookRoute) async -> PushAnswer {
        switch route.read(call) {
        case .probe:
            context.logger.log(.webhookProbed, .debug, ["account": "\(route.account)"])
            return .ignored
        case .refused(let reason):
            log(.webhookRefused, .warning, of: route.account, ["reason": "\(reason)"])
            return .refused
        case .received(let received):
            noteCalled(route.account)
            return await keep(received, of: route.account)
        }
    }

    /// Keeps what is queued until told to stop and the queue is empty.
    func run(until stop: Gate) async {
        state.withLock { $0.isOpen = true }
        while true {
            let isStopping = stop.isOpen || Task.isCancelled
            let batch = state.withLock { state in
                if isStopping { state.isOpen = false }
                return Self.nextBatch(of: &state.queue)
            }
            if !batch.isEmpty {
                await keep(batch)
            } else if isStopping {
                return
            } else {
                await race({ await self.arrived.wait() }, { await stop.wait() })
            }
        }
    }

    private func keep(_ received: Received, of account: AccountID) async -> PushAnswer {
        switch received {
        case .idle: return .ignored
        case .skipped(let reason, isRoutine: true):
            context.logger.log(
                .webhookSkipped, .debug, ["account": "\(account)", "reason": "\(reason)"])
            return .ignored
        case .skipped(let reason, isRoutine: false):
            log(.webhookSkipped, .warning, of: account, ["reason": "\(reason)"])
            return .ignored
        case .messages(let messages):
            let ticket = Ticket(messages: messages)
            guard context.health.mayTake else {
                log(.webhookTurnedAway, .error, of: account, ["reason": "the disk fails"])
                return .later(seconds: Self.retrySeconds)
            }
            guard enter(ticket) else {
                log(.webhookTurnedAway, .error, of: account, ["reason": "too much at once"])
                return .later(seconds: Self.retrySeconds)
            }
            arrived.raise()
            // Both are parts of the caller's task: whoever calls off the call waits for nothing.
            await race(
                { _ = await ticket.isKept.wait() },
                { [clock = context.clock] in
                    await clock.sleep(Self.keepMillisecondsMax)
                    ticket.isKept.give(false)
                })
            guard await ticket.isKept.wait() else {
                log(.webhookTurnedAway, .error, of: account, ["reason": "not kept in time"])
                return .later(seconds: Self.retrySeconds)
            }
            return .kept
        }
    }

    /// Puts a call into the queue; returns whether it was taken.
    private func enter(_ ticket: Ticket) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.queue.count < Self.callsWaitingMax else { return false }
            state.queue.append(ticket)
            return true
        }
    }

    /// The oldest calls that are still waited for, for one transaction.
    private static func nextBatch(of queue: inout [Ticket]) -> [Ticket] {
        var batch: [Ticket] = []
        var (count, taken) = (0, 0)
        for ticket in queue {
            if count > 0, count + ticket.messages.count > messagesPerBatch { break }
            taken += 1
            // Whoever was told to call again will: nothing is kept that was not promised.
            if ticket.isKept.isGiven { continue }
            batch.append(ticket)
            count += ticket.messages.count
        }
        queue.removeFirst(taken)
        return batch
    }

    private func keep(_ batch: [Ticket]) async {
        let now = context.clock.now()
        let messages = batch.flatMap(\.messages)
        do {
            let flood = context.limits.flood
            let new = try await context.blocking {
                [store = context.store, trace = context.trace] in
                try store.keep(messages, at: now, flood: flood, trace: trace)
            }
            context.health.worked()
            context.report(kept: new, of: messages, at: now)
            if !new.isEmpty { kept.raise() }
            for ticket in batch { ticket.isKept.give(true) }
        } catch {
            let isOfTheMachine = (error as? StoreError)?.isOfTheMachine ?? false
            if batch.count > 1, !isOfTheMachine {
                // One of them is to blame: the others must not suffer for it.
                for ticket in batch { await keep([ticket]) }
                return
            }
            if isOfTheMachine {
                context.health.failed(error, doing: "keeping a pushed message")
            } else if let count = throttled("storage") {
                context.logger.log(
                    .storageFailed, .error,
                    [
                        "doing": "keeping a pushed message", "error": "\(error)",
                        "count": "\(count)",
                    ])
            }
            for ticket in batch { ticket.isKept.give(false) }
        }
    }

    /// The platform calls us: the webhook is set, whatever was thought of it.
    private func noteCalled(_ account: AccountID) {
        if context.readiness.note(Readiness.webhookCause(of: account), nil) {
            context.logger.log(.webhookWorks, .notice, ["account": "\(account)"])
        }
    }

    /// Logs an event of an account, at most once a minute, with how many there were.
    private func log(
        _ event: GatewayEvent, _ level: Logger.Level, of account: AccountID,
        _ fields: Logger.Metadata
    ) {
        guard let count = throttled("\(event.rawValue) \(account)") else { return }
        context.logger.log(
            event, level, fields.with(["account": "\(account)", "count": "\(count)"]))
    }

    private func throttled(_ cause: String) -> Int? {
        let now = context.clock.now()
        return state.withLock { $0.throttle.note(cause, at: now) }
    }
}

extension Readiness {
    /// The cause under which it is noted that the platform does not call an account's webhook.
    package static func webhookCause(of account: AccountID) -> String { "webhook:\(account)" }
}
