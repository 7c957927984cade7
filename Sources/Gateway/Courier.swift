import Logging
import Messaging
import Storage

/// Sends what is queued for one account: in order within each chat, within rate and quota.
///
/// It stores how a delivery stands before it acts, so that a crash costs a second try at most.
struct Courier: Sendable {
    let channel: Channel
    let context: GatewayContext

    /// Raised when something was queued, and after each send.
    let queued: Signal

    private let gate: SendGate

    init(channel: Channel, context: GatewayContext, queued: Signal) {
        self.channel = channel
        self.context = context
        self.queued = queued
        gate = SendGate(context.limits.pace.applied(to: channel.rates))
    }

    /// What ends while the courier works.
    private enum Event: Sendable {
        case woken
        case sent(row: Int64, accountWorks: Bool)
    }

    /// Sends until told to stop; what is on its way then is waited for.
    func run(until stop: Gate) async {
        await restart(until: stop)
        await withTaskGroup(of: Event.self) { group in
            var inHand: Set<Int64> = []
            var isAwaited = false
            var accountWorks = true
            var lowest: Priority? = .bulletin
            while accountWorks, !stop.isOpen, !Task.isCancelled {
                let outlook = await outlook(passingOver: inHand.count)
                report(lowest: outlook.lowest, before: lowest)
                lowest = outlook.lowest
                var next = outlook.next
                for due in outlook.due where inHand.count < context.limits.sendsAtOnce {
                    guard !inHand.contains(due.id), isInQuota(due, outlook, inHand.count),
                        admits(due, orLooksAt: &next)
                    else { continue }
                    inHand.insert(due.id)
                    group.addTask { await send(due, until: stop) }
                }
                if !isAwaited {
                    isAwaited = true
                    group.addTask { [next] in await wait(until: next, or: stop) }
                }
                switch await group.next() {
                case .woken: isAwaited = false
                case .sent(let row, let works):
                    inHand.remove(row)
                    accountWorks = works
                    queued.raise()
                case nil: return
                }
            }
            // Of what is left, the sends end by themselves; the wait ends with this.
            if !accountWorks { queued.raise() }
        }
        if !stop.isOpen { await stop.wait() }
    }

    // MARK: What is to be done

    /// What can be sent now, and when there will be more.
    private struct Outlook: Sendable {
        var due: [DueMessage] = []
        var next: Timestamp?
        var lowest: Priority?
        var sentInMonth = 0
    }

    private func outlook(passingOver inHand: Int) async -> Outlook {
        let (account, now, limits) = (channel.account, context.clock.now(), context.limits)
        let max = limits.sendsAtOnce + inHand + gate.chatsHeld(at: now)
        do {
            return try await context.blocking { [store = context.store] in
                let sent = try store.sentInMonth(account: account, at: now)
                let lowest = limits.lowestPriority(sent: sent)
                return Outlook(
                    due: try store.due(account: account, now: now, max: max, lowest: lowest),
                    next: try store.nextDue(account: account, after: now, lowest: lowest),
                    lowest: lowest, sentInMonth: sent)
            }
        } catch {
            context.health.failed(error, doing: "looking for replies of \(account)")
            return Outlook(
                next: now.adding(milliseconds: GatewayContext.failurePause(1)), lowest: .bulletin)
        }
    }

    /// Milliseconds between two looks at the most: a month ends and with it a short quota, or the
    /// clock is set, and nobody raises a signal for that.
    private static let lookMilliseconds: Int64 = 3_600_000

    /// Whether the month's quota lets a message through: what is on its way counts as sent.
    private func isInQuota(_ due: DueMessage, _ outlook: Outlook, _ onTheirWay: Int) -> Bool {
        let lowest = context.limits.lowestPriority(sent: outlook.sentInMonth + onTheirWay)
        return lowest.map { due.message.priority <= $0 } ?? false
    }

