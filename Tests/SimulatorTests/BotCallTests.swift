import CurlHTTP
import Foundation
import Messaging
import Simulator
import Testing

/// The Bot API's answers, checked against the notes on the real one.
@Suite struct BotCallTests {
    @Test func getMeNamesTheBotAsTheRealPlatformDoes() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử", token: "12345678:abc")
            let me = try await simulator.call("12345678:abc", "getMe")
            #expect(me.status == 200)
            #expect(me.json?["ok"]?.flag == true)
            let result = try #require(me.json?["result"])
            #expect(result["id"]?.string == bot.id)
            #expect(bot.id.count == 19 && bot.id.allSatisfy(\.isNumber))
            #expect(result["display_name"]?.string == "Bot Thử")
            #expect(result["account_type"]?.string == "BASIC")
            #expect(result["account_name"]?.string == bot.accountName)
            #expect(result["can_join_groups"]?.flag == true)
        }
    }

    @Test(arguments: [
        ("/botwrong-token/getMe", 401, "an unknown token"),
        ("/bot12345678:abc/getme", 404, "method names keep their case"),
        ("/bot12345678:abc/editMessage", 404, "a method of other platforms"),
        ("/bot12345678:abc/getWebhookInfo", 404, "no webhook is set"),
        ("/bot12345678:abc/getUpdates?timeout=0", 408, "nothing to hand out"),
        ("/bot12345678:abc/getUpdates?timeout=soon", 400, "no number of seconds"),
        ("/bot12345678:abc/sendMessage", 400, "no chat and no text"),
        ("/bot12345678:abc/setWebhook?url=https://a.example/h", 400, "no secret"),
    ])
    func refusalsComeWithStatus200(path: String, code: Int, reason: String) async throws {
        try await withSimulator { simulator in
            _ = try await simulator.control.createBot(name: "Bot Thử", token: "12345678:abc")
            for body: [UInt8]? in [nil, []] {
                let answer = try await simulator.send(path, body: body)
                #expect(answer.status == 200, "\(reason)")
                #expect(answer.json?["ok"]?.flag == false, "\(reason)")
                #expect(answer.errorCode == code, "\(reason)")
                #expect(answer.json?["description"]?.string?.isEmpty == false, "\(reason)")
            }
        }
    }

    @Test(arguments: [
        ("{\"chat_id\":", "application/json", "JSON cut short"),
        ("[]", "application/json", "JSON of another shape"),
        ("{\"chat_id\":7,\"text\":\"x\"}", "application/json", "a number where a text belongs"),
        ("{\"chat_id\":\"x\",\"text\":{}}", "application/json", "an object where a text belongs"),
        ("chat_id=%FF%FE&text=x", "application/x-www-form-urlencoded", "no UTF-8 in a form"),
        ("<a/>", "application/xml", "a type that is not read"),
    ])
    func brokenBodiesAreRefusedByCode400(body: String, type: String, reason: String) async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let answer = try await simulator.send(
                "/bot\(bot.token)/sendMessage", body: Array(body.utf8), type: type)
            #expect(answer.status == 200, "\(reason)")
            #expect(answer.errorCode == 400, "\(reason)")
        }
    }

    @Test func invalidUTF8IsRefusedAndOverlongBodiesNeverRead() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let path = "/bot\(bot.token)/sendMessage"
            let broken = try await simulator.send(path, body: [0x7B, 0xFF, 0xFE, 0x7D])
            #expect(broken.errorCode == 400)
            let long = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
            #expect(try await simulator.send(path, body: long).status == 413)
            #expect(try await simulator.send("/sim/messages", body: long).status == 413)
        }
    }

    @Test(
        arguments: [
            (String(repeating: "a", count: 2_000), nil, "the longest text"),
            (String(repeating: "a", count: 2_001), 400, "one unit too long"),
            (String(repeating: "😀", count: 1_000), nil, "an emoji is two units of UTF-16"),
            (String(repeating: "😀", count: 1_001), 400, "two units too long"),
            ("", 400, "no text"),
        ] as [(String, Int?, String)])
    func textsHaveOneToTwoThousandUnits(text: String, code: Int?, reason: String) async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let answer = try await simulator.call(
                pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": text])
            #expect(answer.errorCode == code, "\(reason)")
            #expect(try await simulator.control.counts().sent == (code == nil ? 1 : 0), "\(reason)")
        }
    }

    @Test func aSendIsAnsweredWithAnIDAndMilliseconds() async throws {
        let clock = TestClock(milliseconds: 1_749_632_637_199)
        try await withSimulator(clock: clock) { simulator in
            let pair = try await simulator.acquaintance()
            let answer = try await simulator.call(
                pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "Chào chị"])
            #expect(answer.json?["result"]?["message_id"]?.string?.count == 20)
            #expect(answer.json?["result"]?["date"]?.integer == 1_749_632_637_199)
            let seen = try await simulator.control.messages(MessageQuery(author: .bots)).messages
            #expect(seen.map(\.text) == ["Chào chị"])
            #expect(seen.first?.messageID == answer.json?["result"]?["message_id"]?.string)
        }
    }

    @Test func formsAndQueriesAreReadAsWellAsJSON() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let path = "/bot\(pair.bot.token)/sendMessage"
            let form = "chat_id=\(pair.person.id)&text=m%E1%BB%99t+hai%2B1"
            let posted = try await simulator.send(
                path, body: Array(form.utf8), type: "application/x-www-form-urlencoded")
            #expect(posted.json?["ok"]?.flag == true)
            let got = try await simulator.send(
                "\(path)?chat_id=\(pair.person.id)&text=hai", body: nil)
            #expect(got.json?["ok"]?.flag == true)
            let texts = try await simulator.control.messages(MessageQuery(author: .bots))
            #expect(texts.messages.map(\.text) == ["một hai+1", "hai"])
        }
    }

    @Test(
        arguments: [
            (
                "sendPhoto", ["photo": "https://a.example/1.jpg", "caption": "ảnh"], true, nil,
                "a photo"
            ),
            ("sendPhoto", ["caption": "ảnh"], true, 400, "no address"),
            ("sendSticker", ["sticker": "abc123"], true, nil, "a sticker"),
            ("sendVoice", ["voice_url": "https://a.example/1.aac"], true, nil, "voice in private"),
            ("sendVoice", ["voice_url": "https://a.example/1.aac"], false, 400, "voice in a group"),
            (
                "sendVoice", ["voice_url": "https://a.example/1.mp3"], true, 400,
                "voice of another kind"
            ),
            ("sendChatAction", ["action": "typing"], false, nil, "typing"),
            ("sendChatAction", ["action": "dancing"], true, 400, "an unknown action"),
        ] as [(String, [String: String], Bool, Int?, String)])
    func otherThingsAreSentByTheirOwnMethods(
        method: String, fields: [String: String], isDirect: Bool, code: Int?, reason: String
    ) async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let group = try await simulator.control.createGroup(
                name: "Tổ 5", people: [pair.person.id], bots: [pair.bot.id])
            var fields = fields
            fields["chat_id"] = isDirect ? pair.person.id : group.id
            let answer = try await simulator.call(pair.bot.token, method, fields)
            #expect(answer.errorCode == code, "\(reason)")
            if method == "sendChatAction" { #expect(answer.json?["result"] == nil, "\(reason)") }
        }
    }

    @Test func aBotCannotWriteToThoseWhoNeverWroteToIt() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let person = try await simulator.control.createPerson(name: "Anh Hùng")
            let group = try await simulator.control.createGroup(
                name: "Nhóm khác", people: [person.id], bots: [])
            for chat in [person.id, group.id, "0123456789abcdef0123"] {
                let answer = try await simulator.call(
                    bot.token, "sendMessage", ["chat_id": chat, "text": "chào"])
                #expect(answer.errorCode == 400)
            }
        }
    }

    @Test func theQuotaOfAMonthEndsWithTheMonthInVietnam() async throws {
        // 30 June 2026, 23:59:59.999 in Vietnam (UTC+7).
        let clock = TestClock(milliseconds: 1_782_838_799_999)
        try await withSimulator(quota: 2, clock: clock) { simulator in
            let pair = try await simulator.acquaintance()
            let fields = ["chat_id": pair.person.id, "text": "tin"]
            var codes: [Int?] = []
            for _ in 0..<3 {
                codes.append(
                    try await simulator.call(pair.bot.token, "sendMessage", fields).errorCode)
            }
            #expect(codes == [nil, nil, 429])
            clock.now = clock.now.adding(milliseconds: 1)
            let fresh = try await simulator.call(pair.bot.token, "sendMessage", fields)
            #expect(fresh.errorCode == nil)
            #expect(try await simulator.control.counts().sent == 3)
        }
    }
}
