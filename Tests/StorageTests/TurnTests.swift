import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing
import VietText

@Suite struct TurnTests {
    let store: Store

    init() throws {
        store = try Store.inMemory(startedAt: start)
    }

    @Test func oneTurnStoresReportReplyAndTopicTogether() throws {
        try store.keep(message("m1"))
        let topic = Topic(
            procedure: "khai-sinh", choices: [.init(procedure: "ket-hon", aspect: nil)],
            expiresAtMilliseconds: start.adding(seconds: 60).milliseconds)
        try store.turn { _, situation in
            var (decision, replies) = try recording(25, situation)
            decision.effects.append(.setTopic(topic))
            return (decision, replies)
        }
        #expect(try store.householdTotal() == 25)
        #expect(try store.dueTexts() == ["đã ghi 25 hộ"])
        #expect(try topicSeen(by: "p1", at: start) == topic)
        #expect(try topicSeen(by: "p2", at: start) == nil)
        #expect(try topicSeen(by: "p1", at: start.adding(seconds: 60)) == nil)
    }

    @Test func aTurnThatThrowsLeavesNothingBehindAndTheOthersStand() throws {
        try store.keep(message("m1"), message("m2", chat: "c2"), message("m3", chat: "c3"))
        let results = try store.turn { kept, situation in
            let turn = try recording(10, situation)
            guard kept.message.message.rawValue == "m2" else { return turn }
            // The second entry breaks a rule of the books after the report has been written.
            let number = try situation.books.nextReportNumber()
            let stranger = LedgerEntry(
                report: number + 7, unit: hamlet, indicator: households, day: CivilDay.example,
                amount: Amount(.add, try Quantity(1)))
            let bad = ReportRecord(
                number: number, campaign: drive, unit: hamlet, entries: [stranger], corrects: nil)
            return (Decision(.recorded, effects: [.record(bad)]), turn.1)
        }
        #expect(results[0].ending == .taken(.recorded, queued: 1))
        #expect(results[2].ending == .taken(.recorded, queued: 1))
        #expect(try store.householdTotal() == 20)
        #expect(try store.counts().reports == 2)
        #expect(try store.counts().queued == 2)
    }

    @Test func aBatchTakenTwiceCountsOnce() throws {
        try store.keep(message("m1"))
        let batch = try store.takeInHand(max: 9, at: start).batch
        for _ in 0..<2 {
            // Without a reply nothing but the inbox tells that the turn was taken before.
            _ = try store.takeTurns(batch, now: start, textUnitsMax: { _ in 99 }) {
                (try recording(25, $1).0, [])
            }
        }
        #expect(try store.householdTotal() == 25)
        #expect(try store.counts().reports == 1)
    }

    @Test func longRepliesAreCutBeforeTheyAreStored() throws {
        try store.keep(message("m1"))
        let batch = try store.takeInHand(max: 1, at: start).batch
        _ = try store.takeTurns(batch, now: start, textUnitsMax: { _ in 20 }) { _, _ in
            (
                Decision(.answered),
                [RenderedReply("một hai ba bốn năm sáu bảy"), RenderedReply(" ")]
            )
        }
        let first = try store.due(account: bot, now: start, max: 9)
        #expect(first.map(\.message.text) == ["một hai ba bốn năm"])
        #expect(try store.counts().queued == 2)
    }

    @Test func aCorrectionReplacesAndAnUndoTakesBack() throws {
        try store.keep(message("m1"), message("m2"), message("m3"))
        try store.turn(max: 1) { try recording(25, $1) }
        try store.turn(max: 1) { _, situation in
            let last = try situation.books.lastReport(drive)
            #expect(last?.entries.first?.amount.value.whole == 25)
            return try recording(30, situation, corrects: last?.number)
        }
        #expect(try store.householdTotal() == 30)
        try store.turn(max: 1) { _, situation in
            let last = try #require(try situation.books.lastReport(drive))
            return (Decision(.recorded, effects: [.void(reportNumber: last.number)]), [])
        }
        #expect(try store.householdTotal() == nil)
        #expect(try store.counts().voidedReports == 2)
    }

