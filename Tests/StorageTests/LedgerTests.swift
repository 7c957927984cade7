import Campaign
import Conversation
import Messaging
import Storage
import Testing
import VietText

@Suite struct LedgerTests {
    private static let units = ["ap-1", "ap-2", "ap-3"].map(UnitID.init(rawValue:))
    private static let indicators = ["ho_den", "hs_online"].map(IndicatorKey.init(rawValue:))

    /// SQL computes, the pure fold is the second opinion.
    @Test(arguments: UInt64(0)..<60)
    func totalsOfSqlAreThoseOfTheFold(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let store = try Store.inMemory(startedAt: start)
        var events: [LedgerEvent] = []
        for turn in 0..<40 {
            let standing = Set(events.survivingEntries.map(\.report)).sorted()
            try store.keep(message("m\(turn)"))
            try store.turn { _, situation in
                let number = try situation.books.nextReportNumber()
                if Int.random(in: 0..<6, using: &random) == 0,
                    let old = standing.randomElement(using: &random)
                {
                    events.append(.voided(report: old))
                    return (Decision(.recorded, effects: [.void(reportNumber: old)]), [])
                }
                let corrects =
                    Int.random(in: 0..<6, using: &random) == 0
                    ? standing.randomElement(using: &random) : nil
                let entries = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Self.entry(of: number, &random)
                }
                events.append(.recorded(report: number, corrects: corrects, entries: entries))
                let report = ReportRecord(
                    number: number, campaign: drive, unit: Self.units[0], entries: entries,
                    corrects: corrects)
                return (Decision(.recorded, effects: [.record(report)]), [])
            }
        }
        for offset in -1...6 {
            let day = CivilDay.example.adding(days: offset)
            let fold = try Standings(
                entries: events.survivingEntries, campaign: try campaign(), through: day)
            let sql = try store.totals(of: drive, units: Self.units, through: day)
            #expect(sql == fold.own, "seed \(seed), day \(offset)")
        }
    }

    /// Many units are asked for in a few queries, by the same rule.
    @Test(arguments: UInt64(0)..<8)
    func totalsOfManyUnitsAreThoseOfTheFold(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let units = (1...150).map { UnitID(rawValue: "ap-\($0)") }
        let store = try Store.inMemory(startedAt: start)
        var events: [LedgerEvent] = []
        for turn in 0..<60 {
            let standing = Set(events.survivingEntries.map(\.report)).sorted()
            try store.keep(message("m\(turn)"))
            try store.turn { _, situation in
                let number = try situation.books.nextReportNumber()
                let corrects =
                    Int.random(in: 0..<4, using: &random) == 0
                    ? standing.randomElement(using: &random) : nil
                let entries = (0..<8).map { _ in Self.entry(of: number, in: units, &random) }
                events.append(.recorded(report: number, corrects: corrects, entries: entries))
                let report = ReportRecord(
                    number: number, campaign: drive, unit: units[0], entries: entries,
                    corrects: corrects)
                return (Decision(.recorded, effects: [.record(report)]), [])
            }
        }
        let fold = try Standings(
            entries: events.survivingEntries, campaign: try campaign(units),
            through: CivilDay.example.adding(days: 4))
        for count in [1, 2, 64, 65, 128, 129, 150] {
            let asked = Array(units.shuffled(using: &random).prefix(count))
            let day = CivilDay.example.adding(days: 4)
            let sql = try store.totals(
                of: drive, units: asked + Array(asked.prefix(3)), through: day)
            #expect(sql == fold.own.filter { asked.contains($0.key) }, "seed \(seed), \(count)")
        }
        #expect(try store.totals(of: drive, units: [], through: .example).isEmpty)
        let other = CampaignID(rawValue: "khac")
        #expect(try store.totals(of: other, units: units, through: .example).isEmpty)
    }

    @Test func aTotalThatDoesNotFitIsAnErrorAndNoWrongNumber() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"), message("m2"))
        try store.turn { _, situation in
            let number = try situation.books.nextReportNumber()
            let entry = LedgerEntry(
                report: number, unit: hamlet, indicator: households, day: .example,
                amount: Amount(.add, Quantity.max))
            let report = ReportRecord(
                number: number, campaign: drive, unit: hamlet, entries: [entry], corrects: nil)
            return (Decision(.recorded, effects: [.record(report)]), [])
        }
        #expect(throws: QuantityError.overflow) {
            try store.totals(of: drive, units: [hamlet], through: .example)
        }
    }

    private static func entry(
        of report: Int64, in units: [UnitID] = LedgerTests.units, _ random: inout SeededGenerator
    ) -> LedgerEntry {
        let indicator = Int.random(in: 0...1, using: &random)
        let value = Quantity(scaled: Int64.random(in: -50_000...900_000, using: &random))
        let denominator = Quantity(scaled: Int64.random(in: 0...900_000, using: &random))
        return LedgerEntry(
            report: report, unit: units[Int.random(in: 0..<units.count, using: &random)],
            indicator: indicators[indicator],
            day: CivilDay.example.adding(days: Int.random(in: 0...5, using: &random)),
            amount: Amount(
                Int.random(in: 0..<4, using: &random) == 0 ? .set : .add, value,
                of: indicator == 0 ? nil : denominator))
    }
}

/// A campaign without rules of its own: the fold needs its units only.
private func campaign(
    _ units: [UnitID] = ["ap-1", "ap-2", "ap-3"].map(UnitID.init(rawValue:))
) throws -> Campaign {
    try Campaign(
        id: drive, name: "Thử", firstDay: .example, lastDay: CivilDay.example.adding(days: 30),
        indicators: [Indicator(key: households, name: "Hộ", unit: "hộ", kind: .count)],
        units: units.map {
            OrgUnit(
                id: $0, name: $0.rawValue, level: UnitLevel(rawValue: "village"),
                parent: nil, aliases: [])
        })
}
