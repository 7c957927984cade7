import Messaging
import Testing

@Suite struct PollPacingTests {
    static let skip = Received.skipped(reason: "r")

    @Test(arguments: [
        (Received.idle, Int64(30_000), Int64(0), "the platform waited"),
        (.idle, 5_000, 0, "just long enough"),
        (.idle, 4_999, 2_000, "it did not wait: no hot loop"),
        (.idle, 0, 2_000, "at once"),
        (.messages([]), 0, 0, "more may be there"),
        (skip, 0, 0, "one update that is none of ours"),
    ])
    func pauseAfter(received: Received, took: Int64, pause: Int64, reason: String) {
        var pacing = PollPacing()
        let step = pacing.received(received, afterMilliseconds: took)
        #expect(step == .pollAfter(milliseconds: pause), "\(reason)")
    }

    @Test func outageIsAskedLessAndLessOften() {
        var pacing = PollPacing()
        let pauses = (0..<6).map { _ in pacing.failed(.tryAgain(reason: "r")) }
        #expect(
            pauses
                == [5_000, 10_000, 20_000, 30_000, 30_000, 30_000].map {
                    .pollAfter(milliseconds: $0)
                })
        _ = pacing.received(.idle, afterMilliseconds: 30_000)
        #expect(pacing.failed(.tryAgain(reason: "r")) == .pollAfter(milliseconds: 5_000))
    }

    @Test func brokenAnswersWithoutEndAreNoHotLoop() {
        var pacing = PollPacing()
        let pauses = (0..<6).map { _ in pacing.received(Self.skip, afterMilliseconds: 1) }
        #expect(pauses == [0, 0, 0, 2_000, 2_000, 2_000].map { .pollAfter(milliseconds: $0) })
        let slow = pacing.received(Self.skip, afterMilliseconds: 5_000)
        #expect(slow == .pollAfter(milliseconds: 0))
        _ = pacing.received(.messages([]), afterMilliseconds: 1)
        let fresh = pacing.received(Self.skip, afterMilliseconds: 1)
        #expect(fresh == .pollAfter(milliseconds: 0))
    }

    @Test(arguments: [
        ReceiveFailure.credentialsExpired(reason: "r"), .misconfigured(reason: "r"), .cancelled,
    ])
    func stopsWhenSomebodyMustMendSomething(_ failure: ReceiveFailure) {
        var pacing = PollPacing()
        #expect(pacing.failed(failure) == .stop)
    }
}
