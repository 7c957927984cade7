import Campaign
import Conversation
import Messaging
import Storage
import Testing
import VietText

/// Difficulties as they are stored: opened once, taken, passed up once, resolved, counted.
@Suite struct DifficultyTests {
    let store: Store
    let campaign: Campaign

    init() throws {
        store = try Store.inMemory(startedAt: start)
        campaign = try Campaign(
            id: drive, name: "Thử", firstDay: .example, lastDay: CivilDay.example.adding(days: 30),
            indicators: [Indicator(key: households, name: "Hộ", unit: "hộ", kind: .count)],
            units: [
                Self.unit("tinh", nil), Self.unit("xa", "tinh"), Self.unit("ap-1", "xa"),
                Self.unit("ap-2", "xa"),
            ], difficultyHours: 24)
    }

    @Test func aDifficultyIsKeptWithItsChatAndItsHistory() throws {
        try open(1, unit: "ap-1", chat: "c1")
        try turn("m2", chat: "c9", [.takeDifficulty(number: 1)])
        try turn("m3", chat: "c9", [.passUpDifficulty(number: 1, to: UnitID(rawValue: "xa"))])
        try turn("m4", chat: "c9", [.takeDifficulty(number: 1)])
        try turn("m5", chat: "c9", [.resolveDifficulty(number: 1, how: "đã mượn máy")])
        let kept = try #require(try look { try $0.difficulty(1) })
        #expect(kept.state == .resolved)
        #expect(kept.told.text == "loa hư")
        #expect(kept.chat == ChatAddress(account: bot, chat: ChatID(rawValue: "c1")))
        #expect(kept.liesAt == UnitID(rawValue: "xa"))
        #expect(kept.steps.map(\.kind) == [.taken, .passed, .taken, .resolved])
        #expect(kept.steps.map(\.by) == ["Lan", "Lan", "Lan", "Lan"])
        #expect(kept.steps.last?.how == "đã mượn máy")
        #expect(try look { try $0.unresolved(drive) }.isEmpty)
        #expect(try look { try $0.difficulty(2) } == nil)
    }

    /// The turn that fails changes nothing: neither the difficulty nor what is sent.
    @Test(arguments: [
        Effect.takeDifficulty(number: 1), .resolveDifficulty(number: 1, how: "lần hai"),
        .passUpDifficulty(number: 1, to: UnitID(rawValue: "xa")), .takeDifficulty(number: 9),
    ])
    func whatIsOverIsNotChanged(_ effect: Effect) throws {
        try open(1, unit: "ap-1", chat: "c1")
        try turn("m2", chat: "c9", [.resolveDifficulty(number: 1, how: "xong")])
        let before = try look { try $0.difficulty(1) }
        try store.keep(message("m3", chat: "c9"))
        let results = try store.turn { _, _ in
            (Decision(.recorded, effects: [effect]), [RenderedReply("đã làm")])
        }
        guard case .failed = results.first?.ending else {
            Issue.record("\(effect) went through")
            return
        }
        #expect(try store.dueTexts().isEmpty)
        #expect(try look { try $0.difficulty(1) } == before)
    }

    @Test func aMessageTriedAgainOpensOnce() throws {
        try store.keep(message("m1", chat: "c1"))
        var tries = 0
        for _ in 0..<2 {
            try store.turn { (_, situation) throws in
                tries += 1
                let told = try Self.told(situation, unit: "ap-1")
                #expect(told.number == 1)
                if tries == 1 { throw Poison() }
                return (Decision(.recorded, effects: [.openDifficulty(told)]), [])
            }
        }
        #expect(tries == 2)
        #expect(try look { try $0.unresolved(drive).map(\.told.number) } == [1])
        #expect(try look { try $0.nextNumber() } == 2)
    }

