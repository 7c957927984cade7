import Content
import Procedures
import Testing
import VietText

/// Records as portals export them and crawlers collect them, with the mess that is in them.
@Suite struct ImportTests {
    static let mapping = """
        columns:
          code: [code, ma]
          name: ten
          field: linh_vuc
          level: cap
          decision: qd
          address: url
          read_on: ngay
          filing: cach
          documents: giay_to
          steps: buoc
          legal: can_cu
          authority: co_quan
        nothing: ["Không có thông tin"]
        """

    static func imported(_ text: String, mapping yaml: String = mapping) throws -> CatalogueImport {
        CatalogueImport(
            Array(text.utf8), file: "x", mapping: try ImportMapping(yaml: yaml, file: "m.yaml"))
    }

    static let forms: [(form: String, text: String, lines: [Int])] = [
        (
            "comma separated",
            "code,ten,ngay\n1.000001,\"Cấp phép, gia hạn\",2026-06-10\n1.000002,Cấp lại,2026-06-10\n",
            [2, 3]
        ),
        (
            "semicolons, line ends of another system, a byte order mark",
            "\u{FEFF}code;ten;ngay\r\n1.000001;Cấp phép, gia hạn;2026-06-10\r\n"
                + "1.000002;Cấp lại;2026-06-10\r\n", [2, 3]
        ),
        (
            "a JSON array over several lines",
            """
            [ {"code": "1.000001", "ten": "Cấp phép, gia hạn",
               "ngay": "2026-06-10", "con": [{"a": "]},"}]},
              {"code": "1.000002", "ten": "Cấp lại", "ngay": "2026-06-10"} ]
            """, [1, 3]
        ),
        (
            "JSON lines with an empty line between",
            "{\"code\":\"1.000001\",\"ten\":\"Cấp phép, gia hạn\",\"ngay\":\"2026-06-10\"}\n\n"
                + "{\"ma\":\"1.000002\",\"ten\":\"Cấp lại\",\"ngay\":\"10/06/2026\"}\n", [1, 3]
        ),
    ]

    @Test(arguments: forms)
    func everyFormOfExportGivesTheSameEntries(form: String, text: String, lines: [Int]) throws {
        let found = try Self.imported(text)
        #expect(found.remarks.isEmpty, "\(form): \(found.remarks)")
        #expect(found.entries.map(\.code) == ["1.000001", "1.000002"], "\(form)")
        #expect(found.entries.map(\.name) == ["Cấp phép, gia hạn", "Cấp lại"], "\(form)")
        #expect(found.entries.allSatisfy { $0.readOn.description == "2026-06-10" }, "\(form)")
    }

    static let badRows: [(reason: String, row: String, words: String)] = [
        ("a row cut short", "1.000009,Cấp phép", "có 2 ô, cần 3"),
        ("no code", ",Cấp phép,2026-06-10", "không có mã"),
        ("a code of another kind", "TTHC-9,Cấp phép,2026-06-10", "không đúng dạng"),
        ("no name", "1.000009,Không có thông tin,2026-06-10", "không có tên"),
        ("a name without a letter", "1.000009,12 / 3,2026-06-10", "không có tên"),
        ("no day", "1.000009,Cấp phép,", "không có ngày đọc"),
        ("a day that does not exist", "1.000009,Cấp phép,2026-02-30", "không phải là một ngày"),
    ]

    @Test(arguments: badRows)
    func aBadRowIsNamedAndTheOthersAreKept(reason: String, row: String, words: String) throws {
        let text =
            "code,ten,ngay\n1.000001,Cấp mới,2026-06-10\n\(row)\n1.000002,Cấp lại,2026-06-10\n"
        let found = try Self.imported(text)
        #expect(found.entries.map(\.code) == ["1.000001", "1.000002"], "\(reason)")
        #expect(found.recordCount == 3, "\(reason)")
        #expect(found.remarks.map(\.line) == [3], "\(reason)")
        #expect(found.remarks.first?.what.contains(words) == true, "\(reason): \(found.remarks)")
    }

