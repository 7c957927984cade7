import Messaging
import VietText

/// A moment in Vietnam as `14:35`, with the day behind it when `now` is on another one.
func shortMoment(_ moment: Timestamp, seenAt now: Timestamp) -> String {
    let minutes = (moment.milliseconds + 7 * 3_600_000) / 60_000 % 1_440
    let (hour, minute) = (minutes / 60, minutes % 60)
    let time = "\(hour):\(minute < 10 ? "0" : "")\(minute)"
    let day = CivilDay(epochMilliseconds: moment.milliseconds)
    let today = CivilDay(epochMilliseconds: now.milliseconds)
    guard day != today else { return time }
    return "\(time) ngày \(shortDay(day))"
}
