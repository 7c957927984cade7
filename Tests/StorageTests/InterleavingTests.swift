import Campaign
import Conversation
import Messaging
import Storage
import Testing
import VietText

/// Any interleaving of reports, corrections, undos and imports stands as a fold over what survives.
@Suite struct InterleavingTests {
    private static let rollUps = Indicator.RollUp.allCases

    /// Thirty units in a tree, and one indicator of each roll-up and kind of number.
    private static func campaign() throws -> Campaign {
        let indicators = try rollUps.flatMap { rollUp in
            try [Indicator.Kind.count, .ratio].map { kind in
                Indicator(
                    key: IndicatorKey(rawValue: "\(rollUp)-\(kind)"), name: "\(rollUp) \(kind)",
                    unit: "cái", kind: kind,
                    targets: [
                        UnitLevel(rawValue: "village"): kind == .ratio
                            ? Quantity(scaled: 5_000) : try Quantity(20)
                    ], rollUp: rollUp)
            }
        }
        let units = (0..<30).map { index in
            let level = index == 0 ? "province" : index < 6 ? "commune" : "village"
            let parent = index == 0 ? nil : index < 6 ? 0 : 1 + index % 5
            return OrgUnit(
                id: UnitID(rawValue: "u\(index)"), name: "đơn vị \(index)",
                level: UnitLevel(rawValue: level),
                parent: parent.map { UnitID(rawValue: "u\($0)") })
        }
        return try Campaign(
            id: drive, name: "Thử", firstDay: .example, lastDay: CivilDay.example.adding(days: 30),
            indicators: indicators, units: units)
    }

    private static func figure(
        _ campaign: Campaign, _ random: inout SeededGenerator
    ) throws -> Figure {
        let indicators = campaign.indicators
        let indicator = indicators[Int.random(in: 0..<indicators.count, using: &random)]
        let whole = Int64.random(in: 0...40, using: &random)
        let value = try Quantity(Int64.random(in: 0...whole, using: &random))
        return Figure(
            unit: UnitID(rawValue: "u\(Int.random(in: 0..<30, using: &random))"),
            indicator: indicator.key,
            day: CivilDay.example.adding(days: Int.random(in: 0...5, using: &random)),
            amount: Amount(
                Int.random(in: 0..<4, using: &random) == 0 ? .set : .add, value,
                of: indicator.kind == .ratio ? try Quantity(whole) : nil))
    }

    private static func entries(
        _ figures: [Figure], of report: Int64
    ) -> [LedgerEntry] {
        figures.map {
            LedgerEntry(
                report: report, unit: $0.unit, indicator: $0.indicator, day: $0.day,
                amount: $0.amount)
        }
    }

    /// Posts sixty things at random; returns what happened, as the ledger's own events.
    private static func play(
        _ store: Store, _ campaign: Campaign, _ random: inout SeededGenerator
    ) throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for turn in 0..<60 {
            let standing = Set(events.survivingEntries.map(\.report)).sorted()
            let figures = try (0..<Int.random(in: 1...4, using: &random)).map { _ in
                try figure(campaign, &random)
            }
            if Int.random(in: 0..<10, using: &random) == 0 {
                let made = try store.importFigures(
                    FigureFile(name: "so.csv", digest: "d\(turn)", figures: [figures[0]]),
                    into: drive, repeats: false, at: start, progress: { _ in }, check: { _ in })
                events.append(
                    .recorded(
                        report: made.first, corrects: nil,
                        entries: entries([figures[0]], of: made.first)))
                continue
            }
            let chance = Int.random(in: 0..<6, using: &random)
            let old = chance < 2 ? standing.randomElement(using: &random) : nil
            try store.keep(message("m\(turn)"))
            try store.turn { _, situation in
                let number = try situation.books.nextReportNumber()
                if chance == 0, let old {
                    events.append(.voided(report: old))
                    return (Decision(.recorded, effects: [.void(reportNumber: old)]), [])
                }
                let entries = entries(figures, of: number)
                events.append(.recorded(report: number, corrects: old, entries: entries))
                let report = ReportRecord(
                    number: number, campaign: drive, unit: figures[0].unit, entries: entries,
                    corrects: old)
                return (Decision(.recorded, effects: [.record(report)]), [])
            }
        }
        return events
    }

    @Test(arguments: UInt64(0)..<40)
    func standsAsAFoldOverWhatSurvives(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (store, campaign) = (try Store.inMemory(startedAt: start), try Self.campaign())
        let surviving = try Self.play(store, campaign, &random).survivingEntries
        #expect(try store.standingEntries(of: drive) == surviving, "seed \(seed)")
        let told = try store.ledgerLines(of: drive).filter { $0.state == .standing }.map(\.entry)
        #expect(told == surviving, "seed \(seed)")
        let units = campaign.units.units.map(\.id)
        for offset in 0...6 {
            let day = CivilDay.example.adding(days: offset)
            let fold = try Standings(entries: surviving, campaign: campaign, through: day)
            let own = try store.totals(of: drive, units: units, through: day)
            #expect(own == fold.own, "seed \(seed), day \(offset)")
            #expect(try Standings(own: own, campaign: campaign) == fold, "seed \(seed)")
            // The order in which entries are given does not matter.
            let shuffled = surviving.shuffled(using: &random)
            #expect(
                try Standings(entries: shuffled, campaign: campaign, through: day) == fold,
                "seed \(seed), day \(offset)")
        }
    }
}
