import Foundation
import Synchronization

/// A log file that is moved aside when it is full.
///
/// `bot.log` becomes `bot.log.1`, that one `bot.log.2`, and so on.
package final class LogFile: Sendable {
    /// Bytes of one file before it is moved aside.
    package static let bytesMax: UInt64 = 10_000_000

    /// Files moved aside that are kept.
    package static let keptMax = 5

    private struct State {
        var handle: FileHandle
        var bytes: UInt64
    }

    private let path: String
    private let bytesMax: UInt64
    private let state: Mutex<State>

    /// Opens the file at its end, making it and its folder when they are not there.
    ///
    /// - Throws: Foundation's error when the path cannot be written.
    package init(path: String, bytesMax: UInt64 = LogFile.bytesMax) throws {
        self.path = path
        self.bytesMax = bytesMax
        state = Mutex(try Self.open(path))
    }

    /// Appends one line; a full disk loses the line and nothing else.
    package func write(_ line: String) {
        state.withLock { state in
            if state.bytes >= bytesMax, let fresh = try? rotated(state.handle) { state = fresh }
            guard (try? state.handle.write(contentsOf: Data(line.utf8))) != nil else { return }
            state.bytes += UInt64(line.utf8.count)
        }
    }

    private func rotated(_ handle: FileHandle) throws -> State {
        let files = FileManager.default
        try? files.removeItem(atPath: "\(path).\(Self.keptMax)")
        for number in stride(from: Self.keptMax - 1, through: 1, by: -1) {
            try? files.moveItem(atPath: "\(path).\(number)", toPath: "\(path).\(number + 1)")
        }
        try files.moveItem(atPath: path, toPath: "\(path).1")
        let fresh = try Self.open(path)
        try? handle.close()
        return fresh
    }

    private static func open(_ path: String) throws -> State {
        let url = URL(fileURLWithPath: path)
        let files = FileManager.default
        try files.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        if !files.fileExists(atPath: path) {
            try Data().write(to: url, options: .withoutOverwriting)
        }
        let handle = try FileHandle(forWritingTo: url)
        return State(handle: handle, bytes: try handle.seekToEnd())
    }
}
