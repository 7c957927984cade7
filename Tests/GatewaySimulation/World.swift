import Gateway
import Messaging
import Storage

/// The time, the order of what happens, and the work on the store of one simulation.
///
/// Nothing happens by itself: `step` runs one job of a task, or one work on the store, or moves the
/// time to the next moment for which something is planned.
final class World: @unchecked Sendable {
    // Unchecked: used by the one thread of a simulation, which the executor checks.
    private struct Plan {
        let number: Int
        let at: Int64
        let act: () -> Void
    }

    private struct Work {
        let readyAt: Int64
        let run: @Sendable () -> Void
    }

    let executor = SeededExecutor()
    var random: SeededRandom
    var mishaps: Mishaps

    /// Milliseconds since the simulation began, which never go back.
    private(set) var elapsed: Int64 = 0

    /// How much the wall's clock has been set forward or back.
    private(set) var skew: Int64 = 0

    /// The latest that the wall's clock has shown.
    private(set) var latest = World.began

    /// What has happened, step by step.
    private(set) var steps = 0

    /// Whether so much has happened at one moment that it will never end.
    var isSpinning: Bool { steps - stepsBefore > 20_000 }

    private var stepsBefore = 0

    /// Lines of what happened; nil when nobody wants to read them.
    var transcript: [String]?

    private var plans: [Plan] = []
    private var plansEver = 0
    private var works: [Work] = []
    private var digest: UInt64 = 14_695_981_039_346_656_037

    /// Monday, 27 June 2022, noon in Vietnam: the month ends before long, but not in a jump or two.
    static let began = Timestamp(milliseconds: 1_656_306_000_000)

    init(random: SeededRandom, mishaps: Mishaps) {
        self.random = random
        self.mishaps = mishaps
    }

    /// What the wall's clock shows.
    var now: Timestamp { Self.began.adding(milliseconds: elapsed + skew) }

    /// The clock for the gateway.
    var clock: GatewayClock {
        GatewayClock(
            now: {
                self.executor.checkThread()
                return self.now
            },
            sleep: { await self.sleep($0) })
    }

    /// A number that tells two runs apart that went different ways.
    var fingerprint: UInt64 { digest }

    /// Notes what happened, if anybody wants to read it.
    func note(_ line: @autoclosure () -> String) {
        transcript?.append("\(elapsed) \(line())")
    }

    /// Sets the wall's clock.
    func jump(_ milliseconds: Int64) {
        skew += milliseconds
        note("clock set by \(milliseconds) ms")
    }

    // MARK: What is planned

    /// Plans something; returns the number by which it is called off.
    @discardableResult
    func after(_ milliseconds: Int, _ act: @escaping () -> Void) -> Int {
        plansEver += 1
        plans.append(Plan(number: plansEver, at: elapsed + Int64(milliseconds), act: act))
        return plansEver
    }

    /// Calls a plan off; nothing when it is past.
    func callOff(_ number: Int) {
        plans.removeAll { $0.number == number }
    }

    private func sleep(_ milliseconds: Int64) async {
        executor.checkThread()
        let promise = Promise<Void>()
        if milliseconds <= 0 { return }
        let plan = after(Int(clamping: milliseconds)) { promise.keep(()) }
        await promise.get(whenCancelled: ()) { self.callOff(plan) }
    }

    // MARK: The store's work

    /// Takes work on the store; it runs later, in order.
    func add(_ work: @escaping @Sendable () -> Void) {
        executor.checkThread()
        let delay = mishaps.storeDelayMax == 0 ? 0 : random.below(mishaps.storeDelayMax + 1)
        let readyAt = max(elapsed + Int64(delay), works.last?.readyAt ?? 0)
        works.append(Work(readyAt: readyAt, run: work))
    }

    // MARK: What happens

    /// Lets one thing happen; returns false when nothing will ever happen again.
    func step() -> Bool {
        steps += 1
        if random.oneIn(mishaps.stallOneIn) { move(to: elapsed + Int64(random.below(3_000))) }
        if runOne(isDraining: false) { return true }
        var next = works.first?.readyAt ?? .max
        for plan in plans where plan.at < next { next = plan.at }
        guard next < .max else { return false }
        move(to: next)
        return true
    }

    /// Lets what can happen without time passing happen, without plans, until `isDone`.
    ///
    /// - Returns: False when nothing can happen and it is not done.
    func drain(until isDone: () -> Bool) -> Bool {
        while !isDone() {
            steps += 1
            guard !isSpinning, runOne(isDraining: true) else { return false }
        }
        return true
    }

    /// Whether something can happen without time passing.
    var isBusy: Bool {
        executor.count > 0 || works.first.map { $0.readyAt <= elapsed } ?? false
    }

    private func runOne(isDraining: Bool) -> Bool {
        let jobs = executor.count
        let isWorkReady = works.first.map { isDraining || $0.readyAt <= elapsed } ?? false
        let count = jobs + (isWorkReady ? 1 : 0)
        guard count > 0 else { return false }
        let pick = random.below(count)
        digest = (digest ^ UInt64(pick + count << 8) ^ UInt64(elapsed)) &* 1_099_511_628_211
        if pick < jobs {
            executor.run(pick)
        } else {
            works.removeFirst().run()
        }
        return true
    }

    private func move(to moment: Int64) {
        if moment > elapsed { (elapsed, stepsBefore) = (moment, steps) }
        while true {
            let due = plans.filter { $0.at <= elapsed }.min {
                ($0.at, $0.number) < ($1.at, $1.number)
            }
            guard let due else { break }
            plans.removeAll { $0.number == due.number }
            due.act()
        }
        latest = max(latest, now)
    }
}
