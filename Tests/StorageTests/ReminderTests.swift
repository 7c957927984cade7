import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing
import VietText

/// Reminders go to those who have not reported, and fall silent the moment they do.
@Suite struct ReminderTests {
    private let reminded = AnnouncementStage.at(19)

    @Test func onlyThoseWithoutAReportAreReminded() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.appoint("bình", "ap-2")
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(9))
        try stage.announce(at: reminded)
        #expect(try stage.queued() == ["riêng-bình: reminder ap-2"])
    }

    @Test func aUnitWhoseLeadersHaveNoPrivateChatIsRemindedInItsGroup() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm-1", "ap-1")
        try stage.bind("nhóm-2", "ap-2")
        try stage.appoint("an", "ap-1", kind: .group)
        try stage.appoint("bình", "ap-2")
        try stage.announce(at: reminded)
        #expect(
            try stage.queued() == ["nhóm-1: reminder ap-1", "riêng-bình: reminder ap-2"])
    }

    @Test func whoLeadsSeveralUnitsGetsOneMessage() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.appoint("an", "ap-2")
        try stage.announce(at: reminded)
        #expect(try stage.queued() == ["riêng-an: reminder ap-1, ap-2"])
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(19, 1))
        #expect(try stage.queued() == ["riêng-an: reminder ap-1, ap-2"])
        try stage.report("ap-2", "m2", at: AnnouncementStage.at(19, 2))
        #expect(try stage.queued().isEmpty)
    }

    @Test func mutedChatsAreLeftAlone() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm-1", "ap-1")
        try stage.bind("nhóm-2", "ap-2")
        try stage.appoint("an", "ap-1")
        try stage.mute("riêng-an")
        try stage.mute("nhóm-2")
        try stage.announce(at: reminded)
        #expect(try stage.queued().isEmpty)
    }

    @Test func aReportTakesBackAReminderThatWaits() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.appoint("bình", "ap-2")
        try stage.announce(at: reminded)
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(19, 1))
        #expect(try stage.queued() == ["riêng-bình: reminder ap-2"])
        #expect(
            try stage.texts("state = 'abandoned' AND reason = 'đã báo cáo'")
                == ["riêng-an: reminder ap-1"])
    }

    @Test func whatTheCourierHasInHandIsNotSentOnceItWasTakenBack() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.announce(at: reminded)
        var due = try #require(
            try stage.store.due(account: bot, now: reminded, max: 9).first {
                $0.message.priority == .reminder
            })
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(19, 1))
        #expect(due.delivery.woke(at: reminded) == .send)
        #expect(try !stage.store.begin(due.delivery, for: due.id, at: reminded))
    }

    @Test func aReminderThatIsOnItsWayStaysOnItsWay() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.announce(at: reminded)
        var due = try #require(try stage.store.due(account: bot, now: reminded, max: 9).first)
        #expect(due.delivery.woke(at: reminded) == .send)
        #expect(try stage.store.begin(due.delivery, for: due.id, at: reminded))
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(19, 1))
        #expect(due.delivery.sendSucceeded() == .nothing)
        try stage.store.save(due.delivery, for: due.id, at: reminded)
        #expect(try stage.texts("state = 'delivered'") == ["riêng-an: reminder ap-1"])
    }

    @Test func aLateOneIsSentUntilTheLimitAndEndsWithIt() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.announce(at: AnnouncementStage.at(19, 59))
        let limit = AnnouncementStage.at(20)
        #expect(
            try stage.strings("SELECT text FROM outbox WHERE expires_at = \(limit.milliseconds)")
                == ["reminder ap-1"])
        let tooLate = try AnnouncementStage()
        try tooLate.appoint("an", "ap-1")
        #expect(try tooLate.announce(at: limit).map(\.isTooLate) == [true])
        #expect(try tooLate.queued().isEmpty)
    }

    @Test func aShortQuotaLeavesThemToTheBulletin() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        stage.allowance = AnnouncementAllowance(lowest: .bulletin, isShort: true)
        #expect(try stage.announce(at: reminded).first?.skipped.map(\.reason) == [.merged])
        #expect(try stage.queued().isEmpty)
    }

    @Test func aLeaderKnownTwiceIsRemindedWhereAnAccountStillWorks() throws {
        let stage = try AnnouncementStage()
        try stage.appoint("an", "ap-1")
        try stage.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO identity (account, sender, person, private_chat, known_at)
                    SELECT 'bot-2', 'an-2', person, 'riêng-an-2', known_at + 1 FROM identity
                    """)
        }
        stage.accounts = [AccountID(rawValue: "bot-2"): 1_900]
        try stage.announce(at: reminded)
        #expect(try stage.queued() == ["riêng-an-2: reminder ap-1"])
    }
}
