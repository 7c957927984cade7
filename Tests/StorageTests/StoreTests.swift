import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct StoreTests {
    @Test func aFileIsOpenedWithWriteAheadLogAndFullSynchronisation() throws {
        try withDatabasePath { path in
            let store = try Store.open(path: path, startedAt: start)
            let durability = try store.durability()
            #expect(durability.journal == "wal")
            #expect(durability.synchronous == 2)
        }
    }

    @Test func openingAgainKeepsEverythingAndChangesNoSchema() throws {
        try withDatabasePath { path in
            let first = try Store.open(path: path, startedAt: start)
            try first.keep(message("m1"))
            try first.turn()
            let schemaBefore = try schemaText(path)
            try first.close()
            let second = try Store.open(path: path, startedAt: start)
            #expect(try schemaText(path) == schemaBefore)
            #expect(try second.counts().received == 1)
            #expect(try second.counts().queued == 1)
            #expect(try second.counts().starts == 2)
            #expect(try second.keep(message("m1")).isEmpty)
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefusedByName() throws {
        try withDatabasePath { path in
            try Data("không phải cơ sở dữ liệu".utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: StoreError.self) {
                try Store.open(path: path, startedAt: start)
            }
            #expect(error?.description.contains("bot.sqlite") == true)
        }
    }

    @Test func aDamagedFileIsRefusedBeforeAnythingIsWrittenToIt() throws {
        try withDatabasePath { path in
            let first = try Store.open(path: path, startedAt: start)
            for number in 0..<200 {
                try first.keep(message("m\(number)", text: String(repeating: "x", count: 500)))
            }
            try first.close()
            try DatabaseQueue(path: path).writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            // The middle pages of the file are overwritten, as by a disk that loses its mind.
            let middle = bytes.count / 2 / 4_096 * 4_096
            try #require(bytes.count > 30_000, "\(bytes.count) bytes")
            for index in middle..<(middle + 4_096 * 3) { bytes[index] = 0xA5 }
            try bytes.write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: StoreError.self) {
                try Store.open(path: path, startedAt: start)
            }
            guard case .damaged = error else {
                Issue.record("not called damaged: \(String(describing: error))")
                return
            }
            #expect(error?.remedy.contains(".recover") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        }
    }

    @Test func aFolderThatIsNotThereIsRefusedByName() throws {
        let error = #expect(throws: StoreError.self) {
            try Store.open(path: "/khong/co/bot.sqlite", startedAt: start)
        }
        #expect(error?.description.contains("/khong/co/bot.sqlite") == true)
    }

    @Test func aFullDiskIsSaidPlainlyAndNothingIsLostOrCounted() throws {
        let queue = try DatabaseQueue()
        let store = try Store(queue, startedAt: start)
        try store.keep(message("m1"))
        let pages = try queue.write { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let long = String(repeating: "dài ", count: 20_000)
        #expect(throws: StoreError.diskFull) { try store.keep(message("m2", text: long)) }
        for _ in 0..<5 {
            #expect(throws: StoreError.diskFull) {
                try store.turn { _, _ in (Decision(.answered), [RenderedReply(long)]) }
            }
        }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        #expect(try store.counts().setAside == 0)
        let results = try store.turn()
        #expect(results.map(\.ending) == [.taken(.answered, queued: 1)])
        #expect(results.first?.message.tries == 1)
    }

    @Test func aRowChangedByHandIsAnErrorWithTableAndKey() throws {
        let queue = try DatabaseQueue()
        let store = try Store(queue, startedAt: start)
        try store.keep(message("m1"))
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO topic VALUES ('bot-1', 'c1', 'p1', '{"x": 1}', 9999999999999)
                    """)
        }
        let results = try store.turn()
        guard case .failed(let error) = results.first?.ending else {
            Issue.record("the turn must fail, not \(results)")
            return
        }
        #expect(error.contains("table 'topic', row bot-1"))
    }

    private func schemaText(_ path: String) throws -> String {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
                .joined(separator: "\n")
        }
    }
}
