import Logging
import Messaging
import Storage
import Synchronization

/// Lets every account live its own life: starts, pauses, changes and removes them while all
/// others go on.
package final class AccountSupervisor: Sendable {
    /// Channels that are being opened at the same time at the most: no storm at a start.
    static let opensAtOnce = 32

    private struct State {
        /// By account, also those that are about to leave.
        var keepers: [AccountID: AccountKeeper] = [:]
        var leaving: Set<AccountID> = []
        /// What the settings want.
        var plans: [AccountID: AccountPlan] = [:]
        var toStart: [AccountPlan] = []
        /// What admins asked for, as read last; nil before the first reading.
        var marks: [AccountID: AccountMark]?
        var isEnding = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let changed = Signal()
    private let ground: AccountKeeper.Ground

    private var context: GatewayContext { ground.context }

    init(context: GatewayContext, kept: Signal) {
        ground = AccountKeeper.Ground(
            context: context, kept: kept, slots: Slots(Self.opensAtOnce), polling: Tally())
    }

    /// Serves exactly these accounts from now on, with as little change as possible.
    ///
    /// What is new is opened, what is different is opened anew, what is missing ends with grace;
    /// all others notice nothing. May be called at any time, before `run` too.
    package func follow(_ plans: [AccountPlan]) {
        state.withLock { state in
            guard !state.isEnding else { return }
            let old = state.plans
            state.plans = Dictionary(plans.map { ($0.account, $0) }) { _, last in last }
            for plan in plans {
                let account = plan.account
                guard let keeper = state.keepers[account] else {
                    start(plan, &state)
                    continue
                }
                // One that is leaving starts again when it has left.
                guard !state.leaving.contains(account),
                    old[account]?.fingerprint != plan.fingerprint
                else { continue }
                serve(plan, keeper)
                keeper.order(.change(plan))
            }
            for (account, keeper) in state.keepers.sorted(by: { $0.key.rawValue < $1.key.rawValue })
            where state.plans[account] == nil && state.leaving.insert(account).inserted {
                keeper.order(.remove)
            }
        }
        changed.raise()
    }

    /// The accounts that are served or about to be.
    package var accounts: [AccountID] {
        state.withLock { $0.plans.keys.sorted { $0.rawValue < $1.rawValue } }
    }

    private func start(_ plan: AccountPlan, _ state: inout State) {
        let keeper = AccountKeeper(plan.account, ground: ground)
        state.keepers[plan.account] = keeper
        serve(plan, keeper)
        state.toStart.append(plan)
    }

    private func serve(_ plan: AccountPlan, _ keeper: AccountKeeper) {
        context.roster.serve(plan) { [weak keeper] in keeper?.order(.refuse($0)) }
    }

    // MARK: Pause and resume

    /// Reads what admins asked for and lets the accounts follow.
    func readMarks(until stop: Gate) async {
        let marks = await context.persist("reading marks", until: stop) { try $0.accountMarks() }
        if let marks { obey(marks) }
    }

    /// Looks at the database once a second: pause and resume are commands of other processes.
    func watchMarks(until stop: Gate) async {
        while !stop.isOpen, !Task.isCancelled {
            await context.pause(Self.lookMilliseconds, until: stop)
            await readMarks(until: stop)
        }
    }

    private static let lookMilliseconds: Int64 = 1_000

    private func obey(_ marks: [AccountID: AccountMark]) {
        state.withLock { state in
            let before = state.marks
            state.marks = marks
            guard let before, before != marks else { return }
            for (account, keeper) in state.keepers.sorted(by: { $0.key.rawValue < $1.key.rawValue })
            {
                let (old, new) = (before[account] ?? AccountMark(), marks[account] ?? AccountMark())
                guard old != new else { continue }
                if new.pausedAt != nil {
                    keeper.order(.pause)
                } else if old.pausedAt != nil || new.resumeAskedAt != old.resumeAskedAt {
                    keeper.order(.resume)
                }
            }
        }
    }

    // MARK: Run and end

    /// Runs until `endSending` was called and every account has come to its end.
    func run(until stop: Gate) async {
        await readMarks(until: stop)
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for (plan, keeper, isPaused) in takeStarts() {
                    group.addTask {
                        await keeper.run(plan, isPaused: isPaused)
                        await self.left(plan.account)
                    }
                }
                if state.withLock({ $0.isOver }) { return }
                await changed.wait()
            }
        }
    }

    private func takeStarts() -> [(AccountPlan, AccountKeeper, isPaused: Bool)] {
        state.withLock { state in
            defer { state.toStart = [] }
            guard !state.isEnding else { return [] }
            return state.toStart.compactMap { plan in
                guard let keeper = state.keepers[plan.account] else { return nil }
                return (plan, keeper, state.marks?[plan.account]?.pausedAt != nil)
            }
        }
    }

    /// One account has come to its end: it is forgotten, or begins anew when it was added again.
    private func left(_ account: AccountID) async {
        let isGone = state.withLock { state in
            state.keepers[account] = nil
            guard state.leaving.remove(account) != nil else { return false }
            guard let plan = state.plans[account] else { return true }
            start(plan, &state)
            return false
        }
        changed.raise()
        guard isGone else { return }
        context.roster.drop(account)
        context.metrics.forget(account)
        context.readiness.forget(account)
        let depth = try? await context.blocking { [store = context.store] in
            try store.queueDepths()[account]
        }
        context.logger.log(
            .accountRemoved, .notice,
            ["account": "\(account)", "queued": "\((depth ?? nil)?.count ?? 0)"])
    }

    /// Lets polls in flight end and starts none; returns when they have ended.
    func endPolling() async {
        end(.endPolling)
        ground.polling.close()
        await ground.polling.waitUntilOver()
    }

    /// Lets sends on their way end and starts none; `run` returns after the last.
    func endSending() {
        end(.endSending)
        state.withLock { $0.isOver = true }
        changed.raise()
    }

    private func end(_ order: AccountKeeper.Order) {
        let keepers = state.withLock { state in
            state.isEnding = true
            return state.keepers.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        }
        for keeper in keepers { keeper.order(order) }
    }
}
