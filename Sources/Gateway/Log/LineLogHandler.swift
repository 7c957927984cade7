import Foundation
import Logging
import Messaging

/// Writes each log event as one line of JSON: `time`, `level`, `event`, then its fields by name.
///
/// Texts are never logged by the gateway; what slips into a field all the same is redacted.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level

    /// Bytes of a field; what is longer is cut, so that no line outgrows a file.
    package static let fieldBytesMax = 4_000

    private let redaction: Redaction
    private let isOfLibraries: Bool
    private let now: @Sendable () -> Timestamp
    private let errors: RecentErrors?
    private let write: @Sendable (_ line: [UInt8], _ level: Logger.Level) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - level: Events below it are not written.
    ///   - redaction: What must not be written.
    ///   - isOfLibraries: Whether what is logged are sentences of libraries: they become events of
    ///     one name, with the sentence as a field.
    ///   - now: The moment of an event.
    ///   - errors: Told of what is logged as an error.
    ///   - write: Takes one line with its line feed; called from any thread.
    package init(
        level: Logger.Level, redaction: Redaction, isOfLibraries: Bool = false,
        now: @escaping @Sendable () -> Timestamp = GatewayClock.system.now,
        errors: RecentErrors? = nil,
        write: @escaping @Sendable (_ line: [UInt8], _ level: Logger.Level) -> Void
    ) {
        logLevel = level
        self.redaction = redaction
        self.isOfLibraries = isOfLibraries
        self.now = now
        self.errors = errors
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    package func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
        if let own = event.metadata {
            if fields.isEmpty { fields = own } else { fields.merge(own) { _, new in new } }
        }
        if let error = event.error { fields["error"] = "\(error)" }
        var name = "\(event.message)"
        if isOfLibraries {
            fields["text"] = .string(name)
            name = GatewayEvent.library.rawValue
        }
        let moment = now()
        if event.level >= .error {
            errors?.note(
                name, event.level, account: fields["account"].map { "\($0)" },
                trace: fields["trace"].map { "\($0)" }, at: moment)
        }
        var line = Self.head(moment, event.level, redaction.redacted(name))
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            let text = if case .string(let text) = value { text } else { value.description }
            Self.append(key, redaction.redacted(text, key: key), to: &line)
        }
        line += "}\n".utf8
        write(line, event.level)
    }

    /// A line of the log's own, whose fields hold nothing to redact.
    static func line(
        at now: Timestamp, _ level: Logger.Level, _ event: GatewayEvent,
        _ fields: [(key: String, value: String)]
    ) -> [UInt8] {
        var line = head(now, level, event.rawValue)
        for field in fields { append(field.key, field.value, to: &line) }
        line += "}\n".utf8
        return line
    }

    private static func head(_ now: Timestamp, _ level: Logger.Level, _ event: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(240)
        line += LogLine.head.utf8
        LogTime.append(now, to: &line)
        line += #"","level":""#.utf8
        line += level.rawValue.utf8
        line += #"","event":"#.utf8
        append(event, to: &line)
        return line
    }

    private static func append(_ key: String, _ value: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: ","))
        append(key, to: &line)
        line.append(UInt8(ascii: ":"))
        // Numbers stay numbers, so that they can be compared.
        if LogLine.numberKeys.contains(key), Int64(value) != nil {
            line += value.utf8
        } else if value.utf8.count > fieldBytesMax {
            append(
                String(decoding: value.utf8.prefix(fieldBytesMax), as: UTF8.self) + "…", to: &line)
        } else {
            append(value, to: &line)
        }
    }

    /// The text as a JSON string; control characters and line ends escaped.
    private static func append(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case UInt8(ascii: "\n"): line += #"\n"#.utf8
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                line += #"\u00"#.utf8
                if digits.utf8.count < 2 { line.append(UInt8(ascii: "0")) }
                line += digits.utf8
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
