import Conversation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct QuestionTests {
    let store: Store

    init() throws {
        store = try Store.inMemory(startedAt: start)
    }

    @Test func aQuestionIsKeptWithItsChatAndComesBackWithItsAnswer() throws {
        try open(1, by: "p1", chat: "c1")
        try makeOfficial("p9")
        try store.keep(message("m2", chat: "c9", sender: "p9", text: "trả lời #Q1 có"))
        try store.turn { (_, situation) throws in
            #expect(try situation.desk.isOfficial())
            let question = try #require(try situation.desk.question(1))
            #expect(question.state == .open)
            #expect(question.chat == ChatID(rawValue: "c1"))
            return (
                Decision(.recorded, effects: [.answerQuestion(number: 1, answer: "có")]),
                [RenderedReply("có", to: question.chat), RenderedReply("đã gửi")]
            )
        }
        let due = try store.due(account: bot, now: start, max: 9)
        #expect(due.map { "\($0.message.chat): \($0.message.text)" } == ["c1: có", "c9: đã gửi"])
        let listed = try #require(try store.questions(max: 9).first)
        #expect(listed.handed.state == .answered(by: "Lan", answer: "có"))
        #expect(listed.endedAt == start)
        #expect(try store.questions(max: 9, openOnly: true).isEmpty)
    }

    @Test func whatIsAnsweredTwiceFailsTheTurnAndSendsNothing() throws {
        try open(1, by: "p1", chat: "c1")
        for (id, isFirst) in [("m2", true), ("m3", false)] {
            try store.keep(message(id, chat: "c9", sender: "p9"))
            let results = try store.turn { _, _ in
                (
                    Decision(.recorded, effects: [.answerQuestion(number: 1, answer: id)]),
                    [RenderedReply(id)]
                )
            }
            guard case .taken = results.first?.ending else {
                #expect(!isFirst)
                continue
            }
            #expect(isFirst)
        }
        #expect(try store.dueTexts() == ["m2"])
    }

    @Test func theSameWordsAreKnownForTheSamePersonOnly() throws {
        try open(1, by: "p1", chat: "c1")
        try store.keep(
            message("m2", chat: "c1", sender: "p1"), message("m3", chat: "c2", sender: "p2"))
        try store.turn { (kept, situation) throws in
            let isSame = kept.message.sender.rawValue == "p1"
            let found = try situation.desk.lastQuestion("hoi gi do", start)
            #expect((found != nil) == isSame)
            #expect(try situation.desk.lastQuestion("hoi khac", start) == nil)
            #expect(try situation.desk.lastQuestion("hoi gi do", start.adding(seconds: 1)) == nil)
            #expect(try situation.desk.nextNumber() == 2)
            return (Decision(.silent), [])
        }
    }

    @Test func openQuestionsComeOldestFirstAndAreCounted() throws {
        for number in 1...4 { try open(Int64(number), by: "p\(number)", chat: "c\(number)") }
        try store.keep(message("drop", chat: "c9", sender: "p9"))
        try store.turn { _, _ in (Decision(.recorded, effects: [.dropQuestion(number: 2)]), []) }
        try store.keep(message("look", chat: "c9", sender: "p9"))
        try store.turn { (_, situation) throws in
            #expect(try situation.desk.openQuestions(2).map(\.question.number) == [1, 3])
            #expect(try situation.desk.openCount() == 3)
            #expect(try situation.desk.question(2)?.state == .dropped)
            #expect(try situation.desk.question(99) == nil)
            #expect(try situation.desk.hasOfficials() == false)
            return (Decision(.silent), [])
        }
    }

    @Test func aCodeMakesOneOfficial() throws {
        try store.addDeskCode("7K2M9QXY", at: start)
        try store.addDeskCode("7K2M9QXY", at: start)
        for (id, sender) in [("m1", "p1"), ("m2", "p2")] {
            try store.keep(message(id, chat: sender, sender: sender))
            try store.turn { (_, situation) throws in
                let isGood = try situation.desk.isCode("7K2M9QXY")
                #expect(isGood == (sender == "p1"))
                #expect(try situation.desk.isCode("khác") == false)
                return (
                    Decision(.answered, effects: isGood ? [.claimDesk(code: "7K2M9QXY")] : []), []
                )
            }
        }
        try store.keep(message("m3", chat: "p2", sender: "p2"))
        try store.turn { (_, situation) throws in
            #expect(try situation.desk.hasOfficials())
            #expect(try situation.desk.isOfficial() == false)
            return (Decision(.silent), [])
        }
    }

    @Test func onlyTheMaskedTextIsKept() throws {
        try store.keep(message("m1", text: "cccd 079203001234"))
        try store.turn { _, _ in
            (Decision(.silent, effects: [.maskText("cccd *********234")]), [])
        }
        // Kept again it is the same message, and stays masked.
        try store.keep(message("m1", text: "cccd 079203001234"))
        #expect(try store.counts().received == 1)
    }

    @Test func whatWasMaskedIsNowhereInTheFile() throws {
        try withDatabasePath { path in
            let store = try Store.open(path: path, startedAt: start)
            try store.keep(message("m1", text: "cccd 079203001234 ở đâu"))
            try store.turn { _, _ in
                (Decision(.silent, effects: [.maskText("cccd *********234 ở đâu")]), [])
            }
            try store.close()
            let queue = try DatabaseQueue(path: path)
            let text = try queue.read { db in
                try String.fetchOne(db, sql: "SELECT content FROM inbox")
            }
            try queue.close()
            #expect(text == "cccd *********234 ở đâu")
        }
    }

    /// Puts a question of a person onto the list.
    private func open(_ number: Int64, by person: String, chat: String) throws {
        try store.keep(message("q\(number)", chat: chat, sender: person, text: "hỏi gì đó"))
        try store.turn { (_, situation) throws in
            #expect(try situation.desk.nextNumber() == number)
            let question = NewQuestion(
                number: number, text: "hỏi gì đó", words: "hoi gi do",
                candidates: ["ket-hon", "khai-sinh"], isPromised: true)
            return (Decision(.abstained, effects: [.handOver(question)]), [])
        }
    }

    private func makeOfficial(_ person: String) throws {
        try store.addDeskCode("CODE\(person)", at: start)
        try store.keep(message("code-\(person)", chat: "c9", sender: person))
        try store.turn { _, _ in
            (Decision(.answered, effects: [.claimDesk(code: "CODE\(person)")]), [])
        }
    }
}
