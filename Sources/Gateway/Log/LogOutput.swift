import Foundation
import Logging
import Messaging
import Synchronization

/// Where log lines go: to standard error, to a file, or to both; each line is put together once.
///
/// What goes wrong with one of them is said on the other, once when it begins and once when it is
/// over.
package final class LogOutput: Sendable {
    /// What hinders the log file; nil when it is over.
    package typealias OnTrouble = @Sendable (Readiness.Trouble?) -> Void

    private struct State {
        var failingSince: Timestamp?
        var onTrouble: OnTrouble?
    }

    private let file: LogFile?
    private let standardError: Int32?
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())
    private let buffers = Mutex<(file: LogBuffer?, echo: LogBuffer?)>((nil, nil))

    /// Opens the way to the places.
    ///
    /// - Parameters:
    ///   - file: The log file; nil for standard error alone.
    ///   - standardError: The descriptor to write to besides; nil for the file alone.
    ///   - now: The moment of what this logs itself.
    package init(
        file: LogFile?, standardError: Int32?, now: @escaping @Sendable () -> Timestamp
    ) {
        self.file = file
        self.standardError = standardError
        self.now = now
        let toFile = file.map { file in
            LogBuffer { [weak self] lines in self?.write(lines, to: file) ?? lines.count }
        }
        let echo = standardError.map { descriptor in
            LogBuffer { [weak self] lines in self?.write(lines, to: descriptor) ?? lines.count }
        }
        buffers.withLock { $0 = (toFile, echo) }
    }

    /// Starts the threads that write.
    package func start() {
        let buffers = buffers.withLock { $0 }
        buffers.file?.start()
        buffers.echo?.start()
    }

    /// Takes one line.
    package func append(_ line: [UInt8], level: Logger.Level) {
        let buffers = buffers.withLock { $0 }
        let isUrgent = level >= .warning
        buffers.file?.append(line, isUrgent: isUrgent)
        buffers.echo?.append(line, isUrgent: isUrgent)
    }

    /// Returns when all that was logged is written, or after two seconds.
    package func flush() {
        let buffers = buffers.withLock { $0 }
        buffers.file?.flush()
        buffers.echo?.flush()
    }

    /// Writes what is gathered on the calling thread, for whoever has not called `start`.
    package func writeWhatIsGathered() {
        let buffers = buffers.withLock { $0 }
        _ = buffers.file?.writeWhatIsGathered()
        _ = buffers.echo?.writeWhatIsGathered()
    }

    /// Has whoever shows troubles told of those of the file.
    package func onTrouble(_ onTrouble: @escaping OnTrouble) {
        state.withLock { $0.onTrouble = onTrouble }
    }

    // MARK: The file

    private func write(_ lines: ArraySlice<UInt8>, to file: LogFile) -> Int {
        if lines.isEmpty {
            file.tend()
            return 0
        }
        let (taken, failure) = file.append(lines)
        if let failure { failed(failure, file) } else { worked() }
        return taken
    }

    private func failed(_ failure: LogFile.Failure, _ file: LogFile) {
        let now = now()
        let (isNew, onTrouble) = state.withLock { state in
            defer { state.failingSince = state.failingSince ?? now }
            return (state.failingSince == nil, state.onTrouble)
        }
        guard isNew else { return }
        let remedy =
            "make room on the disk, or let the daemon's user write into the folder of "
            + "'\(file.path)'; until then lines go to standard error alone"
        onTrouble?(
            Readiness.Trouble(
                what: "the log file cannot be written: \(failure)", remedy: remedy, since: now,
                isWarning: true))
        let line = LineLogHandler.line(
            at: now, .error, .logFileFailed, [("reason", "\(failure)"), ("remedy", remedy)])
        buffers.withLock { $0.echo }?.append(line, isUrgent: true)
    }

    private func worked() {
        let (since, onTrouble) = state.withLock { state in
            defer { state.failingSince = nil }
            return (state.failingSince, state.onTrouble)
        }
        guard let since else { return }
        onTrouble?(nil)
        let (buffers, now) = (buffers.withLock { $0 }, now())
        let line = LineLogHandler.line(
            at: now, .notice, .logFileWorks,
            [
                ("lost", "\(buffers.file?.takeLost() ?? 0)"),
                ("ms", "\(now.milliseconds - since.milliseconds)"),
            ])
        append(line, level: .notice)
    }

    // MARK: Standard error

    /// Lines that nobody takes are no reason to stop: those of a reader who has gone are dropped.
    private func write(_ lines: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
        var written = 0
        while written < lines.count {
            let count = lines.dropFirst(written).withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                written += count
            } else if count < 0, errno == EAGAIN {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, 1_000)
            } else if count == 0 || errno != EINTR {
                return lines.count
            }
        }
        let lost = buffers.withLock { $0.echo }?.takeLost() ?? 0
        if lost > 0 {
            append(
                LineLogHandler.line(
                    at: now(), .warning, .logLinesLost,
                    [("where", "standard error"), ("count", "\(lost)")]),
                level: .warning)
        }
        return lines.count
    }
}
