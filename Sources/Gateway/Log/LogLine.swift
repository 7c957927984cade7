import Logging
import Messaging

/// One line of a log, read back.
package struct LogLine: Hashable, Sendable {
    /// How each line begins, before its moment.
    static let head = #"{"time":""#

    /// Where in a line its moment stands.
    static let momentOffset = head.utf8.count

    /// Fields whose values are written as numbers.
    static let numberKeys: Set<String> = ["ms", "wire_ms", "call_ms"]

    package let time: Timestamp
    package let level: Logger.Level
    package let event: String

    /// The other fields in the order in which they stand.
    package let fields: [(key: String, value: String)]

    /// Reads a line; nil when it is none of ours.
    ///
    /// - Parameter bytes: The line without its line feed.
    package init?(_ bytes: ArraySlice<UInt8>) {
        var reader = FlatJSONReader(bytes)
        guard let all = reader.object() else { return nil }
        var rest: [(key: String, value: String)] = []
        var (time, level, event): (Timestamp?, Logger.Level?, String?)
        for (key, value) in all {
            switch key {
            case "time": time = LogTime.moment(value.utf8)
            case "level": level = Logger.Level(rawValue: value)
            case "event": event = value
            default: rest.append((key, value))
            }
        }
        guard let time, let level, let event else { return nil }
        (self.time, self.level, self.event, fields) = (time, level, event, rest)
    }

    /// The value of a field; nil when the line has none of this name.
    package subscript(key: String) -> String? {
        fields.first { $0.key == key }?.value
    }

    package static func == (left: LogLine, right: LogLine) -> Bool {
        left.time == right.time && left.level == right.level && left.event == right.event
            && left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(time)
        hasher.combine(event)
    }
}

/// Reads one JSON object whose values are strings, numbers, true, false or null.
private struct FlatJSONReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// The object's members; nil when the bytes are not one such object and nothing else.
    mutating func object() -> [(key: String, value: String)]? {
        guard take("{") else { return nil }
        var members: [(key: String, value: String)] = []
        if take("}") { return isAtEnd ? members : nil }
        repeat {
            guard let key = string(), take(":"), let value = value() else { return nil }
            members.append((key, value))
        } while take(",")
        return take("}") && isAtEnd ? members : nil
    }

    private var isAtEnd: Bool { index == bytes.endIndex }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    private mutating func value() -> String? {
        guard index < bytes.endIndex else { return nil }
        if bytes[index] == UInt8(ascii: "\"") { return string() }
        let start = index
        while index < bytes.endIndex, Self.isOfWord(bytes[index]) { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        return ["true", "false", "null"].contains(word) || Double(word) != nil ? word : nil
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "E")
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escaped() else { return nil }
                text += escaped
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> [UInt8]? {
        guard index < bytes.endIndex else { return nil }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            guard let unit = unit() else { return nil }
            guard UTF16.isLeadSurrogate(unit) else {
                return Unicode.Scalar(unit).map { Array(String(Character($0)).utf8) }
            }
            guard take("\\"), take("u"), let second = self.unit(),
                UTF16.isTrailSurrogate(second)
            else { return nil }
            return Array(String(decoding: [unit, second], as: UTF16.self).utf8)
        default: return nil
        }
    }

    private mutating func unit() -> UInt16? {
        guard index + 4 <= bytes.endIndex else { return nil }
        defer { index += 4 }
        let digits = bytes[index..<index + 4]
        let hexadecimal = digits.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        }
        guard hexadecimal else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
