import IntentMatching
import Testing

@Suite("Commands: typed as people type")
struct CommandsToleranceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let reading: String
        let reason: String

        var testDescription: String { "\(typed): \(reason)" }
    }

    static let rows = [
        Row(typed: "bat den cong", reading: "Bat name=light.gate", reason: "marks left out"),
        Row(typed: "bật den cổng", reading: "Bat name=light.gate", reason: "half of them"),
        Row(typed: "bát đèn cổng", reading: "-", reason: "a wrong mark refuses"),
        Row(
            typed: "bât đèn cổng", reading: "Bat name=light.gate",
            reason: "half a mark agrees with the whole"),
        Row(
            typed: "b\u{E2}\u{323}t \u{111}e\u{300}n c\u{F4}\u{309}ng",
            reading: "Bat name=light.gate", reason: "decomposed letters"),
        Row(typed: "BẬT ĐÈN CỔNG!!!", reading: "Bat name=light.gate", reason: "capitals, shouted"),
        Row(typed: "“bật đèn cổng”…", reading: "Bat name=light.gate", reason: "in quotes"),
        Row(
            typed: "bật tất cả các đèn ht", reading: "Bat room=ht domain=light",
            reason: "a short form of two words"),
        Row(typed: "bát đnè cổng", reading: "-", reason: "a wrong mark and a slip"),
        Row(typed: "bật đnè cổng", reading: "Bat name=light.gate", reason: "two letters swapped"),
        Row(typed: "bậtt đèn cổng", reading: "Bat name=light.gate", reason: "a letter doubled"),
        Row(typed: "bậ đèn cổng", reading: "Bat name=light.gate", reason: "a letter left out"),
        Row(typed: "nật đèn cổng", reading: "Bat name=light.gate", reason: "the key beside"),
        Row(
            typed: "bậ đnè cổgn", reading: "-",
            reason: "more slips than half of the words"),
        Row(typed: "tắ quạt", reading: "Tat name=fan.hall", reason: "a slip in two words"),
        Row(typed: "lao", reading: "-", reason: "one word alone is not repaired"),
        Row(
            typed: "ật quạt", reading: "Bat name=fan.hall",
            reason: "the marks left decide between bật and tắt"),
        Row(typed: "mat loa", reading: "-", reason: "any other letter is no slip"),
        Row(typed: "at quat", reading: "-", reason: "nothing decides: bật or tắt"),
        Row(typed: "baatj ddenf", reading: "-", reason: "raw Telex of half a sentence"),
        Row(typed: "baatj quajt", reading: "Bat name=fan.hall", reason: "raw Telex"),
        Row(typed: "ba65t den2 co61ng", reading: "-", reason: "raw VNI with another tone"),
        Row(typed: "ba65t loa", reading: "Bat name=true", reason: "raw VNI"),
        Row(typed: "bậtttt loa", reading: "Bat name=true", reason: "letters drawn out"),
        Row(typed: "batden cong", reading: "Bat name=light.gate", reason: "a space left out"),
        Row(
            typed: "bạn ơi bật quạt giúp mình với nhé", reading: "Bat name=fan.hall",
            reason: "polite words around"),
        Row(
            typed: "dạ em ơi, bật giùm em cái quạt với ạ", reading: "Bat name=fan.hall",
            reason: "polite words inside"),
        Row(
            typed: "hãy cho tôi biết ai đang ở nhà", reading: "AiDo where=nhà",
            reason: "skip words of the file are templates"),
        Row(
            typed: "nhắc tổ trưởng mua nước nhé", reading: "Ghi who=tổ trưởng note=mua nước",
            reason: "a wildcard leaves polite words at the end"),
        Row(typed: "giúp mình với nhé", reading: "-", reason: "polite words alone"),
    ]

    @Test("Tolerance has its borders", arguments: rows)
    func tolerates(_ row: Row) {
        #expect(CommandsFixture.reading(row.typed) == row.reading)
    }

    static let smallTalk = [
        "ai biết đâu", "ai cũng vậy thôi", "ai mà chẳng muốn giàu", "ai hỏi gì thì cứ nói",
        "có ai biết chỗ nào sửa xe không", "có ai muốn đi ăn chè với mình không",
        "ghi nhớ nha", "nhắc chi chuyện cũ", "mở mắt ra mà nhìn", "tắt thở luôn",
        "hôm nay trời đẹp quá", "bật khóc", "đèn nhà ai nấy sáng", "aikhong",
    ]

    @Test("Small talk is no command", arguments: smallTalk)
    func refuses(_ typed: String) {
        #expect(CommandsFixture.reading(typed) == "-")
    }

    @Test(
        "The usual polite words need no vocabulary",
        arguments: [
            "bạn ơi bật loa giúp mình với nhé", "giúp tôi bật loa", "hãy cho tôi biết bật loa",
            "bật giùm em loa đi ạ", "làm ơn bật loa, cảm ơn nhiều",
        ])
    func knowsUsualWords(_ typed: String) {
        let matcher = CommandMatcher(CommandsFixture.source("bật loa"))
        #expect(CommandsFixture.reading(typed, by: matcher) == "Thu")
    }

    @Test("A repair is told")
    func tellsRepair() throws {
        var scratch = CommandMatcher.Scratch()
        let match = try #require(
            CommandsFixture.hallMatcher.match("bật đnè cổng", scratch: &scratch))
        #expect(match.reasons == ["đnè → den"])
    }

    @Test("Every sentence survives one swap of letters in any of its longer words")
    func survivesSwaps() {
        let sentence = ["chỉnh", "độ", "sáng", "quạt", "trần", "thành", "40"]
        for word in sentence.indices where sentence[word].count > 3 {
            for place in 0..<(sentence[word].count - 1) {
                var letters = Array(sentence[word])
                letters.swapAt(place, place + 1)
                guard String(letters) != sentence[word] else { continue }
                var typed = sentence
                typed[word] = String(letters)
                let text = typed.joined(separator: " ")
                #expect(
                    CommandsFixture.reading(text) == "DoSang name=fan.hall level=40", "\(text)")
            }
        }
    }
}
