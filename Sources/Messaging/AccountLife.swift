/// The life of one account in the daemon: it decides, and does nothing itself.
///
/// opening → working → paused, stopped or removed; while opening fails for reasons that may pass,
/// it waits for longer and longer in between. Nothing of it must survive a restart but the wish to
/// be paused, which the database holds: a daemon that starts opens every account anew.
package struct AccountLife: Hashable, Sendable {
    /// Why an account does not work, and what an admin does about it; without text or secret.
    package struct Trouble: Error, Hashable, Sendable {
        package let reason: String
        package let remedy: String

        /// Whether the same may go well later with nothing mended.
        package let mayPass: Bool

        package init(reason: String, remedy: String, mayPass: Bool = false) {
            self.reason = reason
            self.remedy = remedy
            self.mayPass = mayPass
        }
    }

    /// Where an account stands.
    package enum Phase: Hashable, Sendable {
        /// The platform is being asked who the account is.
        case opening
        /// That failed and is tried again after a while.
        case waiting(Trouble)
        case working
        /// Somebody said so: neither polls nor sends.
        case paused
        /// Somebody must mend something.
        case stopped(Trouble)
        case removed
    }

    /// What the owner does next.
    package enum Action: Hashable, Sendable {
        /// Goes on with what it is doing.
        case goOn
        /// Ends what it is doing, then opens the channel.
        case open
        /// Calls `waited` after so many milliseconds.
        case openAfter(milliseconds: Int64)
        /// Polls and sends.
        case work
        /// Ends what it is doing and waits for the next event.
        case rest
        /// Ends what it is doing and forgets the account.
        case leave
    }

    /// Pauses in milliseconds after the first, second … failure to open; the last one stays.
    package static let pauseMilliseconds: [Int64] = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000]

    /// Where the account stands.
    package private(set) var phase: Phase

    private var failures = 0

    /// A new life, paused from the start or not.
    package init(isPaused: Bool) {
        phase = isPaused ? .paused : .opening
    }

    /// What to do first.
    package func began() -> Action {
        phase == .paused ? .rest : .open
    }

    /// The channel is open.
    package mutating func opened() -> Action {
        guard phase == .opening else { return .goOn }
        failures = 0
        phase = .working
        return .work
    }

    /// The channel could not be opened.
    package mutating func openingFailed(_ trouble: Trouble) -> Action {
        guard phase == .opening else { return .goOn }
        guard trouble.mayPass else {
            phase = .stopped(trouble)
            return .rest
        }
        let pause = Self.pauseMilliseconds[min(failures, Self.pauseMilliseconds.count - 1)]
        failures += 1
        phase = .waiting(trouble)
        return .openAfter(milliseconds: pause)
    }

    /// The pause after a failure is over.
    package mutating func waited() -> Action {
        guard case .waiting = phase else { return .goOn }
        phase = .opening
        return .open
    }

    /// The platform refuses the account while it works: its token is dead, polling cannot work.
    package mutating func refused(_ trouble: Trouble) -> Action {
        guard phase == .working else { return .goOn }
        phase = .stopped(trouble)
        return .rest
    }

    /// Somebody wants the account to rest.
    package mutating func pauseAsked() -> Action {
        guard phase != .removed, phase != .paused else { return .goOn }
        phase = .paused
        return .rest
    }

    /// Somebody wants the account to work, or to be tried again at once.
    package mutating func resumeAsked() -> Action {
        switch phase {
        case .opening, .working, .removed: return .goOn
        case .waiting, .paused, .stopped: return openAnew()
        }
    }

    /// Token or settings are others now.
    package mutating func changed() -> Action {
        switch phase {
        case .paused, .removed: return .goOn
        case .opening, .waiting, .working, .stopped: return openAnew()
        }
    }

    /// The account is no longer in the settings.
    package mutating func removeAsked() -> Action {
        phase = .removed
        return .leave
    }

    private mutating func openAnew() -> Action {
        failures = 0
        phase = .opening
        return .open
    }
}

extension AccountLife.Phase {
    /// One word for logs, the database and lists.
    package var word: String {
        switch self {
        case .opening: "opening"
        case .waiting: "waiting"
        case .working: "working"
        case .paused: "paused"
        case .stopped: "stopped"
        case .removed: "removed"
        }
    }

    /// What keeps the account from working, if anything does.
    package var trouble: AccountLife.Trouble? {
        switch self {
        case .waiting(let trouble), .stopped(let trouble): trouble
        case .opening, .working, .paused, .removed: nil
        }
    }
}
