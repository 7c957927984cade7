import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing

/// Texts and names go after their days; what is owed, counted or recognised stays.
@Suite struct PurgeTests {
    @Test func eachKindGoesAfterItsDaysAndTheRowsStay() throws {
        let stage = try PrivacyStage()
        try stage.fill()
        let rows = "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)"
        let before = try stage.number(rows)
        #expect(try stage.purge(days: 29).isEmpty)
        #expect(try stage.purge(days: 31) == [.drafts: 1])
        #expect(try stage.purge(days: 91) == [.messages: 4, .replies: 1, .codes: 1])
        #expect(try stage.everything().contains("Tran Mat Danh"))
        #expect(
            try stage.purge(days: 366) == [.names: 4, .questions: 1, .difficulties: 1],
            "who leads a unit keeps the name in the register")
        #expect(try stage.purge(days: 731) == [.audit: 2])
        #expect(try stage.purge(days: 3_000).isEmpty)
        let left = try stage.everything()
        for mark in PrivacyStage.marks.dropLast() { #expect(!left.contains(mark), "\(mark)") }
        #expect(try stage.number(rows) == before)
        #expect(try stage.store.householdTotal() == 25)
        #expect(try stage.text("SELECT name FROM person") == "Tran Mat Danh")
    }

    @Test func theNameOfSomebodyWhoLeadsNothingAnyLongerGoesToo() throws {
        let stage = try PrivacyStage()
        try stage.fill()
        _ = try stage.store.removePerson(1, campaign: nil, unit: nil, at: start)
        try stage.purge(days: 366)
        #expect(try !stage.everything().contains("Tran Mat Danh"))
        let lines = try stage.store.ledgerLines(of: drive)
        #expect(lines.map(\.reporter) == [""])
    }

    @Test func aPurgedMessageThatComesAgainIsStillKnown() throws {
        let stage = try PrivacyStage()
        let first = try stage.store.keep(message("m1"))
        try stage.store.turn()
        try stage.deliver()
        try stage.purge(days: 400)
        #expect(try stage.text("SELECT content FROM inbox") == "")
        #expect(first.count == 1)
        #expect(try stage.store.keep(message("m1")).isEmpty)
        let trail = try stage.store.trails(trace: "t", max: 9)
        #expect(trail.first?.isAnswered == true)
    }

