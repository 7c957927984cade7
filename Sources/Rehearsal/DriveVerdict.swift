import Campaign
import Messaging
import Storage
import VietText

/// Holds the daemon's ledger against the rehearsal's books: every unit, every day, every indicator.
struct DriveVerdict: Sendable {
    let store: Store
    let world: DriveWorld
    let campaign: Campaign

    private var units: [UnitID] { world.units.map { UnitID(rawValue: $0.id) } }

    /// Compares the totals as of the given days.
    ///
    /// - Returns: How many totals were compared.
    /// - Throws: `DriveFailure` with the first differences.
    func compare(_ standings: DriveStandings, days: some Sequence<Int>) throws -> Int {
        var compared = 0
        var differences: [String] = []
        for day in days {
            let civil = DriveWorld.firstDay.adding(days: day)
            let ours = try Standings(
                own: try store.totals(of: campaign.id, units: units, through: civil),
                campaign: campaign)
            for (place, unit) in units.enumerated() {
                for (number, indicator) in DriveWords.indicators.enumerated() {
                    compared += 1
                    let key = IndicatorKey(rawValue: indicator.key)
                    let stored = ours.total(of: unit, key).map(Self.sum)
                    let wanted = standings.sums[place][day][number]
                    if stored != wanted {
                        differences.append(
                            "\(civil.description) \(unit) \(key): ledger \(Self.text(stored)), "
                                + "books \(Self.text(wanted))")
                    }
                }
            }
        }
        guard differences.isEmpty else {
            throw DriveFailure(
                "\(differences.count) totals differ:\n"
                    + differences.prefix(20).joined(separator: "\n"))
        }
        return compared
    }

    /// Compares all days on two threads.
    func compareAll(_ standings: DriveStandings, days: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for remainder in 0..<2 {
                group.addTask {
                    try compare(standings, days: stride(from: remainder, to: days, by: 2))
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func sum(_ total: Total) -> DriveBooks.Sum {
        DriveBooks.Sum(
            value: Int(total.value.whole), whole: total.denominator.map { Int($0.whole) })
    }

    private static func text(_ sum: DriveBooks.Sum?) -> String {
        guard let sum else { return "nothing" }
        return sum.whole.map { "\(sum.value)/\($0)" } ?? "\(sum.value)"
    }
}
