import IntentMatching
import Testing

@Suite("Commands: which of several sentences is meant")
struct CommandsChoiceTests {
    private static func matcher(_ blocks: [(String, CommandSource.Block)]) -> CommandMatcher {
        var source = CommandSource()
        source.intents = blocks.map { .init(name: $0.0, blocks: [$0.1]) }
        source.lists = [
            CommandsFixture.list("any", .wildcard), CommandsFixture.list("more", .wildcard),
            CommandsFixture.list(
                "name",
                .values([
                    CommandsFixture.value("cửa kho", .string("kho"), domain: "cover"),
                    CommandsFixture.value("cửa", .string("cua"), domain: "lock"),
                ])),
        ]
        return CommandMatcher(source)
    }

    @Test("Fewer wildcards, then more words of its own, then the intent's name")
    func ranks() {
        let matcher = Self.matcher([
            ("C", CommandsFixture.block("mở nhạc {any}")),
            ("B", CommandsFixture.block("mở nhạc vàng")),
            ("A", CommandsFixture.block("mở {any}")),
            ("Z", CommandsFixture.block("xem lịch họp")),
            ("Y", CommandsFixture.block("xem lịch họp")),
        ])
        #expect(CommandsFixture.reading("mở nhạc vàng", by: matcher) == "B")
        #expect(CommandsFixture.reading("mở nhạc đỏ", by: matcher) == "C any=đỏ")
        #expect(CommandsFixture.reading("mở phim bộ", by: matcher) == "A any=phim bộ")
        #expect(CommandsFixture.reading("xem lịch họp", by: matcher) == "Y")
    }

    @Test("The preferred slot comes first, in its longest value")
    func prefersName() {
        let matcher = Self.matcher([
            ("A", CommandsFixture.block("đóng cửa kho")),
            ("B", CommandsFixture.block("đóng {name} [kho]")),
        ])
        #expect(CommandsFixture.reading("đóng cửa kho", by: matcher) == "B name=kho")
    }

    @Test("A block that names the value's domain comes before one that names another")
    func prefersOwnDomain() {
        var lock = CommandsFixture.block("đóng {name}")
        lock.nameDomains = ["lock"]
        var cover = CommandsFixture.block("(đóng|khép) {name}")
        cover.nameDomains = ["cover"]
        let matcher = Self.matcher([("A", lock), ("B", cover)])
        #expect(CommandsFixture.reading("đóng cửa kho", by: matcher) == "B name=kho")
        #expect(CommandsFixture.reading("đóng cửa", by: matcher) == "A name=cua")
        #expect(CommandsFixture.reading("khép cửa", by: matcher) == "B name=cua")
    }

    @Test("A block is passed over unless one of its keywords is there")
    func asksForKeyword() {
        var block = CommandsFixture.block("mở {any}")
        block.requiredKeywords = ["nhạc", "bài hát"]
        let matcher = Self.matcher([("A", block)])
        #expect(CommandsFixture.reading("mở phim", by: matcher) == "-")
        #expect(CommandsFixture.reading("mở nhạc xưa", by: matcher) == "A any=nhạc xưa")
        #expect(CommandsFixture.reading("mở một bài hát", by: matcher) == "A any=một bài hát")
    }

    @Test("Of two ways to fill wildcards, the one that takes less")
    func takesLess() {
        let matcher = Self.matcher([
            ("A", CommandsFixture.block("gửi {any} cho {more}")),
            ("B", CommandsFixture.block("gửi {any} cho {more} xem")),
        ])
        #expect(
            CommandsFixture.reading("gửi giấy cho bác Tư xem", by: matcher)
                == "B any=giấy more=bác Tư")
    }
}

@Suite("Commands: what the context must say")
struct CommandsContextTests {
    private static func matcher(
        required: [CommandSource.ContextCondition] = [],
        excluded: [CommandSource.ContextCondition] = []
    ) -> CommandMatcher {
        var block = CommandsFixture.block("bật {name}", "bật đèn ở đây")
        block.requiredContext = required
        block.excludedContext = excluded
        return CommandMatcher(
            CommandsFixture.source(
                block,
                lists: [
                    CommandsFixture.list(
                        "name",
                        .values([
                            CommandsFixture.value("quạt", .string("q"), domain: "fan"),
                            CommandsFixture.value("loa", .string("l")),
                        ]))
                ]))
    }

    @Test("A required value comes from the caller or from a value of a list")
    func requires() {
        let matcher = Self.matcher(required: [
            .init(key: "domain", accepted: [.string("fan"), .string("light")])
        ])
        #expect(CommandsFixture.reading("bật quạt", by: matcher) == "Thu name=q")
        #expect(CommandsFixture.reading("bật loa", by: matcher) == "-")
        #expect(
            CommandsFixture.reading("bật loa", by: matcher, context: ["domain": .string("light")])
                == "Thu name=l")
        #expect(
            CommandsFixture.reading(
                "bật quạt", by: matcher, context: ["domain": .string("cover")]) == "Thu name=q")
    }

    @Test("A required key may take any value, and go to a slot")
    func copies() {
        let matcher = Self.matcher(required: [.init(key: "area", slot: "room")])
        #expect(CommandsFixture.reading("bật đèn ở đây", by: matcher) == "-")
        #expect(
            CommandsFixture.reading(
                "bật đèn ở đây", by: matcher, context: ["area": .string("sân")]) == "Thu room=sân")
        #expect(
            CommandsFixture.reading("bật đèn ở đây", by: matcher, context: ["area": .null]) == "-")
    }

    @Test("An excluded value refuses, from wherever it comes")
    func excludes() {
        let matcher = Self.matcher(excluded: [.init(key: "domain", accepted: [.string("fan")])])
        #expect(CommandsFixture.reading("bật quạt", by: matcher) == "-")
        #expect(CommandsFixture.reading("bật loa", by: matcher) == "Thu name=l")
        #expect(
            CommandsFixture.reading("bật loa", by: matcher, context: ["domain": .string("fan")])
                == "-")
    }

    @Test("A context given as text means the value of that text")
    func comparesTexts() {
        let pairs: [(CommandValue, CommandValue, Bool)] = [
            (.string("50"), .integer(50), true), (.string("on"), .boolean(true), true),
            (.integer(1), .decimal(1), true), (.string("a"), .string("b"), false),
            (.null, .null, true), (.string("null"), .null, false), (.list([]), .list([]), true),
        ]
        for (left, right, equal) in pairs {
            #expect(left.means(right) == equal, "\(left) \(right)")
            #expect(right.means(left) == equal, "\(right) \(left)")
        }
    }
}
