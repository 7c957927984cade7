import Logging
import Messaging
import Synchronization

/// Looks after accounts whose channel wants something done now and then: tokens are renewed before
/// they end though nothing is sent, and what may still be sent is read.
final class Upkeep: Sendable {
    private struct Round {
        var next: Timestamp
        var isUnderWay = false
    }

    private let context: GatewayContext
    private let rounds = Mutex<[AccountID: Round]>([:])

    init(_ context: GatewayContext) {
        self.context = context
    }

    /// The accounts whose moment has come; they are not named again before `look` has ended.
    func due(at now: Timestamp) -> [(account: AccountID, upkeep: ChannelUpkeep)] {
        let wanted = context.roster.upkeeps
        return rounds.withLock { rounds in
            let served = Set(wanted.map(\.account))
            rounds = rounds.filter { served.contains($0.key) || $0.value.isUnderWay }
            return wanted.filter { account, upkeep in
                let round = rounds[account] ?? Round(next: now)
                let next = now.adding(seconds: upkeep.everySeconds)
                // A moment further off than the pause: the clock was set back.
                guard !round.isUnderWay, round.next <= now || round.next > next else {
                    return false
                }
                rounds[account] = Round(next: next, isUnderWay: true)
                return true
            }
        }
    }

    /// Looks after one account, which may take as long as its platform does.
    func look(after account: AccountID, _ upkeep: ChannelUpkeep) async {
        let left = await upkeep.perform()
        rounds.withLock { $0[account]?.isUnderWay = false }
        // It may have been removed meanwhile.
        guard context.roster.channel(of: account) != nil else { return }
        report(left, of: account)
    }

    private func report(_ left: MessagesLeft, of account: AccountID) {
        switch left {
        case .unknown(let reason):
            context.logger.log(
                .quotaUnknown, .info, ["account": "\(account)", "reason": "\(reason)"])
        case .known(let count, let total):
            let fields: Logger.Metadata = [
                "account": "\(account)", "left": "\(count)",
                "total": "\(total.map { String($0) } ?? "unknown")",
            ]
            context.logger.log(.quotaRead, .info, fields)
            note(left.isShort, count, of: account, fields)
        }
    }

    private func note(
        _ isShort: Bool, _ count: Int64, of account: AccountID, _ fields: Logger.Metadata
    ) {
        let cause = "quota:\(account)"
        guard isShort else {
            _ = context.readiness.note(cause, nil)
            return
        }
        let remedy = "buy more where the account is administered, or move groups elsewhere"
        let trouble = Readiness.Trouble(
            what: "the platform lets this account send \(count) more messages beside free answers",
            remedy: remedy, since: context.clock.now(), isWarning: true)
        if context.readiness.note(cause, trouble) {
            context.logger.log(.quotaLow, .warning, fields.with(["remedy": "\(remedy)"]))
        }
    }
}
