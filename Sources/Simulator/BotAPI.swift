import HTTPTypes
import Hummingbird
import Logging
import Messaging
import NIOCore

/// The Bot API: `/bot<TOKEN>/<method>`, by GET or POST.
///
/// As on the real platform a refusal comes with HTTP status 200, `ok:false` and an `error_code`.
struct BotAPI: Sendable {
    let host: PlatformHost
    let webhooks: WebhookPusher
    let allowsPlainWebhooks: Bool

    /// Seconds that `getUpdates` waits when it is not told.
    static let pollSecondsStandard: Int64 = 30

    /// Seconds that `getUpdates` waits at the most.
    static let pollSecondsMax: Int64 = 300

    /// What one call answers, before any fault spoils it.
    struct Answer: Sendable {
        var body: [UInt8]
        /// Order of the update that the body carries.
        var update: Int?
        /// Sequence number of the message that a send has put in.
        var sent: Int?
    }

    /// One call, as far as it concerns every method.
    struct Call: Sendable {
        let bot: SimulatedBot
        let method: String
        let fields: Fields
        let connection: SimulatorContext.Connection
    }

    func respond(
        token: String, method: String, request: Request, context: SimulatorContext
    ) async throws -> Response {
        guard let bot = host.bot(token: token) else { return try refusal(.unauthorized) }
        guard Self.methods.contains(method) else { return try refusal(.notFound) }
        let fields: Fields
        do {
            fields = try await request.fields()
        } catch is BodyTooLarge {
            return .page("<html><body>413</body></html>", status: .contentTooLarge)
        } catch let unreadable as Fields.Unreadable {
            return try refusal(.badRequest(unreadable.reason))
        }
        let call = Call(
            bot: bot, method: method, fields: fields, connection: try await context.connection())
        if let spoiled = try await spoiledBefore(call) { return spoiled }
        let answer: Answer
        do {
            answer = try await self.answer(call)
        } catch let refused as BotRefusal {
            return try refusal(refused)
        }
        return await spoiledAfter(call, answer) ?? .json(answer.body)
    }

    static let methods: Set<String> = [
        "getMe", "getUpdates", "sendMessage", "sendPhoto", "sendSticker", "sendVoice",
        "sendChatAction", "setWebhook", "deleteWebhook", "getWebhookInfo",
    ]

    private func answer(_ call: Call) async throws -> Answer {
        switch call.method {
        case "getMe": Answer(body: try success(WireBody.Me(bot: call.bot)))
        case "getUpdates": try await update(call)
        case "sendChatAction": try action(call)
        case "setWebhook": try await setWebhook(call)
        case "deleteWebhook": try deleteWebhook(call)
        case "getWebhookInfo": try webhookInfo(call)
        default: try send(call)
        }
    }

    private func update(_ call: Call) async throws -> Answer {
        let bot = call.bot.id
        if host.access({ $0.platform.accounts[bot]?.webhook != nil }) {
            throw BotRefusal.badRequest("a webhook is set; call deleteWebhook first")
        }
        let seconds: Int64
        do {
            seconds =
                try call.fields.integer("timeout", in: 0...Self.pollSecondsMax)
                ?? Self.pollSecondsStandard
        } catch {
            throw BotRefusal.badRequest("timeout must be 0 to \(Self.pollSecondsMax) seconds")
        }
        host.access { $0.pollsOpen += 1 }
        let outcome = await host.wait(
            for: .updates(bot: bot), upTo: .seconds(seconds), on: call.connection
        ) { [host] state -> SimulatedPlatform.Taken? in
            // A webhook set meanwhile gets what comes from now on.
            guard state.platform.accounts[bot]?.webhook == nil else { return nil }
            return state.takeUpdate(bot: bot, route: .poll, at: host.now())
        } news: {
            $0.platform.accounts[bot]?.later.first?.due
        }
        host.access { $0.pollsOpen -= 1 }
        switch outcome {
        case .found(.raw(let body)):
            return Answer(body: Array(body.utf8))
        case .found(.message(let message, let order, _)):
            return Answer(body: try success(WireUpdate(message)), update: order)
        case .timedOut, .gone, .stopping:
            throw BotRefusal.requestTimeout
        }
    }

    private func action(_ call: Call) throws -> Answer {
        let chat = try required("chat_id", call)
        guard try required("action", call) == "typing" else {
            throw BotRefusal.badRequest("action must be typing")
        }
        try host.access { state throws(BotRefusal) in
            try state.platform.act(in: chat, bot: call.bot.id)
        }
        return Answer(body: try WireBody.bytes(WireBody.Done()))
    }

    private func send(_ call: Call) throws -> Answer {
        let message = try outgoing(call)
        let sent = try host.access { [host] state throws(BotRefusal) in
            try state.platform.send(message, bot: call.bot.id, now: host.now())
        }
        host.ring([.messages])
        let jump = host.strike([.clockJump], call)?.milliseconds ?? 0
        let body = try success(
            WireBody.Sent(messageID: sent.messageID, date: sent.date + Int64(jump)))
        return Answer(body: body, sent: sent.sequence)
    }

    private func outgoing(_ call: Call) throws -> BotMessage {
        let chat = try required("chat_id", call)
        let answered = try optional("reply_to_message_id", call)
        switch call.method {
        case "sendPhoto":
            return BotMessage(
                chat: chat, kind: .photo, text: try optional("caption", call) ?? "",
                url: try required("photo", call), replyTo: answered)
        case "sendSticker":
            return BotMessage(
                chat: chat, kind: .sticker, text: try required("sticker", call), replyTo: answered)
        case "sendVoice":
            let address = try required("voice_url", call)
            guard address.hasSuffix(".aac") else {
                throw BotRefusal.badRequest("voice_url must end in .aac")
            }
            return BotMessage(chat: chat, kind: .voice, text: address, replyTo: answered)
        default:
            return BotMessage(
                chat: chat, kind: .text, text: try required("text", call), replyTo: answered)
        }
    }

    func required(_ name: String, _ call: Call) throws(BotRefusal) -> String {
        guard let text = try optional(name, call) else { throw .badRequest("\(name) is missing") }
        return text
    }

    private func optional(_ name: String, _ call: Call) throws(BotRefusal) -> String? {
        do {
            return try call.fields.optionalText(name)
        } catch {
            throw .badRequest("\(name) must be a string")
        }
    }

    func success(_ result: some Encodable) throws -> [UInt8] {
        try WireBody.bytes(WireBody.Success(result: result))
    }

    func refusal(
        _ refusal: BotRefusal, status: Int? = nil, retryAfterSeconds: Int? = nil
    ) throws -> Response {
        var response = Response.json(
            try WireBody.bytes(
                WireBody.Refusal(errorCode: refusal.code, description: refusal.description)),
            status: HTTPResponse.Status(code: status ?? 200))
        if let retryAfterSeconds { response.headers[.retryAfter] = "\(retryAfterSeconds)" }
        return response
    }
}
