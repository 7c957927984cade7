import CurlHTTP
import Foundation
import Messaging
import Testing
import Wire
import Zalo

@Suite struct StartTests {
    /// What the start check meets, and what the operator reads.
    struct Row: Sendable, CustomTestStringConvertible {
        let answers: [String: ScriptedPlatform.Answer]
        let says: String
        let mayPass: Bool
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(
            answers: ["getMe": .refusal(401)], says: "the token is wrong or was reset",
            mayPass: false, reason: "wrong token"),
        Row(
            answers: ["getMe": .status(401, "no such bot")],
            says: "the token is wrong or was reset", mayPass: false,
            reason: "wrong token, not in JSON"),
        Row(
            answers: ["getMe": .refusal(404)], says: "Check the base URL and the token",
            mayPass: false, reason: "another service"),
        Row(
            answers: ["getMe": .status(502, "<html>")], says: "HTTP status 502", mayPass: true,
            reason: "an outage passes"),
        Row(
            answers: ["getMe": .failure(.notSent(.hostUnknown))], says: "name is not known",
            mayPass: true, reason: "no network passes"),
        Row(
            answers: ["getMe": .ok(#"{"ok":true,"result":{}}"#)], says: "HTTP status 200",
            mayPass: true, reason: "a bot without id"),
        Row(
            answers: [
                "getWebhookInfo": .ok(#"{"ok":true,"result":{"url":"https://o.example/x"}}"#)
            ],
            says: "a webhook at o.example is set, so polling brings nothing. Call deleteWebhook",
            mayPass: false, reason: "a webhook is set"),
        Row(
            answers: ["getWebhookInfo": .refusal(403)], says: "error 403", mayPass: true,
            reason: "the webhook's state is not known"),
        Row(
            answers: ["getMe": .failure(.cancelled(requestMayHaveArrived: true))],
            says: "called off", mayPass: false, reason: "the daemon stops"),
    ]

    @Test(arguments: rows)
    func isRefusedWithARemedy(_ row: Row) async throws {
        let platform = try ScriptedPlatform(starting: row.answers)
        let failure = await #expect(throws: StartFailure.self) { try await platform.channel() }
        #expect(failure?.description.contains(row.says) == true, "\(String(describing: failure))")
        #expect(failure?.mayPass == row.mayPass)
        #expect(failure?.description.contains("PLANTED") == false)
    }

    @Test func webhookPathIsNotPrinted() async throws {
        let answer = HTTPResponse(status: 200, body: try Recorded.body("webhook-set"))
        let platform = try ScriptedPlatform(starting: ["getWebhookInfo": .success(answer)])
        let failure = await #expect(throws: StartFailure.self) { try await platform.channel() }
        #expect(failure == .webhookSet(host: "other.example.org"))
        #expect(!String(reflecting: failure).contains("PLANTED"))
    }

    @Test func asksWhoTheBotIsAndNothingThatChangesAnything() async throws {
        let platform = try ScriptedPlatform()
        let channel = try await platform.channel()
        #expect(channel.account == AccountID(rawValue: "bot-1"))
        #expect(channel.textUnitsMax == 1_900)
        let methods = platform.requests.map { $0.url.split(separator: "/").last }
        #expect(methods == ["getMe", "getWebhookInfo"])
    }

    @Test func oneBotHasOnePollerAtATime() async throws {
        let folder = try LockFolder()
        let platform = try ScriptedPlatform()
        let open = { () async throws in
            try await ZaloChannel.open(
                try Recorded.account(), exchange: platform.exchange, lockFolder: folder.path,
                now: { Recorded.now })
        }
        var first: ZaloChannel? = try await open()
        let failure = await #expect(throws: StartFailure.self) { try await open() }
        guard case .anotherPoller(let path) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        let name = URL(fileURLWithPath: path).lastPathComponent
        #expect(name.hasPrefix("zalo-") && name.hasSuffix(".lock"))
        #expect(!path.contains("PLANTED") && !path.contains(Recorded.profile.id))
        #expect(first != nil)
        first = nil
        _ = try await open()
    }

    @Test func lockFolderThatIsNotThereIsNamed() async throws {
        let platform = try ScriptedPlatform()
        let failure = await #expect(throws: StartFailure.self) {
            try await ZaloChannel.open(
                try Recorded.account(), exchange: platform.exchange,
                lockFolder: "/nonexistent/locks", now: { Recorded.now })
        }
        #expect(failure?.description.contains("/nonexistent/locks/zalo-") == true)
    }

    /// A base URL, and whether a token may be sent there.
    struct Base: Sendable, CustomTestStringConvertible {
        let base: String
        let problem: ZaloAccount.Problem?
        let reason: String
        var testDescription: String { "\(base): \(reason)" }
    }

    static let bases = [
        Base(base: BotAPI.platformBase, problem: nil, reason: "the platform"),
        Base(base: "https://bot.example.org/", problem: nil, reason: "a slash at the end"),
        Base(base: "http://127.0.0.1:8080", problem: nil, reason: "the simulator"),
        Base(base: "http://localhost", problem: nil, reason: "by name"),
        Base(base: "http://[::1]:80", problem: nil, reason: "IPv6"),
        Base(base: "http://bot.example.org", problem: .baseNotEncrypted, reason: "in the clear"),
        Base(base: "http://localhost.example.org", problem: .baseNotEncrypted, reason: "not here"),
        Base(base: "bot.example.org", problem: .baseNotURL, reason: "no scheme"),
        Base(base: "https://bot.example.org/v1", problem: .baseNotURL, reason: "a path"),
        Base(base: "ftp://bot.example.org", problem: .baseNotURL, reason: "another scheme"),
        Base(base: "https:///", problem: .baseNotURL, reason: "no host"),
        Base(base: "", problem: .baseNotURL, reason: "empty"),
    ]

    @Test(arguments: bases)
    func baseIsChecked(_ row: Base) {
        do {
            let account = try ZaloAccount(name: "b", token: Recorded.token, base: row.base)
            #expect(row.problem == nil)
            #expect(!account.base.hasSuffix("/"))
        } catch {
            #expect(error == row.problem)
            #expect(!error.description.isEmpty)
        }
    }

    @Test func emptyTokenIsRefused() {
        #expect(throws: ZaloAccount.Problem.tokenEmpty) {
            try ZaloAccount(name: "b", token: Secret(" \n"))
        }
    }
}
