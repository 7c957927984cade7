import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing
import VietText

/// Bulletins: each goes out once, for the right level, or is noted as not sent.
@Suite struct AnnouncementTests {
    @Test func aBulletinGoesToEachBoundChatForItsUnit() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm-xã", "xa")
        try stage.bind("nhóm-ấp", "ap-1")
        try stage.report("ap-1", "m1", at: AnnouncementStage.at(9))
        #expect(
            try stage.announce(at: AnnouncementStage.at(20, 29)).allSatisfy {
                $0.occasion.kind == .reminder
            })
        try stage.announce(at: AnnouncementStage.at(20, 30))
        let bulletins = try stage.queued().filter { $0.contains("bulletin") }
        #expect(
            bulletins == [
                "nhóm-xã: bulletin chien-dich xa 1 ap-2", "nhóm-ấp: bulletin chien-dich ap-1",
            ])
    }

    @Test func itIsQueuedOnceHoweverOftenTheProgramStartsAndLooks() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm", "ap-1")
        for minute in 30..<34 {
            try stage.announce(at: AnnouncementStage.at(20, minute))
            try stage.restart(at: AnnouncementStage.at(20, minute))
        }
        #expect(try stage.queued().count { $0.contains("bulletin") } == 1)
        #expect(
            try stage.strings("SELECT outcome FROM occasion WHERE kind = 'bulletin'") == [
                "announced"
            ])
    }

    @Test func whatFailsHalfWayIsNeitherNotedNorQueuedAndIsTriedAgain() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm", "ap-1")
        stage.poison = [.bulletin]
        #expect(throws: Poison.self) { try stage.announce(at: AnnouncementStage.at(20, 30)) }
        #expect(try stage.strings("SELECT kind FROM occasion WHERE kind = 'bulletin'").isEmpty)
        #expect(try stage.strings("SELECT chat FROM announcement WHERE kind = 'bulletin'").isEmpty)
        stage.poison = []
        try stage.restart(at: AnnouncementStage.at(20, 31))
        try stage.announce(at: AnnouncementStage.at(20, 31))
        #expect(try stage.queued().count { $0.contains("bulletin") } == 1)
    }

    @Test func aDaemonThatWasDownSendsLateOnce() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm", "ap-1")
        // Half past midnight, four hours late: it speaks of the day before.
        let late = AnnouncementStage.at(0, 30, days: 1)
        let rounds = try stage.announce(at: late)
        #expect(rounds.map(\.isTooLate) == [true, false])
        #expect(rounds.map(\.occasion.kind) == [.reminder, .bulletin])
        #expect(rounds.last?.occasion.day == AnnouncementStage.day)
        #expect(try stage.announce(at: late).isEmpty)
        #expect(try stage.queued() == ["nhóm: bulletin chien-dich ap-1"])
        let expiry = AnnouncementStage.at(2, 30, days: 1).milliseconds
        #expect(
            try stage.strings("SELECT text FROM outbox WHERE expires_at = \(expiry)").count == 1)
    }

    @Test func beyondTheLimitItIsNotedAndNeverSent() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm", "ap-1")
        let rounds = try stage.announce(at: AnnouncementStage.at(2, 30, days: 1))
        #expect(rounds.map(\.isTooLate) == [true, true])
        #expect(try stage.announce(at: AnnouncementStage.at(2, 31, days: 1)).isEmpty)
        #expect(try stage.queued().isEmpty)
        #expect(
            try stage.strings("SELECT kind || ' ' || outcome FROM occasion ORDER BY kind")
                == ["bulletin late", "reminder late"])
    }

    @Test func theClosingBulletinMayBeTwoDaysLate() throws {
        for (hours, isSent) in [(47, true), (48, false)] {
            let stage = try AnnouncementStage()
            try stage.bind("nhóm", "xa")
            let end = AnnouncementStage.at(21, 30, days: 50)
            try stage.announce(at: end.adding(seconds: Int64(hours) * 3_600))
            #expect(
                try stage.queued()
                    == (isSent ? ["nhóm: bulletin-closing chien-dich xa"] : []))
        }
    }

    @Test func whatWasDueBeforeTheFirstStartIsNobodys() throws {
        let stage = try AnnouncementStage(bulletins: ["7:00", "20:30"])
        try stage.bind("nhóm", "ap-1")
        #expect(try stage.announce(at: AnnouncementStage.at(8)).isEmpty)
        #expect(try stage.strings("SELECT kind FROM occasion").isEmpty)
    }

    @Test func aClockThatJumpsForthAndBackRepeatsNothing() throws {
        let stage = try AnnouncementStage()
        try stage.bind("nhóm", "ap-1")
        try stage.announce(at: AnnouncementStage.at(20, 30))
        try stage.announce(at: AnnouncementStage.at(12, days: 3))
        try stage.announce(at: AnnouncementStage.at(9))
        try stage.announce(at: AnnouncementStage.at(20, 45))
        #expect(try stage.queued().count { $0.contains("bulletin") } == 1)
        // The days that were jumped over are noted; their bulletins are late and never sent.
        #expect(
            try stage.strings("SELECT outcome FROM occasion WHERE kind = 'bulletin' ORDER BY day")
                == ["announced", "late", "late"])
    }

    @Test func mutedAndGoneChatsGetNothingAndLostAccountsAreSkipped() throws {
        let stage = try AnnouncementStage()
        for chat in ["nói", "tắt", "mất"] { try stage.bind(chat, "ap-1") }
        try stage.store.bind(
            account: AccountID(rawValue: "cũ"), chat: ChatID(rawValue: "x"),
            to: Role(campaign: drive, unit: hamlet))
        try stage.bind("lạc", "ap-9")
        try stage.mute("tắt")
        try stage.queue.write { db in
            try db.execute(
                sql: "INSERT INTO recipient_gone VALUES (?, 'mất', 0, 'blocked')",
                arguments: [bot.rawValue])
        }
        let rounds = try stage.announce(at: AnnouncementStage.at(20, 30))
        let round = try #require(rounds.last)
        #expect(Set(round.skipped.map(\.reason)) == [.muted, .gone, .noAccount, .noUnit])
        #expect(round.queued == [bot: 1])
        #expect(
            try stage.strings(
                """
                SELECT chat || ' ' || outcome FROM announcement WHERE kind = 'bulletin'
                ORDER BY outcome, chat
                """) == ["nói queued", "lạc skipped", "mất skipped", "tắt skipped", "x skipped"])
    }

    @Test func aShortQuotaLeavesOneMessageADay() throws {
        let stage = try AnnouncementStage(bulletins: ["12:00", "20:30"])
        try stage.bind("nhóm", "ap-1")
        stage.allowance = AnnouncementAllowance(lowest: .bulletin, isShort: true)
        let noon = try stage.announce(at: AnnouncementStage.at(12))
        #expect(noon.last?.skipped.map(\.reason) == [.merged])
        try stage.announce(at: AnnouncementStage.at(19))
        #expect(try stage.queued().isEmpty)
        try stage.announce(at: AnnouncementStage.at(20, 30))
        #expect(try stage.queued() == ["nhóm: bulletin chien-dich ap-1"])
    }

    @Test func aQuotaTooShortForBulletinsIsToldOnceAnAccount() throws {
        let stage = try AnnouncementStage()
        for chat in ["một", "hai"] { try stage.bind(chat, "ap-1") }
        stage.allowance = AnnouncementAllowance(lowest: .reminder, isShort: false)
        let rounds = try stage.announce(at: AnnouncementStage.at(20, 30))
        #expect(rounds.last?.skipped.map { "\($0.reason) \($0.count)" } == ["quota 2"])
        #expect(try stage.announce(at: AnnouncementStage.at(20, 31)).isEmpty)
        #expect(try stage.queued().allSatisfy { !$0.contains("bulletin") })
    }

    @Test func twoCampaignsSpeakEachInItsOwnChats() throws {
        let stage = try AnnouncementStage()
        stage.campaigns.append(try AnnouncementStage.campaign("mùa-hai", bulletins: ["21:00"]))
        try stage.bind("nhóm-1", "ap-1")
        try stage.bind("nhóm-2", "ap-1", campaign: "mùa-hai")
        try stage.announce(at: AnnouncementStage.at(21))
        #expect(
            try stage.queued().filter { $0.contains("bulletin") } == [
                "nhóm-1: bulletin chien-dich ap-1", "nhóm-2: bulletin mùa-hai ap-1",
            ])
    }

    @Test func oneQueryGivesTheTotalsThatUnitByUnitGives() throws {
        let stage = try AnnouncementStage()
        for number in 0..<6 {
            try stage.report(number % 2 == 0 ? "ap-1" : "ap-2", "m\(number)", at: start)
        }
        let figures = try stage.store.figures(
            of: stage.campaigns[0], on: AnnouncementStage.day, at: start)
        let own = try stage.store.totals(
            of: drive, units: ["ap-1", "ap-2"].map { UnitID(rawValue: $0) },
            through: AnnouncementStage.day)
        #expect(own.count == 2)
        let same = try CampaignFigures(
            stage.campaigns[0], on: AnnouncementStage.day, at: start, own: own,
            reported: Set(own.keys))
        for unit in stage.campaigns[0].units.units {
            #expect(figures.bulletin(for: unit.id) == same.bulletin(for: unit.id))
        }
    }
}
