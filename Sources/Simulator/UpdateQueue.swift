import Messaging

/// What waits for one bot, oldest first; taking the first costs the same however many wait.
struct UpdateQueue: Sendable {
    private var items: [SimulatedPlatform.PendingUpdate] = []
    private var taken = 0

    var count: Int { items.count - taken }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ update: SimulatedPlatform.PendingUpdate) {
        items.append(update)
    }

    /// Puts an update in front of all others.
    mutating func putFirst(_ update: SimulatedPlatform.PendingUpdate) {
        items.insert(update, at: taken)
    }

    mutating func removeFirst() -> SimulatedPlatform.PendingUpdate? {
        guard !isEmpty else { return nil }
        let first = items[taken]
        taken += 1
        // Half of the list is gone: moving the rest costs no more than taking it did.
        if taken * 2 > items.count {
            items.removeFirst(taken)
            taken = 0
        }
        return first
    }

    var first: SimulatedPlatform.PendingUpdate? { isEmpty ? nil : items[taken] }

    /// Where the first update behind the very first stands that fits; it looks at a hundred.
    func firstPlace(where fits: (SimulatedPlatform.PendingUpdate) -> Bool) -> Int? {
        guard count > 1 else { return nil }
        return items[(taken + 1)...].prefix(100).firstIndex(where: fits)
    }

    /// Takes out the update at a place that `firstPlace` gave.
    mutating func remove(at place: Int) -> SimulatedPlatform.PendingUpdate {
        items.remove(at: place)
    }
}

extension SimulatedPlatform {
    /// An update that is to be handed out once more when its time comes.
    struct LateUpdate: Sendable {
        let due: Timestamp
        let update: PendingUpdate
    }
}

extension SimulatedPlatform.Account {
    /// Keeps an update back until `due`.
    mutating func add(_ update: SimulatedPlatform.PendingUpdate, at due: Timestamp) {
        let index = later.firstIndex { $0.due > due } ?? later.endIndex
        later.insert(SimulatedPlatform.LateUpdate(due: due, update: update), at: index)
    }

    /// Queues what was kept back until now, behind all that waits.
    mutating func release(at now: Timestamp) {
        while let first = later.first, first.due <= now {
            pending.append(first.update)
            later.removeFirst()
        }
    }
}
