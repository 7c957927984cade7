import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct DraftTests {
    private static func content(_ summary: String = "25 hộ") throws -> PendingReport {
        let json = """
            {"campaign": "chien-dich", "isAdditional": false, "isReplacement": false,
             "confirmed": [], "silent": [], "gaps": [], "summary": "\(summary)",
             "parts": [{"unit": "ap-1", "day": "2022-06-19", "coversSubtree": false,
                        "values": [{"indicator": "ho_den", "operation": "add", "value": 250000}],
                        "gaps": [{"reason": "implausible", "indicator": "ho_den", "units": []}]}]}
            """
        return try JSONDecoder().decode(PendingReport.self, from: Data(json.utf8))
    }

    private static func draft(_ number: Int64, _ summary: String = "25 hộ") throws -> NewDraft {
        NewDraft(
            number: number, content: try content(summary),
            expiresAtMilliseconds: start.milliseconds + 3_600_000)
    }

    private func recent(
        _ store: Store, _ message: InboundMessage
    ) throws -> [StoredDraft] {
        var found: [StoredDraft] = []
        try store.keep(message)
        try store.turn { kept, situation in
            if kept.message.message == message.message { found = try situation.drafts.recent() }
            return (Decision(.answered), [])
        }
        return found
    }

    @Test func aDraftIsFoundByItsSenderInItsChatOnly() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        try store.turn { _, situation in
            let number = try situation.drafts.nextNumber()
            return (Decision(.askedBack, effects: [.keepDraft(try Self.draft(number))]), [])
        }
        let mine = try recent(store, message("m2"))
        #expect(mine.map(\.number) == [1])
        #expect(mine.first?.content == (try Self.content()))
        #expect(mine.first?.state == .open)
        #expect(try recent(store, message("m3", sender: "p2")).isEmpty)
        #expect(try recent(store, message("m4", chat: "c2")).isEmpty)
    }

    @Test(arguments: [false, true])
    func aDraftChangesAndEndsOnce(changedAtLast: Bool) throws {
        let store = try Store.inMemory(startedAt: start)
        let good: [Effect] = [
            .keepDraft(try Self.draft(1)), .changeDraft(try Self.draft(1, "27 hộ")),
            .endDraft(1, .recorded),
        ]
        for (index, effect) in good.enumerated() {
            try store.keep(message("m\(index)"))
            let result = try store.turn { _, _ in (Decision(.recorded, effects: [effect]), []) }
            #expect(result.map(\.ending) == [.taken(.recorded, queued: 0)])
        }
        let late: Effect =
            changedAtLast ? .changeDraft(try Self.draft(1)) : .endDraft(1, .recorded)
        try store.keep(message("late"))
        let result = try store.turn { _, _ in (Decision(.recorded, effects: [late]), []) }
        guard case .failed(let error)? = result.first?.ending else {
            Issue.record("an ended draft was changed: \(result)")
            return
        }
        #expect(error.contains("draft 1"))
    }

    @Test func aDraftOfSomebodyElseCannotBeEnded() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        try store.turn { _, _ in
            (Decision(.askedBack, effects: [.keepDraft(try Self.draft(1))]), [])
        }
        try store.keep(message("m2", sender: "p2"))
        let result = try store.turn { _, _ in
            (Decision(.recorded, effects: [.endDraft(1, .recorded)]), [])
        }
        guard case .failed? = result.first?.ending else {
            Issue.record("\(result)")
            return
        }
        try store.turn()
        #expect(try recent(store, message("m3")).first?.state == .open)
    }

    @Test func contentOfAnotherShapeFailsItsTurnWithTableAndKey() throws {
        let database = try DatabaseQueue()
        let store = try Store(database, startedAt: start)
        try store.keep(message("m1"))
        try store.turn { _, _ in
            (Decision(.askedBack, effects: [.keepDraft(try Self.draft(1))]), [])
        }
        try database.write { try $0.execute(sql: "UPDATE draft SET content = '{}'") }
        try store.keep(message("m2"))
        let result = try store.turn { _, situation in
            _ = try situation.drafts.recent()
            return (Decision(.answered), [])
        }
        guard case .failed(let error)? = result.first?.ending else {
            Issue.record("\(result)")
            return
        }
        #expect(error.contains("draft") && error.contains("content"), "\(error)")
    }

    @Test func theHistoryOfAReportKnowsWhoEndedIt() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        try store.turn { _, situation in try recording(25, situation) }
        try store.keep(message("m2", sender: "p2"))
        try store.turn { _, situation in try recording(27, situation, corrects: 1) }
        try store.keep(message("m3"))
        try store.turn { _, situation in
            let first = try #require(try situation.books.report(1))
            #expect(!first.stands)
            #expect(first.ended?.by == "Lan")
            let second = try #require(try situation.books.correction(1))
            #expect(second.report.number == 2 && second.stands && second.corrects == 1)
            #expect(try situation.books.correction(2) == nil)
            #expect(try situation.books.report(3) == nil)
            return (Decision(.answered), [])
        }
    }
}
