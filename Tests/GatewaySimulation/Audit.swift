import GRDB
import Gateway
import Messaging
import Storage

/// Compares what the store says with what people and platforms have seen.
struct Audit {
    let scene: Scene
    let platforms: [Platform]
    let lives: [Life]

    private struct Kept {
        let id: Int64
        let account: String
        let chat: String
        let number: Int
        let state: String
        let outcome: String
    }

    private struct Queued {
        let id: Int64
        let inbox: Int64?
        let account: String
        let chat: String
        let text: String
        let priority: Int
        let state: String
        let reason: String
        let expiresAt: Int64
    }

    /// Everything that is not as it must be.
    func complaints() throws -> [String] {
        let (kept, queued, amounts) = try scene.database.read { db in
            (try Self.kept(db), try Self.queued(db), try Self.amounts(db))
        }
        var all = losses(kept) + turns(kept, queued) + ledger(kept, amounts)
        for platform in platforms {
            let own = queued.filter { $0.account == platform.account.rawValue }
            all += deliveries(own, platform) + order(own, platform) + pace(platform)
            all += try counted(platform)
        }
        return all
    }

    private static func kept(_ db: Database) throws -> [Kept] {
        try Row.fetchAll(db, sql: "SELECT * FROM inbox ORDER BY id").map { row in
            Kept(
                id: row["id"], account: row["account"], chat: row["chat"],
                number: Talk.number(of: row["content"]) ?? -1, state: row["state"],
                outcome: row["outcome"] ?? "")
        }
    }

    private static func queued(_ db: Database) throws -> [Queued] {
        try Row.fetchAll(db, sql: "SELECT * FROM outbox ORDER BY id").map { row in
            Queued(
                id: row["id"], inbox: row["inbox"], account: row["account"], chat: row["chat"],
                text: row["text"], priority: row["priority"], state: row["state"],
                reason: row["reason"] ?? "", expiresAt: row["expires_at"])
        }
    }

    private static func amounts(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(db, sql: "SELECT value FROM ledger ORDER BY id")
    }

    // MARK: Messages

    /// Messages that were handed out and are not kept, without an excuse.
    private func losses(_ kept: [Kept]) -> [String] {
        let numbers = Set(kept.map(\.number))
        return scene.talk.said.compactMap { said in
            guard !numbers.contains(said.number),
                let platform = platforms.first(where: { $0.account == said.message.account })
            else { return nil }
            if platform.keeping != .untilHandedOut { return "m\(said.number) is lost" }
            let id = said.message.message
            let given = platform.handedTo[id, default: []]
            // Killed before it could be kept, or lost with a word because the disk failed.
            let excused = lives.filter {
                given.contains($0.number) && ($0.end == .killed || $0.lost.contains(id.rawValue))
            }
            return excused.count == given.count
                ? nil : "m\(said.number) was given to us and is lost"
        }
    }

    /// Messages whose turn did not end as it must.
    private func turns(_ kept: [Kept], _ queued: [Queued]) -> [String] {
        let replies = Dictionary(grouping: queued, by: { $0.inbox ?? -1 })
        let kinds = Dictionary(uniqueKeysWithValues: scene.talk.said.map { ($0.number, $0.kind) })
        var all: [String] = []
        for message in kept {
            guard let kind = kinds[message.number] else {
                all.append("message \(message.id) was never written")
                continue
            }
            let texts = replies[message.id, default: []].map(\.text)
            switch message.state {
            case "taken" where message.outcome == "flooded":
                let told = [[], [Talk.floodNotice(message.number)]]
                if scene.world.mishaps.limits.flood == nil || !told.contains(texts) {
                    all.append("m\(message.number) was too much and is answered with \(texts)")
                }
            case "taken":
                if kind == .poison { all.append("m\(message.number) was taken and cannot be") }
                if texts != Talk.replies(to: message.number, kind) {
                    all.append("m\(message.number) is answered with \(texts)")
                }
            case "set_aside":
                if !texts.isEmpty { all.append("m\(message.number) was set aside and answered") }
                let kills = lives.count { $0.end == .killed }
                let failures = scene.failures[message.number, default: 0]
                if kind != .poison, failures + kills < KeptMessage.triesMax {
                    all.append("m\(message.number) was set aside for nothing")
                }
            default: all.append("m\(message.number) is still \(message.state)")
            }
        }
        for number in Set(kept.map(\.number)).sorted()
        where kept.count(where: { $0.number == number }) > 1 {
            all.append("m\(number) is kept twice")
        }
        return all
    }

