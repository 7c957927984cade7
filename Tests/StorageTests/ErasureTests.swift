import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing
import VietText

/// A person is shown and erased; the ledger counts what it counted.
@Suite struct ErasureTests {
    private static let actor = Erasure.admin

    private func filled() throws -> PrivacyStage {
        let stage = try PrivacyStage()
        try stage.fill()
        return stage
    }

    @discardableResult
    private func erase(
        _ key: String, in stage: PrivacyStage, days: Int64 = 1
    ) throws -> Erasure {
        let key = try #require(PersonKey(key))
        return try stage.store.erase(
            key, by: Self.actor, at: start.adding(seconds: days * 86_400))
    }

    @Test(arguments: ["1", "bot-1/p1", "p1"])
    func theTotalsStayAndTheNameAndAllWordsGo(key: String) throws {
        let stage = try filled()
        let before = try stage.store.totals(of: drive, units: [hamlet], through: .example)
        let erasure = try erase(key, in: stage)
        #expect(erasure.name == "erased-1")
        #expect(erasure.plan.reports == 1 && erasure.plan.messages == 4)
        #expect(erasure.plan.roles == [PrivacyStage.north])
        let left = try stage.everything()
        for mark in PrivacyStage.marks { #expect(!left.contains(mark), "\(mark)") }
        #expect(try stage.store.totals(of: drive, units: [hamlet], through: .example) == before)
        #expect(try stage.store.householdTotal() == 25)
        let lines = try stage.store.ledgerLines(of: drive)
        #expect(lines.map(\.reporter) == ["erased-1"])
        #expect(try stage.store.people().isEmpty)
        #expect(try !stage.store.knowsPerson(1))
    }

    @Test func whoWritesAgainIsANewPersonWithoutRights() throws {
        let stage = try filled()
        try erase("1", in: stage)
        try stage.turn { situation in
            #expect(situation.known.person == nil && situation.known.isNewChat)
            #expect(situation.roles.isEmpty && situation.topic == nil)
            let mine = try situation.books.lastReport(drive)
            #expect(mine == nil)
            let version = try situation.books.report(1)
            #expect(version?.reporterName == "")
            return (.silence, [])
        }
        try stage.store.addInvitation("NEXT2345", for: PrivacyStage.north, at: start)
        try stage.turn([.claimInvitation(code: "NEXT2345")])
        #expect(try stage.store.people().map(\.number) == [2])
        let again = try erase("2", in: stage, days: 2)
        #expect(again.name == "erased-2")
        #expect(try stage.store.ledgerLines(of: drive).map(\.reporter) == ["erased-1"])
    }

    /// For some days the id stays on messages, so that one that comes again does not count again.
    @Test func theIdOfThePrivateChatGoesAWeekLater() throws {
        let stage = try PrivacyStage()
        let kept = message("m1", chat: "private-p1", sender: "p1")
        try stage.store.keep(kept)
        try stage.store.turn { _, _ in (.silence, []) }
        let erasure = try erase("p1", in: stage)
        #expect(erasure.chatsGoAt == start.adding(seconds: 8 * 86_400))
        #expect(try stage.store.keep(kept).isEmpty)
        try stage.purge(days: 7)
        #expect(try stage.everything().contains("private-p1"))
        try stage.purge(days: 9)
        #expect(try !stage.everything().contains("private-p1"))
        #expect(try stage.text("SELECT chat FROM inbox") == "~erased-1-1")
        #expect(try stage.store.keep(kept).count == 1, "a new chat of a new person")
    }

    @Test func nothingIsSentToTheChatOfSomebodyWhoWasErased() throws {
        let stage = try filled()
        try erase("1", in: stage)
        let chat = ChatID(rawValue: try #require(try stage.text("SELECT chat FROM report")))
        let results = try stage.turn(
            from: "p2", replies: [RenderedReply("đã sửa báo cáo", to: chat)])
        #expect(results.map(\.dropped) == [["the person was erased"]])
        #expect(try stage.store.dueTexts().isEmpty)
    }

    @Test func onlyTheirOwnMessagesOfAGroupLoseTheirTexts() throws {
        let stage = try PrivacyStage()
        for (id, sender, text) in [("a", "p1", "của tôi"), ("b", "p2", "của bạn")] {
            try stage.store.keep(
                message(id, chat: "g1", sender: sender, text: text, kind: .group))
        }
        try stage.store.turn()
        try stage.deliver()
        try erase("p1", in: stage)
        #expect(try stage.text("SELECT content FROM inbox WHERE message = 'a'") == "")
        #expect(try stage.text("SELECT content FROM inbox WHERE message = 'b'") == "của bạn")
        #expect(try stage.text("SELECT group_concat(text) FROM outbox") == "(đã xóa),của bạn")
        #expect(try stage.number("SELECT count(*) FROM inbox WHERE chat = 'g1'") == 2)
    }

    @Test func allAccountsOfAPersonAndThoseJoinedGoTogether() throws {
        let stage = try filled()
        try stage.store.addInvitation("SOUT2345", for: PrivacyStage.north, at: start)
        try stage.turn([.claimInvitation(code: "SOUT2345")], from: "p9")
        try stage.store.addCode(
            OneTimeCode(code: "SAME2345", purpose: .samePerson(1), madeAt: start), at: start)
        try stage.turn([.claimInvitation(code: "SAME2345")], from: "p9")
        let erasure = try erase("p9", in: stage)
        #expect(erasure.plan.person == 1 && erasure.plan.messages == 6)
        #expect(try stage.text("SELECT group_concat(name, '') FROM person") == "")
        #expect(try !stage.everything().contains("private-p9 "))
        #expect(try stage.number("SELECT count(*) FROM identity") == 0)
    }

    @Test func anOpenQuestionEndsAndAnOpenDifficultyKeepsItsTextAlone() throws {
        let stage = try PrivacyStage()
        try stage.turn([
            .handOver(
                NewQuestion(
                    number: 1, text: "hỏi riêng", words: "hoi", candidates: [], isPromised: true)),
            .openDifficulty(
                NewDifficulty(
                    number: 4, campaign: drive, unit: hamlet, text: "loa hư", words: "loa")),
            .keepDraft(try PrivacyStage.draft()),
        ])
        let plan = try erase("p1", in: stage).plan
        #expect(plan.openQuestions == 1 && plan.openDifficulties == [4])
        #expect(try stage.text("SELECT state FROM question") == "dropped")
        #expect(try stage.text("SELECT state FROM draft") == "cancelled")
        #expect(try stage.text("SELECT text || sender_name FROM difficulty") == "loa hư")
        try stage.turn([.resolveDifficulty(number: 4, how: "xong")], from: "p2")
        try stage.purge(days: 400)
        #expect(try stage.text("SELECT text FROM difficulty") == "(đã xóa)")
    }

    @Test func whoIsOwedSomethingIsNotErasedAndTheRefusalIsNoted() throws {
        let stage = try PrivacyStage()
        try stage.turn(replies: [RenderedReply("chờ")])
        try stage.store.keep(message("waits", chat: "private-p1", sender: "p1"))
        let before = try stage.text("SELECT group_concat(content) FROM inbox")
        #expect(throws: PersonProblem.owed(turns: 1, replies: 1)) { try erase("p1", in: stage) }
        #expect(try stage.text("SELECT group_concat(content) FROM inbox") == before)
        #expect(try stage.number("SELECT count(*) FROM erasure") == 0)
        let lines = try stage.store.auditLines(AuditFilter(since: start, max: 9))
        #expect(
            lines.map { "\($0.action) \($0.subject) \($0.outcome)" } == [
                "person-erased the writer of in-1 refused"
            ])
        try stage.store.turn { _, _ in (.silence, []) }
        try stage.deliver()
        try erase("p1", in: stage)
    }

    @Test func aMessageSetAsideIsGivenUp() throws {
        let stage = try PrivacyStage()
        try stage.store.keep(message("bad", chat: "private-p1", sender: "p1", text: "lỗi"))
        for _ in 0..<3 { try stage.store.turn { _, _ in throw Poison() } }
        try erase("p1", in: stage)
        #expect(try stage.store.putBackTurn(1) == .hasNotFailed)
        #expect(try stage.text("SELECT content FROM inbox") == "")
    }

    @Test func theLastAdminStaysAndAnotherOneMayGo() throws {
        let stage = try PrivacyStage()
        for (code, sender) in [("ADMA2345", "p1"), ("ADMB2345", "p2")] {
            try stage.store.addCode(
                OneTimeCode(code: code, purpose: .admin, madeAt: start), at: start)
            try stage.turn([.claimInvitation(code: code)], from: sender)
        }
        try erase("1", in: stage)
        #expect(throws: PersonProblem.lastAdmin) { try erase("2", in: stage) }
        #expect(try stage.store.people().map(\.isAdmin) == [true])
    }

    @Test func nobodyAndSeveralAreSaidToBeSo() throws {
        let stage = try filled()
        for key in ["2", "p2", "bot-2/p1", "private-p1"] {
            #expect(throws: PersonProblem.unknown, "\(key)") { try erase(key, in: stage) }
        }
        try erase("1", in: stage)
        for key in ["1", "p1"] {
            #expect(throws: PersonProblem.unknown, "\(key)") { try erase(key, in: stage) }
        }
        let other = AccountID(rawValue: "bot-2")
        _ = try stage.store.keep(
            [bot, other].map { account in
                InboundMessage(
                    account: account, chat: ChatID(rawValue: "c"), chatKind: .private,
                    message: MessageID(rawValue: "x"), sender: PersonID(rawValue: "p7"),
                    senderName: "", content: .text("a"), sentAt: start)
            }, at: start
        ) { TraceID(rawValue: "t") }
        #expect(throws: PersonProblem.severalAccounts([bot, other])) {
            try erase("p7", in: stage)
        }
    }

