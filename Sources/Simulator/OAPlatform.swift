import Messaging

/// Official Accounts among the platform's accounts: people write to them as they do to bots.
extension SimulatedPlatform {
    /// Creates an Official Account with a first pair of tokens.
    mutating func createOfficialAccount(
        name: String, appID: String? = nil, paidMessages: Int = 0, now: Timestamp
    ) throws(ControlProblem) -> SimulatedOfficialAccount {
        let name = try checked(name: name, place: "name")
        let id = "3" + generator.string(18, of: "0123456789")
        let record = SimulatedOfficialAccount(
            id: id, name: name, appID: appID ?? "2" + generator.string(18, of: "0123456789"),
            appSecret: generator.string(20, of: "abcdefghijkmnopqrstuvwxyz0123456789"),
            secretKey: generator.string(24, of: "abcdefghijkmnopqrstuvwxyz0123456789"),
            accessToken: OABoard.token(&generator), refreshToken: OABoard.token(&generator),
            accessEndsAt: now.adding(seconds: OABoard.accessSeconds).milliseconds,
            paidMessages: paidMessages)
        officialAccounts.accounts[id] = OABoard.Account(record: record)
        // No token of the Bot API leads to it.
        botIDs.append(id)
        accounts[id] = Account(
            bot: SimulatedBot(
                id: id, token: "", displayName: name, accountName: "oa.\(id)",
                canJoinGroups: true, monthlyQuota: nil))
        return record
    }

    /// Takes a text that an Official Account sends to a person or a group.
    mutating func sendOfficially(
        _ text: String, to chat: String, place: SimulatedMessage.Place, by id: String,
        now: Timestamp
    ) throws(OABoard.Refusal) -> SimulatedMessage {
        guard !text.isEmpty else {
            throw OABoard.Refusal(code: -201, message: "Params is invalid")
        }
        guard text.utf16.count <= BotMessage.textUnitsMax else {
            throw OABoard.Refusal(code: -210, message: "Params exceed limit")
        }
        switch place {
        case .direct:
            guard people[chat] != nil else {
                throw OABoard.Refusal(code: -201, message: "user_id is invalid")
            }
            try officialAccounts.spend(on: chat, by: id, now: now)
        case .group:
            guard groups[chat]?.bots.contains(id) == true else {
                throw OABoard.Refusal(code: -403, message: "OA is not in the group")
            }
        }
        sentCount += 1
        let message = SimulatedMessage(
            sequence: messages.count + 1, messageID: generator.identifier(), chat: chat,
            place: place, bot: id, sender: id,
            senderName: officialAccounts.accounts[id]?.record.name ?? "", isFromBot: true,
            kind: .text, text: text, url: nil, date: now.milliseconds, replyTo: nil,
            deliveredTo: [], replyLost: false)
        append(message)
        return message
    }
}
