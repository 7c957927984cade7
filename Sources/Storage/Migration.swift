import Foundation
import GRDB
import Messaging
import VietText

/// What bringing a database up to date has done, or would do.
package struct Migration: Hashable, Sendable {
    /// The migrations, in order.
    package let names: [String]

    /// Where the database as it was before is kept.
    package let copy: String

    /// Copies from before migrations that are kept beside a database.
    package static let copiesMax = 3

    /// Files that are there only while a copy is made, or a trial runs, by this process.
    package static func halfMade(of path: String) -> [String] {
        ["\(path).copying", "\(path).trial-\(getpid())"]
    }
}

extension Store {
    /// Brings the schema of a database up to date after keeping a copy of it beside it.
    ///
    /// Of such copies the newest `Migration.copiesMax` are kept. No daemon may run on the database.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - now: Names the copy.
    ///   - progress: Told how many of all pages are copied.
    /// - Returns: Nil when there was nothing to do: no file, or an up to date one.
    /// - Throws: `StoreError`; then the database is as it was before.
    package static func migrate(
        path: String, at now: Timestamp, progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) throws -> Migration? {
        let file = DatabaseFile(path: path)
        guard let pending = try file.pendingMigrations() else { return nil }
        try checkWholeness(ofFile: path)
        let migration = Migration(
            names: pending, copy: "\(path)\(migrationMark)\(fileStamp(now))")
        let half = Migration.halfMade(of: path)[0]
        unlink(half)
        try file.copy(to: half, progress: progress)
        guard rename(half, migration.copy) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(half)
            throw StoreError.cannotOpen(path: migration.copy, reason: reason)
        }
        try run(on: path)
        removeOldCopies(of: path)
        return migration
    }

    /// Tries the pending migrations on a copy, which is removed again.
    ///
    /// - Returns: Their names; none when there is nothing to do.
    /// - Throws: `StoreError` when they would fail.
    package static func tryMigrations(
        path: String, progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) throws -> [String] {
        let file = DatabaseFile(path: path)
        guard let pending = try file.pendingMigrations() else { return [] }
        let trial = Migration.halfMade(of: path)[1]
        DatabaseFile.remove(trial)
        defer { DatabaseFile.remove(trial) }
        try file.copy(to: trial, progress: progress)
        try run(on: trial)
        return pending
    }

    private static func run(on path: String) throws {
        do {
            let pool = try DatabasePool(path: path)
            defer { try? pool.close() }
            try schema.migrate(pool)
        } catch {
            throw StoreError.translated(error)
        }
    }

    private static func removeOldCopies(of path: String) {
        let place = folder(ofPath: path)
        let beginning = (path as NSString).lastPathComponent + migrationMark
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        // Names end with the moment, so that the order of the alphabet is that of time.
        let copies = names.filter { $0.hasPrefix(beginning) }.sorted()
        for name in copies.dropLast(Migration.copiesMax) { unlink("\(place)/\(name)") }
    }
}

extension DatabaseFile {
    /// Migrations to be run on the file; nil when it is not there, empty or up to date.
    ///
    /// - Throws: `StoreError.later` or `.foreign` when it is not for this program to change.
    func pendingMigrations() throws -> [String]? {
        guard isThere else { return nil }
        let standing = try reading(Standing.init)
        if standing.isEmpty { return nil }
        try standing.check(path: path)
        return standing.pending.isEmpty ? nil : standing.pending
    }
}

extension Standing {
    /// Refuses a database that is not for this program.
    ///
    /// - Throws: `StoreError.later` or `.foreign`.
    package func check(path: String) throws(StoreError) {
        if isForeign { throw .foreign(path: path) }
        if let last = later.last { throw .later(path: path, migration: last) }
    }
}

/// Stands between the name of a database and the moment in the name of a copy.
private let migrationMark = ".before-migration-"

/// The moment in Vietnam as part of a file's name: `2026-11-27-205936`.
package func fileStamp(_ at: Timestamp) -> String {
    let seconds = (at.milliseconds / 1_000 + 7 * 3_600) % 86_400
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    return "\(CivilDay(epochMilliseconds: at.milliseconds))-\(clock)"
}
