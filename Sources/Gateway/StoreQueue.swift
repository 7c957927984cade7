import Storage
import Synchronization

/// Work on the store waits here, and all that waits is done in one transaction with one commit.
///
/// The commit costs most: while one is being written to the disk, others queue up and share the
/// next. Nobody is resumed before the commit with their work is on the disk, so a caller knows no
/// more and no less than if the work had been done alone.
final class StoreQueue: Sendable {
    /// Pieces of work in one transaction at the most: what they have changed stays in memory
    /// until its end.
    static let worksMax = 64

    /// One piece of work, and how its caller hears of its end.
    private struct Work: Sendable {
        /// Does it; the result is for `tell` once it is on the disk.
        let run: @Sendable () -> (@Sendable () -> Void)

        /// Says that nothing of it stands.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Work] = []
        var isBeingDone = false
    }

    private let store: Store
    private let blocking: BlockingQueue
    private let clock: GatewayClock
    private let metrics: GatewayMetrics
    private let state = Mutex(State())

    init(
        _ store: Store, on blocking: BlockingQueue, clock: GatewayClock, metrics: GatewayMetrics
    ) {
        self.store = store
        self.blocking = blocking
        self.clock = clock
        self.metrics = metrics
    }

    /// Returns what `work` returns, when it is on the disk.
    ///
    /// Each function of the store that `work` calls is whole or without effect, also when a later
    /// one throws. When the transaction fails with others in it, `work` runs once more, alone.
    func callAsFunction<T: Sendable>(
        _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let work = Work(
                run: {
                    let result = Result { try work() }
                    return { continuation.resume(with: result) }
                },
                fail: { continuation.resume(throwing: $0) })
            let isFirst = state.withLock { state in
                state.waiting.append(work)
                defer { state.isBeingDone = true }
                return !state.isBeingDone
            }
            if isFirst { blocking.execute { self.doAllThatWaits() } }
        }
    }

    /// Returns what `work` returns; it runs beside the queue, in no transaction.
    func outside<T: Sendable>(
        _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            blocking.execute { continuation.resume(with: Result { try work() }) }
        }
    }

    private func doAllThatWaits() {
        while true {
            let works = state.withLock { state in
                let works = Array(state.waiting.prefix(Self.worksMax))
                state.waiting.removeFirst(works.count)
                state.isBeingDone = !works.isEmpty
                return works
            }
            guard !works.isEmpty else { return }
            do {
                try doTogether(works)
            } catch StoreError.busy {
                // Another process has the database: it has it for each of them.
                for work in works { work.fail(StoreError.busy) }
            } catch {
                // One of them may have brought the others down.
                for work in works { doAlone(work, isOnly: works.count == 1, error) }
            }
        }
    }

    private func doTogether(_ works: [Work]) throws {
        var began: Int64?
        let tells = try store.together(committing: { began = $0 ? clock.nanoseconds() : nil }) {
            works.map { $0.run() }
        }
        if let began { metrics.committed(afterNanoseconds: clock.nanoseconds() - began) }
        for tell in tells { tell() }
    }

    private func doAlone(_ work: Work, isOnly: Bool, _ failure: any Error) {
        do {
            if isOnly { throw failure }
            try doTogether([work])
        } catch {
            work.fail(error)
        }
    }
}
