import Campaign
import Conversation
import Logging
import Messaging
import Storage

/// What the bot says by itself: the campaigns with their times, and how it is put into words.
package struct Announcer: Sendable {
    let schedule: Schedule
    let render: @Sendable (Reply) throws -> String

    /// Takes the campaigns to announce and what renders a reply.
    package init(
        campaigns: [Campaign], render: @escaping @Sendable (Reply) throws -> String
    ) {
        schedule = Schedule(campaigns)
        self.render = render
    }
}

/// Looks at the clock and announces what has become due: reminders, bulletins, expired drafts,
/// difficulties that go up.
///
/// It has accounts looked after too. Each occasion is decided and queued in one transaction, so that it goes out once.
struct Scheduler: Sendable {
    let context: GatewayContext

    /// What is announced and how, read anew at each look.
    let announcer: @Sendable () -> Announcer

    /// Raised when a message waits for its turn.
    let kept: Signal

    /// Milliseconds after a start in which what is no trouble yet may still become one again.
    private static let settledMilliseconds: Int64 = 180_000

    /// Milliseconds between two looks at the most: the clock may be set, drafts come and go.
    static let lookMilliseconds: Int64 = 60_000

    /// Announces until told to stop.
    ///
    /// Accounts are looked after beside that: a platform that takes its time holds up no bulletin.
    func run(until stop: Gate) async {
        let upkeep = Upkeep(context)
        let start = context.clock.now()
        let purger = context.limits.retention.map { Purger(context, $0) }
        await withDiscardingTaskGroup { group in
            while !stop.isOpen, !Task.isCancelled {
                let now = context.clock.now()
                for (account, due) in upkeep.due(at: now) {
                    group.addTask { await upkeep.look(after: account, due) }
                }
                let announcer = announcer()
                await look(at: now, announcer)
                await alert(
                    rules(at: now, announcer), at: now,
                    endsAreSure: now.milliseconds - start.milliseconds >= Self.settledMilliseconds)
                if let purger, purger.begins(at: now) {
                    group.addTask { await purger.run(until: stop) }
                }
                let next = announcer.schedule.next(after: now.milliseconds)
                let pause = next.map { min($0 - now.milliseconds, Self.lookMilliseconds) }
                await context.pause(pause ?? Self.lookMilliseconds, until: stop)
            }
        }
    }

    private func look(at now: Timestamp, _ announcer: Announcer) async {
        let (schedule, rules) = (announcer.schedule, rules(at: now, announcer))
        let due = await attempt("looking for what is due") { store in
            try store.undecided(in: schedule, at: now)
        }
        for occasion in due ?? [] {
            let round = await attempt("announcing \(occasion.kind) of \(occasion.campaign)") {
                try $0.announce(occasion, in: schedule, rules, at: now)
            }
            if let round = round ?? nil { report(round) }
        }
        let drafts = await attempt("ending drafts") { try $0.expireDrafts(rules, at: now) }
        for draft in drafts ?? [] {
            context.logger.log(
                .draftExpired, .notice,
                [
                    "account": "\(draft.account)", "chat": "\(draft.chat)",
                    "draft": "\(draft.number)",
                ])
            context.roster.wake(draft.account)
        }
        let passed = await attempt("passing difficulties up") {
            try $0.passUpDifficulties(in: schedule, rules, at: now)
        }
        for one in passed ?? [] {
            context.logger.log(
                .difficultyPassedUp, .notice,
                [
                    "difficulty": "\(one.difficulty.told.number)",
                    "to": "\(one.difficulty.liesAt)", "chats": "\(one.chats.count)",
                ])
            for chat in one.chats { context.roster.wake(chat.account) }
        }
        await lookAfterDelivery(at: now, rules)
    }

    /// Returns nil after logging that the store failed; it is tried again at the next look.
    func attempt<T: Sendable>(
        _ what: String, _ work: @escaping @Sendable (Store) throws -> T
    ) async -> T? {
        do {
            return try await context.blocking { [store = context.store] in try work(store) }
        } catch {
            context.health.failed(error, doing: what)
            return nil
        }
    }

    private func rules(at now: Timestamp, _ announcer: Announcer) -> AnnouncementRules {
        let (roster, limits) = (context.roster, context.limits)
        return AnnouncementRules(
            textUnitsMax: roster.textUnitsMax,
            allowance: { account, sent, chats in
                (roster.limits(of: account) ?? limits)
                    .allowance(sent: sent, chats: chats, at: now)
            },
            render: announcer.render, trace: context.trace)
    }

    private func report(_ round: AnnouncementRound) {
        let occasion = round.occasion
        let fields: Logger.Metadata = [
            "kind": "\(occasion.kind)", "campaign": "\(occasion.campaign)",
            "day": "\(occasion.day)", "at": "\(occasion.time)",
        ]
        if round.isTooLate {
            context.logger.log(.announcementLate, .warning, fields)
            return
        }
        let chats = round.queued.values.reduce(0, +)
        context.logger.log(.announced, .notice, fields.with(["chats": "\(chats)"]))
        for skipped in round.skipped {
            context.logger.log(
                .announcementSkipped, .notice,
                fields.with([
                    "account": "\(skipped.account)", "reason": "\(skipped.reason.rawValue)",
                    "chats": "\(skipped.count)",
                ]))
        }
        for account in round.queued.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            context.roster.wake(account)
        }
    }
}
