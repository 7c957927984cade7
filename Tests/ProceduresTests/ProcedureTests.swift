import Procedures
import Testing
import VietText

@Suite struct ProcedureTests {
    /// One row: facts on the fee, the day and place asked about, which values hold, and why.
    struct Row: Sendable, CustomTestStringConvertible {
        let facts: [Fact]
        let day: String
        var province: String?
        let expected: [String]
        let reason: String
        var testDescription: String { reason }
    }

    private static let cut = fee("5", from: "2026-04-01", to: "2026-12-31")

    static let rows = [
        Row(facts: [fee("5")], day: "1990-01-01", expected: ["5"], reason: "no days: always"),
        Row(facts: [cut], day: "2026-03-31", expected: [], reason: "the day before it begins"),
        Row(facts: [cut], day: "2026-04-01", expected: ["5"], reason: "its first day"),
        Row(facts: [cut], day: "2026-12-31", expected: ["5"], reason: "its last day"),
        Row(facts: [cut], day: "2027-01-01", expected: [], reason: "the day after it ends"),
        Row(
            facts: [cut, fee("10", from: "2027-01-01")], day: "2027-01-01", expected: ["10"],
            reason: "the successor takes over without a gap"),
        Row(
            facts: [fee("10"), fee("7", province: "Hải Phòng")], day: "2026-08-14",
            expected: ["10"], reason: "the province is not known: the national value"),
        Row(
            facts: [fee("10"), fee("7", province: "Hải Phòng")], day: "2026-08-14",
            province: "Đồng Nai", expected: ["10"], reason: "another province's value is not ours"),
        Row(
            facts: [fee("10"), fee("7", province: "Hải Phòng")], day: "2026-08-14",
            province: "Hải Phòng", expected: ["7"],
            reason: "the province's value hides the national"),
        Row(
            facts: [fee("7", province: "Hải Phòng"), fee("10")], day: "2026-08-14",
            province: "Hải Phòng", expected: ["7"], reason: "in whatever order they stand"),
        Row(
            facts: [
                fee("10"), fee("7", province: "Hải Phòng", from: "2027-01-01"),
            ],
            day: "2026-08-14", province: "Hải Phòng", expected: ["10"],
            reason: "a decision of the province that does not hold yet hides nothing"),
        Row(
            facts: [
                fee("10", channel: .counter), fee("0", channel: .online),
                fee("7", province: "Hải Phòng", channel: .counter),
            ],
            day: "2026-08-14", province: "Hải Phòng", expected: ["0", "7"],
            reason: "only the same channel is hidden"),
        Row(
            facts: [
                fee("10"), fee("20", condition: "quá hạn"),
                fee("15", province: "Hải Phòng", condition: "quá hạn"),
            ],
            day: "2026-08-14", province: "Hải Phòng", expected: ["10", "15"],
            reason: "only the same condition is hidden"),
        Row(
            facts: [fee("2"), fee("1"), fee("3")], day: "2026-08-14", expected: ["2", "1", "3"],
            reason: "the order is that of the file"),
    ]

    @Test(arguments: rows)
    func valuesHoldOnTheirDaysAndInTheirPlace(_ row: Row) throws {
        let day = try #require(CivilDay(iso: row.day))
        let procedure = Procedure(
            slug: "ket-hon", codes: [], name: "Đăng ký kết hôn", category: "",
            facts: [.fee: row.facts])
        let found = procedure.facts(.fee, on: day, province: row.province).map(\.body)
        #expect(found == row.expected.map { .text($0) })
    }

    @Test func aKeyWithoutFactsHasNone() throws {
        let day = try #require(CivilDay(iso: "2026-08-14"))
        let procedure = Procedure(
            slug: "ket-hon", codes: [], name: "Đăng ký kết hôn", category: "", facts: [:])
        for key in FactKey.allCases {
            #expect(procedure.facts(key, on: day, province: nil).isEmpty)
        }
    }

    private static func fee(
        _ value: String, province: String? = nil, channel: FilingChannel? = nil,
        condition: String? = nil, from: String? = nil, to: String? = nil
    ) -> Fact {
        Fact(
            body: .text(value), validFrom: from.flatMap { CivilDay(iso: $0) },
            validTo: to.flatMap { CivilDay(iso: $0) }, province: province, channel: channel,
            condition: condition, legal: [],
            source: FactSource(name: "Công báo", url: nil, readOn: CivilDay(epochMilliseconds: 0)),
            confidence: .high)
    }
}
