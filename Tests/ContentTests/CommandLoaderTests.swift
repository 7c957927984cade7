import Content
import Foundation
import IntentMatching
import Testing

/// Sentence files of hassil's users are read as they are, YAML or JSON, old layout and new.
@Suite struct CommandLoaderTests {
    private static let old = """
        language: vi
        intents:
          TurnOn:
            data:
              - sentences: ["bật <den> [{area}]"]
                slots: {domain: light, level: 3, dim: true}
                requires_context: {area: {slot: true}}
                response: on
        lists:
          area:
            values:
              - bếp
              - {in: "phòng (khách|ngủ)", out: phong, context: {floor: 1}}
          percent: {range: {from: 0, to: 100, step: 5}}
          text: {wildcard: true}
        expansion_rules: {den: "(đèn|bóng đèn)"}
        skip_words: [giúp]
        responses: {whatever: x}
        """

    private func source(_ files: [String: String], lists: String? = nil) throws -> CommandSource {
        var draft = Draft()
        draft.files = files.mapValues { Data($0.utf8) }
        return try draft.inFolder { folder in
            let path = files.count == 1 ? "\(folder)/\(files.keys.first ?? "")" : folder
            return try CommandLoader().source(at: path, lists: lists.map { "\(folder)/\($0)" })
        }
    }

    @Test func theOldLayoutNamesItsIntents() throws {
        let source = try source(["a.yaml": Self.old])
        #expect(source.language == "vi")
        #expect(source.intents.map(\.name) == ["TurnOn"])
        let block = try #require(source.intents.first?.blocks.first)
        #expect(block.sentences.map(\.text) == ["bật <den> [{area}]"])
        #expect(block.sentences.first?.location.line == 5)
        #expect(block.slots.map(\.value) == [.string("light"), .integer(3), .boolean(true)])
        #expect(block.requiredContext.first?.slot == "area")
        #expect(block.response == "on")
        #expect(source.lists.map(\.name) == ["area", "percent", "text"])
        #expect(source.skipWords.map(\.text) == ["giúp"])
        #expect(source.unknownKeys.isEmpty)
    }

    @Test func theNewLayoutTakesItsIntentFromTheFolder() throws {
        let source = try source([
            "TurnOn/light.yaml": "data:\n  - sentences: [bật đèn]\n",
            "TurnOff/light.yaml": "data:\n  - sentences: [tắt đèn]\n",
        ])
        #expect(source.intents.map(\.name) == ["TurnOff", "TurnOn"])
    }

    @Test func jsonIsReadAsTheYAMLThatItIs() throws {
        let source = try source([
            "a.json": """
            {"language": "vi", "intents": {"A": {"data": [{"sentences": ["bật\\u0020đèn {x}"]}]}},
             "lists": {"x": {"values": ["1", 2, {"in": "ba", "out": 3}]}}}
            """
        ])
        #expect(source.intents.first?.blocks.first?.sentences.first?.text == "bật đèn {x}")
        guard case .values(let values) = source.lists.first?.content else {
            Issue.record("no values")
            return
        }
        #expect(values.map(\.input.text) == ["1", "2", "ba"])
        #expect(values.last?.output == .integer(3))
    }

    @Test func listsGivenApartReplaceThoseOfTheFile() throws {
        let source = try source(
            ["s/a.yaml": Self.old, "lists.yaml": "area: [sân, vườn]\n"], lists: "lists.yaml")
        let area = source.lists.filter { $0.name == "area" }
        #expect(area.count == 1)
        guard case .values(let values) = area.first?.content else {
            Issue.record("no values")
            return
        }
        #expect(values.map(\.input.text) == ["sân", "vườn"])
    }

    @Test func whatTheNotationDoesNotKnowIsKeptByName() throws {
        let source = try source([
            "a.yaml": "intents: {A: {data: [{sentences: [x], sentence: [y]}]}}\nlist: {}\n"
        ])
        #expect(source.unknownKeys.map(\.name) == ["list"])
        #expect(source.intents.first?.blocks.first?.unknownKeys.map(\.name) == ["data.sentence"])
    }

    /// One row: a file, and words of its refusal.
    static let bad: [(text: String, says: String)] = [
        ("intents: [", "YAML viết sai"),
        ("intents: {A: x}", "khóa: giá trị"),
        ("intents: {A: {data: {sentences: [x]}}}", "danh sách"),
        ("lists: {a: {range: {from: 5, to: 1}}}", "from không lớn hơn to"),
        ("lists: {a: {valuse: [x]}}", "không có values, range hay wildcard"),
        ("lists: {a: {values: [{out: x}]}}", "thiếu 'in'"),
    ]

    @Test(arguments: bad)
    func aBrokenFileIsRefused(_ row: (text: String, says: String)) throws {
        do {
            _ = try source(["a.yaml": row.text])
            Issue.record("accepted \(row.text)")
        } catch let refused as ContentRefused {
            #expect(refused.description.contains(row.says), "\(refused)")
        }
    }

    @Test func aFileThatIsNotThereIsRefused() {
        #expect(throws: ContentRefused.self) {
            try CommandLoader().source(at: "/nowhere/a.yaml")
        }
    }
}
