import Campaign
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import Testing
import VietText

/// The whole bot with its schedule, under a clock that the test moves.
@Suite struct SchedulerTests {
    private static let day = CivilDay(epochMilliseconds: start.milliseconds)

    @Test func aBulletinComesAtItsHourAndOnceADay() async throws {
        let stage = try Stage()
        try await stage.run(from: Self.at(12)) { clock, platform in
            await clock.move(to: Self.at(20, 29))
            await clock.move(to: Self.at(20, 30)) { platform.sent.count >= 1 }
            await clock.move(to: Self.at(23))
            await clock.move(to: Self.at(20, 30, days: 1)) { platform.sent.count >= 2 }
        }
        #expect(
            stage.platform.sent.map(\.text) == ["bulletin ngày 10/60", "bulletin ngày 11/60"])
        #expect(stage.log.count("announced") == 2)
    }

    @Test func aKillAtAnyStepSendsItOnceAtMost() async throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("scheduler-\(UUID().uuidString).sqlite").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Killed before the hour, then while the bulletin is on its way to the platform.
        let first = try Stage(store: Store.open(path: path, startedAt: Self.at(12)))
        try await first.run(from: Self.at(20)) { _, _ in }
        try first.store.close()
        let hanging = ScriptedPlatform { _, _ in .hangs }
        let second = try Stage(
            store: Store.open(path: path, startedAt: Self.at(20, 29)), platform: hanging)
        let clock = HandClock(at: Self.at(20, 30))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await second.makeBot(clock).run(until: Gate()) }
            await hanging.waitForAttempts(1)
            group.cancelAll()
        }
        try second.store.close()
        // Nobody knows whether it arrived: it is not sent again, the next day's is.
        let third = try Stage(store: Store.open(path: path, startedAt: Self.at(20, 31)))
        try await third.run(from: Self.at(20, 31)) { clock, platform in
            await clock.move(to: Self.at(20, 40))
            await clock.move(to: Self.at(20, 30, days: 1)) { platform.sent.count >= 1 }
        }
        #expect(hanging.attempts.count == 1)
        #expect(third.platform.sent.map(\.text) == ["bulletin ngày 11/60"])
        try third.store.close()
    }

    @Test func whatIsQueuedWhenTheProgramEndsIsSentByTheNextOne() async throws {
        let store = try Store.inMemory(startedAt: Self.at(12))
        let failing = ScriptedPlatform { _, _ in .fails(.tryAgain(reason: "503")) }
        let first = try Stage(store: store, platform: failing)
        try await first.run(from: Self.at(20, 30)) { _, _ in await failing.waitForAttempts(1) }
        let second = try Stage(store: store)
        try await second.run(from: Self.at(20, 40)) { _, platform in
            await platform.waitForSent(1)
        }
        #expect(second.platform.sent.map(\.text) == ["bulletin ngày 10/60"])
    }

    @Test func aDaemonThatWasDownIsLateOrSilent() async throws {
        let late = try Stage()
        try await late.run(from: Self.at(2, 29, days: 1)) { _, platform in
            await platform.waitForSent(1)
        }
        #expect(late.platform.sent.map(\.text) == ["bulletin ngày 10/60"])
        let tooLate = try Stage()
        let log = tooLate.log
        try await tooLate.run(from: Self.at(2, 30, days: 1)) { clock, platform in
            await clock.move(to: Self.at(3, days: 1)) { log.count("announcement-late") >= 1 }
            await clock.move(to: Self.at(20, 30, days: 1)) { platform.sent.count >= 1 }
        }
        #expect(tooLate.platform.sent.map(\.text) == ["bulletin ngày 11/60"])
        #expect(tooLate.log.count("announcement-late") == 1)
    }

    @Test func aClockThatJumpsSendsNothingTwice() async throws {
        let stage = try Stage()
        try await stage.run(from: Self.at(20, 30)) { clock, platform in
            await platform.waitForSent(1)
            await clock.move(to: Self.at(12))
            await clock.move(to: Self.at(20, 31))
            await clock.move(to: Self.at(20, 30, days: 2)) { platform.sent.count >= 2 }
        }
        #expect(
            stage.platform.sent.map(\.text) == ["bulletin ngày 10/60", "bulletin ngày 12/60"])
    }

    @Test func aReminderTakenBackInTimeIsNeverSent() async throws {
        var stage = try Stage(reportBy: "20:00")
        stage.read = { message in
            { situation in
                let number = try situation.books.nextReportNumber()
                let entry = LedgerEntry(
                    report: number, unit: Stage.unit, indicator: Stage.indicator, day: Self.day,
                    amount: Amount(.add, try Quantity(5)))
                let record = ReportRecord(
                    number: number, campaign: Stage.campaign, unit: Stage.unit, entries: [entry],
                    corrects: nil)
                return (Decision(.recorded, effects: [.record(record)]), [RenderedReply("ghi")])
            }
        }
        // The first try of each reminder fails, so that it waits while the report comes in.
        let platform = ScriptedPlatform { message, attempt in
            message.text.hasPrefix("reminder") && attempt == 1
                ? .fails(.tryAgain(reason: "503")) : .takes
        }
        stage.platform = platform
        let store = stage.store
        try await stage.run(from: Self.at(19)) { clock, platform in
            await platform.waitForAttempts(1)
            platform.post(message("m1", chat: "lan"))
            await platform.waitForSent(1)
            await clock.move(to: Self.at(19, 30))
            await clock.move(to: Self.at(20, 30)) { platform.sent.count >= 2 }
        }
        #expect(platform.sent.map(\.text) == ["ghi", "bulletin ngày 10/60"])
        #expect(try store.counts().abandoned == 1)
    }

    @Test func aShortQuotaMakesOneMessageADayAndNoReminder() async throws {
        var short = try Stage(bulletins: ["12:00", "20:30"], reportBy: "20:00")
        // One bound chat, twelve days left in June: eleven messages are too few.
        short.limits.monthlyQuota = 11
        let (stage, log) = (short, short.log)
        try await stage.run(from: Self.at(12)) { clock, platform in
            await clock.move(to: Self.at(12)) { log.count("announcement-skipped") >= 1 }
            await clock.move(to: Self.at(19)) { log.count("announcement-skipped") >= 2 }
            await clock.move(to: Self.at(20, 30)) { platform.sent.count >= 1 }
        }
        #expect(stage.platform.sent.map(\.text) == ["bulletin ngày 10/60"])
    }

    @Test func oldTextsGoByThemselvesAfterALongStopAndNoTurnIsLost() async throws {
        var stage = try Stage()
        stage.limits.retention = Retention()
        let old = (0..<600).map { message("old-\($0)", chat: "c\($0 % 7)", text: "lời cũ") }
        _ = try stage.store.keep(old, at: start) { TraceID(rawValue: "t") }
        for _ in 0..<10 {
            let batch = try stage.store.takeInHand(max: 64, at: start).batch
            _ = try stage.store.takeTurns(batch, now: start, textUnitsMax: { _ in 900 }) { _, _ in
                (.silence, [])
            }
        }
        let log = stage.log
        try await stage.run(from: Self.at(12, days: 100)) { clock, platform in
            for index in 0..<5 { platform.post(message("new-\(index)", chat: "n\(index)")) }
            platform.post(message("old-1", chat: "c1", text: "lời cũ"))
            await clock.move(to: Self.at(12, 1, days: 100)) {
                platform.sent.count >= 5 && log.count("texts-purged") >= 1
            }
            #expect(log.count("texts-purged") == 1)
            // The next round is an hour later; nothing is left to do.
            await clock.move(to: Self.at(13, 2, days: 100))
        }
        #expect(stage.platform.sent.map(\.text).sorted() == (0..<5).map { "new-\($0)" })
        let line = try #require(log.all.first { $0.contains("texts-purged") })
        #expect(line.contains(#""messages":"600""#) && line.contains(#""forgotten":"yes""#))
        #expect(log.count("texts-purged") == 1)
        let key = try #require(PersonKey("p-c1"))
        let sections = try stage.store.exportPerson(
            key, by: .command(login: "test"), at: Self.at(14, days: 100))
        let messages = try #require(sections.first { $0.name == "messages" }?.rows)
        #expect(messages.count == 86 && messages.allSatisfy { $0["text"] == .text("") })
        #expect(try stage.store.counts().received == 605)
    }

    @Test(arguments: [
        (quota: nil, sent: 5_000, short: false, lowest: Priority.bulletin),
        (quota: 3_000, sent: 2_399, short: false, lowest: .bulletin),
        (quota: 3_000, sent: 2_400, short: false, lowest: .reminder),
        (quota: 100, sent: 64, short: false, lowest: .bulletin),
        (quota: 100, sent: 65, short: true, lowest: .bulletin),
        (quota: 100, sent: 99, short: true, lowest: .answer),
    ])
    func theQuotaIsShortWhenLessIsLeftThanOneMessageAChatAndDay(
        row: (quota: Int?, sent: Int, short: Bool, lowest: Priority)
    ) {
        var limits = GatewayLimits()
        limits.monthlyQuota = row.quota
        // Three chats and twelve days of June: 36 messages.
        let allowance = limits.allowance(sent: row.sent, chats: 3, at: Self.at(12))
        #expect(
            allowance == AnnouncementAllowance(lowest: row.lowest, isShort: row.short))
    }

    private static func at(_ hour: Int, _ minute: Int = 0, days: Int = 0) -> Timestamp {
        Timestamp(
            milliseconds: day.adding(days: days).milliseconds(atMinute: hour * 60 + minute))
    }
}

