import Campaign
import Testing
import VietText

/// When a campaign speaks by itself.
@Suite struct ScheduleTests {
    @Test func aDayHasItsReminderThenItsBulletins() throws {
        let campaign = try drive(reportBy: "20:00", bulletins: ["20:30", "12:00"])
        let day = CampaignFixture.day("2022-06-02")
        #expect(
            campaign.occasions(on: day).map(brief) == [
                "bulletin 12:00 until +6:00", "reminder 19:00 until +1:00",
                "bulletin 20:30 until +6:00",
            ])
    }

    @Test func aBulletinGivesWayToTheNextOne() throws {
        let campaign = try drive(reportBy: nil, bulletins: ["17:00", "12:00"])
        #expect(
            campaign.occasions(on: campaign.firstDay).map(brief) == [
                "bulletin 12:00 until +5:00", "bulletin 17:00 until +6:00",
            ])
    }

    @Test func theLastDayEndsWithTheClosingBulletin() throws {
        let campaign = try drive(reportBy: nil, bulletins: ["20:30"])
        #expect(
            campaign.occasions(on: campaign.lastDay).map(brief) == [
                "bulletin 20:30 until +1:00", "closing 21:30 until +48:00",
            ])
        let late = try drive(reportBy: nil, bulletins: ["23:30"])
        #expect(late.occasions(on: late.lastDay).last.map(brief) == "closing 23:59 until +48:00")
    }

    @Test(arguments: [
        (reportBy: "20:00", before: 0, count: 0), (reportBy: "20:00", before: 90, count: 1),
        (reportBy: "0:30", before: 60, count: 0), (reportBy: nil, before: 60, count: 0),
    ])
    func remindersNeedALimitAndAMomentOfTheSameDay(
        row: (reportBy: String?, before: Int, count: Int)
    ) throws {
        let campaign = try drive(reportBy: row.reportBy, bulletins: [], remindBefore: row.before)
        #expect(campaign.occasions(on: campaign.firstDay).count == row.count)
    }

    @Test func nothingIsDueOutsideOfTheDays() throws {
        let campaign = try drive(reportBy: "20:00", bulletins: ["20:30"])
        #expect(campaign.occasions(on: campaign.firstDay.adding(days: -1)).isEmpty)
        #expect(campaign.occasions(on: campaign.lastDay.adding(days: 1)).isEmpty)
    }

    @Test func aCampaignWithoutBulletinsClosesSilently() throws {
        let campaign = try drive(reportBy: nil, bulletins: [])
        #expect(campaign.occasions(on: campaign.lastDay).isEmpty)
    }

    @Test func whatHasArrivedIsInOrderOverCampaignsAndDays() throws {
        let schedule = Schedule([
            try drive("b", reportBy: nil, bulletins: ["8:00"]),
            try drive("a", reportBy: nil, bulletins: ["8:00"]),
        ])
        let arrived = schedule.arrived(
            since: moment("2022-06-01", 9, 0), at: moment("2022-06-03", 8, 0))
        #expect(
            arrived.map { "\($0.campaign) \($0.day)" } == [
                "a 2022-06-02", "b 2022-06-02", "a 2022-06-03", "b 2022-06-03",
            ])
        #expect(schedule.arrived(since: 5, at: 4).isEmpty)
    }

    @Test(arguments: [
        (now: ("2022-05-01", 0, 0), next: ("2022-06-01", 19, 0)),
        (now: ("2022-06-01", 19, 0), next: ("2022-06-01", 20, 30)),
        (now: ("2022-06-01", 20, 30), next: ("2022-06-02", 19, 0)),
        (now: ("2022-08-31", 20, 30), next: ("2022-08-31", 21, 30)),
    ])
    func theNextMomentIsTheNearestOne(
        row: (now: (String, Int, Int), next: (String, Int, Int))
    ) throws {
        let schedule = Schedule([try drive(reportBy: "20:00", bulletins: ["20:30"])])
        let now = moment(row.now.0, row.now.1, row.now.2)
        #expect(schedule.next(after: now) == moment(row.next.0, row.next.1, row.next.2))
    }

    @Test func nothingIsNextWhenAllIsOver() throws {
        let schedule = Schedule([try drive(reportBy: "20:00", bulletins: ["20:30"])])
        #expect(schedule.next(after: moment("2022-08-31", 21, 30)) == nil)
    }

    @Test func theLastBulletinOfADayIsTheLatestOfAllThatAChatFollows() throws {
        let (noon, evening) = (
            try drive("a", reportBy: "21:00", bulletins: ["12:00"]),
            try drive("b", reportBy: nil, bulletins: ["20:30"])
        )
        let schedule = Schedule([noon, evening])
        let day = CampaignFixture.day("2022-06-05")
        let first = try #require(noon.occasions(on: day).first { $0.kind == .bulletin })
        let last = try #require(evening.occasions(on: day).first)
        #expect(!schedule.isLastOfDay(first, following: [noon.id, evening.id]))
        #expect(schedule.isLastOfDay(last, following: [noon.id, evening.id]))
        #expect(schedule.isLastOfDay(first, following: [noon.id]))
    }

    @Test(arguments: [
        (at: ("2022-06-01", 21, 29), wakes: nil), (at: ("2022-06-01", 6, 30), wakes: nil),
        (at: ("2022-06-01", 21, 30), wakes: "2022-06-02"),
        (at: ("2022-06-01", 0, 10), wakes: "2022-06-01"),
        (at: ("2022-06-01", 6, 29), wakes: "2022-06-01"),
    ])
    func nobodyIsWokenAtNight(row: (at: (String, Int, Int), wakes: String?)) {
        let end = QuietHours.end(around: moment(row.at.0, row.at.1, row.at.2))
        #expect(end == row.wakes.map { moment($0, 6, 30) })
    }

    @Test func timesAreThoseOfVietnam() {
        // 2022-06-01T20:30+07:00 by the calendar.
        #expect(moment("2022-06-01", 20, 30) == 1_654_090_200_000)
    }

    private func moment(_ day: String, _ hour: Int, _ minute: Int) -> Int64 {
        CampaignFixture.day(day).milliseconds(atMinute: hour * 60 + minute)
    }

    private func brief(_ occasion: Occasion) -> String {
        let minutes = (occasion.usefulUntil - occasion.dueAt) / 60_000
        let rest = minutes % 60
        return
            "\(occasion.kind) \(occasion.time) until +\(minutes / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    private func drive(
        _ id: String = "mau", reportBy: String?, bulletins: [String], remindBefore: Int = 60
    ) throws -> Campaign {
        try Campaign(
            id: CampaignID(rawValue: id), name: "Mẫu", firstDay: CampaignFixture.day("2022-06-01"),
            lastDay: CampaignFixture.day("2022-08-31"),
            reportBy: reportBy.flatMap { TimeOfDay($0) },
            bulletins: bulletins.compactMap { TimeOfDay($0) }, remindBefore: remindBefore,
            indicators: [CampaignFixture.count], units: CampaignFixture.units)
    }
}
