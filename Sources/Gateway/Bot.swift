import Logging
import Messaging
import ServiceLifecycle
import Storage

/// The bot at work: it takes messages in, takes a turn for each, and delivers the replies.
///
/// One service for a `ServiceGroup`. When it is told to stop, pollers and scheduler end first, then what
/// they kept is decided upon, then what is on its way to a platform is waited for; what is queued
/// behind that is sent after the next start.
package struct Bot: Service {
    /// The accounts at work: changed while the bot runs.
    package let accounts: AccountSupervisor

    /// What stands in the way, what is served: for whoever shows it.
    package let roster: Roster

    private let context: GatewayContext
    private let read: TurnReader
    private let announcer: (@Sendable () -> Announcer)?
    private let followsMarks: Bool

    /// Raised when a message was kept.
    private let kept: Signal

    /// Takes in what platforms push; it works while the bot runs.
    package let pushes: PushIntake

    /// The webhooks of the accounts that are called; filled while the bot runs.
    package let routes: RouteTable

    /// Puts the parts together; nothing runs yet.
    ///
    /// - Parameters:
    ///   - store: Where everything is kept.
    ///   - plans: One for each account, accounts unique.
    ///   - read: Reads a message and returns how to decide upon it.
    ///   - announcer: What the bot says by itself, and when, asked again from time to time; nil for
    ///     nothing.
    ///   - logger: Gets one line for each event, never a text.
    ///   - clock: The machine's, or a hand-moved one in tests.
    ///   - limits: How much at once, and how fast; those of an account are in its plan.
    ///   - blocking: Where work on the store runs.
    ///   - readiness: Told what stands in the way of the work.
    ///   - trace: Makes the id that ties together the log lines of a message.
    ///   - metrics: Counts and measures; by default for nobody.
    ///   - errors: What was logged as an error lately: admins are told of some of it.
    ///   - followsMarks: Whether accounts are paused and resumed as the database says, within
    ///     about a second.
    package init(
        store: Store, plans: [AccountPlan], read: @escaping TurnReader,
        announcer: (@Sendable () -> Announcer)? = nil, logger: Logger,
        clock: GatewayClock = .system, limits: GatewayLimits = GatewayLimits(),
        blocking: BlockingQueue = BlockingQueue(), readiness: Readiness = Readiness(),
        trace: @escaping @Sendable () -> TraceID = { .random() },
        metrics: GatewayMetrics = GatewayMetrics(), errors: RecentErrors = RecentErrors(),
        followsMarks: Bool = false
    ) {
        precondition(
            Set(plans.map(\.account)).count == plans.count, "two channels for one account")
        self.read = read
        self.announcer = announcer
        self.followsMarks = followsMarks
        roster = Roster()
        kept = Signal()
        context = GatewayContext(
            store: store, clock: clock, logger: logger, limits: limits, blocking: blocking,
            readiness: readiness, trace: trace, roster: roster, metrics: metrics,
            errors: errors)
        pushes = PushIntake(context: context, kept: kept)
        routes = RouteTable()
        accounts = AccountSupervisor(context: context, kept: kept)
        accounts.follow(plans)
    }

    /// Puts the parts together on channels that are open already; see the other initialiser.
    package init(
        store: Store, channels: [Channel], read: @escaping TurnReader,
        announcer: (@Sendable () -> Announcer)? = nil, logger: Logger,
        clock: GatewayClock = .system, limits: GatewayLimits = GatewayLimits(),
        blocking: BlockingQueue = BlockingQueue(), readiness: Readiness = Readiness(),
        trace: @escaping @Sendable () -> TraceID = { .random() },
        metrics: GatewayMetrics = GatewayMetrics(), errors: RecentErrors = RecentErrors()
    ) {
        self.init(
            store: store, plans: channels.map { AccountPlan($0, limits: limits) }, read: read,
            announcer: announcer, logger: logger, clock: clock, limits: limits, blocking: blocking,
            readiness: readiness, trace: trace, metrics: metrics,
            errors: errors)
    }

    /// The gauges of the bot, for a monitor; read on a thread of their own unless told otherwise.
    package func readings(on blocking: BlockingQueue = BlockingQueue()) -> GatewayReadings {
        GatewayReadings(context, accounts: { [accounts] in accounts.accounts }, blocking: blocking)
    }

    /// Runs until a graceful shutdown or until the task is cancelled.
    package func run() async {
        let stop = Gate()
        await withGracefulShutdownHandler {
            await run(until: stop)
        } onGracefulShutdown: {
            stop.open()
        }
    }

    /// Runs until `stop` opens, then ends in order.
    package func run(until stop: Gate) async {
        let (pushesStop, turnsStop) = (Gate(), Gate())
        let taker = TurnTaker(context: context, read: read, kept: kept)
        let scheduler = announcer.map { Scheduler(context: context, announcer: $0, kept: kept) }
        context.logger.log(.started, .notice, ["accounts": "\(accounts.accounts.count)"])
        roster.onRoutesChanged { [routes] in routes.replace($0) }
        async let noting: Void = context.book.run(context, until: stop)
        async let living: Void = accounts.run(until: stop)
        async let pushing: Void = pushes.run(until: pushesStop)
        async let turning: Void = taker.run(until: turnsStop)
        async let watching: Void = Watchman(context: context).run(until: stop)
        async let announcing: Void? = scheduler?.run(until: stop)
        async let marking: Void? = followsMarks ? accounts.watchMarks(until: stop) : nil
        await stop.wait()
        await accounts.endPolling()
        pushesStop.open()
        await pushing
        _ = await (announcing, marking)
        await watching
        turnsStop.open()
        await turning
        accounts.endSending()
        await living
        context.book.end()
        await noting
        context.logger.log(.stopped, .notice, [:])
    }
}