/// A bot with one campaign of one unit and the unit's group.
private struct Stage {
    static let campaign = CampaignID(rawValue: "mau")
    static let unit = UnitID(rawValue: "ap-1")
    static let indicator = IndicatorKey(rawValue: "ho")

    let store: Store
    var platform: ScriptedPlatform
    var read: TurnReader = echo()
    var limits = GatewayLimits()
    let log = LogLines()
    private let campaigns: [Campaign]

    init(
        store: Store? = nil, platform: ScriptedPlatform = ScriptedPlatform(),
        bulletins: [String] = ["20:30"], reportBy: String? = nil
    ) throws {
        self.store = try store ?? Store.inMemory(startedAt: start)
        self.platform = platform
        let day = CivilDay(epochMilliseconds: start.milliseconds)
        campaigns = [
            try Campaign(
                id: Self.campaign, name: "Mẫu", firstDay: day.adding(days: -9),
                lastDay: day.adding(days: 50), reportBy: reportBy.flatMap { TimeOfDay($0) },
                bulletins: bulletins.compactMap { TimeOfDay($0) },
                indicators: [
                    Indicator(
                        key: Self.indicator, name: "Số hộ", unit: "hộ", kind: .count,
                        aliases: ["hộ"])
                ],
                units: [
                    OrgUnit(
                        id: Self.unit, name: "ấp 1", level: UnitLevel(rawValue: "village"),
                        parent: nil)
                ])
        ]
        try self.store.bind(
            account: bot, chat: ChatID(rawValue: "nhóm"),
            to: Role(campaign: Self.campaign, unit: Self.unit))
    }

    func makeBot(_ clock: HandClock) -> Bot {
        Bot(
            store: store, channels: [platform.channel], read: read,
            announcer: { [campaigns] in
                Announcer(campaigns: campaigns) { reply in
                    guard case .text(let n)? = reply.fields["n"],
                        case .text(let of)? = reply.fields["of"]
                    else { return reply.key.rawValue }
                    return "\(reply.key.rawValue) ngày \(n)/\(of)"
                }
            }, logger: log.logger(), clock: clock.clock, limits: limits)
    }

    /// Runs the bot until `body` has ended, then stops it and waits for its end.
    func run(
        from now: Timestamp, _ body: (HandClock, ScriptedPlatform) async throws -> Void
    ) async throws {
        let clock = HandClock(at: now)
        var limits = limits
        limits.pollGraceMilliseconds = 0
        var copy = self
        copy.limits = limits
        let bot = copy.makeBot(clock)
        try await bot.run(during: { try await body(clock, platform) })
    }
}
