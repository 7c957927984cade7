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

    /// How late, for `delay`: 0 to 60,000.
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
            return fault
        }
        return nil
    }
}
