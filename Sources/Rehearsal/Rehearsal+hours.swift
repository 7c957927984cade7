import Content
import Messaging
import Simulator

/// A drive by the hour, with an admin at work: from noon of its first day on.
extension Rehearsal {
    /// Hours of the evening in which villages report, and those in which they write again.
    private static let reportHours = 17...20
    private static let answerHours = 21...22

    /// Plays the hours, then holds everything against the books and the daemon against its limits.
    func driveHours(
        _ play: inout DrivePlay, _ upkeep: DriveUpkeep, content: LoadedContent
    ) async throws {
        let world = play.stage.world
        var generator = DriveGenerator(world: world, seed: options.seed)
        var talk = try DriveTalk(options, world: world, content: content)
        try await play.play(generator.claims(codes: play.stage.codes))
        play.note { $0.turnSeconds = 0 }
        tell("\(world.units.count) leaders have claimed their codes")
        let started = now()
        try play.beginUpkeep(messages: (upkeep.messages + world.units.count) * options.days)
        let chores = DriveChores(
            upkeep, days: options.days, kills: options.kills, seed: options.seed)
        var evening: [DriveMessage] = []
        for hour in 0..<24 * options.days {
            let (day, clock) = ((hour + 12) / 24, (hour + 12) % 24)
            progress(hour + 1)
            play.upkeep?.watch.hour = hour
            var wave = talk.hour(clock, day: day, ofDay: upkeep.messages)
            wave += play.upkeep?.takeAgain() ?? []
            if clock == 7 { wave += generator.morning(day, play.books) }
            if Self.reportHours.contains(clock) {
                if clock == Self.reportHours.lowerBound {
                    evening = generator.evening(day, play.books)
                }
                wave += Self.part(of: evening, day: day, clock: clock)
            }
            wave.shuffle(using: &generator.words.random)
            try await play.play(
                wave, steps: chores.hours[hour], isEvening: (12...19).contains(clock))
            let forgotten = play.upkeep?.forgotten ?? []
            generator.followUps.forget(
                Set(forgotten.filter { $0.resident == nil }.map(\.author)))
            var second = talk.onwards(except: Set(forgotten.compactMap(\.resident)))
            if Self.answerHours.contains(clock) { second += generator.answers(day, play.books) }
            try await play.play(second)
            if clock == 23 { try await compare(day, &generator, &play) }
            try play.look(atOnce: true)
        }
        try await conclude(&play, since: started)
    }

    /// What of the evening's messages is written in one of its hours.
    private static func part(
        of evening: [DriveMessage], day: Int, clock: Int
    ) -> [DriveMessage] {
        let (number, count) = (clock - reportHours.lowerBound, reportHours.count)
        return evening.indices.filter { $0 % count == number }.map { place in
            var message = evening[place]
            message.date(day: day, hour: clock, minute: place % 50)
            return message
        }
    }

    private func conclude(_ play: inout DrivePlay, since started: Timestamp) async throws {
        try await play.end(since: started)
        let days = options.days + 1
        let verdict = DriveVerdict(
            store: play.store, world: play.stage.world, campaign: play.campaign)
        let standings = DriveStandings(play.books, play.stage.world, days: days)
        let compared = try await verdict.compareAll(standings, days: days)
        play.note { $0.totalsCompared += compared }
        guard let state = play.upkeep else { return }
        let flat = try state.watch.verdict()
        play.note { $0.upkeep = state.lines + [flat.line] }
    }
}
