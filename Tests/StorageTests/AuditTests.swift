import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing

/// What people with powers do is noted together with what it changes, or not at all.
@Suite struct AuditTests {
    private let stage: PrivacyStage

    init() throws {
        stage = try PrivacyStage()
    }

    private func lines(
        _ action: AdminAction? = nil, person: Int64? = nil
    ) throws -> [String] {
        try stage.store.auditLines(
            AuditFilter(since: start, action: action, person: person, max: 99)
        ).map { "\($0.action): \($0.subject)" }
    }

    @Test func whatIsDoneInTheChatIsNotedWithThePersonAndTheMessage() throws {
        try stage.store.addInvitation("LEAD2345", for: PrivacyStage.north, at: start)
        try stage.turn([.claimInvitation(code: "LEAD2345")])
        let code = OneTimeCode(
            code: "CODE2345", purpose: .lead(PrivacyStage.north), madeAt: start)
        try stage.turn([.people(.makeCode(code)), .people(.welcome), .people(.mute)])
        try stage.turn([.people(.cancelCode("CODE2345")), .people(.bindChat(PrivacyStage.north))])
        try stage.turn([.people(.bindChat(nil)), .people(.end(person: 1, PrivacyStage.north))])
        try stage.turn([.people(.resume(PrivacyStage.north))])
        try stage.turn([.audit(NotedAction(.accountPaused, on: "account bot-1", .refused))])
        #expect(
            try lines().reversed() == [
                "code-claimed: leader chien-dich/ap-1", "code-made: leader chien-dich/ap-1",
                "code-cancelled: private", "chat-bound: chien-dich/ap-1", "chat-unbound: private",
                "leadership-ended: person 1 chien-dich/ap-1",
                "leadership-resumed: chien-dich/ap-1", "account-paused: account bot-1",
            ])
        let last = try #require(
            try stage.store.auditLines(AuditFilter(since: start, max: 1)).first)
        #expect(last.by == .chat(bot, person: 1, inbox: 6))
        #expect(last.trace == TraceID(rawValue: "t") && last.outcome == "refused")
        #expect(try lines(.codeMade).count == 1)
        #expect(try lines(person: 2).isEmpty)
    }

    @Test func officialsAreNotedToo() throws {
        try stage.store.addDeskCode("DESK2345", at: start)
        try stage.turn([.claimDesk(code: "DESK2345")], from: "p9")
        for number in [1, 2] {
            try stage.turn([
                .handOver(
                    NewQuestion(
                        number: Int64(number), text: "?", words: "w\(number)", candidates: [],
                        isPromised: true))
            ])
        }
        try stage.turn(
            [.answerQuestion(number: 1, answer: "có"), .dropQuestion(number: 2)], from: "p9")
        #expect(
            try lines().reversed() == [
                "code-claimed: official", "question-answered: #Q1", "question-dropped: #Q2",
            ])
    }

    @Test func aTurnThatFailsLeavesNoLine() throws {
        try stage.turn([.people(.bindChat(PrivacyStage.north)), .endDraft(9, .cancelled)])
        #expect(try lines().isEmpty)
    }

    @Test func workAndItsLineAreStoredTogetherOrNotAtAll() throws {
        let actor = AuditActor.command(login: "lan (sudo)")
        try stage.store.audited(by: actor, at: start) {
            try stage.store.pause(bot, by: "lan", at: start)
        } as: { _ in
            [NotedAction(.accountPaused, on: "account bot-1")]
        }
        #expect(try stage.store.accountMarks()[bot]?.pausedAt == start)
        #expect(throws: Poison.self) {
            try stage.store.audited(by: actor, at: start) {
                try stage.store.resume(bot, at: start)
                throw Poison()
            } as: { (_: Void) in
                [NotedAction(.accountResumed, on: "account bot-1")]
            }
        }
        #expect(try stage.store.accountMarks()[bot]?.pausedAt == start, "it was not resumed")
        let all = try stage.store.auditLines(AuditFilter(since: start, max: 9))
        #expect(all.map(\.by) == [actor])
        #expect(all.map(\.trace) == [nil])
    }

    @Test func linesAreNeverChangedAndNamesOfNobodyAreNotEmpty() throws {
        try stage.store.audit(
            NotedAction(.chatBound, on: "a\0b"), by: .command(login: ""), at: start)
        #expect(try stage.text("SELECT login || ' ' || subject FROM audit") == "unknown a\u{FFFD}b")
        #expect(throws: DatabaseError.self) {
            try stage.queue.write { db in
                try db.execute(sql: "UPDATE audit SET login = 'other'")
            }
        }
        #expect(throws: DatabaseError.self) {
            try stage.queue.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO audit (at, action, subject, outcome)
                        VALUES (1, 'x', '', 'done')
                        """)
            }
        }
    }

    @Test func actionsHaveNamesOfTheirOwnAndMeanings() {
        let names = AdminAction.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(AdminAction.allCases.allSatisfy { !$0.meaning.isEmpty })
    }
}
