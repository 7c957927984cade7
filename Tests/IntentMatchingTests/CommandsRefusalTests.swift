import IntentMatching
import Testing

@Suite("Commands: what is refused is named")
struct CommandsRefusalTests {
    private static func refusals(_ source: CommandSource) -> [String] {
        CommandMatcher(source).refusals.map(\.description)
    }

    static let sentences: [(sentence: String, what: String, reason: String)] = [
        ("bật (đèn", "'(' is never closed", "notation"),
        ("bật <gi>", "the rule <gi> does not exist", "a rule that is missing"),
        ("bật {gi}", "the list {gi} does not exist", "a list that is missing"),
        ("<vong>", "the rule <vong> leads back to itself", "a rule that refers to itself"),
        ("<hong>", "in the rule <hong> at thu.yaml:7, '[' is never closed", "a broken rule"),
        (
            "(a;b;c;d;e;g;h)", "a permutation has more than 6 items",
            "a permutation that would explode"
        ),
        ("{nguoc}", "the range of the list {nguoc} holds no number", "a range that counts down"),
    ]

    @Test("A sentence that cannot work, with file and line", arguments: sentences)
    func refusesSentence(_ row: (sentence: String, what: String, reason: String)) throws {
        let source = CommandsFixture.source(
            row.sentence, "sống",
            rules: ["vong": "a [<vong>]", "hong": "[a"],
            lists: [CommandsFixture.list("nguoc", .range(.init(9, through: 1)))])
        let matcher = CommandMatcher(source)
        let refusal = try #require(matcher.refusals.first)
        #expect(refusal.what == "\"\(row.sentence)\": \(row.what)", "\(row.reason)")
        #expect(refusal.location.description == "thu.yaml:7")
        #expect(!refusal.remedy.isEmpty)
        #expect(CommandsFixture.reading("sống", by: matcher) == "Thu", "the others still work")
    }

    @Test("Settings and keys without effect are named")
    func refusesSettings() {
        var source = CommandsFixture.source("sống")
        let place = CommandSource.Location(file: "x.yaml", line: 3)
        source.settings = [
            .init(name: "settings.ignore_whitespace", value: .boolean(true), location: place),
            .init(name: "settings.filter_with_regex", value: .boolean(false), location: place),
            .init(name: "settings.la", value: .null, location: place),
        ]
        source.unknownKeys = [.init(name: "intent", value: .null, location: place)]
        #expect(
            Self.refusals(source) == [
                "x.yaml:3: 'settings.ignore_whitespace' is not understood. "
                    + "Write the spaces: it is meant for languages without them",
                "x.yaml:3: 'settings.filter_with_regex' has no effect. "
                    + "Remove it: nothing is filtered here",
                "x.yaml:3: 'settings.la' is not understood. Remove it",
                "x.yaml:3: 'intent' is not understood. Remove it, or correct it",
            ])
        source.settings[0].value = .boolean(false)
        #expect(Self.refusals(source).count == 3)
    }

    @Test("A value of a list and a skip word that cannot work are named, the others stay")
    func refusesValues() {
        var source = CommandsFixture.source(
            "bật {ten}",
            lists: [
                CommandsFixture.list(
                    "ten",
                    .values([
                        CommandsFixture.value("(a"), CommandsFixture.value("{b}"),
                        CommandsFixture.value("loa"),
                    ]))
            ])
        source.skipWords = [CommandsFixture.template("{ai} ơi"), CommandsFixture.template("[xin]")]
        let matcher = CommandMatcher(source)
        #expect(
            matcher.refusals.map(\.what) == [
                "\"(a\": '(' is never closed", "\"{b}\": a slot, {b}, has no fixed words",
                "\"{ai} ơi\": a slot, {ai}, has no fixed words",
            ])
        #expect(CommandsFixture.reading("xin bật loa", by: matcher) == "Thu ten=loa")
    }

    @Test("Nothing at all makes a matcher that matches nothing")
    func acceptsNothing() {
        let matcher = CommandMatcher(CommandSource())
        #expect(matcher.refusals.isEmpty)
        #expect(CommandsFixture.reading("bật đèn", by: matcher) == "-")
        let optional = CommandMatcher(CommandsFixture.source("[a]", "%"))
        #expect(CommandsFixture.reading("", by: optional) == "-")
        #expect(CommandsFixture.reading("%", by: optional) == "-")
    }

    @Test("Merging adds blocks and values and replaces rules")
    func merges() {
        var source = CommandsFixture.source(
            "<di> {noi}", rules: ["di": "đi"],
            lists: [CommandsFixture.list("noi", .values([CommandsFixture.value("chợ")]))])
        source.merge(
            CommandsFixture.source(
                "về nhà", rules: ["di": "chạy"],
                lists: [CommandsFixture.list("noi", .values([CommandsFixture.value("đình")]))]))
        let matcher = CommandMatcher(source)
        #expect(CommandsFixture.reading("chạy đình", by: matcher) == "Thu noi=đình")
        #expect(CommandsFixture.reading("chạy chợ", by: matcher) == "Thu noi=chợ")
        #expect(CommandsFixture.reading("về nhà", by: matcher) == "Thu")
        #expect(CommandsFixture.reading("đi chợ", by: matcher) == "-")
        source.replaceLists([
            CommandsFixture.list("noi", .values([CommandsFixture.value("đò")]))
        ])
        let replaced = CommandMatcher(source)
        #expect(CommandsFixture.reading("chạy đò", by: replaced) == "Thu noi=đò")
        #expect(CommandsFixture.reading("chạy chợ", by: replaced) == "-")
    }
}
