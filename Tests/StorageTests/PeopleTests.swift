import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import Testing
import VietText

/// Persons, codes, chats and quiet, as turns change them.
@Suite struct PeopleTests {
    let store: Store
    private static let north = Role(campaign: drive, unit: hamlet)
    private static let south = Role(campaign: drive, unit: UnitID(rawValue: "ap-2"))

    init() throws {
        store = try Store.inMemory(startedAt: start)
    }

    @Test func aCodeIsGoodUntilItsWeekIsOver() throws {
        let week: Int64 = 7 * 86_400
        for (code, seconds, isGood) in [("AAAA2222", week - 1, true), ("BBBB3333", week, false)] {
            try store.addInvitation(code, for: Self.north, at: start)
            let results = try turn(
                [.claimInvitation(code: code)], from: code, at: start.adding(seconds: seconds))
            #expect((results.first?.ending == .taken(.answered, queued: 0)) == isGood)
            #expect(try roles(code).isEmpty != isGood)
        }
    }

    @Test func aCodeMadeInAChatNamesItsMaker() throws {
        try appoint("p1", Self.north)
        let code = OneTimeCode(code: "CODE2345", purpose: .lead(Self.south), madeAt: start)
        try turn([.people(.makeCode(code))], from: "p1")
        try see("p2") { situation in
            let found = try situation.people.code("CODE2345")
            #expect(found?.code == code)
            #expect(found?.claim == .open)
        }
        try turn([.claimInvitation(code: "CODE2345")], from: "p2")
        try see("p2") { situation in
            let found = try situation.people.code("CODE2345")
            #expect(found?.claim == .bySender)
        }
        try see("p1") { situation in
            let found = try situation.people.code("CODE2345")
            #expect(found?.claim == .byOther)
        }
        #expect(try roles("p2") == [Self.south])
    }

    @Test func aCodeThatAGroupHasSeenIsGoodNoLonger() throws {
        try store.addInvitation("CODE2345", for: Self.north, at: start)
        try store.addDeskCode("DESK2345", at: start)
        try turn(
            [.people(.cancelCode("CODE2345")), .people(.cancelCode("DESK2345"))], from: "p1")
        try see("p2") { situation in
            let code = try situation.people.code("CODE2345")
            let opensDesk = try situation.desk.isCode("DESK2345")
            #expect(code?.code.expiresAt == start)
            #expect(!opensDesk)
        }
        let results = try turn([.claimInvitation(code: "CODE2345")], from: "p2")
        #expect(results.map(\.isFailure) == [true])
    }