    @Test func theSameWordsAreKnownForTheSamePersonAndUnit() throws {
        try open(1, unit: "ap-1", chat: "c1")
        let unit = Role(campaign: drive, unit: hamlet)
        #expect(try look { try $0.lastTold(unit, "loa hu", start) }?.told.number == 1)
        #expect(try look(sender: "p2") { try $0.lastTold(unit, "loa hu", start) } == nil)
        #expect(try look { try $0.lastTold(unit, "mang yeu", start) } == nil)
        #expect(try look { try $0.lastTold(unit, "loa hu", start.adding(seconds: 1)) } == nil)
        let other = Role(campaign: drive, unit: UnitID(rawValue: "ap-2"))
        #expect(try look { try $0.lastTold(other, "loa hu", start) } == nil)
        try turn("m9", chat: "c1", [.resolveDifficulty(number: 1, how: "xong")])
        #expect(try look { try $0.lastTold(unit, "loa hu", start) } == nil)
    }

    @Test func theTimeLimitPassesItUpOnceAndTellsTheUnitAbove() throws {
        try bind("nhom-xa", account: "bot-2", to: "xa")
        try open(1, unit: "ap-1", chat: "c1")
        let due = start.adding(seconds: 24 * 3_600)
        #expect(try store.overdueDifficulties(of: campaign, at: due.adding(seconds: -1)).isEmpty)
        #expect(try pass(1, at: due.adding(seconds: -1)) == nil)
        #expect(try store.overdueDifficulties(of: campaign, at: due).map(\.told.number) == [1])
        let passed = try #require(try pass(1, at: due))
        #expect(passed.difficulty.liesAt == UnitID(rawValue: "xa"))
        #expect(passed.chats == [Self.address("bot-2", "nhom-xa")])
        #expect(try pass(1, at: due) == nil)
        let sent = try store.due(account: AccountID(rawValue: "bot-2"), now: due, max: 9)
        #expect(sent.map(\.message.text) == ["#K1 → xa"])
        // It waits anew where it lies now, taken or not.
        try turn("m2", chat: "c9", [.takeDifficulty(number: 1)], at: due)
        let later = due.adding(seconds: 24 * 3_600)
        #expect(try pass(1, at: later)?.difficulty.liesAt == UnitID(rawValue: "tinh"))
        #expect(try look { try $0.difficulty(1) }?.state == .open)
        // At the top there is nowhere to go.
        let end = later.adding(seconds: 99 * 3_600)
        #expect(try store.overdueDifficulties(of: campaign, at: end).isEmpty)
        #expect(try pass(1, at: end) == nil)
        let steps = try look { try $0.difficulty(1) }?.steps
        #expect(steps?.map(\.by) == [nil, "Lan", nil])
    }

    @Test func aUnitThatNobodyCanReachIsPassedOver() throws {
        try bind("nhom-tinh", account: "bot-1", to: "tinh")
        try open(1, unit: "ap-1", chat: "c1")
        let due = start.adding(seconds: 24 * 3_600)
        #expect(try pass(1, at: due)?.difficulty.liesAt == UnitID(rawValue: "tinh"))
    }

    @Test func withoutAGroupItsLeadersAreTold() throws {
        let unit = Role(campaign: drive, unit: UnitID(rawValue: "xa"))
        try store.addInvitation("MA1234", for: unit, at: start)
        try store.keep(message("m1", chat: "rieng-ba", sender: "ba"))
        try store.turn { _, _ in
            (Decision(.answered, effects: [.claimInvitation(code: "MA1234")]), [])
        }
        #expect(try look { try $0.chats(unit) } == [Self.address("bot-1", "rieng-ba")])
        try bind("nhom-xa", account: "bot-1", to: "xa")
        #expect(try look { try $0.chats(unit) } == [Self.address("bot-1", "nhom-xa")])
    }