    /// Reports that are in the ledger twice, or not.
    private func ledger(_ kept: [Kept], _ amounts: [Int64]) -> [String] {
        scene.talk.said.compactMap { said in
            let count = amounts.count { $0 == Int64(said.number) }
            let isDue =
                said.kind == .report
                && kept.contains { $0.number == said.number && $0.outcome == "recorded" }
            return count == (isDue ? 1 : 0)
                ? nil : "m\(said.number) is \(count) times in the ledger"
        }
    }

    // MARK: Replies

    /// Replies that did not end, ended for no reason, or were sent when they must not be.
    private func deliveries(_ queued: [Queued], _ platform: Platform) -> [String] {
        let attempts = Dictionary(grouping: platform.attempts, by: \.text)
        var all: [String] = []
        for reply in queued {
            let attempts = attempts[reply.text, default: []]
            switch reply.state {
            case "delivered":
                if !attempts.contains(where: { $0.told == .taken }) {
                    all.append("\(reply.text) is called delivered and is not")
                }
            case "abandoned":
                if !isReason(reply, attempts, platform) {
                    all.append("\(reply.text) was dropped for no reason: \(reply.reason)")
                }
            default: all.append("\(reply.text) is still \(reply.state)")
            }
            all += repeats(attempts, of: reply.text)
        }
        return all
    }

    private func isReason(
        _ reply: Queued, _ attempts: [Platform.Attempt], _ platform: Platform
    ) -> Bool {
        switch reply.reason {
        case "outcome unknown: restarted while sending":
            return lives.count > 1
                && (!scene.talk.isRepeated(reply.text) || attempts.count >= Delivery.attemptsMax)
        case let reason where reason.hasPrefix("too old to be of use"):
            // The clock may have been set back since.
            return reply.expiresAt <= scene.world.latest.adding(seconds: 7_200).milliseconds
        case let reason where reason.hasPrefix("gave up after"):
            return attempts.count >= Delivery.attemptsMax || lives.count > 1
        case let reason:
            // What the platform said of it, or of another message to the same chat.
            return platform.attempts.contains { attempt in
                guard attempt.chat.rawValue == reply.chat, case .failed(let failure) = attempt.told
                else { return false }
                return reason == failure.reason || reason == "outcome unknown: \(failure.reason)"
            }
        }
    }

    /// Sends after which there should have been none.
    private func repeats(_ attempts: [Platform.Attempt], of text: String) -> [String] {
        let isRepeated = scene.talk.isRepeated(text)
        var all: [String] = []
        for (number, (before, after)) in zip(attempts, attempts.dropFirst()).enumerated() {
            let isCut = after.life > before.life && isForgetful(before.life)
            if isCut, isRepeated { continue }
            switch before.told {
            case .failed(.tryAgain), .failed(.tryAgainAfter), .failed(.credentialsExpired): continue
            case .failed(.outcomeUnknown) where isRepeated:
                let tries = attempts.prefix(number + 1).count { !$0.isForNothing }
                if tries < 2 { continue }
            default: break
            }
            let told = before.told.map { "\($0)" } ?? "nothing"
            all.append("\(text) was sent again after we were told \(told)")
        }
        if attempts.count(where: { !$0.isForNothing }) > Delivery.attemptsMax {
            all.append("\(text) was sent \(attempts.count) times")
        }
        return all
    }

    /// Whether a life may have ended before it could store what it knew.
    private func isForgetful(_ number: Int) -> Bool {
        let life = lives[number - 1]
        return life.end == .killed || scene.storeFailures > 0 || scene.hadOutage
    }

