import Campaign
import Content
import Conversation
import Foundation
import Testing
import VietText

/// Earlier figures from a table: all mistakes with their lines, and nothing counted twice.
@Suite struct FigureImportTests {
    private static let heading = "unit,indicator,day,operation,value,denominator\n"
    private static let definition = """
        name: Thử
        days: {from: 2026-06-01, to: 2026-08-31}
        indicators:
          - {key: ho, name: Số hộ, unit: hộ, kind: count}
          - {key: hs, name: Hồ sơ đúng hạn, unit: hồ sơ, kind: ratio}
          - {key: do, name: Tỷ lệ đo, unit: "%", kind: level, roll_up: none}
          - {key: viec, name: Việc, unit: việc, kind: checklist, items: [Một, Hai, Ba]}

        """
    private static let units =
        Draft.units + "ap-2,ấp Hai,village,xa,\nap-3,ấp Hai,village,xa,\n"

    private func campaign() throws -> Campaign {
        var draft = Draft()
        draft["campaigns/thu/campaign.yaml"] = Self.definition
        draft["campaigns/thu/units.csv"] = Self.units
        return try #require(try draft.load().knowledge.campaigns.first?.campaign)
    }

    private func read(_ text: String) throws -> FigureImport {
        FigureImport(
            Array(text.utf8), file: "so.csv", campaign: try campaign(), today: Draft.today)
    }

