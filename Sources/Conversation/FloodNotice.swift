import Messaging
import VietText

/// Says that a message, and those that follow for a while, are too many to be read.
package struct FloodNotice: Hashable, Sendable {
    /// Until when nothing is read.
    package let until: Timestamp

    /// Whether the whole group is meant, not only the sender.
    package let isOfGroup: Bool

    package init(until: Timestamp, isOfGroup: Bool) {
        self.until = until
        self.isOfGroup = isOfGroup
    }
}

extension Turn {
    /// The one word about too many messages; what the message says is not looked at.
    func flooded(_ notice: FloodNotice) -> Decision {
        Decision(
            .flooded,
            replies: [
                Reply(
                    .flooded,
                    [
                        "until": .text(moment(notice.until)),
                        "whole-group": .flag(notice.isOfGroup),
                        "name": .text(isPrivate ? "" : message.senderName),
                    ])
            ])
    }

    /// A moment as `14:35`, with the day when that is another one.
    private func moment(_ moment: Timestamp) -> String {
        let day = CivilDay(epochMilliseconds: moment.milliseconds)
        let minutes = (moment.milliseconds + 7 * 3_600_000) / 60_000 % 1_440
        let (hour, minute) = (minutes / 60, minutes % 60)
        let time = "\(hour):\(minute < 10 ? "0" : "")\(minute)"
        let today = CivilDay(epochMilliseconds: situation.now.milliseconds)
        return day == today ? time : "\(time) ngày \(shortDay(day))"
    }
}