    @Test func whatIsOwedKeepsItsWordsUntilItIsDone() throws {
        let stage = try PrivacyStage()
        try stage.store.addInvitation("LEAD2345", for: PrivacyStage.north, at: start)
        try stage.turn(
            [
                .claimInvitation(code: "LEAD2345"),
                .handOver(
                    NewQuestion(
                        number: 1, text: "hỏi", words: "hoi", candidates: [], isPromised: true)),
                .openDifficulty(
                    NewDifficulty(
                        number: 1, campaign: drive, unit: hamlet, text: "loa hư", words: "loa")),
                .keepDraft(try PrivacyStage.draft()),
            ], replies: [RenderedReply("chờ gửi")])
        try stage.store.keep(message("waits", text: "chờ lượt"))
        try stage.store.keep(message("bad", chat: "c2", text: "lỗi"))
        for _ in 0..<3 {
            let batch = try stage.store.takeInHand(max: 1, at: start).batch
            try #require(batch.count == 1)
            // The first in order is "waits" in chat c1; it is left for later by failing once.
            _ = try stage.store.takeTurns(batch, now: start, textUnitsMax: { _ in 99 }) { _, _ in
                throw Poison()
            }
        }
        let owed = try stage.number("SELECT count(*) FROM inbox WHERE state <> 'taken'")
        #expect(owed == 2)
        try stage.purge(days: 3_000)
        let kept = try stage.everything()
        for words in ["chờ gửi", "chờ lượt", "lỗi", "hỏi", "loa hư", PrivacyStage.marks[4]] {
            #expect(kept.contains(words), "\(words)")
        }
        #expect(try stage.text("SELECT content FROM inbox WHERE id = 1") == "", "it was taken")
        // What was passed over is looked at again.
        for id in try [2, 3].filter({ try stage.store.putBackTurn($0) == .done }) {
            #expect(id > 0)
        }
        while try !stage.store.turn(at: start.adding(seconds: 60)).isEmpty {}
        try stage.deliver(at: start.adding(seconds: 60))
        try stage.purge(days: 3_000)
        let rest = try stage.everything()
        for words in ["chờ gửi", "chờ lượt", "lỗi"] { #expect(!rest.contains(words), "\(words)") }
    }

    @Test func aStepLooksAtSoManyRowsAtTheMost() throws {
        let stage = try PrivacyStage()
        for index in 0..<40 { try stage.store.keep(message("m\(index)", chat: "c\(index)")) }
        try stage.store.turn { _, _ in (.silence, []) }
        let now = start.adding(seconds: 91 * 86_400)
        var (steps, purged) = (0, Purged())
        repeat {
            let step = try stage.store.purge(Retention(), max: 7, at: now)
            #expect(step.counts.values.reduce(0, +) <= 7)
            purged.add(step)
            steps += 1
        } while !purged.isComplete
        #expect(purged.counts == [.messages: 40])
        #expect(steps == 6)
    }

    @Test func shorterTermsThatAreSetHold() throws {
        let stage = try PrivacyStage()
        try stage.fill()
        var retention = Retention()
        for kind in RetainedKind.allCases { retention[kind] = 1 }
        let counts = try stage.purge(days: 2, retention)
        #expect(counts.keys.count == RetainedKind.allCases.count, "\(counts)")
        #expect(try stage.number("SELECT count(*) FROM topic") == 0)
    }

    @Test func aReplyWhoseTextIsGoneIsNotSentAgain() throws {
        let stage = try PrivacyStage()
        try stage.turn(replies: [RenderedReply("xin chào")])
        let due = try #require(try stage.store.due(account: bot, now: start, max: 1).first)
        var delivery = due.delivery
        _ = delivery.woke(at: start)
        _ = delivery.sendFailed(.refused(reason: "400"), at: start)
        try stage.store.save(delivery, for: due.id, at: start)
        try stage.purge(days: 91)
        #expect(try stage.store.putBackDelivery(due.id, at: start) == .textGone)
    }

    /// The bytes are looked for where they would be found with a hex editor.
    @Test func theFileForgetsToo() throws {
        try withDatabasePath { path in
            let stage = try PrivacyStage(path: path)
            try stage.fill()
            for index in 0..<300 {
                try stage.turn(
                    text: String(repeating: "\(PrivacyStage.marks[0])-\(index) ", count: index % 90)
                )
            }
            #expect(Self.found(path).contains(PrivacyStage.marks[0]))
            _ = try stage.store.removePerson(1, campaign: nil, unit: nil, at: start)
            try stage.purge(days: 800)
            #expect(try stage.store.owesForgottenLog())
            #expect(try stage.store.forgetLog())
            #expect(try !stage.store.owesForgottenLog())
            #expect(Self.found(path).isEmpty)
            #expect(try stage.store.householdTotal() == 25)
            try stage.store.close()
        }
    }

    @Test func besideALongReaderTheLogIsOwedAndNobodyWaitsForLong() throws {
        try withDatabasePath { path in
            let stage = try PrivacyStage(path: path)
            try stage.fill()
            let reader = try DatabaseQueue(path: path)
            let began = ContinuousClock.now
            try reader.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM inbox")
                try stage.purge(days: 800)
                #expect(try !stage.store.forgetLog())
                #expect(try stage.store.owesForgottenLog())
                try db.execute(sql: "COMMIT")
            }
            #expect(ContinuousClock.now - began < .seconds(4), "less than the store's patience")
            #expect(try stage.store.forgetLog())
            try stage.store.close()
        }
    }

    /// The words of the stage that stand in any file of the database.
    static func found(_ path: String) -> [String] {
        let bytes = ["", "-wal", "-shm"].reduce(into: Data()) { bytes, ending in
            bytes += (try? Data(contentsOf: URL(fileURLWithPath: path + ending))) ?? Data()
        }
        return PrivacyStage.marks.filter { bytes.range(of: Data($0.utf8)) != nil }
    }
}
