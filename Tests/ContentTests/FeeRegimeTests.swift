import Content
import Conversation
import Procedures
import Testing
import VietText

/// Fees whose rules overlap in 2026, on the days around which they change.
///
/// Expected values are those of the facts gathered on 2026-11-22: base fees from the portal (read
/// 2026-06-10); TT 29/2026/TT-BTC (Công báo, from 1/4 to 31/12/2026: residence 0 đồng in the VNeID
/// app, driving licences half of TT 154/2025/TT-BTC); TT 64/2025/TT-BTC (identity cards half until
/// 31/12/2026); TT 28/2026/TT-BTC by a secondary source (passports online half until 31/12/2026);
/// NQ 66.22/2026/NQ-CP (from 15/8/2026 to 28/2/2027: 0 đồng for a digital citizen who files online).
@Suite struct FeeRegimeTests {
    struct Row: Sendable {
        let slug: String
        /// What holds throughout: "channel: value", in any order.
        let always: [String]
        /// Until 31/12/2026.
        let in2026: [String]
        /// From 1/1/2027.
        let from2027: [String]

        init(_ slug: String, always: [String], in2026: [String] = [], from2027: [String] = []) {
            self.slug = slug
            self.always = always
            self.in2026 = in2026
            self.from2027 = from2027
        }
    }

    static let rows: [Row] = [
        Row(
            "thuong-tru", always: ["counter: 20.000 đồng", "online: 10.000 đồng"],
            in2026: ["vneid: 0 đồng"], from2027: ["vneid: 10.000 đồng"]),
        Row(
            "tam-tru",
            always: [
                "counter: 15.000 đồng một người hoặc một hộ; 10.000 đồng một người nếu đăng ký "
                    + "theo danh sách",
                "online: 7.000 đồng; 5.000 đồng một người nếu theo danh sách",
            ],
            in2026: ["vneid: 0 đồng"],
            from2027: ["vneid: 7.000 đồng; 5.000 đồng một người nếu theo danh sách"]),
        Row(
            "tach-ho", always: ["counter: 10.000 đồng", "online: 5.000 đồng"],
            in2026: ["vneid: 0 đồng"], from2027: ["vneid: 5.000 đồng"]),
        Row(
            "can-cuoc-doi-cap-lai", always: [],
            in2026: [
                "any: 15.000 đồng (đã giảm 50%)", "any: 25.000 đồng (đã giảm 50%)",
                "any: 35.000 đồng (đã giảm 50%)",
            ],
            from2027: ["any: 30.000 đồng", "any: 50.000 đồng", "any: 70.000 đồng"]),
        Row(
            "ho-chieu", always: ["counter: 200.000 đồng", "counter: 400.000 đồng"],
            in2026: ["online: 100.000 đồng; bị mất hoặc hỏng 200.000 đồng"]),
        Row(
            "giay-phep-lai-xe",
            always: [
                "any: Mức thu theo TT 154/2025/TT-BTC; anh chị hỏi nơi tiếp nhận để biết số tiền"
            ],
            in2026: ["vneid: Bằng 50% mức của TT 154/2025/TT-BTC"]),
        Row("ly-lich-tu-phap", always: ["any: 200.000 đồng", "any: 100.000 đồng"]),
        Row(
            "trich-luc-ho-tich",
            always: ["counter: 8.000 đồng một bản", "online: 8.000 đồng một bản"]),
    ]

    /// What a digital citizen pays who files online (NQ 66.22/2026/NQ-CP).
    private static let digitalCitizen = "online: 0 đồng"

    static let days: [(day: String, isIn2026: Bool, hasResolution: Bool)] = [
        ("2026-08-14", true, false), ("2026-08-15", true, true), ("2026-12-31", true, true),
        ("2027-01-01", false, true), ("2027-03-01", false, false),
    ]

    @Test(arguments: rows, days)
    func onEachDayTheFeesThatHoldAreSaidAndNoOthers(
        row: Row, day: (day: String, isIn2026: Bool, hasResolution: Bool)
    ) throws {
        let knowledge = try OfficeContent.load().knowledge
        let procedure = try #require(knowledge.procedures[row.slug])
        let today = try #require(CivilDay(iso: day.day))
        let answer = ExaminedAnswer(procedure, aspect: "le-phi", on: today, using: knowledge)
        let said = answer.facts.filter { $0.key == .fee }.map { used in
            "\(used.fact.channel?.rawValue ?? "any"): \(Self.value(of: used.fact))"
        }
        let expected =
            row.always + (day.isIn2026 ? row.in2026 : row.from2027)
            + (day.hasResolution ? [Self.digitalCitizen] : [])
        #expect(said.sorted() == expected.sorted(), "\(row.slug) on \(day.day)")
        #expect(answer.facts.allSatisfy { $0.fact.validTo.map { $0 >= today } ?? true })
    }

    private static func value(of fact: Fact) -> String {
        switch fact.body {
        case .text(let text): text
        case .items(let items): items.joined(separator: "; ")
        }
    }
}
