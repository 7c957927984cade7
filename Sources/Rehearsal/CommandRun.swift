import Foundation

/// One command of the program, run to its end beside the daemon.
struct CommandRun {
    let status: Int32

    /// What it wrote, standard error too.
    let output: String

    /// Runs the program with these arguments; its output goes through the file `scratch`.
    init(_ program: String, _ arguments: [String], scratch: String) async throws {
        try Data().write(to: URL(fileURLWithPath: scratch))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let (ended, source) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            source.yield(process.terminationStatus)
            source.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await ended in ended { status = ended }
        self.status = status
        output = try String(contentsOfFile: scratch, encoding: .utf8)
    }
}
