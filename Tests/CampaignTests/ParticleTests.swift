import Campaign
import Testing
import VietText

/// The particle "nha" behind a number is not taken for houses where none can be meant.
@Suite struct ParticleTests {
    @Test(arguments: ["hộ 12, quá hạn 2/17 nha", "12 ho, qua han 2/17 nha"])
    func behindARatioItIsTheParticle(text: String) throws {
        let reading = try reader().read(
            text, sentOn: CivilDay(daysSinceEpoch: 19_010), senderUnit: UnitID(rawValue: "ap-1"))
        #expect(reading.action == .report, "\(reading.doubts)")
        #expect(reading.values.map(\.amount.denominator) == [nil, try Quantity(17)])
    }

    @Test func housesBehindARatioAreStillAskedAbout() throws {
        let reading = try reader().read(
            "12 hộ, quá hạn 2/17 nhà", sentOn: CivilDay(daysSinceEpoch: 19_010),
            senderUnit: UnitID(rawValue: "ap-1"))
        #expect(reading.action == .askBack)
    }

    private func reader() throws -> ReportReader {
        ReportReader(
            campaign: try Campaign(
                id: CampaignID(rawValue: "thu"), name: "Thử",
                firstDay: CivilDay(daysSinceEpoch: 19_000),
                lastDay: CivilDay(daysSinceEpoch: 19_091),
                indicators: [
                    Indicator(
                        key: IndicatorKey(rawValue: "ho"), name: "Hộ được đến", unit: "hộ",
                        kind: .count, aliases: ["hộ"], measures: ["nhà"]),
                    Indicator(
                        key: IndicatorKey(rawValue: "qh"), name: "Hồ sơ quá hạn", unit: "hồ sơ",
                        kind: .ratio, aliases: ["quá hạn"]),
                ],
                units: [
                    OrgUnit(
                        id: UnitID(rawValue: "ap-1"), name: "ấp 1",
                        level: UnitLevel(rawValue: "village"), parent: nil)
                ]))
    }
}
