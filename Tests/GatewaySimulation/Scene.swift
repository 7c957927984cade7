import Conversation
import GRDB
import Gateway
import Messaging
import Storage

/// What one simulation is about: what is said, the database, and what goes wrong with it.
final class Scene: @unchecked Sendable {
    // Unchecked: used by the one thread of a simulation.
    let world: World
    let talk: Talk
    let plant: Plant
    let database: DatabaseQueue

    /// Nothing can be stored just now.
    var isOutage = false {
        didSet { hadOutage = hadOutage || isOutage }
    }
    /// Whether there was a time when nothing could be stored.
    private(set) var hadOutage = false
    /// The program is to die before anything else happens.
    var isDying = false
    /// The program is to be killed while a send is on its way, if kills are left.
    var isStruck = false
    /// Turns that have failed by what their message is, by its number.
    private(set) var failures: [Int: Int] = [:]
    /// Deaths in the turn of a message, by its number.
    private(set) var deaths: [Int: Int] = [:]
    /// How often the clock is set.
    let clockJumps: Int
    /// Works on the store that failed.
    private(set) var storeFailures = 0

    /// What becomes of what is about to be kept.
    private enum Commits {
        case stand
        case fail
        case failOnce
    }

    private var commits = Commits.stand
    private let kinds: [Int: Talk.Kind]

    init(world: World, talk: Talk, plant: Plant, disk: MemoryDisk) throws {
        (self.world, self.talk, self.plant) = (world, talk, plant)
        kinds = Dictionary(uniqueKeysWithValues: talk.said.map { ($0.number, $0.kind) })
        database = disk.database
        clockJumps = world.mishaps.clockJumps
        try disk.wipe()
        disk.willCommit = { [unowned self] in try willCommit() }
    }

    /// Opens the store for a life that begins.
    func openStore(isFirst: Bool) throws -> Store {
        isDying = false
        if !isFirst { try database.write { db in try plant.beforeStart(db) } }
        let isForgotten = plant == .restartForgotten && !isFirst
        return try Store(database, startedAt: isForgotten ? nil : world.now)
    }

    /// What the plant does when the bot has started.
    func settled() throws {
        isDying = false
        try database.write { db in try plant.afterStart(db) }
    }

    /// Whether no message waits for its turn and no reply for its delivery.
    ///
    /// Asked in SQL and not of the store: its reads forbid writing meanwhile, which lets SQLite
    /// prepare all statements again.
    func isAtRest() throws -> Bool {
        try database.inDatabase { db in
            try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT NOT EXISTS (SELECT 1 FROM inbox WHERE ended_at IS NULL)
                            AND NOT EXISTS (SELECT 1 FROM outbox WHERE ended_at IS NULL)
                        """)) ?? false
        }
    }

    /// The queue for the work of a life on the store.
    func blocking(for life: Life) -> BlockingQueue {
        BlockingQueue { work in self.world.add { self.run(work, of: life) } }
    }

    /// Runs work on the store, which may fail; what a life does that is over has no effect.
    private func run(_ work: () -> Void, of life: Life) {
        commits = isDying || !life.isAlive || isOutage ? .fail : .stand
        if commits == .stand, world.random.oneIn(world.mishaps.storeFailsOneIn) {
            storeFailures += 1
            world.note("the store fails")
            commits = world.random.pick([.fail, .failOnce])
        }
        work()
        commits = .stand
    }

    private func willCommit() throws {
        let fails = commits != .stand || isDying
        if commits == .failOnce { commits = .stand }
        if fails { throw DatabaseError(resultCode: .SQLITE_FULL) }
    }

    // MARK: Turns

    /// Reads a message: its text says which it is.
    func read(_ message: InboundMessage) throws -> TurnDecision {
        guard case .text(let text) = message.content, let number = Talk.number(of: text),
            let kind = kinds[number]
        else { throw SceneMistake(what: "an unknown message") }
        return { situation in
            self.world.executor.checkThread()
            return try self.decide(number, kind, in: situation)
        }
    }

    private func decide(
        _ number: Int, _ kind: Talk.Kind, in situation: Situation
    ) throws -> (decision: Decision, replies: [RenderedReply]) {
        if situation.flood != nil {
            return (Decision(.flooded), [RenderedReply(Talk.floodNotice(number))])
        }
        let texts = Talk.replies(to: number, kind)
        switch kind {
        case .silent: return (.silence, [])
        case .ask(_, let priority):
            return (Decision(.answered), texts.map { RenderedReply($0, priority: priority) })
        case .report:
            let report = try Talk.report(number, as: situation.books.nextReportNumber())
            return (
                Decision(.recorded, effects: [.record(report)]),
                texts.map { RenderedReply($0, priority: .confirmation) }
            )
        case .tell(let account, let chat, let priority):
            return (
                Decision(.answered),
                texts.map { RenderedReply($0, priority: priority, to: chat, of: account) }
            )
        case .flaky(let times):
            guard failures[number, default: 0] >= times else { break }
            return (Decision(.answered), texts.map { RenderedReply($0) })
        case .poison: break
        case .deadly:
            deaths[number, default: 0] += 1
            isDying = true
            world.note("the program dies in the turn of m\(number)")
            return (.silence, [])
        }
        failures[number, default: 0] += 1
        throw SceneMistake(what: "m\(number) is poison")
    }
}

/// A turn that cannot be decided.
struct SceneMistake: Error {
    let what: String
}
