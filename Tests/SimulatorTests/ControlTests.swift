import CurlHTTP
import Foundation
import Messaging
import Simulator
import Testing

/// The control API: what it keeps, and what it says to mistakes.
@Suite struct ControlTests {
    @Test(arguments: [
        ("bots", "{", "body", "JSON cut short"),
        ("bots", "[1]", "body", "no object"),
        ("bots", "{}", "name", "no name"),
        ("bots", "{\"name\":\"\"}", "name", "an empty name"),
        ("bots", "{\"name\":\"a\\nb\"}", "name", "a name of two lines"),
        ("bots", "{\"name\":\"Bot\",\"tokn\":\"x\"}", "tokn", "a slip in a field's name"),
        ("bots", "{\"name\":\"Bot\",\"token\":\"a/b/c/d/e\"}", "token", "slashes in a token"),
        ("bots", "{\"name\":\"Bot\",\"monthly_quota\":-1}", "monthly_quota", "below zero"),
        ("bots", "{\"name\":\"Bot\",\"can_join_groups\":7}", "can_join_groups", "no flag"),
        ("people", "{\"name\":\"Lan\",\"id\":\"a b\"}", "id", "a blank in an id"),
        ("people", "{\"name\":\"Lan\",\"id\":\"lan\"}", "id", "an id that is taken"),
        ("groups", "{\"name\":\"Tổ\",\"people\":[\"x\"]}", "people[0]", "an unknown person"),
        ("groups", "{\"name\":\"Tổ\",\"people\":[7]}", "people[0]", "a number for an id"),
        ("groups", "{\"name\":\"Tổ\",\"bots\":[\"x\"]}", "bots[0]", "an unknown bot"),
        ("groups/x/members", "{}", "group", "an unknown group"),
        ("messages", "{\"text\":\"x\"}", "from", "nobody writes"),
        ("messages", "{\"from\":\"lan\"}", "text", "no text"),
        ("messages", "{\"from\":\"ai\",\"text\":\"x\"}", "from", "an unknown person"),
        ("messages", "{\"from\":\"lan\",\"text\":\"x\",\"bot\":\"y\"}", "bot", "an unknown bot"),
        ("messages", "{\"from\":\"lan\",\"text\":\"x\",\"group\":\"y\"}", "group", "no group"),
        (
            "messages", "{\"from\":\"lan\",\"text\":\"x\",\"reply_to\":\"y\"}", "reply_to",
            "no message"
        ),
        (
            "messages", "{\"from\":\"lan\",\"text\":\"x\",\"sent_at\":1.5}", "sent_at",
            "no whole number"
        ),
        (
            "messages", "{\"from\":\"lan\",\"text\":\"x\",\"kind\":\"film\"}", "kind",
            "an unknown kind"
        ),
        ("messages/batch", "{\"messages\":{}}", "messages", "no list"),
        ("messages/batch", "{\"messages\":[7]}", "messages[0]", "no object"),
        (
            "messages/batch",
            "{\"messages\":[{\"from\":\"lan\",\"text\":\"x\"},{\"from\":\"lan\"}]}",
            "messages[1].text", "the second has no text"
        ),
        ("raw", "{\"bot\":\"x\",\"body\":\"\"}", "bot", "an unknown bot"),
        ("faults", "{\"kind\":\"flood\",\"count\":1}", "kind", "an unknown kind"),
        ("faults", "{\"kind\":\"delay\"}", "count", "not said how often"),
        ("faults", "{\"kind\":\"delay\",\"probability\":2}", "probability", "above 1"),
        ("faults", "{\"kind\":\"server_error\",\"count\":1,\"status\":200}", "status", "no error"),
        ("faults", "{\"kind\":\"slow_body\",\"count\":1}", "milliseconds", "not said how slow"),
        (
            "faults", "{\"kind\":\"half_open\",\"count\":1,\"milliseconds\":-1}", "milliseconds",
            "below zero"
        ),
        (
            "faults", "{\"kind\":\"clock_jump\",\"count\":1,\"milliseconds\":9e12}", "milliseconds",
            "centuries"
        ),
        (
            "faults", "{\"kind\":\"reset\",\"count\":1,\"method\":\"sendmessage\"}", "method",
            "an unknown method"
        ),
        ("bots/batch", "{\"name\":\"Bot\"}", "count", "not said how many"),
        ("bots/batch", "{\"name\":\"Bot\",\"count\":0}", "count", "none"),
    ])
    func mistakesAreNamedWithTheirPlaceAndRemedy(
        path: String, body: String, place: String, reason: String
    ) async throws {
        try await withSimulator { simulator in
            _ = try await simulator.control.createBot(name: "Bot Thử")
            _ = try await simulator.control.createPerson(name: "Chị Lan", id: "lan")
            let answer = try await simulator.send("/sim/\(path)", body: Array(body.utf8))
            #expect(answer.status == 400, "\(reason)")
            #expect(answer.json?["where"]?.string == place, "\(reason)")
            #expect(answer.json?["error"]?.string?.isEmpty == false, "\(reason)")
            #expect(answer.json?["next"]?.string?.isEmpty == false, "\(reason)")
            #expect(try await simulator.control.counts().posted == 0, "\(reason)")
        }
    }

    @Test func pathsThatLeadNowhereSayWhereToGo() async throws {
        try await withSimulator { simulator in
            for path in ["/sim/bot", "/botx", "/bot12345678:abc/getMe/x", "/index.php"] {
                let answer = try await simulator.send(path, body: nil)
                #expect(answer.status == 404)
                #expect(answer.json?["next"]?.string?.contains("/sim") == true)
            }
            let put = try await simulator.send("/sim/bots", body: [], method: "PUT")
            #expect(put.status == 404)
        }
    }

