import Foundation
import Messaging
import Storage
import Synchronization

/// A log file that is moved aside when it is full or old, within the limits of `LogRotation`.
///
/// For this user alone (mode 0600), also where it was made by somebody more generous. What is
/// appended is on the disk's way when `append` returns: a kill loses nothing of it, a power cut
/// what the system had not written yet.
package final class LogFile: Sendable {
    /// Why lines cannot be written: fit for a log.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let doing: String
        package let code: Int32

        package var description: String { "\(doing): \(String(cString: strerror(code)))" }
    }

    private struct State {
        var descriptor: Int32
        var inode: ino_t
        var begunAt: Timestamp

        /// Whether the last line was cut off, by a power cut or another program.
        var endsInALine: Bool
    }

    /// The path of the file that is written to.
    package let path: String

    private let rotation: LogRotation
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    /// Opens the file at its end, making it and its folder when they are not there.
    ///
    /// - Throws: `Failure` when the path cannot be written.
    package init(
        path: String, limits: LogLimits, now: @escaping @Sendable () -> Timestamp
    ) throws {
        self.path = path
        self.now = now
        rotation = LogRotation(name: (path as NSString).lastPathComponent, limits: limits)
        let folder = folder(ofPath: path)
        if !FileManager.default.fileExists(atPath: folder) {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        state = Mutex(try Self.open(path, at: now()))
        tend()
    }

    deinit {
        state.withLock { if $0.descriptor >= 0 { _ = close($0.descriptor) } }
    }

    /// Appends whole lines, moving the file aside where they would make it too large.
    ///
    /// - Parameter lines: Lines with their line feeds.
    /// - Returns: How many bytes were taken, up to the end of a line, and why not all; what was
    ///   not taken may be tried again.
    package func append(_ lines: ArraySlice<UInt8>) -> (taken: Int, failure: Failure?) {
        state.withLock { state in
            var left = lines
            do throws(Failure) {
                while !left.isEmpty {
                    let room = try makeRoom(for: left, in: &state)
                    try write(left.prefix(room), to: &state)
                    left = left.dropFirst(room)
                }
                return (lines.count, nil)
            } catch {
                return (lines.count - left.count, error)
            }
        }
    }

    /// Does what is due for the files' age; to be called from time to time when nothing is
    /// written.
    package func tend() {
        state.withLock { _ in
            for step in rotation.deletions(asides(), at: now()) { try? perform(step) }
        }
    }

    /// Returns how many of the bytes go into the current file, which is a new one if need be.
    private func makeRoom(
        for lines: ArraySlice<UInt8>, in state: inout State
    ) throws(Failure) -> Int {
        var found = stat()
        let isThere = stat(path, &found) == 0
        if !isThere || found.st_ino != state.inode || state.descriptor < 0 {
            // Somebody has moved or deleted it.
            try reopen(&state)
            found.st_size = lseek(state.descriptor, 0, SEEK_END)
        }
        let first = Self.wholeLines(lines, upTo: rotation.limits.fileBytesMax)
        let (bytes, moment) = (Int(found.st_size), now())
        if rotation.isDue(bytes: bytes, adding: 0, begunAt: state.begunAt, now: moment) {
            try moveAside(bytes, &state, at: moment)
            return first
        }
        let fitting = Self.wholeLines(lines, upTo: rotation.limits.fileBytesMax - bytes)
        if fitting > 0 { return fitting }
        if bytes > 0 { try moveAside(bytes, &state, at: moment) }
        return first
    }

    /// Bytes of as many whole lines as fit; at least those of the first line in an empty file.
    private static func wholeLines(_ lines: ArraySlice<UInt8>, upTo room: Int) -> Int {
        if lines.count <= room { return lines.count }
        guard room > 0 else { return 0 }
        let fitting = lines.prefix(room).lastIndex(of: 0x0A).map { $0 - lines.startIndex + 1 }
        return fitting ?? 0
    }

    private func write(_ lines: ArraySlice<UInt8>, to state: inout State) throws(Failure) {
        guard !lines.isEmpty else {
            // One line that is larger than a whole file may be.
            throw Failure(doing: "writing a line", code: EFBIG)
        }
        let before = lseek(state.descriptor, 0, SEEK_END)
        let text = state.endsInALine ? lines : [0x0A] + lines
        var written = 0
        while written < text.count {
            let count = text.dropFirst(written).withUnsafeBytes {
                Foundation.write(state.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let code = count < 0 ? errno : EIO
                // No half line stays, so that each line of the file can be read.
                let isUndone = written == 0 || ftruncate(state.descriptor, before) == 0
                if !isUndone { state.endsInALine = false }
                throw Failure(doing: "writing '\(path)'", code: code)
            }
            written += count
        }
        state.endsInALine = true
    }

    // MARK: Rotation

    private func moveAside(
        _ bytes: Int, _ state: inout State, at now: Timestamp
    ) throws(Failure) {
        for step in rotation.steps(movingAside: bytes, others: asides(), at: now) {
            try perform(step)
        }
        try reopen(&state)
    }

    private func perform(_ step: LogRotation.Step) throws(Failure) {
        let folder = folder(ofPath: path)
        switch step {
        case .delete(let name):
            guard unlink("\(folder)/\(name)") != 0, errno != ENOENT else { return }
            throw Failure(doing: "deleting '\(folder)/\(name)'", code: errno)
        case .moveAside(let name):
            guard rename(path, "\(folder)/\(name)") != 0 else { return }
            throw Failure(doing: "moving '\(path)' aside", code: errno)
        }
    }

    private func asides() -> [LogFileAside] {
        LogFiles.asides(of: path)
    }

    // MARK: Opening

    private func reopen(_ state: inout State) throws(Failure) {
        let fresh = try Self.open(path, at: now())
        if state.descriptor >= 0 { _ = close(state.descriptor) }
        state = fresh
    }

    private static func open(_ path: String, at now: Timestamp) throws(Failure) -> State {
        let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC
        let descriptor = Foundation.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw Failure(doing: "opening '\(path)'", code: errno) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else {
            let code = errno
            _ = close(descriptor)
            throw Failure(doing: "looking at '\(path)'", code: code)
        }
        if found.st_mode & S_IFMT == S_IFREG, found.st_mode & 0o077 != 0 {
            _ = fchmod(descriptor, 0o600)
        }
        let isEmpty = found.st_size == 0
        return State(
            descriptor: descriptor, inode: found.st_ino,
            begunAt: isEmpty ? now : firstMoment(descriptor) ?? now,
            endsInALine: isEmpty || lastByte(descriptor, size: found.st_size) == 0x0A)
    }

    private static func lastByte(_ descriptor: Int32, size: off_t) -> UInt8? {
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, size - 1) == 1 ? byte : nil
    }

    /// The moment of the first line.
    private static func firstMoment(_ descriptor: Int32) -> Timestamp? {
        var head = [UInt8](repeating: 0, count: LogLine.momentOffset + LogTime.length)
        guard pread(descriptor, &head, head.count, 0) == head.count else { return nil }
        return LogTime.moment(head.dropFirst(LogLine.momentOffset))
    }
}