    @Test func whatWasResolvedOnADayIsKnownByItsUnit() throws {
        for (number, unit) in [(1, "ap-1"), (2, "ap-1"), (3, "ap-2"), (4, "xa")] {
            try open(
                Int64(number), unit: unit, chat: "c1", at: start.adding(seconds: Int64(number)))
        }
        let nextDay = start.adding(seconds: 86_400)
        try turn("r1", chat: "c9", [.resolveDifficulty(number: 1, how: "xong")])
        try turn("r2", chat: "c9", [.resolveDifficulty(number: 3, how: "xong")], at: nextDay)
        try open(5, unit: "ap-2", chat: "c1", at: nextDay)
        #expect(try look { try $0.resolvedUnits(drive, nextDay) } == [UnitID(rawValue: "ap-2")])
    }

    @Test func newsForAChatOfAnotherAccountIsQueuedThere() throws {
        try store.keep(message("m1", chat: "c1"))
        let results = try store.turn { _, _ in
            let other = RenderedReply(
                "tin", to: ChatID(rawValue: "c7"), of: AccountID(rawValue: "bot-2"))
            return (Decision(.answered), [other, RenderedReply("xong")])
        }
        #expect(results.map(\.otherAccounts) == [[AccountID(rawValue: "bot-2")]])
        #expect(try store.dueTexts() == ["xong"])
        let sent = try store.due(account: AccountID(rawValue: "bot-2"), now: start, max: 9)
        #expect(sent.map { "\($0.message.chat): \($0.message.text)" } == ["c7: tin"])
    }

    // MARK: Steps

    private static func unit(_ id: String, _ parent: String?) -> OrgUnit {
        OrgUnit(
            id: UnitID(rawValue: id), name: id, level: UnitLevel(rawValue: "cấp"),
            parent: parent.map(UnitID.init(rawValue:)))
    }

    private static func address(_ account: String, _ chat: String) -> ChatAddress {
        ChatAddress(account: AccountID(rawValue: account), chat: ChatID(rawValue: chat))
    }

    private static func told(_ situation: Situation, unit: String) throws -> NewDifficulty {
        NewDifficulty(
            number: try situation.difficulties.nextNumber(), campaign: drive,
            unit: UnitID(rawValue: unit), text: "loa hư", words: "loa hu")
    }

    private func open(
        _ number: Int64, unit: String, chat: String, at now: Timestamp = start
    ) throws {
        try store.keep(message("open-\(number)", chat: chat))
        try store.turn(at: now) { (_, situation) throws in
            let told = try Self.told(situation, unit: unit)
            #expect(told.number == number)
            return (Decision(.recorded, effects: [.openDifficulty(told)]), [])
        }
    }

    private func turn(
        _ id: String, chat: String, _ effects: [Effect], at now: Timestamp = start
    ) throws {
        try store.keep(message(id, chat: chat))
        let results = try store.turn(at: now) { _, _ in (Decision(.recorded, effects: effects), [])
        }
        #expect(results.map(\.ending) == [.taken(.recorded, queued: 0)])
    }

    private func bind(_ chat: String, account: String, to unit: String) throws {
        try store.bind(
            account: AccountID(rawValue: account), chat: ChatID(rawValue: chat),
            to: Role(campaign: drive, unit: UnitID(rawValue: unit)))
    }

    private func pass(_ number: Int64, at now: Timestamp) throws -> PassedDifficulty? {
        try store.passUp(number: number, campaign: campaign, at: now) { passed in
            passed.chats.map {
                QueuedMessage(
                    account: $0.account, chat: $0.chat,
                    text: "#K\(passed.difficulty.told.number) → \(passed.difficulty.liesAt)",
                    priority: .confirmation, trace: TraceID(rawValue: "t"))
            }
        }
    }

    /// What one sender is told when they ask.
    private func look<T>(
        sender: String = "p1", _ ask: (Difficulties) throws -> T
    ) throws -> T {
        let count = try store.counts().received
        try store.keep(message("look-\(count)", chat: "look", sender: sender))
        var answer: T?
        try store.turn { (_, situation) throws in
            answer = try ask(situation.difficulties)
            return (Decision(.silent), [])
        }
        return try #require(answer)
    }
}
