import Foundation
import GRDB

/// A database file on the disk: looked at and copied beside a running daemon, never changed.
package struct DatabaseFile: Hashable, Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// The file's names, with those that SQLite keeps beside it.
    package static let companions = ["-wal", "-shm", "-journal"]

    /// Removes a file, and what SQLite keeps beside it.
    package static func remove(_ path: String) {
        for ending in [""] + companions { unlink(path + ending) }
    }

    /// Pages copied in one step: about 4 MB, after which progress is told.
    private static let pagesPerStep: CInt = 1_000

    /// Whether there is a file.
    package var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Reads the whole file once and says what it found.
    ///
    /// - Parameter isThorough: Whether every index is held against its table and every reference
    ///   followed, which takes several times as long.
    /// - Returns: What it holds, and what is wrong with it.
    /// - Throws: `StoreError.cannotOpen`, `.damaged` when it is no database, or another.
    package func report(isThorough: Bool) throws -> DatabaseReport {
        let walBytes = fileBytes(path + "-wal") ?? 0
        return try reading { db in
            var report = DatabaseReport(try Standing(db))
            report.walBytes = walBytes
            report.findings = try Self.findings(db, isThorough: isThorough)
            let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            report.bytes = try page * (Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0)
            report.freeBytes = try page * (Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0)
            // Of a damaged file rows cannot be counted for sure.
            if report.findings.isEmpty { report.rows = try Self.rows(db) }
            return report
        }
    }

    /// Copies one state of the database into a new file that stands alone, readable by this user.
    ///
    /// A daemon may go on writing meanwhile. The copy is read again and held against what it was
    /// made from; one that is not whole is removed.
    ///
    /// - Parameters:
    ///   - target: Where to; nothing may be there.
    ///   - progress: Told how many of all pages are copied, from time to time.
    /// - Returns: What the copy holds.
    /// - Throws: `StoreError`; then there is no file.
    @discardableResult
    package func copy(
        to target: String, progress: @escaping (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> DatabaseReport {
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.cannotOpen(path: target, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
        do {
            let rows = try fill(target, progress: progress)
            let copy = try DatabaseFile(path: target).report(isThorough: true)
            if let finding = copy.findings.first {
                throw StoreError.copyUnusable(path: target, reason: finding)
            }
            guard copy.rows == rows else {
                throw StoreError.copyUnusable(path: target, reason: "rows are missing")
            }
            return copy
        } catch {
            Self.remove(target)
            throw error
        }
    }

    /// Writes the pages, within one state of the source; returns the rows of each table.
    private func fill(
        _ target: String, progress: @escaping (_ done: Int, _ all: Int) -> Void
    ) throws -> [String: Int] {
        try reading { source in
            // Counted first: from now on this connection sees one state.
            let rows = try Self.rows(source)
            let queue = try DatabaseQueue(path: target)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { copy in
                try source.backup(to: copy, pagesPerStep: Self.pagesPerStep) { step in
                    progress(step.completedPageCount, step.totalPageCount)
                }
                // Alone: without a log beside it, which might be left behind.
                try copy.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            return rows
        }
    }

    /// Runs `work` on one state of the file, which cannot be changed by it.
    func reading<T>(_ work: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "look"
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN")
                defer { try? db.execute(sql: "COMMIT") }
                return try work(db)
            }
        } catch let error as DatabaseError {
            let reason = error.message ?? error.resultCode.description
            switch error.resultCode {
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                throw StoreError.damaged(path: path, finding: reason)
            case .SQLITE_CANTOPEN: throw StoreError.cannotOpen(path: path, reason: reason)
            default: throw StoreError.translated(error)
            }
        }
    }

    /// What does not hold together; nothing when all does.
    private static func findings(_ db: Database, isThorough: Bool) throws -> [String] {
        let check = isThorough ? "integrity_check(10)" : "quick_check(10)"
        var found = try String.fetchAll(db, sql: "PRAGMA \(check)").filter { $0 != "ok" }
        guard isThorough, found.isEmpty else { return found }
        for row in try Row.fetchAll(
            db, sql: "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 10")
        {
            let (table, parent): (String?, String?) = (row[0], row[1])
            found.append(
                "table '\(table ?? "")' names a row of '\(parent ?? "")' that is not there")
        }
        return found
    }

    private static func rows(_ db: Database) throws -> [String: Int] {
        let tables = try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var rows: [String: Int] = [:]
        for table in tables {
            let name = table.replacingOccurrences(of: "\"", with: "\"\"")
            rows[table] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \"\(name)\"")
        }
        return rows
    }
}

/// What a look at a database file found.
package struct DatabaseReport: Hashable, Sendable {
    /// How its schema stands to this program's.
    package let standing: Standing

    /// What does not hold together; empty when all does.
    package var findings: [String] = []

    /// Rows of each table; empty when the file is damaged.
    package var rows: [String: Int] = [:]

    /// Bytes of the file, and of these, those that deleted rows have left.
    package var bytes: Int64 = 0
    package var freeBytes: Int64 = 0

    /// Bytes of the log beside it that has not been folded into it yet.
    package var walBytes: Int64 = 0

    init(_ standing: Standing) {
        self.standing = standing
    }

    /// Rows of a table; none when there is no such table.
    package func count(_ table: String) -> Int { rows[table] ?? 0 }
}

/// How the schema of a database stands to the one that this program knows.
package struct Standing: Hashable, Sendable {
    /// Migrations that were run, in order.
    package let applied: [String]

    /// Migrations of this program that were not run yet.
    package let pending: [String]

    /// Migrations that a later program has run.
    package let later: [String]

    /// Whether there is nothing in it yet.
    package let isEmpty: Bool

    /// Whether it holds tables and none of ours.
    package let isForeign: Bool

    init(_ db: Database) throws {
        let found = try schema.appliedIdentifiers(db)
        let known = schema.migrations
        applied = known.filter(found.contains)
        pending = known.filter { !found.contains($0) }
        later = found.subtracting(known).sorted()
        isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        isForeign = !isEmpty && found.isEmpty
    }
}
