import Campaign
import Testing
import VietText

@Suite struct ReportNumberTests {
    /// What a leader typed, the verb and number read, and what is left for the reader of reports.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let verb: ReportNumber.Verb?
        var number: Int64?
        var rest = ""
        let reason: String
        var testDescription: String { "\(typed): \(reason)" }
    }

    static let rows = [
        Row(
            typed: "sửa #A12 hộ 27", verb: .correct, number: 12, rest: "sửa hộ 27", reason: "plain"),
        Row(
            typed: "sua A12: 27 hộ", verb: .correct, number: 12, rest: "sua 27 hộ",
            reason: "no sharp, colon"),
        Row(
            typed: "nhầm #A12 12 tài khoản chứ không phải 21", verb: .correct, number: 12,
            rest: "nhầm 12 tài khoản chứ không phải 21", reason: "a slip told with both numbers"),
        Row(
            typed: "em muốn sửa báo cáo #A12 hộ 27 ạ", verb: .correct, number: 12,
            rest: "em muốn sửa báo cáo hộ 27 ạ", reason: "polite words"),
        Row(
            typed: "#A12: hộ 27", verb: .correct, number: 12, rest: "hộ 27", reason: "number first"),
        Row(
            typed: "#A12 sai rồi, hộ 27 mới đúng", verb: .correct, number: 12,
            rest: "sai rồi, hộ 27 mới đúng", reason: "number first, then the slip"),
        Row(
            typed: "SỬA #a12 HỘ 27", verb: .correct, number: 12, rest: "SỬA HỘ 27",
            reason: "capitals"),
        Row(
            typed: "suwar #A12 hộ 27", verb: .correct, number: 12, rest: "suwar hộ 27",
            reason: "raw Telex"),
        Row(
            typed: "sửa #12 hộ 27", verb: .correct, number: 12, rest: "sửa hộ 27",
            reason: "only reports are corrected"),
        Row(typed: "hủy #A12", verb: .undo, number: 12, rest: "hủy", reason: "plain"),
        Row(
            typed: "huy bao cao A12", verb: .undo, number: 12, rest: "huy bao cao",
            reason: "no marks"),
        Row(typed: "xóa #a12", verb: .undo, number: 12, rest: "xóa", reason: "small letter"),
        Row(
            typed: "#A12 hủy giúp em", verb: .undo, number: 12, rest: "hủy giúp em",
            reason: "verb behind"),
        Row(typed: "lịch sử #A12", verb: .history, number: 12, rest: "lịch sử", reason: "plain"),
        Row(
            typed: "lich su A12", verb: .history, number: 12, rest: "lich su",
            reason: "no marks, no sharp"),
        Row(typed: "xem #A12", verb: .history, number: 12, rest: "xem", reason: "plain"),
        Row(typed: "#A12", verb: .history, number: 12, reason: "the number alone"),
        Row(
            typed: "#A 12 ạ", verb: .history, number: 12, rest: "ạ",
            reason: "letter and digits apart"),
        Row(
            typed: "hủy #12", verb: .undo, rest: "hủy", reason: "may be a question or a difficulty"),
        Row(typed: "hủy #A0", verb: .undo, rest: "hủy", reason: "no report has that number"),
        Row(typed: "hủy #A1x", verb: .undo, rest: "hủy", reason: "a slip in the number"),
        Row(typed: "hủy #A99999999999999999999", verb: .undo, rest: "hủy", reason: "too large"),
        Row(
            typed: "hủy #A12 và #A13", verb: .undo, rest: "hủy và #A13", reason: "two are never one"
        ),
        Row(typed: "#Q12", verb: nil, reason: "a question"),
        Row(typed: "sửa #K12", verb: nil, reason: "a difficulty"),
        Row(typed: "hủy #N12", verb: nil, reason: "a draft"),
        Row(typed: "sửa a 12 hộ", verb: nil, reason: "a stands for anh"),
        Row(typed: "không hủy #A12", verb: nil, reason: "denied"),
        Row(typed: "hủy #A12 được không?", verb: nil, reason: "a question is no wish"),
        Row(typed: "nộp giấy a4 hộ 5", verb: nil, reason: "paper"),
        Row(typed: "A12", verb: nil, reason: "no sharp and no verb"),
        Row(typed: "hộ 27", verb: nil, reason: "no number at all"),
    ]

    @Test(arguments: rows)
    func commandsOnOneReportAreRead(_ row: Row) {
        let read = ReportNumber(row.typed)
        #expect(read?.verb == row.verb)
        #expect(read?.number == row.number)
        #expect(read?.rest ?? "" == row.rest)
    }

    @Test func whatIsLeftIsReadAsACorrection() throws {
        let reader = try UnitsRow.reader()
        let rest = try #require(ReportNumber("sửa #A12 hộ 27")?.rest)
        let reading = reader.read(
            rest, sentOn: CampaignFixture.day("2022-07-20"), senderUnit: UnitID(rawValue: "ap-2"))
        #expect(reading.action == .correct)
        #expect(reading.values.map(\.indicator.rawValue) == ["ho_den"])
    }

    @Test func aBadNumberIsSaidBackAsTyped() {
        #expect(ReportNumber("hủy #A0")?.words == "#A0")
        #expect(ReportNumber("hủy #A12 và #A13")?.words == "#A12 và #A13")
    }

    @Test(arguments: [
        ("27", "ho_den", "27"), ("là 27", "ho_den", "27"), ("27 hộ", "ho_den", "27"),
        ("hai mươi bảy", "ho_den", "27"), ("hai muoi bay ho", "ho_den", "27"),
        ("dạ 27 ạ", "ho_den", "27"),
        ("0", "ho_den", "0"), ("ba", "ho_den", "3"), ("1.250", "ho_den", "1.250"),
        ("7/9", "hs_online", "7/9"), ("7 trên 9", "hs_online", "7/9"), ("mức 2 27", "vneid2", "27"),
        ("5 tk", "tk_dvc", "5"),
    ])
    func aMendedNumberAloneIsRead(_ row: (String, String, String)) throws {
        let amount = try UnitsRow.reader().number(in: row.0, for: IndicatorKey(rawValue: row.1))
        let drawn = amount.map { "\($0.value)" + ($0.denominator.map { "/\($0)" } ?? "") }
        #expect(drawn == row.2)
    }

    @Test(arguments: [
        ("không", "ho_den"), ("7/9", "ho_den"), ("27 tk dvc", "ho_den"), ("gần 30", "ho_den"),
        ("12,5", "ho_den"), ("đúng ra là 27 hộ", "ho_den"), ("27 28", "ho_den"), ("1o", "ho_den"),
        ("-5", "ho_den"), ("27?", "ho_den"), ("9/7", "hs_online"), ("27", "hs_online"),
        ("mức 2", "vneid2"), ("", "ho_den"), ("27", "la_ai"), ("99999999999999999999", "ho_den"),
        ("5-7", "ho_den"), ("50%", "ho_den"),
    ])
    func aDoubtfulNumberIsNone(_ row: (String, String)) throws {
        #expect(try UnitsRow.reader().number(in: row.0, for: IndicatorKey(rawValue: row.1)) == nil)
    }

    @Test func anAmbiguousWordIsSettledByTheReportThatIsCorrected() throws {
        let reading = try UnitsRow.reader().read(
            "12 tài khoản chứ không phải 21", sentOn: CampaignFixture.day("2022-07-20"),
            senderUnit: UnitID(rawValue: "ap-2"))
        #expect(reading.action == .askBack)
        #expect(reading.denied == [Quantity(scaled: 210_000)])
        let tk = IndicatorKey(rawValue: "tk_dvc")
        let vneid = IndicatorKey(rawValue: "vneid2")
        let was = Amount(.add, Quantity(scaled: 210_000))
        let other = Amount(.add, Quantity(scaled: 50_000))
        let settled = reading.settled(by: [tk: was, vneid: other])
        #expect(settled.action == .correct)
        #expect(settled.values.map(\.indicator) == [tk])
        #expect(settled.values.first?.amount.value == Quantity(scaled: 120_000))
        #expect(reading.settled(by: [tk: was, vneid: was]) == reading)
        #expect(reading.settled(by: [tk: other]) == reading)
    }
}
