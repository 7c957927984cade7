import Messaging
import Prometheus
import Storage
import Synchronization

/// The gauges of the gateway, read when a monitor asks.
///
/// A restart does not zero them: they come from the database and from what the accounts do now.
/// The database is read on a thread of its own, beside the daemon's work and not before it; at
/// most once in five seconds however many ask, never twice at a time, and nobody waits for it for
/// long. While it does not answer, the last figures stand and `tungngo_figures_age_seconds` grows.
package final class GatewayReadings: Sendable {
    /// Milliseconds for which figures of the database are shown before they are read anew.
    static let freshMilliseconds: Int64 = 5_000

    /// Milliseconds that a page waits for fresh figures.
    static let waitMilliseconds: Int64 = 1_500

    /// Seconds back for which failures are counted: long enough to be seen by whoever comes to
    /// work in the morning, and over by itself.
    static let failureSeconds: Int64 = 24 * 3_600

    /// What is read off the daemon's own threads.
    private struct Figures: Sendable {
        let store: StoreFigures
        let sizes: (database: Int64, log: Int64)?
        let free: [Int64?]
        let at: Timestamp
    }

    private struct State {
        var last: Figures?
        var isReading = false
    }

    private let context: GatewayContext
    private let accounts: @Sendable () -> [AccountID]
    private let blocking: BlockingQueue
    private let startedAt: Timestamp
    private let state = Mutex(State())

    init(
        _ context: GatewayContext, accounts: @escaping @Sendable () -> [AccountID],
        blocking: BlockingQueue
    ) {
        self.context = context
        self.accounts = accounts
        self.blocking = blocking
        startedAt = context.clock.now()
    }

    /// Every gauge there is now; those of the database may be as old as their age says.
    package func now() async -> [MetricReading] {
        let figures = await figures()
        let now = context.clock.now()
        return ofAccounts() + ofTroubles() + ofDatabase(figures, at: now) + ProcessReadings.now()
            + [
                MetricReading("process_start_time_seconds", [], startedAt.epochSeconds),
                MetricReading("tungngo_build_info", [Self.mode, Store.schemaName], 1),
                MetricReading(
                    "tungngo_figures_age_seconds", [],
                    Self.seconds(from: figures?.at ?? startedAt, to: now)),
            ]
    }

    // MARK: The database

    private func figures() async -> Figures? {
        let now = context.clock.now()
        let (last, isMine) = state.withLock { state in
            let age = state.last.map { now.milliseconds - $0.at.milliseconds }
            let isFresh = age.map { (0..<Self.freshMilliseconds).contains($0) } ?? false
            guard !isFresh, !state.isReading else { return (state.last, false) }
            state.isReading = true
            return (state.last, true)
        }
        guard isMine else { return last }
        return await context.clock.answer(within: Self.waitMilliseconds, late: last) {
            let new = try? await self.blocking { try self.read(at: now) }
            return self.state.withLock { state in
                state.isReading = false
                if let new { state.last = new }
                return state.last
            }
        }
    }

    private func read(at now: Timestamp) throws -> Figures {
        let watch = context.limits.watch
        return Figures(
            store: try context.store.figures(
                since: now.adding(seconds: -Self.failureSeconds), at: now),
            sizes: context.store.fileSizes, free: watch.paths.map(watch.freeBytes), at: now)
    }

    private func ofDatabase(_ figures: Figures?, at now: Timestamp) -> [MetricReading] {
        guard let figures else { return [] }
        let (store, turns) = (figures.store, figures.store.backlog.turns)
        var readings = [
            MetricReading("tungngo_inbox_messages", [], Double(turns?.count ?? 0)),
            MetricReading(
                "tungngo_inbox_oldest_age_seconds", [],
                turns.map { Self.seconds(from: $0.oldestAt, to: now) } ?? 0),
            MetricReading("tungngo_inbox_set_aside_messages", [], Double(store.setAside)),
            MetricReading(
                "tungngo_disk_low_bytes", [], Double(context.limits.watch.diskLowBytes)),
        ]
        for account in accounts() { readings += of(account, store, at: now) }
        if let sizes = figures.sizes {
            readings.append(
                MetricReading("tungngo_database_size_bytes", [], Double(sizes.database)))
            readings.append(
                MetricReading("tungngo_database_wal_size_bytes", [], Double(sizes.log)))
        }
        for (disk, bytes) in zip(WatchLimits.disks, figures.free) {
            guard let bytes else { continue }
            readings.append(MetricReading("tungngo_disk_free_bytes", [disk], Double(bytes)))
        }
        return readings
    }

    private func of(
        _ account: AccountID, _ store: StoreFigures, at now: Timestamp
    ) -> [MetricReading] {
        let (name, queue) = ([account.rawValue], store.backlog.replies[account])
        var readings = [
            MetricReading("tungngo_outbox_messages", name, Double(queue?.count ?? 0)),
            MetricReading(
                "tungngo_outbox_oldest_age_seconds", name,
                queue.map { Self.seconds(from: $0.oldestAt, to: now) } ?? 0),
            MetricReading(
                "tungngo_outbox_undelivered_messages", name,
                Double(store.undelivered[account] ?? 0)),
        ]
        let limits = context.roster.limits(of: account) ?? context.limits
        if let quota = limits.monthlyQuota {
            let left = max(0, quota - (store.sentInMonth[account] ?? 0))
            readings.append(MetricReading("tungngo_quota_messages", name, Double(quota)))
            readings.append(MetricReading("tungngo_quota_left_messages", name, Double(left)))
        }
        return readings
    }

    // MARK: The daemon

    private func ofAccounts() -> [MetricReading] {
        context.book.phases.sorted { $0.key.rawValue < $1.key.rawValue }.map { account, phase in
            MetricReading("tungngo_account_state", [account.rawValue, phase.word], 1)
        }
    }

    private func ofTroubles() -> [MetricReading] {
        let (troubles, phases) = (context.readiness.all, context.book.phases)
        let isReady = context.readiness.isReady && phases.values.contains(.working)
        return [MetricReading("tungngo_ready", [], isReady ? 1 : 0)]
            + troubles.map { cause, trouble in
                let parts = cause.split(separator: ":", maxSplits: 1).map(String.init)
                return MetricReading(
                    "tungngo_trouble",
                    [
                        parts.first ?? cause, parts.count > 1 ? parts[1] : "",
                        trouble.isWarning ? "warning" : "blocking",
                    ], 1)
            }
    }

    private static func seconds(from: Timestamp, to now: Timestamp) -> Double {
        max(0, now.epochSeconds - from.epochSeconds)
    }

    private static let mode: String = {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }()
}

extension WatchLimits {
    /// What is on the disks of `paths`, in their order.
    static let disks = ["database", "log"]
}
