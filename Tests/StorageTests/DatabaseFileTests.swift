import Foundation
import GRDB
import Messaging
import Storage
import Testing

/// Copies of a database that is being written to, and what a look at a file tells.
@Suite struct DatabaseFileTests {
    private typealias Place = MigrationFileTests.Place

    @Test func aCopyHoldsOneStateThoughTheSourceIsWrittenToMeanwhile() throws {
        try Place.with { place in
            try place.load(schema: newestSchema)
            // Enough for several steps.
            try place.run("CREATE TABLE filler (bytes BLOB)")
            try place.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                INSERT INTO filler SELECT zeroblob(3000) FROM n
                """)
            let pool = try DatabasePool(path: place.database)
            defer { try? pool.close() }
            let before = try place.file.report(isThorough: false).rows
            let target = place.folder.appendingPathComponent("copy.sqlite").path
            let steps = Steps()
            let copy = try place.file.copy(to: target) { done, all in
                steps.note(done, all)
                try? pool.write { db in
                    try db.execute(sql: "INSERT INTO filler VALUES (zeroblob(3000))")
                    try db.execute(sql: "INSERT INTO run (started_at) VALUES (7)")
                }
            }
            #expect(copy.rows == before)
            #expect(steps.count > 2)
            #expect(try place.file.report(isThorough: false).count("run") > before["run"] ?? 0)
            let rights = try FileManager.default.attributesOfItem(atPath: target)
            #expect(rights[.posixPermissions] as? Int == 0o600)
            #expect(try place.names.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
        }
    }

    @Test func nothingIsWrittenOver() throws {
        try Place.with { place in
            try place.load(schema: newestSchema)
            let target = place.folder.appendingPathComponent("copy.sqlite")
            try Data("kept".utf8).write(to: target)
            #expect(throws: StoreError.self) { try place.file.copy(to: target.path) }
            #expect(try Data(contentsOf: target) == Data("kept".utf8))
        }
    }

    @Test func aDamagedFileIsNotCopied() throws {
        try Place.with { place in
            try place.load(schema: newestSchema)
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: place.database))
            try handle.seek(toOffset: 4 * 4_096)
            try handle.write(contentsOf: Data(repeating: 0xEE, count: 8_192))
            try handle.close()
            let target = place.folder.appendingPathComponent("copy.sqlite").path
            #expect(throws: StoreError.self) { try place.file.copy(to: target) }
            #expect(try place.names == ["bot.sqlite"])
        }
    }

    @Test func aFileThatIsNoDatabaseIsSaidToBeDamaged() throws {
        try Place.with { place in
            try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: place.database))
            #expect(
                throws: StoreError.damaged(
                    path: place.database, finding: "file is not a database")
            ) {
                try place.file.report(isThorough: true)
            }
        }
    }

    @Test func aRowWithoutTheOneItNamesIsFound() throws {
        try Place.with { place in
            try place.load(schema: newestSchema)
            try place.run("PRAGMA foreign_keys = OFF; DELETE FROM inbox WHERE id = 6")
            let report = try place.file.report(isThorough: true)
            #expect(report.findings.contains { $0.contains("names a row of 'inbox'") })
        }
    }

    /// Counts calls.
    private final class Steps: @unchecked Sendable {
        // One thread alone calls: the copy's own.
        var count = 0
        func note(_ done: Int, _ all: Int) { count += done <= all ? 1 : 0 }
    }
}
