import CurlHTTP
import Messaging
import TestSupport
import Zalo

/// A renewal of the pair of tokens: only a whole pair without a refusal is one.
let tokenCall = ChannelContract.OtherCall(
    "tokens",
    rows: [
        .init("a pair", recorded("tokens"), "granted"),
        .init("its end as a number", recorded("tokens-numeric-end"), "granted"),
        .init("no end", recorded("tokens-without-end"), "granted"),
        .init("half a pair", recorded("tokens-without-refresh"), "failed"),
        .init("a refusal in words alone", recorded("tokens-refused-in-words"), "refused"),
        .init("a spent token", recorded("tokens-refused-spent"), "refused for good"),
        .init("a dead token", recorded("tokens-refused-expired"), "refused for good"),
        .init("a refusal beside a pair", recorded("tokens-refused-with-pair"), "refused for good"),
        .init("a page", .status(502, "<html>PLANTED</html>"), "failed"),
        .init("nothing", .body(""), "failed"),
        .init("no answer", .failure(.timedOut), "failed"),
    ],
    make: { exchange in
        let api = OAuthAPI(
            appID: "2000000000000000001", appSecret: Secret("PLANTED-app-secret"),
            base: "https://oauth.example.org", exchange: exchange)
        let answer = await api.renew(Secret("PLANTED-refresh-1"), at: Recorded.now)
        var printed = "\(answer)"
        dump(answer, to: &printed)
        switch answer {
        case .granted(let pair):
            let isWhole = !pair.access.isEmpty && !pair.refresh.isEmpty
            let endsLater = pair.accessEndsAt.map { Recorded.now < $0 } ?? false
            return .init(
                "granted", printed: printed,
                fault: isWhole && endsLater ? nil : "a pair that is none")
        case .refused(let isFinal, let reason):
            return .init(isFinal ? "refused for good" : "refused", printed: printed + reason)
        case .failed(let reason): return .init("failed", printed: printed + reason)
        }
    })

/// Who the account is.
let profileCall = ChannelContract.OtherCall(
    "profile",
    rows: [
        .init("an account", recorded("profile"), "read"),
        .init("its id as a number", recorded("profile-numeric-id"), "read"),
        .init("no id", recorded("profile-without-id"), "unknown"),
        .init("a dead token", refusal(-216), "credentials"),
        .init("an outage", .status(502, "<html>PLANTED</html>"), "tryAgain"),
        .init("nothing", .body(""), "unknown"),
    ],
    make: { exchange in
        await read(exchange) { api async throws(CallFailure) in
            let profile = try await api.profile(access: Secret("PLANTED-access-1"))
            return profile.id.isEmpty ? "an account without id" : nil
        }
    })

/// How many messages may still be sent.
let quotaCall = ChannelContract.OtherCall(
    "quota",
    rows: [
        .init("numbers", recorded("quota"), "read"),
        .init("numbers as strings", recorded("quota-in-strings"), "read"),
        .init("a list", recorded("quota-list"), "unknown"),
        .init("a part that may not be used", refusal(-209), "refused"),
        .init("a dead token", refusal(-220), "credentials"),
        .init("nothing", .body(""), "unknown"),
    ],
    make: { exchange in
        await read(exchange) { api async throws(CallFailure) in
            _ = try await api.quota(access: Secret("PLANTED-access-1"))
            return nil
        }
    })

/// Reads something of the Official Account API; what is read may be printed.
private func read(
    _ exchange: @escaping ChannelContract.Exchange,
    _ call: (OfficialAccountAPI) async throws(CallFailure) -> String?
) async -> ChannelContract.OtherCall.End {
    do throws(CallFailure) {
        let fault = try await call(
            OfficialAccountAPI(base: "https://oa.example.org", exchange: exchange))
        return .init("read", printed: "", fault: fault)
    } catch {
        let failure = SendFailure(officialAccount: error)
        var printed = "\(error) \(error.reason) \(failure) \(failure.reason)"
        dump(error, to: &printed)
        let outcome = ChannelContract.SendOutcome(failure)
        let name = if case .wait = outcome { "wait" } else { "\(outcome)" }
        return .init(name, printed: printed)
    }
}

private func recorded(_ name: String) -> ChannelContract.Answer {
    Recorded.body("zalo-oa-answers/\(name)")
}

private func refusal(_ code: Int) -> ChannelContract.Answer {
    .body(#"{"error":\#(code),"message":"PLANTED message"}"#)
}
