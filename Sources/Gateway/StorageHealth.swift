import Logging
import Messaging
import Storage
import Synchronization

/// Whether messages may be taken in: not while the store fails or the disk has no room.
///
/// A platform hands a message out once, so that it is better not to ask than to hold what cannot
/// be kept. One line is logged when the trouble begins and one when it is over, however often
/// work is tried in between.
final class StorageHealth: Sendable {
    private enum Obstacle: Hashable {
        case storeFails
        case diskIsFull
    }

    private struct State {
        var obstacles: [Obstacle: Timestamp] = [:]
        var open = Gate()
    }

    private let clock: GatewayClock
    private let logger: Logger
    private let readiness: Readiness
    private let metrics: GatewayMetrics
    private let state = Mutex(State())

    init(
        clock: GatewayClock, logger: Logger, readiness: Readiness, metrics: GatewayMetrics
    ) {
        self.clock = clock
        self.logger = logger
        self.readiness = readiness
        self.metrics = metrics
        state.withLock { $0.open.open() }
    }

    /// Whether the store failed when it was last used.
    var storeFails: Bool { state.withLock { $0.obstacles[.storeFails] != nil } }

    /// Whether messages may be taken in now.
    var mayTake: Bool { state.withLock { $0.obstacles.isEmpty } }

    /// Returns when messages may be taken in, or the task is cancelled.
    func waitUntilMayTake() async {
        while !Task.isCancelled {
            let gate: Gate? = state.withLock { $0.obstacles.isEmpty ? nil : $0.open }
            guard let gate else { return }
            await gate.wait()
        }
    }

    /// Notes that work on the store has failed.
    ///
    /// - Returns: Whether the machine is at fault, so that the work is to be tried again.
    @discardableResult
    func failed(_ error: any Error, doing what: String) -> Bool {
        metrics.storageFailed()
        guard let known = error as? StoreError, known.isOfTheMachine else {
            logger.log(.storageFailed, .error, ["doing": "\(what)", "error": "\(error)"])
            return false
        }
        let isNew = raise(.storeFails)
        logger.log(
            .storageFailed, isNew ? .error : .debug,
            [
                "doing": "\(what)", "error": "\(known.what)", "remedy": "\(known.remedy)",
                "effect": "no messages are taken in until the database can be written",
            ])
        let trouble = Readiness.Trouble(
            what: known.what, remedy: known.remedy, since: clock.now())
        _ = readiness.note("storage", trouble)
        return true
    }

    /// Notes that the store has stored something.
    func worked() {
        guard let since = lower(.storeFails) else { return }
        _ = readiness.note("storage", nil)
        logger.log(
            .storageWorks, .notice,
            ["ms": "\(clock.now().milliseconds - since.milliseconds)"])
    }

    /// Notes whether the disk has room for what is taken in.
    ///
    /// - Returns: Whether that is news.
    func diskIsFull(_ isFull: Bool) -> Bool {
        isFull ? raise(.diskIsFull) : lower(.diskIsFull) != nil
    }

    private func raise(_ obstacle: Obstacle) -> Bool {
        let now = clock.now()
        return state.withLock { state in
            guard state.obstacles[obstacle] == nil else { return false }
            if state.obstacles.isEmpty { state.open = Gate() }
            state.obstacles[obstacle] = now
            return true
        }
    }

    private func lower(_ obstacle: Obstacle) -> Timestamp? {
        let (since, gate) = state.withLock { state -> (Timestamp?, Gate?) in
            let since = state.obstacles.removeValue(forKey: obstacle)
            return (since, state.obstacles.isEmpty ? state.open : nil)
        }
        if since != nil { gate?.open() }
        return since
    }
}
