import Content
import Conversation
import Testing

@Suite struct ReplyBookTests {
    /// One row: a template, the fields, and what people read.
    struct Row: Sendable, CustomTestStringConvertible {
        let template: String
        let fields: ReplyFields
        let expected: String
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(
            template: "{{a}}", fields: ["a": "5 < 6 & \"b\" 'c'"], expected: "5 < 6 & \"b\" 'c'",
            reason: "a chat is no web page: nothing is escaped"),
        Row(
            template: "x{{#a}} {{a}}{{/a}}.", fields: ["a": "b"], expected: "x b.",
            reason: "a section with its text inside"),
        Row(
            template: "x{{#a}} {{a}}{{/a}}.", fields: [:], expected: "x.",
            reason: "a missing field leaves nothing, not even its section"),
        Row(
            template: "x{{#a}} {{a}}{{/a}}.", fields: ["a": ""], expected: "x.",
            reason: "an empty text counts as missing"),
        Row(
            template: "{{#a}}ja{{/a}}{{^a}}nein{{/a}}", fields: ["a": false], expected: "nein",
            reason: "a flag that is off"),
        Row(
            template: "{{#a}}\n• {{b}}\n{{/a}}\nend",
            fields: ["a": .rows([["b": "1"], ["b": "2"]])], expected: "• 1\n• 2\nend",
            reason: "rows of a list, without blank lines between"),
        Row(
            template: "{{#a}}{{b}}{{c}}{{/a}}", fields: ["a": .rows([["b": "1"]]), "c": "2"],
            expected: "12", reason: "a row sees what stands around it"),
        Row(
            template: "a  \n\n\n b \n", fields: [:], expected: "a\n b",
            reason: "blank lines and spaces at ends of lines go"),
        Row(
            template: "{{a}}", fields: ["a": "{{b}} {{{c}}} {{#d}}"],
            expected: "{{b}} {{{c}}} {{#d}}",
            reason: "braces that a person typed are just braces"),
        Row(
            template: "{{n}}", fields: ["n": .number(1_250)], expected: "1250",
            reason: "a plain number"),
    ]

    @Test(arguments: rows)
    func rendersForAChat(_ row: Row) throws {
        var draft = Draft()
        let block = row.template.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "    \($0)\n" }.joined()
        draft["replies/vi.yaml"] = Draft.replies.split(separator: "\n").map { line in
            line.hasPrefix("  greeting:") ? "  greeting: |\n\(block)" : "\(line)\n"
        }.joined()
        let book = try draft.load().replies
        #expect(book.render(Reply(.greeting, row.fields)) == row.expected)
    }

    @Test func everyKeyHasItsOwnReply() throws {
        let book = try Draft().load().replies
        for key in ReplyKey.allCases { #expect(book.render(Reply(key)) == key.rawValue) }
    }
}
