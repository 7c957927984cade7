import GRDB

extension Store {
    /// Folds the log of changes into the file and empties it, so that what was purged or erased
    /// stands in neither.
    ///
    /// Beside a reader that takes its time (a backup) it waits only for a moment.
    ///
    /// - Returns: Whether it is done; else what went still stands in the log, and it is owed.
    /// - Throws: `StoreError`.
    package func forgetLog() throws -> Bool {
        do {
            let isDone = try database.writeWithoutTransaction { db in
                let patience = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? 0
                try db.execute(sql: "PRAGMA busy_timeout = \(min(patience, 200))")
                defer { try? db.execute(sql: "PRAGMA busy_timeout = \(patience)") }
                return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            }
            if isDone {
                try write { db in
                    try db.run("DELETE FROM purge_cursor WHERE kind = $1", [logOwed])
                }
            }
            return isDone
        } catch StoreError.busy {
            return false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return false
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Whether something that was purged or erased still stands in the log of changes.
    ///
    /// - Throws: `StoreError`.
    package func owesForgottenLog() throws -> Bool {
        try read { db in
            try db.number("SELECT 1 FROM purge_cursor WHERE kind = $1", [logOwed]) != nil
        }
    }
}

/// Notes that the log of changes holds something that was purged or erased.
func noteLogOwed(in db: Database) throws {
    try db.run(
        "INSERT INTO purge_cursor (kind, last) VALUES ($1, 0) ON CONFLICT (kind) DO NOTHING",
        [logOwed])
}

private let logOwed = "log"
