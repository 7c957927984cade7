import Conversation
import GRDB
import Messaging
import Storage
import Synchronization
import Testing

/// The n-th write fails, for n = 1, 2, 3 … until none is left to fail.
@Suite struct FaultTests {
    /// How a write fails: as the machine does, or as a broken rule of the books.
    enum Fault: CaseIterable {
        case disk
        case constraint

        var code: ResultCode { self == .disk ? .SQLITE_FULL : .SQLITE_CONSTRAINT }
    }

    @Test(arguments: Fault.allCases)
    func whicheverWriteFailsNothingIsLostAndNothingDoubled(fault: Fault) throws {
        var failures = 0
        while true {
            let queue = try DatabaseQueue()
            let store = try Store(queue, startedAt: start)
            let tripwire = try Tripwire(queue, failingAt: failures + 1, code: fault.code)
            // What fails is tried again, as the gateway does; the tripwire fails only once.
            for _ in 0..<4 { try? work(store) }
            #expect(try store.counts() == expected, "write \(failures + 1), \(fault)")
            #expect(try store.householdTotal() == 60, "write \(failures + 1), \(fault)")
            guard tripwire.hasFired else { break }
            failures += 1
        }
        #expect(failures > 25)
    }

    @Test func aCommitThatFailsLeavesEverythingAsItWas() throws {
        let queue = try DatabaseQueue()
        let store = try Store(queue, startedAt: start)
        try store.keep(message("m1"))
        let observer = RefusingObserver()
        queue.add(transactionObserver: observer)
        let batch = try? store.takeInHand(max: 1, at: start)
        #expect(batch == nil)
        observer.refuses.withLock { $0 = false }
        let kept = try store.takeInHand(max: 1, at: start).batch
        observer.refuses.withLock { $0 = true }
        #expect(throws: RefusingObserver.Refusal.self) {
            try store.takeTurns(kept, now: start, textUnitsMax: { _ in 99 }, decide: echo)
        }
        #expect(try store.counts().queued == 0)
        observer.refuses.withLock { $0 = false }
        #expect(try store.turn().map(\.ending) == [.taken(.answered, queued: 1)])
    }

    private let expected: Counts = {
        var counts = Counts()
        (counts.received, counts.delivered, counts.reports, counts.starts) = (3, 3, 3, 1)
        return counts
    }()

    /// Three reports of two chats, kept, decided and sent.
    private func work(_ store: Store) throws {
        try store.keep(message("m1"), message("m2", chat: "c2"), message("m3"))
        while try store.counts().owed > 0 {
            try store.turn { kept, situation in
                var (decision, replies) = try recording(20, situation)
                decision.effects.append(
                    .setTopic(
                        Topic(procedure: nil, choices: [], expiresAtMilliseconds: 1 << 50)))
                return (decision, replies)
            }
        }
        while var next = try store.due(account: bot, now: start, max: 1).first {
            _ = next.delivery.woke(at: start)
            _ = next.delivery.sendSucceeded()
            try store.save(next.delivery, for: next.id, at: start, countsAsSent: true)
        }
    }
}

/// Makes the n-th change of a row fail, once.
private final class Tripwire: Sendable {
    private let left: Mutex<Int>
    private let code: ResultCode

    init(_ queue: DatabaseQueue, failingAt number: Int, code: ResultCode) throws {
        left = Mutex(number)
        self.code = code
        try queue.writeWithoutTransaction { db in
            db.add(
                function: DatabaseFunction("tripwire", argumentCount: 0) { _ in
                    try self.step()
                    return nil
                })
            for table in ["inbox", "outbox", "report", "ledger", "topic", "account_month"] {
                for change in ["INSERT", "UPDATE"] {
                    try db.execute(
                        sql: """
                            CREATE TEMP TRIGGER trip_\(table)_\(change) BEFORE \(change)
                            ON main.\(table) BEGIN SELECT tripwire(); END
                            """)
                }
            }
        }
    }

    var hasFired: Bool { left.withLock { $0 <= 0 } }

    private func step() throws {
        let isNow = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isNow { throw DatabaseError(resultCode: code, message: "tripwire") }
    }
}

/// Refuses every commit while it is told to.
private final class RefusingObserver: TransactionObserver, Sendable {
    struct Refusal: Error {}

    let refuses = Mutex(true)

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws {
        if refuses.withLock({ $0 }) { throw Refusal() }
    }
}
