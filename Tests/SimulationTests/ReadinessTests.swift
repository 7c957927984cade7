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

    @Test func oneAccountThatStopsIsAWarningUnlessNoneWorks() {
        let readiness = Readiness()
        let (first, second) = (AccountID(rawValue: "a"), AccountID(rawValue: "b"))
        #expect(readiness.note("account:a", Self.dead(first)))
        #expect(!readiness.isReady, "the other one has not opened yet")
        readiness.note(second, works: true)
        #expect(readiness.isReady)
        #expect(readiness.all.map(\.cause) == ["account:a"], "it is shown all the same")
        // An account that is open and not called does no work either.
        #expect(readiness.note("webhook:b", Self.dead(second)))
        #expect(!readiness.isReady)
        #expect(readiness.note("account:a", nil))
        readiness.note(first, works: true)
        #expect(readiness.isReady)
        readiness.note(first, works: false)
        #expect(!readiness.isReady)
    }

    @Test func aTroubleOfAllIsNoWarningWhoeverWorks() {
        let readiness = Readiness()
        readiness.note(AccountID(rawValue: "a"), works: true)
        let disk = Readiness.Trouble(
            what: "disk full", remedy: "make room", since: Timestamp(milliseconds: 1))
        #expect(readiness.note("disk-full", disk))
        #expect(!readiness.isReady)
    }

    @Test func anAccountThatIsNoLongerServedLeavesNothingBehind() {
        let readiness = Readiness()
        let (gone, other) = (AccountID(rawValue: "a"), AccountID(rawValue: "ba"))
        for cause in ["account:a", "tokens:a", "quota:a"] {
            #expect(readiness.note(cause, Self.dead(gone)))
        }
        #expect(readiness.note("account:ba", Self.dead(other)))
        readiness.forget(gone)
        #expect(readiness.all.map(\.cause) == ["account:ba"])
        #expect(!readiness.isReady)
        readiness.forget(other)
        #expect(readiness.isReady)
    }

    private static func dead(_ account: AccountID) -> Readiness.Trouble {
        Readiness.Trouble(
            what: "the token is wrong", remedy: "put in the new one",
            since: Timestamp(milliseconds: 1), of: account)
    }
}
