import Messaging
import Synchronization

/// Says of each message of one account whether it may be sent now: by rate, and by what the
/// platform said of the sends before.
///
/// A chat that sends too much is held back alone. Nothing of it is stored: after a restart buckets
/// are full, and an account that rested tries once more than it need.
final class SendGate: Sendable {
    /// Whether a message may be sent.
    enum Admission: Hashable, Sendable {
        /// Send it now; `ended` must follow.
        case now
        /// Not before this moment.
        case at(Timestamp)
        /// Nothing of the account before this moment.
        case accountAt(Timestamp)
        /// Not before a send that is on its way has ended.
        case afterProbe
    }

    private struct State {
        var account = TokenBucket()
        var chats: [ChatID: Buckets] = [:]
        var rest = SendRest()
        /// Refusals since the last send that was not refused.
        var refusalsInARow = 0
    }

    private struct Buckets {
        var chat = TokenBucket()
        var group = TokenBucket()
    }

    private let rates: SendRates
    private let state = Mutex(State())

    /// Chats whose buckets are remembered before the full ones are thrown away.
    private static let chatsKept = 1_024

    /// Refusals of single chats, one after the other, that mean the account.
    static let refusalsOfTheAccount = 3

    init(_ rates: SendRates) {
        self.rates = rates
    }

    /// Admits one message, and counts it if it may go now.
    func admit(_ chat: ChatID, at now: Timestamp) -> Admission {
        state.withLock { state in
            let permission = state.rest.permission(at: now)
            switch permission {
            case .at(let moment): return .accountAt(moment)
            case .afterProbe: return .afterProbe
            case .now, .probe: break
            }
            if let moment = state.account.opens(at: now, rates.account) {
                return .accountAt(moment)
            }
            var buckets = state.chats[chat] ?? Buckets()
            let isGroup = rates.isGroup(chat)
            let waits = [
                buckets.chat.opens(at: now, rates.chat),
                isGroup ? buckets.group.opens(at: now, rates.group) : nil,
            ].compactMap { $0 }
            if let moment = waits.max() {
                state.chats[chat] = buckets
                return .at(moment)
            }
            _ = state.account.take(at: now, rates.account)
            _ = buckets.chat.take(at: now, rates.chat)
            if isGroup { _ = buckets.group.take(at: now, rates.group) }
            remember(buckets, of: chat, in: &state, at: now)
            if permission == .probe { state.rest.probeBegan() }
            return .now
        }
    }

    private func remember(
        _ buckets: Buckets, of chat: ChatID, in state: inout State, at now: Timestamp
    ) {
        state.chats[chat] = buckets
        guard state.chats.count > Self.chatsKept else { return }
        state.chats = state.chats.filter { _, buckets in
            !buckets.chat.isFull(at: now) || !buckets.group.isFull(at: now)
        }
    }

    /// A message that was admitted has been sent, or was refused.
    ///
    /// - Returns: Until when the account rests, if this refusal means the account.
    func ended(_ failure: SendFailure?, at now: Timestamp) -> Timestamp? {
        state.withLock { state in
            guard case .tryAgainAfter(let seconds, _) = failure else {
                state.refusalsInARow = 0
                state.rest.passed()
                return nil
            }
            state.refusalsInARow += 1
            guard
                rates.refusalScope == .account
                    || state.refusalsInARow >= Self.refusalsOfTheAccount
            else { return nil }
            return state.rest.refused(seconds: seconds, at: now)
        }
    }

    /// A message that was admitted was not sent after all.
    func withdrawn(at now: Timestamp) {
        state.withLock { $0.rest.probeWithdrawn(at: now) }
    }
}
