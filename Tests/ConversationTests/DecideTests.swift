import Campaign
import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// What is decided for one message, by what is known around it.
@Suite struct DecideTests {
    /// One row: what is said where, with which topic, and how it ends.
    struct Row: Sendable, CustomTestStringConvertible {
        let said: String
        var isGroup = false
        var topic: Topic?
        let outcome: Decision.Outcome
        var replies: [ReplyKey]
        let reason: String
        var testDescription: String { reason }
    }

    private static let cards = [
        "can-cuoc-doi-cap-lai", "can-cuoc-cap-moi", "can-cuoc-duoi-14",
    ].map { Topic.Choice(procedure: $0, aspect: "le-phi") }

    private static func topic(
        _ procedure: String?, _ choices: [Topic.Choice] = [], expired: Bool = false
    ) -> Topic {
        Topic(
            procedure: procedure, aspect: "le-phi", choices: choices,
            expiresAtMilliseconds: expired ? 0 : .max)
    }

    static let rows = [
        Row(said: "2", outcome: .abstained, replies: [.help], reason: "a number out of nothing"),
        Row(
            said: "2", topic: topic(nil, cards), outcome: .answered, replies: [.answerAspect],
            reason: "a number from the list"),
        Row(
            said: "2", topic: topic(nil, cards, expired: true), outcome: .abstained,
            replies: [.help], reason: "the list is forgotten with its topic"),
        Row(
            said: "4", topic: topic(nil, cards), outcome: .askedBack, replies: [.choiceUnclear],
            reason: "one more than the list has"),
        Row(
            said: "cái thứ hai ạ", topic: topic(nil, cards), outcome: .answered,
            replies: [.answerAspect], reason: "a number in words"),
        Row(
            said: "dưới 14", topic: topic(nil, cards), outcome: .answered,
            replies: [.answerAspect], reason: "words of one name only"),
        Row(
            said: "mất bao lâu", topic: topic("khai-sinh", []), outcome: .answered,
            replies: [.answerAspect], reason: "an aspect goes on with the topic"),
        Row(
            said: "mất bao lâu", topic: topic("ket-hon", [], expired: true),
            outcome: .abstained, replies: [.dontKnow], reason: "an aspect after the topic's time"),
        Row(
            said: "còn khai sinh thì sao", topic: topic("ket-hon"), outcome: .answered,
            replies: [.answerAspect], reason: "the same question about another procedure"),
        Row(
            said: "đăng ký khai sinh", topic: topic("ket-hon"), outcome: .answered,
            replies: [.answerOverview], reason: "a new subject without a link asks for the overview"
        ),
        Row(
            said: "hủy", isGroup: true, outcome: .silent, replies: [],
            reason: "a resident's word in a group"),
        Row(
            said: "vượt đèn đỏ bị xử phạt bao nhiêu", outcome: .abstained, replies: [.dontKnow],
            reason: "a question for another office"),
        Row(said: "🙏🙏", outcome: .answered, replies: [.emptyText], reason: "nothing to read"),
        Row(
            said: "mã vạch là gì", outcome: .abstained, replies: [.dontKnow],
            reason: "words behind 'mã' are no code"),
        Row(
            said: "mã 7K2M9Q", outcome: .refused, replies: [.invitationUnknown],
            reason: "a code that nobody made"),
        Row(
            said: "mã 7K2M9Q", isGroup: true, outcome: .abstained, replies: [.dontKnow],
            reason: "a code that nobody made, in a group: no word on codes"),
    ]

    @Test(arguments: rows)
    func endsAsItShould(_ row: Row) throws {
        let content = try OfficeContent.shared()
        let time = moment(try #require(OfficeContent.today))
        var reader = Reader(knowledge: content.knowledge)
        let reading = reader.read(row.said, place: row.isGroup ? .addressed : .privateChat)
        let decision = try decide(
            message(.text(row.said), in: row.isGroup ? .group : .private, at: time), reading,
            in: Situation(
                now: time, topic: row.topic, roles: [],
                books: PaperBooks(content.knowledge).books(for: PersonID(rawValue: "Lan"))),
            using: content.knowledge)
        #expect(decision.outcome == row.outcome)
        #expect(decision.replies.map(\.key) == row.replies)
    }

    /// One row: a text and how it hangs on what was said before.
    static let links: [(text: String, link: Link, reason: String)] = [
        ("không phải, ý tôi là kết hôn", .correction, "denied, then meant"),
        ("khong phai y em la ket hon", .correction, "without marks and commas"),
        ("ý em là làm ở đâu", .correction, "meant, without a denial"),
        ("không phải khai sinh mà là kết hôn", .correction, "not this but that"),
        ("nhầm, em hỏi kết hôn", .correction, "a slip, then the question"),
        ("không, đăng ký kết hôn cơ", .correction, "a plain no and a comma"),
        ("không biết em cần giấy tờ gì", .none, "a no that denies nothing"),
        ("không phải chủ hộ thì đăng ký tạm trú được không", .none, "a condition of a question"),
        ("không có giấy chứng sinh em muốn làm khai sinh", .none, "a lack, not a denial"),
        ("còn kết hôn thì sao", .continuation, "the same about another"),
        ("thế lệ phí bao nhiêu", .continuation, "more about the same"),
        ("dạ còn online thì sao ạ", .continuation, "politely"),
        ("đăng ký kết hôn còn cần gì", .none, "a 'còn' inside"),
        ("không phải", .none, "nothing stands behind the denial"),
        ("", .none, "nothing at all"),
    ]

    @Test(arguments: links)
    func theBeginningTellsTheLink(_ row: (text: String, link: Link, reason: String)) throws {
        var reader = Reader(knowledge: try OfficeContent.shared().knowledge)
        #expect(reader.read(row.text, place: .privateChat).link == row.link, "\(row.reason)")
    }

    static let numbers: [(text: String, number: Int?)] = [
        ("2", 2), ("2.", 2), ("#2", 2), ("số 2 ạ", 2), ("so 2", 2), ("2️⃣", 2),
        ("cái đầu tiên", 1), ("thứ ba", 3), ("em chọn số hai nhé", 2), ("10", 10),
        ("2 cái", 2), ("25 hộ", nil), ("1 và 2", nil), ("hai vợ chồng", nil), ("", nil),
        ("99999", nil), ("-1", 1), ("một hai ba", nil),
    ]

    @Test(arguments: numbers)
    func aBareNumberIsRead(_ row: (text: String, number: Int?)) throws {
        var reader = Reader(knowledge: try OfficeContent.shared().knowledge)
        #expect(reader.read(row.text, place: .privateChat).bareNumber == row.number)
    }

    @Test func everyReplyOfAGroupKnowsThatItIsOne() throws {
        let content = try OfficeContent.shared()
        let time = moment(try #require(OfficeContent.today))
        var reader = Reader(knowledge: content.knowledge)
        for said in ["căn cước", "đăng ký tạm trú", "chào bot", "lệ phí bao nhiêu"] {
            let decision = try decide(
                message(.text(said), in: .group, at: time), reader.read(said, place: .addressed),
                in: Situation(
                    now: time, topic: nil, roles: [],
                    books: PaperBooks(content.knowledge).books(for: PersonID(rawValue: "Lan"))),
                using: content.knowledge)
            #expect(!decision.replies.isEmpty)
            #expect(decision.replies.allSatisfy { $0.fields["group"] == true })
        }
    }
}
