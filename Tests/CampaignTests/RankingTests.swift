import Campaign
import Testing
import VietText

@Suite struct RankingTests {
    private static let names = ["a", "b", "c", "d", "e"]

    @Test func equalOnesShareAPlaceAndTheSilentComeLast() throws {
        let ranking = try rank(["a": 10, "b": 40, "d": 10, "e": 7], direction: .more)
        #expect(ranking.rows.map(\.unit.id.rawValue) == ["b", "a", "d", "e", "c"])
        #expect(ranking.rows.map(\.place) == [1, 2, 2, 4, nil])
    }

    @Test func lessIsBetterTurnsTheOrderRound() throws {
        let ranking = try rank(["a": 10, "b": 40, "d": 10, "e": 7], direction: .less)
        #expect(ranking.rows.map(\.unit.id.rawValue) == ["e", "a", "d", "b", "c"])
        #expect(ranking.rows.map(\.place) == [1, 2, 2, 4, nil])
    }

    /// One tenth of a percent apart is not equal, however the shares are written.
    @Test func sharesAreComparedExactly() throws {
        let targets: [String: Int64] = ["a": 60_000, "b": 60_000, "c": 120_000]
        let ranking = try rank(["a": 25, "b": 26, "c": 50], direction: .more, targets: targets)
        #expect(ranking.rows.map(\.unit.id.rawValue) == ["b", "a", "c", "d", "e"])
        #expect(ranking.rows.map(\.place) == [1, 2, 2, nil, nil])
    }

    /// With a target for some only, shares of different things are not compared.
    @Test func withoutATargetForAllTheNumbersDecide() throws {
        let ranking = try rank(["a": 9, "b": 10], direction: .more, targets: ["a": 10])
        #expect(ranking.rows.map(\.unit.id.rawValue).prefix(2) == ["b", "a"])
    }

    @Test func aRatioOfNothingHasNoPlace() throws {
        let ratio = CampaignFixture.ratio
        let campaign = try CampaignFixture.campaign(
            indicators: [ratio],
            units: Self.names.map { CampaignFixture.unit($0, $0, "commune", nil) })
        let totals = [("a", 3, 4), ("b", 9, 10), ("c", 0, 0)]
        let own = Dictionary(
            uniqueKeysWithValues: try totals.map { id, part, whole in
                (
                    UnitID(rawValue: id),
                    [ratio.key: Total(try Quantity(Int64(part)), of: try Quantity(Int64(whole)))]
                )
            })
        let ranking = Ranking(
            campaign.units.units, by: ratio, in: try Standings(own: own, campaign: campaign),
            campaign: campaign, on: campaign.firstDay)
        #expect(ranking.rows.map(\.unit.id.rawValue) == ["b", "a", "c", "d", "e"])
        #expect(ranking.rows.map(\.place) == [1, 2, nil, nil, nil])
    }

    private func rank(
        _ values: [String: Int64], direction: Indicator.Direction, targets: [String: Int64] = [:]
    ) throws -> Ranking {
        let indicator = Indicator(
            key: IndicatorKey(rawValue: "ho"), name: "Số hộ", unit: "hộ", kind: .count,
            direction: direction,
            unitTargets: Dictionary(
                uniqueKeysWithValues: try targets.map {
                    (UnitID(rawValue: $0.key), try Quantity($0.value))
                }))
        let campaign = try CampaignFixture.campaign(
            indicators: [indicator],
            units: Self.names.map { CampaignFixture.unit($0, $0, "village", nil) })
        let own = Dictionary(
            uniqueKeysWithValues: try values.map {
                (UnitID(rawValue: $0.key), [indicator.key: Total(try Quantity($0.value))])
            })
        return Ranking(
            campaign.units.units, by: indicator, in: try Standings(own: own, campaign: campaign),
            campaign: campaign, on: campaign.firstDay)
    }
}