    @Test func voidingWhatDoesNotStandFailsTheTurn() throws {
        try store.keep(message("m1"))
        let results = try store.turn { _, _ in
            (Decision(.recorded, effects: [.void(reportNumber: 5)]), [])
        }
        let text = "report 5 does not stand, so it cannot be voided"
        #expect(results.map(\.ending) == [.failed(error: text)])
    }

    @Test func booksTellWhatStandsOfADay() throws {
        try store.keep(message("m1"), message("m2", sender: "p2"))
        let other = UnitID(rawValue: "ap-2")
        try store.turn(max: 1) { try recording(5, $1) }
        try store.turn(max: 1) { _, situation in
            #expect(try situation.books.lastReport(drive) == nil)
            #expect(try situation.books.reports(drive, hamlet, .example).map(\.number) == [1])
            #expect(try situation.books.reports(drive, other, .example).isEmpty)
            return try recording(6, situation, unit: other)
        }
        try store.keep(message("m3"))
        try store.turn { _, situation in
            let books = situation.books
            #expect(try books.nextReportNumber() == 3)
            #expect(try books.reportedUnits(drive, .example) == [hamlet, other])
            #expect(try books.reportedUnits(drive, CivilDay.example.adding(days: 1)).isEmpty)
            let before = try books.totals(
                drive, [hamlet, other], CivilDay.example.adding(days: -1))
            #expect(before.isEmpty)
            return (.silence, [])
        }
    }

    @Test func anInvitationMakesOneLeaderAndNoSecond() throws {
        let role = Role(campaign: drive, unit: hamlet)
        try store.addInvitation("AP1-2024", for: role, at: start)
        try store.addInvitation(
            "AP1-2024", for: Role(campaign: drive, unit: UnitID(rawValue: "x")), at: start)
        try store.keep(message("m1"), message("m2", chat: "c2", sender: "p2"))
        let results = try store.turn { _, situation in
            let found = try situation.people.code("AP1-2024")
            #expect(found?.code.purpose == .lead(role))
            return (Decision(.answered, effects: [.claimInvitation(code: "AP1-2024")]), [])
        }
        #expect(results[0].ending == .taken(.answered, queued: 0))
        guard case .failed = results[1].ending else {
            Issue.record("a code used up must not be claimed again")
            return
        }
        #expect(try store.roles(account: bot, person: PersonID(rawValue: "p1")) == [role])
        #expect(try store.roles(account: bot, person: PersonID(rawValue: "p2")).isEmpty)
    }

    @Test func aChatIsBoundToOneUnitAndALaterBindingReplaces() throws {
        let chat = ChatID(rawValue: "g1")
        #expect(try store.binding(account: bot, chat: chat) == nil)
        for unit in ["ap-1", "ap-2"] {
            try store.bind(
                account: bot, chat: chat,
                to: Role(campaign: drive, unit: UnitID(rawValue: unit)))
        }
        #expect(try store.binding(account: bot, chat: chat)?.unit.rawValue == "ap-2")
        try store.keep(message("m1", chat: "g1", kind: .group), message("m2", chat: "c1"))
        var seen: [String?] = []
        try store.turn { _, situation in
            seen.append(situation.chatUnit?.unit.rawValue)
            return (.silence, [])
        }
        #expect(seen == ["ap-2", nil])
    }

    private func topicSeen(by person: String, at now: Timestamp) throws -> Topic? {
        try store.keep(message("see-\(person)-\(now.milliseconds)", sender: person))
        var seen: Topic?
        try store.turn(at: now) { _, situation in
            seen = situation.topic
            return (.silence, [])
        }
        return seen
    }
}

extension CivilDay {
    /// The day on which the tests' messages were sent.
    static let example = CivilDay(epochMilliseconds: start.milliseconds)
}
