import Foundation
import Messaging
import Synchronization

/// Shows how far a command is, on a terminal only; an empty text clears the line.
///
/// It is one line of standard error, drawn over again: in a pipe or a file there is nothing of it.
func showProgress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    let line = String(text.prefix(Progress.columnsMax))
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
}

/// Shows how many of all are done, as often as an eye can follow.
func showProgress(_ what: String, _ done: Int, of all: Int) {
    guard Progress.isDue(at: clockNow().milliseconds) else { return }
    let percent = all > 0 ? min(100, done * 100 / all) : 100
    showProgress("\(what): \(percent)% (\(done) of \(all))")
}

/// When the line was drawn last.
private enum Progress {
    /// Longer lines would wrap on a small terminal, and a wrapped one cannot be drawn over.
    static let columnsMax = 78

    private static let pauseMilliseconds: Int64 = 100
    private static let drawnAt = Mutex<Int64>(0)

    static func isDue(at now: Int64) -> Bool {
        drawnAt.withLock { drawnAt in
            guard now - drawnAt >= pauseMilliseconds || now < drawnAt else { return false }
            drawnAt = now
            return true
        }
    }
}
