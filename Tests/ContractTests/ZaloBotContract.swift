import CurlHTTP
import Messaging
import TestSupport
import Zalo

extension ChannelContract {
    /// Zalo's Bot API, polled.
    static let zaloBot = ChannelContract(
        name: "Zalo Bot",
        open: { exchange in
            let folder = try LockFolder()
            return try await ZaloChannel.open(
                ZaloAccount(name: "bot-1", token: Recorded.token, base: "https://bot.example.org"),
                exchange: exchange, lockFolder: folder.path, now: { Recorded.now }
            ).channel
        },
        kind: botCall,
        opening: { request in
            Recorded.body(
                request.url.hasSuffix("/getMe") ? "zalo/get-me" : "zalo/webhook-none-live")
        },
        hosts: ["bot.example.org"], secrets: [Recorded.token.revealed], wireUnitsMax: 2_000,
        exactSend: ExactSend(
            message: OutboundMessage(
                chat: ChatID(rawValue: "6ede9afa66b88fe6d6a9"), text: "Chào \"bà con\"\n/ngõ 😀"),
            url: "https://bot.example.org/bot12345689:PLANTED-token/sendMessage",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: #"{"chat_id":"6ede9afa66b88fe6d6a9","text":"Chào \"bà con\"\n/ngõ 😀"}"#),
        sends: zaloSends + transportRows, intake: zaloPolls + pollTransportRows,
        bodies: Recorded.bodies(in: "zalo"))
}

private func refusal(_ code: Int) -> ChannelContract.Answer {
    .body(#"{"ok":false,"error_code":\#(code),"description":"PLANTED description"}"#)
}

private let zaloSends: [ChannelContract.SendRow] = [
    .init(
        "taken", Recorded.body("zalo/sent"), .sent(MessageID(rawValue: "82599fa32f56d00e8941"))),
    .init("taken without a name", Recorded.body("zalo/sent-without-result"), .sent(nil)),
    .init("wrong path", refusal(400), .refused),
    .init("wrong token", refusal(401), .credentials),
    .init("documented as internal server error", refusal(403), .tryAgain),
    .init("request timeout", refusal(408), .unknown),
    .init("quota exceeded", refusal(429), .wait(seconds: 60)),
    .init("an unheard of code", refusal(-216), .tryAgain),
]

private func ted(_ content: InboundMessage.Content, name: String = "Ted") -> InboundMessage {
    InboundMessage(
        account: Recorded.account, chat: ChatID(rawValue: "6ede9afa66b88fe6d6a9"),
        chatKind: .private, message: MessageID(rawValue: "2d758cb5e222177a4e35"),
        sender: PersonID(rawValue: "6ede9afa66b88fe6d6a9"), senderName: name, content: content,
        sentAt: Timestamp(milliseconds: 1_750_316_131_602))
}

private let zaloPolls: [ChannelContract.IntakeRow] = [
    .init("a text", Recorded.body("zalo/text-private"), .messages([ted(.text("Xin chào"))])),
    .init(
        "an older sample", Recorded.body("zalo/text-without-event-name"),
        .messages([ted(.text("Xin chào"), name: "")])),
    .init("nothing came", Recorded.body("zalo/idle-408"), .idle),
    .init("nothing came, said otherwise", Recorded.body("zalo/idle-empty-result"), .idle),
    .init("an unknown event", Recorded.body("zalo/unknown-event"), .skipped),
    .init("no sender", Recorded.body("zalo/no-sender"), .skipped),
    .init("our own", Recorded.body("zalo/own-message"), .skipped),
    .init("a broken body", .body(#"{"ok":tr"#), .skipped),
    .init("wrong token", refusal(401), .credentials),
    .init("a webhook is set", refusal(400), .misconfigured),
    .init("quota", refusal(429), .tryAgain),
]
