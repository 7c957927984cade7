import Foundation
import Logging
import Synchronization

/// Writes each log event as one line of JSON: `time`, `level`, `event`, then its fields by name.
///
/// Texts are never logged by the gateway; what slips into a field all the same is redacted.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level

    private let redaction: Redaction
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - level: Events below it are not written.
    ///   - redaction: What must not be written.
    ///   - now: The moment of an event.
    ///   - write: Takes one line with its line feed; called from any thread.
    package init(
        level: Logger.Level, redaction: Redaction, now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.redaction = redaction
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    package func log(event: LogEvent) {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        var line = #"{"time":""# + Self.text(of: now()) + #"","level":"\#(event.level)","event":"#
        line += Self.quoted(redaction.redacted("\(event.message)"))
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            let value = redaction.redacted("\(value)", key: key)
            // Numbers stay numbers, so that `ms` can be compared.
            let isNumber = key == "ms" && Int64(value) != nil
            line += "," + Self.quoted(key) + ":" + (isNumber ? value : Self.quoted(value))
        }
        write(line + "}\n")
    }

    private static func text(of date: Date) -> String {
        date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
            + "Z"
    }

    /// The text as a JSON string; control characters and line ends escaped.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension LineLogHandler {
    /// Writes a line to standard error, where systemd and terminals pick it up.
    package static func writeToStandardError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
