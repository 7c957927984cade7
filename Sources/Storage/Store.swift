import Foundation
import GRDB
import Messaging

/// Everything that is kept: messages, turns, replies, the ledger, and who may do what.
///
/// One SQLite file with write-ahead log, or a database in memory for tests. Each function is one
/// transaction: it returns when its work is on the disk, or throws and has changed nothing.
/// Functions block their thread for as long as the disk takes; the gateway calls them off the
/// threads that Swift's tasks share.
package struct Store: Sendable {
    let database: any DatabaseWriter

    /// Takes a database that is already connected and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - database: The connection.
    ///   - startedAt: The start of the daemon, which gives back what an earlier one had in hand;
    ///     nil for a tool that works beside a daemon and must leave that alone.
    /// - Throws: `StoreError`.
    package init(_ database: any DatabaseWriter, startedAt: Timestamp? = nil) throws {
        self.database = database
        do {
            try schema.migrate(database)
            if let startedAt { try database.write { db in try noteStart(db, at: startedAt) } }
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Takes a connection that only reads, to a schema that a daemon has made.
    init(reading database: any DatabaseWriter) {
        self.database = database
    }

    /// Opens the file at `path`, making it when it is not there.
    ///
    /// WAL and `synchronous = FULL` are set and read back: GRDB sets NORMAL on the writer after
    /// its own preparation, and with NORMAL a power cut may undo what was acknowledged.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must be there.
    ///   - startedAt: The start of the daemon; nil for a tool that works beside it.
    /// - Returns: The store.
    /// - Throws: `StoreError.cannotOpen`, `.damaged`, `.notDurable`, `.earlier` when `migrate` must be
    ///   run first, or another `StoreError`.
    package static func open(path: String, startedAt: Timestamp? = nil) throws -> Store {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "store"
        let pool: DatabasePool
        do {
            if startedAt != nil { try checkWholeness(ofFile: path) }
            if let pending = try DatabaseFile(path: path).pendingMigrations() {
                throw StoreError.earlier(path: path, pending: pending.count)
            }
            DatabaseFile(path: path).makeForOwner()
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // What a savepoint would bring back is copied; by default into a file.
                try db.execute(sql: "PRAGMA temp_store = MEMORY")
                // What is purged or erased is written over, and not only given back.
                try db.execute(sql: "PRAGMA secure_delete = ON")
            }
        } catch let error as DatabaseError {
            let reason = error.message ?? error.resultCode.description
            guard [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) else {
                throw StoreError.cannotOpen(path: path, reason: reason)
            }
            throw StoreError.damaged(path: path, finding: reason)
        }
        let store = try Store(pool, startedAt: startedAt)
        let durability = try store.durability()
        guard durability.journal == "wal" else {
            throw StoreError.notDurable(setting: "journal_mode", found: durability.journal)
        }
        guard durability.synchronous == 2 else {
            throw StoreError.notDurable(
                setting: "synchronous", found: String(durability.synchronous))
        }
        return store
    }

    /// Reads the whole file once, before anything is written to it.
    ///
    /// What is written into a damaged file damages it further. One that is not there yet is whole.
    static func checkWholeness(ofFile path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let finding = try DatabaseQueue(path: path, configuration: configuration).read { db in
            try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        }
        guard finding == "ok" else { throw StoreError.damaged(path: path, finding: finding) }
    }

    /// A store that lives as long as the value, for tests and trials.
    package static func inMemory(startedAt now: Timestamp) throws -> Store {
        try Store(DatabaseQueue(), startedAt: now)
    }

    /// The journal mode, and `PRAGMA synchronous` of the connection that writes (2 is FULL).
    package func durability() throws -> (journal: String, synchronous: Int) {
        try database.writeWithoutTransaction { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "none",
                try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
            )
        }
    }

    /// Closes the database; further calls throw.
    package func close() throws {
        try database.close()
    }

    /// Runs `work` in one transaction, with SQLite's errors in our words; inside `together`, in a
    /// savepoint of the one that is shared.
    func write<T>(_ work: (Database) throws -> T) throws -> T {
        if let shared = SharedTransaction.current(of: database) { return try shared.write(work) }
        do {
            return try database.write(work)
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Runs `work` on one state of the database, with SQLite's errors in our words.
    func read<T>(_ work: (Database) throws -> T) throws -> T {
        if let shared = SharedTransaction.current(of: database) { return try shared.read(work) }
        do {
            return try database.read(work)
        } catch {
            throw StoreError.translated(error)
        }
    }
}

/// Notes that the program has started, and gives back what an earlier run had in hand.
///
/// Of a batch nobody can tell which message is to blame, if any: no try is counted, and from now
/// on its messages are taken one by one. One that was alone in hand is suspect: its try stands,
/// and after this and every further start it waits a while. So others go first, and one that was
/// innocent is not in hand again just when a machine in trouble goes down once more.
private func noteStart(_ db: Database, at now: Timestamp) throws {
    try db.execute(
        sql: "INSERT INTO run (started_at) VALUES ($1)", arguments: [now.milliseconds])
    try forgetWritersAtPeace(db, at: now)
    let inHand = "state = 'kept' AND in_hand = 1"
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM inbox WHERE \(inHand)") ?? 0
    if count > 1 {
        try db.execute(
            sql: "UPDATE inbox SET tries = tries - 1, alone = 1, in_hand = 0 WHERE \(inHand)")
    } else {
        try db.execute(
            sql: "UPDATE inbox SET alone = 1, in_hand = 0, not_before = 1 WHERE \(inHand)")
    }
    try db.execute(
        sql: """
            UPDATE inbox SET not_before = $1 + $2 * tries WHERE state = 'kept' AND not_before > 0
            """,
        arguments: [now.milliseconds, KeptMessage.suspectPauseMilliseconds])
}
