import Conversation
import GRDB
import Messaging
import Storage
import Synchronization
import Testing

/// What several functions of a store come to that share one commit.
@Suite struct TogetherTests {
    let queue: DatabaseQueue
    let store: Store
    private let commits = Commits()

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
        queue.add(transactionObserver: commits, extent: .databaseLifetime)
    }

    @Test func severalFunctionsShareOneCommit() throws {
        let counts = try store.together {
            Result {
                try store.keep(message("m1"))
                try store.keep(message("m2"))
                try store.turn()
                return try store.counts()
            }
        }.get()
        #expect(counts.received == 2)
        #expect(counts.queued == 2)
        #expect(commits.count == 1)
    }

    @Test func oneThatFailsIsUndoneAlone() throws {
        let failed = try store.together {
            _ = Result { try store.keep(message("m1")) }
            // The second text breaks a rule of the table when the first is written already.
            let failed = Result { try store.queue([queued("một"), queued("")], at: start) }
            _ = Result { try store.keep(message("m2")) }
            return failed
        }
        #expect(throws: StoreError.self) { try failed.get() }
        let counts = try store.counts()
        #expect(counts.received == 2)
        #expect(counts.queued == 0)
        #expect(commits.count == 1)
    }

    @Test func afterAFaultOfTheMachineNothingStandsAndNothingFurtherIsTried() throws {
        let pages = try queue.write { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let long = String(repeating: "dài ", count: 20_000)
        var later: Result<Counts, any Error>?
        #expect(throws: StoreError.diskFull) {
            try store.together {
                _ = Result { try store.keep(message("m1")) }
                _ = Result { try store.keep(message("m2", text: long)) }
                later = Result { try store.counts() }
            }
        }
        #expect(throws: StoreError.diskFull) { try later?.get() }
        #expect(try store.counts().received == 0)
        try store.keep(message("m3"))
        #expect(try store.counts().received == 1)
    }

    @Test func aCommitThatFailsUndoesAll() throws {
        commits.refuses.withLock { $0 = true }
        #expect(throws: Commits.Refusal.self) {
            try store.together {
                _ = Result { try store.keep(message("m1")) }
                _ = Result { try store.keep(message("m2")) }
            }
        }
        commits.refuses.withLock { $0 = false }
        #expect(try store.counts().received == 0)
    }

    @Test func nobodyElseSeesAnythingBeforeTheCommit() throws {
        try withDatabasePath { path in
            let store = try Store.open(path: path, startedAt: start)
            let other = try Store.open(path: path)
            let before = try store.together {
                Result {
                    try store.keep(message("m1"))
                    return (try store.counts().received, try other.counts().received)
                }
            }.get()
            #expect(before == (1, 0))
            #expect(try other.counts().received == 1)
        }
    }

    private func queued(_ text: String) -> QueuedMessage {
        QueuedMessage(
            account: bot, chat: ChatID(rawValue: "c1"), text: text, priority: .bulletin,
            trace: TraceID(rawValue: "b"))
    }
}

/// Counts commits, or refuses them.
final class Commits: TransactionObserver, Sendable {
    struct Refusal: Error {}

    let refuses = Mutex(false)
    private let counted = Mutex(0)

    var count: Int { counted.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { counted.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws {
        if refuses.withLock({ $0 }) { throw Refusal() }
    }
}
