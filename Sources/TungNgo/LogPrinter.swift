import Content
import Foundation
import Gateway
import Messaging

/// Prints the wanted lines of a log, all or the last ones, and counts the others.
struct LogPrinter {
    private let filter: LogFilter
    private let json: Bool
    private let words: LogWords

    /// How many are printed at the end; nil to print each at once.
    private var last: Int?
    private var gathered: [String] = []

    private var looked = 0
    private var printed = 0
    private var unreadable = 0
    private var span: (first: Timestamp, last: Timestamp)?

    /// Chats and accounts that were seen, to name the nearest when none was found.
    private var seen: (chats: Set<String>, accounts: Set<String>) = ([], [])

    init(filter: LogFilter, json: Bool, last: Int?) {
        self.filter = filter
        self.json = json
        self.last = last
        words = LogWords(hasColours: !json && wantsColours())
    }

    /// Prints a line if it is wanted.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        looked += 1
        // While nothing was found, all is read, so that it can be said what there is.
        guard filter.mayTake(bytes) || (printed == 0 && gathered.isEmpty) else { return }
        guard let line = LogLine(bytes) else {
            if !bytes.isEmpty { unreadable += 1 }
            return
        }
        span = (span?.first ?? line.time, line.time)
        guard filter.takes(line) else {
            remember(line)
            return
        }
        let text = json ? String(decoding: bytes, as: UTF8.self) : words.line(line)
        guard let last else {
            printed += 1
            print(text)
            return
        }
        gathered.append(text)
        if gathered.count >= last * 2 { gathered.removeFirst(gathered.count - last) }
    }

    private mutating func remember(_ line: LogLine) {
        guard seen.chats.count < 10_000 else { return }
        if let chat = line["chat"] { seen.chats.insert(chat) }
        if let account = line["account"] { seen.accounts.insert(account) }
    }

    /// Prints the last lines that were gathered; from now on each is printed at once.
    mutating func printLast() {
        if let last {
            for text in gathered.suffix(last) { print(text) }
            printed += min(last, gathered.count)
        }
        (gathered, last) = ([], nil)
        flushOutput()
    }

    /// Says on standard error what could not be read, and why nothing was found.
    func complainAboutWhatWasNotFound() {
        if unreadable > 0 {
            complain(
                "\(unreadable) lines could not be read: cut off, or written by something else.")
        }
        guard printed == 0 else { return }
        guard let span else { return complain("Nothing was found: the log is empty.") }
        complain(
            "Nothing was found in \(looked) lines from \(LogTime.vietnamese(span.first)) to "
                + "\(LogTime.vietnamese(span.last)).")
        suggest(filter.chat, seen.chats, "chat")
        suggest(filter.account, seen.accounts, "account")
    }

    private func suggest(_ wanted: String?, _ seen: Set<String>, _ what: String) {
        guard let wanted, !seen.contains(wanted), !seen.isEmpty else { return }
        let known = seen.sorted()
        let hint =
            nearestName(to: wanted, in: known).map { "Did you mean '\($0)'?" }
            ?? "There are: \(known.prefix(10).joined(separator: ", "))\(known.count > 10 ? "…" : "")."
        complain("No line is of \(what) '\(wanted)'. \(hint)")
    }
}

/// Whether standard output is a terminal whose user wants colours (see no-color.org).
func wantsColours() -> Bool {
    let environment = ProcessInfo.processInfo.environment
    guard environment["NO_COLOR"]?.isEmpty ?? true, environment["TERM"] != "dumb" else {
        return false
    }
    return isatty(STDOUT_FILENO) == 1
}
