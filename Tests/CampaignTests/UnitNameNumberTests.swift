import Campaign
import Testing
import VietText

/// A bare name of a unit, typed without marks, may end in what is a number here.
///
/// Found by the rehearsal of a whole drive: "van dong tam ho" lost its eight households to a
/// commune called Đồng Tâm.
@Suite struct UnitNameNumberTests {
    private static let units =
        CampaignFixture.units + [CampaignFixture.unit("dong-tam", "xã Đồng Tâm", "commune", nil)]

    private func read(_ text: String) throws -> ReportReading {
        let campaign = try CampaignFixture.campaign(
            indicators: [CampaignFixture.count, CampaignFixture.ratio], units: Self.units)
        return ReportReader(campaign: campaign).read(
            text, sentOn: CampaignFixture.day("2022-07-01"), senderUnit: UnitID(rawValue: "a"))
    }

    @Test(arguments: ["hom nay van dong tam ho", "van dong tam ho nha", "vận động tám hộ"])
    func theNumberStays(_ text: String) throws {
        let reading = try read(text)
        #expect(reading.action == .report, "\(reading)")
        #expect(reading.unit == UnitID(rawValue: "a"))
        #expect(reading.values.map(\.amount.value) == [try Quantity(8)])
    }

    @Test(arguments: ["xa dong tam 8 ho", "dong tam 8 ho", "Đồng Tâm hôm nay 8 hộ"])
    func theUnitStaysWhereItIsMeant(_ text: String) throws {
        let reading = try read(text)
        #expect(reading.unit == UnitID(rawValue: "dong-tam"), "\(reading)")
        #expect(reading.values.map(\.amount.value) == [try Quantity(8)])
    }

    /// Found by the rehearsal too: "nhầm thành" swallowed the first word of "thanh toán".
    @Test(arguments: ["nham thanh toan 6 giao dich", "báo nhầm thanh toán 6 giao dịch"])
    func aCueLeavesTheNameBehindItWhole(_ text: String) throws {
        let reading = ReportReader(campaign: try CampaignFixture.evaluation()).read(
            text, sentOn: CampaignFixture.day("2022-07-01"), senderUnit: UnitID(rawValue: "ap-1"))
        #expect(reading.action == .correct, "\(reading)")
        #expect(reading.values.map(\.indicator.rawValue) == ["thanh_toan"])
    }
}
