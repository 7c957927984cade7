/// Transfers that wait for their turn, in order; every step but one costs the same however many
/// they are.
struct TransferQueue {
    /// Those that were cancelled leave a hole.
    private var transfers: [Transfer?] = []
    private var head = 0

    /// The place that the first element of `transfers` stands for.
    private var removed = 0

    /// No later than the deadline of any that waits; nil when none does.
    private(set) var firstDeadline: ContinuousClock.Instant?

    mutating func append(_ transfer: Transfer) {
        transfer.place = removed + transfers.count
        transfers.append(transfer)
        firstDeadline = firstDeadline.map { min($0, transfer.deadline) } ?? transfer.deadline
    }

    /// Takes out the one that waits longest; nil when none waits.
    mutating func takeFirst() -> Transfer? {
        while head < transfers.count {
            let transfer = transfers[head]
            transfers[head] = nil
            head += 1
            if head * 2 > transfers.count, head > 1_000 { forgetTaken() }
            if let transfer {
                transfer.place = nil
                return transfer
            }
        }
        forgetTaken()
        firstDeadline = nil
        return nil
    }

    /// Takes one out of the middle; false when it does not wait here.
    mutating func remove(_ transfer: Transfer) -> Bool {
        guard let place = transfer.place else { return false }
        transfers[place - removed] = nil
        transfer.place = nil
        return true
    }

    /// Takes out those whose time is over; looks through all only when one may be.
    mutating func takeLate(at now: ContinuousClock.Instant) -> [Transfer] {
        guard let firstDeadline, firstDeadline <= now else { return [] }
        let waiting = takeAll()
        for transfer in waiting where transfer.deadline > now { append(transfer) }
        return waiting.filter { $0.deadline <= now }
    }

    /// Takes out all.
    mutating func takeAll() -> [Transfer] {
        var all: [Transfer] = []
        while let transfer = takeFirst() { all.append(transfer) }
        return all
    }

    private mutating func forgetTaken() {
        transfers.removeFirst(head)
        removed += head
        head = 0
    }
}
