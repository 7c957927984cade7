import Campaign
import Content
import Conversation
import Foundation
import Messaging
import Testing
import VietText

/// Tables on their way out: Vietnamese intact, numbers exact, no formulas, no persons' numbers.
@Suite struct ExportTests {
    private static let madeAt = Timestamp(milliseconds: 1_655_600_000_000)

    private static func line(
        _ report: Int64, _ value: Quantity, reporter: String = "Lan",
        state: LedgerLine.State = .standing
    ) -> LedgerLine {
        LedgerLine(
            entry: LedgerEntry(
                report: report, unit: UnitID(rawValue: "ap"),
                indicator: IndicatorKey(rawValue: "ho"),
                day: CivilDay(iso: "2026-06-02") ?? Draft.today, amount: Amount(.add, value)),
            recordedAtMilliseconds: madeAt.milliseconds, reporter: reporter, isImported: false,
            corrects: nil, state: state)
    }

    private func table(_ lines: [LedgerLine], unit: String? = nil) throws -> ExportTable {
        var draft = Draft()
        draft["campaigns/thu/campaign.yaml"] = Draft.campaign
        draft["campaigns/thu/units.csv"] = Draft.units
        let campaign = try #require(try draft.load().knowledge.campaigns.first?.campaign)
        return .ledger(
            lines, campaign, unit: unit.map { UnitID(rawValue: $0) }, through: nil,
            madeAt: Self.madeAt, hiding: { $0.replacingOccurrences(of: "0912345678", with: "…") })
    }

    @Test func theTableForSpreadsheetsIsMarkedAndSaysWhatItIs() throws {
        let csv = try table([Self.line(12, try Quantity(25))]).csv()
        #expect(csv.unicodeScalars.first == "\u{FEFF}")
        let lines = csv.components(separatedBy: "\r\n")
        #expect(lines.count == 4 && lines[3].isEmpty)
        #expect(lines[0].contains("Sổ báo cáo") && lines[0].contains("Mã chiến dịch: thu"))
        #expect(lines[0].contains("Lập lúc: 2022-06-19 07:53:20 (giờ Việt Nam)"))
        #expect(lines[1].hasPrefix("Báo cáo,Ghi lúc,Mã đơn vị,Đơn vị"))
        #expect(
            lines[2]
                == "12,2022-06-19 07:53:20,ap,ấp Thử,ho,Số hộ,2026-06-02,add,25,,Lan,chat,"
                + "standing,,")
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1+1", "=cmd|' /C calc'!A0",
    ])
    func whatPeopleWroteDoesNotRunAsAFormula(_ name: String) throws {
        let csv = try table([Self.line(1, .zero, reporter: name)]).csv(isBare: true)
        let row = try #require(csv.components(separatedBy: "\r\n").dropFirst().first)
        #expect(row.contains(",'\(name)") || row.contains("\"'\(name)"), "\(row)")
    }

    @Test func aNumberIsANumberThoughItBeginsWithAMinus() throws {
        let table = try table([Self.line(1, Quantity(scaled: -35_000))])
        #expect(table.csv(isBare: true).contains(",add,-3.5,,"))
        #expect(table.json().contains("\"value\": -3.5,"))
        #expect(table.rows[0][8] == .number(Quantity(scaled: -35_000)))
    }

    @Test func cellsWithCommasQuotesAndLineEndsAreQuoted() throws {
        let csv = try table([Self.line(1, .zero, reporter: "Lan, \"chị\"\nHai")]).csv(isBare: true)
        #expect(csv.contains(",\"Lan, \"\"chị\"\"\nHai\",chat"))
    }

    @Test func theObjectForProgramsIsOneAndKeepsEveryDigit() throws {
        let lines = [
            Self.line(1, Quantity.max, reporter: "Lan \"\\\u{1} 0912345678"),
            Self.line(2, Quantity(scaled: 7_833), state: .corrected(by: 3)),
            Self.line(3, try Quantity(1_250), state: .voided),
        ]
        let json = try table(lines).json()
        #expect(json.contains("\"value\": 922337203685477.5807,"))
        #expect(!json.contains("0912345678"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let rows = try #require(object["rows"] as? [[String: Any]])
        #expect(rows.map { $0["state"] as? String } == ["standing", "corrected", "voided"])
        #expect(rows[0]["reporter"] as? String == "Lan \"\\\u{1} …")
        #expect(rows[1]["corrected_by"] as? Int == 3 && rows[1]["value"] as? Double == 0.7833)
        #expect(rows[2]["unit_name"] as? String == "ấp Thử" && rows[2]["corrects"] is NSNull)
        #expect(object["made_at"] as? String == "2022-06-19T07:53:20+07:00")
        let columns = try #require(object["columns"] as? [[String: String]])
        #expect(columns.count == 15 && columns.allSatisfy { $0["meaning"]?.isEmpty == false })
    }

    @Test func aUnitsTableHoldsItselfAndWhatIsBelow() throws {
        let lines = [Self.line(1, .zero)]
        #expect(try table(lines, unit: "xa").rows.count == 1)
        #expect(try table(lines, unit: "ap").rows.count == 1)
        #expect(try table([], unit: "xa").json().contains("\"rows\": []"))
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01 07:00:00"), (-25_200_001, "1969-12-31 23:59:59"),
        (1_659_286_799_999, "2022-07-31 23:59:59"), (1_659_286_800_000, "2022-08-01 00:00:00"),
    ])
    func momentsAreToldInVietnam(_ milliseconds: Int64, _ expected: String) {
        #expect(Timestamp(milliseconds: milliseconds).wallClock == expected)
    }
}
