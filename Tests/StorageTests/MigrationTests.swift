import Campaign
import Conversation
import GRDB
import Messaging
import Storage
import TestSupport
import Testing
import VietText

/// Databases of earlier versions, dumped from real ones, open and keep what they held.
@Suite struct MigrationTests {
    /// The demo's database as the version before persons left it, with a code not yet claimed.
    private static let beforePersons = "Tests/Fixtures/storage/schema-5.sql"
    private static let demo = AccountID(rawValue: "demo")
    private static let sample = CampaignID(rawValue: "mau-92-ngay")

    @Test func leadersOfTheVersionBeforePersonsStillLead() throws {
        let store = try Self.opened()
        for (leader, name, unit) in [
            ("chu-bay", "Chú Bảy", "thon-dong"), ("co-lan", "Cô Lan", "thon-tay"),
        ] {
            let role = Self.role(unit)
            #expect(
                try store.roles(account: Self.demo, person: PersonID(rawValue: leader)) == [role])
            let situation = try Self.situation(of: leader, in: store)
            #expect(situation.roles == [role])
            #expect(situation.known.person != nil && !situation.known.isAdmin)
            let leaders = try store.people().filter { $0.leaderships.map(\.role) == [role] }
            #expect(leaders.map(\.name) == [name])
        }
        let nobody = try Self.situation(of: "chi-hoa", in: store)
        #expect(nobody.roles.isEmpty && nobody.known.person == nil)
    }

    @Test func reportsOfBeforeStillCountAndAreFoundByTheirAuthor() throws {
        let store = try Self.opened()
        let day = try #require(CivilDay(iso: "2026-11-27"))
        let unit = UnitID(rawValue: "thon-dong")
        let totals = try store.totals(of: Self.sample, units: [unit], through: day)
        #expect(totals[unit]?[IndicatorKey(rawValue: "ho_den")]?.value.whole == 27)
        var last: Int64?
        _ = try Self.situation(of: "chu-bay", in: store) {
            last = try $0.books.lastReport(Self.sample)?.number
        }
        #expect(last == 2)
    }

    @Test func chatsOfBeforeAreKnownAndTheirUnitsStand() throws {
        let store = try Self.opened()
        #expect(try !Self.situation(of: "chu-bay", in: store).known.isNewChat)
        #expect(try Self.situation(of: "nguoi-moi", in: store).known.isNewChat)
        let group = ChatID(rawValue: "nhom-thon-2")
        #expect(try store.binding(account: Self.demo, chat: group) == Self.role("thon-tay"))
    }

    @Test func codesOfBeforeAreGoodForAWeekFromWhenTheyWereMade() throws {
        let store = try Self.opened()
        var codes: [FoundCode?] = []
        _ = try Self.situation(of: "chu-bay", in: store) { situation in
            codes = try ["NMXMVFSZ", "QKN3ZDRY", "M2YXTDU4"].map(situation.people.code)
        }
        #expect(codes.map { $0?.claim } == [.open, .bySender, .byOther])
        #expect(codes.first??.code.purpose == .lead(Self.role("xa-mau")))
        let madeAt = Timestamp(milliseconds: 1_795_787_402_322)
        #expect(codes.first??.code.expiresAt == madeAt.adding(seconds: 7 * 86_400))
    }

    /// The text of two tables is changed where it stands: nothing is let through that was not.
    @Test(arguments: [true, false])
    func statesOutsideOfTheirListsAreStillRefused(isOld: Bool) throws {
        let database = try DatabaseQueue()
        if isOld {
            let dump = String(
                decoding: try RepositoryRoot.bytes(of: Self.beforePersons), as: UTF8.self)
            try database.writeWithoutTransaction { db in try db.execute(sql: dump) }
        }
        let store = try Store(database, startedAt: start)
        _ = try Self.situation(of: "chu-bay", in: store)
        try store.queue(
            [
                QueuedMessage(
                    account: Self.demo, chat: ChatID(rawValue: "chu-bay"), text: "chào",
                    priority: .answer, trace: TraceID(rawValue: "t"))
            ], at: start)
        try database.write { db in
            for table in ["inbox", "outbox"] {
                #expect(throws: DatabaseError.self) {
                    try db.execute(sql: "UPDATE \(table) SET state = 'gone'")
                }
                let sql = try String.fetchOne(
                    db, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [table])
                #expect(sql?.contains("CHECK (state = '") == true)
            }
            try db.execute(sql: "UPDATE inbox SET state = 'set_aside', ended_at = 1")
            try db.execute(
                sql: "UPDATE outbox SET state = 'abandoned', reason = 'r', ended_at = 1")
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
        }
    }

    private static func role(_ unit: String) -> Role {
        Role(campaign: sample, unit: UnitID(rawValue: unit))
    }

    private static func opened() throws -> Store {
        let dump = String(decoding: try RepositoryRoot.bytes(of: beforePersons), as: UTF8.self)
        let database = try DatabaseQueue()
        try database.writeWithoutTransaction { db in try db.execute(sql: dump) }
        return try Store(database, startedAt: start)
    }

    /// What a new message of somebody finds around it.
    private static func situation(
        of sender: String, in store: Store, _ look: (Situation) throws -> Void = { _ in }
    ) throws -> Situation {
        let message = InboundMessage(
            account: demo, chat: ChatID(rawValue: sender), chatKind: .private,
            message: MessageID(rawValue: newOneTimeCode()), sender: PersonID(rawValue: sender),
            senderName: sender, content: .text("xin chào"), sentAt: start)
        _ = try store.keep([message], at: start) { TraceID(rawValue: "t") }
        var seen: Situation?
        try store.turn { _, situation in
            seen = situation
            try look(situation)
            return (.silence, [])
        }
        return try #require(seen)
    }
}
