import Foundation
import TestSupport

/// The real program as a process, started and killed by a test.
final class CrashDaemon {
    private let process = Process()
    private let ended: AsyncStream<Int32>

    /// The program beside the test bundle, or nil where it has not been built.
    static let binary: URL? = [
        Bundle.main.bundleURL, URL(fileURLWithPath: "\(RepositoryRoot.path)/.build/debug"),
    ]
    .map { $0.appendingPathComponent("tungngo") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    /// Starts `tungngo serve` with a settings file; what it writes goes into `log`.
    init(binary: URL, settings: String, log: FileHandle) throws {
        process.executableURL = binary
        process.arguments = ["serve", "--settings", settings]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        let (ended, source) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        process.terminationHandler = { process in
            source.yield(process.terminationStatus)
            source.finish()
        }
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Ends the program as a power cut would, and returns when it is gone.
    func kill() async {
        Foundation.kill(process.processIdentifier, SIGKILL)
        for await _ in ended {}
    }

    /// Asks the program to stop and returns its exit status.
    func stop() async -> Int32 {
        process.terminate()
        var status: Int32 = -1
        for await ended in ended { status = ended }
        return status
    }
}
