import CurlHTTP
import Messaging
import TestSupport
import Testing
import Zalo

@Suite struct BotAPITests {
    /// A call, and the one request that it must become.
    struct Row: Sendable, CustomTestStringConvertible {
        let method: String
        let body: String?
        let timeoutSeconds: Int
        let answer: String
        let call: @Sendable (BotAPI) async throws -> Void
        var testDescription: String { method }
    }

    static let rows = [
        Row(method: "getMe", body: nil, timeoutSeconds: 15, answer: "get-me") { api in
            let profile = try await api.getMe()
            #expect(profile == Recorded.profile)
        },
        Row(
            method: "getUpdates", body: #"{"timeout":"30"}"#, timeoutSeconds: 40,
            answer: "text-private"
        ) { api in
            let updates = try await api.getUpdates()
            #expect(updates.map(\.eventName) == [EventName.text])
        },
        Row(
            method: "sendMessage", body: #"{"chat_id":"6ede9afa","text":"Chào \"bà con\"\n/ngõ"}"#,
            timeoutSeconds: 15, answer: "sent"
        ) { api in
            let receipt = try await api.sendMessage(chat: "6ede9afa", text: "Chào \"bà con\"\n/ngõ")
            #expect(
                receipt == SentReceipt(messageID: "82599fa32f56d00e8941", date: 1_749_632_637_199))
        },
        Row(
            method: "sendMessage", body: #"{"chat_id":"c","text":"t"}"#, timeoutSeconds: 15,
            answer: "sent-without-result"
        ) { api in
            let receipt = try await api.sendMessage(chat: "c", text: "t")
            #expect(receipt == SentReceipt(messageID: nil, date: nil))
        },
        Row(method: "getWebhookInfo", body: nil, timeoutSeconds: 15, answer: "webhook-none-live") {
            api in
            let state = try await api.getWebhookInfo()
            #expect(state == nil)
        },
        Row(
            method: "getWebhookInfo", body: nil, timeoutSeconds: 15,
            answer: "webhook-none-documented"
        ) { api in
            let state = try await api.getWebhookInfo()
            #expect(state == nil)
        },
        Row(method: "getWebhookInfo", body: nil, timeoutSeconds: 15, answer: "webhook-set") { api in
            let state = try await api.getWebhookInfo()
            #expect(state?.url == "https://other.example.org/PLANTED-path")
            #expect(state?.verification?.statusCode == 403)
        },
        Row(
            method: "setWebhook",
            body: #"{"secret_token":"PLANTED-secret","url":"https://bot.example.org/hook"}"#,
            timeoutSeconds: 15, answer: "webhook-set"
        ) { api in
            let secret = Secret("PLANTED-secret")
            let state = try await api.setWebhook(
                url: "https://bot.example.org/hook", secret: secret)
            #expect(state.verification?.outcome == "webhook.http.403")
        },
        Row(
            method: "deleteWebhook", body: nil, timeoutSeconds: 15,
            answer: "webhook-none-documented"
        ) { try await $0.deleteWebhook() },
    ]

    @Test(arguments: rows)
    func becomesExactlyOneRequest(_ row: Row) async throws {
        let answer = HTTPResponse(status: 200, body: try Recorded.body(row.answer))
        let platform = ScriptedPlatform([row.method: .success(answer)])
        try await row.call(platform.api())
        #expect(platform.requests.count == 1)
        let request = try #require(platform.requests.first)
        #expect(request.method == "POST")
        #expect(
            request.url == "https://bot.example.org/bot12345689:PLANTED-token/\(row.method)")
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == row.body)
        #expect(request.timeout == .seconds(row.timeoutSeconds))
        let json = HTTPHeader("Content-Type", "application/json")
        #expect(request.headers.contains(json) == (row.body != nil))
    }

    @Test func everyMethodHasItsRow() {
        #expect(Set(Self.rows.map(\.method)) == Set(BotMethod.allCases.map(\.rawValue)))
    }

    @Test func tokenIsPercentEncodedInThePath() async throws {
        let platform = ScriptedPlatform([:])
        let api = BotAPI(
            token: Secret(" a/b?c#d%é\n"), base: "https://x", exchange: platform.exchange)
        _ = try? await api.getMe()
        #expect(platform.requests.map(\.url) == ["https://x/bota%2Fb%3Fc%23d%25%C3%A9/getMe"])
    }

    @Test func worksOverRealHTTP() async throws {
        let profile = String(decoding: try Recorded.body("get-me"), as: UTF8.self)
        let server = try LoopbackServer { request in
            request.target.hasSuffix("/getMe") && request.method == "POST"
                ? [.answer(200, body: profile)] : [.answer(404)]
        }
        let client = try HTTPClient()
        let api = BotAPI(token: Recorded.token, base: server.base, client: client)
        #expect(try await api.getMe() == Recorded.profile)
        #expect(server.requests.first?.header("content-length") == "0")
        await client.shutdown()
    }
}
