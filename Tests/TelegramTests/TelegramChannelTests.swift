import CurlHTTP
import Foundation
import Messaging
import Telegram
import TestSupport
import Testing
import Wire

@Suite struct TelegramChannelTests {
    private typealias Script = ScriptedTelegram

    @Test func takesLongerTextsThanZalo() async throws {
        #expect(try await Script().channel().textUnitsMax == 4_096)
    }

    @Test func asksWhoTheBotIsAndNothingThatChangesAnything() async throws {
        let platform = Script()
        _ = try await platform.channel()
        let methods = platform.requests.map { $0.url.split(separator: "/").last }
        #expect(methods == ["getMe", "getWebhookInfo"])
    }

    /// What the start check meets, and what the operator reads.
    struct Row: Sendable, CustomTestStringConvertible {
        let others: [String: ScriptedTelegram.Answer]
        let says: String
        let mayPass: Bool
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(
            others: ["getMe": Script.body("error-401", status: 401)],
            says: "the token is wrong or was reset", mayPass: false, reason: "a revoked token"),
        Row(
            others: ["getMe": Script.body("error-404", status: 404)],
            says: "the token is wrong or was reset", mayPass: false, reason: "no token at all"),
        Row(
            others: ["getMe": .status(502, "<html>PLANTED")], says: "HTTP status 502",
            mayPass: true, reason: "an outage passes"),
        Row(
            others: ["getMe": .failure(.notSent(.hostUnknown))], says: "name is not known",
            mayPass: true, reason: "no network passes"),
        Row(
            others: ["getMe": .ok("{}")], says: "HTTP status 200", mayPass: true,
            reason: "a bot without id"),
        Row(
            others: ["getWebhookInfo": Script.body("webhook-set")],
            says: "a webhook at other.example.org is set", mayPass: false, reason: "a webhook"),
        Row(
            others: ["getMe": .failure(.cancelled(requestMayHaveArrived: true))],
            says: "called off", mayPass: false, reason: "the daemon stops"),
    ]

    @Test(arguments: rows)
    func isRefusedWithARemedy(_ row: Row) async throws {
        let platform = Script(others: row.others)
        let failure = await #expect(throws: StartFailure.self) { try await platform.channel() }
        #expect(failure?.description.contains(row.says) == true, "\(String(describing: failure))")
        #expect(failure?.mayPass == row.mayPass)
        #expect(!String(reflecting: failure).contains("PLANTED"))
    }

    @Test func oneBotHasOnePollerAtATime() async throws {
        let folder = NSTemporaryDirectory() + "tungngo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await Script().channel(lockFolder: folder)
        let failure = await #expect(throws: StartFailure.self) {
            try await Script().channel(lockFolder: folder)
        }
        guard case .anotherPoller(let path)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(path.contains("/telegram-") && !path.contains("7000000001"))
        #expect(first.account == AccountID(rawValue: "bot-1"))
    }

    @Test func theWebhookIsSetAndTakenAwayWithTheDocumentedRequests() async throws {
        let platform = Script()
        let api = try platform.api()
        try await api.setWebhook(url: "https://bot.example.org/hook", secret: Secret("PLANTED-s"))
        try await api.deleteWebhook()
        #expect(try await api.getWebhookInfo() == nil)
        let bodies = platform.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        #expect(
            bodies == [
                #"{"allowed_updates":["message"],"secret_token":"PLANTED-s","#
                    + #""url":"https://bot.example.org/hook"}"#, "{}", "{}",
            ])
    }

    @Test func aChatOfAnotherPlatformIsRefusedBeforeTheWire() async throws {
        let platform = Script()
        let channel = try await platform.channel()
        let before = platform.requests.count
        for chat in ["6ede9afa", "", "1/2/3", "1/", "/1", "1/x"] {
            await #expect(throws: SendFailure.self, "\(chat)") {
                try await channel.send(OutboundMessage(chat: ChatID(rawValue: chat), text: "a"))
            }
        }
        #expect(platform.requests.count == before)
    }

    @Test func aCallWithoutTheSecretIsRefused() throws {
        let route = TelegramWebhook.route(
            account: AccountID(rawValue: "bot-1"),
            profile: TelegramProfile(id: 1, username: "b"), path: "/w", secret: Secret("right"))
        for given in [nil, "", "wrong", "Right", "right "] {
            let call = WebhookCall(header: { _ in given }, body: [], at: Script.now)
            guard case .refused = route.read(call) else {
                Issue.record("\(given ?? "no header") was taken")
                return
            }
        }
        let open = TelegramWebhook.route(
            account: AccountID(rawValue: "bot-1"),
            profile: TelegramProfile(id: 1, username: "b"), path: "/w", secret: Secret(""))
        let call = WebhookCall(header: { _ in "" }, body: [], at: Script.now)
        guard case .refused = open.read(call) else {
            Issue.record("an empty secret opens the door")
            return
        }
    }

    @Test func settingsThatCannotWorkAreRefused() throws {
        #expect(throws: TelegramAccount.Problem.tokenEmpty) {
            try TelegramAccount(name: "b", token: Secret(" \n"))
        }
        #expect(throws: TelegramAccount.Problem.baseNotEncrypted) {
            try TelegramAccount(name: "b", token: Script.token, base: "http://bot.example.org")
        }
        #expect(throws: TelegramAccount.Problem.baseNotURL) {
            try TelegramAccount(name: "b", token: Script.token, base: "bot.example.org")
        }
        let account = try TelegramAccount(name: "b", token: Script.token, base: "http://[::1]:80/")
        #expect(account.base == "http://[::1]:80")
        #expect(!String(reflecting: account).contains("PLANTED"))
    }
}
