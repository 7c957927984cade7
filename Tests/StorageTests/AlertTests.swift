import Conversation
import Messaging
import Storage
import Testing

/// Admins told of troubles: once an hour for each cause at the most.
@Suite struct AlertTests {
    private let stage: AdminStage

    init() throws {
        stage = try AdminStage()
    }

    private func told(
        _ causes: [String], minutes: Int64, isMoment: Bool = false, since: Int64 = 0,
        endsAreSure: Bool = true
    ) throws -> [String] {
        let now = start.adding(seconds: minutes * 60)
        return try stage.store.alert(
            causes.map {
                TroubleNotice(
                    cause: $0, since: start.adding(seconds: since * 60), isMoment: isMoment)
            }, endsAreSure: endsAreSure, { _ in nil }, stage.rules, at: now
        ).map { ($0.isOver ? "over " : "") + $0.notice.cause }
    }

    @Test func aTroubleIsToldOnceAndItsEndOnce() throws {
        try stage.makeAdmin(1, on: [bot])
        #expect(try told(["turns", "disk-low"], minutes: 1) == ["disk-low", "turns"])
        #expect(try told(["turns", "disk-low"], minutes: 2) == [])
        #expect(try told(["disk-low"], minutes: 3, endsAreSure: false) == [])
        #expect(try told(["disk-low"], minutes: 4) == ["over turns"])
        #expect(try told(["disk-low"], minutes: 5) == [])
        #expect(try stage.store.counts().queued == 3)
    }

    @Test func whatComesAndGoesIsToldOnceAnHour() throws {
        try stage.makeAdmin(1, on: [bot])
        var all: [String] = []
        for minute in Int64(0)..<180 {
            all += try told(minute.isMultiple(of: 2) ? ["turns"] : [], minutes: minute)
        }
        #expect(all.filter { $0 == "turns" }.count == 3)
        #expect(all.filter { $0 == "over turns" }.count == 3)
    }

    @Test func whatLastsIsToldAgainAfterADay() throws {
        try stage.makeAdmin(1, on: [bot])
        #expect(try told(["turns"], minutes: 0) == ["turns"])
        #expect(try told(["turns"], minutes: 24 * 60 - 1) == [])
        #expect(try told(["turns"], minutes: 24 * 60) == ["turns"])
    }

    @Test func aMomentIsToldOnceAndHasNoEnd() throws {
        try stage.makeAdmin(1, on: [bot])
        #expect(try told(["message-lost"], minutes: 1, isMoment: true) == ["message-lost"])
        // It is remembered as a recent error, and is still the same one.
        #expect(try told(["message-lost"], minutes: 90, isMoment: true) == [])
        #expect(try told([], minutes: 91) == [])
        #expect(
            try told(["message-lost"], minutes: 95, isMoment: true, since: 94) == ["message-lost"])
        #expect(try told(["message-lost"], minutes: 99, isMoment: true, since: 98) == [])
    }

    @Test func theAccountInTroubleIsNotTheOneThatTells() throws {
        try stage.makeAdmin(1, on: [bot, stage.other])
        let alerts = try stage.store.alert(
            [TroubleNotice(cause: "account:\(bot)", since: start)], endsAreSure: true,
            { _ in nil }, stage.rules, at: start)
        #expect(alerts.map(\.toldBy) == [[stage.other]])
    }

    @Test func withoutAnAdminItIsNotedAndNothingIsSent() throws {
        #expect(try told(["turns"], minutes: 0) == ["turns"])
        #expect(try told(["turns"], minutes: 1) == [])
        #expect(try stage.store.counts().queued == 0)
    }
}
