import GRDB

/// One transaction that several functions of a `Store` share, and one commit for all of them.
///
/// Unchecked because a connection is not Sendable: it is used by the thread alone that runs
/// `Store.together`, which binds the task-local for the length of its call and holds the
/// connection's own lock (GRDB's serial queue) meanwhile.
final class SharedTransaction: @unchecked Sendable {
    /// The transaction that functions called on this thread take part in.
    @TaskLocal static var current: SharedTransaction?

    private let db: Database
    private let database: ObjectIdentifier

    /// A fault of the machine that one of the functions met: nothing of the whole may stand.
    private(set) var fault: (any Error)?

    init(_ db: Database, of database: any DatabaseWriter) {
        self.db = db
        self.database = ObjectIdentifier(database)
    }

    /// The one in force, if it is on this database.
    static func current(of database: any DatabaseWriter) -> SharedTransaction? {
        guard let current, current.database == ObjectIdentifier(database) else { return nil }
        return current
    }

    /// Runs `work` in a savepoint: when it throws, its changes alone are undone.
    func write<T>(_ work: (Database) throws -> T) throws -> T {
        try attempt {
            try db.savepoint { try work(db) }
        }
    }

    /// Runs `work`, which changes nothing.
    func read<T>(_ work: (Database) throws -> T) throws -> T {
        try attempt { try work(db) }
    }

    private func attempt<T>(_ work: () throws -> T) throws -> T {
        if let fault { throw fault }
        do {
            return try work()
        } catch {
            let error = StoreError.translated(error)
            // SQLite ends a transaction by itself when it can no longer stand for it.
            let isOver = !db.isInsideTransaction
            if isOver || (error as? StoreError)?.isOfTheMachine == true { fault = error }
            throw error
        }
    }
}

extension Store {
    /// Runs functions of this store in one transaction with one commit.
    ///
    /// Each of them is whole or without effect, as it is alone; none is on the disk before this
    /// returns. A fault of the machine, or a commit that fails, undoes them all.
    ///
    /// - Parameters:
    ///   - committing: Called when all is done and the commit is about to begin, with whether
    ///     there is anything to commit.
    ///   - work: Calls functions of this store on the thread it runs on, no other store's.
    /// - Returns: What `work` returns.
    /// - Throws: `StoreError`, or what refused the commit; then nothing has changed.
    package func together<T>(
        committing: (_ hasChanges: Bool) -> Void = { _ in }, _ work: () -> T
    ) throws -> T {
        try write { db in
            let before = db.totalChangesCount
            let shared = SharedTransaction(db, of: database)
            let result = SharedTransaction.$current.withValue(shared, operation: work)
            if let fault = shared.fault { throw fault }
            committing(db.totalChangesCount > before)
            return result
        }
    }
}

extension Database {
    /// Runs `work` inside the transaction that is open; what it changed is undone when it throws.
    func savepoint<T>(_ work: () throws -> T) throws -> T {
        try run("SAVEPOINT work")
        let result: T
        do {
            result = try work()
        } catch {
            // Of a transaction that SQLite has ended, nothing is left to go back to.
            if isInsideTransaction {
                try run("ROLLBACK TO SAVEPOINT work")
                try run("RELEASE SAVEPOINT work")
            }
            throw error
        }
        try run("RELEASE SAVEPOINT work")
        return result
    }
}
