/// A fault that the simulator plays, so that a program can be tried against a bad day.
package struct SimulatedFault: Hashable, Sendable, Codable {
    /// What goes wrong.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The answer comes `milliseconds` late.
        case delay
        /// An HTML page with an HTTP status of 500 or more, and nothing done.
        case serverError = "server_error"
        /// Half of the answer, then the connection breaks; what the answer carried is lost.
        case dropBody = "drop_body"
        /// `getUpdates` or the webhook gets the same update twice.
        case duplicate
        /// The quota is used up, and nothing done.
        case tooManyRequests = "too_many_requests"
        /// A send is taken, but the connection breaks before the answer.
        case lostReply = "lost_reply"
        /// The token is no longer valid, and nothing done.
        case unauthorized
        /// An Official Account's access token ends, and nothing done.
        case tokenExpired = "token_expired"
        /// No new tokens are given for a refresh token, which stays good.
        case refreshRefused = "refresh_refused"
        /// The answer dribbles in pieces over `milliseconds`; for `webhook` the pushed body does.
        case slowBody = "slow_body"
        /// The connection is kept and never answered, and nothing done; for `webhook` the pushed
        /// body stops in the middle.
        ///
        /// It breaks after `milliseconds`, with 0 when the other side hangs up.
        case halfOpen = "half_open"
        /// The call is done, then the connection says no word more, not even that it ends; what
        /// the answer carried is lost.
        ///
        /// It breaks after `milliseconds`, with 0 when the other side hangs up.
        case silence
        /// The connection is reset (RST) in the place of an answer, and nothing done.
        case reset
        /// `getUpdates` or the webhook gets a later update of the chat before the one that is due.
        case outOfOrder = "out_of_order"
        /// `getUpdates` or the webhook gets the same update once more, `milliseconds` later.
        case repeatLate = "repeat_late"
        /// A date that the platform gives, of an update or of a message sent, is `milliseconds`
        /// off, in the past when below 0.
        case clockJump = "clock_jump"

        /// What it does, in a few words for a person who chooses one.
        package var summary: String {
            switch self {
            case .delay: "the answer comes 'milliseconds' late"
            case .serverError: "an HTML page with 'status' (502), nothing done"
            case .dropBody: "half an answer, then the connection breaks; what it carried is lost"
            case .duplicate: "the same update twice in a row"
            case .tooManyRequests: "error 429, nothing done; asks to wait 'milliseconds' if given"
            case .lostReply: "a send is taken, the connection breaks before the answer"
            case .unauthorized: "error 401, nothing done"
            case .slowBody:
                "the body dribbles over 'milliseconds'; with method webhook the pushed one"
            case .halfOpen:
                "the connection is kept and never answered, nothing done; breaks after "
                    + "'milliseconds' (0: never)"
            case .silence:
                "the call is done, then silence; what the answer carried is lost; breaks "
                    + "after 'milliseconds' (0: never)"
            case .reset: "the connection is reset, nothing done"
            case .outOfOrder: "a later update of the same chat comes first"
            case .repeatLate: "the same update once more, 'milliseconds' later"
            case .tokenExpired: "an Official Account's access token ends, nothing done"
            case .refreshRefused: "no new tokens for a refresh token, which stays good"
            case .clockJump: "dates are 'milliseconds' off, in the past when below 0"
            }
        }

        /// What `milliseconds` may be.
        package var millisecondsRange: ClosedRange<Int64> {
            switch self {
            case .clockJump: -315_360_000_000...315_360_000_000
            case .repeatLate, .tooManyRequests: 0...86_400_000
            default: 0...600_000
            }
        }
    }

    package var kind: Kind

    /// The Bot API method it strikes, `*` for all of them.
    package var method: String

    /// Id of the only bot it strikes; nil for all.
    package var bot: String?

    /// Strikes at the most; nil for no limit.
    package var count: Int?

    /// Chance of a strike at each call it fits, above 0 and at most 1.
    package var probability: Double

    /// What the chance is drawn from: the same seed strikes at the same calls.
    package var seed: UInt64

    /// How long or how far off, as the kind says.
    package var milliseconds: Int

    /// HTTP status of the answer; nil for 502 with `serverError`, 200 with the rest.
    package var status: Int?

    /// How often it has struck.
    package internal(set) var struck: Int

    package init(
        _ kind: Kind, method: String = "*", bot: String? = nil, count: Int? = nil,
        probability: Double = 1, seed: UInt64 = 1, milliseconds: Int = 0, status: Int? = nil
    ) {
        self.kind = kind
        self.method = method
        self.bot = bot
        self.count = count
        self.probability = probability
        self.seed = seed
        self.milliseconds = milliseconds
        self.status = status
        self.struck = 0
    }
}

/// All faults that are switched on, and how far each has come.
struct FaultBoard: Sendable {
    private var rules: [Rule] = []

    /// Strikes of each kind since the last reset, of faults that are off by now too.
    private(set) var struck: [SimulatedFault.Kind: Int] = [:]

    private struct Rule: Sendable {
        var fault: SimulatedFault
        var chance: SeededGenerator
    }

    var faults: [SimulatedFault] { rules.map(\.fault) }

    mutating func add(_ fault: SimulatedFault) {
        rules.append(Rule(fault: fault, chance: SeededGenerator(seed: fault.seed)))
    }

    mutating func clear() {
        rules.removeAll()
    }

    /// Switches all off and forgets how often they struck.
    mutating func reset() {
        self = FaultBoard()
    }

    /// Returns the fault of one of these kinds that strikes this call, the oldest first.
    mutating func strike(
        _ kinds: Set<SimulatedFault.Kind>, method: String, bot: String
    ) -> SimulatedFault? {
        for index in rules.indices {
            let fault = rules[index].fault
            guard kinds.contains(fault.kind), fault.method == "*" || fault.method == method,
                fault.bot == nil || fault.bot == bot, fault.struck < fault.count ?? .max
            else { continue }
            guard fault.probability >= 1 || rules[index].chance.unit() < fault.probability else {
                continue
            }
            rules[index].fault.struck += 1
            struck[fault.kind, default: 0] += 1
            return fault
        }
        return nil
    }
}
