/// The life of one queued message: it decides what to do, and does nothing itself.
///
/// Events are methods named for what has happened; each returns the one thing to do now. The
/// caller stores `state` before acting, so a crash can cost a second try, never a lost message.
package struct Delivery: Hashable, Sendable {
    /// Where the message stands; stored with it.
    package enum State: Hashable, Sendable {
        /// Not being sent; the next try is due at `until`.
        case waiting(attempts: Int, until: Timestamp)
        /// Handed to the platform, answer not yet known. After a restart: outcome unknown.
        case sending(attempts: Int)
        /// The platform took it.
        case delivered
        /// It will not be sent; the reason is fit for an admin to read.
        case abandoned(reason: String)
    }

    /// The one thing to do now.
    package enum Action: Hashable, Sendable {
        /// Nothing to do: it has ended, or a send is on its way.
        case nothing
        /// Send it now.
        case send
        /// Look again at this moment.
        case wake(at: Timestamp)
        /// Never write to this recipient again.
        case forgetRecipient
        /// Stop the whole account until somebody mends its token.
        case stopAccount
    }

    package private(set) var state: State

    /// Whether a send of unknown outcome is repeated once: a second copy of an answer does less
    /// harm than silence, a second copy of a bulletin does not.
    package let repeatsUnknownOutcome: Bool

    /// After this moment the message is of no more use and is dropped.
    package let expiresAt: Timestamp

    /// Tries before giving up; with the pauses below, the last one comes about 2 hours in.
    package static let attemptsMax = 10

    /// Pause in seconds after the n-th failed try (n from 1): 2, 5, then 60, 120, 240 … 3840.
    ///
    /// Most failures are over in a moment, and somebody waits; what lasts is not hammered.
    package static func pauseSeconds(afterAttempt attempt: Int) -> Int64 {
        switch attempt {
        case ...1: 2
        case 2: 5
        default: 60 << Int64(min(attempt, attemptsMax - 1) - 3)
        }
    }

    /// Pause in seconds after the n-th try, refused as too fast with so many seconds to wait: what
    /// the platform asks for, and from the fourth try on two minutes and more, so that a platform
    /// that asks for one second each time does not use up all tries in eight.
    package static func pauseSeconds(asked seconds: Int64, afterAttempt attempt: Int) -> Int64 {
        attempt <= 3 ? max(seconds, 1) : max(seconds, pauseSeconds(afterAttempt: attempt))
    }

    /// Pause in seconds before a send of unknown outcome is repeated.
    package static let unknownOutcomePauseSeconds: Int64 = 2

    /// A message that has just been queued: due at once.
    package init(queuedAt now: Timestamp, expiresAt: Timestamp, repeatsUnknownOutcome: Bool) {
        self.state = .waiting(attempts: 0, until: now)
        self.expiresAt = expiresAt
        self.repeatsUnknownOutcome = repeatsUnknownOutcome
    }

    /// A message read back from storage.
    package init(state: State, expiresAt: Timestamp, repeatsUnknownOutcome: Bool) {
        self.state = state
        self.expiresAt = expiresAt
        self.repeatsUnknownOutcome = repeatsUnknownOutcome
    }

    /// The program has started again: a send cut short may have reached the person or not.
    package mutating func restarted(at now: Timestamp) -> Action {
        switch state {
        case .sending:
            sendFailed(.outcomeUnknown(reason: "restarted while sending"), at: now)
        case .waiting, .delivered, .abandoned:
            woke(at: now)
        }
    }

    /// The moment given by `wake(at:)`, or an earlier one, has come.
    package mutating func woke(at now: Timestamp) -> Action {
        switch state {
        case .waiting(let attempts, let until) where until <= now:
            guard now < expiresAt else { return abandon("too old to be of use") }
            state = .sending(attempts: attempts + 1)
            return .send
        case .waiting(_, let until):
            return .wake(at: until)
        case .sending, .delivered, .abandoned:
            return .nothing
        }
    }

    /// The platform took the message.
    package mutating func sendSucceeded() -> Action {
        switch state {
        case .sending:
            state = .delivered
            return .nothing
        case .waiting, .delivered, .abandoned:
            preconditionFailure("sendSucceeded in state \(state)")
        }
    }

    /// The platform did not take the message, or nobody knows.
    package mutating func sendFailed(_ failure: SendFailure, at now: Timestamp) -> Action {
        guard case .sending(let attempts) = state else {
            preconditionFailure("sendFailed in state \(state)")
        }
        switch failure {
        case .tryAgain(let reason):
            return wait(attempts, seconds: Self.pauseSeconds(afterAttempt: attempts), reason, now)
        case .tryAgainAfter(let seconds, let reason):
            return wait(
                attempts, seconds: Self.pauseSeconds(asked: seconds, afterAttempt: attempts),
                reason, now)
        case .outcomeUnknown(let reason):
            guard repeatsUnknownOutcome, attempts < 2 else {
                return abandon("outcome unknown: \(reason)")
            }
            return wait(attempts, seconds: Self.unknownOutcomePauseSeconds, reason, now)
        case .recipientGone(let reason):
            state = .abandoned(reason: reason)
            return .forgetRecipient
        case .refused(let reason):
            return abandon(reason)
        case .credentialsExpired:
            // The message is not at fault: it waits until the account works again.
            state = .waiting(attempts: attempts - 1, until: now)
            return .stopAccount
        }
    }

    private mutating func wait(
        _ attempts: Int, seconds: Int64, _ reason: String, _ now: Timestamp
    ) -> Action {
        guard attempts < Self.attemptsMax else {
            return abandon("gave up after \(attempts) tries: \(reason)")
        }
        let until = now.adding(seconds: seconds)
        guard until < expiresAt else { return abandon("too old to be of use: \(reason)") }
        state = .waiting(attempts: attempts, until: until)
        return .wake(at: until)
    }

    private mutating func abandon(_ reason: String) -> Action {
        state = .abandoned(reason: reason)
        return .nothing
    }
}
