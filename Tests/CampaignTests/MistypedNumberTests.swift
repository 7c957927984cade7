import Campaign
import Testing
import VietText

/// A number typed with a letter for a digit is asked about, never dropped.
@Suite struct MistypedNumberTests {
    @Test(arguments: ["hnay dc 1o ho 3 tk dvc", "hôm nay 1O hộ, 5 tk dvc", "nay l2 hộ, 3 tk dvc"])
    func lettersForDigitsAreAskedAbout(text: String) throws {
        let campaign = try Campaign(
            id: CampaignID(rawValue: "thu"), name: "Thử",
            firstDay: CivilDay(daysSinceEpoch: 19_000), lastDay: CivilDay(daysSinceEpoch: 19_091),
            indicators: [
                Indicator(
                    key: IndicatorKey(rawValue: "ho"), name: "Hộ được đến", unit: "hộ",
                    kind: .count, aliases: ["hộ"]),
                Indicator(
                    key: IndicatorKey(rawValue: "tk"), name: "Tài khoản dịch vụ công",
                    unit: "tài khoản", kind: .count, aliases: ["tk dvc"]),
            ],
            units: [
                OrgUnit(
                    id: UnitID(rawValue: "ap-1"), name: "ấp 1",
                    level: UnitLevel(rawValue: "village"), parent: nil)
            ])
        let reading = ReportReader(campaign: campaign).read(
            text, sentOn: CivilDay(daysSinceEpoch: 19_010), senderUnit: UnitID(rawValue: "ap-1"))
        #expect(reading.action == .askBack)
        #expect(reading.doubts.first?.reason == .noIndicator)
    }
}
