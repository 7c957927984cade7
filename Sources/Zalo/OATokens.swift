import Messaging

/// The tokens of one Official Account: whoever calls the API gets its access token here.
///
/// One renewal at a time: within the process by this actor, between processes by the file's lock.
actor OATokens {
    /// Asks the platform for a new pair.
    typealias Renew = @Sendable (_ refresh: Secret, _ now: Timestamp) async -> OAuthAPI.Answer

    private let file: OATokenFile
    private let renew: Renew
    private let now: @Sendable () -> Timestamp
    private let trouble: @Sendable (OATrouble?) -> Void
    private var machine: TokenRefresh
    private var renewal: Task<TokenRefresh.Action, Never>?
    private var troubleTold: OATrouble?

    /// Reads the pair of the file; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - file: Where the pair is.
    ///   - renew: Asks the platform for a new pair.
    ///   - now: Reads the clock.
    ///   - trouble: Told what an admin should know, and nil when it is over.
    /// - Throws: `OATokenFile.Problem` when there is no pair to begin with.
    init(
        file: OATokenFile, renew: @escaping Renew, now: @escaping @Sendable () -> Timestamp,
        trouble: @escaping @Sendable (OATrouble?) -> Void
    ) throws(OATokenFile.Problem) {
        self.file = file
        self.renew = renew
        self.now = now
        self.trouble = trouble
        machine = TokenRefresh(pair: try file.read())
    }

    /// Returns the token to call with, renewed if its end is near.
    func access() async throws(SendFailure) -> Secret {
        if let renewal, !machine.isUsable(at: now()) {
            return try Self.token(await renewal.value)
        }
        if case .refused = machine.state, let found = try? file.read(), found != machine.pair {
            // Somebody has put a new pair there.
            return try await settle(machine.pairFound(found, at: now()))
        }
        return try await settle(machine.callWanted(at: now()))
    }

    /// Returns the token to call with after the platform has refused another one.
    func access(afterRefusalOf refused: Secret) async throws(SendFailure) -> Secret {
        let action = machine.accessRefused(refused, at: now())
        if let renewal, !machine.isUsable(at: now()) {
            return try Self.token(await renewal.value)
        }
        return try await settle(action)
    }

    /// Why no token will come until somebody gets a new pair; nil when one may.
    var deathReason: String? {
        if case .refused(let reason) = machine.state { Self.told(reason) } else { nil }
    }

    private func settle(_ action: TokenRefresh.Action) async throws(SendFailure) -> Secret {
        switch action {
        case .use, .wait, .giveUp:
            tellTrouble()
            return try Self.token(action)
        case .ask, .store:
            // A task of its own: when who asked is called off, a renewal that has begun must
            // still reach the disk, or both pairs are lost.
            let task = Task { await renewed() }
            renewal = task
            return try Self.token(await task.value)
        }
    }

    /// Carries a renewal through under the file's lock.
    private func renewed() async -> TokenRefresh.Action {
        defer {
            renewal = nil
            tellTrouble()
        }
        let lock: OATokenFile.Lock
        do {
            lock = try file.lock()
        } catch {
            return postponed()
        }
        defer { withExtendedLifetime(lock) {} }
        var action = machine.pairFound(try? file.read(), at: now())
        while true {
            switch action {
            case .ask(let refresh):
                // A disk that is full must show before the refresh token is spent.
                guard (try? file.checkWritable(for: machine.pair)) != nil else {
                    return machine.askFailed(at: now())
                }
                action = answered(await renew(refresh, now()))
            case .store(let pair):
                do {
                    try file.write(pair)
                    action = machine.stored()
                } catch {
                    action = machine.storeFailed(at: now())
                }
            case .use, .wait, .giveUp:
                return action
            }
        }
    }

    private func answered(_ answer: OAuthAPI.Answer) -> TokenRefresh.Action {
        switch answer {
        case .granted(let pair):
            machine.granted(pair, at: now())
        case .refused(let isFinal, let reason):
            machine.askRefused(isFinal: isFinal, reason: reason, at: now())
        case .failed:
            machine.askFailed(at: now())
        }
    }

    /// The lock is not to be had: another process renews, or the folder cannot be written.
    private func postponed() -> TokenRefresh.Action {
        switch machine.state {
        case .asking: machine.askFailed(at: now())
        case .storing: machine.storeFailed(at: now())
        case .resting, .waiting, .refused: machine.callWanted(at: now())
        }
    }

    private func tellTrouble() {
        let now = OATrouble(machine)
        guard now != troubleTold else { return }
        troubleTold = now
        trouble(now)
    }

    /// A final refusal with what to do, for whoever sees nothing but the account's end.
    private static func told(_ reason: String) -> String {
        "\(reason). \(OATrouble.refusedRemedy)"
    }

    private static func token(_ action: TokenRefresh.Action) throws(SendFailure) -> Secret {
        switch action {
        case .use(let access):
            return access
        case .wait(let seconds, let reason):
            throw .tryAgainAfter(seconds: seconds, reason: reason)
        case .giveUp(let reason):
            throw .credentialsExpired(reason: told(reason))
        case .ask, .store:
            preconditionFailure("a renewal that was not carried through")
        }
    }
}
