import Campaign
import Messaging
import VietText

/// A table on its way out: what it is, what its columns mean, and its rows.
package struct ExportTable: Sendable {
    /// One value; numbers and days stay such in every format that knows them.
    package enum Cell: Hashable, Sendable {
        case text(String)
        case whole(Int64)
        case number(Quantity)
        case percent(Percentage)
        case day(CivilDay)
        case moment(Timestamp)
        case empty
    }

    /// One column.
    package struct Column: Hashable, Sendable {
        /// What programs call it.
        package let key: String

        /// What people call it, in Vietnamese.
        package let name: String

        /// What stands in it, in Vietnamese.
        package let meaning: String

        init(_ key: String, _ name: String, _ meaning: String) {
            self.key = key
            self.name = name
            self.meaning = meaning
        }
    }

    /// One thing to know of the table as a whole.
    package struct Fact: Hashable, Sendable {
        package let key: String
        package let name: String

        /// What people read.
        package let value: String

        /// What programs read.
        package let code: String

        init(_ key: String, _ name: String, _ value: String, code: String? = nil) {
            self.key = key
            self.name = name
            self.value = value
            self.code = code ?? value
        }
    }

    /// What the table is, in Vietnamese.
    package let title: String

    /// When it was made, of which campaign, unit and day.
    package let facts: [Fact]
    package let columns: [Column]
    package let rows: [[Cell]]
}

extension ExportTable {
    /// What every export says of itself.
    static func facts(
        _ campaign: Campaign, unit: UnitID?, through day: CivilDay?, madeAt: Timestamp
    ) -> [Fact] {
        let days = "\(campaign.firstDay.vietnamese) – \(campaign.lastDay.vietnamese)"
        var facts = [
            Fact("campaign", "Mã chiến dịch", campaign.id.rawValue),
            Fact("campaign_name", "Chiến dịch", "\(campaign.name) (\(days))", code: campaign.name),
        ]
        if let unit {
            let name = campaign.units[unit]?.name ?? unit.rawValue
            facts.append(Fact("unit", "Đơn vị", "\(name) (\(unit))", code: unit.rawValue))
        }
        if let day {
            let number = campaign.dayNumber(of: day).map { ", ngày \($0)/\(campaign.length)" } ?? ""
            facts.append(
                Fact(
                    "through", "Số liệu đến hết ngày", day.vietnamese + number,
                    code: day.description))
        }
        facts.append(
            Fact(
                "made_at", "Lập lúc", "\(madeAt.wallClock) (giờ Việt Nam)", code: madeAt.iso))
        if let note = campaign.targetsNote { facts.append(Fact("note", "Lưu ý", note)) }
        return facts
    }
}

extension Timestamp {
    /// The moment in Vietnam as `2026-11-27 14:05:09`.
    package var wallClock: String {
        let (hour, minute, second) = timeInVietnam
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(CivilDay(epochMilliseconds: milliseconds)) "
            + "\(two(hour)):\(two(minute)):\(two(second))"
    }

    /// The moment in Vietnam as `2026-11-27T14:05:09+07:00`.
    package var iso: String {
        wallClock.split(separator: " ").joined(separator: "T") + "+07:00"
    }

    /// Hours, minutes and seconds of the day in Vietnam.
    package var timeInVietnam: (hour: Int64, minute: Int64, second: Int64) {
        let seconds = (milliseconds.quotientRoundedDown(by: 1_000) + 7 * 3_600)
            .remainderAboveZero(by: 86_400)
        return (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func remainderAboveZero(by divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
