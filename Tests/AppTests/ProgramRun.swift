import Foundation
import TestSupport
import Testing

/// One run of the real program, as a person at a terminal sees it.
struct ProgramRun {
    let status: Int32
    let output: String
    let errors: String

    /// Programs wait on threads of their own, three at a time: on the threads that tasks share they
    /// would stop the servers of other tests.
    private static let threads: OperationQueue = {
        let threads = OperationQueue()
        threads.maxConcurrentOperationCount = 3
        return threads
    }()

    /// Runs the program to its end in a folder (by default the repository, so that `intents` is
    /// found), with variables besides those of the test.
    init(
        _ arguments: [String], input: String = "", folder: String = RepositoryRoot.path,
        environment: [String: String] = [:]
    ) async throws {
        self = try await withCheckedThrowingContinuation { continuation in
            Self.threads.addOperation {
                continuation.resume(
                    with: Result {
                        try Self(
                            waitingFor: arguments, input: input, folder: folder,
                            environment: environment)
                    })
            }
        }
    }

    private init(
        waitingFor arguments: [String], input: String, folder: String,
        environment: [String: String]
    ) throws {
        guard let binary = CrashDaemon.binary else { throw ProgramMissing() }
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        // Files and not pipes: a full pipe would hold the program while we write its input.
        let scratch = try Self.makeScratch()
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = try ["in", "out", "err"].map { name in
            let url = scratch.appendingPathComponent(name)
            try Data((name == "in" ? input : "").utf8).write(to: url)
            return url
        }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOf: files[1], encoding: .utf8)
        errors = try String(contentsOf: files[2], encoding: .utf8)
        // No test gives these to a program but as what a person wrote, or in secret.
        let secrets = environment.filter {
            $0.key.hasSuffix("_TOKEN") || $0.key.hasSuffix("_SECRET")
        }
        let planted = PlantedValues(secrets: secrets.values.sorted())
        #expect(planted.found(in: errors, named: "standard error") == [])
    }

    /// Runs the program with these arguments to its end.
    init(_ arguments: String..., folder: String = RepositoryRoot.path) async throws {
        try await self.init(arguments, folder: folder)
    }

    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    static func makeScratch() throws -> URL {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("tungngo-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}

/// The program was not built beside the tests.
struct ProgramMissing: Error {}
