import Content
import Conversation
import Procedures
import Testing
import VietText

/// The report of every answer, and what `check` says of answers that must not be said.
@Suite struct AuditTests {
    private static let day = CivilDay(daysSinceEpoch: 20_700)

    @Test func theReportNamesEveryProcedureAndWhatChanges() throws {
        let content = try OfficeContent.load()
        let text = AuditReport(content, days: AuditReport.usualDays).text
        let lines = text.split(separator: "\n")
        for (slug, procedure) in content.knowledge.procedures {
            #expect(lines.contains { $0.hasPrefix("=== \(slug): \(procedure.name) (") }, "\(slug)")
        }
        let change =
            "  tam-tru, le-phi: 14/8/2026 | 15/8/2026, 31/12/2026 | 1/1/2027 | 1/3/2027"
        #expect(lines.contains(Substring(change)))
        #expect(lines.count < 5_000)
    }

    @Test func anAnswerThatIsTheSameOnAllDaysIsListedOnce() throws {
        let text = AuditReport(try OfficeContent.load(), days: AuditReport.usualDays).text
        let section =
            try #require(text.split(separator: "=== khai-tu: ").last)
            .split(separator: "\n=== ").first ?? ""
        #expect(section.ranges(of: "--- Giấy tờ").count == 1, "\(section)")
        #expect(section.contains("tin cậy"))
    }

    static let abolished: [(reason: String, value: String, words: String?)] = [
        ("a district office", "Nộp tại Ủy ban nhân dân huyện", "nói 'huyện'"),
        ("a paper that is no more", "Mang theo sổ hộ khẩu bản chính", "nói 'sổ hộ khẩu'"),
        ("capitals", "PHÒNG LĐTBXH giải quyết", "nói 'Phòng LĐTBXH'"),
        ("an old level", "Dịch vụ công mức độ 4", "nói 'mức độ 4'"),
        ("an old identity paper", "Xuất trình CMND", "nói 'CMND'"),
        ("it says that it is gone", "Không còn cấp huyện: nộp tại xã", nil),
        ("it says what came instead", "Căn cước thay cho chứng minh nhân dân", nil),
        ("another word with other marks", "Quân nhân nộp tại đơn vị, có tập huấn", nil),
        ("nothing old", "Nộp tại Ủy ban nhân dân xã", nil),
    ]

    @Test(arguments: abolished)
    func anAnswerWithAnAbolishedOfficeFailsTheCheck(
        reason: String, value: String, words: String?
    ) throws {
        let mistakes = try Self.mistakes(value: value)
        guard let words else {
            #expect(mistakes.isEmpty, "\(reason): \(mistakes)")
            return
        }
        let found = mistakes.first { $0.what.contains(words) }
        #expect(found?.severity == .error, "\(reason): \(mistakes)")
        #expect(found?.line == 6, "\(reason): \(mistakes)")
    }

    @Test func oldWordsMayStandWhereTheyAreUnderstood() throws {
        var draft = Self.draft(value: "0 đồng")
        draft["procedures/ket-hon.yaml"] = draft["procedures/ket-hon.yaml"]?
            .replacing("aliases: [", with: "aliases: [\"kết hôn ở huyện\", ")
        #expect(try Self.mistakes(in: draft).isEmpty)
    }

    @Test func anAnswerLongerThanAScreenFailsTheCheck() throws {
        var draft = Self.draft(value: "0 đồng")
        draft["replies/vi.yaml"] = draft["replies/vi.yaml"]?
            .replacing(
                "\"answer-overview\"", with: "\"\(String(repeating: "dài ", count: 300))\"")
        let mistakes = try Self.mistakes(in: draft)
        #expect(mistakes.contains { $0.severity == .error && $0.what.contains("tối đa 900") })
    }

    @Test func aValuePastItsDayWithoutASuccessorFailsTheCheck() throws {
        let yesterday = Self.day.adding(days: -1)
        var draft = Self.draft(value: "0 đồng")
        let once = draft["procedures/ket-hon.yaml"] ?? ""
        draft["procedures/ket-hon.yaml"] = once.replacing(
            "      legal:", with: "      valid_to: \(yesterday)\n      legal:")
        let mistakes = try Self.mistakes(in: draft)
        #expect(mistakes.map(\.severity) == [.error])
        #expect(mistakes.first?.what.contains("chưa có giá trị mới") == true)
        draft["procedures/ket-hon.yaml"]? += """
                - value: 10 đồng
                  valid_from: \(Self.day)
                  source: {name: Cổng DVCQG, url: null, read_on: 2026-06-10}
                  confidence: high

            """
        #expect(try Self.mistakes(in: draft).isEmpty)
    }

    static let catalogues: [(reason: String, row: String, words: String)] = [
        ("a code of another kind", "X1,Tên,,,,,2026-06-10", "không phải là mã"),
        ("no name", "1.000001,,,,,,2026-06-10", "không có tên"),
        ("no day", "1.000001,Tên,,,,,hôm qua", "không phải là một ngày"),
        ("no address", "1.000001,Tên,,,,xa.vn,2026-06-10", "không phải là một địa chỉ"),
        ("cells missing", "1.000001,Tên", "dòng có 2 ô, cần 7"),
        ("twice", "1.000002,Tên,,,,,2026-06-10", "đã có ở dòng 2"),
    ]

    @Test(arguments: catalogues)
    func aCatalogueWithMistakesFailsTheCheck(reason: String, row: String, words: String) throws {
        var draft = Self.draft(value: "0 đồng")
        draft["catalogue/x.csv"] =
            "code,name,field,level,decision,address,read_on\n1.000002,Tên hai,,,,,2026-06-10\n\(row)\n"
        let mistakes = try Self.mistakes(in: draft)
        #expect(mistakes.map(\.line) == [3], "\(reason): \(mistakes)")
        #expect(mistakes.first?.what.contains(words) == true, "\(reason): \(mistakes)")
    }

    private static func draft(value: String) -> Draft {
        var draft = Draft()
        let replies = (draft["replies/vi.yaml"] ?? "").replacing(
            "\"answer-aspect\"", with: "\"{{line}}{{#lines}}{{text}}{{/lines}}\"")
        draft["replies/vi.yaml"] = replies
        draft["procedures/ket-hon.yaml"] = Draft.procedure.replacing("0 đồng", with: value)
        return draft
    }

    private static func mistakes(value: String) throws -> [Mistake] {
        try mistakes(in: draft(value: "\"\(value)\""))
    }

    private static func mistakes(in draft: Draft) throws -> [Mistake] {
        try draft.inFolder { folder in
            ContentCheck(folder: folder, today: day).run().mistakes
        }
    }
}
