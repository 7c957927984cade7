import Campaign
import Testing

@Suite struct DraftAnswerTests {
    /// What a leader typed, what it does with the draft, and why the row exists.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: [String]
        let expected: DraftAnswer.Kind?
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(
            typed: [
                "đúng", "Đúng rồi ạ", "dạ đúng ạ", "ok", "Oke em", "ừ", "uh", "chuẩn", "chính xác",
                "xác nhận", "yes", "y", "vâng ạ", "ok em cảm ơn nhiều", "ghi đi",
            ],
            expected: .confirm, reason: "agreement, politely or not"),
        Row(
            typed: ["dung", "dung roi", "DUNG ROI A", "da dung a", "chuan", "chinh xac", "u"],
            expected: .confirm, reason: "marks left out"),
        Row(
            typed: ["ddungs", "ddungs rooif", "chuaarn", "dung1"], expected: .confirm,
            reason: "raw Telex and VNI"),
        Row(
            typed: ["👍", "👍🏽", "👍👍", "đúng 👍", "✅"], expected: .confirm,
            reason: "a thumb alone or beside its word"),
        Row(
            typed: [
                "không", "ko", "khong a", "sai rồi", "bỏ", "bỏ đi em", "hủy", "huy giup em", "thôi",
                "thoi bo di", "không ghi", "đừng ghi", "dung ghi", "không đúng", "chưa đúng",
                "không, bỏ đi", "khoong", "huyr", "xóa đi", "bỏ báo cáo này", "❌",
            ],
            expected: .cancel, reason: "refusal in every spelling"),
        Row(
            typed: [
                "thêm", "cộng thêm", "cộng vào", "là số thêm", "la so them", "đúng, là số thêm",
                "CONG THEM A", "theem",
            ],
            expected: .add, reason: "it counts on top"),
        Row(
            typed: [
                "thay", "thay thế", "thay cho số cũ", "sửa lại thành số này", "ghi đè",
                "thay so cu a", "thay số cũ giúp em",
            ],
            expected: .replace, reason: "it goes in the place of the old one"),
        Row(
            typed: [
                "đúng ra là 27 hộ", "ok để mai báo", "đúng không", "đúng không?", "ok?", "đúng 27",
                "27", "27 hộ", "dạ", "cảm ơn em", "để em xem lại", "mai nhé", "", "   ", "?", "🔥",
                "hủy #A12", "ừ thì hôm nay 5 hộ", "ok nhưng chưa đủ",
            ],
            expected: nil, reason: "talk, questions and corrections are no answer"),
        Row(
            typed: [
                "không bỏ", "đừng hủy", "ok hủy", "đúng hay sai", "đúng ❌", "không, thay số cũ",
            ],
            expected: nil, reason: "what says both is asked about"),
        Row(
            typed: [
                "đúng #N0", "đúng #N", "đúng #N1x", "đúng #A3", "ok #N3 #N4",
                "đúng #N99999999999999999999",
            ],
            expected: nil, reason: "a number that is no draft's"),
    ]

    @Test(arguments: rows)
    func answersAreReadAndNothingElse(_ row: Row) {
        for text in row.typed {
            let kind = DraftAnswer(text)?.kind
            #expect(kind == row.expected, "\(text)")
        }
    }

    @Test(arguments: [
        ("đúng #N3", DraftAnswer.Kind.confirm, 3), ("N3 đúng", .confirm, 3),
        ("#n12 ok", .confirm, 12),
        ("bỏ #N7", .cancel, 7), ("thay số cũ #N12", .replace, 12), ("n4 thêm", .add, 4),
    ])
    func aDraftsNumberIsRead(_ row: (String, DraftAnswer.Kind, Int64)) {
        #expect(DraftAnswer(row.0)?.kind == row.1)
        #expect(DraftAnswer(row.0)?.draft == row.2)
    }

    @Test func withoutANumberNoneIsMeant() {
        #expect(DraftAnswer("đúng")?.draft == nil)
    }
}
