import Campaign
import Testing
import VietText

/// Checklists, and levels measured in percent.
@Suite struct ChecklistReadingTests {
    private static let reader = Result {
        ReportReader(
            campaign: try CampaignFixture.campaign(
                indicators: [
                    CampaignFixture.count,
                    Indicator(
                        key: IndicatorKey(rawValue: "tieu_chi"), name: "Tiêu chí chuyển đổi số",
                        unit: "tiêu chí", kind: .checklist, aliases: ["tiêu chí"],
                        items: ["chữ ký số", "hộp thư", "một cửa", "wifi", "đài truyền thanh"]),
                    Indicator(
                        key: IndicatorKey(rawValue: "muc"), name: "Đầu mục", unit: "mục",
                        kind: .checklist, aliases: ["đầu mục"]),
                    Indicator(
                        key: IndicatorKey(rawValue: "ty_le"), name: "Tỷ lệ kích hoạt", unit: "%",
                        kind: .level, aliases: ["tỷ lệ kích hoạt", "tl kích hoạt"]),
                    Indicator(
                        key: IndicatorKey(rawValue: "toc_do"), name: "Tốc độ mạng", unit: "Mbps",
                        kind: .level, aliases: ["tốc độ mạng"]),
                ], units: CampaignFixture.units))
    }

    private func drawn(_ text: String) throws -> String {
        let reading = try Self.reader.get().read(
            text, sentOn: CampaignFixture.day("2022-07-20"), senderUnit: UnitID(rawValue: "a"))
        let values = reading.values.map { value in
            let whole = value.amount.denominator.map { "/\($0)" } ?? ""
            return "\(value.indicator) \(value.amount.operation) \(value.amount.value)\(whole)"
        }
        return
            ([reading.action.rawValue] + values + reading.doubts.map { "!\($0.reason.rawValue)" })
            .joined(separator: " ")
    }

    @Test(arguments: [
        ("tiêu chí 5/5", "report tieu_chi set 5/5", "all of them"),
        ("xong 3/5 tiêu chí", "report tieu_chi set 3/5", "the number before the name"),
        ("hôm nay xong 3 tiêu chí", "report tieu_chi set 3/5", "the items are the whole"),
        ("tieu chi 3/5", "report tieu_chi set 3/5", "no marks"),
        ("tiêu chí 3/4", "ask_back !other-whole", "another list than the campaign's"),
        ("tiêu chí 6", "ask_back !numerator-above-denominator", "more than there are"),
        ("đầu mục 41/41", "report muc set 41/41", "a checklist without names"),
        ("đầu mục 40", "ask_back !missing-denominator", "of how many?"),
        ("đã xong: chữ ký số, hộp thư", "report tieu_chi set 2/5", "the items done, all told"),
        ("Đã xong:\n- chữ ký số\n- hộp thư\n- wifi", "report tieu_chi set 3/5", "one a line"),
        ("da xong: chu ky so, hop thu", "report tieu_chi set 2/5", "no marks"),
        ("mới xong chữ ký số và hộp thư", "report tieu_chi set 2/5", "only these so far"),
        ("đã xong: chữ ký số, chữ ký số", "report tieu_chi set 1/5", "one item told twice is one"),
        ("hôm nay xong chữ ký số", "ask_back !some-items", "what was done before?"),
        ("đã xong: chữ ký số, gửi xe", "ask_back !some-items", "a thing that is no item"),
        (
            "5 hộ, đã xong: chữ ký số, wifi", "report ho add 5 tieu_chi set 2/5",
            "beside other numbers"
        ),
    ])
    func checklistsAreSoManyOfTheirItems(_ row: (String, String, String)) throws {
        #expect(try drawn(row.0) == row.1, "\(row.2)")
    }

    @Test func whatIsNotDoneIsNotCounted() throws {
        #expect(try drawn("chưa xong: chữ ký số").contains("tieu_chi") == false)
    }

    @Test(arguments: [
        ("tỷ lệ kích hoạt 78,33%", "report ty_le set 78,33", "a percentage is its value"),
        ("ty le kich hoat 78,33%", "report ty_le set 78,33", "no marks"),
        ("tỷ lệ kích hoạt: 78,33", "report ty_le set 78,33", "the sign left out"),
        ("tỷ lệ kích hoạt 100%", "report ty_le set 100", "all"),
        ("tỷ lệ kích hoạt 178%", "ask_back ty_le set 178 !implausible", "more than all"),
        ("tốc độ mạng 34,5", "report toc_do set 34,5", "a decimal of something measured"),
        ("tốc độ mạng 34%", "ask_back !percentage-alone", "a percentage of no percentage"),
        ("hộ 80%", "ask_back !percentage-alone", "a share of something counted"),
    ])
    func levelsMayBeDecimalsAndPercentages(_ row: (String, String, String)) throws {
        #expect(try drawn(row.0) == row.1, "\(row.2)")
    }
}
