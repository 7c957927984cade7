import Simulator

/// What is done to the daemon in the middle of a wave.
enum DriveAct: Hashable, Sendable {
    case kill(DriveKill)
    /// Stopped in order (SIGTERM) and started again.
    case restart
    /// A backup while it works.
    case backUp
    /// Stopped, backed up, restored from that backup, started: nothing may be lost.
    case restoreAtOnce
    /// Killed, its database deleted, the last backup restored: what came after it is gone.
    case loseDatabase
    /// Settings with a mistake, then with one account more (SIGHUP).
    case addAccount
    /// Settings without that account again.
    case removeAccount
    /// Another sentence in a reply.
    case changeContent
    /// Replies with a mistake.
    case breakContent
    /// Replies without that mistake.
    case mendContent

    /// Whether the daemon reads its content anew while it works: for a moment it holds two.
    var reloads: Bool {
        switch self {
        case .addAccount, .removeAccount, .changeContent, .breakContent, .mendContent: true
        case .kill, .restart, .backUp, .restoreAtOnce, .loseDatabase: false
        }
    }

    /// As it stands in the table of hours.
    var name: String {
        switch self {
        case .kill: "killed"
        case .restart: "restarted"
        case .backUp: "backed up"
        case .restoreAtOnce: "restored at once"
        case .loseDatabase: "database lost, restored"
        case .addAccount: "account added"
        case .removeAccount: "account removed"
        case .changeContent: "content changed"
        case .breakContent: "content broken"
        case .mendContent: "content mended"
        }
    }
}

/// Something done at a share of the turns of a wave.
struct DriveStep: Sendable {
    let share: Double
    let act: DriveAct
}

/// What an admin does in which hour: moments by chance from the seed, one thing an hour.
struct DriveChores: Sendable {
    /// By hour since the drive began.
    private(set) var hours: [[DriveStep]]

    private var random: SeededGenerator

    /// Hours of a day in which the daemon ends and starts; what is left of the day is one life,
    /// long enough to see whether its memory grows.
    static let restlessHours = 1..<14

    /// Hours of a day in which the database is lost: the drive begins at noon, and villages report
    /// from five to nine in the evening.
    private static let reportHours = 5..<9

    /// Spreads an admin's chores over the days, and `kills` more kills.
    init(_ upkeep: DriveUpkeep, days: Int, kills: Int, seed: UInt64) {
        hours = Array(repeating: [], count: 24 * days)
        random = SeededGenerator(seed: seed &+ 24)
        for day in 0..<days {
            let lost = number(Self.reportHours)
            plan(.backUp, then: .loseDatabase, at: 24 * day + lost)
            var restless = Self.restlessHours.filter { $0 != lost }.shuffled(using: &random)
            let ends =
                [DriveAct](repeating: .restart, count: upkeep.rounds)
                + [DriveAct](repeating: .kill(.atWork), count: upkeep.rounds) + [.restoreAtOnce]
            for act in ends { plan(act, at: 24 * day + restless.removeLast()) }
            // The first hour of the long life warms it up, with what takes most memory.
            let first = Self.restlessHours.upperBound
            plan(.changeContent, at: 24 * day + first)
            plan(.breakContent, then: .mendContent, at: 24 * day + first)
            var quiet = (restless + (first + 1..<24)).shuffled(using: &random)
            for _ in 0..<upkeep.rounds {
                for (act, next) in Self.beside {
                    plan(act, then: next, at: 24 * day + quiet.removeLast())
                }
            }
        }
        for _ in 0..<kills {
            plan(.kill(.atWork), at: 24 * number(0..<days) + number(Self.restlessHours))
        }
        hours = hours.map { steps in steps.sorted { $0.share < $1.share } }
    }

    /// What is done beside a daemon that goes on.
    private static let beside: [(act: DriveAct, next: DriveAct?)] = [
        (.addAccount, .removeAccount), (.changeContent, nil), (.breakContent, .mendContent),
        (.backUp, nil),
    ]

    private mutating func plan(_ act: DriveAct, then next: DriveAct? = nil, at hour: Int) {
        let share = Double(number(5..<50)) / 100
        hours[hour].append(DriveStep(share: share, act: act))
        guard let next else { return }
        let later = share + Double(number(20..<45)) / 100
        hours[hour].append(DriveStep(share: later, act: next))
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }
}
