import Logging
import Messaging
import Storage
import Synchronization

/// Keeps one account at work: opens its channel, runs its poller and its courier, and ends them.
///
/// It carries out what `AccountLife` decides. Accounts share nothing but the slots for opening, so
/// that none holds up another.
final class AccountKeeper: Sendable {
    /// What somebody wants of the account.
    enum Order: Sendable {
        case pause
        case resume
        case change(AccountPlan)
        case remove
        case refuse(AccountLife.Trouble)
        /// The daemon stops: no further poll.
        case endPolling
        /// The daemon stops: what is on its way is the last that is sent.
        case endSending
    }

    /// What an account's keeper works with, the same for all accounts.
    struct Ground: Sendable {
        let context: GatewayContext
        /// Raised when a message was kept.
        let kept: Signal
        /// For opening.
        let slots: Slots
        /// The pollers at work.
        let polling: Tally
    }

    let account: AccountID

    private let ground: Ground
    private let orders = Mutex<[Order]>([])
    private let ordered = Signal()

    init(_ account: AccountID, ground: Ground) {
        self.account = account
        self.ground = ground
    }

    /// Hands an order over; it is obeyed in turn.
    func order(_ order: Order) {
        orders.withLock { $0.append(order) }
        ordered.raise()
    }

    /// Keeps the account until it is removed or the daemon stops.
    func run(_ plan: AccountPlan, isPaused: Bool) async {
        var course = Course(plan: plan, isPaused: isPaused)
        while !Task.isCancelled {
            note(&course)
            switch course.doing {
            case .open: await open(&course)
            case .openAfter(let milliseconds): await wait(milliseconds, &course)
            case .work: await work(&course)
            case .rest, .goOn: await obeyNext(&course)
            case .leave: return
            }
        }
    }

    // MARK: What it is doing

    /// The account's life with what belongs to it.
    private struct Course {
        var plan: AccountPlan
        var life: AccountLife
        var doing: AccountLife.Action
        /// Open, and not yet at work.
        var channel: Channel?
        /// What was told last.
        var told: AccountLife.Phase?

        init(plan: AccountPlan, isPaused: Bool) {
            self.plan = plan
            life = AccountLife(isPaused: isPaused)
            doing = life.began()
        }

        mutating func next(_ action: AccountLife.Action) {
            if action != .goOn { doing = action }
        }

        mutating func obey(_ order: Order) {
            switch order {
            case .pause: next(life.pauseAsked())
            case .resume: next(life.resumeAsked())
            case .change(let plan):
                self.plan = plan
                next(life.changed())
            case .remove: next(life.removeAsked())
            case .refuse(let trouble): next(life.refused(trouble))
            case .endPolling, .endSending: doing = .leave
            }
        }
    }

    private func open(_ course: inout Course) async {
        let (slots, ask) = (ground.slots, course.plan.open)
        let result = await untilOrdered { () async -> Result<Channel, AccountLife.Trouble>? in
            await slots.use {
                do throws(AccountLife.Trouble) {
                    return .success(try await ask())
                } catch {
                    return .failure(error)
                }
            }
        }
        switch result {
        case .success(let channel):
            course.channel = channel
            course.next(course.life.opened())
        case .failure(let trouble): course.next(course.life.openingFailed(trouble))
        case nil: await obeyNext(&course)
        }
    }

    private func wait(_ milliseconds: Int64, _ course: inout Course) async {
        let clock = ground.context.clock
        let isOver = await untilOrdered { () async -> Bool? in
            await clock.sleep(milliseconds)
            return Task.isCancelled ? nil : true
        }
        if isOver == nil { await obeyNext(&course) } else { course.next(course.life.waited()) }
    }

    /// Polls and sends until an order ends it, then lets both come to their end.
    private func work(_ course: inout Course) async {
        guard let channel = course.channel else {
            preconditionFailure("\(account) is to work without a channel")
        }
        course.channel = nil
        var context = ground.context
        context.limits = course.plan.limits
        let queued = context.roster.serve(
            course.plan,
            refuse: { [weak self] trouble in
                self?.order(.refuse(trouble))
            })
        let (pollerStop, courierStop) = (Gate(), Gate())
        await withTaskGroup(of: Void.self) { group in
            if case .poll(let ask) = channel.intake, ground.polling.enter() {
                let poller = Poller(
                    account: account, ask: ask, context: context, kept: ground.kept)
                group.addTask { [polling = ground.polling] in
                    await poller.run(until: pollerStop)
                    polling.leave()
                }
            }
            let courier = Courier(channel: channel, context: context, queued: queued)
            group.addTask { await courier.run(until: courierStop) }
            context.roster.connect(account, channel)
            while course.doing == .work, !Task.isCancelled {
                await waitForOrder()
                guard let order = takeOrder() else { continue }
                if case .endPolling = order { pollerStop.open() } else { course.obey(order) }
            }
            note(&course)
            // What people write to an account that cannot answer is kept: once it can, it does.
            context.roster.connect(account, nil, keepsRoutes: course.life.phase.isStopped)
            pollerStop.open()
            courierStop.open()
        }
    }

    // MARK: Orders

    private func takeOrder() -> Order? {
        orders.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    /// Returns when there is an order, or when the task is cancelled.
    private func waitForOrder() async {
        while orders.withLock({ $0.isEmpty }), !Task.isCancelled { await ordered.wait() }
    }

    private func obeyNext(_ course: inout Course) async {
        await waitForOrder()
        if let order = takeOrder() { course.obey(order) }
    }

    /// Returns what `body` does; nil when an order comes first, or the task is cancelled.
    private func untilOrdered<T: Sendable>(
        _ body: @escaping @Sendable () async -> T?
    ) async -> T? {
        await withTaskGroup(of: T?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.waitForOrder()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    // MARK: Telling

    /// Tells log, database and readiness where the account stands, when that has changed.
    private func note(_ course: inout Course) {
        let (phase, context) = (course.life.phase, ground.context)
        guard phase != course.told else { return }
        // While it is tried again and again, the account waits.
        if phase == .opening, case .waiting = course.told { return }
        let (before, now) = (course.told, context.clock.now())
        course.told = phase
        if before?.trouble != phase.trouble {
            context.readiness.replace(
                "account:\(account)",
                phase.trouble.map { trouble in
                    Readiness.Trouble(
                        what: trouble.reason, remedy: trouble.remedy, since: now, of: account)
                })
        }
        context.readiness.note(account, works: phase == .working)
        if phase == .paused { context.roster.connect(account, nil) }
        context.book.note(
            AccountChange(
                account: account, platform: course.plan.platform, phase: phase, at: now))
        log(phase)
    }

    private func log(_ phase: AccountLife.Phase) {
        let (logger, fields) = (ground.context.logger, ["account": "\(account)"] as Logger.Metadata)
        switch phase {
        case .opening, .removed: return
        case .working: logger.log(.accountWorks, .info, fields)
        case .paused: logger.log(.accountPaused, .notice, fields)
        case .waiting(let trouble):
            logger.log(.accountWaits, .warning, fields.with(trouble.logFields))
        case .stopped(let trouble):
            logger.log(.accountStopped, .error, fields.with(trouble.logFields))
        }
    }
}

extension AccountLife.Phase {
    fileprivate var isStopped: Bool {
        if case .stopped = self { true } else { false }
    }
}

extension AccountLife.Trouble {
    fileprivate var logFields: Logger.Metadata {
        ["reason": "\(reason)", "remedy": "\(remedy)"]
    }
}
