import Foundation
import Messaging
import Storage

/// Reads a log from its oldest wanted file to its end, and on as it grows, across rotation.
///
/// Each line comes once and in order, whatever is moved aside meanwhile.
package struct LogTail: ~Copyable {
    /// Bytes of a line at the most; what is longer is handed out in pieces, which nobody can read.
    package static let lineBytesMax = 1_000_000

    private static let blockBytes = 256 * 1_024

    private let path: String

    /// The moment of the newest file aside that was read to its end.
    private var doneThrough: Timestamp
    private var open: (descriptor: Int32, inode: ino_t)?

    /// The beginning of a line whose end is not there yet.
    private var begun: [UInt8] = []

    /// Prepares to read.
    ///
    /// - Parameters:
    ///   - path: The file that is written to.
    ///   - since: Files that were moved aside before are left out; nil for none.
    package init(path: String, since: Timestamp? = nil) {
        self.path = path
        let before = since ?? Timestamp(milliseconds: .min)
        doneThrough =
            LogFiles.asides(of: path).map(\.movedAt).filter { $0 < before }.max()
            ?? Timestamp(milliseconds: .min)
    }

    deinit {
        if let open { _ = close(open.descriptor) }
    }

    /// Hands out the whole lines that have come since the last call, without their line feeds.
    ///
    /// - Returns: Whether there is a file at all.
    /// - Throws: `LogFile.Failure` when one cannot be opened; what `line` throws.
    @discardableResult
    package mutating func read(_ line: (ArraySlice<UInt8>) throws -> Void) throws -> Bool {
        while true {
            for aside in asidesLeft() {
                try openFile("\(folder(ofPath: path))/\(aside.name)")
                try readOpen(line)
                if !begun.isEmpty { try line(begun[...]) }
                doneThrough = aside.movedAt
                closeOpen()
            }
            var found = stat()
            guard stat(path, &found) == 0 else {
                guard errno == ENOENT else {
                    throw LogFile.Failure(doing: "opening '\(path)'", code: errno)
                }
                return open != nil || doneThrough.milliseconds > .min
            }
            if let open, open.inode != found.st_ino {
                // Moved aside since the list was made: its end is read there, before the next.
                if !asidesLeft().isEmpty { continue }
                if !begun.isEmpty { try line(begun[...]) }
                closeOpen()
            }
            if open == nil {
                try openFile(path)
                guard asidesLeft().isEmpty else {
                    closeOpen()
                    continue
                }
            }
            try readOpen(line)
            return true
        }
    }

    private func asidesLeft() -> [LogFileAside] {
        LogFiles.asides(of: path).filter { $0.movedAt > doneThrough }
    }

    /// Opens a file, unless it is the one that is open, under another name.
    private mutating func openFile(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // Deleted since the list was made: nothing of it is to be had.
            if errno == ENOENT { return }
            throw LogFile.Failure(doing: "opening '\(path)'", code: errno)
        }
        var found = stat()
        guard fstat(descriptor, &found) == 0, open?.inode != found.st_ino else {
            _ = close(descriptor)
            return
        }
        closeOpen()
        open = (descriptor, found.st_ino)
    }

    private mutating func closeOpen() {
        if let open { _ = close(open.descriptor) }
        open = nil
        begun = []
    }

    private mutating func readOpen(_ line: (ArraySlice<UInt8>) throws -> Void) throws {
        guard let descriptor = open?.descriptor else { return }
        var found = stat()
        if fstat(descriptor, &found) == 0, found.st_size < lseek(descriptor, 0, SEEK_CUR) {
            // Emptied by somebody: what stands there now is new.
            lseek(descriptor, 0, SEEK_SET)
            begun = []
        }
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        while true {
            let count = Foundation.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            try begun.handOutLines(adding: block[..<count], max: Self.lineBytesMax, line)
        }
    }
}

extension [UInt8] {
    /// Takes bytes behind the beginning of a line that this is, hands out the lines that are
    /// whole now, and keeps the beginning of the next.
    package mutating func handOutLines(
        adding bytes: ArraySlice<UInt8>, max: Int, _ line: (ArraySlice<UInt8>) throws -> Void
    ) rethrows {
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) {
            if isEmpty {
                try line(rest[..<end])
            } else {
                append(contentsOf: rest[..<end])
                try line(self[...])
                removeAll(keepingCapacity: true)
            }
            rest = rest[(end + 1)...]
        }
        append(contentsOf: rest)
        guard count > max else { return }
        try line(self[...])
        removeAll()
    }
}
