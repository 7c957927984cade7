import Logging
import Messaging

/// Which lines of a log are wanted.
package struct LogFilter: Sendable {
    package var since: Timestamp?
    package var until: Timestamp?

    /// Lines below it are left out.
    package var level: Logger.Level = .trace

    /// Events by name; empty for all.
    package var events: Set<String> = []
    package var chat: String?
    package var account: String?

    /// How the trace begins.
    package var trace: String?

    package init() {}

    /// Whether a line may be wanted, by a look at its bytes: most lines are done with by this.
    package func mayTake(_ bytes: ArraySlice<UInt8>) -> Bool {
        for wanted in [trace, chat, account].compactMap(\.self) {
            guard contains(bytes, wanted) else { return false }
        }
        guard since != nil || until != nil else { return true }
        let start = bytes.startIndex + LogLine.momentOffset
        guard start + LogTime.length <= bytes.endIndex,
            let moment = LogTime.moment(bytes[start..<start + LogTime.length])
        else { return true }
        return isInTime(moment)
    }

    /// Whether a line is wanted.
    package func takes(_ line: LogLine) -> Bool {
        guard isInTime(line.time), line.level >= level,
            events.isEmpty || events.contains(line.event)
        else { return false }
        if let chat, line["chat"] != chat { return false }
        if let account, line["account"] != account { return false }
        if let trace, line["trace"]?.hasPrefix(trace) != true { return false }
        return true
    }

    private func isInTime(_ moment: Timestamp) -> Bool {
        since.map { $0 <= moment } ?? true && until.map { moment <= $0 } ?? true
    }

    /// Whether the text stands in the bytes; true when it would be written otherwise there.
    private func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, !wanted.contains(UInt8(ascii: "\"")),
            !wanted.contains(UInt8(ascii: "\\")), wanted.allSatisfy({ $0 >= 0x20 })
        else { return true }
        var rest = bytes
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
