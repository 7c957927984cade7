/// What a rehearsal counted, and how long it took.
package struct DriveFigures: Sendable {
    /// Messages of each kind that were posted.
    package internal(set) var posted: [String: Int] = [:]

    /// Messages by what came of them.
    package internal(set) var outcomes: [String: Int] = [:]

    /// Updates that the platform delivered twice.
    package internal(set) var deliveredTwice = 0
    package internal(set) var kills = 0

    /// Messages that a kill or a cut poll took with it, and that were sent again.
    package internal(set) var lost = 0

    /// Starts after a token had been refused.
    package internal(set) var restarts = 0

    /// Sends whose outcome was not known when the daemon was killed, in all and of one account in
    /// one kill at the most, and the accounts that had any, counted at each kill.
    package internal(set) var sendsCut = 0
    package internal(set) var sendsCutMax = 0
    package internal(set) var accountsCut = 0

    /// Sends that the platform took and whose answer a fault ate.
    package internal(set) var sendsSpoiled = 0

    /// Messages that arrived once more.
    package internal(set) var doubled = 0

    /// Replies that ended undelivered, by reason.
    package internal(set) var abandoned: [String: Int] = [:]

    /// Strikes of the platform's faults by kind.
    package internal(set) var struck: [String: Int] = [:]

    /// Totals compared: units × days × indicators.
    package internal(set) var totalsCompared = 0

    /// Answers about standings whose numbers were compared.
    package internal(set) var answersCompared = 0
    package internal(set) var repliesDelivered = 0

    /// Seconds from the first report posted to the last turn taken.
    package internal(set) var turnSeconds = 0.0

    /// Seconds until the last reply had been delivered.
    package internal(set) var deliverySeconds = 0.0

    /// Seconds of the whole, with setting up and comparing.
    package internal(set) var wholeSeconds = 0.0
    package internal(set) var comparingSeconds = 0.0

    /// Seconds of processor that the daemon used, all its lives together.
    package internal(set) var daemonSeconds = 0.0
    package internal(set) var daemonMegabytes = 0
    package internal(set) var databaseMegabytes = 0.0

    /// What an admin did meanwhile, and how the daemon bore it.
    package internal(set) var upkeep: [String] = []

    /// Messages posted in all.
    package var messages: Int { posted.values.reduce(0, +) }

    /// The figures as lines for a person.
    package var lines: [String] {
        func rate(_ count: Int, _ seconds: Double) -> String {
            seconds > 0 ? "\(Int(Double(count) / seconds)) a second" : "-"
        }
        let kinds = posted.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let endings = outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return upkeep + [
            "messages posted: \(messages) (\(kinds.joined(separator: ", ")))",
            "what came of them: \(endings.joined(separator: ", "))",
            "delivered twice by the platform: \(deliveredTwice); kills: \(kills), "
                + "messages lost by them and sent again: \(lost)",
            "faults: \(struck.isEmpty ? "none" : list(struck)); starts after a refused token: "
                + "\(restarts)",
            "sends cut by kills: \(sendsCut) of \(accountsCut) accounts (\(sendsCutMax) at once of "
                + "one), by the platform: \(sendsSpoiled); arrived once more: \(doubled); ended "
                + "with a reason: \(abandoned.isEmpty ? "none" : list(abandoned))",
            "totals compared: \(totalsCompared); answers about standings: \(answersCompared)",
            "turns: \(seconds(turnSeconds)) s, stored and decided \(rate(messages, turnSeconds))",
            "replies: \(repliesDelivered) in \(seconds(deliverySeconds)) s, "
                + rate(repliesDelivered, deliverySeconds),
            "comparing: \(seconds(comparingSeconds)) s; all: \(seconds(wholeSeconds)) s",
            "daemon: \(seconds(daemonSeconds)) s of processor, \(daemonMegabytes) MB at the end; "
                + "database \(seconds(databaseMegabytes)) MB",
        ]
    }

    private func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
