import CurlHTTP
import Messaging
import Wire

/// Where a bot stands in its updates, and how to go on after trouble: it decides, and calls nobody.
///
/// `offset` goes out with the next poll and tells Telegram that everything before it is kept. After
/// a restart there is none, Telegram repeats what was not confirmed, and the store knows it.
struct TelegramCursor: Hashable, Sendable {
    /// Conflicts in a row after which the account stops: a poller of our own that was killed is
    /// forgotten within one wait, another program is not.
    static let conflictsMax = 5

    /// Unreadable answers in a row, for one update alone, after which that update is passed over.
    static let unreadableMax = 3

    private(set) var offset: Int64?

    /// Updates of the next poll at the most.
    private(set) var limit = TelegramAPI.batchMax

    private var conflicts = 0
    private var unreadable = 0

    /// A batch has come.
    ///
    /// The last one's id counts even when it is lower than before: after a week without updates
    /// Telegram begins anew at any number.
    ///
    /// - Parameter updates: As they came.
    /// - Returns: Whether the offset has moved, so that the same does not come again.
    mutating func came(_ updates: [JSON]) -> Bool {
        conflicts = 0
        unreadable = 0
        limit = TelegramAPI.batchMax
        guard let last = updates.compactMap({ $0["update_id"]?.whole }).max(), last < .max else {
            return false
        }
        defer { offset = last + 1 }
        return offset != last + 1
    }

    /// A poll has failed.
    mutating func failed(_ failure: TelegramCallFailure) -> ReceiveFailure {
        switch failure {
        case .refused(409, let refusal, _) where refusal != .webhookSet:
            conflicts += 1
            guard conflicts >= Self.conflictsMax else { break }
            return .misconfigured(
                reason: "\(failure.reason). Stop the other program, then start this account again.")
        case .transport(.responseTooLarge):
            limit = max(1, limit / 10)
        case .unreadable(200...299, .other, let update):
            unreadable = limit == 1 ? unreadable + 1 : 0
            limit = 1
            guard unreadable >= Self.unreadableMax, let update, update < .max else { break }
            unreadable = 0
            offset = update + 1
            return .tryAgain(reason: "\(failure.reason): the update is passed over")
        case .transport, .refused, .unreadable: break
        }
        return ReceiveFailure(failure)
    }
}
