import GRDB
import Messaging
import Storage

/// One run of gateway, store and platforms from a seed: the same seed is the same run.
package struct Simulation {
    /// What a run came to.
    package struct Outcome: Sendable {
        package let seed: UInt64
        /// Promises that were broken; empty for a run as it should be.
        package var complaints: [String] = []
        /// What happened, line by line; empty unless asked for.
        package var transcript: [String] = []
        /// Tells two runs apart that went different ways.
        package var fingerprint: UInt64 = 0
        package var figures = Figures()
    }

    /// How much happened.
    package struct Figures: Sendable {
        package var steps = 0
        package var messages = 0
        package var kills = 0
        package var stops = 0
        package var sends = 0
        package var failedSends = 0
        package var storeFailures = 0
        package var setAside = 0
        /// Milliseconds of the simulated time.
        package var milliseconds: Int64 = 0
    }

    private let scene: Scene
    private let world: World
    private let platforms: [Platform]
    private let chaosEnd: Int64
    private var lives: [Life] = []
    private var endings = 0
    private var outcome: Outcome

    /// Steps after which a run is given up.
    private static let stepsMax = 100_000

    /// Runs one seed to its end.
    ///
    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - plant: A mistake to be found.
    ///   - isRecorded: Whether what happens is written down.
    /// - Returns: What came of it.
    /// - Throws: What a database in memory cannot throw.
    package static func run(
        seed: UInt64, plant: Plant = .none, isRecorded: Bool = false
    ) throws -> Outcome {
        try run(seed: seed, plant: plant, isRecorded: isRecorded, on: MemoryDisk(plant: plant))
    }

    /// Runs one seed to its end, on a disk made for the plant.
    static func run(
        seed: UInt64, plant: Plant, isRecorded: Bool, on disk: MemoryDisk
    ) throws -> Outcome {
        var simulation = try Simulation(
            seed: seed, plant: plant, isRecorded: isRecorded, on: disk)
        try simulation.run()
        return simulation.outcome
    }

    private init(seed: UInt64, plant: Plant, isRecorded: Bool, on disk: MemoryDisk) throws {
        var random = SeededRandom(seed: seed)
        let mishaps = Mishaps(&random)
        let talk = Talk(&random)
        let world = World(random: random, mishaps: mishaps)
        if isRecorded { world.transcript = [] }
        outcome = Outcome(seed: seed)
        self.world = world
        scene = try Scene(world: world, talk: talk, plant: plant, disk: disk)
        platforms = talk.platforms.map {
            Platform(account: $0.account, keeping: $0.keeping, world: world, plant: plant)
        }
        let last = talk.said.map(\.at).max() ?? 0
        chaosEnd = Int64(last + 1 + world.random.pick([0, 5_000, 120_000]))
        planAll()
    }

    private func planAll() {
        let (scene, world, end) = (scene, world, Int(chaosEnd))
        for said in scene.talk.said {
            guard let platform = platforms.first(where: { $0.account == said.message.account })
            else { continue }
            world.after(said.at) { platform.write(said.message) }
        }
        for platform in platforms { platform.whenInFlight = { scene.isStruck = true } }
        for _ in 0..<world.mishaps.clockJumps {
            let hours = world.random.pick([-26, -2, -1, 1, 2, 26])
            world.after(world.random.below(end + 1)) { world.jump(Int64(hours) * 3_600_000) }
        }
        for _ in 0..<world.mishaps.outages {
            let (at, length) = (
                world.random.below(end + 1), world.random.pick([100, 3_000, 60_000])
            )
            world.after(at) { scene.isOutage = true }
            world.after(at + length) { scene.isOutage = false }
        }
    }

    // MARK: The run

    private mutating func run() throws {
        var life = try begin(isLast: false)
        while world.elapsed < chaosEnd, canGoOn {
            guard world.step() else { break }
            endPerhaps(life)
            if life.isOver { life = try next(after: life, isLast: false) }
        }
        world.note("from now on nothing goes wrong")
        world.mishaps = world.mishaps.ended
        scene.isOutage = false
        if world.random.oneIn(2) { life.kill() } else { try stop(life) }
        try rest(next(after: life, isLast: true))
        finish()
    }

    private mutating func begin(isLast: Bool) throws -> Life {
        let life = try Life(
            number: lives.count + 1, isLast: isLast, scene: scene, platforms: platforms)
        lives.append(life)
        scene.isStruck = false
        if scene.plant == .restartForgotten {
            _ = world.drain { !world.isBusy }
            try scene.settled()
        }
        return life
    }

    private mutating func next(after life: Life, isLast: Bool) throws -> Life {
        if life.end == nil { complain("life \(life.number) has ended by itself") }
        return try begin(isLast: isLast)
    }

    /// Kills or stops the life, if the seed says so.
    private mutating func endPerhaps(_ life: Life) {
        if scene.isDying { return life.kill() }
        guard endings < world.mishaps.endingsMax,
            scene.isStruck || world.random.oneIn(world.mishaps.killOneIn)
        else { return }
        endings += 1
        if !scene.isStruck, world.random.below(100) < world.mishaps.stopPercent, life.end == nil {
            life.beginStop()
        } else {
            life.kill()
        }
    }

    private mutating func stop(_ life: Life) throws {
        life.beginStop()
        let began = world.elapsed
        while !life.isOver, canGoOn {
            if scene.isDying { return life.kill() }
            guard world.step() else { break }
        }
        if !life.isOver { complain("life \(life.number) was told to stop and does not end") }
        if world.elapsed - began > 60_000 {
            complain("life \(life.number) took \(world.elapsed - began) ms to stop")
        }
    }

    /// Lets the last life work until nothing is left to do, then stops it.
    private mutating func rest(_ first: Life) throws {
        var life = first
        let end = world.elapsed + 8 * 86_400_000
        while true {
            if scene.isDying {
                life.kill()
                life = try next(after: life, isLast: true)
                if scene.deaths.values.contains(where: { $0 > 20 }) {
                    complain("a message lets the program die again and again")
                    break
                }
            }
            if !world.isBusy {
                let isEmpty = platforms.allSatisfy(\.isEmpty)
                if isEmpty, try scene.isAtRest() { break }
            }
            guard world.elapsed < end, canGoOn, world.step() else {
                complain(
                    world.isSpinning
                        ? "something goes on without end and without time passing"
                        : "no rest after \(world.steps) steps and \(world.elapsed) ms")
                break
            }
        }
        world.note("at rest")
        try stop(life)
    }

    /// Whether the run is not without end.
    private var canGoOn: Bool { world.steps < Self.stepsMax && !world.isSpinning }

    private mutating func complain(_ what: String) {
        world.note("WRONG: \(what)")
        outcome.complaints.append(what)
    }

    private mutating func finish() {
        let audit = Audit(scene: scene, platforms: platforms, lives: lives)
        outcome.complaints += lives.flatMap(\.complaints) + platforms.flatMap(\.complaints)
        do {
            outcome.complaints += try audit.complaints()
        } catch {
            complain("the books cannot be read: \(error)")
        }
        outcome.transcript = world.transcript ?? []
        outcome.fingerprint = world.fingerprint
        outcome.figures = audit.figures(steps: world.steps)
    }
}
