import IntentMatching
import Testing
import VietText

/// The work of one message must hang on the message, not on how much the vocabulary knows.
@Suite struct QuestionGrowthTests {
    private static let verbs = [
        "đăng ký", "xin", "làm", "cấp lại", "cấp đổi", "gia hạn", "nộp", "xóa", "thay đổi",
        "xác nhận",
    ]
    private static let things = [
        "giấy", "sổ", "thẻ", "phép", "đất", "nhà", "xe", "biển", "hộ", "khẩu", "tạm", "trú", "kết",
        "hôn", "khai", "sinh", "tử", "căn", "cước", "lái", "chợ", "thuế", "ruộng", "rừng", "tàu",
    ]

    /// Procedures that share most of their words, as official names do.
    private static func matcher(procedures: Int) -> QuestionMatcher {
        let subjects = (0..<procedures).map { number -> QuestionVocabulary.Subject in
            let first = things[number % things.count]
            let second = things[number / things.count % things.count]
            let third = things[number / 7 % things.count]
            let name = "\(verbs[number % verbs.count]) \(first) \(second) \(third)"
            return QuestionFixture.subject(
                "thu-tuc-\(number)", name,
                aliases: verbs.map { "\($0) \(first) \(second)" }, mentions: ["\(first) \(second)"])
        }
        // The same words in several concepts, as rules have them.
        let concepts = (0..<40).map { number in
            QuestionVocabulary.Concept(
                name: "c\(number)", phrases: things.map { "\($0) \(things[number % things.count])" }
            )
        }
        return QuestionMatcher(
            QuestionVocabulary(
                subjects: subjects, concepts: concepts,
                questionSigns: .init(strong: ["ở đâu", "làm sao", "cần gì"]),
                focusWords: ["muốn", "làm", "xin"], politeWords: ["cho em hỏi", "ạ"]))
    }

    private static let texts = [
        "cho em hỏi đăng ký giấy sổ thẻ ở đâu ạ",
        "em muon cap lai the phep can gi",
        "nhà em có xe biển số xanh, giờ muốn cấp đổi thì làm sao",
        "hôm qua cả xóm đi đá banh vui quá trời luôn mọi người ơi",
        "gia han sinh tu khau tam, nop tau thue o dau vay",
    ]

    private static func visits(_ matcher: QuestionMatcher) -> [Int] {
        var scratch = QuestionScratch()
        return texts.map { text in
            _ = matcher.read(text, place: .privateChat, disabled: nil, scratch: &scratch)
            return scratch.nodesVisited
        }
    }

    @Test func aLargeVocabularyVisitsFewNodesAToken() {
        let visits = Self.visits(Self.matcher(procedures: 600))
        for (text, visited) in zip(Self.texts, visits) {
            var tokens: [Token] = []
            scan(text, into: &tokens)
            #expect(visited <= 2 * tokens.count, "\(text)")
        }
    }

    @Test func tenTimesTheProceduresVisitHardlyMoreNodes() {
        let few = Self.visits(Self.matcher(procedures: 60)).reduce(0, +)
        let many = Self.visits(Self.matcher(procedures: 600)).reduce(0, +)
        #expect(Double(many) <= 1.6 * Double(few))
    }

    @Test func aPhraseOfSeveralOwnersIsFoundForEach() {
        let shared = QuestionVocabulary(
            subjects: [
                QuestionFixture.subject("cap", "Giấy phép xây dựng", mentions: ["xây nhà"]),
                QuestionFixture.subject("sua", "Giấy phép sửa chữa", mentions: ["xây nhà"]),
            ],
            concepts: [
                .init(name: "nha", phrases: ["xây nhà"]), .init(name: "viec", phrases: ["xây nhà"]),
            ])
        let matcher = QuestionMatcher(shared)
        let found = matcher.phrasesFound(in: "em định xây nhà")
        let kinds = found.map { matcher.phrases[Int($0)] }.map { "\($0.kind) \($0.owner)" }
        #expect(kinds.sorted() == ["concept nha", "concept viec", "name cap", "name sua"])
    }

    @Test func aPhraseSwitchedOffForOneOwnerCountsForTheOther() {
        let vocabulary = QuestionVocabulary(
            subjects: [
                QuestionFixture.subject("cap", "Cấp phép", aliases: ["giấy phép xây nhà"]),
                QuestionFixture.subject("sua", "Sửa nhà", aliases: ["giấy phép xây nhà"]),
            ])
        let matcher = QuestionMatcher(vocabulary)
        let text = "xin giấy phép xây nhà"
        #expect(matcher.read(text)[0].outcome == .askBack, "two procedures of the same name")
        let ofFirst = matcher.phrases.indices.filter { matcher.phrases[$0].owner == "cap" }
        let reading = matcher.read(text, disabled: PhraseSet(ofFirst.map(Int32.init)))[0]
        #expect(reading.subject == "sua")
    }

    @Test func phrasesThatDifferInMarksAloneStayApart() {
        let vocabulary = QuestionVocabulary(
            subjects: [
                QuestionFixture.subject("ban", "Bán đất"),
                QuestionFixture.subject("ban-do", "Bản đất"),
            ])
        let matcher = QuestionMatcher(vocabulary)
        #expect(matcher.read("bán đất")[0].subject == "ban")
        #expect(matcher.read("bản đất")[0].subject == "ban-do")
        #expect(matcher.read("ban dat")[0].candidates.map(\.subject) == ["ban", "ban-do"])
    }

    @Test func aScratchServesSeveralVocabularies() {
        var scratch = QuestionScratch()
        let small = Self.matcher(procedures: 3)
        for matcher in [small, QuestionFixture.matcher, small, QuestionFixture.matcher] {
            let readings = matcher.read(
                "đăng ký khai sinh ở đâu", place: .privateChat, disabled: nil, scratch: &scratch)
            #expect(readings == matcher.read("đăng ký khai sinh ở đâu"))
        }
    }
}
