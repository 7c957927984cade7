import Content
import Conversation
import Testing
import VietText

/// What is wrong in a file of the office and how it is told.
struct WatchedRow: CustomTestStringConvertible {
    let path: String
    let text: String
    let mistake: String

    init(_ path: String, _ text: String, _ mistake: String) {
        self.path = path
        self.text = text
        self.mistake = mistake
    }

    var testDescription: String { mistake }
}

/// Danger, old words and the office's own file, read from files made up here.
@Suite struct WatchedWordsTests {
    private static let today = CivilDay(epochMilliseconds: 1_786_700_000_000)

    static let safety = """
        safety:
          - key: chay
            urgent: true
            numbers: [{number: "114", for: "báo cháy"}]
            line: "Ra chỗ an toàn."
            phrases: ["(nhà|bếp) cháy"]

        """
    static let oldWords = """
        old_words:
          - phrases: ["cmnd"]
            line: "Nay là thẻ căn cước."
            legal: ["Luật Căn cước 26/2023"]
            source: {name: "Luật Căn cước", read_on: 2026-06-10}

        """

    @Test func whatIsRightIsTaken() throws {
        var draft = Draft()
        draft["vocabulary/safety.yaml"] = Self.safety
        draft["vocabulary/old-words.yaml"] = Self.oldWords
        let watched = try load(draft).knowledge.watched
        #expect(watched.safety.map(\.key) == ["chay"])
        #expect(watched.safety.first?.numbers == [HelpNumber(number: "114", purpose: "báo cháy")])
        #expect(watched.oldWords.map(\.line) == ["Nay là thẻ căn cước."])
    }

    static let mistakes: [WatchedRow] = [
        .init("safety", safety.replacing("key: chay", with: "kay: chay"), "kay"),
        .init("safety", safety.replacing("\"114\"", with: "\"không\""), "không phải số máy"),
        .init("safety", safety.replacing("\"114\"", with: "\"1\""), "không phải số máy"),
        .init("safety", safety.replacing("[\"(nhà|bếp) cháy\"]", with: "[]"), "không có dấu hiệu"),
        .init("safety", safety.replacing("(nhà|bếp)", with: "(nhà|bếp"), "mẫu câu"),
        .init("safety", safety.replacing("Ra chỗ", with: long), "dòng này dài"),
        .init("old-words", oldWords.replacing("    source:", with: "    sourse:"), "sourse"),
        .init("old-words", oldWords.replacing("2026-06-10", with: "hôm qua"), "không phải là một"),
        .init(
            "old-words", oldWords.replacing("[\"Luật Căn cước 26/2023\"]", with: "[]"), "'legal'"),
        .init("old-words", oldWords.replacing("[\"cmnd\"]", with: "[]"), "không có từ nào"),
    ]

    private static let long = String(repeating: "a", count: 161)

    @Test(arguments: mistakes)
    func whatIsWrongIsToldWithItsPlace(_ row: WatchedRow) {
        var draft = Draft()
        draft["vocabulary/\(row.path).yaml"] = row.text
        #expect {
            _ = try load(draft)
        } throws: { error in
            "\(error)".contains("vocabulary/\(row.path).yaml:")
                && "\(error)".contains(row.mistake)
        }
    }

    // MARK: office.yaml

    @Test func theOfficesFileIsReadAndSettingsGoFirst() throws {
        var draft = Draft()
        draft["office.yaml"] = """
            name: "Trung tâm Thử"
            province: Hải Phòng
            address: "Số 1 đường Thử"
            hours:
            phone: "0225 000 000"
            reception_days: "thứ năm"
            """
        let office = try load(draft).knowledge.office
        #expect(office.name == "Trung tâm Thử")
        #expect(office.province == "Hải Phòng")
        #expect(office.address == "Số 1 đường Thử")
        #expect(office.hours == nil)
        #expect(office.phone == "0225 000 000")
        #expect(office.receptionDays == "thứ năm")
        let settings = Office(province: "Huế", name: "Một cửa Huế")
        let overridden = try load(draft, office: settings).knowledge.office
        #expect(overridden.name == "Một cửa Huế")
        #expect(overridden.province == "Huế")
        #expect(overridden.address == "Số 1 đường Thử")
    }

    @Test func withoutAFileOrWithAnEmptyOneNothingIsMadeUp() throws {
        for text in [nil, "name:\nprovince:\naddress: \"\"\n"] {
            var draft = Draft()
            draft["office.yaml"] = text
            #expect(try load(draft).knowledge.office == Office())
        }
    }

    @Test(arguments: [
        ("adress: x\n", "adress"), ("phone: không có\n", "'phone'"),
        ("name: [a]\n", "một dòng chữ"),
        ("hours: \"a\\nb\"\n", "'hours'"), ("name: {\n", "YAML"),
    ])
    func aMistakeInTheOfficesFileIsTold(_ text: String, _ mistake: String) {
        var draft = Draft()
        draft["office.yaml"] = text
        #expect {
            _ = try load(draft)
        } throws: { error in
            "\(error)".contains("office.yaml:") && "\(error)".contains(mistake)
        }
    }

    private func load(_ draft: Draft, office: Office = Office()) throws -> LoadedContent {
        try draft.inFolder { folder in
            try LoadedContent.load(folder: folder, today: Self.today, office: office)
        }
    }
}
