import Conversation
import GRDB
import Messaging
import Storage
import Testing

/// Admins told of troubles: once an hour for each cause at the most.
@Suite struct AlertTests {
    private let queue: DatabaseQueue
    private let store: Store
    private static let other = AccountID(rawValue: "bot-2")

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
    }

    private var rules: AnnouncementRules {
        AnnouncementRules(
            textUnitsMax: [bot: 1_900, Self.other: 1_900],
            allowance: { _, _, _ in AnnouncementAllowance(lowest: nil, isShort: true) },
            render: { $0.key.rawValue }, trace: { TraceID(rawValue: "t") })
    }

    private func makeAdmin(on accounts: [AccountID]) throws {
        try queue.write { db in
            try db.execute(sql: "INSERT INTO person (id, name, made_at) VALUES (1, 'Lan', 0)")
            try db.execute(sql: "INSERT INTO admin (person, granted_at) VALUES (1, 0)")
            for account in accounts {
                try db.execute(
                    sql: """
                        INSERT INTO identity (account, sender, person, private_chat, known_at)
                        VALUES ($1, 'a', 1, 'ca', 0)
                        """, arguments: [account.rawValue])
            }
        }
    }

    private func told(
        _ causes: [String], minutes: Int64, isMoment: Bool = false, since: Int64 = 0,
        endsAreSure: Bool = true
    ) throws -> [String] {
        let now = start.adding(seconds: minutes * 60)
        return try store.alert(
            causes.map {
                TroubleNotice(
                    cause: $0, since: start.adding(seconds: since * 60), isMoment: isMoment)
            }, endsAreSure: endsAreSure, { _ in nil }, rules, at: now
        ).map { ($0.isOver ? "over " : "") + $0.notice.cause }
    }

    @Test func aTroubleIsToldOnceAndItsEndOnce() throws {
        try makeAdmin(on: [bot])
        #expect(try told(["turns", "disk-low"], minutes: 1) == ["disk-low", "turns"])
        #expect(try told(["turns", "disk-low"], minutes: 2) == [])
        #expect(try told(["disk-low"], minutes: 3, endsAreSure: false) == [])
        #expect(try told(["disk-low"], minutes: 4) == ["over turns"])
        #expect(try told(["disk-low"], minutes: 5) == [])
        #expect(try store.counts().queued == 3)
    }

    @Test func whatComesAndGoesIsToldOnceAnHour() throws {
        try makeAdmin(on: [bot])
        var all: [String] = []
        for minute in Int64(0)..<180 {
            all += try told(minute.isMultiple(of: 2) ? ["turns"] : [], minutes: minute)
        }
        #expect(all.filter { $0 == "turns" }.count == 3)
        #expect(all.filter { $0 == "over turns" }.count == 3)
    }

    @Test func whatLastsIsToldAgainAfterADay() throws {
        try makeAdmin(on: [bot])
        #expect(try told(["turns"], minutes: 0) == ["turns"])
        #expect(try told(["turns"], minutes: 24 * 60 - 1) == [])
        #expect(try told(["turns"], minutes: 24 * 60) == ["turns"])
    }

    @Test func aMomentIsToldOnceAndHasNoEnd() throws {
        try makeAdmin(on: [bot])
        #expect(try told(["message-lost"], minutes: 1, isMoment: true) == ["message-lost"])
        // It is remembered as a recent error, and is still the same one.
        #expect(try told(["message-lost"], minutes: 90, isMoment: true) == [])
        #expect(try told([], minutes: 91) == [])
        #expect(
            try told(["message-lost"], minutes: 95, isMoment: true, since: 94) == ["message-lost"])
        #expect(try told(["message-lost"], minutes: 99, isMoment: true, since: 98) == [])
    }

    @Test func theAccountInTroubleIsNotTheOneThatTells() throws {
        try makeAdmin(on: [bot, Self.other])
        let alerts = try store.alert(
            [TroubleNotice(cause: "account:\(bot)", since: start)], endsAreSure: true,
            { _ in nil }, rules, at: start)
        #expect(alerts.map(\.toldBy) == [[Self.other]])
    }

    @Test func withoutAnAdminItIsNotedAndNothingIsSent() throws {
        #expect(try told(["turns"], minutes: 0) == ["turns"])
        #expect(try told(["turns"], minutes: 1) == [])
        #expect(try store.counts().queued == 0)
    }
}
