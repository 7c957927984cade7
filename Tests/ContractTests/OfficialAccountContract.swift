import CurlHTTP
import Messaging
import TestSupport
import Wire
import Zalo

extension ChannelContract {
    /// Zalo's Official Account: called for what comes in, with tokens that are renewed.
    static let officialAccount = ChannelContract(
        name: "Zalo Official Account",
        open: { exchange in
            let folder = try LockFolder()
            let file = OATokenFile(path: folder.path + "/oa.json")
            try file.write(oaPair)
            let account = try OAAccount(
                name: "bot-1", appID: oaApp, appSecret: Secret("PLANTED-app-secret"),
                secretKey: oaKey, tokenFile: file.path, base: "https://oa.example.org",
                oauthBase: "https://oauth.example.org")
            return try await OAChannel.open(
                account,
                exchange: { request async throws(HTTPFailure) in
                    // The token file lives as long as the channel.
                    defer { withExtendedLifetime(folder) {} }
                    return try await exchange(request)
                }, now: { oaMoment }
            ).channel
        },
        kind: { request in
            request.url.hasSuffix("/message/cs") || request.url.hasSuffix("/group/message")
                ? .send : .other
        },
        opening: { request in
            Recorded.body(
                "zalo-oa-answers/\(request.url.hasSuffix("/getoa") ? "profile" : "tokens")")
        },
        hosts: ["oa.example.org", "oauth.example.org"],
        secrets: [
            "PLANTED-access-1", "PLANTED-refresh-1", "PLANTED-access-2", "PLANTED-refresh-2",
            "PLANTED-app-secret", oaKey.revealed,
        ],
        wireUnitsMax: 2_000,
        exactSend: ExactSend(
            message: OutboundMessage(
                chat: ChatID(rawValue: oaPerson), text: "Chào \"bà con\"\n/ngõ 😀"),
            url: "https://oa.example.org/v3.0/oa/message/cs",
            headers: [
                HTTPHeader("access_token", "PLANTED-access-1"),
                HTTPHeader("Content-Type", "application/json"),
            ],
            body: #"{"message":{"text":"Chào \"bà con\"\n/ngõ 😀"},"#
                + #""recipient":{"user_id":"4000000000000000001"}}"#),
        sends: oaSends + transportRows, intake: oaEvents,
        webhookCall: { body in
            let timestamp = JSON.read(body)?["timestamp"]
            let digits = timestamp?.string ?? timestamp?.whole.map(String.init) ?? ""
            let signature = OASignature.hex(
                appID: oaApp, body: body, timestamp: digits, secretKey: oaKey)
            return WebhookCall(
                header: { $0 == OASignature.header ? "mac=\(signature)" : nil }, body: body,
                at: oaMoment)
        }, bodies: Recorded.bodies(in: "zalo-oa"),
        otherCalls: [tokenCall, profileCall, quotaCall])
}

/// The moment of the recorded events.
private let oaMoment = Timestamp(milliseconds: 1_760_000_000_000)
private let oaApp = "2000000000000000001"
private let oaPerson = "4000000000000000001"
private let oaKey = Secret("PLANTED-oa-key")
private let oaPair = OATokenPair(
    access: Secret("PLANTED-access-1"), refresh: Secret("PLANTED-refresh-1"),
    accessEndsAt: oaMoment.adding(seconds: 90_000))

private func recorded(_ name: String) -> ChannelContract.Answer {
    Recorded.body("zalo-oa-answers/\(name)")
}

private func refusal(_ code: Int) -> ChannelContract.Answer {
    .body(#"{"error":\#(code),"message":"PLANTED message"}"#)
}

private let oaSends: [ChannelContract.SendRow] = [
    .init("taken", recorded("sent"), .sent(MessageID(rawValue: "8a1f0c2d3e4b5a69"))),
    .init("taken without a name", recorded("sent-without-id"), .sent(nil)),
    .init(
        "taken, with an empty name", .body(#"{"error":0,"data":{"message_id":""}}"#), .sent(nil)),
    .init("taken without data", recorded("sent-without-data"), .sent(nil)),
    .init(
        "taken, in other types than documented", recorded("sent-strange-types"),
        .sent(MessageID(rawValue: "8100000000000000001"))),
    .init("calls too often", refusal(-32), .wait(seconds: 60)),
    .init("could not be sent", refusal(-200), .tryAgain),
    .init("a bad part", refusal(-201), .refused),
    .init("the account is disabled", refusal(-204), .credentials),
    .init("no messages are left", refusal(-211), .wait(seconds: 3_600)),
    .init("no follower", refusal(-213), .gone),
    .init("a token that stays refused", refusal(-216), .credentials, requests: 2),
    .init("a token that stays expired", refusal(-220), .credentials, requests: 2),
    .init("the same with the other sign", refusal(216), .credentials, requests: 2),
    .init("not allowed by the account", refusal(-223), .credentials),
    .init("silent for seven days", refusal(-230), .refused),
    .init("never written", refusal(-232), .refused),
    .init("out of money", refusal(-321), .wait(seconds: 3_600)),
    .init("not in the group", refusal(-403), .gone),
    .init("an unheard of code", refusal(-9_999), .tryAgain),
    .init("a code that has no opposite", refusal(.min), .tryAgain),
    .init("an answer without error", .body(#"{"data":{"message_id":"PLANTED"}}"#), .unknown),
]

private func said(
    _ id: String, _ content: InboundMessage.Content, in group: String? = nil
) -> InboundMessage {
    Recorded.message(
        id, chat: group.map { "group:\($0)" } ?? oaPerson, group == nil ? .private : .group,
        sender: oaPerson, name: "", content)
}

private let oaGroup = "f1e2d3c4b5a697887766"

private let oaEvents: [ChannelContract.IntakeRow] = [
    event("user-text", "a text", said("m-1", .text("khai sinh ở đâu"))),
    event("user-text-numeric-timestamp", "a time as a number", said("m-2", .text("chào"))),
    event("user-text-numeric-ids", "ids as numbers", said("9", .text("số"))),
    event("user-image", "a picture", said("m-4", .other(kind: "image"))),
    event("user-image-with-text", "words under a picture", said("m-5", .text("nhà tôi đây"))),
    event("user-audio", "a voice message", said("m-6", .other(kind: "voice"))),
    event("user-business-card", "a card", said("m-7", .other(kind: "contact"))),
    event("user-location", "a place", said("m-8", .other(kind: "location"))),
    event("group-text-mention", "a mention", said("g-1", .text("5 hộ"), in: oaGroup)),
    event("group-text-id-in-group-id", "another place", said("g-3", .text("6 hộ"), in: oaGroup)),
    event(
        "group-text-id-in-conversation", "a third place", said("g-4", .text("7 hộ"), in: oaGroup)),
    event(
        "group-image-bare-mention", "nothing but the mention under a picture",
        said("g-8", .other(kind: "image"), in: oaGroup)),
    skipped("user-text-empty", "no words"), skipped("user-text-without-id", "no id"),
    skipped("user-text-without-sender", "no sender"),
    skipped("user-text-in-strange-types", "types that cannot be read"),
    skipped("user-text-of-another-account", "another account of the application"),
    skipped("user-text-of-the-account-itself", "our own"),
    skipped("oa-send-text", "the mirror of what we sent"),
    skipped("oa-send-group-text", "the mirror of what we sent to a group"),
    skipped("group-text-overheard", "not for the bot"),
    skipped("group-text-without-group", "a group without a name"),
    skipped("group-text-of-another-account", "a group of another account"),
    skipped("unknown-event", "an unknown event"), skipped("follow", "somebody follows"),
    .init("no JSON", .body("<html>PLANTED</html>"), .refused),
    .init("nothing", .body(""), .refused),
    .init("brackets", .body(String(repeating: "[", count: 100_000)), .refused),
    .init("no time", .body(#"{"event_name":"user_send_text","app_id":"PLANTED"}"#), .refused),
    .init(
        "another application",
        .body(#"{"event_name":"user_send_text","app_id":"7","timestamp":"1760000000000"}"#),
        .refused),
    .init(
        "an old event",
        .body(#"{"event_name":"user_send_text","timestamp":"1759999000000"}"#), .refused),
    .init(
        "an event of the future",
        .body(#"{"event_name":"user_send_text","timestamp":"9223372036854775807"}"#), .refused),
]

private func event(
    _ body: String, _ reason: String, _ message: InboundMessage
) -> ChannelContract.IntakeRow {
    .init(reason, Recorded.body("zalo-oa/\(body)"), .messages([message]))
}

private func skipped(_ body: String, _ reason: String) -> ChannelContract.IntakeRow {
    .init(reason, Recorded.body("zalo-oa/\(body)"), .skipped)
}