    @Test func theClientReportsWhatTheSimulatorSays() async throws {
        try await withSimulator { simulator in
            do {
                _ = try await simulator.control.post(NewPost(from: "ai", text: "x"))
                Issue.record("an unknown person may not post")
            } catch SimulatorControlFailure.refused(let problem) {
                #expect(problem.place == "from")
                #expect(problem.description.contains("POST /sim/people"))
            }
            let elsewhere = SimulatorControl(
                base: simulator.base + "/nowhere", client: simulator.client)
            await #expect(throws: SimulatorControlFailure.self) { try await elsewhere.counts() }
        }
    }

    @Test func messagesAreReadByChatAuthorAndSequence() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let other = try await simulator.control.createPerson(name: "Anh Hùng")
            _ = try await simulator.control.post(NewPost(from: other.id, text: "hai"))
            _ = try await simulator.call(
                pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "ba"])
            let control = simulator.control
            let all = try await control.messages()
            #expect(all.messages.map(\.text) == ["chào bot", "hai", "ba"])
            #expect(all.next == 3)
            let byChat = try await control.messages(MessageQuery(chat: pair.person.id))
            #expect(byChat.messages.map(\.text) == ["chào bot", "ba"])
            let byPeople = try await control.messages(MessageQuery(since: 1, author: .people))
            #expect(byPeople.messages.map(\.text) == ["hai"])
            let page = try await control.messages(MessageQuery(limit: 2))
            #expect(page.next == 2)
            #expect(try await control.messages(MessageQuery(bot: "x")).messages.isEmpty)
            #expect(try await control.messages(MessageQuery(since: 9)).next == 3)
        }
    }

    @Test func aReaderIsWokenByTheFirstMessageThatFits() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            async let page = simulator.control.messages(
                MessageQuery(since: 1, author: .bots), waitSeconds: 60)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "chưa phải"))
            _ = try await simulator.call(
                pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "đây rồi"])
            #expect(try await page.messages.map(\.text) == ["đây rồi"])
        }
    }

    @Test func aBatchIsPostedWholeOrNotAtAll() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let good = NewPost(from: pair.person.id, text: "được")
            await #expect(throws: SimulatorControlFailure.self) {
                try await simulator.control.post(batch: [good, NewPost(from: "ai", text: "x")])
            }
            #expect(try await simulator.control.counts().posted == 1)
            let posted = try await simulator.control.post(batch: [good, good])
            #expect(posted.map(\.sequence) == [2, 3])
            #expect(posted[0].messageID != posted[1].messageID)
        }
    }

    @Test func thousandsOfMessagesKeepTheirOrderInEveryChat() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            var people: [SimulatedPerson] = []
            for number in 0..<30 {
                people.append(try await simulator.control.createPerson(name: "Người \(number)"))
            }
            let posts = (0..<3_000).map { number in
                NewPost(from: people[number % 30].id, text: "\(number)", bot: bot.id)
            }
            #expect(try await simulator.control.post(batch: posts).count == 3_000)
            var seen: [String: [String]] = [:]
            for _ in 0..<3_000 {
                let update = try await simulator.call(bot.token, "getUpdates", ["timeout": "0"])
                let message = try #require(update.json?["result"]?["message"])
                let chat = try #require(message["chat"]?["id"]?.string)
                seen[chat, default: []].append(message["text"]?.string ?? "")
            }
            for (number, person) in people.enumerated() {
                let expected = stride(from: number, to: 3_000, by: 30).map { "\($0)" }
                #expect(seen[person.id] == expected)
            }
            let counts = try await simulator.control.counts()
            #expect(counts.handedOut == 3_000)
            #expect(counts.pending == 0)
        }
    }

    @Test func aResetForgetsAllButMakesNoIDTwice() async throws {
        try await withSimulator { simulator in
            let before = try await simulator.acquaintance()
            try await simulator.control.reset()
            #expect(try await simulator.control.counts() == SimulatorCounts())
            #expect(try await simulator.call(before.bot.token, "getMe").errorCode == 401)
            let after = try await simulator.acquaintance()
            #expect(after.bot.id != before.bot.id)
            #expect(after.person.id != before.person.id)
        }
    }

    @Test func theChatPageIsOneDocumentInVietnamese() async throws {
        try await withSimulator { simulator in
            let page = try await simulator.send("/", body: nil)
            let html = String(decoding: page.body, as: UTF8.self)
            #expect(page.status == 200)
            #expect(html.hasPrefix("<!doctype html>"))
            #expect(html.contains("<html lang=\"vi\">"))
            #expect(html.contains("Nhập tin nhắn"))
            #expect(!html.contains("https://"), "nothing is fetched from elsewhere")
        }
    }

    @Test(arguments: [
        (0, 0, "the epoch"),
        (-25_200_001, -1, "a millisecond before 1970 in Vietnam"),
        (-25_200_000, 0, "midnight of 1 January 1970 in Vietnam"),
        (1_709_225_999_999, 649, "29 February 2024"),
        (1_709_226_000_000, 650, "1 March 2024"),
        (1_798_736_399_999, 683, "31 December 2026"),
        (1_798_736_400_000, 684, "1 January 2027"),
    ])
    func monthsAreCountedInVietnameseTime(milliseconds: Int64, month: Int, reason: String) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(SimulatedPlatform.monthNumber(of: moment) == month, "\(reason)")
    }
}
