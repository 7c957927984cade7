import Campaign
import Testing
import VietText

@Suite struct StandingsTests {
    private let count = IndicatorKey(rawValue: "ho")
    private let ratio = IndicatorKey(rawValue: "hs")

    private func entry(
        _ report: Int64, _ unit: String, _ day: String, _ operation: Amount.Operation,
        _ value: Int64
    ) throws -> LedgerEntry {
        LedgerEntry(
            report: report, unit: UnitID(rawValue: unit), indicator: count,
            day: CampaignFixture.day(day), amount: Amount(operation, try Quantity(value)))
    }

    private func total(_ entries: [LedgerEntry], of unit: String = "a") throws -> String? {
        let standings = try Standings(entries: entries, campaign: try CampaignFixture.small())
        return standings.total(of: UnitID(rawValue: unit), count)?.value.description
    }

    @Test func addsCountOnTopOfARunningTotalOnlyForLaterDays() throws {
        let entries = [
            try entry(1, "a", "2022-06-01", .add, 5), try entry(2, "a", "2022-06-03", .set, 100),
            try entry(3, "a", "2022-06-02", .add, 7), try entry(4, "a", "2022-06-03", .add, 8),
            try entry(5, "a", "2022-06-04", .add, 9),
        ]
        #expect(try total(entries) == "109")
        #expect(try total(entries.reversed()) == "109")
    }

    @Test func theLaterRunningTotalHolds() throws {
        let entries = [
            try entry(2, "a", "2022-06-05", .set, 120), try entry(3, "a", "2022-06-03", .set, 90),
        ]
        #expect(try total(entries) == "120")
        let sameDay = entries + [try entry(4, "a", "2022-06-05", .set, 118)]
        #expect(try total(sameDay) == "118")
    }

    @Test func aParentHasItsOwnAndItsChildrensNumbers() throws {
        let entries = [
            try entry(1, "a", "2022-06-01", .add, 5), try entry(2, "b", "2022-06-01", .set, 20),
            try entry(3, "xa", "2022-06-01", .add, 3),
        ]
        #expect(try total(entries, of: "xa") == "28")
        #expect(try total(entries, of: "b") == "20")
        #expect(try total([], of: "a") == nil)
    }

    @Test func aTotalBeyondBoundsIsAnError() throws {
        let entries = [1, 2].map { report in
            LedgerEntry(
                report: report, unit: UnitID(rawValue: report == 1 ? "a" : "b"), indicator: count,
                day: CampaignFixture.day("2022-06-01"), amount: Amount(.add, .max))
        }
        let campaign = try CampaignFixture.small()
        #expect(throws: QuantityError.overflow) {
            try Standings(entries: entries, campaign: campaign)
        }
    }

    /// Any interleaving of reports, corrections and undos counts what survives, nothing else.
    @Test(arguments: 0..<200)
    func interleavingsCountWhatSurvives(_ seed: UInt64) throws {
        var random = Dice(seed: seed)
        var events: [LedgerEvent] = []
        var books: [Int64: [LedgerEntry]] = [:]
        for number in 1...Int64(30) {
            let entries = [
                try entry(
                    number, random.next(2) == 0 ? "a" : "b", "2022-06-0\(random.next(9) + 1)",
                    random.next(5) == 0 ? .set : .add, Int64(random.next(50)))
            ]
            let known = books.keys.sorted()
            switch random.next(4) {
            case 0 where !known.isEmpty:
                let voided = known[random.next(known.count)]
                events.append(.voided(report: voided))
                books[voided] = nil
            case 1 where !known.isEmpty:
                let corrected = known[random.next(known.count)]
                events.append(.recorded(report: number, corrects: corrected, entries: entries))
                books[corrected] = nil
                books[number] = entries
            default:
                events.append(.recorded(report: number, corrects: nil, entries: entries))
                books[number] = entries
            }
        }
        let mine = events.survivingEntries
        #expect(mine == books.sorted { $0.key < $1.key }.flatMap(\.value), "seed \(seed)")
        #expect(try total(mine, of: "xa") == naiveTotal(mine), "seed \(seed)")
    }

    /// The rule told once more, day by day.
    private func naiveTotal(_ entries: [LedgerEntry]) -> String? {
        guard !entries.isEmpty else { return nil }
        var sum: Int64 = 0
        for unit in ["a", "b"] {
            let own = entries.filter { $0.unit.rawValue == unit }.sorted {
                ($0.day, $0.report) < ($1.day, $1.report)
            }
            let last = own.last { $0.amount.operation == .set }
            sum += last?.amount.value.whole ?? 0
            for entry in own where entry.amount.operation == .add {
                if let last, entry.day <= last.day { continue }
                sum += entry.amount.value.whole
            }
        }
        return Quantity(scaled: sum * Quantity.scale).description
    }

    @Test(arguments: 0..<50)
    func aRollUpOfRatiosIsTheRatioOfTheSums(_ seed: UInt64) throws {
        var random = Dice(seed: seed)
        var entries: [LedgerEntry] = []
        var sums = (value: Int64(0), whole: Int64(0))
        for report in 1...Int64(40) {
            let whole = Int64(random.next(60))
            let value = whole == 0 ? 0 : Int64(random.next(Int(whole) + 1))
            sums = (sums.value + value, sums.whole + whole)
            entries.append(
                LedgerEntry(
                    report: report, unit: UnitID(rawValue: ["xa", "a", "b"][random.next(3)]),
                    indicator: ratio, day: CampaignFixture.day("2022-06-0\(random.next(9) + 1)"),
                    amount: Amount(.add, try Quantity(value), of: try Quantity(whole))))
        }
        let standings = try Standings(entries: entries, campaign: try CampaignFixture.small())
        let total = standings.total(of: UnitID(rawValue: "xa"), ratio)
        #expect(
            total == Total(try Quantity(sums.value), of: try Quantity(sums.whole)), "seed \(seed)")
    }

    @Test func progressSaysShareDayPaceAndForecast() throws {
        let campaign = try CampaignFixture.small()
        let entries = [try entry(1, "a", "2022-06-01", .add, 23)]
        let standings = try Standings(entries: entries, campaign: campaign)
        let progress = Progress(
            of: UnitID(rawValue: "a"), CampaignFixture.count, in: standings, campaign: campaign,
            on: CampaignFixture.day("2022-06-23"))
        #expect(progress.dayNumber == 23 && progress.length == 92)
        #expect(progress.share?.description == "23,0%")
        #expect(progress.isMet == false)
        // 77 missing in 69 days; 23 in 23 days are 92 in 92.
        #expect(progress.paceNeeded == (try Quantity(2)))
        #expect(progress.forecast == (try Quantity(92)))
        let commune = Progress(
            of: UnitID(rawValue: "xa"), CampaignFixture.count, in: standings, campaign: campaign,
            on: CampaignFixture.day("2023-01-01"))
        #expect(commune.target == (try Quantity(200)))
        #expect(commune.dayNumber == 92 && commune.paceNeeded == nil)
    }
}

/// A seeded generator, so that a failure repeats.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    /// A number from 0 up to, not including, `bound`.
    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(bound, 1)))
    }
}
