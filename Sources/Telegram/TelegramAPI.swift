import CurlHTTP
import Messaging
import Wire

/// The calls of Telegram's Bot API for one token: parameters in, results or `TelegramCallFailure` out.
///
/// Nothing is repeated here. Every call is a POST with JSON. Source: core.telegram.org/bots/api.
package struct TelegramAPI: Sendable {
    /// Where the platform is.
    package static let platformBase = "https://api.telegram.org"

    /// Seconds that a poll asks the platform to wait.
    package static let waitSeconds = 30

    /// What a poll's HTTP request may take beyond its wait.
    static let marginSeconds = 10

    /// Every other call ends within this many seconds.
    static let callSeconds = 15

    /// Updates of one poll at the most, and the most that Telegram gives.
    package static let batchMax = 100

    /// Bytes of an answer to a poll at the most: a text of 4,096 characters in escapes, and the one
    /// that it answers, take about 50,000; a hundred of them 5,000,000.
    static let batchBytesMax = 16 << 20

    /// Sends one request; tests put their own in.
    package typealias Exchange =
        @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

    /// The token is in it.
    private let base: Secret
    private let exchange: Exchange

    /// - Parameters:
    ///   - account: Whose calls these are.
    ///   - exchange: Sends one request and returns its answer; `HTTPClient.execute` outside of tests.
    package init(_ account: TelegramAccount, exchange: @escaping Exchange) {
        base = Secret("\(account.base)/bot\(account.token.inPath)")
        self.exchange = exchange
    }

    /// Returns who the token belongs to.
    package func getMe() async throws(TelegramCallFailure) -> TelegramProfile {
        let response = try await answer(to: "getMe", [])
        guard let profile = TelegramProfile(try result(of: response)) else {
            throw TelegramCallFailure(unreadable: response)
        }
        return profile
    }

    /// Waits for the next updates and tells the platform that those before `offset` are kept.
    ///
    /// - Parameters:
    ///   - offset: The id after the last one kept; nil to get the oldest that is not confirmed.
    ///   - limit: Updates at the most, 1 to 100.
    ///   - waitSeconds: How long the platform waits for an update.
    /// - Returns: Updates in order; none when none came in time.
    /// - Throws: `TelegramCallFailure`.
    func getUpdates(
        offset: Int64?, limit: Int, waitSeconds: Int
    ) async throws(TelegramCallFailure) -> [JSON] {
        var members = [
            JSON.Member(key: "allowed_updates", value: .array([.string("message")])),
            JSON.Member(key: "limit", value: .whole(Int64(limit))),
        ]
        if let offset { members.append(JSON.Member(key: "offset", value: .whole(offset))) }
        members.append(JSON.Member(key: "timeout", value: .whole(Int64(waitSeconds))))
        let response = try await answer(
            to: "getUpdates", members, withinSeconds: waitSeconds + Self.marginSeconds,
            bodyBytesMax: Self.batchBytesMax)
        guard let updates = try result(of: response).elements else {
            throw TelegramCallFailure(unreadable: response)
        }
        return updates
    }

    /// Sends plain text to a chat.
    ///
    /// - Returns: The id of the message; nil when the platform took it and named none.
    func sendMessage(
        to place: TelegramPlace, text: String
    ) async throws(TelegramCallFailure) -> Int64? {
        var members = [JSON.Member(key: "chat_id", value: .whole(place.chat))]
        if let thread = place.thread {
            members.append(JSON.Member(key: "message_thread_id", value: .whole(thread)))
        }
        members.append(JSON.Member(key: "text", value: .string(text)))
        let response = try await answer(to: "sendMessage", members)
        return try result(of: response)["message_id"]?.whole
    }

    /// Returns the URL of the webhook that is set, or nil when there is none.
    package func getWebhookInfo() async throws(TelegramCallFailure) -> String? {
        let state = try result(of: try await answer(to: "getWebhookInfo", []))
        return state["url"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Has messages posted to `url` from now on; polling stops working.
    ///
    /// - Parameters:
    ///   - url: HTTPS and public.
    ///   - secret: 1 to 256 letters, digits, `_` and `-`, sent back with every call.
    /// - Throws: `TelegramCallFailure`.
    package func setWebhook(url: String, secret: Secret) async throws(TelegramCallFailure) {
        let members = [
            JSON.Member(key: "allowed_updates", value: .array([.string("message")])),
            JSON.Member(key: "secret_token", value: .string(secret.revealed)),
            JSON.Member(key: "url", value: .string(url)),
        ]
        _ = try result(of: try await answer(to: "setWebhook", members))
    }

    /// Makes polling work again; what waits is kept by the platform.
    package func deleteWebhook() async throws(TelegramCallFailure) {
        _ = try result(of: try await answer(to: "deleteWebhook", []))
    }

    private func answer(
        to method: String, _ members: [JSON.Member], withinSeconds seconds: Int = callSeconds,
        bodyBytesMax: Int = 1 << 20
    ) async throws(TelegramCallFailure) -> HTTPResponse {
        var request = HTTPRequest(url: "\(base.revealed)/\(method)")
        request.method = "POST"
        request.headers = [
            HTTPHeader("Accept", "application/json"),
            HTTPHeader("Content-Type", "application/json"),
        ]
        request.body = JSON.object(members).bytes
        request.timeout = .seconds(seconds)
        request.bodyBytesMax = bodyBytesMax
        do {
            return try await exchange(request)
        } catch {
            throw .transport(error)
        }
    }

    /// What a call that went well brought.
    private func result(of response: HTTPResponse) throws(TelegramCallFailure) -> JSON {
        guard let body = JSON.read(response.body), let isOK = body["ok"]?.bool else {
            throw TelegramCallFailure(unreadable: response)
        }
        guard isOK else { throw TelegramCallFailure(refusal: body, response) }
        return body["result"] ?? .null
    }
}
