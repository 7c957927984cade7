import Conversation
import Logging
import Messaging
import Storage

/// Decides inside the transaction what was read outside of it; pure and synchronous.
package typealias TurnDecision =
    @Sendable (Situation) throws -> (decision: Decision, replies: [RenderedReply])

/// Reads one message, outside any transaction, and returns how it is decided upon.
package typealias TurnReader = @Sendable (InboundMessage) throws -> TurnDecision

/// Takes the turns that are owed, batch by batch, oldest first.
struct TurnTaker: Sendable {
    let context: GatewayContext
    let read: TurnReader

    /// Raised when a message was kept.
    let kept: Signal

    /// Takes turns until told to stop; what is kept by then is still taken.
    func run(until stop: Gate) async {
        var (failures, lastTries) = (0, 0)
        var inHand: Store.InHand?
        while !Task.isCancelled {
            let isStopping = stop.isOpen
            do {
                let isFresh = inHand == nil
                let batch = if let inHand { inHand } else { try await takeInHand() }
                inHand = nil
                for message in batch.setAside { report(message) }
                if batch.batch.isEmpty {
                    // Something may have been kept since the last batch was stored.
                    if isStopping, !isFresh { continue }
                    if isStopping { return }
                    await wait(until: batch.nextAt, or: stop)
                } else {
                    inHand = try await take(batch.batch)
                    context.health.worked()
                }
                failures = 0
            } catch {
                context.health.failed(error, doing: "taking turns")
                guard isStopping else {
                    await context.pause(GatewayContext.failurePause(failures), until: stop)
                    failures += 1
                    continue
                }
                // What stays in hand would count as if the program had died of it.
                lastTries += 1
                guard lastTries <= GatewayContext.failuresMaxWhenStopping else { return }
                await context.clock.sleep(GatewayContext.failurePause(0))
            }
        }
    }

    private func wait(until moment: Timestamp?, or stop: Gate) async {
        await race(
            { await kept.wait() },
            {
                guard let moment else { return await stop.wait() }
                let now = context.clock.now()
                await context.pause(max(0, moment.milliseconds - now.milliseconds), until: stop)
            })
    }

    private func takeInHand() async throws -> Store.InHand {
        let (now, max) = (context.clock.now(), context.limits.turnsPerBatch)
        return try await context.blocking { [store = context.store] in
            try store.takeInHand(max: max, at: now)
        }
    }

    /// Takes the turns of a batch and, in the same transaction, the next batch in hand.
    ///
    /// - Returns: The next batch; nil when it could not be taken in hand, though the turns were.
    private func take(_ batch: [KeptMessage]) async throws -> Store.InHand? {
        let (now, max) = (context.clock.now(), context.limits.turnsPerBatch)
        let decisions = Dictionary(
            uniqueKeysWithValues: batch.map { kept in
                (kept.id, Result { try read(kept.message) })
            })
        let (results, next) = try await context.blocking {
            [store = context.store, roster = context.roster] in
            let results = try store.takeTurns(
                batch, now: now,
                textUnitsMax: { roster.textUnitsMax(of: $0) ?? Self.textUnitsMaxDefault },
                decide: { kept, situation in
                    guard let decide = try decisions[kept.id]?.get() else {
                        preconditionFailure("message \(kept.id) was not read")
                    }
                    return try decide(situation)
                })
            return (results, Result { try store.takeInHand(max: max, at: now) })
        }
        for result in results { report(result, since: now) }
        wakeCouriers(results)
        return try? next.get()
    }

    /// For accounts that are no longer in the settings: no platform takes less.
    private static let textUnitsMaxDefault = 1_000

    private func wakeCouriers(_ results: [TurnResult]) {
        for result in results {
            if case .taken(_, let count) = result.ending, count > 0 {
                for account in [result.message.message.account] + result.otherAccounts {
                    context.roster.wake(account)
                }
            }
        }
    }

    private func report(_ result: TurnResult, since began: Timestamp) {
        var fields: Logger.Metadata { result.message.logFields }
        var now: Timestamp { context.clock.now() }
        count(result)
        switch result.ending {
        case .taken(let outcome, let queued):
            var ending: Logger.Metadata = [
                "outcome": "\(outcome.rawValue)", "replies": "\(queued)",
                "ms": "\(now.milliseconds - began.milliseconds)",
            ]
            if let why = result.silence { ending["why"] = "\(why.rawValue)" }
            context.logger.log(.turnTaken, .info, fields.with(ending))
            for reason in result.dropped {
                context.logger.log(.replyDropped, .warning, fields.with(["reason": "\(reason)"]))
            }
        case .failed(let error):
            context.logger.log(
                .turnFailed, .error,
                fields.with(["error": "\(error)", "tries": "\(result.message.tries)"]))
        case .setAside(let error):
            context.logger.log(.messageSetAside, .error, fields.with(["error": "\(error)"]))
        case .heldBack: return
        }
    }

    private func count(_ result: TurnResult) {
        let metrics = context.metrics
        switch result.ending {
        case .taken(let outcome, let queued):
            metrics.turnTaken(outcome, said: result.saidFirst)
            guard queued > 0 else { return }
            let now = context.clock.now()
            metrics.replyKept(
                afterMilliseconds: now.milliseconds - result.message.keptAt.milliseconds)
        case .failed: metrics.turnFailed()
        case .setAside:
            metrics.turnFailed()
            metrics.messageSetAside()
        case .heldBack: return
        }
    }

    private func report(_ message: SetAsideMessage) {
        context.metrics.messageSetAside()
        context.logger.log(
            .messageSetAside, .error,
            [
                "account": "\(message.account)", "chat": "\(message.chat)",
                "message": "\(message.message)", "trace": "\(message.trace)",
                "error": "\(message.error)",
            ])
    }
}
