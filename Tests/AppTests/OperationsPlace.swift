import Foundation
import GRDB
import TestSupport

/// A folder with settings and a database, and commands of the program run on it.
struct OperationsPlace: Sendable {
    /// The schema of this version, of which a dump lies among the fixtures.
    static let newestSchema = 15

    let folder: URL
    var database: String { path("bot.sqlite") }
    var settings: String { path("settings.yaml") }

    /// Makes the folder for the length of `body`, with the database of a schema if one is named.
    static func with(
        schema: Int? = nil, _ body: (OperationsPlace) async throws -> Void
    ) async throws {
        let place = OperationsPlace(folder: try ProgramRun.makeScratch())
        defer { try? FileManager.default.removeItem(at: place.folder) }
        try place.write(
            "database: bot.sqlite\ncontent: \(RepositoryRoot.path)/intents\n", to: "settings.yaml")
        if let schema { try place.load(schema: schema) }
        try await body(place)
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: path(name))
    }

    func load(schema: Int) throws {
        let dump = try RepositoryRoot.bytes(of: "Tests/Fixtures/storage/schema-\(schema).sql")
        try change(String(decoding: dump, as: UTF8.self))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: database)
    }

    func change(_ sql: String, in name: String = "bot.sqlite") throws {
        let queue = try DatabaseQueue(path: path(name))
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// Keeps everybody else from reading the database while `body` runs.
    func whileLocked(_ body: () async throws -> Void) async throws {
        // In a log of changes a writer keeps nobody from reading.
        try change("PRAGMA journal_mode = DELETE")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? queue.close() }
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "BEGIN EXCLUSIVE") }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        try result.get()
    }

    func number(_ sql: String, in name: String = "bot.sqlite") throws -> Int? {
        let queue = try DatabaseQueue(path: path(name))
        defer { try? queue.close() }
        return try queue.read { db in try Int.fetchOne(db, sql: sql) }
    }

    /// Writes 0xFF over the middle of a file.
    func damage(_ name: String) throws {
        let handle = try FileHandle(forUpdating: folder.appendingPathComponent(name))
        try handle.seek(toOffset: 3 * 4_096)
        try handle.write(contentsOf: Data(repeating: 0xFF, count: 8_192))
        try handle.close()
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    /// Runs a command on the settings, off the threads that tasks share.
    func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        let all = arguments + ["--settings", settings]
        return try await ProgramRun(all, environment: environment)
    }

    /// Starts a command, lets `act` see its process and waits for its end.
    func start(
        _ arguments: [String], errors: FileHandle? = nil, act: (Process) async throws -> Void
    ) async throws -> Process {
        guard let binary = CrashDaemon.binary else { throw ProgramMissing() }
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments + ["--settings", settings]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        let (ended, source) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in source.finish() }
        try process.run()
        try await act(process)
        for await _ in ended {}
        return process
    }
}

extension OperationsPlace {
    /// Runs a command on the settings, off the threads that tasks share.
    func run(_ arguments: [String]) async throws -> ProgramRun {
        let all = arguments + ["--settings", settings]
        return try await ProgramRun(all)
    }

    /// Runs `body` while this process has the database open and reads it.
    func holding<T>(_ body: () async throws -> T) async throws -> T {
        let pool = try DatabasePool(path: database)
        defer { try? pool.close() }
        _ = try await pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM inbox") }
        return try await body()
    }
}