    @Test func figuresAreReadByIdOrNameInAnyOrderOfColumns() throws {
        let text =
            "\u{FEFF}day;unit;operation;indicator;value;denominator\r\n"
            + "2026-06-02;ấp Thử;add;Số hộ;25;\r\n3/6/2026;xa;SET;hs;7;9\r\n"
            + "3/6/2026;xa;set;do;78.33;\r\n3/6/2026;ap;set;viec;2;\r\n"
        let found = try read(text)
        #expect(found.mistakes == [])
        #expect(found.figures.map(\.unit.rawValue) == ["ap", "xa", "xa", "ap"])
        #expect(
            found.figures.map(\.amount) == [
                Amount(.add, try Quantity(25)), Amount(.set, try Quantity(7), of: try Quantity(9)),
                Amount(.set, Quantity(scaled: 783_300)),
                Amount(.set, try Quantity(2), of: try Quantity(3)),
            ])
        #expect(found.figures[1].day.description == "2026-06-03")
    }

    @Test(arguments: [
        ("x,ho,2026-06-02,add,1,", "không có đơn vị 'x'"),
        ("ấp Hai,ho,2026-06-02,add,1,", "có 2 đơn vị tên 'ấp Hai'. Ghi mã: ap-2, ap-3"),
        ("ap,hoo,2026-06-02,add,1,", "Có phải ý bạn là 'ho'"),
        ("ap,ho,2026-06-31,add,1,", "không phải là một ngày"),
        ("ap,ho,2026-05-31,add,1,", "ngày 31/5/2026 ở ngoài chiến dịch"),
        ("ap,ho,2026-08-15,add,1,", "ngày 15/8/2026 chưa tới"),
        ("ap,ho,2026-06-02,plus,1,", "Ghi add"), ("ap,ho,2026-06-02,add,,", "cột value trống"),
        ("ap,ho,2026-06-02,add,1.250,", "'1.250' không đọc được chắc chắn"),
        ("ap,ho,2026-06-02,add,\"1,5\",", "không đọc được chắc chắn"),
        ("ap,ho,2026-06-02,add,1e3,", "không đọc được chắc chắn"),
        ("ap,ho,2026-06-02,add,99999999999999999999,", "không đọc được chắc chắn"),
        ("ap,ho,2026-06-02,add,-1,", "số âm -1"), ("ap,ho,2026-06-02,add,1.5,", "số nguyên"),
        ("ap,ho,2026-06-02,add,1,2", "'ho' không có mẫu số"),
        ("ap,hs,2026-06-02,add,1,", "cột denominator trống"),
        ("ap,hs,2026-06-02,add,3,2", "tử số 3 lớn hơn mẫu số 2"),
        ("ap,viec,2026-06-02,set,1,4", "'viec' có 3 việc, không phải 4"),
        ("ap,ho,2026-06-02,\"add,1,", "không đóng"),
    ])
    func eachMistakeIsToldWithItsLine(_ row: String, _ says: String) throws {
        let found = try read(Self.heading + "ap,ho,2026-06-01,add,5,\n" + row + "\n")
        #expect(found.mistakes.count == 1, "\(found.mistakes)")
        let told = found.mistakes.first?.description ?? ""
        #expect(told.hasPrefix("so.csv:3: ") && told.contains(says), "\(told)")
        #expect(found.figures.count == 1)
    }

    @Test func allMistakesOfAFileAreToldAtOnce() throws {
        let found = try read(
            Self.heading + "x,y,z,w,v,\nap,ho,2026-06-01,add,5,\nap,ho,1/6/2026,add,6,\n")
        #expect(found.mistakes.map(\.line) == [2, 2, 2, 2, 4])
        #expect(found.mistakes.last?.what == "trùng đơn vị, chỉ tiêu và ngày với dòng 3")
    }

    @Test(arguments: [
        ("", "tệp trống"), ("unit,day\n", "thiếu cột indicator, operation, value"),
        ("unit,indicator,day,operation,vale\n", "Có phải ý bạn là 'value'"),
        ("unit,indicator,day,operation,value\n", "không có dòng số liệu nào"),
    ])
    func aHeadingThatDoesNotFitIsTold(_ text: String, _ says: String) throws {
        let told = try read(text).mistakes.map(\.description).joined(separator: "\n")
        #expect(told.contains(says), "\(told)")
    }

    @Test func aFileIsKnownAgainWhateverItsOrderAndLineEnds() throws {
        let rows = ["ap,ho,2026-06-01,add,5,", "ap,ho,2026-06-02,add,6,"]
        let one = try read(Self.heading + rows.joined(separator: "\n")).digest
        let other = try read(Self.heading + rows.reversed().joined(separator: "\r\n")).digest
        #expect(one == other)
        #expect(one != (try read(Self.heading + rows[0])).digest)
    }

    @Test func whatStandsAlreadyIsNotAddedAgain() throws {
        let campaign = try campaign()
        let found = try read(
            Self.heading + "ap,ho,2026-06-01,add,5,\nap,ho,2026-06-02,add,5,\n"
                + "ap,ho,2026-06-03,set,20,\n")
        let standing = ["2026-06-01", "2026-06-03"].map { day in
            LedgerEntry(
                report: 7, unit: UnitID(rawValue: "ap"), indicator: IndicatorKey(rawValue: "ho"),
                day: CivilDay(iso: day) ?? Draft.today, amount: Amount(.add, .zero))
        }
        let clashes = found.clashes(with: standing, campaign: campaign, repeats: false)
        #expect(clashes.map(\.line) == [2])
        #expect(clashes.first?.what.contains("(#A7)") == true)
        #expect(found.clashes(with: standing, campaign: campaign, repeats: true) == [])
    }

    @Test func aWholeBesideItsPartsIsRefusedFromEitherSide() throws {
        let campaign = try campaign()
        func entry(_ unit: String, _ operation: Amount.Operation) -> LedgerEntry {
            LedgerEntry(
                report: 1, unit: UnitID(rawValue: unit), indicator: IndicatorKey(rawValue: "ho"),
                day: Draft.today, amount: Amount(operation, .zero))
        }
        let whole = try read(Self.heading + "xa,ho,2026-06-02,set,90,\n")
        #expect(whole.clashes(with: [], campaign: campaign, repeats: false) == [])
        #expect(
            whole.clashes(with: [entry("ap", .add)], campaign: campaign, repeats: true)
                .map(\.line) == [2])
        let part = try read(Self.heading + "ap,ho,2026-06-02,add,9,\n")
        #expect(
            part.clashes(with: [entry("xa", .set)], campaign: campaign, repeats: true)
                .map(\.line) == [2])
        #expect(part.clashes(with: [entry("xa", .add)], campaign: campaign, repeats: false) == [])
        let both = try read(
            Self.heading + "ap,ho,2026-06-02,add,9,\nxa,ho,2026-06-02,set,90,\n"
                + "xa,do,2026-06-02,set,90,\nap,do,2026-06-02,set,80,\n")
        #expect(both.clashes(with: [], campaign: campaign, repeats: false).map(\.line) == [3])
    }

    @Test func aSumThatCannotBeCountedIsRefused() throws {
        let found = try read(
            Self.heading + "ap,ho,2026-06-02,add,900000000000000,\n"
                + "ap-2,ho,2026-06-02,add,900000000000000,\n")
        let clashes = found.clashes(with: [], campaign: try campaign(), repeats: false)
        #expect(clashes.map(\.what) == ["cộng lại quá lớn, không đếm được"])
    }
}
