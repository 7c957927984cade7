import Foundation
import Messaging
import Simulator
import TestSupport
import Testing

/// Webhook mode against a receiver on loopback.
@Suite struct WebhookTests {
    private static let secret = "mot-hai-ba-bon"

    @Test func updatesArePushedFlatWithTheSecretInOrder() async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "từ trước"))
            let set = try await Self.set(receiver.base + "/hook", pair.bot, simulator)
            let result = try #require(set.json?["result"])
            #expect(result["url"]?.string == receiver.base + "/hook")
            #expect(result["updated_at"]?.integer != nil)
            #expect(result["verification"]?["ok"]?.flag == true)
            #expect(result["verification"]?["outcome"]?.string == "webhook.ok")
            for text in ["một", "hai"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            let requests = receiver.requests
            #expect(requests.count == 4)
            #expect(requests[0].header("x-bot-api-secret-token") == nil, "the probe has no secret")
            var texts: [String?] = []
            for request in requests.dropFirst() {
                #expect(request.method == "POST")
                #expect(request.header("x-bot-api-secret-token") == Self.secret)
                let body = try JSONDecoder().decode(JSONValue.self, from: Data(request.body))
                #expect(body["ok"] == nil, "webhook bodies have no envelope")
                #expect(body["event_name"]?.string == "message.text.received")
                texts.append(body["message"]?["text"]?.string)
            }
            #expect(texts == ["từ trước", "một", "hai"])
            let pushed = try await simulator.control.handedOut(since: 1)
            #expect(pushed.map(\.route) == [.webhook, .webhook, .webhook])
            #expect(pushed.map(\.webhookStatus) == [200, 200, 200])
        }
    }

    @Test func pollingIsRefusedWhileAWebhookIsSet() async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await Self.set(receiver.base, pair.bot, simulator)
            #expect(try await simulator.call(pair.bot.token, "getUpdates").errorCode == 400)
            let info = try await simulator.call(pair.bot.token, "getWebhookInfo")
            #expect(info.json?["result"]?["url"]?.string == receiver.base)
            let gone = try await simulator.call(pair.bot.token, "deleteWebhook")
            #expect(gone.json?["result"]?["url"]?.string == "")
            #expect(try await simulator.call(pair.bot.token, "getWebhookInfo").errorCode == 404)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "lại hỏi"))
            #expect(try await simulator.call(pair.bot.token, "getUpdates").text == "lại hỏi")
        }
    }

    @Test func theAddressIsSavedThoughItsVerificationFails() async throws {
        let receiver = try LoopbackServer { request in
            [.answer(request.header("x-bot-api-secret-token") == nil ? 403 : 500)]
        }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let set = try await Self.set(receiver.base, pair.bot, simulator)
            let verification = set.json?["result"]?["verification"]
            #expect(verification?["ok"]?.flag == false)
            #expect(verification?["status_code"]?.integer == 403)
            #expect(verification?["outcome"]?.string == "webhook.http.403")
            let info = try await simulator.call(pair.bot.token, "getWebhookInfo")
            #expect(info.json?["result"]?["url"]?.string == receiver.base)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "tin"))
            #expect(try await simulator.control.counts().pushesFailed == 1)
            #expect(try await simulator.control.handedOut().last?.webhookStatus == 500)
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/h", false, "plain HTTP without the flag"),
        ("https://127.0.0.1:1/h", false, "this machine without the flag"),
        ("https://localhost/h", false, "this machine by name"),
        ("https://192.168.1.5/h", false, "a private network"),
        ("http://a.example/h", true, "plain HTTP to elsewhere, even with the flag"),
        ("ftp://127.0.0.1/h", true, "another scheme"),
        ("a.example/h", true, "no scheme"),
        ("https://", true, "no host"),
        ("https://user@a.example/h", true, "a user name in it"),
    ])
    func addressesOutOfOrderAreRefused(url: String, allows: Bool, reason: String) async throws {
        try await withSimulator(allowsPlainWebhooks: allows) { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let answer = try await Self.set(url, bot, simulator)
            #expect(answer.errorCode == 400, "\(reason)")
            #expect(try await simulator.call(bot.token, "getWebhookInfo").errorCode == 404)
        }
    }

    @Test(arguments: [(7, 400), (8, nil), (256, nil), (257, 400)] as [(Int, Int?)])
    func secretsHaveEightTo256Characters(length: Int, code: Int?) async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let answer = try await simulator.call(
                bot.token, "setWebhook",
                ["url": receiver.base, "secret_token": String(repeating: "s", count: length)])
            #expect(answer.errorCode == code)
        }
    }

    private static func set(
        _ url: String, _ bot: SimulatedBot, _ simulator: SimulatorHarness
    ) async throws -> SimulatorHarness.Answer {
        try await simulator.call(
            bot.token, "setWebhook", ["url": url, "secret_token": secret])
    }
}
