import Campaign
import Testing
import VietText

/// What a unit above shows of its units below, on trees and figures drawn by a seed.
@Suite struct RollUpTests {
    private static let village = UnitLevel(rawValue: "village")
    private static let sum = indicator("tong", .count, .sum)
    private static let single = indicator("do", .level, .none)
    private static let reached = indicator("dat", .count, .reached, target: 10)
    private static let ratio = indicator("ty-le", .ratio, .sum)

    private static func indicator(
        _ key: String, _ kind: Indicator.Kind, _ rollUp: Indicator.RollUp, target: Int64? = nil
    ) -> Indicator {
        Indicator(
            key: IndicatorKey(rawValue: key), name: key, unit: "cái", kind: kind,
            targets: target.map { [village: Quantity(scaled: $0 * Quantity.scale)] } ?? [:],
            rollUp: rollUp)
    }

    /// A tree of up to 60 units, each below one drawn before it; those without children are
    /// villages.
    private static func campaign(_ random: inout Dice) throws -> Campaign {
        let count = 2 + random.next(59)
        var parents: [Int?] = [nil]
        for index in 1..<count { parents.append(random.next(index)) }
        let inner = Set(parents.compactMap { $0 })
        let units = parents.indices.map { index in
            CampaignFixture.unit(
                "u\(index)", "đơn vị \(index)", inner.contains(index) ? "above" : "village",
                parents[index].map { "u\($0)" })
        }
        return try CampaignFixture.campaign(
            indicators: [sum, single, reached, ratio], units: units)
    }

    private static func own(
        _ campaign: Campaign, _ random: inout Dice
    ) throws -> [UnitID: [IndicatorKey: Total]] {
        var own: [UnitID: [IndicatorKey: Total]] = [:]
        for unit in campaign.units.units {
            for indicator in campaign.indicators where random.next(3) > 0 {
                let whole = Int64(random.next(30))
                let value = try Quantity(Int64(random.next(Int(whole) + 1)))
                own[unit.id, default: [:]][indicator.key] =
                    indicator.kind == .ratio
                    ? Total(value, of: try Quantity(whole)) : Total(value)
            }
        }
        return own
    }

