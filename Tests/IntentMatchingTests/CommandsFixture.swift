import IntentMatching

/// A small grammar of our own for the tests of commands.
enum CommandsFixture {
    static let place = CommandSource.Location(file: "thu.yaml", line: 7)

    static func template(_ text: String) -> CommandSource.Template {
        .init(text, at: place)
    }

    /// One block with nothing but sentences, for tests to add to.
    static func block(_ sentences: String...) -> CommandSource.Block {
        .init(sentences: sentences.map(template))
    }

    static func list(_ name: String, _ content: CommandSource.ValueList.Content)
        -> CommandSource.ValueList
    {
        .init(name: name, content: content, location: place)
    }

    static func value(_ input: String, _ output: CommandValue? = nil, domain: String? = nil)
        -> CommandSource.ListValue
    {
        .init(
            input: template(input), output: output,
            context: domain.map { [CommandField("domain", .string($0))] } ?? [])
    }

    /// A source of one intent `Thu` with one block.
    static func source(
        _ sentences: String..., rules: [String: String] = [:],
        lists: [CommandSource.ValueList] = []
    ) -> CommandSource {
        source(.init(sentences: sentences.map(template)), rules: rules, lists: lists)
    }

    static func source(
        _ block: CommandSource.Block, rules: [String: String] = [:],
        lists: [CommandSource.ValueList] = []
    ) -> CommandSource {
        var source = CommandSource()
        source.language = "vi"
        source.intents = [.init(name: "Thu", blocks: [block])]
        source.rules = rules.sorted { $0.key < $1.key }
            .map { .init(name: $0.key, body: template($0.value)) }
        source.lists = lists
        return source
    }

    /// A village hall: lights and fans by name and room, brightness, notes, who is there.
    static let hall: CommandSource = {
        var source = CommandSource()
        source.language = "vi"
        var lights = block("<bat> [tất cả] [các] đèn [ở|trong] {room}", "đèn {room} bật lên")
        lights.slots = [CommandField("domain", .string("light"))]
        var set = block("(đặt|chỉnh) độ sáng {name} [thành|lên] {level}[[ ]%| phần trăm]")
        set.response = "do_sang"
        source.intents = [
            .init(name: "Bat", blocks: [lights, block("<bat> [cái] {name}")]),
            .init(name: "Tat", blocks: [block("tắt [cái] {name}", "(tắt;[hết];đèn)")]),
            .init(name: "DoSang", blocks: [set]),
            .init(name: "Ghi", blocks: [block("ghi [chú] {note} vào sổ", "nhắc {who} {note}")]),
            .init(name: "AiDo", blocks: [block("ai [đang] [ở] {where}", "có ai {where} không")]),
        ]
        source.rules = [.init(name: "bat", body: template("(bật|mở)"))]
        source.lists = [
            list("room", .values([value("hội trường"), value("(phòng|buồng) họp", .integer(2))])),
            list(
                "name",
                .values([
                    value("đèn cổng", .string("light.gate"), domain: "light"),
                    value("quạt [trần]", .string("fan.hall"), domain: "fan"),
                    value("loa", .boolean(true)),
                ])),
            list("who", .values([value("bí thư"), value("tổ trưởng")])),
            list("level", .range(.init(0, through: 100))),
            list("note", .wildcard), list("where", .wildcard),
        ]
        source.skipWords = [template("[ [hãy] [cho] tôi biết | bạn có biết]"), template("làm ơn")]
        return source
    }()

    static let politeWords = [
        "(bạn|em|ad) ơi", "giúp (mình|tôi|em)", "giùm (mình|tôi|em)", "với", "nhé", "ạ", "dạ",
        "vui lòng",
    ]

    static let hallMatcher = CommandMatcher(
        hall, politeWords: politeWords,
        shortForms: [(form: "ko", meanings: ["không"]), (form: "ht", meanings: ["hội trường"])])

    /// `intent slot=value …` with slots in order, or `-` for no match.
    static func reading(
        _ text: String, by matcher: CommandMatcher = hallMatcher,
        context: [String: CommandValue] = [:]
    ) -> String {
        var scratch = CommandMatcher.Scratch()
        guard let match = matcher.match(text, context: context, scratch: &scratch) else {
            return "-"
        }
        return ([match.intent] + match.slots.map { "\($0.name)=\(written($0.value))" })
            .joined(separator: " ")
    }

    static func written(_ value: CommandValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .null: "null"
        case .list(let items): "[" + items.map(written).joined(separator: ",") + "]"
        }
    }
}