    @Test(arguments: ["", "0", "-3", "/", "a/", "/b", "~erased-1", "~import/import"])
    func whatIsNoIdIsRefused(_ text: String) {
        #expect(PersonKey(text) == nil)
    }

    @Test func aFailureInTheMiddleChangesNothing() throws {
        let stage = try filled()
        let before = try stage.everything()
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER trip BEFORE DELETE ON identity
                    BEGIN SELECT RAISE(ABORT, 'tripped'); END
                    """)
        }
        #expect(throws: StoreError.self) { try erase("1", in: stage) }
        try stage.queue.write { db in try db.execute(sql: "DROP TRIGGER trip") }
        #expect(try stage.everything() == before)
    }

    @Test func theFileForgetsThePersonAndBackupsAreNamed() throws {
        try withDatabasePath { path in
            let stage = try PrivacyStage(path: path)
            try stage.fill()
            try DatabaseFile(path: path).copy(to: path + ".copy")
            try Data("no database".utf8).write(to: URL(fileURLWithPath: path + ".bad"))
            let key = try #require(PersonKey("1"))
            let found = try stage.store.filesHolding(
                key, among: [path + ".copy", path + ".bad"])
            #expect(found.map(\.holds) == [true, nil])
            #expect(PurgeTests.found(path).count > 5)
            try erase("1", in: stage)
            #expect(try stage.store.forgetLog())
            #expect(PurgeTests.found(path).isEmpty)
            try stage.store.close()
        }
    }

    @Test func allThatIsHeldIsShownOnceAndItIsNoted() throws {
        let stage = try filled()
        try stage.turn(from: "p2")
        let key = try #require(PersonKey("p1"))
        let sections = try stage.store.exportPerson(key, by: Self.actor, at: start)
        let rows = Dictionary(uniqueKeysWithValues: sections.map { ($0.name, $0.rows) })
        let counts = rows.mapValues(\.count).filter { $0.value > 0 }
        #expect(
            counts == [
                "person": 1, "accounts": 1, "leads": 1, "messages": 4, "replies": 1, "reports": 1,
                "report_entries": 1, "drafts": 1, "questions": 1, "answers_given": 1,
                "difficulties": 1, "difficulty_steps": 1, "topics": 1, "codes_claimed": 1,
                "audit": 2,
            ])
        #expect(rows["report_entries"]?.first?["value"] == .quantity(try Quantity(25)))
        #expect(rows["messages"]?.first?["text"] == .text(PrivacyStage.marks[0]))
        #expect(rows["messages"]?.first?["kept_at"] == .moment(start))
        let lines = try stage.store.auditLines(
            AuditFilter(since: start, action: .personExported, max: 9))
        #expect(lines.map(\.subject) == ["person 1"])
        #expect(throws: PersonProblem.unknown) {
            try stage.store.exportPerson(.number(9), by: Self.actor, at: start)
        }
    }
}
