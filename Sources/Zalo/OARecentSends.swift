import Messaging
import Synchronization

/// The ids of what an Official Account has sent last, so that answers to it in a group are heard.
///
/// In memory alone: after a restart an answer to an older message needs the mention.
final class OARecentSends: Sendable {
    /// Ids kept; the oldest goes when another comes.
    static let countMax = 4_096

    private struct State {
        var order: [String] = []
        var next = 0
        var known: Set<String> = []
    }

    private let state = Mutex(State())

    func add(_ id: String) {
        state.withLock { state in
            guard state.known.insert(id).inserted else { return }
            if state.order.count < Self.countMax {
                state.order.append(id)
            } else {
                state.known.remove(state.order[state.next])
                state.order[state.next] = id
                state.next = (state.next + 1) % Self.countMax
            }
        }
    }

    func contains(_ id: String) -> Bool {
        state.withLock { $0.known.contains(id) }
    }
}
