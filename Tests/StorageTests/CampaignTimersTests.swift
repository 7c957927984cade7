import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing
import VietText

/// Drafts that expire and difficulties that go up.
@Suite struct CampaignTimersTests {
    @Test func anExpiredDraftIsToldOnceInItsChat() throws {
        let stage = try AnnouncementStage()
        try draft(stage, 7, expires: AnnouncementStage.at(10), content: #"{"summary":"27 hộ"}"#)
        try draft(stage, 8, expires: AnnouncementStage.at(12), content: "{}")
        #expect(try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(9, 59)).isEmpty)
        let ended = try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(10))
        #expect(ended.map(\.number) == [7])
        try stage.restart(at: AnnouncementStage.at(10))
        #expect(try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(10, 1)).isEmpty)
        #expect(try stage.queued() == ["nháp: draft-expired 7 27 hộ"])
        #expect(
            try stage.strings("SELECT state FROM draft ORDER BY number") == ["expired", "open"])
    }

    @Test func atNightADraftWaitsForTheMorning() throws {
        let stage = try AnnouncementStage()
        try draft(stage, 1, expires: AnnouncementStage.at(22), content: "{}")
        for night in [AnnouncementStage.at(22), AnnouncementStage.at(6, 29, days: 1)] {
            #expect(try stage.store.expireDrafts(stage.rules, at: night).isEmpty)
        }
        #expect(
            try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(6, 30, days: 1))
                .count == 1)
        #expect(try stage.queued() == ["nháp: draft-expired 1"])
    }

    @Test func aDraftOfALostAccountEndsInSilence() throws {
        let stage = try AnnouncementStage()
        try draft(stage, 1, expires: AnnouncementStage.at(10), content: "{}")
        stage.accounts = [:]
        #expect(try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(10)).count == 1)
        #expect(try stage.queued().isEmpty)
    }

    @Test func aNoticeThatCannotBeWordedLeavesTheDraftOpen() throws {
        let stage = try AnnouncementStage()
        try draft(stage, 1, expires: AnnouncementStage.at(10), content: "{}")
        stage.poison = [.draftExpired]
        #expect(throws: Poison.self) {
            try stage.store.expireDrafts(stage.rules, at: AnnouncementStage.at(10))
        }
        #expect(try stage.strings("SELECT state FROM draft") == ["open"])
    }

    @Test func aDifficultyGoesUpLevelByLevelEachOnce() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm-xã", "xa")
        try difficulty(stage, 3, at: AnnouncementStage.at(9))
        #expect(try passUp(stage, AnnouncementStage.at(8, 59, days: 1)) == 0)
        #expect(try passUp(stage, AnnouncementStage.at(9, 0, days: 1)) == 1)
        try stage.restart(at: AnnouncementStage.at(9, 1, days: 1))
        // The commune is the top: there it stays.
        #expect(try passUp(stage, AnnouncementStage.at(9, 0, days: 3)) == 0)
        #expect(try stage.queued() == ["nhóm-xã: difficulty-passed-up ap-1 3"])
        #expect(try stage.strings("SELECT lies_at FROM difficulty") == ["xa"])
        #expect(
            try stage.strings("SELECT kind || ' ' || unit FROM difficulty_step")
                == ["passed xa"])
    }

    @Test(arguments: ["taken", "resolved"])
    func whatIsResolvedStaysAndWhatIsOnlyTakenGoesUp(state: String) throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm-xã", "xa")
        try difficulty(stage, 3, at: AnnouncementStage.at(9))
        try stage.queue.write { db in
            try db.execute(
                sql: "UPDATE difficulty SET state = ?, resolved_at = ?",
                arguments: [state, state == "resolved" ? 1 : nil])
        }
        let passed = try passUp(stage, AnnouncementStage.at(9, 0, days: 2))
        #expect(passed == (state == "taken" ? 1 : 0))
    }

    @Test func aLevelWithoutChatsIsPassedInSilence() throws {
        let stage = try AnnouncementStage()
        try difficulty(stage, 3, at: AnnouncementStage.at(9))
        #expect(try passUp(stage, AnnouncementStage.at(9, 0, days: 1)) == 1)
        #expect(try stage.queued().isEmpty)
        #expect(try stage.strings("SELECT lies_at FROM difficulty") == ["xa"])
    }

    @Test func theBulletinCountsDifficultiesOfItsDay() throws {
        let stage = try AnnouncementStage()
        try difficulty(stage, 1, at: AnnouncementStage.at(9, days: -2))
        try difficulty(stage, 2, at: AnnouncementStage.at(9, days: -3))
        try difficulty(stage, 3, at: AnnouncementStage.at(9, days: 1))
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    UPDATE difficulty SET state = 'resolved', resolved_at = ?
                    WHERE number = 2
                    """, arguments: [AnnouncementStage.at(10).milliseconds])
        }
        let figures = try stage.store.figures(
            of: stage.campaigns[0], on: AnnouncementStage.day, at: AnnouncementStage.at(20, 30))
        let fields = figures.bulletin(for: UnitID(rawValue: "xa")).fields
        #expect(fields["open"] == "1")
        #expect(fields["resolved"] == "1")
        #expect(fields["oldest"] == "2 ngày")
    }

    private func passUp(_ stage: AnnouncementStage, _ now: Timestamp) throws -> Int {
        try stage.store.passUpDifficulties(in: Schedule(stage.campaigns), stage.rules, at: now)
            .count
    }

    private func draft(
        _ stage: AnnouncementStage, _ number: Int, expires: Timestamp, content: String
    ) throws {
        let kept = try #require(try stage.store.keep(message("d\(number)", chat: "nháp")).first)
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO draft (number, campaign, account, chat, sender, inbox, content,
                        made_at, expires_at)
                    VALUES (?, 'chien-dich', ?, 'nháp', 'p1', ?, ?, 0, ?)
                    """,
                arguments: [number, bot.rawValue, kept.id, content, expires.milliseconds])
        }
    }

    private func difficulty(_ stage: AnnouncementStage, _ number: Int, at opened: Timestamp) throws
    {
        let kept = try #require(try stage.store.keep(message("k\(number)")).first)
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO difficulty (number, campaign, unit, lies_at, text, words, account,
                        chat, sender, sender_name, inbox, opened_at, passed_at)
                    VALUES (?, 'chien-dich', 'ap-1', 'ap-1', 'mất mạng', 'mat mang', ?, 'c1', 'p1', 'Lan', ?,
                        ?, ?)
                    """,
                arguments: [
                    number, bot.rawValue, kept.id, opened.milliseconds, opened.milliseconds,
                ])
        }
    }
}
