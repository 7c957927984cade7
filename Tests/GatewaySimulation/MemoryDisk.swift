import GRDB
import Storage

/// A database in memory with the schema, used by one simulation after the other.
///
/// Emptied and not made anew for each: what takes longest is to prepare the statements again.
final class MemoryDisk: @unchecked Sendable {
    // Unchecked: used by the one thread of the simulations that share it.
    let database: DatabaseQueue

    /// Called when a transaction is about to be kept; what it throws undoes the transaction.
    var willCommit: () throws -> Void = {}

    private let tables: [String]

    /// Tables that the schema itself puts rows into; copies are in `temp.first_…`.
    private let filled: [String]

    /// Makes the database, with a mistake built in.
    init(plant: Plant) throws {
        database = try DatabaseQueue()
        _ = try Store(database)
        (tables, filled) = try database.write { db in
            try plant.prepare(db)
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_schema WHERE type = 'table'
                    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'grdb_migrations'
                    """)
            let filled = try tables.filter { table in
                try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table))") ?? false
            }
            for table in filled {
                try db.execute(sql: "CREATE TEMP TABLE first_\(table) AS SELECT * FROM \(table)")
            }
            return (tables, filled)
        }
        database.add(transactionObserver: CommitWatch(disk: self), extent: .databaseLifetime)
    }

    /// Takes out all rows but those of the schema.
    func wipe() throws {
        willCommit = {}
        try database.write { db in
            try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
            for table in tables { try db.cachedStatement(sql: "DELETE FROM \(table)").execute() }
            for table in filled {
                try db.cachedStatement(sql: "INSERT INTO \(table) SELECT * FROM first_\(table)")
                    .execute()
            }
        }
    }
}

/// Lets transactions fail when they are about to be kept.
private final class CommitWatch: TransactionObserver {
    private weak var disk: MemoryDisk?

    init(disk: MemoryDisk) {
        self.disk = disk
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { try disk?.willCommit() }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}
