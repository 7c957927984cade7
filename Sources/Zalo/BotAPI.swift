import CurlHTTP
import Messaging
import Wire

/// The calls of Zalo's Bot API for one token: parameters in, results or `CallFailure` out.
///
/// Nothing is repeated here. Every call is a POST with JSON; the body of an answer is read before
/// its HTTP status, since errors of the application come with status 200.
/// Source: Zalo's Bot API documentation v2.5.0.
package struct BotAPI: Sendable {
    /// Where the platform is.
    package static let platformBase = "https://bot-api.zaloplatforms.com"

    /// Seconds that a poll asks the platform to wait: the documented default.
    package static let waitSeconds = 30

    /// What a poll's HTTP request may take beyond its wait.
    static let marginSeconds = 10

    /// Every other call ends within this many seconds.
    static let callSeconds = 15

    /// Bytes of an answer at the most; an update with 2,000 characters takes about 10,000.
    static let bodyBytesMax = 1 << 20

    /// Sends one request; tests put their own in.
    package typealias Exchange =
        @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

    /// The token is in it.
    private let base: Secret
    private let exchange: Exchange

    /// - Parameters:
    ///   - token: As Zalo sent it to the bot's owner.
    ///   - base: Scheme and host, without a slash at the end.
    ///   - exchange: Sends one request and returns its answer.
    package init(
        token: Secret, base: String = BotAPI.platformBase, exchange: @escaping Exchange
    ) {
        self.base = Secret("\(base)/bot\(token.inPath)")
        self.exchange = exchange
    }

    package init(token: Secret, base: String = BotAPI.platformBase, client: HTTPClient) {
        self.init(token: token, base: base) { request async throws(HTTPFailure) in
            try await client.execute(request)
        }
    }

    /// Returns who the token belongs to.
    package func getMe() async throws(CallFailure) -> BotProfile {
        try await result(BotProfile.self, of: .getMe)
    }

    /// Waits for the next update; the platform hands each out once.
    ///
    /// - Returns: Usually one update. No update for `waitSeconds` is `CallFailure.refused` with
    ///   code 408.
    package func getUpdates(
        waitSeconds: Int = BotAPI.waitSeconds
    ) async throws(CallFailure) -> [Update] {
        let response = try await answer(
            to: .getUpdates, GetUpdatesParameters(timeoutSeconds: waitSeconds),
            withinSeconds: waitSeconds + Self.marginSeconds)
        switch UpdatesBody.read(response.body) {
        case .updates(let updates):
            return updates
        case .refused(let code):
            throw refusal(code, response)
        case nil:
            throw noEnvelope(response)
        }
    }

    /// Sends plain text to a chat.
    ///
    /// - Returns: The receipt; without an id when the platform took the message and named none.
    package func sendMessage(
        chat: String, text: String
    ) async throws(CallFailure) -> SentReceipt {
        let parameters = SendMessageParameters(chatID: chat, text: text)
        let envelope = try await envelope(SentReceipt.self, of: .sendMessage, parameters)
        return envelope.result ?? SentReceipt(messageID: nil, date: nil)
    }

    /// Returns the webhook that is set, or nil when there is none.
    package func getWebhookInfo() async throws(CallFailure) -> WebhookState? {
        do {
            let state = try await envelope(
                WebhookState.self, of: .getWebhookInfo, EmptyResult?.none
            ).result
            return state?.url?.isEmpty ?? true ? nil : state
        } catch {
            // Live answers say 404 where the documentation has an empty URL.
            if case .refused(404, _) = error { return nil }
            throw error
        }
    }

    /// Has updates posted to `url` from now on; polling stops working.
    package func setWebhook(url: String, secret: Secret) async throws(CallFailure) -> WebhookState {
        try await result(
            WebhookState.self, of: .setWebhook,
            SetWebhookParameters(url: url, secretToken: secret.revealed))
    }

    /// Makes polling work again.
    package func deleteWebhook() async throws(CallFailure) {
        _ = try await envelope(WebhookState.self, of: .deleteWebhook, EmptyResult?.none)
    }

    private func result<Result: Codable & Sendable>(
        _ type: Result.Type, of method: BotMethod,
        _ parameters: (some Encodable)? = EmptyResult?.none
    ) async throws(CallFailure) -> Result {
        let response = try await answer(to: method, parameters, withinSeconds: Self.callSeconds)
        guard let result = try opened(type, response).result else { throw noEnvelope(response) }
        return result
    }

    private func envelope<Result: Codable & Sendable>(
        _ type: Result.Type, of method: BotMethod, _ parameters: (some Encodable)?
    ) async throws(CallFailure) -> Envelope<Result> {
        let response = try await answer(to: method, parameters, withinSeconds: Self.callSeconds)
        return try opened(type, response)
    }

    /// Returns the envelope of an answer that says `ok`.
    private func opened<Result: Codable & Sendable>(
        _ type: Result.Type, _ response: HTTPResponse
    ) throws(CallFailure) -> Envelope<Result> {
        guard let envelope = WireJSON.value(Envelope<Result>.self, in: response.body) else {
            throw noEnvelope(response)
        }
        guard envelope.isOK else { throw refusal(envelope.errorCode, response) }
        return envelope
    }

    private func answer(
        to method: BotMethod, _ parameters: (some Encodable)?, withinSeconds seconds: Int
    ) async throws(CallFailure) -> HTTPResponse {
        var request = HTTPRequest(url: "\(base.revealed)/\(method.rawValue)")
        request.method = "POST"
        request.headers = [HTTPHeader("Accept", "application/json")]
        request.timeout = .seconds(seconds)
        request.bodyBytesMax = Self.bodyBytesMax
        if let parameters {
            request.headers.append(HTTPHeader("Content-Type", "application/json"))
            // Strings alone: encoding them cannot fail.
            request.body = (try? WireJSON.bytes(parameters)) ?? []
        }
        do {
            return try await exchange(request)
        } catch {
            throw .transport(error)
        }
    }

    private func refusal(_ code: Int?, _ response: HTTPResponse) -> CallFailure {
        guard let code else { return noEnvelope(response) }
        return .refused(code: code, retryAfterSeconds: retryAfterSeconds(response))
    }

    private func noEnvelope(_ response: HTTPResponse) -> CallFailure {
        .noEnvelope(
            status: response.status, body: AnswerBody(response.body),
            retryAfterSeconds: retryAfterSeconds(response))
    }

    /// What a `Retry-After` header asks for, up to a day; Zalo documents none.
    private func retryAfterSeconds(_ response: HTTPResponse) -> Int64? {
        response.header("retry-after").flatMap { Int64($0) }.flatMap { seconds in
            (1...86_400).contains(seconds) ? seconds : nil
        }
    }
}
