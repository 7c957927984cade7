import Logging
import Messaging
import Storage

/// What the parts of the gateway work with: the store, the clock, the log and the limits.
struct GatewayContext: Sendable {
    let store: Store
    let clock: GatewayClock
    let logger: Logger
    var limits: GatewayLimits

    /// Where work on the store runs, together with what others want of it meanwhile.
    let blocking: StoreQueue

    /// What stands in the way of the work.
    let readiness: Readiness

    /// Makes the id that ties together the log lines of a message.
    let trace: @Sendable () -> TraceID

    /// Whether messages may be taken in.
    let health: StorageHealth

    /// The accounts that are served.
    let roster: Roster

    /// What is counted and measured.
    let metrics: GatewayMetrics

    /// What was logged as an error lately.
    let errors: RecentErrors

    /// How they stand, on its way to the database.
    let book = AccountBook()

    init(
        store: Store, clock: GatewayClock, logger: Logger, limits: GatewayLimits,
        blocking: BlockingQueue, readiness: Readiness, trace: @escaping @Sendable () -> TraceID,
        roster: Roster, metrics: GatewayMetrics, errors: RecentErrors
    ) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.limits = limits
        self.blocking = StoreQueue(store, on: blocking, clock: clock, metrics: metrics)
        self.readiness = readiness
        self.trace = trace
        self.roster = roster
        self.metrics = metrics
        self.errors = errors
        health = StorageHealth(
            clock: clock, logger: logger, readiness: readiness, metrics: metrics)
    }

    /// Pauses in milliseconds after the first, second … failure of the store; the last one stays.
    static let failureMilliseconds: [Int64] = [200, 1_000, 5_000, 15_000]

    /// Tries of `persist` when the daemon stops: one second's worth.
    static let failuresMaxWhenStopping = 5

    /// Returns after so many milliseconds, or earlier when the daemon stops.
    func pause(_ milliseconds: Int64, until stop: Gate) async {
        await race({ await clock.sleep(milliseconds) }, { await stop.wait() })
    }

    /// Stores something that must not be dropped: while the store fails, it pauses and tries again.
    ///
    /// - Returns: What `work` returns; nil when the daemon stops before the store works again.
    func persist<T: Sendable>(
        _ what: String, until stop: Gate, _ work: @escaping @Sendable (Store) throws -> T
    ) async -> T? {
        var failures = 0
        while true {
            do {
                let result = try await blocking { [store] in try work(store) }
                await proveHealth()
                return result
            } catch {
                health.failed(error, doing: what)
            }
            failures += 1
            guard !Task.isCancelled, !stop.isOpen || failures <= Self.failuresMaxWhenStopping
            else { return nil }
            if stop.isOpen {
                await clock.sleep(Self.failurePause(0))
            } else {
                await pause(Self.failurePause(failures - 1), until: stop)
            }
        }
    }

    /// Lets messages in again when something can be written: what has just gone well may have read.
    private func proveHealth() async {
        guard health.storeFails else { return }
        do {
            try await blocking { [store] in try store.proveWritable() }
            health.worked()
        } catch {
            health.failed(error, doing: "trying the database")
        }
    }

    /// Lets an account that the platform refuses stand still until somebody mends it.
    func stopAccount(_ account: AccountID, reason: String) async {
        roster.refused(
            account,
            AccountLife.Trouble(
                reason: reason,
                remedy: "mend the account's token or settings: a changed file is noticed within "
                    + "seconds; or try it as it is with 'tungngo accounts resume \(account)'"))
    }

    /// The pause in milliseconds after so many failures before this one.
    static func failurePause(_ failures: Int) -> Int64 {
        failureMilliseconds[min(failures, failureMilliseconds.count - 1)]
    }
}
