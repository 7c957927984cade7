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
                        // The next full minute: who writes at the moment that is said is heard.
                        "until": .text(
                            shortMoment(
                                notice.until.adding(milliseconds: 59_999), seenAt: situation.now)),
                        "whole-group": .flag(notice.isOfGroup),
                        "name": .text(isPrivate ? "" : message.senderName),
                    ])
            ])
    }
}
