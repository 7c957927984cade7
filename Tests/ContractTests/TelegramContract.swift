import CurlHTTP
import Messaging
import Telegram
import TestSupport
import Wire

extension ChannelContract {
    /// Telegram, polled.
    static let telegram = ChannelContract(
        name: "Telegram",
        open: { exchange in
            let folder = try LockFolder()
            return try await TelegramChannel.open(
                TelegramAccount(
                    name: "bot-1", token: Recorded.token, base: "https://bot.example.org"),
                exchange: exchange, lockFolder: folder.path,
                now: { Recorded.now }
            ).channel
        },
        kind: botCall, opening: { telegramOpening($0) }, hosts: ["bot.example.org"],
        secrets: [Recorded.token.revealed], wireUnitsMax: 4_096,
        exactSend: ExactSend(
            message: OutboundMessage(
                chat: ChatID(rawValue: "-1001000000007/77"), text: "Chào \"bà con\"\n/ngõ 😀"),
            url: "https://bot.example.org/bot12345689:PLANTED-token/sendMessage",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: #"{"chat_id":-1001000000007,"message_thread_id":77,"#
                + #""text":"Chào \"bà con\"\n/ngõ 😀"}"#),
        sends: telegramSends + transportRows, intake: telegramPolls + pollTransportRows,
        bodies: Recorded.bodies(in: "telegram"))

    /// Telegram, called.
    static let telegramPushed = ChannelContract(
        name: "Telegram webhook",
        open: { exchange in
            try await TelegramChannel.openPushed(
                TelegramAccount(
                    name: "bot-1", token: Recorded.token, base: "https://bot.example.org"),
                exchange: exchange, path: "/webhook/telegram/bot-1",
                secret: Secret("PLANTED-secret")
            ).channel
        },
        kind: botCall, opening: { telegramOpening($0) }, hosts: ["bot.example.org"],
        secrets: [Recorded.token.revealed, "PLANTED-secret"], wireUnitsMax: 4_096,
        exactSend: telegram.exactSend, sends: telegramSends,
        intake: [
            IntakeRow(
                "a bare update", Recorded.body("telegram/update-webhook"),
                .messages([hoa("53", .text("Xin chào"))])),
            IntakeRow("an envelope is no update", Recorded.body("telegram/text-private"), .skipped),
            IntakeRow("no JSON", .body("<html>PLANTED</html>"), .skipped),
            IntakeRow("nothing", .body(""), .skipped),
        ],
        webhookCall: { body in
            WebhookCall(
                header: { $0 == TelegramWebhook.secretHeader ? "PLANTED-secret" : nil },
                body: body, at: Recorded.now)
        }, bodies: bareUpdates)

    /// Which call of a bot's API a request is, by the method at the end of its path.
    static let botCall: @Sendable (HTTPRequest) -> Call = { request in
        switch request.url.split(separator: "/").last {
        case "getUpdates": .poll
        case "sendMessage": .send
        default: .other
        }
    }
}

private func telegramOpening(_ request: HTTPRequest) -> ChannelContract.Answer {
    Recorded.body(
        request.url.hasSuffix("/getMe") ? "telegram/get-me" : "telegram/webhook-none")
}

/// The updates of all recorded batches, as a webhook gets them.
private let bareUpdates: [[UInt8]] = Recorded.bodies(in: "telegram").flatMap { body in
    (JSON.read(body)?["result"]?.elements ?? []).map(\.bytes)
}

private let group = "-1001000000007"

private func hoa(
    _ id: String, in chat: String? = nil, _ content: InboundMessage.Content
) -> InboundMessage {
    Recorded.message(
        id, chat: chat ?? "8100000001", chat == nil ? .private : .group, sender: "8100000001",
        name: "Hoa Nguyễn Thị", content)
}

private func nam(
    _ id: String, in chat: String = group, _ content: InboundMessage.Content
) -> InboundMessage {
    Recorded.message(id, chat: chat, .group, sender: "8100000002", name: "Nam", content)
}

private let telegramSends: [ChannelContract.SendRow] = [
    .init("taken", Recorded.body("telegram/sent"), .sent(MessageID(rawValue: "901"))),
    .init("taken without a name", .body(#"{"ok":true,"result":true}"#), .sent(nil)),
    .init("a revoked token", Recorded.body("telegram/error-401", status: 401), .credentials),
    .init("a token out of form", Recorded.body("telegram/error-404", status: 404), .credentials),
    .init("flood", Recorded.body("telegram/error-429", status: 429), .wait(seconds: 7)),
    .init(
        "flood that does not say how long",
        .status(429, #"{"ok":false,"error_code":429,"description":"PLANTED"}"#),
        .wait(seconds: 30)),
    .init(
        "flood that says a year",
        .status(429, #"{"ok":false,"error_code":429,"parameters":{"retry_after":31536000}}"#),
        .wait(seconds: 30)),
    .init("blocked", Recorded.body("telegram/error-403-blocked", status: 403), .gone),
    .init("kicked", Recorded.body("telegram/error-403-kicked", status: 403), .gone),
    .init("account closed", Recorded.body("telegram/error-403-deactivated", status: 403), .gone),
    .init("no such chat", Recorded.body("telegram/error-400-chat-not-found", status: 400), .gone),
    .init(
        "another id now", Recorded.body("telegram/error-400-upgraded", status: 400), .gone),
    .init("may not write", Recorded.body("telegram/error-400-rights", status: 400), .refused),
    .init("too long", Recorded.body("telegram/error-400-too-long", status: 400), .refused),
    .init(
        "a closed topic", Recorded.body("telegram/error-400-topic-closed", status: 400), .refused),
    .init("restart", Recorded.body("telegram/error-500", status: 500), .tryAgain),
    .init("bad gateway", Recorded.body("telegram/error-502", status: 502), .tryAgain),
    .init("a guard's page", .status(403, "<html>PLANTED</html>"), .tryAgain),
    .init("too large", .status(413, "<html>PLANTED</html>"), .refused),
    .init("a refusal without a code", .body(#"{"ok":false}"#), .unknown),
]

private let telegramPolls: [ChannelContract.IntakeRow] = [
    row("text-private", "a text", [hoa("11", .text("Xin chào"))]),
    row(
        "text-group-mention", "a mention in another case, after an emoji of two units",
        [hoa("12", in: group, .text("😀 báo cáo: 25 hộ"))]),
    row(
        "text-group-mention-middle", "a mention within a sentence",
        [hoa("13", in: group, .text("Nhờ cho hỏi giấy phép xây dựng"))]),
    row(
        "text-group-text-mention", "a mention by name",
        [nam("14", .text("báo cáo 12 hộ"))]),
    row("text-group-reply", "an answer to the bot", [nam("15", .text("đúng"))]),
    row("command-group-named", "a command", [nam("18", .text("/bc 25 hộ"))]),
    row("command-group-bare", "a command without the bot's name", [nam("20", .text("!bc 25 hộ"))]),
    row(
        "text-topic", "a topic is a place of its own",
        [nam("21", in: "-1001000000007/77", .text("!bc 25 hộ"))]),
    row("text-thread-without-topic", "a thread that is no topic", [nam("23", .text("ừ"))]),
    row(
        "batch-with-skips", "messages among what is none",
        [hoa("30", .text("một")), hoa("36", .text("hai"))]),
    row("photo-private", "a picture", [hoa("40", .other(kind: "image"))]),
    row("photo-caption", "words under a picture are words", [hoa("41", .text("12 hộ"))]),
    row(
        "photo-bare-mention", "nothing but the mention under it: a picture",
        [hoa("42", in: group, .other(kind: "image"))]),
    row("animation", "an animation is no file", [hoa("43", .other(kind: "video"))]),
    row("sticker", "a sticker", [hoa("44", .other(kind: "sticker"))]),
    row("voice", "a voice message", [hoa("45", .other(kind: "voice"))]),
    row(
        "date-in-milliseconds", "a date of the year 57000 is none",
        [
            Recorded.message(
                "47", chat: "8100000001", sender: "8100000001", name: "Hoa Nguyễn Thị",
                .text("a"), at: Recorded.now.milliseconds / 1_000)
        ]),
    row(
        "ids-as-strings", "other types than documented",
        [Recorded.message("49", chat: "8100000001", sender: "8100000001", name: "", .text("a"))]),
    row("entities-out-of-range", "entities that are none", [hoa("50", .text("ngắn"))]),
    row(
        "lone-surrogate", "halves of surrogate pairs are mended",
        [
            Recorded.message(
                "51", chat: "8100000001", sender: "8100000001", name: "Hoa \u{FFFD}",
                .text("C:\\ud83d 😀 xong \u{FFFD}"))
        ]),
    .init("nothing new", Recorded.body("telegram/idle"), .idle),
    .init("a revoked token", Recorded.body("telegram/error-401", status: 401), .credentials),
    .init("a token out of form", Recorded.body("telegram/error-404", status: 404), .credentials),
    .init("a webhook", Recorded.body("telegram/error-409-webhook", status: 409), .misconfigured),
    .init("another poller", Recorded.body("telegram/error-409-poller", status: 409), .tryAgain),
    .init("flood", Recorded.body("telegram/error-429", status: 429), .tryAgain),
    .init("restart", Recorded.body("telegram/error-500", status: 500), .tryAgain),
    .init("no updates in it", .body(#"{"ok":true,"result":7}"#), .tryAgain),
    .init("an empty answer", .body(""), .tryAgain),
    .init("cut off", .body(#"{"ok":true,"result":[{"update_id":1,"#), .tryAgain),
    .init("updates without an id", .body(#"{"ok":true,"result":[7,{}]}"#), .skipped),
]

private func row(
    _ body: String, _ reason: String, _ messages: [InboundMessage]
) -> ChannelContract.IntakeRow {
    .init(reason, Recorded.body("telegram/\(body)"), .messages(messages))
}
