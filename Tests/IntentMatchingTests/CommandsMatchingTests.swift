import IntentMatching
import Testing

@Suite("Commands: what a sentence matches and what its slots take")
struct CommandsMatchingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let reading: String
        let reason: String

        var testDescription: String { "\(typed): \(reason)" }
    }

    static let asWritten = [
        Row(typed: "bật đèn cổng", reading: "Bat name=light.gate", reason: "a value gives its out"),
        Row(typed: "mở quạt", reading: "Bat name=fan.hall", reason: "in: may be a template"),
        Row(typed: "bật loa", reading: "Bat name=true", reason: "out: keeps its type"),
        Row(
            typed: "bật đèn ở hội trường", reading: "Bat room=hội trường domain=light",
            reason: "fixed slots come after those of the sentence"),
        Row(
            typed: "Mở Tất Cả Các Đèn Buồng Họp", reading: "Bat room=2 domain=light",
            reason: "letter case says nothing"),
        Row(typed: "tắt đèn", reading: "Tat", reason: "a permutation without its optional item"),
        Row(typed: "hết đèn tắt", reading: "Tat", reason: "a permutation in another order"),
        Row(typed: "tắt", reading: "-", reason: "half a sentence is none"),
        Row(typed: "bật đèn cổng rồi sao nữa", reading: "-", reason: "nor is one with a tail"),
        Row(
            typed: "ghi chú mai họp dân lúc 7 giờ vào sổ",
            reading: "Ghi note=mai họp dân lúc 7 giờ",
            reason: "a wildcard takes the original text"),
        Row(
            typed: "nhắc bí thư ký giấy mời",
            reading: "Ghi who=bí thư note=ký giấy mời",
            reason: "a wildcard at the end, a value without out: gives what was typed"),
        Row(typed: "ghi vào sổ", reading: "-", reason: "a wildcard is never empty"),
        Row(typed: "", reading: "-", reason: "nothing"),
        Row(typed: " ?! 🙂", reading: "-", reason: "no word"),
        Row(
            typed: String(repeating: "bật ", count: 200), reading: "-",
            reason: "a long text is no command"),
        Row(
            typed: "ghi việc một. Rồi việc hai vào sổ", reading: "-",
            reason: "a wildcard does not run over the end of a sentence"),
        Row(
            typed: "ghi gạo, muối, dầu ăn vào sổ", reading: "Ghi note=gạo, muối, dầu ăn",
            reason: "a wildcard keeps commas"),
    ]

    @Test("A sentence as its author wrote it", arguments: asWritten)
    func matches(_ row: Row) {
        #expect(CommandsFixture.reading(row.typed) == row.reading)
    }

    static let numbers = [
        Row(typed: "50%", reading: "50", reason: "digits and a sign"),
        Row(typed: "50", reading: "50", reason: "the sign is optional"),
        Row(typed: "50 phần trăm", reading: "50", reason: "the sign as words"),
        Row(typed: "năm mươi lăm", reading: "55", reason: "words"),
        Row(typed: "năm lăm phần trăm", reading: "55", reason: "words without mươi"),
        Row(typed: "hai mươi bốn", reading: "24", reason: "bốn"),
        Row(typed: "hai mươi tư", reading: "24", reason: "tư"),
        Row(typed: "hăm mốt", reading: "21", reason: "hăm for hai mươi"),
        Row(typed: "ba chục", reading: "30", reason: "chục for mươi"),
        Row(typed: "nam muoi", reading: "50", reason: "words without marks"),
        Row(typed: "một trăm", reading: "100", reason: "the upper end counts"),
        Row(typed: "0", reading: "0", reason: "so does the lower"),
        Row(typed: "101", reading: "-", reason: "out of range"),
        Row(typed: "một trăm linh năm", reading: "-", reason: "out of range in words"),
        Row(typed: "5,5", reading: "-", reason: "no fractions asked for"),
        Row(typed: "nhiều", reading: "-", reason: "no number"),
    ]

    @Test("A range takes numbers however they are said", arguments: numbers)
    func readsNumber(_ row: Row) {
        let typed = "chỉnh độ sáng đèn cổng thành " + row.typed
        let expected = row.reading == "-" ? "-" : "DoSang name=light.gate level=" + row.reading
        #expect(CommandsFixture.reading(typed) == expected)
    }

    @Test("A range has steps, parts and a multiplier")
    func readsRangeSettings() {
        var halves = CommandSource.NumberRange(10, through: 20)
        halves.fractions = .halves
        var tens = CommandSource.NumberRange(10, through: 90)
        tens.step = 10
        tens.multiplier = 2.5
        var digitsOnly = CommandSource.NumberRange(0, through: 9)
        digitsOnly.acceptsWords = false
        let matcher = CommandMatcher(
            CommandsFixture.source(
                "nhiệt {t} độ", "quạt mức {m}", "kênh {k}", "hẹn {5..60,5:phut} phút",
                lists: [
                    CommandsFixture.list("t", .range(halves)),
                    CommandsFixture.list("m", .range(tens)),
                    CommandsFixture.list("k", .range(digitsOnly)),
                ]))
        let rows = [
            ("nhiệt 18,5 độ", "Thu t=18.5"), ("nhiệt 18.2 độ", "-"), ("nhiệt 25độ", "-"),
            ("nhiệt 15độ", "Thu t=15"), ("quạt mức 30", "Thu m=75"), ("quạt mức 35", "-"),
            ("kênh 7", "Thu k=7"), ("kênh bảy", "-"), ("hẹn 15 phút", "Thu phut=15"),
            ("hẹn 16 phút", "-"),
        ]
        for (typed, reading) in rows {
            #expect(CommandsFixture.reading(typed, by: matcher) == reading, "\(typed)")
        }
    }

    @Test("Words are cut where the template has spaces, not where its brackets stand")
    func joinsFragments() {
        let matcher = CommandMatcher(
            CommandsFixture.source("turn(s|ed) [re]start", "tắt[đèn]", "a(b|c)[d] e"))
        let rows = [
            ("turns start", "Thu"), ("turned restart", "Thu"), ("turning start", "-"),
            ("tắtđèn", "Thu"), ("tắt", "Thu"), ("ab e", "Thu"), ("acd e", "Thu"), ("abd", "-"),
        ]
        for (typed, reading) in rows {
            #expect(CommandsFixture.reading(typed, by: matcher) == reading, "\(typed)")
        }
    }

    @Test("A capture is for the response only")
    func captures() throws {
        let matcher = CommandMatcher(
            CommandsFixture.source(
                "gọi {who:@nguoi}", lists: [CommandsFixture.list("who", .wildcard)]))
        var scratch = CommandMatcher.Scratch()
        let match = try #require(matcher.match("gọi bác Ba", scratch: &scratch))
        #expect(match.slots.isEmpty)
        #expect(match.captures.map(\.value) == [.string("bác Ba")])
    }

    @Test("A list or rule of the block comes before the global one of that name")
    func prefersLocal() {
        var block = CommandsFixture.block("<di> {noi}")
        block.rules = [.init(name: "di", body: CommandsFixture.template("chạy"))]
        block.lists = [CommandsFixture.list("noi", .values([CommandsFixture.value("chợ")]))]
        let matcher = CommandMatcher(
            CommandsFixture.source(
                block, rules: ["di": "đi"],
                lists: [
                    CommandsFixture.list("noi", .values([CommandsFixture.value("đình")]))
                ]))
        #expect(CommandsFixture.reading("chạy chợ", by: matcher) == "Thu noi=chợ")
        #expect(CommandsFixture.reading("đi chợ", by: matcher) == "-")
        #expect(CommandsFixture.reading("chạy đình", by: matcher) == "-")
    }

    @Test("An inferred domain is a fixed slot unless the block gives one")
    func infersDomain() {
        var block = CommandsFixture.block("bật đèn")
        block.inferredDomain = "light"
        let inferred = CommandMatcher(CommandsFixture.source(block))
        #expect(CommandsFixture.reading("bật đèn", by: inferred) == "Thu domain=light")
        block.slots = [CommandField("domain", .string("lamp"))]
        let given = CommandMatcher(CommandsFixture.source(block))
        #expect(CommandsFixture.reading("bật đèn", by: given) == "Thu domain=lamp")
    }

    @Test("A match says where its slots stand, which template it was and what to answer")
    func saysWhy() throws {
        var scratch = CommandMatcher.Scratch()
        let typed = "Chỉnh độ sáng quạt trần lên 40%"
        let match = try #require(
            CommandsFixture.hallMatcher.match(typed, scratch: &scratch))
        let level = try #require(match.slots.last?.bytes)
        #expect(Array(typed.utf8)[level] == Array("40".utf8)[...])
        #expect(match.response == "do_sang")
        #expect(match.template.location == CommandsFixture.place)
        #expect(match["level"] == .integer(40))
    }
}
