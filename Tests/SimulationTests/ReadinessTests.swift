import Gateway
import Messaging
import Testing

@Suite struct ReadinessTests {
    @Test func theFirstTroubleOfACauseStandsUntilItIsOver() {
        let readiness = Readiness()
        let first = Readiness.Trouble(
            what: "disk full", remedy: "make room", since: Timestamp(milliseconds: 1))
        #expect(readiness.note("storage", first))
        #expect(!readiness.note("storage", first))
        #expect(readiness.all.map(\.cause) == ["storage"])
        #expect(readiness.note("storage", nil))
        #expect(readiness.isReady)
    }
}
