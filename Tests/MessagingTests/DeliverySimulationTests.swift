import Messaging
import Testing

/// The machine against a platform that answers anything and a process that stops at any moment.
@Suite struct DeliverySimulationTests {
    /// What one simulated life of a message came to.
    private struct Life {
        var sends = 0
        var sendsPerhapsTaken = 0
        var sendsForNothing = 0
        var steps = 0
        var state: Delivery.State
    }

    @Test(arguments: UInt64(0)..<1_000)
    func everyMessageEndsAndNoneIsSentTooOften(seed: UInt64) {
        let life = live(seed: seed)
        switch life.state {
        case .delivered, .abandoned: break
        case .waiting, .sending: Issue.record("seed \(seed): still \(life.state)")
        }
        #expect(life.steps < 10_000, "seed \(seed): no end")
        // A try that failed for the token's sake does not count.
        #expect(life.sends - life.sendsForNothing <= Delivery.attemptsMax, "seed \(seed)")
        // Seeds are even for answers, odd for bulletins, which people never get twice.
        #expect(life.sendsPerhapsTaken <= (seed % 2 == 0 ? 2 : 1), "seed \(seed)")
    }

    private func live(seed: UInt64) -> Life {
        var random = Numbers(seed: seed)
        var now = Timestamp(milliseconds: 1_760_000_000_000)
        let expiresAt = now.adding(seconds: Int64(random.next(100_000)))
        let repeats = seed % 2 == 0
        var delivery = Delivery(
            queuedAt: now, expiresAt: expiresAt, repeatsUnknownOutcome: repeats)
        var action = delivery.woke(at: now)
        var life = Life(state: delivery.state)
        while life.steps < 10_000 {
            life.steps += 1
            if random.next(10) == 0 {
                // Stopped and started again: only the stored state is left of it.
                if case .sending = delivery.state {
                    if case .send = action {} else { Issue.record("sending without a send") }
                    life.sends += 1
                    life.sendsPerhapsTaken += 1
                }
                now = now.adding(seconds: Int64(random.next(300)))
                delivery = Delivery(
                    state: delivery.state, expiresAt: expiresAt, repeatsUnknownOutcome: repeats)
                action = delivery.restarted(at: now)
                continue
            }
            switch action {
            case .send:
                life.sends += 1
                now = now.adding(seconds: Int64(random.next(30)))
                action = answer(&delivery, &life, &random, at: now)
            case .wake(let moment):
                // Timers are late, and sometimes early.
                let slack = Int64(random.next(20)) - 5
                now = max(now, moment.adding(seconds: slack))
                action = delivery.woke(at: now)
            case .stopAccount:
                now = now.adding(seconds: Int64(random.next(40_000)))
                action = delivery.woke(at: now)
            case .nothing, .forgetRecipient:
                life.state = delivery.state
                return life
            }
        }
        life.state = delivery.state
        return life
    }

    private func answer(
        _ delivery: inout Delivery, _ life: inout Life, _ random: inout Numbers, at now: Timestamp
    ) -> Delivery.Action {
        switch random.next(16) {
        case 0:
            life.sendsPerhapsTaken += 1
            return delivery.sendSucceeded()
        case 1:
            return delivery.sendFailed(.refused(reason: "r"), at: now)
        case 2:
            return delivery.sendFailed(.recipientGone(reason: "r"), at: now)
        case 3:
            life.sendsForNothing += 1
            return delivery.sendFailed(.credentialsExpired(reason: "r"), at: now)
        case 4, 5:
            life.sendsPerhapsTaken += 1
            return delivery.sendFailed(.outcomeUnknown(reason: "r"), at: now)
        case 6, 7:
            let seconds = Int64(random.next(4_000))
            return delivery.sendFailed(.tryAgainAfter(seconds: seconds, reason: "r"), at: now)
        default:
            return delivery.sendFailed(.tryAgain(reason: "r"), at: now)
        }
    }
}

/// Numbers that a seed repeats (SplitMix64: Steele, Lea and Flood, 2014).
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A number from 0 to `limit` - 1.
    mutating func next(_ limit: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % limit
    }
}