    @Test(arguments: UInt64(0)..<200)
    func everyUnitShowsWhatItsRuleSays(_ seed: UInt64) throws {
        var random = Dice(seed: seed)
        let campaign = try Self.campaign(&random)
        let own = try Self.own(campaign, &random)
        let standings = try Standings(own: own, campaign: campaign)
        for unit in campaign.units.units {
            let below = campaign.units.subtree(of: unit.id).map(\.id)
            func owns(_ indicator: Indicator) -> [Total] {
                below.compactMap { own[$0]?[indicator.key] }
            }
            func total(_ indicator: Indicator) -> Total? {
                standings.total(of: unit.id, indicator.key)
            }
            let counts = owns(Self.sum).reduce(0) { $0 + $1.value.whole }
            #expect(total(Self.sum)?.value.whole ?? 0 == counts, "seed \(seed) \(unit.id)")
            #expect(total(Self.single) == own[unit.id]?[Self.single.key], "seed \(seed)")
            // A roll-up of ratios is the ratio of the sums, never a mean of shares.
            let parts = owns(Self.ratio)
            let value = parts.reduce(0) { $0 + $1.value.whole }
            let whole = parts.reduce(0) { $0 + ($1.denominator?.whole ?? 0) }
            let expected = try Total(Quantity(value), of: Quantity(whole))
            #expect(
                total(Self.ratio) == (parts.isEmpty ? nil : expected), "seed \(seed) \(unit.id)")
            let villages = below.filter { campaign.units.children(of: $0).isEmpty }
            guard villages != [unit.id] else {
                #expect(total(Self.reached) == own[unit.id]?[Self.reached.key], "seed \(seed)")
                continue
            }
            let told = villages.compactMap { own[$0]?[Self.reached.key] }
            let met = told.count { $0.value.whole >= 10 }
            let share = try Total(
                Quantity(Int64(met)), of: Quantity(Int64(villages.count)), countsUnits: true)
            #expect(total(Self.reached) == (told.isEmpty ? nil : share), "seed \(seed) \(unit.id)")
        }
    }

    /// Communes with a target of their own are counted, not the villages inside them.
    @Test func aTargetGivenHalfWayDownIsWhatCounts() throws {
        let commune = UnitLevel(rawValue: "commune")
        let teams = Indicator(
            key: IndicatorKey(rawValue: "to"), name: "Tổ", unit: "tổ", kind: .count,
            targets: [commune: try Quantity(2)], rollUp: .reached)
        let campaign = try CampaignFixture.campaign(
            indicators: [teams],
            units: [
                CampaignFixture.unit("tinh", "tỉnh", "province", nil),
                CampaignFixture.unit("x", "xã X", "commune", "tinh"),
                CampaignFixture.unit("y", "xã Y", "commune", "tinh"),
                CampaignFixture.unit("x1", "thôn X1", "village", "x"),
                CampaignFixture.unit("x2", "thôn X2", "village", "x"),
            ])
        func own(_ unit: String) throws -> [UnitID: [IndicatorKey: Total]] {
            [UnitID(rawValue: unit): [teams.key: Total(try Quantity(1))]]
        }
        let standings = try Standings(
            own: own("x1").merging(own("x2")) { $1 }.merging(own("y")) { $1 }, campaign: campaign)
        let province = UnitID(rawValue: "tinh")
        #expect(
            standings.total(of: province, teams.key)
                == Total(try Quantity(1), of: try Quantity(2), countsUnits: true))
        #expect(standings.total(of: UnitID(rawValue: "x"), teams.key) == Total(try Quantity(2)))
        let progress = Progress(
            of: province, teams, in: standings, campaign: campaign,
            on: CampaignFixture.day("2022-06-10"))
        #expect(progress.target == nil && progress.forecast == nil && progress.paceNeeded == nil)
        #expect(progress.share?.description == "50,0%")
    }

    @Test func aTargetOfWhatIsNotSummedIsNotSummedEither() throws {
        let share = Indicator(
            key: IndicatorKey(rawValue: "do"), name: "Đo", unit: "%", kind: .level,
            targets: [Self.village: try Quantity(80)], rollUp: .none)
        let campaign = try CampaignFixture.campaign(
            indicators: [share], units: CampaignFixture.units)
        #expect(campaign.target(of: share, for: UnitID(rawValue: "a")) == (try Quantity(80)))
        #expect(campaign.target(of: share, for: UnitID(rawValue: "xa")) == nil)
    }

    @Test(arguments: [Indicator.RollUp.sum, .none])
    func aSumThatDoesNotFitIsAnErrorAndNeverWraps(_ rollUp: Indicator.RollUp) throws {
        let indicator = Self.indicator("lon", .ratio, rollUp)
        let campaign = try CampaignFixture.campaign(
            indicators: [indicator], units: CampaignFixture.units)
        func standings(_ a: Total, _ b: Total) throws -> Standings {
            try Standings(
                own: [
                    UnitID(rawValue: "a"): [indicator.key: a],
                    UnitID(rawValue: "b"): [indicator.key: b],
                ], campaign: campaign)
        }
        let (most, one) = (Quantity.max, Quantity(scaled: 1))
        if rollUp == .none {
            #expect(throws: Never.self) {
                try standings(Total(most, of: most), Total(most, of: most))
            }
            return
        }
        #expect(throws: QuantityError.overflow) {
            try standings(Total(most, of: .zero), Total(one, of: .zero))
        }
        #expect(throws: QuantityError.overflow) {
            try standings(Total(.zero, of: one), Total(.zero, of: most))
        }
        #expect(throws: Never.self) {
            try standings(Total(most, of: .zero), Total(.zero, of: most))
        }
    }

    @Test func partsThatDoNotAddUpAreSaidAsTheyAre() throws {
        let keys = ["tong", "a", "b"].map(IndicatorKey.init(rawValue:))
        let parts = keys.dropFirst().map {
            Indicator(key: $0, name: $0.rawValue, unit: "hồ sơ", kind: .count)
        }
        let whole = Indicator(
            key: keys[0], name: "tổng", unit: "hồ sơ", kind: .count, sumOf: Array(keys[1...]))
        let campaign = try CampaignFixture.campaign(
            indicators: [whole] + parts, units: CampaignFixture.units)
        let unit = UnitID(rawValue: "a")
        func line(_ values: [IndicatorKey: Int64]) throws -> String? {
            let own = try values.mapValues { Total(try Quantity($0)) }
            return try PartsCheck(
                of: unit, whole, in: Standings(own: [unit: own], campaign: campaign),
                campaign: campaign)?.line
        }
        #expect(try line([keys[0]: 1_250, keys[1]: 1_000, keys[2]: 250]) == nil)
        #expect(
            try line([keys[0]: 1_250, keys[1]: 1_000, keys[2]: 240])
                == "các phần cộng lại 1.240, khác tổng 1.250 (chênh 10)")
        #expect(
            try line([keys[0]: 900, keys[1]: 1_000])
                == "các phần cộng lại 1.000, khác tổng 900 (chênh 100); chưa có số: b")
        #expect(try line([keys[0]: 900]) == nil)
        #expect(try line([keys[1]: 900]) == nil)
    }
}
