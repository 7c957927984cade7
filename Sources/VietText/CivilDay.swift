/// A day of the calendar in Vietnam (UTC+7, no daylight saving), without time of day.
package struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let daysSinceEpoch: Int32

    package init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day on which a moment falls in Vietnam.
    ///
    /// - Parameter epochMilliseconds: Milliseconds since 1970-01-01T00:00:00Z.
    package init(epochMilliseconds: Int64) {
        let millisecondsADay: Int64 = 86_400_000
        let (sum, overflow) = epochMilliseconds.addingReportingOverflow(7 * 3_600_000)
        let local = overflow ? Int64.max : sum
        let day = local >= 0 ? local / millisecondsADay : (local + 1) / millisecondsADay - 1
        daysSinceEpoch = Int32(clamping: day)
    }

    /// A day of the Gregorian calendar, or nil when there is no such day (30/2, month 13).
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.lengthOfMonth(month, year: year)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// A day written `2022-06-01`, or nil.
    package init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1–12) and day (1–31) of the Gregorian calendar.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
        let month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Monday 1 … Sunday 7.
    package var weekday: Int {
        let shifted = (Int(daysSinceEpoch) + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// Returns the day so many days later, or earlier when negative.
    package func adding(days: Int) -> CivilDay {
        CivilDay(daysSinceEpoch: daysSinceEpoch + Int32(days))
    }

    /// Returns how many days later `other` is; negative when it is earlier.
    package func days(until other: CivilDay) -> Int {
        Int(other.daysSinceEpoch) - Int(daysSinceEpoch)
    }

    package static func < (left: CivilDay, right: CivilDay) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// The day as `2022-06-01`.
    package var description: String {
        let (year, month, day) = components
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// The day as people here write it: `1/6/2022`.
    package var vietnamese: String {
        let (year, month, day) = components
        return "\(day)/\(month)/\(year)"
    }

    /// Returns the number of days of a month (1–12) of a year.
    package static func lengthOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2:
            (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11:
            30
        default:
            31
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
