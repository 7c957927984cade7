import Messaging

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
                        "until": .text(shortMoment(notice.until, seenAt: situation.now)),
                        "whole-group": .flag(notice.isOfGroup),
                        "name": .text(isPrivate ? "" : message.senderName),
                    ])
            ])
    }
}
