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
        var pacing = PollPacing()
        var lastNotedAt: Timestamp?
        while !stop.isOpen, !Task.isCancelled {
            let began = context.clock.now()
            let step: PollPacing.Step
            switch await receive(until: stop) {
            case .success(let received):
                await keep(received, until: stop)
                let now = context.clock.now()
                if lastNotedAt.map({ $0.adding(seconds: 60) <= now }) ?? true {
                    lastNotedAt = now
                    await notePoll(at: now)
                }
                step = pacing.received(
                    received, afterMilliseconds: now.milliseconds - began.milliseconds)
            case .failure(let failure):
                step = pacing.failed(failure)
                await report(failure)
            }
            switch step {
            case .pollAfter(0): continue
            case .pollAfter(let milliseconds): await context.pause(milliseconds, until: stop)
            case .stop: return
            }
        }
    }

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
            var result = Result<Received, ReceiveFailure>.failure(.cancelled)
            for await ended in group {
                // A message that comes in the last moment counts, cancelled or not.
                if let ended { result = ended }
                group.cancelAll()
            }
            return result
        }
    }

    /// Keeps what came; while the disk fails it tries again, because nobody else has the message.
    private func keep(_ received: Received, until stop: Gate) async {
        switch received {
        case .idle: return
        case .skipped(let reason):
            context.logger.log(
                .pollSkipped, .warning, ["account": "\(account)", "reason": "\(reason)"])
        case .messages(let messages):
            let now = context.clock.now()
            let new = await context.persist("keeping a message", until: stop) { store in
                try store.keep(messages, at: now) { .random() }
            }
            guard let new else {
                for message in messages {
                    context.logger.log(.messageLost, .critical, message.logFields)
                }
                return
            }
            for message in new { context.logger.log(.messageKept, .info, message.logFields) }
            if new.count < messages.count {
                context.logger.log(
                    .messageRepeated, .notice,
                    [
                        "account": "\(account)",
                        "count": "\(messages.count - new.count)",
                    ])
            }
            if !new.isEmpty { kept.raise() }
        }
    }

    private func notePoll(at now: Timestamp) async {
        do {
            try await context.blocking { [store = context.store, account] in
                try store.notePoll(account: account, at: now)
            }
        } catch {
            context.logger.log(.storageFailed, .error, ["error": "\(error)"])
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
    static func random() -> TraceID {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return TraceID(rawValue: String(repeating: "0", count: 16 - digits.count) + digits)
    }
}
