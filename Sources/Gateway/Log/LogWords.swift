import Logging
import Messaging

/// Log lines as people read them.
package struct LogWords: Sendable {
    /// Whether to colour, for a terminal.
    package let hasColours: Bool

    package init(hasColours: Bool) {
        self.hasColours = hasColours
    }

    /// A span as a person says it: `12 ms`, `1.2 s`, `3 min 5 s`, `2 h 3 min`.
    package static func duration(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        return switch milliseconds {
        case ..<1_000: "\(milliseconds) ms"
        case ..<60_000: "\(seconds).\(milliseconds % 1_000 / 100) s"
        case ..<3_600_000: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        }
    }

    /// One event as one line: time in Vietnam, level, event, then what it is about.
    package func line(_ line: LogLine) -> String {
        let level = String(line.level.rawValue.prefix(7))
        var parts = [
            coloured(LogTime.vietnamese(line.time), "2"),
            coloured(Self.padded(level, 7), colour(of: line.level)),
            coloured(
                Self.padded(line.event, 17), line.level >= .warning ? colour(of: line.level) : "1"),
        ]
        for key in Self.firstKeys {
            if let value = line[key] { parts.append(Self.field(key, value)) }
        }
        for (key, value) in line.fields where !Self.firstKeys.contains(key) {
            parts.append(Self.field(key, value))
        }
        return parts.joined(separator: " ")
    }

    /// Fields that come first, in this order.
    private static let firstKeys = ["account", "chat", "message", "trace", "reply"]

    private static func field(_ key: String, _ value: String) -> String {
        if LogLine.numberKeys.contains(key), let milliseconds = Int64(value) {
            let name = key == "ms" ? "" : "\(key.dropLast(3))="
            return name + duration(milliseconds).split(separator: " ").joined()
        }
        return "\(key)=\(quoted(value))"
    }

    /// The value in quotes where it has gaps; nothing in it can move the cursor of a terminal.
    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0 != "\"" && $0.properties.generalCategory != .control
            }
        return isPlain ? value : "\"\(shown(value))\""
    }

    /// The text with control characters as escapes.
    package static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": shown += "\\n"
            case "\"": shown += "\\\""
            case _ where scalar.properties.generalCategory == .control:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The text with blanks behind it up to so many characters.
    package static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func colour(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "2"
        case .info: "32"
        case .notice: "36"
        case .warning: "33"
        case .error: "31"
        case .critical: "1;31"
        }
    }

    /// The text in a colour by its SGR number, where there are colours.
    package func coloured(_ text: String, _ colour: String) -> String {
        hasColours ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
    }
}
