import Foundation
import Testing
import VietText

@Suite struct CivilDayTests {
    @Test func agreesWithFoundationOverTwoHundredYears() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(CivilDay(year: 1900, month: 1, day: 1))
        let last = try #require(CivilDay(year: 2100, month: 12, day: 31))
        var wrong = 0
        for number in first.daysSinceEpoch...last.daysSinceEpoch {
            let day = CivilDay(daysSinceEpoch: number)
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let (year, month, dayOfMonth) = day.components
            // Foundation counts from Sunday 1.
            let weekday = day.weekday % 7 + 1
            if parts.year != year || parts.month != month || parts.day != dayOfMonth
                || parts.weekday != weekday
                || CivilDay(year: year, month: month, day: dayOfMonth) != day
            {
                wrong += 1
            }
        }
        #expect(wrong == 0)
    }

    @Test func aMomentFallsOnTheDayInVietnam() throws {
        let rows: [(Int64, String, String)] = [
            (0, "1970-01-01", "seven in the morning in Vietnam"),
            (61_199_999, "1970-01-01", "a millisecond before midnight there"),
            (61_200_000, "1970-01-02", "midnight there"),
            (-25_200_000, "1970-01-01", "midnight before the epoch"),
            (-25_200_001, "1969-12-31", "a millisecond before"),
        ]
        for (milliseconds, day, reason) in rows {
            #expect(CivilDay(epochMilliseconds: milliseconds).description == day, "\(reason)")
        }
        #expect(CivilDay(epochMilliseconds: .max).daysSinceEpoch > 0)
    }

    @Test(arguments: ["2022-02-29", "2022-13-01", "2022-1-1", "2022-00-10", "", "x", "2022-06-31"])
    func daysThatDoNotExistAreRefused(_ text: String) {
        #expect(CivilDay(iso: text) == nil)
    }
}