    /// Whether a message may be sent now; if not, there is to be a look when it may.
    private func admits(_ due: DueMessage, orLooksAt next: inout Timestamp?) -> Bool {
        switch gate.admit(due.message.chat, at: context.clock.now()) {
        case .now: return true
        case .at(let moment): next = min(moment, next ?? moment)
        // Each send that ends causes a look.
        case .afterProbe: break
        }
        return false
    }

    private func wait(until moment: Timestamp?, or stop: Gate) async -> Event {
        await race(
            { await queued.wait() },
            {
                await race(
                    { await stop.wait() },
                    {
                        let now = context.clock.now()
                        let pause = moment.map { max(0, $0.milliseconds - now.milliseconds) }
                        await context.clock.sleep(
                            min(pause ?? Self.lookMilliseconds, Self.lookMilliseconds))
                    })
            })
        return .woken
    }

    private func restart(until stop: Gate) async {
        let (account, now) = (channel.account, context.clock.now())
        let restarted = await context.persist("restarting sends", until: stop) { store in
            try store.noteStopped(account: account, reason: nil, at: now)
            return try store.restartDeliveries(account: account, at: now)
        }
        guard let restarted, !restarted.isEmpty else { return }
        context.logger.log(
            .sendsRestarted, .notice,
            ["account": "\(account)", "count": "\(restarted.count)"])
    }

    // MARK: One message

    private func send(_ due: DueMessage, until stop: Gate) async -> Event {
        guard !stop.isOpen, !Task.isCancelled else {
            gate.withdrawn(at: context.clock.now())
            return .sent(row: due.id, accountWorks: true)
        }
        var due = due
        let action = due.delivery.woke(at: context.clock.now())
        guard await begin(due, until: stop), action == .send else {
            gate.withdrawn(at: context.clock.now())
            report(due, failure: nil)
            return .sent(row: due.id, accountWorks: true)
        }
        let text = OutboundMessage(chat: due.message.chat, text: due.message.text)
        do throws(SendFailure) {
            let sent = try await channel.send(text)
            _ = gate.ended(nil, at: context.clock.now())
            _ = due.delivery.sendSucceeded()
            await save(due, message: sent.message, countsAsSent: true, until: stop)
            report(due, failure: nil)
            return .sent(row: due.id, accountWorks: true)
        } catch {
            return await failed(due, error, until: stop)
        }
    }

    private func failed(_ due: DueMessage, _ failure: SendFailure, until stop: Gate) async -> Event
    {
        var due = due
        let now = context.clock.now()
        let action = due.delivery.sendFailed(failure, at: now)
        report(due, failure: failure)
        report(restUntil: gate.ended(failure, at: now), failure)
        if action == .forgetRecipient {
            let gone = due
            _ = await context.persist("forgetting a chat", until: stop) { store in
                try store.forgetRecipient(
                    gone.delivery, for: gone, reason: failure.reason, at: now)
            }
            return .sent(row: due.id, accountWorks: true)
        }
        var mayHaveArrived = false
        if case .outcomeUnknown = failure { mayHaveArrived = true }
        await save(due, countsAsSent: mayHaveArrived, until: stop)
        guard action == .stopAccount else { return .sent(row: due.id, accountWorks: true) }
        await context.stopAccount(channel.account, reason: failure.reason)
        return .sent(row: due.id, accountWorks: false)
    }

    /// Returns whether the state is stored and the message not taken back since it was found due.
    private func begin(_ due: DueMessage, until stop: Gate) async -> Bool {
        let now = context.clock.now()
        return await context.persist("beginning a send", until: stop) { store in
            try store.begin(due.delivery, for: due.id, at: now)
        } ?? false
    }

    /// Returns whether the state is stored; it is not when the daemon stops and the disk fails.
    @discardableResult
    private func save(
        _ due: DueMessage, message: MessageID? = nil, countsAsSent: Bool = false, until stop: Gate
    ) async -> Bool {
        let now = context.clock.now()
        let saved: Void? = await context.persist("saving a delivery", until: stop) { store in
            try store.save(
                due.delivery, for: due.id, at: now, message: message, countsAsSent: countsAsSent)
        }
        return saved != nil
    }
}
