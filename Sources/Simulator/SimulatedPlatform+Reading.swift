/// Which messages the control API is asked for.
package struct MessageQuery: Hashable, Sendable {
    /// Who wrote the messages wanted.
    package enum Author: String, Hashable, Sendable, CaseIterable {
        case anyone = "all"
        case bots
        case people
    }

    /// Only messages after this sequence number.
    package var since: Int

    /// Only this chat, as the Bot API names it; nil for all.
    package var chat: String?

    /// Only private chats with this bot and groups it is in; nil for all.
    package var bot: String?

    package var author: Author

    /// Messages at the most, 1 to 5,000.
    package var limit: Int

    package init(
        since: Int = 0, chat: String? = nil, bot: String? = nil, author: Author = .anyone,
        limit: Int = 500
    ) {
        self.since = since
        self.chat = chat
        self.bot = bot
        self.author = author
        self.limit = limit
    }
}

/// Some messages, and where to go on reading.
package struct MessagePage: Hashable, Sendable, Codable {
    package let messages: [SimulatedMessage]

    /// What to give as `since` next time.
    package let next: Int
}

extension SimulatedPlatform {
    /// Returns the messages that the query asks for, oldest first.
    package func messages(_ query: MessageQuery) -> MessagePage {
        var found: [SimulatedMessage] = []
        // A reader from before a reset is told where things stand now.
        var next = min(max(query.since, 0), messages.count)
        while next < messages.count, found.count < query.limit {
            let message = messages[next]
            next += 1
            if matches(message, query) { found.append(message) }
        }
        return MessagePage(messages: found, next: next)
    }

    private func matches(_ message: SimulatedMessage, _ query: MessageQuery) -> Bool {
        switch query.author {
        case .anyone: break
        case .bots: guard message.isFromBot else { return false }
        case .people: guard !message.isFromBot else { return false }
        }
        if let chat = query.chat, message.chat != chat { return false }
        guard let bot = query.bot else { return true }
        switch message.place {
        case .direct: return message.bot == bot
        case .group: return groups[message.chat]?.bots.contains(bot) ?? false
        }
    }
}
