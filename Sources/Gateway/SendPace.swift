import Messaging
import Synchronization

/// Keeps sends of one account apart.
final class SendPace: Sendable {
    private let intervalMilliseconds: Int64
    private let next = Mutex(Timestamp(milliseconds: .min))

    init(intervalMilliseconds: Int64) {
        self.intervalMilliseconds = intervalMilliseconds
    }

    /// Takes the next free moment and returns how many milliseconds it is away.
    func wait(at now: Timestamp) -> Int64 {
        next.withLock { next in
            let mine = max(now, next)
            next = mine.adding(milliseconds: intervalMilliseconds)
            return mine.milliseconds - now.milliseconds
        }
    }
}
