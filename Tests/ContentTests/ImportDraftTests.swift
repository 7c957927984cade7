import Content
import Testing

/// Drafts: figures that can be read without doubt, and nothing that anybody would say unchecked.
@Suite struct ImportDraftTests {
    private static func draft(filing: String) throws -> ProcedureDraft {
        let text = """
            [{"code": "1.000001", "ten": "Cấp giấy \\"A\\"", "ngay": "2026-06-10",
              "url": "https://a.vn/1", "co_quan": "Ủy ban nhân dân cấp xã",
              "can_cu": "Luật A năm 201102/2011/QH13Nghị định12/2024/NĐ-CP",
              "giay_to": "Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai1 bản chínhBản vẽ1 bản sao",
              "buoc": "Bước 1: Nộp.\\nBước 2: Nhận.", "cach": "\(filing)"}]
            """
        return try #require(try ImportTests.imported(text).draft(code: "1.000001"))
    }

    static let filings: [(reason: String, filing: String, has: [String], leftOut: Int)] = [
        (
            "plain rows",
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến3 Ngày làm việcMiễn phí"
                + "Trực tiếp5 Ngày50,000 VNĐ",
            ["\"3 ngày làm việc\"", "\"0 đồng\"", "\"5 ngày\"", "\"50.000 đồng\""], 0
        ),
        ("the portal's unit 'Khác'", "Trực tuyến3Miễn phíTrực tiếp3Miễn phí", ["\"0 đồng\""], 2),
        ("a fee with cases", "Trực tiếp2 Giờ8,000 VNĐ(từ trang thứ ba 1.000)", ["\"2 giờ\""], 1),
        (
            "free, with a fee behind it", "Trực tiếp2 GiờMiễn phí(Mức do tỉnh định)", ["\"2 giờ\""],
            1
        ),
        ("free, and it says so", "Trực tiếp2 GiờMiễn phí(Không có)", ["\"0 đồng\""], 0),
        ("another currency", "Trực tiếp2 Giờ10 USD", ["\"2 giờ\""], 1),
        ("nothing", "Trực tuyếnKhông có thông tinKhông có thông tin", [], 0),
    ]

    @Test(arguments: filings)
    func aFigureThatIsNotPlainIsLeftOut(
        reason: String, filing: String, has: [String], leftOut: Int
    ) throws {
        let draft = try Self.draft(filing: filing)
        for words in has { #expect(draft.text.contains(words), "\(reason): \(draft.text)") }
        #expect(draft.leftOut.count == leftOut, "\(reason): \(draft.leftOut)")
        #expect(!draft.text.contains("\"3\""), "\(reason)")
        #expect(leftOut == 0 || draft.text.contains("Bỏ trống, không đoán"), "\(reason)")
    }

    @Test func everyFactIsMarkedUnverifiedWithItsSource() throws {
        let text = try Self.draft(filing: "Trực tuyến3 NgàyMiễn phí").text
        let facts = text.split(separator: "\n").filter { $0.hasPrefix("    - ") }.count
        #expect(text.components(of: "unverified: true") == facts + 1)
        #expect(text.components(of: "url: \"https://a.vn/1\", read_on: 2026-06-10") == facts)
        #expect(text.contains("name: \"Cấp giấy \\\"A\\\"\""))
        #expect(text.contains("- \"Bản vẽ\""))
    }

    @Test func numbersOfLawsThatAreRunTogetherAreNotGuessed() throws {
        let text = try Self.draft(filing: "").text
        #expect(text.contains("12/2024/NĐ-CP"))
        #expect(!text.contains("02/2011"))
    }

    @Test func aDraftNamesItsFileByWordsAndCode() throws {
        #expect(try Self.draft(filing: "").slug == "cap-giay-a-1-000001")
        #expect(try ImportTests.imported("code,ten,ngay\n").draft(code: "1.000001") == nil)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        ranges(of: part).count
    }
}
