import Conversation
import Foundation
import GRDB
import Gateway
import Logging
import Messaging
import Storage

/// One life of the bot, from its start to its end, orderly or not.
final class Life: @unchecked Sendable {
    // Unchecked: used by the one thread of a simulation.

    /// How a life ended.
    enum End: Hashable {
        case killed
        case stopped
    }

    let number: Int
    /// Whether nothing goes wrong in it any more.
    let isLast: Bool
    private(set) var end: End?
    /// Whether the bot has returned.
    private(set) var isOver = false
    /// When it was told to stop.
    private(set) var stoppedAt: Int64?

    /// When accounts came to a stop of their own: then their polls end too, after the same grace.
    private var accountsStoppedAt: [String: Int64] = [:]
    /// Messages that it said it has lost.
    private(set) var lost: Set<String> = []
    private(set) var complaints: [String] = []
    let store: Store

    private let limits: GatewayLimits
    private let world: World
    private let database: DatabaseQueue
    private let stop = Gate()
    private var pushes: PushIntake?
    private var task: Task<Void, Never>?
    private var calls: [Task<Void, Never>] = []
    private var callsOpen = 0

    init(
        number: Int, isLast: Bool, scene: Scene, platforms: [Platform]
    ) throws {
        (self.number, self.isLast) = (number, isLast)
        (world, database) = (scene.world, scene.database)
        limits = scene.world.mishaps.limits
        store = try scene.openStore(isFirst: number == 1)
        world.note("life \(number) begins")
        let logger = Logger(label: "simulation") { _ in LifeLog(life: self) }
        let bot = Bot(
            store: store, channels: platforms.map { $0.channel(for: self) },
            read: { try scene.read($0) }, logger: logger, clock: world.clock,
            limits: world.mishaps.limits, blocking: scene.blocking(for: self),
            trace: { TraceID(rawValue: "trace") })
        pushes = bot.pushes
        task = Task(executorPreference: world.executor) { [stop] in
            await bot.run(until: stop)
            self.isOver = true
        }
    }

    /// Whether it has not been killed.
    var isAlive: Bool { end != .killed }

    /// Calls one of its webhooks, and says how that was answered.
    func call(
        _ route: WebhookRoute, _ body: [UInt8], _ answered: @escaping (PushAnswer) -> Void
    ) {
        guard let pushes else { return }
        callsOpen += 1
        let call = WebhookCall(header: { _ in nil }, body: body, at: world.now)
        let box = Answered(act: answered)
        calls.append(
            Task(executorPreference: world.executor) {
                let answer = await pushes.receive(call, on: route)
                self.callsOpen -= 1
                box.act(answer)
            })
    }

    /// A closure for the one thread of a simulation.
    private struct Answered: @unchecked Sendable {
        let act: (PushAnswer) -> Void
    }

    /// Tells it to stop in order.
    func beginStop() {
        guard end == nil else { return }
        world.note("life \(number) is told to stop")
        (end, stoppedAt) = (.stopped, world.elapsed)
        stop.open()
    }

    /// Ends it at once: what it still does has no effect.
    func kill() {
        guard isAlive, !isOver else { return }
        world.note("life \(number) is killed")
        end = .killed
        task?.cancel()
        for call in calls { call.cancel() }
        if !world.drain(until: { isOver && callsOpen == 0 }) {
            complaints.append("life \(number) was cancelled and does not end")
        }
    }

    /// Notes that a poll was cut short: when it was deaf or the bot stops, after the grace.
    func notePollCut(of account: AccountID, since began: Int64) {
        guard isAlive else { return }
        // The watch over a poll may have begun a stall earlier than the poll itself.
        if world.elapsed - began >= limits.watch.pollMillisecondsMax - 10_000 { return }
        let stops = [stoppedAt, accountsStoppedAt["\(account)"]].compactMap(\.self)
        if stops.contains(where: { world.elapsed >= $0 + limits.pollGraceMilliseconds }) { return }
        complaints.append(
            "a poll of \(account) from \(began) on was cut too early at \(world.elapsed), stops \(stops)"
        )
    }

    /// Notes that a send was cut short, which no order asks for.
    func noteSendCut(of account: AccountID) {
        guard isAlive else { return }
        complaints.append("a send of \(account) was cut though nobody killed the bot")
    }

    /// Whether the store knows that a chat is gone.
    func knowsGone(_ account: AccountID, _ chat: ChatID) -> Bool {
        let count = try? database.inDatabase { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM recipient_gone WHERE account = ? AND chat = ?",
                arguments: [account.rawValue, chat.rawValue])
        }
        return count != 0
    }

    fileprivate func logged(_ event: String, _ fields: Logger.Metadata?) {
        if event == "account-stopped", let account = fields?["account"] {
            accountsStoppedAt["\(account)"] = world.elapsed
        }
        guard isAlive else { return }
        if event == "message-lost", let message = fields?["message"] { lost.insert("\(message)") }
        if world.transcript != nil {
            let fields = (fields ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            world.note("life \(number): \(event) \(fields.joined(separator: " "))")
        }
    }
}

/// Hands what the bot logs to its life.
private struct LifeLog: LogHandler {
    let life: Life
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        life.logged("\(event.message)", event.metadata)
    }
}
