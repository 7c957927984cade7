import Campaign
import Testing
import VietText

@Suite struct ReportReaderBadInputTests {
    private static let reader = Result { ReportReader(campaign: try CampaignFixture.evaluation()) }

    private func read(_ text: String, sender: String? = "ap-2") throws -> ReportReading {
        try Self.reader.get().read(
            text, sentOn: CampaignFixture.day("2022-07-20"),
            senderUnit: sender.map { UnitID(rawValue: $0) })
    }

    @Test(arguments: [
        "", " ", "\n\n", "???", "\u{0}", "🔥", ":", "((((", "))))", "12/", "/", "-", "%",
    ])
    func nothingToReadIsNone(_ text: String) throws {
        let reading = try read(text)
        #expect(reading.action == .none || reading.action == .askBack)
        #expect(reading.values.isEmpty)
    }

    @Test func aFloodOfEmojiIsNone() throws {
        #expect(try read(String(repeating: "😀", count: 10_000)).action == .none)
    }

    @Test func aMegabyteIsReadOnlyUpToItsLimit() throws {
        let reading = try read(String(repeating: "hộ 12 ", count: 160_000))
        #expect(reading.action == .report || reading.action == .askBack)
    }

    @Test func aReportWithoutUnitAsks() throws {
        let reading = try read("hôm nay 12 hộ", sender: nil)
        #expect(reading.action == .askBack)
        #expect(reading.doubts.map(\.reason) == [.noUnit])
    }

    @Test func doubtsSayWhichNumberAndWhy() throws {
        let text = "hôm nay 12 hộ, khoảng 5 tk dvc"
        let reading = try read(text)
        let doubt = try #require(reading.doubts.first)
        #expect(doubt.reason == .approximate)
        #expect(doubt.indicator?.rawValue == "tk_dvc")
        let span = try #require(doubt.span)
        #expect(String(decoding: Array(text.utf8)[span], as: UTF8.self) == "5")
        #expect(reading.values.map(\.indicator.rawValue) == ["ho_den"])
    }

    @Test(arguments: [
        ("hộ 99999999999999999999", ReportDoubt.Reason.outOfRange), ("hộ: -5", .negative),
        ("hộ 12,5", .notWhole), ("hộ 5000", .implausible),
        ("hs online 15/12", .numeratorAboveDenominator),
        ("hs online 12", .missingDenominator), ("12/15 hộ", .ratioForCount),
        ("12 hộ, 13 hộ", .contradicting),
        ("bc 25/7: 5 hộ", .dayInFuture), ("bc 30/5: 5 hộ", .dayOutsideCampaign),
        ("thứ 6 ngày 19/7: 5 hộ", .dayUnclear), ("tk dvc 85%", .percentageAlone),
        ("hôm nay 12 hộ, 8", .noIndicator), ("hôm nay 8 tài khoản", .severalIndicators),
        ("hôm nay 5-6 hộ", .range), ("hôm nay tuyên truyền 40 người", .otherMeasure),
        ("ấp 1 5 hộ, ấp 8A 6 hộ", .severalUnits),
    ])
    func everyReasonToAskIsNamed(_ row: (String, ReportDoubt.Reason)) throws {
        let reading = try read(row.0)
        #expect(reading.action == .askBack)
        #expect(reading.doubts.contains { $0.reason == row.1 }, "\(reading.doubts)")
    }

    @Test func aCampaignsOwnNameBeatsAWordThatIsUsuallyIgnored() throws {
        let onTime = Indicator(
            key: IndicatorKey(rawValue: "dung_han"), name: "Hồ sơ đúng hạn", unit: "hồ sơ",
            kind: .ratio,
            aliases: ["đúng hạn"])
        let campaign = try CampaignFixture.campaign(
            indicators: [CampaignFixture.count, onTime], units: CampaignFixture.units)
        let reading = ReportReader(campaign: campaign).read(
            "5 hộ, đúng hạn 7/9", sentOn: CampaignFixture.day("2022-07-20"),
            senderUnit: UnitID(rawValue: "a"))
        #expect(reading.action == .report)
        #expect(reading.values.map(\.indicator.rawValue) == ["ho", "dung_han"])
    }

    @Test func aSubtreesFigureIsMarked() throws {
        let reading = try read("lũy kế toàn xã Lộc Hòa: 1.250 hộ", sender: "loc-hoa")
        #expect(reading.coversSubtree)
        #expect(try read("lũy kế 250 hộ").coversSubtree == false)
    }

    @Test(arguments: 0..<20)
    func anyMessageIsReadWithoutATrap(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let words = [
            "hộ", "12", "tk dvc", "7/9", "hôm nay", "ấp 1", "lũy kế", "không phải", "mức 2",
            "khó khăn:",
            "K7", "xong", "sửa", "hủy", "báo cáo", "năm", "mười", "trăm", "rưỡi", "%", "(", ")",
            "\n", ",", ":",
            "=>", "15/7", "từ", "đến", "9h", "0912345678", "gần", "chưa", "?", "1.", "-5", "tổng",
            "tiếp nhận",
            "99999999999999999999", "mà", "vướng", "sáng", "chiều", "nhầm", "đúng", "1k2", "3m2",
            "là", "ba",
        ]
        for _ in 0..<150 {
            let text = (0..<dice.next(14)).map { _ in
                words[dice.next(words.count)] + (dice.next(4) == 0 ? "" : " ")
            }.joined()
            let reading = try read(text)
            for value in reading.values {
                #expect(value.span.upperBound <= text.utf8.count, "\(text)")
                #expect(value.amount.value >= .zero, "\(text)")
            }
            if let blocker = reading.blocker { #expect(text.contains(blocker), "\(text)") }
        }
    }
}
