import Simulator
import Testing

/// Who sees what in a group: only mentions by the picker and answers to a bot's own messages.
@Suite struct GroupTests {
    /// What is posted, and the text the bot gets; nil when it gets nothing.
    struct Row: Sendable {
        let text: String
        var mention = false
        var answers: Answered?
        let delivered: String?
        let reason: String

        enum Answered: Sendable {
            case bot, person
        }
    }

    static let rows = [
        Row(text: "mai đi thôn 3", delivered: nil, reason: "talk among people"),
        Row(
            text: "báo cáo 5 hộ", mention: true, delivered: "@Bot Tổ 5 báo cáo 5 hộ",
            reason: "a mention stands before the text"),
        Row(
            text: "nhờ @Bot Tổ 5 xem giúp", mention: true, delivered: "nhờ @Bot Tổ 5 xem giúp",
            reason: "a mention in the middle stays there"),
        Row(
            text: "@Bot Tổ 5 báo cáo 5 hộ", delivered: nil,
            reason: "a name typed by hand is no mention"),
        Row(text: "đúng rồi", answers: .bot, delivered: "đúng rồi", reason: "an answer to the bot"),
        Row(text: "cảm ơn chị", answers: .person, delivered: nil, reason: "an answer to a person"),
        Row(
            text: "sửa lại 6 hộ", mention: true, answers: .bot,
            delivered: "@Bot Tổ 5 sửa lại 6 hộ", reason: "a mention in an answer comes once"),
    ]

    @Test(arguments: rows)
    func onlyWhatIsMeantForTheBotReachesIt(row: Row) async throws {
        try await withSimulator { simulator in
            let (group, bot, people) = try await Self.team(on: simulator)
            let sent = try await simulator.call(
                bot.token, "sendMessage", ["chat_id": group.id, "text": "Đã ghi 5 hộ"])
            let own = try await simulator.control.post(
                NewPost(from: people[0].id, text: "chào cả nhà", group: group.id))
            var post = NewPost(
                from: people[1].id, text: row.text, group: group.id, mention: row.mention)
            switch row.answers {
            case .bot: post.replyTo = sent.json?["result"]?["message_id"]?.string
            case .person: post.replyTo = own.messageID
            case nil: break
            }
            let posted = try await simulator.control.post(post)
            #expect(posted.deliveredTo == (row.delivered == nil ? [] : [bot.id]), "\(row.reason)")
            let update = try await simulator.call(bot.token, "getUpdates", ["timeout": "0"])
            #expect(update.text == row.delivered, "\(row.reason)")
            let message = update.json?["result"]?["message"]
            if row.delivered != nil {
                #expect(message?["chat"]?["id"]?.string == group.id, "\(row.reason)")
                #expect(message?["chat"]?["chat_type"]?.string == "GROUP", "\(row.reason)")
                #expect(message?["from"]?["id"]?.string == people[1].id, "\(row.reason)")
                #expect(message?["reply_to"] == nil, "\(row.reason)")
            }
            let next = try await simulator.call(bot.token, "getUpdates", ["timeout": "0"])
            #expect(next.errorCode == 408, "\(row.reason)")
        }
    }

    @Test func ofTwoBotsOnlyTheOneMeantHears() async throws {
        try await withSimulator { simulator in
            let (group, bot, people) = try await Self.team(on: simulator)
            let other = try await simulator.control.createBot(name: "Bot Khác")
            _ = try await simulator.control.join(group: group.id, bots: [other.id])
            _ = try await simulator.control.post(
                NewPost(
                    from: people[0].id, text: "tiến độ", bot: other.id, group: group.id,
                    mention: true))
            let mine = try await simulator.call(bot.token, "getUpdates", ["timeout": "0"])
            let theirs = try await simulator.call(other.token, "getUpdates", ["timeout": "0"])
            #expect(mine.errorCode == 408)
            #expect(theirs.text == "@Bot Khác tiến độ")
            await #expect(throws: SimulatorControlFailure.self, "it is not said which bot") {
                try await simulator.control.post(
                    NewPost(from: people[0].id, text: "tiến độ", group: group.id, mention: true))
            }
        }
    }

    private static func team(
        on simulator: SimulatorHarness
    ) async throws -> (SimulatedGroup, SimulatedBot, [SimulatedPerson]) {
        let bot = try await simulator.control.createBot(name: "Bot Tổ 5")
        let people = [
            try await simulator.control.createPerson(name: "Chị Lan"),
            try await simulator.control.createPerson(name: "Anh Hùng"),
        ]
        let group = try await simulator.control.createGroup(
            name: "Tổ 5", people: people.map(\.id), bots: [bot.id])
        return (group, bot, people)
    }
}
