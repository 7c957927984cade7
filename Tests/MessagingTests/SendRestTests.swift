import Messaging
import Testing

@Suite struct SendRestTests {
    private static let now = Timestamp(milliseconds: 1_760_000_000_000)

    @Test func afterARefusalTheAccountRestsAndThenOneMessageGoesOut() {
        var rest = SendRest()
        #expect(rest.permission(at: Self.now) == .now)
        let until = rest.refused(seconds: 30, at: Self.now)
        #expect(until == Self.now.adding(seconds: 30))
        #expect(rest.permission(at: until.adding(milliseconds: -1)) == .at(until))
        #expect(rest.permission(at: until) == .probe)
        rest.probeBegan()
        #expect(rest.permission(at: until) == .afterProbe)
        rest.passed()
        #expect(rest.permission(at: until) == .now)
    }

    @Test func restsGrowWhileProbesAreRefusedAndBeginAnewAfterOneThatIsTaken() {
        var (rest, now, rests) = (SendRest(), Self.now, [Int64]())
        for _ in 0..<8 {
            let until = rest.refused(seconds: 60, at: now)
            rests.append((until.milliseconds - now.milliseconds) / 1_000)
            now = until
            #expect(rest.permission(at: now) == .probe)
            rest.probeBegan()
        }
        #expect(rests == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        rest.passed()
        #expect(rest.refused(seconds: 5, at: now) == now.adding(seconds: 5))
    }

    @Test func whatThePlatformAsksForIsKeptHoweverLong() {
        var rest = SendRest()
        #expect(rest.refused(seconds: 7_519, at: Self.now) == Self.now.adding(seconds: 7_519))
        var endless = SendRest()
        #expect(endless.refused(seconds: .max, at: Self.now).milliseconds == .max)
        var none = SendRest()
        #expect(none.refused(seconds: -3, at: Self.now) == Self.now.adding(seconds: 1))
    }

    @Test func refusalsOfSendsThatWereOnTheirWayCountAsOne() {
        var rest = SendRest()
        let until = rest.refused(seconds: 60, at: Self.now)
        for _ in 0..<3 { rest.refused(seconds: 60, at: Self.now) }
        #expect(rest.permission(at: until) == .probe)
        rest.probeBegan()
        #expect(rest.refused(seconds: 60, at: until) == until.adding(seconds: 120))
    }

    @Test func aSendThatWasOnItsWayAndIsTakenDoesNotEndTheRest() {
        var rest = SendRest()
        let until = rest.refused(seconds: 60, at: Self.now)
        rest.passed()
        #expect(rest.permission(at: Self.now) == .at(until))
    }

    @Test func aProbeThatIsNotSentLeavesTheNextOneToProbe() {
        var rest = SendRest()
        let until = rest.refused(seconds: 60, at: Self.now)
        _ = rest.permission(at: until)
        rest.probeBegan()
        rest.probeWithdrawn(at: until)
        #expect(rest.permission(at: until) == .probe)
    }

    @Test func aClockThatGoesBackMakesNoRestLonger() {
        var rest = SendRest()
        rest.refused(seconds: 60, at: Self.now)
        let before = Self.now.adding(seconds: -86_400)
        #expect(rest.permission(at: before) == .at(before.adding(seconds: 60)))
        #expect(rest.permission(at: before.adding(seconds: 60)) == .probe)
    }
}
