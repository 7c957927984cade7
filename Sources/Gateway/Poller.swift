import Logging
import Messaging
import Storage

/// Asks one account's platform for messages and keeps each before it asks again.
///
/// There is one poller a token: of two, each would take messages away from the other.
struct Poller: Sendable {
    let account: AccountID

    /// One long poll.
    let ask: Channel.Receive

    let context: GatewayContext

    /// Raised when something new was kept.
    let kept: Signal

    /// Polls until told to stop, until the account cannot go on, or until the task is cancelled.
    func run(until stop: Gate) async {
        let meters = context.metrics.of(account)
        meters.pollingBegan(at: context.clock.now())
        defer { meters.pollingEnded() }
        var pacing = PollPacing()
        var lastNotedAt: Timestamp?
        var failingSince: Timestamp?
        while !stop.isOpen, !Task.isCancelled {
            if !context.health.mayTake {
                await race({ await context.health.waitUntilMayTake() }, { await stop.wait() })
                continue
            }
            let began = context.clock.now()
            let step: PollPacing.Step
            switch await receive(until: stop) {
            case .success(let received):
                _ = context.readiness.note("poll:\(account)", nil)
                failingSince = nil
                await keep(received, until: stop)
                let now = context.clock.now()
                meters.polled(AccountMeters.Poll(received), at: now)
                if lastNotedAt.map({ $0.adding(seconds: 60) <= now }) ?? true {
                    lastNotedAt = now
                    context.book.polled(account, at: now)
                }
                step = pacing.received(
                    received, afterMilliseconds: now.milliseconds - began.milliseconds)
            case .failure(let failure):
                step = pacing.failed(failure)
                if failure != .cancelled { meters.polled(.failed, at: began) }
                await report(failure)
                let since = failingSince ?? began
                failingSince = since
                noteFailing(since: since, failure)
            }
            switch step {
            case .pollAfter(0): continue
            case .pollAfter(let milliseconds): await context.pause(milliseconds, until: stop)
            case .stop: return
            }
        }
    }

    /// Shows an account whose polls have failed for a minute: nothing that people write comes in.
    private func noteFailing(since: Timestamp, _ failure: ReceiveFailure) {
        let milliseconds = context.clock.now().milliseconds - since.milliseconds
        guard failure != .cancelled, milliseconds >= Self.failingMillisecondsMax else { return }
        _ = context.readiness.note(
            "poll:\(account)",
            Readiness.Trouble(
                what: "polls fail, and no message comes in: \(failure)",
                remedy: "it is tried again and again; is the platform reachable, and does it work?",
                since: since, isWarning: true))
    }

    private static let failingMillisecondsMax: Int64 = 60_000

    /// One call of `receive`; when the daemon stops, it has a grace to end by itself.
    private func receive(until stop: Gate) async -> Result<Received, ReceiveFailure> {
        await withTaskGroup(of: Result<Received, ReceiveFailure>?.self) { group in
            group.addTask { [ask] in
                do throws(ReceiveFailure) {
                    return .success(try await ask())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [context] in
                await stop.wait()
                await context.clock.sleep(context.limits.pollGraceMilliseconds)
                return nil
            }
            if context.limits.watch.pollMillisecondsMax < .max {
                group.addTask { await giveUpWhenDeaf() }
            }
            var result: Result<Received, ReceiveFailure>?
            for await ended in group {
                // A message that comes in the last moment counts, cancelled or not.
                switch ended {
                case .success: result = ended
                case .failure: result = result ?? ended
                case nil: break
                }
                group.cancelAll()
            }
            return result ?? .failure(.cancelled)
        }
    }

    /// Ends a poll that is alive but deaf: no update and no idle answer for longer than its wait
    /// and the HTTP client's own limits allow.
    ///
    /// It is said before the poll is cut, so that it shows even if the call cannot be cut.
    private func giveUpWhenDeaf() async -> Result<Received, ReceiveFailure>? {
        let milliseconds = context.limits.watch.pollMillisecondsMax
        await context.clock.sleep(milliseconds)
        guard !Task.isCancelled else { return nil }
        let what = "no update and no idle answer for \(milliseconds / 1_000) s"
        let remedy =
            "the poll is begun anew; if this comes back, look at the proxy and the network between "
            + "here and the platform"
        let trouble = Readiness.Trouble(
            what: what, remedy: remedy, since: context.clock.now(), isWarning: true)
        if context.readiness.note("poll:\(account)", trouble) {
            context.logger.log(
                .pollStalled, .error,
                ["account": "\(account)", "reason": "\(what)", "remedy": "\(remedy)"])
        }
        return .failure(.tryAgain(reason: what))
    }

    /// Keeps what came; while the disk fails it tries again, because nobody else has the message.
    private func keep(_ received: Received, until stop: Gate) async {
        switch received {
        case .idle: return
        case .skipped(let reason, let isRoutine):
            context.logger.log(
                .pollSkipped, isRoutine ? .debug : .warning,
                ["account": "\(account)", "reason": "\(reason)"])
        case .messages(let messages):
            let now = context.clock.now()
            let flood = context.limits.flood
            let new = await context.persist("keeping a message", until: stop) {
                [trace = context.trace] store in
                try store.keep(messages, at: now, flood: flood, trace: trace)
            }
            guard let new else { return context.logLost(messages) }
            context.report(kept: new, of: messages, at: now)
            if !new.isEmpty { kept.raise() }
        }
    }

    private func report(_ failure: ReceiveFailure) async {
        switch failure {
        case .cancelled: return
        case .tryAgain(let reason):
            context.logger.log(
                .pollFailed, .warning, ["account": "\(account)", "reason": "\(reason)"])
        case .credentialsExpired(let reason), .misconfigured(let reason):
            await context.stopAccount(account, reason: reason)
        }
    }
}

extension TraceID {
    /// A new one: 16 hexadecimal digits.
    package static func random() -> TraceID {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return TraceID(rawValue: String(repeating: "0", count: 16 - digits.count) + digits)
    }
}
