import Conversation
import Messaging
import Storage

/// Why a message has got its reply or not, by what the database knows, and what to do about it.
package struct TrailVerdict: Hashable, Sendable {
    /// One sentence without a point.
    package let what: String

    /// What an admin does; nil for nothing.
    package let remedy: String?

    private init(_ what: String, _ remedy: String? = nil) {
        (self.what, self.remedy) = (what, remedy)
    }

    /// What else has a say in it.
    package struct Surroundings: Sendable {
        package let now: Timestamp
        package let isRunning: Bool
        package let accounts: [AccountID: AccountLifeRow]

        /// The least pressing kind that the month's quota of an account lets through; without an
        /// entry all kinds go.
        package let lowest: [AccountID: Priority?]

        package init(
            now: Timestamp, isRunning: Bool, accounts: [AccountID: AccountLifeRow],
            lowest: [AccountID: Priority?] = [:]
        ) {
            (self.now, self.isRunning) = (now, isRunning)
            (self.accounts, self.lowest) = (accounts, lowest)
        }
    }

    /// The verdicts on a message: on its turn when nothing was said, else on each reply.
    package static func all(_ trail: MessageTrail, _ around: Surroundings) -> [TrailVerdict] {
        if trail.replies.isEmpty { return trail.received.map { [turn($0, around)] } ?? [] }
        return trail.replies.map { reply($0, around) }
    }

    // MARK: The turn

    private static func turn(
        _ message: MessageTrail.Received, _ around: Surroundings
    ) -> TrailVerdict {
        switch message.state {
        case .waiting: waitingTurn(message, around)
        case .setAside:
            TrailVerdict(
                "no reply: deciding upon it failed \(message.tries) times and it was set aside: "
                    + "\(message.error ?? "for an unknown reason")",
                "when the cause is mended: tungngo messages retry in-\(message.id)")
        case .taken(let outcome, _): silentTurn(outcome, message)
        }
    }

    private static func waitingTurn(
        _ message: MessageTrail.Received, _ around: Surroundings
    ) -> TrailVerdict {
        guard around.isRunning else {
            return TrailVerdict(
                "no reply yet: it waits for its turn, and the daemon does not run",
                "start the daemon")
        }
        if let moment = message.notBefore, moment > around.now {
            return TrailVerdict(
                "no reply yet: the program stopped with it in hand; it is taken at "
                    + LogTime.vietnamese(moment))
        }
        if let error = message.error {
            return TrailVerdict(
                "no reply yet: deciding upon it has failed \(message.tries) times (\(error)); it "
                    + "is tried \(KeptMessage.triesMax) times")
        }
        return TrailVerdict(
            "no reply yet: it waits for its turn",
            "if that lasts: tungngo logs --since 1h --event turns-behind,storage-failed,turn-failed"
        )
    }

    private static func silentTurn(
        _ outcome: Decision.Outcome?, _ message: MessageTrail.Received
    ) -> TrailVerdict {
        switch outcome {
        case .flooded:
            TrailVerdict(
                "no reply: its sender or group writes too much, was told so and is not listened "
                    + "to for a while; the message is kept",
                "if it was none: raise flood.* in the settings")
        case .silent where message.chatKind == .group:
            TrailVerdict(
                "no reply on purpose: nothing in it was for the bot (talk in a group, or the "
                    + "group is told to be quiet)",
                "if it was a question: try 'tungngo ask', and teach it the words in intents/")
        default:
            TrailVerdict("no reply: it was decided (\(outcome?.rawValue ?? "?")) without one")
        }
    }

    // MARK: A reply

    private static func reply(
        _ reply: MessageTrail.Reply, _ around: Surroundings
    ) -> TrailVerdict {
        let name = "reply \(reply.id)"
        switch reply.state {
        case .delivered:
            let took = (reply.endedAt ?? reply.queuedAt).milliseconds - reply.queuedAt.milliseconds
            return TrailVerdict(
                "\(name) was delivered to \(reply.chat), "
                    + "\(LogWords.duration(took)) after it was decided")
        case .abandoned(let reason):
            return TrailVerdict(
                "\(name) was not delivered: \(reason)",
                "tungngo messages undelivered tells more; to send it all the same: "
                    + "tungngo messages retry out-\(reply.id)")
        case .sending:
            return around.isRunning
                ? TrailVerdict("\(name) is on its way to the platform, try \(reply.attempts)")
                : TrailVerdict(
                    "\(name) was on its way when the daemon stopped; it goes out again with the "
                        + "next start", "start the daemon")
        case .waiting(_, let until): return waiting(reply, until: until, around)
        }
    }

    private static func waiting(
        _ reply: MessageTrail.Reply, until: Timestamp, _ around: Surroundings
    ) -> TrailVerdict {
        let name = "reply \(reply.id) is queued"
        guard around.isRunning else {
            return TrailVerdict("\(name), and the daemon does not run", "start the daemon")
        }
        let life = around.accounts[reply.account]
        if let pausedAt = life?.mark.pausedAt {
            return TrailVerdict(
                "\(name): account \(reply.account) is paused since "
                    + "\(LogTime.vietnamese(pausedAt)) by \(life?.mark.pausedBy ?? "somebody")",
                "tungngo accounts resume \(reply.account)")
        }
        if let reason = life?.reason {
            return TrailVerdict(
                "\(name): account \(reply.account) does not work: \(reason)", life?.remedy)
        }
        if let lowest = around.lowest[reply.account], lowest.map({ $0 < reply.priority }) ?? true {
            return TrailVerdict(
                "\(name): the month's quota of account \(reply.account) lets no \(reply.priority) "
                    + "through any more", "a larger quota, or another account for the group")
        }
        if until > around.now {
            return TrailVerdict(
                "\(name): try \(reply.attempts) failed, the next comes at "
                    + LogTime.vietnamese(until))
        }
        if reply.isBehindAnother {
            return TrailVerdict("\(name) behind an earlier message to the same chat")
        }
        return TrailVerdict("\(name): it is next, as fast as the account may send")
    }
}
