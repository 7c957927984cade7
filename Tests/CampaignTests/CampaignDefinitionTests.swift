import Campaign
import Testing
import VietText

@Suite struct CampaignDefinitionTests {
    private func mistakes(_ make: () throws -> Campaign) -> [CampaignMistake] {
        do {
            _ = try make()
            return []
        } catch let error as CampaignError {
            return error.mistakes
        } catch {
            return []
        }
    }

    @Test func everyMistakeIsReportedAtOnce() throws {
        let village = UnitLevel(rawValue: "village")
        let odd = Indicator(
            key: CampaignFixture.count.key, name: "Khác", unit: "hộ", kind: .ratio, aliases: ["Hộ"],
            doubtAbove: .zero,
            targets: [village: try Quantity(2), UnitLevel(rawValue: "planet"): .zero],
            unitTargets: [UnitID(rawValue: "nowhere"): .zero])
        let found = mistakes {
            try Campaign(
                id: CampaignID(rawValue: ""), name: "", firstDay: CampaignFixture.day("2022-06-02"),
                lastDay: CampaignFixture.day("2022-06-01"),
                indicators: [CampaignFixture.count, odd],
                units: CampaignFixture.units + [CampaignFixture.unit("a", "thôn C", "village", "x")]
            )
        }
        #expect(found.contains(.duplicateUnit(UnitID(rawValue: "a"))))
        #expect(found.contains(.unknownParent(UnitID(rawValue: "x"), of: UnitID(rawValue: "a"))))
        #expect(found.contains(.unnamedCampaign))
        #expect(found.contains(.duplicateIndicator(odd.key)))
        #expect(found.contains(.doubtOutOfRange(.zero, of: odd.key)))
        #expect(found.contains(.targetOutOfRange(try Quantity(2), of: odd.key)))
        #expect(found.contains(.unknownTargetUnit(UnitID(rawValue: "nowhere"), of: odd.key)))
        #expect(found.count == 9)
        for mistake in found { #expect(!mistake.what.isEmpty && !mistake.remedy.isEmpty) }
    }

    @Test func whatCannotBeRolledUpOrAddedUpIsRefused() throws {
        let key = IndicatorKey(rawValue: "k")
        let other = IndicatorKey(rawValue: "nowhere")
        let odd = Indicator(
            key: key, name: "K", unit: "việc", kind: .count, items: ["Họp", "họp"],
            rollUp: .reached, decimals: 5, sumOf: [key, other, other])
        let found = mistakes {
            try CampaignFixture.campaign(indicators: [odd], units: CampaignFixture.units)
        }
        #expect(
            found == [
                .nothingToReach(key), .itemsOfNoChecklist(key), .duplicateItem("họp", of: key),
                .decimalsOutOfRange(5, of: key), .unknownPart(key, of: key, known: []),
                .unknownPart(other, of: key, known: []), .unknownPart(other, of: key, known: []),
                .duplicatePart(key),
            ])
        for mistake in found { #expect(!mistake.what.isEmpty && !mistake.remedy.isEmpty) }
    }

    @Test func unitsAboveEachOtherAreRefused() {
        let ring = [
            CampaignFixture.unit("a", "A", "village", "b"),
            CampaignFixture.unit("b", "B", "village", "a"),
            CampaignFixture.unit("c", "C", "village", "c"),
            CampaignFixture.unit("d", "D", "village", "c"),
        ]
        let found = mistakes {
            try CampaignFixture.campaign(indicators: [CampaignFixture.count], units: ring)
        }
        #expect(found.count { if case .cycle = $0 { true } else { false } } == 2)
    }

    @Test func nothingAtAllIsRefused() {
        let found = mistakes { try CampaignFixture.campaign(indicators: [], units: []) }
        #expect(found == [.noUnits, .noIndicators])
    }

    @Test func theTreeKnowsAboveAndBelow() throws {
        let tree = try CampaignFixture.evaluation().units
        let province = UnitID(rawValue: "binh-phuoc")
        let village = UnitID(rawValue: "ap-8a")
        #expect(tree.isAncestor(province, of: village))
        #expect(!tree.isAncestor(village, of: village))
        #expect(
            tree.ancestors(of: village).map(\.id.rawValue) == ["loc-hoa", "loc-ninh", "binh-phuoc"])
        #expect(tree.subtree(of: province).count == tree.units.count)
        #expect(tree.children(of: UnitID(rawValue: "loc-hoa")).count == 4)
        #expect(tree.subtree(of: UnitID(rawValue: "nowhere")).isEmpty)
    }

    @Test(arguments: [("20:30", 1_230), ("0:05", 5), ("23:59", 1_439)])
    func timesOfDayAreRead(_ row: (String, Int)) {
        #expect(TimeOfDay(row.0)?.minutes == row.1)
        #expect(TimeOfDay(row.0)?.description == row.0)
    }

    @Test(arguments: ["24:00", "20:60", "20", "20:3", "a:30", "", "20:30:00", "-1:30"])
    func otherTimesAreRefused(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }
}