    /// Replies that people saw in another order than they were queued.
    private func order(_ queued: [Queued], _ platform: Platform) -> [String] {
        let rows = Dictionary(queued.map { ($0.text, $0) }) { first, _ in first }
        var all: [String] = []
        for chat in Set(platform.arrivals.map(\.chat.rawValue)).sorted() {
            let seen = platform.arrivals.filter { $0.chat.rawValue == chat }
            for priority in Priority.allCases {
                let ids = seen.compactMap { rows[$0.text] }
                    .filter { $0.priority == priority.rawValue }.map(\.id)
                if ids != ids.sorted() { all.append("\(chat) of \(platform.account): \(ids)") }
            }
            let own = queued.filter { $0.chat == chat && $0.inbox != nil }
            let inbox = own.filter { isAnswerInItsChat($0, platform) }.compactMap(\.inbox)
            if inbox != inbox.sorted() { all.append("\(chat) is answered in the order \(inbox)") }
        }
        return all
    }

    private func isAnswerInItsChat(_ reply: Queued, _ platform: Platform) -> Bool {
        guard let number = Talk.number(of: reply.text),
            let said = scene.talk.said.first(where: { $0.number == number })
        else { return false }
        return said.message.account == platform.account && said.message.chat.rawValue == reply.chat
    }

    // MARK: Limits

    /// Sends that came faster than allowed.
    private func pace(_ platform: Platform) -> [String] {
        let pace = scene.world.mishaps.limits.pace
        let all = tooFast(platform.attempts, pace.intervalMilliseconds, pace.burst)
        let byChat = Dictionary(grouping: platform.attempts, by: \.chat)
        let chats = byChat.values.compactMap {
            tooFast($0, pace.chatIntervalMilliseconds, pace.chatBurst)
        }
        return ([all].compactMap { $0 } + chats).map { "\(platform.account) \($0)" }
    }

    private func tooFast(
        _ attempts: [Platform.Attempt], _ interval: Int64?, _ burst: Int64?
    ) -> String? {
        guard let interval, let burst, interval > 0 else { return nil }
        // What was admitted may be held up on its way and go out together, and a bucket is full
        // after the clock was set.
        let together =
            Int(burst) * (1 + scene.clockJumps) + scene.world.mishaps.limits.sendsAtOnce
        for life in lives {
            let starts = attempts.filter { $0.life == life.number }.map(\.at)
            for first in starts.indices {
                for last in starts.indices.dropFirst(first + together)
                where starts[last] - starts[first] < Int64(last - first - together) * interval {
                    return "sent \(last - first + 1) messages too fast"
                }
            }
        }
        return nil
    }

    /// Messages that were sent and not counted against the quota.
    private func counted(_ platform: Platform) throws -> [String] {
        let counted = try scene.database.read { db in
            try Int.fetchOne(
                db, sql: "SELECT coalesce(sum(sent), 0) FROM account_month WHERE account = ?",
                arguments: [platform.account.rawValue]) ?? 0
        }
        return counted >= platform.arrivals.count
            ? [] : ["\(platform.account) counts \(counted) of \(platform.arrivals.count) sends"]
    }

    /// How much happened.
    func figures(steps: Int) -> Simulation.Figures {
        let attempts = platforms.flatMap(\.attempts)
        var figures = Simulation.Figures()
        figures.steps = steps
        figures.messages = scene.talk.said.count
        figures.kills = lives.count { $0.end == .killed }
        figures.stops = lives.count { $0.end == .stopped }
        figures.sends = attempts.count
        figures.failedSends = attempts.count { $0.told != .taken }
        figures.storeFailures = scene.storeFailures
        figures.milliseconds = scene.world.elapsed
        return figures
    }
}

extension Platform.Attempt {
    /// Whether it failed for the token's sake, which no message is to blame for.
    fileprivate var isForNothing: Bool {
        if case .failed(.credentialsExpired) = told { return true }
        return false
    }
}