    @Test func aRowThatIsNotUTF8IsNamedAndTheOthersAreKept() throws {
        var bytes = Array("code,ten,ngay\n1.000001,C".utf8)
        bytes += [0xE3, 0x28]
        bytes += Array("p,2026-06-10\n1.000002,Cấp lại,2026-06-10\n".utf8)
        let mapping = try ImportMapping(yaml: Self.mapping, file: "m.yaml")
        let found = CatalogueImport(bytes, file: "x", mapping: mapping)
        #expect(found.entries.map(\.code) == ["1.000002"])
        #expect(found.remarks.map(\.line) == [2])
    }

    @Test func aBrokenRecordOfJSONDoesNotTakeTheOthersWithIt() throws {
        let good = "{\"code\":\"1.000001\",\"ten\":\"Cấp mới\",\"ngay\":\"2026-06-10\"}"
        let lines = try Self.imported("\(good)\n{\"code\": \"1.0000\n[1]\n")
        #expect(lines.entries.count == 1)
        #expect(lines.remarks.map(\.line) == [2, 3])
        let array = try Self.imported("[{\"code\": 5x}, \(good), 7]")
        #expect(array.entries.count == 1)
        #expect(array.remarks.count == 2)
    }

    @Test(arguments: ["", "\n\n", "[]", "[", "{", "code,ten,ngay", "\"code", "\u{FEFF}"])
    func aFileWithoutRecordsGivesNone(text: String) throws {
        #expect(try Self.imported(text).entries.isEmpty)
    }

    @Test func namesAreMadeOneLineAndComposed() throws {
        let row = "1.000001,\"Cấp phép  thuộc thẩm\n quyền\u{200B} của xa\u{0303}.\",2026-06-10"
        let found = try Self.imported("code,ten,ngay\n\(row)\n")
        #expect(found.entries.first?.name == "Cấp phép thuộc thẩm quyền của xã")
    }

    @Test func aCodeThatComesTwiceIsPutTogetherFromItsNewerReading() throws {
        let text = """
            code,ten,linh_vuc,cap,url,ngay
            1.000001,Tên cũ,Hộ tịch,,https://a.vn/1,2026-05-01
            1.000001.000.00.00.H34,Tên mới,,Cấp xã,ftp://a,2026-06-10
            """
        let found = try Self.imported(text)
        let entry = try #require(found.entries.first)
        #expect(found.entries.count == 1)
        #expect(entry.name == "Tên mới")
        #expect(entry.field == "Hộ tịch")
        #expect(entry.level == "Cấp xã")
        #expect(entry.address == "https://a.vn/1")
        #expect(found.remarks.map(\.line) == [3])
    }

    @Test func theFileIsSortedByCodeAndQuotedWhereItMustBe() throws {
        let text =
            "code,ten,ngay\n2.000002,\"Cấp \"\"A\"\", B\",2026-06-10\n1.000001,Cấp,2026-06-10\n"
        #expect(
            CatalogueFile.text(try Self.imported(text).entries) == """
                code,name,field,level,decision,address,read_on
                1.000001,Cấp,,,,,2026-06-10
                2.000002,"Cấp ""A"", B",,,,,2026-06-10

                """)
    }

    static let badMappings: [(yaml: String, words: String)] = [
        ("columns: {name: ten}", "columns thiếu 'code'"),
        ("columns: {code: ma, nam: ten}", "không có khóa 'nam' ở đây"),
        ("columns: {code: ma, name: ten}\nread_on: hôm qua", "không phải là một ngày"),
        ("", "tệp trống"),
    ]

    @Test(arguments: badMappings)
    func aMappingWithMistakesIsRefused(yaml: String, words: String) throws {
        let refused = #expect(throws: ContentRefused.self) {
            _ = try ImportMapping(yaml: yaml, file: "m.yaml")
        }
        #expect(refused?.description.contains(words) == true, "\(String(describing: refused))")
    }
}
