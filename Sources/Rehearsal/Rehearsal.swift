import Campaign
import Content
import Conversation
import CurlHTTP
import Foundation
import Messaging
import Simulator
import Storage
import VietText

/// Plays a whole drive (chiến dịch) against a simulated platform with the real daemon, and compares
/// every total on every day with books of its own.
package struct Rehearsal: Sendable {
    let options: DriveOptions
    let now: @Sendable () -> Timestamp
    let tell: @Sendable (String) -> Void
    let progress: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - options: How large, and where.
    ///   - now: Reads the clock.
    ///   - tell: Takes a line on how far it is.
    ///   - progress: Told the day that is played, from 1 on.
    package init(
        _ options: DriveOptions, now: @escaping @Sendable () -> Timestamp,
        tell: @escaping @Sendable (String) -> Void,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.options = options
        self.now = now
        self.tell = tell
        self.progress = progress
    }

    /// Plays the drive to its end.
    ///
    /// - Returns: What was counted and how long it took.
    /// - Throws: `DriveFailure` with what differs; the daemon's log and database stay in the folder.
    package func run() async throws -> DriveFigures {
        let client = try HTTPClient()
        let (ports, source) = AsyncStream.makeStream(of: Int.self)
        var simulator = SimulatorOptions()
        simulator.seed = options.seed
        let figures = try await withThrowingTaskGroup(of: DriveFigures?.self) {
            [simulator] group in
            group.addTask {
                defer { source.finish() }
                try await runSimulator(simulator) { port in _ = source.yield(port) }
                return nil
            }
            group.addTask {
                guard let port = await ports.first(where: { _ in true }) else { return nil }
                return try await play(base: "http://127.0.0.1:\(port)", client)
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
        await client.shutdown()
        guard let figures else { throw DriveFailure("the simulated platform did not start") }
        return figures
    }

    private func play(base: String, _ client: HTTPClient) async throws -> DriveFigures {
        let began = now()
        let world = DriveWorld(options)
        let control = SimulatorControl(base: base, client: client)
        let stage = try await DriveStage(
            options, world: world, base: base, control: control, now: began)
        let content = try LoadedContent.load(
            folder: "\(options.folder)/intents", today: DriveWorld.firstDay)
        let id = CampaignID(rawValue: DriveWorld.campaign)
        guard let campaign = content.knowledge.campaign(id)?.campaign else {
            throw DriveFailure("the campaign of the drive was not read")
        }
        let store = try Store.open(path: stage.database)
        tell(
            "\(world.units.count) units, \(world.communes.count) groups, \(stage.bots.count) bots, "
                + "set up in \(seconds(since: began)) s")
        var play = try DrivePlay(stage, campaign: campaign, store: store, now: now)
        do {
            if let upkeep = options.upkeep {
                try await driveHours(&play, upkeep, content: content)
            } else {
                try await driveDays(&play)
            }
        } catch {
            await play.abandon()
            throw error
        }
        try play.store.close()
        let whole = seconds(since: began)
        play.note { $0.wholeSeconds = whole }
        return play.figures
    }

    private func driveDays(_ play: inout DrivePlay) async throws {
        let world = play.stage.world
        var generator = DriveGenerator(world: world, seed: options.seed)
        try await play.play(generator.claims(codes: play.stage.codes))
        play.note { $0.turnSeconds = 0 }
        tell("\(world.units.count) leaders have claimed their codes")
        let started = now()
        var kills = DriveKills(
            options.kills, days: options.days, seed: options.seed,
            isVaried: options.faults != .none)
        for day in 0..<options.days {
            progress(day + 1)
            if day > 0 {
                try await play.play(generator.morning(day, play.books))
            }
            let (inEvening, inAnswers) = kills.day(day)
            try await play.play(
                generator.evening(day, play.books), steps: inEvening, isEvening: true)
            // Twice: some answer what the bot asked about an answer.
            try await play.play(generator.answers(day, play.books), steps: inAnswers)
            try await play.play(generator.answers(day, play.books))
            try await compare(day, &generator, &play)
        }
        try await play.end(since: started)
        let comparing = now()
        let verdict = DriveVerdict(store: play.store, world: world, campaign: play.campaign)
        let standings = DriveStandings(play.books, world, days: options.days)
        let compared = try await verdict.compareAll(standings, days: options.days)
        let spent = seconds(since: comparing)
        play.note {
            $0.totalsCompared += compared
            $0.comparingSeconds += spent
        }
    }

    /// Compares the totals of this evening, and every third day what the bot says of them.
    func compare(
        _ day: Int, _ generator: inout DriveGenerator, _ play: inout DrivePlay
    ) async throws {
        let began = now()
        let verdict = DriveVerdict(
            store: play.store, world: play.stage.world, campaign: play.campaign)
        let standings = DriveStandings(play.books, play.stage.world, days: day + 1)
        let compared = try verdict.compare(standings, days: day...day)
        let spent = seconds(since: began)
        play.note {
            $0.totalsCompared += compared
            $0.comparingSeconds += spent
        }
        if day % 3 == 2 || day + 1 == options.days {
            var questions: [DriveMessage] = []
            let world = play.stage.world
            for unit in [0, generator.oneOf(world.communes), generator.oneOf(world.villages)] {
                var question = generator.question(by: unit, day: day)
                question.says = standings.progressLines(of: unit, day: day, in: play.campaign)
                questions.append(question)
            }
            for isSum in [true, false] {
                let commune = generator.oneOf(world.communes)
                let total = standings.sums[commune][day][DriveWords.index("ho_den")]?.value ?? 0
                let hasAsked = questions.contains { $0.author == commune }
                guard total > 0, !hasAsked else { continue }
                questions.append(
                    generator.wholeCommune(commune, day: day, total: total, asSum: isSum))
            }
            let commune = generator.oneOf(world.communes)
            let hasReports = standings.sums[commune][day][DriveWords.index("ho_den")] != nil
            if hasReports, !questions.contains(where: { $0.author == commune }) {
                questions.append(generator.communeTotal(commune, day: day))
            }
            let asked = questions
            try await play.play(asked)
            play.note { $0.answersCompared += asked.count }
        }
        if (day + 1) % 10 == 0 || day + 1 == options.days || options.kills > options.days {
            let kills = options.kills > options.days ? ", \(play.figures.kills) kills" : ""
            tell("day \(day + 1): \(play.figures.messages) messages\(kills), all totals agree")
        }
    }

    private func seconds(since moment: Timestamp) -> Double {
        Double(now().milliseconds - moment.milliseconds) / 1_000
    }
}
