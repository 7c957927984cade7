import Messaging
import TestSupport
import Testing
import Zalo

/// The renewal of tokens, event by event.
@Suite struct TokenRefreshTests {
    private let start = OAStage.start
    private let first = OAStage.pair(1)
    private let second = OAStage.pair(2, endsAfter: 180_000)

    private func at(_ seconds: Int64) -> Timestamp { start.adding(seconds: seconds) }

    /// A machine that has asked for a new pair.
    private func asking(at seconds: Int64 = 100_000) -> TokenRefresh {
        var machine = TokenRefresh(pair: first)
        _ = machine.callWanted(at: at(seconds))
        return machine
    }

    @Test func aGoodTokenIsUsed() {
        var machine = TokenRefresh(pair: first)
        #expect(machine.callWanted(at: start) == .use(first.access))
        #expect(machine.callWanted(at: at(86_399)) == .use(first.access))
        #expect(machine.state == .resting)
    }

    @Test func anHourBeforeItsEndItIsRenewed() {
        var machine = TokenRefresh(pair: first)
        #expect(machine.callWanted(at: at(86_400)) == .ask(first.refresh))
        #expect(machine.state == .asking(tries: 1))
        #expect(machine.callWanted(at: at(86_401)) == .use(first.access), "meanwhile")
    }

    @Test func whileItIsRenewedAndUsedUpCallersWait() {
        var machine = asking()
        guard case .wait(let seconds, _) = machine.callWanted(at: at(100_001)) else {
            Issue.record("\(machine)")
            return
        }
        #expect(seconds == 30)
    }

    @Test func aNewPairIsStoredBeforeItIsUsed() {
        var machine = asking()
        #expect(machine.granted(second, at: at(100_001)) == .store(second))
        #expect(machine.pair == first)
        #expect(machine.stored() == .use(second.access))
        #expect(machine.pair == second)
        #expect(machine.callWanted(at: at(100_002)) == .use(second.access))
    }

    @Test func aPairThatCannotBeStoredIsKeptAndTriedAgain() {
        var machine = asking(at: 86_400)
        _ = machine.granted(second, at: at(86_401))
        #expect(machine.storeFailed(at: at(86_401)) == .use(first.access))
        #expect(machine.trouble?.contains("cannot be written") == true)
        #expect(machine.callWanted(at: at(86_430)) == .use(first.access))
        #expect(machine.callWanted(at: at(86_431)) == .store(second))
        #expect(
            machine.storeFailed(at: at(90_000))
                == .wait(seconds: 60, reason: "the token file cannot be written"))
        #expect(machine.callWanted(at: at(90_060)) == .store(second))
        #expect(machine.stored() == .use(second.access))
        #expect(machine.trouble == nil)
    }

    @Test func aRenewalWithoutAnswerIsTriedAgainLater() {
        var machine = asking(at: 86_400)
        #expect(machine.askFailed(at: at(86_400)) == .use(first.access))
        #expect(machine.callWanted(at: at(86_429)) == .use(first.access))
        #expect(machine.callWanted(at: at(86_430)) == .ask(first.refresh))
        #expect(machine.state == .asking(tries: 2))
        _ = machine.askFailed(at: at(86_430))
        #expect(machine.state == .waiting(tries: 2, until: at(86_490)))
        #expect(machine.trouble == nil)
        _ = machine.callWanted(at: at(86_490))
        _ = machine.askFailed(at: at(86_490))
        #expect(machine.trouble != nil, "three times in a row is worth a word")
    }

    @Test func pausesGrowToAQuarterOfAnHour() {
        #expect(
            (0...9).map { TokenRefresh.pauseSeconds(afterTry: $0) } == [
                30, 30, 60, 120, 240, 480, 960, 960, 960, 960,
            ])
    }

    @Test func aDeadRefreshTokenEndsItWhenTheAccessTokenDoes() {
        var machine = asking(at: 86_400)
        #expect(
            machine.askRefused(isFinal: true, reason: "dead", at: at(86_400)) == .use(first.access))
        #expect(machine.trouble == "dead")
        #expect(machine.callWanted(at: at(89_999)) == .use(first.access))
        #expect(machine.callWanted(at: at(90_000)) == .giveUp(reason: "dead"))
        #expect(machine.pair == first)
    }

    @Test func aRefusalThatNamesNoCauseIsBelievedTheThirdTime() {
        var machine = asking()
        var now = at(100_000)
        for _ in 1..<TokenRefresh.refusalsMax {
            guard
                case .wait(let seconds, _) = machine.askRefused(
                    isFinal: false, reason: "no", at: now)
            else {
                Issue.record("\(machine.state)")
                return
            }
            now = now.adding(seconds: seconds)
            #expect(machine.callWanted(at: now) == .ask(first.refresh))
        }
        #expect(machine.askRefused(isFinal: false, reason: "no", at: now) == .giveUp(reason: "no"))
    }

    @Test func aRefusedAccessTokenIsRenewedThoughItsTimeIsNotUp() {
        var machine = TokenRefresh(pair: first)
        #expect(machine.accessRefused(first.access, at: start) == .ask(first.refresh))
        guard case .wait = machine.askFailed(at: start) else {
            Issue.record("a refused token was used")
            return
        }
    }

    @Test func theRefusalOfAnOlderTokenChangesNothing() {
        var machine = TokenRefresh(pair: first)
        #expect(machine.accessRefused(second.access, at: start) == .use(first.access))
    }

    @Test func aPairThatSomebodyElseStoredIsTaken() {
        var machine = asking()
        #expect(machine.pairFound(second, at: at(100_000)) == .use(second.access))
        #expect(machine.state == .resting)
        var dead = asking()
        _ = dead.askRefused(isFinal: true, reason: "dead", at: at(100_000))
        #expect(dead.pairFound(second, at: at(100_000)) == .use(second.access))
    }

    @Test func ourOwnPairOrNoneInTheFileChangesNothing() {
        var machine = asking()
        #expect(machine.pairFound(first, at: at(100_000)) == .ask(first.refresh))
        #expect(machine.pairFound(nil, at: at(100_000)) == .ask(first.refresh))
        _ = machine.granted(second, at: at(100_000))
        #expect(machine.pairFound(first, at: at(100_000)) == .store(second))
    }

    @Test func withoutAnAccessTokenOneIsAskedForAtOnce() {
        var machine = TokenRefresh(
            pair: OATokenPair(access: Secret(""), refresh: Secret("r"), accessEndsAt: nil))
        #expect(!machine.isUsable(at: start))
        #expect(machine.callWanted(at: start) == .ask(Secret("r")))
        guard case .wait = machine.askFailed(at: start) else {
            Issue.record("\(machine.state)")
            return
        }
    }
}
