import CurlHTTP
import Messaging

/// The place that gives out an Official Account's tokens: a refresh token, or a code of the
/// consent page, for a pair.
///
/// Source: developers.zalo.me, "Xác thực và uỷ quyền cho ứng dụng" (OAuth v4). Refusals have been
/// seen with HTTP 200, with and without a number.
package struct OAuthAPI: Sendable {
    /// What came of asking for a pair.
    package enum Answer: Hashable, Sendable {
        case granted(OATokenPair)
        /// It answered and gave none; `isFinal` when it names the token or the code as the cause.
        case refused(isFinal: Bool, reason: String)
        /// Nobody knows whether the token was spent.
        case failed(reason: String)
    }

    /// Longer than any other call, since a pair whose answer is cut off is lost, and shorter than
    /// a graceful shutdown may take.
    static let callSeconds = 18

    /// Seconds that an access token is taken to live when the answer does not say.
    static let lifeSecondsMin: Int64 = 3_600

    /// Codes that say that the refresh token or the code is spent or unknown.
    private static let finalCodes: Set<Int> = [-118, -14_014]

    private let appID: String
    private let appSecret: Secret
    private let base: String
    private let exchange: BotAPI.Exchange

    /// - Parameters:
    ///   - appID: The application that asks.
    ///   - appSecret: The application's secret.
    ///   - base: Scheme and host, without a slash at the end.
    ///   - exchange: Sends one request and returns its answer.
    package init(
        appID: String, appSecret: Secret, base: String = OAAccount.oauthBase,
        exchange: @escaping BotAPI.Exchange
    ) {
        self.appID = appID
        self.appSecret = appSecret
        self.base = base
        self.exchange = exchange
    }

    /// Asks for a new pair; the refresh token is spent when one comes.
    package func renew(_ refresh: Secret, at now: Timestamp) async -> Answer {
        await ask(
            [("refresh_token", refresh.revealed), ("grant_type", "refresh_token")], at: now)
    }

    /// Asks for the first pair with a code of the consent page, which is good for 10 minutes.
    package func exchange(code: Secret, verifier: Secret, at now: Timestamp) async -> Answer {
        await ask(
            [
                ("code", code.revealed), ("code_verifier", verifier.revealed),
                ("grant_type", "authorization_code"),
            ], at: now)
    }

    private func ask(_ fields: [(String, String)], at now: Timestamp) async -> Answer {
        var request = HTTPRequest(url: base + "/v4/oa/access_token")
        request.method = "POST"
        request.headers = [
            HTTPHeader("secret_key", appSecret.revealed),
            HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
        ]
        request.body = Array(
            (fields + [("app_id", appID)])
                .map { "\($0.0)=\(Self.formEncoded($0.1))" }.joined(separator: "&").utf8)
        request.timeout = .seconds(Self.callSeconds)
        request.bodyBytesMax = 1 << 16
        do {
            return Self.answer(try await exchange(request), at: now)
        } catch {
            return .failed(reason: "Zalo: \(error)")
        }
    }

    private static func answer(_ response: HTTPResponse, at now: Timestamp) -> Answer {
        guard let answer = WireJSON.value(OATokenAnswer.self, in: response.body) else {
            return .failed(reason: "Zalo answered with HTTP status \(response.status)")
        }
        let pair = OATokenPair(
            access: Secret(answer.accessToken), refresh: Secret(answer.refreshToken),
            accessEndsAt: now.adding(
                seconds: min(max(answer.expiresIn ?? lifeSecondsMin, 60), 30 * 86_400)))
        if !pair.access.isEmpty, !pair.refresh.isEmpty, !answer.isRefusal {
            return .granted(pair)
        }
        guard answer.isRefusal else {
            return .failed(reason: "Zalo answered without tokens")
        }
        let code = answer.error.map { " with error \($0)" } ?? ""
        return .refused(
            isFinal: answer.error.map { finalCodes.contains($0) } ?? false,
            reason: "Zalo refused to renew the tokens\(code)")
    }

    /// A form's value; everything but letters, digits and `-._~` is percent-encoded.
    static func formEncoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            let isPlain =
                byte < 0x80
                && (Character(Unicode.Scalar(byte)).isLetter
                    || Character(Unicode.Scalar(byte)).isNumber || "-._~".utf8.contains(byte))
            if isPlain {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
