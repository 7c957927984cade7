import Foundation
import TestSupport

/// A program that a test starts on a port of 127.0.0.1 and ends by its process id.
final class ExternalServer {
    enum Failure: Error {
        case notListening(program: String)
    }

    let port: UInt16
    private let process = Process()

    /// Starts `program` and returns once it takes connections.
    ///
    /// - Parameters:
    ///   - program: Absolute path.
    ///   - arguments: Made for the port that is given.
    /// - Throws: When it cannot be started, or ends at once, or does not listen.
    init(_ program: String, arguments: (UInt16) throws -> [String]) throws {
        let (descriptor, free) = try LoopbackServer.listening(backlog: 1)
        close(descriptor)
        port = free
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = try arguments(free)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<2_000 where process.isRunning {
            if Self.takesConnections(port) { return }
            usleep(5_000)
        }
        kill(process.processIdentifier, SIGKILL)
        throw Failure.notListening(program: program)
    }

    deinit {
        // Not `terminate`: the child has inherited that SIGTERM is blocked on the threads of tests.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func takesConnections(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// Programs that some tests need besides the toolchain; those tests are skipped without them.
enum Programs {
    static let nghttpd = path(of: "nghttpd")
    static let tinyproxy = path(of: "tinyproxy")

    private static func path(of name: String) -> String? {
        ["/usr/bin", "/usr/sbin", "/usr/local/bin"]
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// A folder that is removed with the last reference to it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "tungngo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}
