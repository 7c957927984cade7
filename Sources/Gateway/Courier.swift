import Logging
import Messaging
import Storage

/// Sends what is queued for one account: in order within each chat, within rate and quota.
///
/// It goes in rounds: how the last sends ended and which begin now is stored in one step, then
/// those are sent. So a state is on the disk before it is acted upon, a crash costs a second try
/// at most for each message on its way, and the disk is asked once for all of a round.
struct Courier: Sendable {
    let channel: Channel
    let context: GatewayContext

    /// Raised when something was queued, and after each send.
    let queued: Signal

    private let gate: SendGate
    let meters: AccountMeters

    /// Messages that one step brings from the store at the most.
    private static let newMax = 512

    init(channel: Channel, context: GatewayContext, queued: Signal) {
        self.channel = channel
        self.context = context
        self.queued = queued
        meters = context.metrics.of(channel.account)
        gate = SendGate(context.limits.pace.applied(to: channel.rates))
    }

    /// How one call of `channel.send` ended.
    private struct Outcome: Sendable {
        let row: Int64
        let result: Result<Sent, SendFailure>

        /// How long the call took.
        let milliseconds: Int64
    }

    /// What the courier knows between two rounds.
    private struct Rounds {
        var queue = SendQueue()

        /// Messages on their way, by row.
        var inHand: [Int64: DueMessage] = [:]

        /// Messages that count against the month's quota, as far as is stored.
        var sentInMonth = 0

        /// The least pressing kind that this lets through; nil for none.
        var lowest: Priority? = .bulletin

        /// Whether the store may know more than the queue.
        var mayBeMore = true

        /// When the account may send again; nil when it may now.
        var restsUntil: Timestamp?

        /// Why the account cannot go on; nil while it works.
        var stopReason: String?

        /// Whether some of the sends on their way have ended when it was looked last.
        var isBusy = false
    }

    /// Sends until told to stop; what is on its way then is waited for.
    func run(until stop: Gate) async {
        await restart(until: stop)
        let outcomes = Mailbag<Outcome>()
        let rounds = await withDiscardingTaskGroup(returning: Rounds.self) { group in
            group.addTask {
                await stop.wait()
                queued.raise()
            }
            return await sendInRounds(until: stop, outcomes) { due in
                group.addTask {
                    if outcomes.put(await send(due)) { queued.raise() }
                }
            }
        }
        // What was cut short by a cancel; nothing after an orderly stop.
        var last = rounds
        _ = await step(&last, outcomes.take(), isEnding: true, until: stop)
    }

    private func sendInRounds(
        until stop: Gate, _ outcomes: Mailbag<Outcome>, _ start: (DueMessage) -> Void
    ) async -> Rounds {
        var rounds = Rounds()
        while !Task.isCancelled {
            let isStopped = rounds.stopReason != nil
            let isEnding = isStopped || stop.isOpen
            if isEnding, rounds.inHand.isEmpty { break }
            let ended = outcomes.take()
            rounds.isBusy = !ended.isEmpty
            guard let begun = await step(&rounds, ended, isEnding: isEnding, until: stop)
            else { break }
            begun.forEach(start)
            if let reason = rounds.stopReason, !isStopped {
                await context.stopAccount(channel.account, reason: reason)
            } else if isEnding ? !rounds.inHand.isEmpty : !rounds.mayBeMore {
                await wait(rounds, outcomes, isEnding: isEnding)
            }
        }
        return rounds
    }

    /// Milliseconds between two looks at the most while messages wait: a month ends and with it
    /// a short quota, or the clock is set, and nobody raises a signal for that.
    private static let lookMilliseconds: Int64 = 3_600_000

    /// Milliseconds for which the end of a send waits for others at the most, to be stored together.
    private static let gatherMilliseconds: Int64 = 5

    private func wait(_ rounds: Rounds, _ outcomes: Mailbag<Outcome>, isEnding: Bool) async {
        // Of a few each is stored at once; of many that end in quick succession, a quarter.
        let wanted = isEnding || !rounds.isBusy ? 1 : max(1, rounds.inHand.count / 4)
        guard !outcomes.want(wanted) else { return }
        let now = context.clock.now()
        var moments: [Timestamp] = []
        // With all that may be on its way on its way, only the end of a send changes anything.
        if !isEnding, rounds.inHand.count < context.limits.sendsAtOnce {
            moments = [rounds.queue.nextMoment, rounds.restsUntil].compactMap(\.self)
        }
        if !isEnding, rounds.inHand.isEmpty, !rounds.queue.isEmpty {
            moments.append(now.adding(milliseconds: Self.lookMilliseconds))
        }
        if wanted > 1 { moments.append(now.adding(milliseconds: Self.gatherMilliseconds)) }
        guard let moment = moments.min() else { return await queued.wait() }
        let pause = min(max(0, moment.milliseconds - now.milliseconds), Self.lookMilliseconds)
        await race({ await queued.wait() }, { await context.clock.sleep(pause) })
    }

    private func restart(until stop: Gate) async {
        let (account, now) = (channel.account, context.clock.now())
        let restarted = await context.persist("restarting sends", until: stop) { store in
            try store.noteStopped(account: account, reason: nil, at: now)
            return try store.restartDeliveries(account: account, at: now)
        }
        guard let restarted, !restarted.isEmpty else { return }
        for due in restarted { reportRestarted(due) }
        context.logger.log(
            .sendsRestarted, .notice,
            ["account": "\(account)", "count": "\(restarted.count)"])
    }

