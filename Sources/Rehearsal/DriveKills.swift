import Simulator

/// How the daemon is ended without warning.
enum DriveKill: Hashable, Sendable {
    /// In the middle of its work.
    case atWork
    /// So many milliseconds after it was asked to stop.
    case whileStopping(Int)
    /// So many milliseconds after a start, on top of the kill before that start.
    case whileStarting(Int)
}

/// When the daemon is killed in one wave: at which share of its turns, the first one first.
struct DriveKills: Sendable {
    private var random: SeededGenerator

    private var counts: [Int]

    /// With `isVaried` it dies while starting and stopping too.
    private let isVaried: Bool

    /// Spreads the kills over the days.
    init(_ count: Int, days: Int, seed: UInt64, isVaried: Bool) {
        random = SeededGenerator(seed: seed &+ 4)
        self.isVaried = isVaried
        var order = Array(0..<days)
        order.shuffle(using: &random)
        counts = Array(repeating: 0, count: days)
        for number in 0..<count { counts[order[number % days]] += 1 }
    }

    /// The kills of one day: most while the reports come in, some while people answer the bot.
    mutating func day(_ day: Int) -> (evening: [DriveStep], answers: [DriveStep]) {
        let answers = isVaried ? counts[day] / 5 : 0
        return (wave(counts[day] - answers), wave(answers))
    }

    private mutating func wave(_ count: Int) -> [DriveStep] {
        var left = count
        var kills: [DriveStep] = []
        while left > 0 {
            var kill = DriveKill.atWork
            if isVaried {
                switch random.next() % 6 {
                case 0: kill = .whileStopping(Int(random.next() % 200))
                case 1 where left > 1: kill = .whileStarting(Int(random.next() % 1_500))
                default: break
                }
            }
            if case .whileStarting = kill { left -= 1 }
            left -= 1
            kills.append(DriveStep(share: Double(random.next() % 95) / 100, act: .kill(kill)))
        }
        return kills.sorted { $0.share < $1.share }
    }
}
