import Synchronization

/// What several tasks put in and one takes out.
final class Mailbag<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        /// Items that somebody waits for.
        var wanted = Int.max
    }

    private let state = Mutex(State())

    /// Puts one in; true when there are as many as somebody waits for.
    func put(_ item: Item) -> Bool {
        state.withLock { state in
            state.items.append(item)
            return state.items.count >= state.wanted
        }
    }

    /// Says for how many somebody waits; true when they are there.
    func want(_ count: Int) -> Bool {
        state.withLock { state in
            state.wanted = count
            return state.items.count >= count
        }
    }

    /// Everything put in since the last call, in order; nobody waits any more.
    func take() -> [Item] {
        state.withLock { state in
            defer { state = State() }
            return state.items
        }
    }
}
