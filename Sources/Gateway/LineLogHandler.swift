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
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
        if let own = event.metadata {
            if fields.isEmpty { fields = own } else { fields.merge(own) { _, new in new } }
        }
        if let error = event.error { fields["error"] = "\(error)" }
        var line: [UInt8] = []
        line.reserveCapacity(240)
        line += #"{"time":""#.utf8
        Self.append(now(), to: &line)
        line += #"","level":""#.utf8
        line += event.level.rawValue.utf8
        line += #"","event":"#.utf8
        Self.append(redaction.redacted("\(event.message)"), to: &line)
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            let value = redaction.redacted(value.description, key: key)
            line.append(UInt8(ascii: ","))
            Self.append(key, to: &line)
            line.append(UInt8(ascii: ":"))
            // Numbers stay numbers, so that `ms` can be compared.
            if key == "ms", Int64(value) != nil {
                line += value.utf8
            } else {
                Self.append(value, to: &line)
            }
        }
        line += "}\n".utf8
        write(String(decoding: line, as: UTF8.self))
    }

    /// The moment as `2026-06-30T17:00:00.123Z`, by arithmetic: a formatter costs more than all
    /// the rest of a line.
    private static func append(_ date: Date, to line: inout [UInt8]) {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded(.down))
        let (seconds, thousandths) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        var time = tm()
        var moment = time_t(seconds)
        gmtime_r(&moment, &time)
        append(Int(time.tm_year) + 1_900, digits: 4, to: &line)
        for (mark, number) in [
            ("-", time.tm_mon + 1), ("-", time.tm_mday), ("T", time.tm_hour), (":", time.tm_min),
            (":", time.tm_sec),
        ] {
            line += mark.utf8
            append(Int(number), digits: 2, to: &line)
        }
        line.append(UInt8(ascii: "."))
        append(Int(thousandths), digits: 3, to: &line)
        line.append(UInt8(ascii: "Z"))
    }

    private static func append(_ number: Int, digits: Int, to line: inout [UInt8]) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            line.append(UInt8(ascii: "0") + UInt8(abs(number) / unit % 10))
            unit /= 10
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

extension LineLogHandler {
    /// Writes a line to standard error, where systemd and terminals pick it up.
    package static func writeToStandardError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
