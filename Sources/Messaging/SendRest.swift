/// Whether an account may send at all after the platform said "too fast" (429).
///
/// After a refusal the account rests. Then one message goes out to see whether sends are taken
/// again, and all others wait for what becomes of it: a refusal never costs each queued message
/// a try. Rests grow while refusals follow each other.
package struct SendRest: Hashable, Sendable {
    /// What may be done now.
    package enum Permission: Hashable, Sendable {
        /// Send.
        case now
        /// Send one message, and nothing else before its outcome is known.
        case probe
        /// Nothing before this moment.
        case at(Timestamp)
        /// Nothing before the outcome of the probe.
        case afterProbe
    }

    private enum State: Hashable {
        case open
        case resting(until: Timestamp, milliseconds: Int64, rests: Int)
        case probing(rests: Int)
    }

    private var state = State.open

    /// The longest rest in seconds, unless the platform asks for a longer one.
    package static let secondsMax: Int64 = 3_600

    /// An account that may send.
    package init() {}

    /// What may be done now; `probe` is given once, and the caller then must send.
    package mutating func permission(at now: Timestamp) -> Permission {
        switch state {
        case .open: return .now
        case .probing: return .afterProbe
        case .resting(let until, let milliseconds, let rests):
            // A clock that went back does not make the rest longer than it was.
            let until = min(until, now.later(by: milliseconds))
            state = .resting(until: until, milliseconds: milliseconds, rests: rests)
            return until <= now ? .probe : .at(until)
        }
    }

    /// The message that looks whether sends are taken again is on its way.
    package mutating func probeBegan() {
        guard case .resting(_, _, let rests) = state else { return }
        state = .probing(rests: rests)
    }

    /// A send was refused as too fast.
    ///
    /// - Returns: When the account may try again.
    @discardableResult
    package mutating func refused(seconds: Int64, at now: Timestamp) -> Timestamp {
        let asked = max(seconds, 1)
        var (rests, known) = (0, now)
        switch state {
        case .open: break
        case .probing(let before): rests = before
        case .resting(let until, _, let before):
            // It was on its way when the rest began: it tells nothing new.
            (rests, known) = (before - 1, until)
        }
        let grown = min(max(asked, 60) << Int64(min(max(rests, 0), 6)), Self.secondsMax)
        let wait = (rests > 0 ? max(asked, grown) : asked).multipliedReportingOverflow(by: 1_000)
        let until = max(known, now.later(by: wait.overflow ? .max : wait.partialValue))
        state = .resting(
            until: until, milliseconds: max(until.milliseconds - now.milliseconds, 0),
            rests: rests + 1)
        return until
    }

    /// A send has ended in another way than a refusal as too fast.
    package mutating func passed() {
        // One that was on its way when a rest began does not end it.
        if case .probing = state { state = .open }
    }

    /// The probe was not sent after all.
    package mutating func probeWithdrawn(at now: Timestamp) {
        guard case .probing(let rests) = state else { return }
        state = .resting(until: now, milliseconds: 0, rests: rests)
    }
}
