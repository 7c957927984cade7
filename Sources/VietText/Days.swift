/// A day or a stretch of days found in a text (ngày, khoảng ngày).
package struct DaySpan: Hashable, Sendable {
    /// How much time it names.
    package enum Grain: Hashable, Sendable {
        case day
        /// Monday to Sunday, or a part of it.
        case week
        /// A calendar month, or a part of it.
        case month
        /// From one day to another, as named: `từ 1/7 đến 5/7`.
        case range
    }

    /// What to be careful of.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// As likely a ratio, a range of numbers or a decimal: a bare `7/9`, `5-7`, `15.7`.
        package static let ambiguous = Flags(rawValue: 1 << 0)
        /// Only its end is named: `đến 31/7`, `tới nay`.
        package static let until = Flags(rawValue: 1 << 1)
        /// Said by reference to the day of the message: `hôm qua`, `thứ 6 tuần trước`.
        package static let relative = Flags(rawValue: 1 << 2)
        /// A name of a weekday stands in it.
        package static let weekday = Flags(rawValue: 1 << 3)
    }

    package var grain: Grain
    package var flags: Flags

    /// The first and last day; the same for one day.
    package var days: ClosedRange<CivilDay>

    /// The tokens that it covers, words such as `ngày` and `từ` included.
    package var tokens: Range<Int>

    /// The first day; for `.until` the only one named.
    package var first: CivilDay { days.lowerBound }

    /// The last day.
    package var last: CivilDay { days.upperBound }
}

/// Where a day without a month, a year or a week is sought first.
package enum DayLeaning: Hashable, Sendable {
    /// On or before the day of the message, as in reports: `thứ 6` is the last Friday.
    case past
    /// On or after it, as in plans: `thứ 6` is the next Friday.
    case future
}

/// Returns the days of a text from left to right, none overlapping.
///
/// `reference` is the day of the message at UTC+7. A date written `7/9` is found even where it is
/// as likely a ratio: then it comes with `.ambiguous`, and the caller overrules. Days of the moon
/// (`âm lịch`) and days that do not exist (30/2) are left out.
package func days(
    in text: String, tokens: [Token], relativeTo reference: CivilDay,
    leaning: DayLeaning = .past
) -> [DaySpan] {
    let reader = DayReader(text: text, tokens: tokens, reference: reference, leaning: leaning)
    var spans: [DaySpan] = []
    var index = 0
    while index < tokens.count {
        if DayWords.canBegin(tokens[index]), let span = reader.read(at: index) {
            spans.append(span)
            index = max(span.tokens.upperBound, index + 1)
        } else {
            index += 1
        }
    }
    return spans
}