    private func send(_ due: DueMessage) async -> Outcome {
        let text = OutboundMessage(chat: due.message.chat, text: due.message.text)
        let began = context.clock.now()
        let result: Result<Sent, SendFailure>
        do throws(SendFailure) {
            result = .success(try await channel.send(text))
        } catch {
            result = .failure(error)
        }
        let took = context.clock.now().milliseconds - began.milliseconds
        return Outcome(row: due.id, result: result, milliseconds: took)
    }
}

// MARK: One step

extension Courier {
    /// Stores what has ended and what begins; returns what is to be sent now, nil when the daemon
    /// stops before the store works.
    private func step(
        _ rounds: inout Rounds, _ outcomes: [Outcome], isEnding: Bool, until stop: Gate
    ) async -> [DueMessage]? {
        let now = context.clock.now()
        var step = SendStep()
        let ended = outcomes.compactMap { end($0, &rounds, &step, at: now) }
        if !isEnding, rounds.stopReason == nil {
            begin(&rounds, &step, at: now)
            (step.after, step.newMax) = (rounds.queue.lastID, Self.newMax)
        }
        guard !step.isEmpty else { return [] }
        let account = channel.account
        let wanted = step
        let done = await context.persist("sending", until: stop) { store in
            try store.advance(wanted, of: account, at: now)
        }
        guard let done else { return nil }
        for (due, failure, took) in ended { report(due, failure: failure, took: took) }
        for due in done.dropped { report(due, failure: nil, took: nil) }
        rounds.sentInMonth = done.sentInMonth
        let lowest = context.limits.lowestPriority(sent: done.sentInMonth)
        report(lowest: lowest, before: rounds.lowest)
        rounds.lowest = lowest
        rounds.queue.add(done.new, at: now)
        // What has just come may be sent at once.
        rounds.mayBeMore = !done.new.isEmpty
        noteBegun(done.begun, of: step.beginnings, &rounds, at: now)
        return done.begun.filter { !$0.delivery.hasEnded }
    }

    private func begin(_ rounds: inout Rounds, _ step: inout SendStep, at now: Timestamp) {
        rounds.restsUntil = nil
        let counted = rounds.sentInMonth + step.endings.count(where: \.countsAsSent)
        while true {
            // What is on its way counts as sent, so that the last message of a quota is one.
            let onTheirWay = rounds.inHand.count + step.beginnings.count
            guard onTheirWay < context.limits.sendsAtOnce else { return }
            let lowest = context.limits.lowestPriority(sent: counted + onTheirWay)
            rounds.queue.allow(lowest, at: now)
            guard var row = rounds.queue.first(at: now) else { return }
            if case .waiting(_, let until) = row.delivery.state, until > now {
                // The clock was set back since its moment had come.
                rounds.queue.rest(row, until: until)
                continue
            }
            switch gate.admit(row.chat, at: now) {
            case .now:
                rounds.queue.begin(row)
                _ = row.delivery.woke(at: now)
                step.beginnings.append(row)
            case .at(let moment):
                rounds.queue.rest(row, until: moment)
            case .accountAt(let moment):
                rounds.restsUntil = moment
                return
            case .afterProbe:
                // The end of the send that is on its way causes the next round.
                return
            }
        }
    }

    private func noteBegun(
        _ begun: [DueMessage], of beginnings: [OpenDelivery], _ rounds: inout Rounds,
        at now: Timestamp
    ) {
        var left = begun[...]
        for row in beginnings {
            guard let due = left.first, due.id == row.id else {
                // Taken back since it was found.
                gate.withdrawn(at: now)
                rounds.queue.ended(row.id, of: row.chat, as: nil, at: now)
                rounds.mayBeMore = true
                continue
            }
            left.removeFirst()
            if due.delivery.hasEnded {
                gate.withdrawn(at: now)
                report(due, failure: nil, took: nil)
                rounds.queue.ended(due.id, of: row.chat, as: due.delivery, at: now)
                rounds.mayBeMore = true
            } else {
                rounds.inHand[due.id] = due
            }
        }
    }

    /// Notes how a message stands that was on its way; nil when it was not.
    private func end(
        _ outcome: Outcome, _ rounds: inout Rounds, _ step: inout SendStep, at now: Timestamp
    ) -> (DueMessage, SendFailure?, Int64)? {
        guard var due = rounds.inHand.removeValue(forKey: outcome.row) else { return nil }
        let chat = due.message.chat
        switch outcome.result {
        case .success(let sent):
            meters.sent(.delivered)
            _ = gate.ended(nil, at: now)
            _ = due.delivery.sendSucceeded()
            step.endings.append(SendEnding(due, message: sent.message, countsAsSent: true))
            rounds.queue.ended(due.id, of: chat, as: due.delivery, at: now)
            return (due, nil, outcome.milliseconds)
        case .failure(let failure):
            meters.sent(AccountMeters.Send(failure))
            report(restUntil: gate.ended(failure, at: now), failure)
            let action = due.delivery.sendFailed(failure, at: now)
            if action == .stopAccount { rounds.stopReason = failure.reason }
            let isGone = action == .forgetRecipient
            var mayHaveArrived = false
            if case .outcomeUnknown = failure { mayHaveArrived = true }
            step.endings.append(
                SendEnding(
                    due, countsAsSent: mayHaveArrived, goneReason: isGone ? failure.reason : nil))
            if isGone { rounds.queue.forget(chat) }
            rounds.queue.ended(due.id, of: chat, as: due.delivery, at: now)
            return (due, failure, outcome.milliseconds)
        }
    }
}

extension SendStep {
    /// Whether there is nothing to store and nothing to ask.
    fileprivate var isEmpty: Bool { endings.isEmpty && beginnings.isEmpty && newMax == 0 }
}
