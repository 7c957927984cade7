import Messaging
import NIOCore
import Synchronization

/// Keeps the platform behind a lock and lets calls wait for what others put in.
final class PlatformHost: Sendable {
    /// What a call can wait for.
    enum Topic: Hashable, Sendable {
        /// An update for this bot.
        case updates(bot: String)
        /// Any message in any chat.
        case messages
    }

    /// How a wait ended.
    enum Outcome<Value: Sendable>: Sendable {
        case found(Value)
        case timedOut
        /// The client has hung up: nobody will read the answer.
        case gone
        /// The server is to stop.
        case stopping
    }

    struct State: Sendable {
        var platform: SimulatedPlatform
        var faults = FaultBoard()
        var pollsOpen = 0
        /// Bots whose webhook queue is being pushed by some call right now.
        var pushing: Set<String> = []
        fileprivate var waiters: [Topic: [ObjectIdentifier: Wakeup]] = [:]
    }

    private let state: Mutex<State>

    /// The platform's clock.
    let now: @Sendable () -> Timestamp

    init(platform: SimulatedPlatform, now: @escaping @Sendable () -> Timestamp) {
        state = Mutex(State(platform: platform))
        self.now = now
    }

    /// Reads or changes the state under its lock; the caller rings the topics it has touched.
    func access<Value, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Value
    ) throws(Failure) -> sending Value {
        try state.withLock(body)
    }

    /// Wakes all calls that wait for one of these topics.
    func ring(_ topics: [Topic]) {
        let wakeups = state.withLock { state in
            topics.flatMap { topic in
                state.waiters.removeValue(forKey: topic)?.values.map { $0 } ?? []
            }
        }
        for wakeup in wakeups { wakeup.ring(.news) }
    }

    /// Wakes all calls that wait, whatever for.
    func ringAll() {
        let topics = state.withLock { Array($0.waiters.keys) }
        ring(topics)
    }

    /// Repeats `take` each time the topic rings, until it returns a value or time is up.
    ///
    /// `news` says when there will be something to take without a ring.
    func wait<Value: Sendable>(
        for topic: Topic, upTo timeout: TimeAmount, on connection: SimulatorContext.Connection,
        take: @Sendable (inout State) -> Value?,
        news: @Sendable (inout State) -> Timestamp? = { _ in nil }
    ) async -> Outcome<Value> {
        let deadline = NIODeadline.now() + timeout
        while true {
            let wakeup = Wakeup()
            let key = ObjectIdentifier(wakeup)
            if connection.watch.ended == .gone { return .gone }
            let (found, expected): (Value?, Timestamp?) = state.withLock { state in
                if let value = take(&state) { return (value, nil) }
                state.waiters[topic, default: [:]][key] = wakeup
                return (nil, news(&state))
            }
            if let found { return .found(found) }
            let reason = await ring(
                wakeup, at: min(deadline, expected.map(self.deadline) ?? deadline),
                on: connection)
            state.withLock { state in _ = state.waiters[topic]?.removeValue(forKey: key) }
            switch reason {
            case .news: continue
            case .timeout where NIODeadline.now() < deadline: continue
            case .timeout: return .timedOut
            case .gone: return .gone
            case .stopping: return .stopping
            }
        }
    }

    /// The moment on NIO's clock; 1 ms ahead at least, so that nobody asks again at once.
    private func deadline(at moment: Timestamp) -> NIODeadline {
        let left = moment.milliseconds - now().milliseconds
        return NIODeadline.now() + .milliseconds(max(1, left))
    }

    /// Waits that long, less when the client hangs up or the server stops.
    func pause(_ length: TimeAmount, on connection: SimulatorContext.Connection) async {
        _ = await ring(Wakeup(), at: NIODeadline.now() + length, on: connection)
    }

    private func ring(
        _ wakeup: Wakeup, at deadline: NIODeadline, on connection: SimulatorContext.Connection
    ) async -> Wakeup.Reason {
        let timer = connection.channel.eventLoop.scheduleTask(deadline: deadline) {
            wakeup.ring(.timeout)
        }
        connection.watch.watch(wakeup)
        let reason = await wakeup.wait()
        connection.watch.watch(nil)
        timer.cancel()
        return reason
    }
}
