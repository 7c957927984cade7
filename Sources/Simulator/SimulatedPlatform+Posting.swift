import Messaging

/// A message that a person is to post.
package struct NewPost: Hashable, Sendable, Codable {
    /// Id of the person who writes.
    package var from: String

    /// Id of the bot written to in private, or mentioned in a group of several bots.
    ///
    /// May be left out where there is only one.
    package var bot: String?

    /// Id of the group written in; nil for a private chat.
    package var group: String?

    package var text: String

    /// Whether the bot is mentioned by the picker; only then does a bot in a group get the text.
    package var mention: Bool

    /// Id of the message answered; a bot in a group gets answers to its own messages.
    package var replyTo: String?

    /// Milliseconds since 1970 that the message is dated; nil for now.
    package var sentAt: Int64?

    package var kind: SimulatedMessage.Kind

    package init(
        from: String, text: String, bot: String? = nil, group: String? = nil, mention: Bool = false,
        replyTo: String? = nil, sentAt: Int64? = nil, kind: SimulatedMessage.Kind = .text
    ) {
        self.from = from
        self.bot = bot
        self.group = group
        self.text = text
        self.mention = mention
        self.replyTo = replyTo
        self.sentAt = sentAt
        self.kind = kind
    }

    private enum CodingKeys: String, CodingKey {
        case from, bot, group, text, mention, kind
        case replyTo = "reply_to"
        case sentAt = "sent_at"
    }
}

extension SimulatedPlatform {
    /// Posts a message as a person and queues it for the bots that the platform lets see it.
    ///
    /// In a group only a mention by the picker and an answer to a bot's own message reach that bot.
    package mutating func post(
        _ post: NewPost, now: Timestamp
    ) throws(ControlProblem) -> SimulatedMessage {
        let message = try drafted(post, now: now)
        if post.group == nil {
            accounts[message.bot ?? ""]?.contacts.insert(message.sender)
        }
        append(message)
        officialAccounts.note(message, now: now)
        for bot in message.deliveredTo {
            accounts[bot]?.pending.append(.message(message.sequence, isRepeat: false))
        }
        return message
    }

    /// Makes the message with an id of its own, and posts nothing.
    private mutating func drafted(
        _ post: NewPost, now: Timestamp
    ) throws(ControlProblem) -> SimulatedMessage {
        guard let person = people[post.from] else {
            throw unknown("person", post.from, place: "from")
        }
        let answered = try answeredMessage(of: post)
        guard let groupID = post.group else {
            return try directMessage(post, from: person, now: now)
        }
        return try groupMessage(post, groupID, from: person, answered: answered, now: now)
    }

    /// Posts all or, when one of them is at fault, none.
    package mutating func post(
        batch: [NewPost], now: Timestamp
    ) throws(ControlProblem) -> [SimulatedMessage] {
        // Whether a message can be posted does not hang on those before it in the batch.
        let ids = generator
        for (index, post) in batch.enumerated() {
            do throws(ControlProblem) {
                _ = try drafted(post, now: now)
            } catch {
                generator = ids
                throw error.inside("messages[\(index)]")
            }
        }
        generator = ids
        var posted: [SimulatedMessage] = []
        for post in batch { posted.append(try self.post(post, now: now)) }
        return posted
    }

    /// Queues a body that the bot's next `getUpdates` gets exactly as it is, however broken.
    package mutating func postRaw(body: String, bot: String) throws(ControlProblem) {
        guard accounts[bot] != nil else { throw unknown("bot", bot, place: "bot") }
        accounts[bot]?.pending.append(.raw(body))
    }

    mutating func append(_ message: SimulatedMessage) {
        messages.append(message)
        sequenceByMessageID[message.messageID] = message.sequence
    }

    private func answeredMessage(of post: NewPost) throws(ControlProblem) -> SimulatedMessage? {
        guard let id = post.replyTo else { return nil }
        let chat = post.group ?? post.from
        guard let sequence = sequenceByMessageID[id], messages[sequence - 1].chat == chat else {
            throw ControlProblem(
                what: "there is no message '\(id.prefix(64))' in this chat", place: "reply_to",
                next: "Read the chat with GET /sim/messages?chat=\(chat)")
        }
        return messages[sequence - 1]
    }

    private mutating func directMessage(
        _ post: NewPost, from person: SimulatedPerson, now: Timestamp
    ) throws(ControlProblem) -> SimulatedMessage {
        let bot = try onlyBot(of: botIDs, given: post.bot)
        return message(
            post, from: person, chat: person.id, place: .direct, bot: bot, text: post.text,
            deliveredTo: [bot], now: now)
    }

    private mutating func groupMessage(
        _ post: NewPost, _ groupID: String, from person: SimulatedPerson,
        answered: SimulatedMessage?, now: Timestamp
    ) throws(ControlProblem) -> SimulatedMessage {
        guard let group = groups[groupID] else { throw unknown("group", groupID, place: "group") }
        guard group.people.contains(person.id) else {
            throw ControlProblem(
                what: "'\(person.id)' is not in the group '\(groupID)'", place: "from",
                next: "Add the person with POST /sim/groups/\(groupID)/members")
        }
        var text = post.text
        var readers: [String] = []
        if post.mention {
            let bot = try onlyBot(of: group.bots, given: post.bot)
            let mention = "@\(accounts[bot]?.bot.displayName ?? "")"
            if !text.contains(mention) { text = "\(mention) \(text)" }
            readers.append(bot)
        }
        if let answered, answered.isFromBot, !readers.contains(answered.sender) {
            readers.append(answered.sender)
        }
        // An Official Account gets all that is said in its groups.
        readers += group.bots.filter {
            officialAccounts.accounts[$0] != nil && !readers.contains($0)
        }
        return message(
            post, from: person, chat: groupID, place: .group, bot: nil, text: text,
            deliveredTo: readers, now: now)
    }

    private func onlyBot(of bots: [String], given: String?) throws(ControlProblem) -> String {
        if let given {
            guard accounts[given] != nil else { throw unknown("bot", given, place: "bot") }
            guard bots.contains(given) else {
                throw ControlProblem(
                    what: "the bot '\(given)' is not in this group", place: "bot",
                    next: "Add it with POST /sim/groups/<id>/members")
            }
            return given
        }
        guard let bot = bots.first else {
            throw ControlProblem(
                what: "there is no bot to write to", place: "bot",
                next: "Create one with POST /sim/bots, or add it to the group")
        }
        guard bots.count == 1 else {
            throw ControlProblem(
                what: "there are \(bots.count) bots to choose from", place: "bot",
                next: "Name one of them: \(bots.joined(separator: ", "))")
        }
        return bot
    }

    private mutating func message(
        _ post: NewPost, from person: SimulatedPerson, chat: String, place: SimulatedMessage.Place,
        bot: String?, text: String, deliveredTo: [String], now: Timestamp
    ) -> SimulatedMessage {
        SimulatedMessage(
            sequence: messages.count + 1, messageID: generator.identifier(), chat: chat,
            place: place, bot: bot, sender: person.id, senderName: person.name, isFromBot: false,
            kind: post.kind, text: text,
            url: post.kind == .photo ? "https://photo.invalid/\(messages.count + 1).jpg" : nil,
            date: post.sentAt ?? now.milliseconds, replyTo: post.replyTo, deliveredTo: deliveredTo,
            replyLost: false)
    }
}
