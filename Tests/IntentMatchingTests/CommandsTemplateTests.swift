import IntentMatching
import Testing

@Suite("Templates: the notation")
struct CommandsTemplateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let template: String
        let phrases: [String]
        let reason: String

        var testDescription: String { "\(template): \(reason)" }
    }

    static let finite = [
        Row(template: "bật đèn", phrases: ["bật đèn"], reason: "words stand for themselves"),
        Row(template: "(bật|mở) đèn", phrases: ["bật đèn", "mở đèn"], reason: "alternatives"),
        Row(template: "bật|mở", phrases: ["bật", "mở"], reason: "alternatives at the top"),
        Row(
            template: "mở [cái] cửa", phrases: ["mở cái cửa", "mở cửa"], reason: "an optional word"),
        Row(template: "[a|b] c", phrases: ["a c", "b c", "c"], reason: "optional alternatives"),
        Row(template: "(a;b)", phrases: ["a b", "b a"], reason: "a permutation takes spaces"),
        Row(
            template: "(a;b;c)", phrases: ["a b c", "a c b", "b a c", "b c a", "c a b", "c b a"],
            reason: "all orders of three"),
        Row(template: "turn(s|ed)", phrases: ["turns", "turned"], reason: "words may be cut"),
        Row(template: "tắt[đèn]", phrases: ["tắtđèn", "tắt"], reason: "no space, no border"),
        Row(template: "<lam> giấy", phrases: ["làm giấy", "xin giấy"], reason: "a rule"),
        Row(template: "<ngoai>", phrases: ["đi làm", "đi xin"], reason: "a rule in a rule"),
        Row(template: "(a|a) b", phrases: ["a b"], reason: "a phrase that comes twice counts once"),
        Row(template: "  a   b ", phrases: ["a b"], reason: "spaces at edges and runs of them"),
        Row(template: #"\(a\) \| b"#, phrases: ["(a) | b"], reason: "escaped signs are letters"),
        Row(template: "(a|) b", phrases: ["a b", "b"], reason: "an empty alternative"),
    ]

    @Test("A finite template is written out", arguments: finite)
    func expands(_ row: Row) throws {
        let rules = ["lam": "(làm|xin)", "ngoai": "đi <lam>"]
        #expect(try expansions(of: row.template, rules: rules) == row.phrases)
    }

    static let slots: [(String, SlotReference)] = [
        ("{area}", SlotReference(source: .list("area"), name: "area")),
        ("{area:room}", SlotReference(source: .list("area"), name: "room")),
        ("{area:@room}", SlotReference(source: .list("area"), name: "room", isCapture: true)),
        ("{@area}", SlotReference(source: .list("area"), name: "area", isCapture: true)),
        ("{0..100:n}", SlotReference(source: .range(from: 0, through: 100, step: 1), name: "n")),
        (
            "{10..90,10:n}",
            SlotReference(source: .range(from: 10, through: 90, step: 10), name: "n")
        ),
        ("{0..100}", SlotReference(source: .list("0..100"), name: "0..100")),
    ]

    @Test("A slot names its list, its range and its target", arguments: slots)
    func readsSlot(_ source: String, _ slot: SlotReference) throws {
        #expect(try parseTemplate(source) == .slot(slot))
    }

    static let broken: [(String, Int, String)] = [
        ("bật (đèn", 4, "'(' is never closed"),
        ("bật [đèn", 4, "'[' is never closed"),
        ("(bật [đèn)", 5, "'[' is never closed"),
        ("bật đèn)", 7, "')' closes nothing"),
        ("bật ]", 4, "']' closes nothing"),
        ("a > b", 2, "'>' closes nothing"),
        ("bật {area", 4, "'{' is never closed"),
        ("<turn", 0, "'<' is never closed"),
        ("{}", 0, "a list has no name"),
        ("< >", 0, "a rule has no name"),
        ("{:slot}", 0, "a list or slot has no name"),
        ("{list:}", 0, "a list or slot has no name"),
        ("{@}", 0, "a list or slot has no name"),
        ("(a|b;c)", 4, "'|' and ';' stand in one group"),
        ("{9..1:n}", 0, "the range 9..1 holds no number"),
        ("{1..9,0:n}", 0, "the range 1..9,0 holds no number"),
        ("a\\", 1, "'\\' stands at the end"),
        (
            String(repeating: "(", count: 65) + String(repeating: ")", count: 65), 64,
            "groups are nested deeper than 64"
        ),
    ]

    @Test("A mistake is named with its place", arguments: broken)
    func refuses(_ source: String, _ offset: Int, _ what: String) {
        let error = #expect(throws: TemplateError.self) { try parseTemplate(source) }
        #expect(error?.offset == offset)
        #expect(error?.what == what)
        #expect(error?.remedy.isEmpty == false)
    }

    static let unwritable: [(String, String)] = [
        ("<thieu> a", "the rule <thieu> does not exist"),
        ("<vong>", "the rule <vong> leads back to itself"),
        ("bật {area}", "a slot, {area}, has no fixed words"),
        ("[a]", "the template may stand for nothing at all"),
        ("(a|b|c)(a|b|c)(a|b|c)", "the template stands for more than 20 phrases"),
        ("(a;b;c;d)", "the template stands for more than 20 phrases"),
    ]

    @Test("What cannot be written out is refused", arguments: unwritable)
    func refusesExpansion(_ source: String, _ what: String) {
        let rules = ["vong": "a <vong2>", "vong2": "[<vong>]"]
        let error = #expect(throws: TemplateError.self) {
            try expansions(of: source, rules: rules, limit: 20)
        }
        #expect(error?.what == what)
    }
}
