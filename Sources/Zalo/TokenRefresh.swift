import Messaging

/// The renewal of one Official Account's tokens: it decides what to do, and does nothing itself.
///
/// Events are methods named for what has happened; each returns the one thing to do now. The
/// refresh token is good for one use, so a pair that the platform gives is stored before it is
/// used, and a refused renewal never takes the place of a pair.
///
/// After a restart the machine begins with the pair of the file. When the program ended between
/// the platform's answer and the writing of the file, the new pair is lost: the file still has
/// the old one, whose access token works to its end, and the next renewal is refused, which ends in
/// `refused` with what an admin does about it. Nobody can tell that from a renewal that never
/// reached the platform, so the old refresh token is tried once more before that is believed.
package struct TokenRefresh: Hashable, Sendable {
    /// Where the renewal stands; in memory alone, since the file says all that outlives a restart.
    package enum State: Hashable, Sendable {
        /// Nothing is under way.
        case resting
        /// The platform was asked for a new pair, for the so manieth time in a row.
        case asking(tries: Int)
        /// No pair came; the platform is not asked again before `until`.
        case waiting(tries: Int, until: Timestamp)
        /// The platform gave this pair, and it is not on disk yet.
        case storing(OATokenPair, tries: Int, until: Timestamp)
        /// The platform does not take the refresh token: somebody must get a new pair.
        case refused(reason: String)
    }

    /// The one thing to do now.
    package enum Action: Hashable, Sendable {
        /// Call the API with this access token.
        case use(Secret)
        /// Ask the platform for a new pair with this refresh token.
        case ask(Secret)
        /// Write this pair to the file.
        case store(OATokenPair)
        /// There is no token to call with for so many seconds.
        case wait(seconds: Int64, reason: String)
        /// There will be none until somebody gets a new pair.
        case giveUp(reason: String)
    }

    /// Seconds before its end at which an access token is renewed: sends go on with the old one
    /// when that does not work at once.
    package static let aheadSeconds: Int64 = 3_600

    /// Refusals in a row after which one is believed whose code says nothing of the token.
    package static let refusalsMax = 3

    /// Pause in seconds after the n-th failed try (n from 1): 30, 60, 120 … 960.
    package static func pauseSeconds(afterTry tries: Int) -> Int64 {
        30 << Int64(min(max(tries, 1), 6) - 1)
    }

    /// The pair that is on disk.
    package private(set) var pair: OATokenPair

    package private(set) var state = State.resting

    /// Whether the platform has refused the access token of `pair`.
    private var isAccessRefused = false

    private var refusals = 0

    /// A machine at the start of the program, with the pair of the file.
    package init(pair: OATokenPair) {
        self.pair = pair
    }

    /// Whether the access token may be called with.
    package func isUsable(at now: Timestamp) -> Bool {
        !pair.access.isEmpty && !isAccessRefused && pair.accessEndsAt.map { now < $0 } ?? true
    }

    /// Somebody wants to call the API.
    package mutating func callWanted(at now: Timestamp) -> Action {
        switch state {
        case .resting:
            if isUsable(at: now), let end = pair.accessEndsAt,
                now.adding(seconds: Self.aheadSeconds) < end
            {
                return .use(pair.access)
            }
            return ask(tries: 1)
        case .waiting(let tries, let until) where until <= now:
            return ask(tries: tries + 1)
        case .storing(let fresh, _, let until) where until <= now:
            return .store(fresh)
        case .asking:
            return use(at: now, until: now.adding(seconds: Self.pauseSeconds(afterTry: 1)))
        case .waiting(_, let until), .storing(_, _, let until):
            return use(at: now, until: until)
        case .refused(let reason):
            return isUsable(at: now) ? .use(pair.access) : .giveUp(reason: reason)
        }
    }

    /// The platform refused a call for its access token.
    package mutating func accessRefused(_ access: Secret, at now: Timestamp) -> Action {
        if access == pair.access { isAccessRefused = true }
        return callWanted(at: now)
    }

    /// The file was read under its lock, before a renewal or a writing; nil when it cannot be read.
    ///
    /// A pair that is not ours was put there by another process or by an admin: it is newer.
    package mutating func pairFound(_ found: OATokenPair?, at now: Timestamp) -> Action {
        if let found, found != pair {
            take(found)
            return callWanted(at: now)
        }
        if case .asking = state { return .ask(pair.refresh) }
        return callWanted(at: now)
    }

    /// The platform gave a new pair.
    package mutating func granted(_ fresh: OATokenPair, at now: Timestamp) -> Action {
        guard case .asking = state else { preconditionFailure("granted in state \(state)") }
        refusals = 0
        state = .storing(fresh, tries: 0, until: now)
        return .store(fresh)
    }

    /// The new pair is on disk.
    package mutating func stored() -> Action {
        guard case .storing(let fresh, _, _) = state else {
            preconditionFailure("stored in state \(state)")
        }
        take(fresh)
        return .use(fresh.access)
    }

    /// The file could not be written: the new pair is kept in memory and not used.
    package mutating func storeFailed(at now: Timestamp) -> Action {
        guard case .storing(let fresh, let tries, _) = state else {
            preconditionFailure("storeFailed in state \(state)")
        }
        let until = now.adding(seconds: Self.pauseSeconds(afterTry: tries + 1))
        state = .storing(fresh, tries: tries + 1, until: until)
        return use(at: now, until: until)
    }

    /// No answer came, or none that says anything: the refresh token may have been spent or not.
    package mutating func askFailed(at now: Timestamp) -> Action {
        guard case .asking(let tries) = state else {
            preconditionFailure("askFailed in state \(state)")
        }
        let until = now.adding(seconds: Self.pauseSeconds(afterTry: tries))
        state = .waiting(tries: tries, until: until)
        return use(at: now, until: until)
    }

    /// The platform answered and gave no pair.
    ///
    /// - Parameters:
    ///   - isFinal: Whether the answer names the refresh token as what is wrong.
    ///   - reason: A fixed phrase fit for an admin.
    ///   - now: The moment.
    /// - Returns: To go on with the old access token for as long as it lasts.
    package mutating func askRefused(isFinal: Bool, reason: String, at now: Timestamp) -> Action {
        guard case .asking = state else { preconditionFailure("askRefused in state \(state)") }
        refusals += 1
        guard isFinal || refusals >= Self.refusalsMax else { return askFailed(at: now) }
        state = .refused(reason: reason)
        return isUsable(at: now) ? .use(pair.access) : .giveUp(reason: reason)
    }

    /// What an admin should know though calls may still go well; nil when all is as it should be.
    package var trouble: String? {
        switch state {
        case .refused(let reason): reason
        case .storing(_, let tries, _) where tries > 0:
            "the token file cannot be written; until it can, a restart loses the new tokens"
        case .waiting(let tries, _) where tries >= Self.refusalsMax:
            "Zalo gives no new tokens; it is asked again and again"
        case .resting, .asking, .waiting, .storing: nil
        }
    }

    private mutating func take(_ fresh: OATokenPair) {
        pair = fresh
        state = .resting
        isAccessRefused = false
        refusals = 0
    }

    private mutating func ask(tries: Int) -> Action {
        state = .asking(tries: tries)
        return .ask(pair.refresh)
    }

    private func use(at now: Timestamp, until: Timestamp) -> Action {
        if isUsable(at: now) { return .use(pair.access) }
        let seconds = max(1, (until.milliseconds - now.milliseconds + 999) / 1_000)
        let reason =
            if case .storing = state {
                "the token file cannot be written"
            } else {
                "the access token is used up and a new one has not come yet"
            }
        return .wait(seconds: seconds, reason: reason)
    }
}
