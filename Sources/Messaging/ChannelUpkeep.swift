/// What is to be done for an account now and then, whether it sends anything or not.
package struct ChannelUpkeep: Sendable {
    /// Seconds from one time to the next; the first is when the account begins to work.
    package let everySeconds: Int64

    /// Renews what would run out, and says how many messages may still be sent.
    package let perform: @Sendable () async -> MessagesLeft

    package init(
        everySeconds: Int64, perform: @escaping @Sendable () async -> MessagesLeft
    ) {
        self.everySeconds = everySeconds
        self.perform = perform
    }
}

/// How many messages the platform still lets an account send.
package enum MessagesLeft: Hashable, Sendable {
    /// So many; `total` is nil when the platform does not say of how many.
    case known(left: Int64, total: Int64?)

    /// The platform did not say; the reason is a fixed phrase fit for a log.
    case unknown(reason: String)

    /// The part in percent of which as much or less is short.
    package static let shortPercent: Int64 = 20

    /// Whether somebody should get more soon; an account that never had any lives on free answers.
    package var isShort: Bool {
        switch self {
        case .unknown: false
        case .known(let left, nil): left <= 0
        case .known(let left, let total?):
            total > 0 && Double(left) * 100 <= Double(total) * Double(Self.shortPercent)
        }
    }
}