    @Test func anAdminIsOneUnderEveryAccountAndNoLongerAfterRemoval() throws {
        let code = OneTimeCode(code: "ADMIN234", purpose: .admin, madeAt: start)
        try store.addCode(code, at: start)
        try turn([.claimInvitation(code: "ADMIN234")], from: "p1")
        let number = try join("p9", to: "p1")
        try see("p9") { #expect($0.known.isAdmin) }
        let ended = try store.removePerson(number, campaign: nil, unit: nil, at: start)
        #expect(ended.admin)
        try see("p1") { #expect(!$0.known.isAdmin && $0.known.person == number) }
    }

    @Test func joiningTwoPersonsLosesNothingThatEitherLed() throws {
        try appoint("p1", Self.north)
        try appoint("p2", Self.north)
        try appoint("p2", Self.south)
        let second = try number("p2")
        try turn([.people(.end(person: second, Self.south))], from: "p2")
        try appoint("p2", Self.south)
        let number = try join("p2", to: "p1")
        #expect(try Set(roles("p1")) == [Self.north, Self.south])
        #expect(try Set(roles("p2")) == [Self.north, Self.south])
        let people = try store.people()
        #expect(people.map(\.number) == [number])
        // Both led the north, one of them the south twice: four rows, two of which have ended.
        #expect(people.first?.leaderships.count == 4)
        #expect(people.first?.leaderships.count { $0.endedAt == nil } == 2)
        #expect(people.first?.identities.map(\.sender.rawValue) == ["p1", "p2"])
        try see("p1") { situation in
            let leaders = try situation.people.leaders(Self.north)
            #expect(leaders.map(\.number) == [number])
        }
    }

    @Test func aNumberFromBeforeAJoinStillFindsThePerson() throws {
        for person in ["p1", "p2", "p3"] { try appoint(person, Self.north) }
        let old = try number("p2")
        try join("p2", to: "p1")
        // A code made for the person that is no longer one of its own.
        try store.addCode(
            OneTimeCode(code: "LINK2345", purpose: .samePerson(old), madeAt: start), at: start)
        try turn([.claimInvitation(code: "LINK2345")], from: "p3")
        let numbers = try ["p1", "p2", "p3"].map(number)
        #expect(Set(numbers).count == 1)
    }

    @Test func whoGaveAUnitUpMayComeBackAndWhoWasReplacedMayNot() throws {
        try appoint("p1", Self.north)
        try appoint("p2", Self.north)
        let (one, two) = (try number("p1"), try number("p2"))
        try turn([.people(.end(person: one, Self.north))], from: "p1")
        #expect(try gaveUp("p1") == start)
        try turn([.people(.resume(Self.north))], from: "p1")
        #expect(try roles("p1") == [Self.north])
        try turn([.people(.end(person: two, Self.north))], from: "p1")
        #expect(try gaveUp("p2") == nil)
        #expect(try roles("p2").isEmpty)
        // Given up once, then ended by another: the last end counts.
        try turn([.people(.end(person: one, Self.north))], from: "p2")
        #expect(try gaveUp("p1") == nil)
        #expect(try store.people().first?.leaderships.count == 2)
    }

    @Test func leadersAreNamedWithTheirPrivateChatOnlyWhenTheyHaveOne() throws {
        try appoint("p1", Self.north)
        try store.keep(message("g", chat: "g1", sender: "p1", kind: .group))
        try store.turn { _, _ in (.silence, []) }
        try see("p2") { situation in
            let leaders = try situation.people.leaders(Self.north)
            #expect(leaders.map(\.chat?.rawValue) == ["private-p1"])
            #expect(leaders.map(\.name) == ["Lan"])
        }
    }

    @Test func quietHoldsForOneChatUntilItIsEnded() throws {
        try turn([.people(.mute)], from: "p1")
        try see("p1") { #expect($0.known.isMuted && !$0.known.isNewChat) }
        try see("p2") { #expect(!$0.known.isMuted && $0.known.isNewChat) }
        try turn([.people(.unmute)], from: "p1")
        try see("p1") { #expect(!$0.known.isMuted) }
    }

    @Test func aChatIsNewUntilItIsWelcomed() throws {
        try see("p1") { #expect($0.known.isNewChat) }
        try turn([.people(.welcome)], from: "p1")
        try see("p1") { #expect(!$0.known.isNewChat) }
    }

    private static let wishes: [Effect] = [
        .people(.bindChat(south)), .people(.bindChat(nil)), .people(.mute), .people(.unmute),
        .people(.welcome), .people(.end(person: 1, north)), .people(.resume(south)),
        .people(.cancelCode("OPEN2345")), .claimInvitation(code: "OPEN2345"),
        .people(
            .makeCode(OneTimeCode(code: "MADE2345", purpose: .lead(south), madeAt: start))),
    ]

    /// The same wish once more, and the same batch once more, change nothing.
    @Test(arguments: wishes)
    func twiceIsOnce(wish: Effect) throws {
        let store = try Store.inMemory(startedAt: start)
        try store.addInvitation("FRST2345", for: Self.north, at: start)
        try store.addInvitation("OPEN2345", for: Self.south, at: start)
        try store.keep(message("m0"))
        try store.turn { _, _ in
            (Decision(.answered, effects: [.claimInvitation(code: "FRST2345")]), [])
        }
        try store.keep(message("m1"), message("m1"))
        let batch = try store.takeInHand(max: 9, at: start).batch
        #expect(batch.count == 1)
        func take(_ batch: [KeptMessage], at now: Timestamp) throws -> [TurnResult] {
            try store.takeTurns(batch, now: now, textUnitsMax: { _ in 99 }) { _, _ in
                (Decision(.answered, effects: [wish]), [])
            }
        }
        let first = try take(batch, at: start)
        #expect(first.map(\.isFailure) == [false])
        let after = try store.peopleTables()
        // The same message again, as a gateway would that forgot that its turn was taken.
        #expect(try take(batch, at: start.adding(seconds: 9)).map(\.isFailure) == [true])
        #expect(try store.peopleTables() == after)
        // The same words in a new message: nothing new, or refused as used up.
        try store.keep(message("m2"))
        _ = try take(
            try store.takeInHand(max: 9, at: start).batch, at: start.adding(seconds: 9))
        #expect(try store.peopleTables() == after)
    }

    // MARK: Steps

    private func appoint(_ sender: String, _ role: Role) throws {
        let code = newOneTimeCode()
        try store.addInvitation(code, for: role, at: start)
        try turn([.claimInvitation(code: code)], from: sender)
    }

    /// Joins the person behind one sender with that of another, and returns their number.
    @discardableResult
    private func join(_ sender: String, to other: String) throws -> Int64 {
        let (code, number) = (newOneTimeCode(), try number(other))
        try store.addCode(
            OneTimeCode(code: code, purpose: .samePerson(number), madeAt: start), at: start)
        try turn([.claimInvitation(code: code)], from: sender)
        return number
    }

    private func number(_ sender: String) throws -> Int64 {
        var number: Int64?
        try see(sender) { number = $0.known.person }
        return try #require(number)
    }

    private func gaveUp(_ sender: String) throws -> Timestamp? {
        var moment: Timestamp?
        try see(sender) { moment = try $0.people.gaveUp(Self.north) }
        return moment
    }

    private func roles(_ sender: String) throws -> [Role] {
        try store.roles(account: bot, person: PersonID(rawValue: sender))
    }

    @discardableResult
    private func turn(
        _ effects: [Effect], from sender: String, at now: Timestamp = start
    ) throws -> [TurnResult] {
        try store.keep(message(newOneTimeCode(), chat: "private-\(sender)", sender: sender))
        return try store.turn(at: now) { _, _ in (Decision(.answered, effects: effects), []) }
    }

    private func see(_ sender: String, _ look: (Situation) throws -> Void) throws {
        try store.keep(message(newOneTimeCode(), chat: "private-\(sender)", sender: sender))
        var seen: Situation?
        let results = try store.turn { _, situation in
            seen = situation
            try look(situation)
            return (.silence, [])
        }
        #expect(seen != nil)
        #expect(results.map(\.isFailure) == [false])
    }
}

extension TurnResult {
    /// Whether nothing of the turn was stored.
    var isFailure: Bool {
        if case .taken = ending { false } else { true }
    }
}

extension Store {
    /// Everything that is kept of people and chats, to be held against itself.
    func peopleTables() throws -> [String] {
        let people = try people().map { "\($0)" }
        let chat = ChatID(rawValue: "c1")
        let binding = try binding(account: bot, chat: chat).map { "\($0)" } ?? "none"
        try keep(message(newOneTimeCode(), chat: "probe"), message(newOneTimeCode()))
        var seen: [String] = []
        let batch = try takeInHand(max: 9, at: start).batch
        _ = try takeTurns(batch, now: start, textUnitsMax: { _ in 99 }) { _, situation in
            seen.append("\(situation.known)")
            for code in ["OPEN2345", "MADE2345"] {
                seen.append("\(String(describing: try situation.people.code(code)))")
            }
            return (.silence, [])
        }
        // A message that was refused is looked at with the others.
        return people + [binding] + Set(seen).sorted()
    }
}
