import CurlHTTP
import Foundation

/// The real program as a process of its own, so that it can be killed like one.
package final class DaemonProcess {
    private let process = Process()
    private let ended: AsyncStream<Int32>

    /// Those of this program that run.
    private static let running = LockedValue<Set<Int32>>([])

    /// Starts `serve` with a settings file; what it writes goes behind what `log` holds.
    package init(program: String, settings: String, log: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try handle.seekToEnd()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--settings", settings]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let (ended, source) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        process.terminationHandler = { process in
            let number = process.processIdentifier
            Self.running.withLock { running in _ = running.remove(number) }
            source.yield(process.terminationStatus)
            source.finish()
        }
        try process.run()
        let number = process.processIdentifier
        let isRunning = process.isRunning
        Self.running.withLock { running in if isRunning { running.insert(number) } }
    }

    /// Ends all that this program has started, when it is ended itself in the middle.
    package static func killAll() {
        let numbers = running.withLock { $0 }
        for number in numbers { Foundation.kill(number, SIGKILL) }
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// Ends the program as a power cut would, and returns when it is gone.
    ///
    /// - Returns: Whether it was still running.
    @discardableResult
    package func kill() async -> Bool {
        let wasRunning = process.isRunning
        if wasRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        for await _ in ended {}
        return wasRunning
    }

    /// Asks the program to stop and does not wait for it.
    func askToStop() { process.terminate() }

    /// Asks the program to read settings and content again.
    package func hangUp() { Foundation.kill(process.processIdentifier, SIGHUP) }

    /// Asks the program to stop and returns its exit status.
    package func stop() async -> Int32 {
        process.terminate()
        var status: Int32 = -1
        for await ended in ended { status = ended }
        return status
    }

    /// Bytes of memory that it holds now; 0 when it does not run.
    var memoryBytes: Int {
        let memory = (try? String(contentsOfFile: "\(folder)/statm", encoding: .utf8)) ?? ""
        let pages = memory.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }

    /// Files and connections that it holds open.
    var openFiles: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd"))?.count ?? 0
    }

    /// Whether it hears SIGHUP yet: before, the signal would end it.
    var hearsHangUp: Bool {
        let status = (try? String(contentsOfFile: "\(folder)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").contains { line in
            let isMask = line.hasPrefix("SigCgt:") || line.hasPrefix("SigIgn:")
            let mask = line.split(separator: "\t").last.flatMap { Int($0, radix: 16) } ?? 0
            // The lowest bit is that of signal 1.
            return isMask && mask & 1 == 1
        }
    }

    private var folder: String { "/proc/\(process.processIdentifier)" }

    /// Megabytes of memory that it holds now, and seconds of processor that it has used.
    var usage: (megabytes: Int, seconds: Double) {
        let times = (try? String(contentsOfFile: "\(folder)/stat", encoding: .utf8)) ?? ""
        // Behind the name in brackets: state is the first field, user and system time the 12th
        // and 13th, in hundredths of a second.
        let fields = times.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
        return (memoryBytes / 1_000_000, Double(ticks) / 100)
    }
}
