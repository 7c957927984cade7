import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import TestSupport
import Testing
import VietText

/// Files of every earlier schema are migrated, with a copy kept, and lose nothing.
///
/// `Tests/Fixtures/storage/schema-N.sql` is what `.dump` says of a database after N migrations.
@Suite struct MigrationFileTests {
    /// Tables of before that are gone, and where their rows went.
    private static let moved = ["role": "leadership"]

    @Test(arguments: 1...newestSchema)
    func aFileOfEveryEarlierSchemaIsMigratedAndKeepsItsRows(schema: Int) throws {
        try Place.with { place in
            try place.load(schema: schema)
            let before = try place.file.report(isThorough: true)
            #expect(before.findings.isEmpty)
            #expect(before.standing.applied.count == schema)
            let migration = try Store.migrate(path: place.database, at: start)
            #expect(migration?.names.count ?? 0 == before.standing.pending.count)
            let after = try place.file.report(isThorough: true)
            #expect(after.findings.isEmpty)
            #expect(after.standing.pending.isEmpty)
            for (table, count) in before.rows where table != "grdb_migrations" {
                let place = after.rows[table] == nil ? Self.moved[table] ?? table : table
                #expect(after.count(place) == count, "\(table)")
            }
            let migrated = try Self.shape(place.database)
            let fresh = try Self.shape(place.fresh())
            #expect(migrated == fresh, "as in a database that was made today")
            if let copy = migration?.copy {
                let kept = try DatabaseFile(path: copy).report(isThorough: true)
                #expect(kept.rows == before.rows)
                #expect(kept.standing == before.standing)
            }
        }
    }

    @Test(arguments: 3...newestSchema)
    func reportsOfEveryEarlierSchemaStillCount(schema: Int) throws {
        try Place.with { place in
            try place.load(schema: schema)
            _ = try Store.migrate(path: place.database, at: start)
            let store = try Store.open(path: place.database, startedAt: start)
            defer { try? store.close() }
            let campaign = CampaignID(rawValue: "mau-92-ngay")
            let unit = UnitID(rawValue: "thon-dong")
            let day = try #require(CivilDay(iso: "2026-11-27"))
            let totals = try store.totals(of: campaign, units: [unit], through: day)
            #expect(totals[unit]?[IndicatorKey(rawValue: "ho_den")]?.value.whole == 27)
            let roles = try store.roles(
                account: AccountID(rawValue: "demo"), person: PersonID(rawValue: "chu-bay"))
            #expect(roles == [Role(campaign: campaign, unit: unit)])
        }
    }

    @Test func nobodyOpensAFileOfAnEarlierSchemaBeforeItIsMigrated() throws {
        try Place.with { place in
            try place.load(schema: 9)
            let pending = try place.file.report(isThorough: false).standing.pending.count
            #expect(pending >= 3)
            for startedAt in [nil, start] {
                #expect(throws: StoreError.earlier(path: place.database, pending: pending)) {
                    try Store.open(path: place.database, startedAt: startedAt)
                }
            }
            #expect(try place.file.report(isThorough: false).standing.applied.count == 9)
            #expect(try place.names == ["bot.sqlite"])
        }
    }

    @Test func aTrialChangesNothing() throws {
        try Place.with { place in
            try place.load(schema: 5)
            let bytes = try Data(contentsOf: place.folder.appendingPathComponent("bot.sqlite"))
            let names = try Store.tryMigrations(path: place.database)
            #expect(names.first == "6 persons" && names.count >= 7)
            #expect(
                try Data(contentsOf: place.folder.appendingPathComponent("bot.sqlite")) == bytes)
            #expect(try place.names == ["bot.sqlite"])
        }
    }

    @Test func onlyTheNewestCopiesAreKept() throws {
        try Place.with { place in
            for number in 0..<5 {
                try? FileManager.default.removeItem(atPath: place.database)
                try place.load(schema: 11)
                _ = try Store.migrate(
                    path: place.database, at: start.adding(seconds: Int64(number)))
            }
            let copies = try place.names.filter { $0.contains(".before-migration-") }
            #expect(copies.count == Migration.copiesMax)
            #expect(copies.last?.hasSuffix(fileStamp(start.adding(seconds: 4))) == true)
        }
    }

    @Test func whatIsUpToDateOrNotThereIsLeftAlone() throws {
        try Place.with { place in
            let nothing = try Store.migrate(path: place.database, at: start)
            #expect(nothing == nil)
            let fresh = try place.fresh()
            let again = try Store.migrate(path: fresh, at: start)
            #expect(again == nil)
            let names = try place.names
            #expect(!names.contains { $0.contains("before-migration") || $0.hasPrefix("bot") })
        }
    }

    @Test func aFileOfALaterVersionIsRefusedAndLeftAlone() throws {
        try Place.with { place in
            try place.load(schema: newestSchema)
            try place.run("INSERT INTO grdb_migrations VALUES ('99 later')")
            let refusal = StoreError.later(path: place.database, migration: "99 later")
            #expect(throws: refusal) { try Store.open(path: place.database) }
            #expect(throws: refusal) { try Store.migrate(path: place.database, at: start) }
        }
    }

    @Test func aFileOfAnotherProgramIsRefused() throws {
        try Place.with { place in
            try place.run("CREATE TABLE songs (name TEXT)")
            #expect(throws: StoreError.foreign(path: place.database)) {
                try Store.open(path: place.database)
            }
        }
    }

    @Test func aDamagedFileIsNotMigrated() throws {
        try Place.with { place in
            try place.load(schema: 9)
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: place.database))
            try handle.seek(toOffset: 3 * 4_096)
            try handle.write(contentsOf: Data(repeating: 0xFF, count: 8_192))
            try handle.close()
            #expect(throws: StoreError.self) { try Store.migrate(path: place.database, at: start) }
            #expect(try place.names == ["bot.sqlite"])
        }
    }

    /// Every table and index with its statement, blank space aside.
    private static func shape(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
                    WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name
                    """)
        }
        .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// A folder for one database.
    struct Place {
        let folder: URL
        var database: String { folder.appendingPathComponent("bot.sqlite").path }
        var file: DatabaseFile { DatabaseFile(path: database) }

        static func with(_ body: (Place) throws -> Void) throws {
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("migration-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try body(Place(folder: folder))
        }

        var names: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
        }

        func load(schema: Int) throws {
            let dump = try RepositoryRoot.bytes(of: "Tests/Fixtures/storage/schema-\(schema).sql")
            try run(String(decoding: dump, as: UTF8.self))
        }

        func run(_ sql: String) throws {
            let queue = try DatabaseQueue(path: database)
            try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
            try queue.close()
        }

        /// A database made by this version; the path of it.
        func fresh() throws -> String {
            let path = folder.appendingPathComponent("fresh.sqlite").path
            try Store.open(path: path).close()
            return path
        }
    }
}
