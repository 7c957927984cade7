/// A bot account on the simulated platform.
package struct SimulatedBot: Hashable, Sendable, Codable {
    /// 19 decimal digits, as on the real platform.
    package let id: String

    /// What a program puts into its URLs to act as this bot.
    package let token: String

    /// The name people see and mention.
    package let displayName: String

    package let accountName: String
    package let canJoinGroups: Bool

    /// Messages the bot may send in a month of Vietnamese time; nil for no limit.
    package let monthlyQuota: Int?

    private enum CodingKeys: String, CodingKey {
        case id, token
        case displayName = "display_name"
        case accountName = "account_name"
        case canJoinGroups = "can_join_groups"
        case monthlyQuota = "monthly_quota"
    }
}

/// A person with an account on the simulated platform.
package struct SimulatedPerson: Hashable, Sendable, Codable {
    /// 20 hexadecimal digits, or the id given when the person was created.
    package let id: String

    package let name: String
}

/// A group chat with its members.
package struct SimulatedGroup: Hashable, Sendable, Codable {
    package let id: String
    package let name: String

    /// Ids of the people in it, in the order they joined.
    package internal(set) var people: [String]

    /// Ids of the bots in it, in the order they joined.
    package internal(set) var bots: [String]
}

/// One message on the platform, from a person or from a bot.
package struct SimulatedMessage: Hashable, Sendable, Codable {
    /// What a message consists of.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case text, photo, sticker, voice, unsupported
    }

    /// What kind of chat a message stands in, as the Bot API writes it.
    package enum Place: String, Hashable, Sendable, Codable {
        case direct = "PRIVATE"
        case group = "GROUP"
    }

    /// Position in the order of all messages since the last reset, from 1.
    package let sequence: Int

    package let messageID: String

    /// The chat as the Bot API names it: the person's id in private, the group's id in a group.
    package let chat: String

    package let place: Place

    /// The bot on the other side of a private chat, or the bot that wrote into a group.
    package let bot: String?

    /// Id of the person or bot that wrote it.
    package let sender: String

    package let senderName: String
    package let isFromBot: Bool
    package let kind: Kind

    /// The text, the caption of a picture, or the id or address of a sticker or voice message.
    package let text: String

    /// Address of the picture, of a message of kind `photo`.
    package let url: String?

    /// Milliseconds since 1970 by the platform's clock, or as the poster set it.
    package internal(set) var date: Int64

    /// Id of the message it answers.
    package let replyTo: String?

    /// Bots that the platform delivers this message to.
    package let deliveredTo: [String]

    /// Whether the bot that sent it was left without an answer on purpose.
    package internal(set) var replyLost: Bool

    private enum CodingKeys: String, CodingKey {
        case sequence, chat, bot, sender, kind, text, url, date
        case messageID = "message_id"
        case place = "chat_type"
        case senderName = "sender_name"
        case isFromBot = "is_bot"
        case replyTo = "reply_to"
        case deliveredTo = "delivered_to"
        case replyLost = "reply_lost"
    }
}

/// One update that left the platform for a bot; the platform never hands it out again by itself.
package struct HandedOutUpdate: Hashable, Sendable, Codable {
    /// How an update reached the bot's program.
    package enum Route: String, Hashable, Sendable, Codable {
        case poll, webhook
    }

    /// Position in the order of all hand-outs since the last reset, from 1.
    package let order: Int

    package let bot: String
    package let messageID: String

    /// The chat as the Bot API names it.
    package let chat: String

    package let route: Route

    /// Whether the same update had been handed out before, by a fault.
    package let isRepeat: Bool

    /// Whether a fault cut the answer short, so that the program cannot have read it.
    package internal(set) var wasDropped: Bool

    /// Whether the same update will be handed out once more, by a fault or as a further push.
    package internal(set) var willRepeat: Bool

    /// HTTP status of the webhook's answer; nil for a poll or when nobody answered.
    package internal(set) var webhookStatus: Int?

    private enum CodingKeys: String, CodingKey {
        case order, bot, chat, route
        case messageID = "message_id"
        case isRepeat = "repeat"
        case wasDropped = "dropped"
        case willRepeat = "will_repeat"
        case webhookStatus = "webhook_status"
    }
}

/// Totals since the last reset.
package struct SimulatorCounts: Hashable, Sendable, Codable {
    package var bots = 0
    package var people = 0
    package var groups = 0

    /// Messages that people have posted.
    package var posted = 0

    /// Messages that bots have sent and the platform has taken.
    package var sent = 0

    /// Updates waiting for a bot to fetch them.
    package var pending = 0

    /// Updates handed out, repeats included.
    package var handedOut = 0

    /// Answers cut short by a fault that carried an update.
    package var dropped = 0

    /// Webhook calls that brought no answer of 200 to 299.
    package var pushesFailed = 0

    /// Chat actions ("typing") that bots have sent.
    package var actions = 0

    /// Calls of `getUpdates` that are waiting now.
    package var pollsOpen = 0

    /// Sequence number of the last message, 0 when there is none.
    package var lastSequence = 0

    /// Strikes of faults by kind, of those that are off by now too.
    package var struck: [String: Int] = [:]

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case bots, people, groups, posted, sent, pending, dropped, actions, struck
        case handedOut = "handed_out"
        case pushesFailed = "pushes_failed"
        case pollsOpen = "polls_open"
        case lastSequence = "last_sequence"
    }
}
