import CurlHTTP
import Messaging
import Wire

/// The calls of Zalo's Official Account API: parameters in, results or `CallFailure` out.
///
/// The token goes in a header of its own. Refusals come with HTTP 200 and an `error` in the body.
/// Source: developers.zalo.me, Official Account API v3.0 (sends) and v2.0 (reads).
package struct OfficialAccountAPI: Sendable {
    /// Every call ends within this many seconds.
    static let callSeconds = 15

    /// Bytes of an answer at the most.
    static let bodyBytesMax = 1 << 20

    /// The most that Zalo takes in one text, in characters; counted in UTF-16 units.
    package static let textUnitsMax = 2_000

    private let base: String
    private let exchange: BotAPI.Exchange

    /// - Parameters:
    ///   - base: Scheme and host, without a slash at the end.
    ///   - exchange: Sends one request and returns its answer.
    package init(base: String = OAAccount.platformBase, exchange: @escaping BotAPI.Exchange) {
        self.base = base
        self.exchange = exchange
    }

    /// Returns who the token belongs to.
    package func profile(access: Secret) async throws(CallFailure) -> OAProfile {
        let response = try await answer("GET", "/v2.0/oa/getoa", access, body: nil)
        guard let profile = try opened(OAProfile.self, response) else {
            throw Self.noEnvelope(response)
        }
        return profile
    }

    /// Returns how many messages may still be sent.
    package func quota(access: Secret) async throws(CallFailure) -> OAQuota {
        let response = try await answer(
            "POST", "/v2.0/oa/quota/message", access, body: Array("{}".utf8))
        guard let quota = try opened(OAQuota.self, response) else {
            throw Self.noEnvelope(response)
        }
        return quota
    }

    /// Sends plain text: a consultation message to a person, or a message to a GMF group.
    ///
    /// - Returns: The message's id; nil when the platform took it and named none.
    func send(to target: OATarget, text: String, access: Secret) async throws(CallFailure)
        -> String?
    {
        // Strings alone: encoding them cannot fail.
        let body = (try? WireJSON.bytes(OASendBody(to: target, text: text))) ?? []
        let path =
            switch target {
            case .person: "/v3.0/oa/message/cs"
            case .group: "/v3.0/oa/group/message"
            }
        let response = try await answer("POST", path, access, body: body)
        return try opened(OASendResult.self, response)?.messageID
    }

    /// Returns the data of an answer whose `error` is 0.
    private func opened<Value: Decodable & Sendable>(
        _ type: Value.Type, _ response: HTTPResponse
    ) throws(CallFailure) -> Value? {
        guard let envelope = WireJSON.value(OAEnvelope<Value>.self, in: response.body) else {
            throw Self.noEnvelope(response)
        }
        guard envelope.error == 0 else {
            throw .refused(code: envelope.error, retryAfterSeconds: nil)
        }
        return envelope.data
    }

    private func answer(
        _ method: String, _ path: String, _ access: Secret, body: [UInt8]?
    ) async throws(CallFailure) -> HTTPResponse {
        var request = HTTPRequest(url: base + path)
        request.method = method
        request.headers = [
            HTTPHeader("access_token", access.revealed), HTTPHeader("Accept", "application/json"),
        ]
        if body != nil {
            request.headers.append(HTTPHeader("Content-Type", "application/json"))
        }
        request.body = body
        request.timeout = .seconds(Self.callSeconds)
        request.bodyBytesMax = Self.bodyBytesMax
        do {
            return try await exchange(request)
        } catch {
            throw .transport(error)
        }
    }

    private static func noEnvelope(_ response: HTTPResponse) -> CallFailure {
        .noEnvelope(
            status: response.status, body: AnswerBody(response.body), retryAfterSeconds: nil)
    }
}
