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
    private let channels: [Channel]
    private let context: GatewayContext
    private let read: TurnReader
    private let announcer: Announcer?

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
    ///   - channels: One for each account, accounts unique.
    ///   - read: Reads a message and returns how to decide upon it.
    ///   - announcer: What the bot says by itself, and when; nil for nothing.
    ///   - logger: Gets one line for each event, never a text.
    ///   - clock: The machine's, or a hand-moved one in tests.
    ///   - limits: How much at once, and how fast.
    ///   - blocking: Where work on the store runs.
    ///   - readiness: Told what stands in the way of the work.
    ///   - trace: Makes the id that ties together the log lines of a message.
    package init(
        store: Store, channels: [Channel], read: @escaping TurnReader,
        announcer: Announcer? = nil, logger: Logger,
        clock: GatewayClock = .system, limits: GatewayLimits = GatewayLimits(),
        blocking: BlockingQueue = BlockingQueue(), readiness: Readiness = Readiness(),
        trace: @escaping @Sendable () -> TraceID = { .random() }
    ) {
        precondition(
            Set(channels.map(\.account)).count == channels.count, "two channels for one account")
        self.channels = channels
        self.read = read
        self.announcer = announcer
        context = GatewayContext(
            store: store, clock: clock, logger: logger, limits: limits, blocking: blocking,
            readiness: readiness, trace: trace)
        kept = Signal()
        pushes = PushIntake(context: context, kept: kept)
        routes = RouteTable()
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
        let queued = Dictionary(uniqueKeysWithValues: channels.map { ($0.account, Signal()) })
        let (pushesStop, turnsStop, couriersStop) = (Gate(), Gate(), Gate())
        let textUnitsMax = Dictionary(
            uniqueKeysWithValues: channels.map { ($0.account, $0.textUnitsMax) })
        let taker = TurnTaker(
            context: context, read: read, textUnitsMax: textUnitsMax, kept: kept, queued: queued)
        let scheduler = announcer.map {
            Scheduler(
                context: context, announcer: $0, textUnitsMax: textUnitsMax, queued: queued)
        }
        context.logger.log(.started, .notice, ["accounts": "\(channels.count)"])
        async let sending: Void = withTaskGroup(of: Void.self) { group in
            for channel in channels {
                guard let signal = queued[channel.account] else { continue }
                let courier = Courier(channel: channel, context: context, queued: signal)
                group.addTask { await courier.run(until: couriersStop) }
            }
        }
        async let turning: Void = taker.run(until: turnsStop)
        async let watching: Void = Watchman(context: context).run(until: stop)
        async let announcing: Void? = scheduler?.run(until: stop)
        async let polling: Void = withTaskGroup(of: Void.self) { group in
            for channel in channels {
                guard case .poll(let ask) = channel.intake else { continue }
                let poller = Poller(
                    account: channel.account, ask: ask, context: context, kept: kept)
                group.addTask { await poller.run(until: stop) }
            }
        }
        async let pushing: Void = pushes.run(until: pushesStop)
        routes.replace(channels.flatMap(\.routes))
        await stop.wait()
        await polling
        pushesStop.open()
        await pushing
        _ = await announcing
        await watching
        turnsStop.open()
        await turning
        couriersStop.open()
        await sending
        context.logger.log(.stopped, .notice, [:])
    }
}
