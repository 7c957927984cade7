import Messaging

/// Why the Bot API refused a call, as it says it: a code of its own under HTTP status 200.
struct BotRefusal: Error, Hashable, Sendable {
    let code: Int
    let description: String

    static func badRequest(_ reason: String) -> BotRefusal {
        BotRefusal(code: 400, description: "Bad request: \(reason)")
    }

    static let unauthorized = BotRefusal(code: 401, description: "Unauthorized")
    static let notFound = BotRefusal(code: 404, description: "Not found")
    static let requestTimeout = BotRefusal(code: 408, description: "Request timeout")
    static let quotaExceeded = BotRefusal(code: 429, description: "Quota exceeded")
}

/// A message that a bot wants sent.
struct BotMessage: Hashable, Sendable {
    let chat: String
    let kind: SimulatedMessage.Kind
    let text: String
    var url: String?
    var replyTo: String?

    /// UTF-16 code units of a text or caption at the most (the platform says "2000 characters").
    static let textUnitsMax = 2_000
}

extension SimulatedPlatform {
    /// What a bot gets for one call of `getUpdates`.
    enum Taken: Sendable {
        case message(SimulatedMessage, order: Int, tries: Int)
        case raw(String)
    }

    /// Takes the next update off the bot's queue, for good.
    ///
    /// `strike` says whether a fault of one kind strikes now.
    mutating func takeUpdate(
        bot: String, route: HandedOutUpdate.Route, at now: Timestamp,
        strike: (SimulatedFault.Kind) -> SimulatedFault?
    ) -> Taken? {
        accounts[bot]?.release(at: now)
        guard let next = nextUpdate(bot: bot, strike: strike) else { return nil }
        switch next {
        case .raw(let body):
            return .raw(body)
        case .message(let sequence, let isRepeat, let tries):
            var message = messages[sequence - 1]
            message.date += Int64(strike(.clockJump)?.milliseconds ?? 0)
            var update = HandedOutUpdate(
                order: handedOut.count + 1, bot: bot, messageID: message.messageID,
                chat: message.chat, route: route, isRepeat: isRepeat, wasDropped: false,
                willRepeat: false, webhookStatus: nil)
            if !isRepeat, strike(.duplicate) != nil {
                update.willRepeat = true
                accounts[bot]?.pending.putFirst(.message(sequence, isRepeat: true))
            } else if !isRepeat, let late = strike(.repeatLate) {
                update.willRepeat = true
                accounts[bot]?.add(
                    .message(sequence, isRepeat: true),
                    at: now.adding(milliseconds: Int64(late.milliseconds)))
            }
            handedOut.append(update)
            return .message(message, order: update.order, tries: tries)
        }
    }

    /// The update that is due, or one behind it of the same chat where a fault wants that.
    private mutating func nextUpdate(
        bot: String, strike: (SimulatedFault.Kind) -> SimulatedFault?
    ) -> PendingUpdate? {
        guard let account = accounts[bot], let first = account.pending.first else { return nil }
        if case .message(let sequence, _, _) = first, account.pending.count > 1 {
            let chat = messages[sequence - 1].chat
            let place = account.pending.firstPlace { update in
                guard case .message(let other, _, _) = update else { return false }
                return other != sequence && messages[other - 1].chat == chat
            }
            if let place, strike(.outOfOrder) != nil {
                return accounts[bot]?.pending.remove(at: place)
            }
        }
        return accounts[bot]?.pending.removeFirst()
    }

    /// Takes a message from a bot, as `sendMessage` and its like do.
    mutating func send(
        _ message: BotMessage, bot botID: String, now: Timestamp
    ) throws(BotRefusal) -> SimulatedMessage {
        guard let account = accounts[botID] else { throw .unauthorized }
        let place = try place(of: message.chat, for: account)
        if message.kind == .text || message.kind == .photo {
            let units = message.text.utf16.count
            guard units <= BotMessage.textUnitsMax, units >= 1 || message.kind == .photo else {
                throw .badRequest("text must have 1 to \(BotMessage.textUnitsMax) characters")
            }
        }
        if message.kind == .voice, place == .group {
            throw .badRequest("voice messages go to private chats only")
        }
        let month = Self.monthNumber(of: now)
        let sent = account.sentInMonth[month, default: 0]
        if let quota = account.bot.monthlyQuota, sent >= quota { throw .quotaExceeded }
        accounts[botID]?.sentInMonth[month] = sent + 1
        sentCount += 1
        let record = SimulatedMessage(
            sequence: messages.count + 1, messageID: generator.identifier(), chat: message.chat,
            place: place, bot: botID, sender: botID, senderName: account.bot.displayName,
            isFromBot: true, kind: message.kind, text: message.text, url: message.url,
            date: now.milliseconds, replyTo: message.replyTo, deliveredTo: [], replyLost: false)
        append(record)
        return record
    }

    /// Notes a chat action such as "typing".
    mutating func act(in chat: String, bot: String) throws(BotRefusal) {
        guard let account = accounts[bot] else { throw .unauthorized }
        _ = try place(of: chat, for: account)
        actions += 1
    }

    mutating func setWebhook(_ webhook: Webhook?, bot: String) {
        accounts[bot]?.webhook = webhook
    }

    mutating func markReplyLost(sequence: Int) {
        guard messages.indices.contains(sequence - 1) else { return }
        messages[sequence - 1].replyLost = true
    }

    mutating func markDropped(order: Int) {
        guard handedOut.indices.contains(order - 1), !handedOut[order - 1].wasDropped else {
            return
        }
        handedOut[order - 1].wasDropped = true
        droppedCount += 1
    }

    /// Notes what a push came to; one that failed is due again at `retryAt`.
    mutating func markPushed(order: Int, status: Int?, tries: Int, retryAt: Timestamp?) {
        let hasFailed = !(200...299).contains(status ?? 0)
        if hasFailed { pushesFailed += 1 }
        guard handedOut.indices.contains(order - 1) else { return }
        handedOut[order - 1].webhookStatus = status
        let update = handedOut[order - 1]
        guard hasFailed, let retryAt, let sequence = sequenceByMessageID[update.messageID]
        else { return }
        handedOut[order - 1].willRepeat = true
        accounts[update.bot]?.add(
            .message(sequence, isRepeat: true, tries: tries + 1), at: retryAt)
    }

    /// Returns where a chat id leads for this bot: private only to people who have written first.
    private func place(
        of chat: String, for account: Account
    ) throws(BotRefusal) -> SimulatedMessage.Place {
        if let group = groups[chat], group.bots.contains(account.bot.id) { return .group }
        if account.contacts.contains(chat) { return .direct }
        throw .badRequest("chat not found")
    }

    /// Counts the months since 1970 in Vietnamese time (UTC+7): a quota starts anew with each.
    ///
    /// Days to civil date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    package static func monthNumber(of moment: Timestamp) -> Int {
        let local = moment.milliseconds + 7 * 3_600_000
        let days = Int((Double(local) / 86_400_000).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year - 1970) * 12 + month - 1
    }
}
