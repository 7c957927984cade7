import CurlHTTP
import Foundation
import Messaging
import Testing
import Wire
import Zalo

/// Zalo's calls to a bot's webhook: which count, and what they bring.
@Suite struct BotWebhookTests {
    private static let secret = Secret("PLANTED-secret-of-the-webhook")
    private static let account = AccountID(rawValue: "bot-1")
    private static let webhook = BotWebhook(
        account: account, profile: Recorded.profile, secret: secret)

    private static func read(
        _ body: [UInt8], secret: String? = secret.revealed
    ) -> WebhookReading {
        webhook.read(
            WebhookCall(
                header: { $0 == "x-bot-api-secret-token" ? secret : nil }, body: body,
                at: Recorded.now))
    }

    @Test func flatAndWrappedBodiesBringTheSameMessage() throws {
        let wrapped = try Recorded.body("text-private")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(wrapped)) as? [String: Any])
        let flat = Array(
            try JSONSerialization.data(withJSONObject: try #require(object["result"])))
        let reading = Self.read(wrapped)
        guard case .received(.messages(let messages)) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(messages.count == 1 && messages.first?.account == Self.account)
        #expect(Self.read(flat) == reading)
    }

    @Test func theRecordedFlatBodyIsRead() throws {
        let reading = Self.read(try Recorded.body("text-flat-webhook"))
        guard case .received(.messages(let messages)) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(messages.count == 1)
    }

    /// What a call carries, and what it is taken for.
    struct Row: Sendable, CustomTestStringConvertible {
        let body: String
        var secret: String? = BotWebhookTests.secret.revealed
        let reading: WebhookReading
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(body: "{}", secret: nil, reading: .probe, reason: "the trial call of setWebhook"),
        Row(body: "", secret: nil, reading: .probe, reason: "an empty one"),
        Row(
            body: #"{"event_name":"message.text.received","message":{"text":"x"}}"#, secret: nil,
            reading: .probe, reason: "a message without the secret is not taken"),
        Row(
            body: "{}", secret: "", reading: .refused(reason: "a wrong secret"),
            reason: "an empty secret"),
        Row(
            body: "{}", secret: "planted-SECRET-of-the-webhook",
            reading: .refused(reason: "a wrong secret"), reason: "case counts"),
        Row(
            body: "{}", secret: "PLANTED-secret-of-the-webhoo",
            reading: .refused(reason: "a wrong secret"), reason: "one letter short"),
        Row(
            body: "{}", secret: "PLANTED-secret-of-the-webhook,PLANTED-secret-of-the-webhook",
            reading: .refused(reason: "a wrong secret"), reason: "twice"),
        Row(body: " \r\n", reading: .probe, reason: "the secret and nothing else"),
        Row(
            body: "{}", reading: .received(.skipped(reason: "a pushed body that is no update")),
            reason: "an object without anything"),
        Row(
            body: "<html>", reading: .received(.skipped(reason: "a pushed body that is no update")),
            reason: "no JSON"),
        Row(
            body: #"{"ok":false,"error_code":408}"#,
            reading: .received(.skipped(reason: "a pushed body that says it is an error")),
            reason: "a refusal as of a poll"),
        Row(
            body: #"{"event_name":"user.follow"}"#,
            reading: .received(.skipped(reason: "an event of an unknown kind")),
            reason: "an event that we do not know"),
        Row(body: "[]", reading: .received(.idle), reason: "no update at all"),
    ]

    @Test(arguments: rows)
    func callsAreSorted(_ row: Row) {
        #expect(Self.read(Array(row.body.utf8), secret: row.secret) == row.reading)
    }

    @Test func noSecretOpensADoorThatHasNone() {
        let open = BotWebhook(
            account: Self.account, profile: Recorded.profile, secret: Secret(""))
        let call = WebhookCall(header: { _ in "" }, body: [], at: Recorded.now)
        #expect(open.read(call) == .refused(reason: "a wrong secret"))
    }

    @Test(arguments: [
        ("12345678", true), (String(repeating: "a", count: 256), true), ("1234567", false),
        (String(repeating: "a", count: 257), false), ("", false), ("12345 678", false),
        ("12345678é", false), ("1234\n5678", false),
    ])
    func secretsAreWhatZaloTakes(secret: String, isTaken: Bool) {
        #expect(BotWebhook.takes(Secret(secret)) == isTaken)
    }

    /// An address, and what is said of it.
    struct Address: Sendable, CustomTestStringConvertible {
        let url: String
        let authority: String?
        var isEncrypted = true
        var isLoopback = false
        var testDescription: String { url }
    }

    static let addresses = [
        Address(url: "https://bot.example.vn", authority: "bot.example.vn"),
        Address(url: "https://Bot.example.vn:8443/tungngo/", authority: "bot.example.vn:8443"),
        Address(
            url: "http://127.0.0.1:80", authority: "127.0.0.1:80", isEncrypted: false,
            isLoopback: true),
        Address(url: "https://[::1]:8443", authority: "[::1]:8443", isLoopback: true),
        Address(url: "https://localhost", authority: "localhost", isLoopback: true),
        Address(url: "https://localhost.example.vn", authority: "localhost.example.vn"),
        Address(url: "ftp://bot.example.vn", authority: nil),
        Address(url: "bot.example.vn", authority: nil),
        Address(url: "https://", authority: nil),
        Address(url: "https://:443", authority: nil),
        Address(url: "https://user@bot.example.vn", authority: nil),
        Address(url: "https://bot.example.vn/?q=1", authority: nil),
        Address(url: "https://bot.example.vn/#a", authority: nil),
        Address(url: "https://bot.example.vn/ a", authority: nil),
        Address(url: "https://bớt.example.vn", authority: nil),
        Address(url: "", authority: nil),
    ]

    @Test(arguments: addresses)
    func addressesAreChecked(_ row: Address) {
        let address = WebhookAddress(row.url)
        #expect(address?.authority == row.authority)
        guard let address else { return }
        #expect(address.isEncrypted == row.isEncrypted)
        #expect(address.isLoopback == row.isLoopback)
        #expect(
            address.appending(path: "/webhook/zalo/a")?.url.hasSuffix("/webhook/zalo/a") == true)
        #expect(address.appending(path: "/webhook/zalo/a")?.url.contains("//webhook") == false)
    }

    @Test func registrationIsHeldAgainstOurAddress() throws {
        let ours = try #require(WebhookAddress("https://bot.example.vn/webhook/zalo/a"))
        func registration(_ url: String?) -> WebhookRegistration {
            WebhookRegistration(url.map { WebhookState(url: $0, updatedAt: 1) }, ours: ours)
        }
        #expect(registration("https://bot.example.vn/webhook/zalo/a") == .ours)
        #expect(registration(nil) == .none)
        #expect(
            registration("https://bot.example.vn/webhook/zalo/b")
                == .elsewhere(host: "bot.example.vn"))
        #expect(
            registration("https://other.example/PLANTED") == .elsewhere(host: "other.example"))
        #expect(registration("nonsense PLANTED") == .elsewhere(host: "an unnamed host"))
    }

    @Test func aPushedBotSendsAndIsCalledAndNeverPolls() async throws {
        let platform = try ScriptedPlatform(starting: [
            "getWebhookInfo": .ok(
                #"{"ok":true,"result":{"url":"https://bot.example.vn/webhook/zalo/bot-1"}}"#),
            "sendMessage": .ok(#"{"ok":true,"result":{"message_id":"m1"}}"#),
        ])
        let address = try #require(WebhookAddress("https://bot.example.vn/webhook/zalo/bot-1"))
        let bot = try await ZaloChannel.openForWebhook(
            try Recorded.account(), secret: Self.secret, address: address,
            exchange: platform.exchange)
        guard case .push(let routes) = bot.channel.intake else {
            Issue.record("it polls")
            return
        }
        #expect(routes.map(\.path) == ["/webhook/zalo/bot-1"])
        #expect(await bot.registration() == .ours)
        let sent = try await bot.channel.send(
            OutboundMessage(chat: ChatID(rawValue: "c"), text: "chào"))
        #expect(sent.message == MessageID(rawValue: "m1"))
        let methods = platform.requests.map { $0.url.split(separator: "/").last }
        #expect(methods == ["getMe", "getWebhookInfo", "sendMessage"], "nothing is set unasked")
    }

    @Test func theStartFailsAsThatOfAPolledBot() async throws {
        let platform = try ScriptedPlatform(starting: ["getMe": .refusal(401)])
        let address = try #require(WebhookAddress("https://bot.example.vn/a"))
        let failure = await #expect(throws: StartFailure.self) {
            try await ZaloChannel.openForWebhook(
                try Recorded.account(), secret: Self.secret, address: address,
                exchange: platform.exchange)
        }
        #expect(failure?.mayPass == false)
        #expect(failure?.description.contains("the token is wrong or was reset") == true)
    }
}
