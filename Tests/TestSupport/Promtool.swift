import Foundation

/// Prometheus' own checker, from Debian's package `prometheus`.
package enum Promtool {
    /// The program; nil where it is not installed.
    package static let path: String? = ["/usr/bin/promtool", "/usr/local/bin/promtool"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What a skipped test says.
    package static let missing = "promtool is not here: apt-get install prometheus"

    /// Runs it to its end, off the threads that tasks share.
    ///
    /// - Returns: Its exit status, and all that it wrote.
    /// - Throws: Foundation's error when it cannot be run.
    package static func run(
        _ arguments: [String], input: String = "", folder: String = RepositoryRoot.path
    ) async throws -> (status: Int32, output: String) {
        try await RawConnection.blocking {
            Result { try runNow(arguments, input: input, folder: folder) }
        }.get()
    }

    private static func runNow(
        _ arguments: [String], input: String, folder: String
    ) throws -> (status: Int32, output: String) {
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("promtool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["in", "out"].map { scratch.appendingPathComponent($0) }
        try Data(input.utf8).write(to: files[0])
        try Data().write(to: files[1])
        let (reading, writing) = (
            try FileHandle(forReadingFrom: files[0]), try FileHandle(forWritingTo: files[1])
        )
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "/usr/bin/promtool")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        (process.standardInput, process.standardOutput) = (reading, writing)
        process.standardError = writing
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: files[1], encoding: .utf8))
    }
}
