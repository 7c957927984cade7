import IntentMatching
import Testing
import VietText

@Suite struct QuestionMatcherTests {
    /// What a person typed, what is expected of it, and why the row exists.
    ///
    /// `expected` is the slug answered; `?` and slugs for asking back; `unknown`; `silent`.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let expected: String
        let reason: String
        var testDescription: String { reason }
    }

    static let privately = [
        Row(typed: "đăng ký khai sinh cần gì", expected: "khai-sinh", reason: "the full name"),
        Row(typed: "dang ky khai sinh can gi", expected: "khai-sinh", reason: "no marks"),
        Row(typed: "ĐĂNG KÍ KHAI SINH", expected: "khai-sinh", reason: "í for ý, capitals"),
        Row(typed: "dđawng kys khai sinh", expected: "khai-sinh", reason: "raw Telex, half of it"),
        Row(typed: "dang9 ky1 khai sinh", expected: "khai-sinh", reason: "raw VNI"),
        Row(typed: "đăng ký khaisinh", expected: "khai-sinh", reason: "glued words"),
        Row(typed: "đăng ký ks", expected: "khai-sinh", reason: "second meaning of a short form"),
        Row(typed: "dang ky khia sinh", expected: "khai-sinh", reason: "a swap, valid elsewhere"),
        Row(typed: "dang ky tạm trsu", expected: "tam-tru", reason: "a letter too many"),
        Row(typed: "dăg ký tạm trú", expected: "tam-tru", reason: "a slip in the first word"),
        Row(typed: "mất căn vước", expected: "can-cuoc-doi", reason: "a slip that is a syllable"),
        Row(typed: "mất căn cưởc", expected: "unknown", reason: "a repair keeps the tone typed"),
        Row(typed: "làm mất cccdd", expected: "can-cuoc-doi", reason: "a slip in a short form"),
        Row(
            typed: "đăng ký lại khai sinh", expected: "dang-ky-lai-khai-sinh",
            reason: "the longer name hides the one inside"),
        Row(typed: "đăng kỳ tấm trụ", expected: "unknown", reason: "wrong marks refuse names"),
        Row(
            typed: "làm cái giấy khai sinh", expected: "khai-sinh", reason: "a stray word inside"),
        Row(
            typed: "người thuê cho tạm trú thì khai báo được không", expected: "tam-tru",
            reason: "words in another order"),
        Row(
            typed: "vợ mới sinh, xin giấy", expected: "khai-sinh", reason: "a rule of two concepts"),
        Row(
            typed: "vợ mới sinh ở nước ngoài, xin giấy", expected: "unknown",
            reason: "the rule's exception"),
        Row(
            typed: "căn cước", expected: "? can-cuoc-cap-moi can-cuoc-doi",
            reason: "a bare word of a family"),
        Row(
            typed: "em làm mất căn cước", expected: "can-cuoc-doi", reason: "more than a bare word"),
        Row(typed: "cho em số điện thoại xã", expected: "lien-he", reason: "a topic"),
        Row(
            typed: "đăng ký tạm trú trễ có bị xử phạt không", expected: "unknown",
            reason: "a cue of the outside wins"),
        Row(
            typed: "Hôm trước tôi bị xử phạt giao thông. Nay tôi xin đăng ký tạm trú ở đâu?",
            expected: "tam-tru", reason: "a cue of the outside in the story is only told"),
        Row(
            typed: "Tôi đăng ký tạm trú cho cả nhà. Giờ phải đăng ký khai sinh ở đâu?",
            expected: "khai-sinh", reason: "what the asking sentence names beats the story"),
        Row(
            typed: "hợp đồng thuê nhà với chỗ ở hợp pháp làm ở đâu", expected: "? tam-tru",
            reason: "the last resort asks back"),
        Row(
            typed: "nhà bà Tư mới đăng ký tạm trú cho hai đứa cháu rồi dọn vô ở luôn hôm qua",
            expected: "? tam-tru", reason: "told, not asked, and about more than the name"),
        Row(typed: "hôm nay trời đẹp quá", expected: "unknown", reason: "nothing known"),
        Row(typed: "", expected: "unknown", reason: "an empty message"),
    ]

    static let overheard = [
        Row(typed: "đăng ký tạm trú ở đâu vậy", expected: "tam-tru", reason: "a plain question"),
        Row(
            typed: "đăng ký tạm trú đc ko ạ", expected: "tam-tru", reason: "closed by a short form"),
        Row(typed: "đăng ký tạm trú?", expected: "tam-tru", reason: "a question mark"),
        Row(typed: "em muốn đăng ký tạm trú", expected: "silent", reason: "a weak sign only"),
        Row(typed: "tạm trú ở đâu", expected: "silent", reason: "a bare word is too little"),
        Row(typed: "phản ánh ở đâu", expected: "tai-khoan-dvc", reason: "a sign inside a name"),
        Row(typed: "đau quá, đăng ký tạm trú xong", expected: "silent", reason: "đau is not đâu"),
        Row(typed: "không đăng ký tạm trú nữa", expected: "silent", reason: "không closes nothing"),
        Row(typed: "trời ơi ở đâu", expected: "silent", reason: "a question about something else"),
    ]

    @Test(arguments: privately)
    func readsWhatIsSaidToTheBot(_ row: Row) {
        #expect(Self.drawn(QuestionFixture.matcher.read(row.typed)) == row.expected)
    }

    @Test(arguments: overheard)
    func staysSilentInGroupsUnlessAsked(_ row: Row) {
        let readings = QuestionFixture.matcher.read(row.typed, place: .overheard)
        #expect(Self.drawn(readings) == row.expected)
    }

    static func drawn(_ readings: [QuestionReading]) -> String {
        readings.map { reading in
            switch reading.outcome {
            case .answer: reading.subject ?? "nothing"
            case .askBack: "? " + reading.candidates.map(\.subject).joined(separator: " ")
            case .unknown: "unknown"
            case .silent: "silent"
            }
        }.joined(separator: " + ")
    }

    @Test func twoQuestionsGiveTwoReadings() {
        let text = "Đăng ký khai sinh cần gì? Còn đăng ký tạm trú bao nhiêu tiền ạ?"
        let readings = QuestionFixture.matcher.read(text)
        #expect(Self.drawn(readings) == "khai-sinh + tam-tru")
        #expect(readings.map(\.aspect) == ["ho-so", "le-phi"])
        let bytes = Array(text.utf8)
        #expect(
            readings.map { String(decoding: bytes[$0.span], as: UTF8.self) }
                == ["Đăng ký khai sinh cần gì", "Còn đăng ký tạm trú bao nhiêu tiền ạ"])
    }

    @Test func aStoryAroundAQuestionIsOneReading() {
        let readings = QuestionFixture.matcher.read(
            "Dạ nhà em mới dọn về. Đăng ký tạm trú cần gì? Em cảm ơn nhiều.")
        #expect(Self.drawn(readings) == "tam-tru")
    }

    @Test func aspectsInsideNamesDoNotCount() {
        let reading = QuestionFixture.matcher.read("đăng ký tài khoản dịch vụ công ở đâu")[0]
        #expect(reading.aspects == ["noi-nop"])
    }

    @Test func aWordAloneIsAnAspectOnlyAtTheEnd() {
        let matcher = QuestionFixture.matcher
        #expect(matcher.read("không đăng ký tạm trú")[0].aspect == nil)
        #expect(matcher.read("có đăng ký tạm trú không")[0].aspect == "dieu-kien")
    }

    @Test func theLongerAspectComesFirstThenTheOrderOfTheVocabulary() {
        let reading = QuestionFixture.matcher.read("đăng ký tạm trú bao nhiêu tiền, ở đâu, cần gì")[
            0]
        #expect(reading.aspects == ["le-phi", "ho-so", "noi-nop"])
    }

    @Test func phrasesCanBeSwitchedOff() {
        let matcher = QuestionFixture.matcher
        let text = "làm giấy khai sinh"
        let found = matcher.phrasesFound(in: text)
        let names = found.filter { matcher.phrases[Int($0)].owner == "khai-sinh" }
        #expect(names.map { matcher.phrases[Int($0)].text } == ["làm giấy khai sinh", "khai sinh"])
        let readings = matcher.read(text, disabled: PhraseSet(names))
        #expect(Self.drawn(readings) != "khai-sinh")
    }

    @Test func mistakesOfTheVocabularyAreNamed() {
        var vocabulary = QuestionFixture.vocabulary
        vocabulary.subjects[0].rules = [
            .init(all: [.concept("khong-co")], weight: 9), .init(weight: 9),
        ]
        vocabulary.subjects[3].family?.members = ["can-cuoc-moi"]
        #expect(
            QuestionMatcher(vocabulary).mistakes == [
                "khai-sinh: no concept is called '@khong-co'",
                "khai-sinh: a rule with neither 'all' nor 'any' never fires",
                "can-cuoc-cap-moi: no procedure is called 'can-cuoc-moi'",
            ])
    }
}
