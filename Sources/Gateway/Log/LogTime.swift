import Messaging
import VietText

/// The moments of log lines, as `2026-06-30T17:00:00.123Z`: by arithmetic, because a formatter
/// costs more than all the rest of a line.
package enum LogTime {
    /// Bytes of a moment as written.
    package static let length = 24

    private static let dayMilliseconds: Int64 = 86_400_000

    /// Appends a moment from the years 1970 to 9999.
    package static func append(_ moment: Timestamp, to line: inout [UInt8]) {
        let (days, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: dayMilliseconds)
        let (year, month, day) = CivilDay(daysSinceEpoch: Int32(clamping: days)).components
        append(year, digits: 4, to: &line)
        line.append(UInt8(ascii: "-"))
        append(month, digits: 2, to: &line)
        line.append(UInt8(ascii: "-"))
        append(day, digits: 2, to: &line)
        line.append(UInt8(ascii: "T"))
        append(Int(rest / 3_600_000), digits: 2, to: &line)
        line.append(UInt8(ascii: ":"))
        append(Int(rest / 60_000 % 60), digits: 2, to: &line)
        line.append(UInt8(ascii: ":"))
        append(Int(rest / 1_000 % 60), digits: 2, to: &line)
        line.append(UInt8(ascii: "."))
        append(Int(rest % 1_000), digits: 3, to: &line)
        line.append(UInt8(ascii: "Z"))
    }

    /// A moment as written in a line.
    package static func text(_ moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        append(moment, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A moment in Vietnam, for people: `2026-07-01 00:00:00.123`.
    package static func vietnamese(_ moment: Timestamp) -> String {
        let text = text(moment.adding(milliseconds: 7 * 3_600_000))
        return "\(text.prefix(10)) \(text.dropFirst(11).dropLast())"
    }

    /// Reads what `append` writes; nil for anything else.
    package static func moment(_ text: some Collection<UInt8>) -> Timestamp? {
        guard text.count == length else { return nil }
        let bytes = Array(text)
        for (index, mark) in marks where bytes[index] != mark { return nil }
        func number(_ from: Int, _ count: Int) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[from..<from + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard let date = CivilDay(iso: String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = number(11, 2), hour < 24, let minute = number(14, 2), minute < 60,
            let second = number(17, 2), second < 61, let thousandths = number(20, 3)
        else { return nil }
        let days = Int64(date.daysSinceEpoch)
        return Timestamp(
            milliseconds: days * dayMilliseconds + hour * 3_600_000 + minute * 60_000
                + second * 1_000 + thousandths)
    }

    private static let marks: [(Int, UInt8)] = [
        (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")),
        (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")), (19, UInt8(ascii: ".")),
        (23, UInt8(ascii: "Z")),
    ]

    private static func append(_ number: Int, digits: Int, to line: inout [UInt8]) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            line.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
            unit /= 10
        }
    }
}
