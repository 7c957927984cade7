import HTTPTypes
import Hummingbird
import Messaging

/// The Official Account API and the place that gives out its tokens.
///
/// As on the real platform refusals come with HTTP status 200.
struct OfficialAPI: Sendable {
    let host: PlatformHost
    let pusher: OAPusher

    /// What faults call the routes below.
    static let methods: Set<String> = [
        "access_token", "message/cs", "group/message", "quota/message", "getoa",
    ]

    func addRoutes(to router: Router<SimulatorContext>) {
        router.post("v4/oa/access_token") { request, context in
            try await respond("access_token", request, context, tokens)
        }
        router.post("v3.0/oa/message/cs") { request, context in
            try await respond("message/cs", request, context, sendToPerson)
        }
        router.post("v3.0/oa/group/message") { request, context in
            try await respond("group/message", request, context, sendToGroup)
        }
        router.post("v2.0/oa/quota/message") { request, context in
            try await respond("quota/message", request, context, quota)
        }
        router.get("v2.0/oa/getoa") { request, context in
            try await respond("getoa", request, context, profile)
        }
    }

    /// One call, as far as it concerns every route.
    private struct Call: Sendable {
        let method: String
        let fields: Fields
        let access: String
        let secret: String
    }

    /// What a call answers, and which message it has put in.
    private struct Answer: Sendable {
        var body: [UInt8]
        var sent: SimulatedMessage?
    }

    private func respond(
        _ method: String, _ request: Request, _ context: SimulatorContext,
        _ work: @Sendable (Call) throws -> Answer
    ) async throws -> Response {
        let fields: Fields
        do {
            fields = try await request.fields()
        } catch is BodyTooLarge {
            return .page("<html><body>413</body></html>", status: .contentTooLarge)
        } catch is Fields.Unreadable {
            return try Self.refused(OABoard.Refusal(code: -201, message: "Params is invalid"))
        }
        let call = Call(
            method: method, fields: fields, access: request.header("access_token"),
            secret: request.header("secret_key"))
        let connection = try await context.connection()
        let bot = owner(of: call)
        if let late = strike([.delay], call, bot) {
            await host.pause(.milliseconds(Int64(late.milliseconds)), on: connection)
        }
        if let spoiled = try spoiled(call, bot) { return spoiled }
        let answer: Answer
        do {
            answer = try work(call)
        } catch let refusal as OABoard.Refusal {
            return try Self.refused(refusal)
        }
        if let sent = answer.sent {
            host.ring([.messages])
            pusher.mirror(sent)
        }
        if strike([.lostReply], call, bot) != nil {
            markLost(answer)
            connection.channel.close(mode: .all, promise: nil)
            return Response(status: .ok)
        }
        if strike([.dropBody], call, bot) != nil {
            markLost(answer)
            return Response.json(answer.body).cutInHalf(answer.body)
        }
        return .json(answer.body)
    }

    /// Plays what strikes before the call does anything; nil when the call may go on.
    private func spoiled(_ call: Call, _ bot: String) throws -> Response? {
        if call.method == "access_token" {
            guard strike([.refreshRefused], call, bot) != nil else { return nil }
            // Without a number, as it has been seen.
            return .json(
                try WireBody.bytes(
                    OABody.NoTokens(
                        error: nil, errorName: "Service unavailable",
                        errorReason: "Please try again")))
        }
        let kinds: Set<SimulatedFault.Kind> = [
            .serverError, .tooManyRequests, .unauthorized, .tokenExpired,
        ]
        guard let fault = strike(kinds, call, bot) else { return nil }
        switch fault.kind {
        case .tooManyRequests:
            return try Self.refused(
                OABoard.Refusal(code: -32, message: "Application request limit reached"))
        case .unauthorized:
            return try Self.refused(OABoard.Refusal(code: -216, message: "Access token is invalid"))
        case .tokenExpired:
            host.access { [now = host.now()] state in
                state.platform.officialAccounts.accounts[bot]?.record.accessEndsAt =
                    now.milliseconds
            }
            return try Self.refused(
                OABoard.Refusal(code: -220, message: "Access token has expired"))
        default:
            let status = HTTPResponse.Status(code: fault.status ?? 502)
            return .page("<html><body><h1>\(status.code)</h1></body></html>", status: status)
        }
    }

    private func strike(
        _ kinds: Set<SimulatedFault.Kind>, _ call: Call, _ bot: String
    ) -> SimulatedFault? {
        host.access { $0.faults.strike(kinds, method: call.method, bot: bot) }
    }

    private func markLost(_ answer: Answer) {
        guard let sent = answer.sent else { return }
        host.access { $0.platform.markReplyLost(sequence: sent.sequence) }
    }

    /// Id of the account that a call is about; "" when it names none.
    private func owner(of call: Call) -> String {
        let appID = (try? call.fields.optionalText("app_id")) ?? ""
        return host.access { state in
            state.platform.officialAccounts.all.first { record in
                record.accessToken == call.access || (call.access.isEmpty && record.appID == appID)
            }?.id ?? ""
        }
    }

    private static func refused(_ refusal: OABoard.Refusal) throws -> Response {
        .json(
            try WireBody.bytes(OABody.Refused(error: refusal.code, message: refusal.message)))
    }

    // MARK: The routes

    @Sendable private func tokens(_ call: Call) throws -> Answer {
        let appID = try call.fields.optionalText("app_id") ?? ""
        let isCode = try call.fields.optionalText("grant_type") == "authorization_code"
        // The consent page is not played: an account's refresh token stands for its code too.
        let token = try call.fields.optionalText(isCode ? "code" : "refresh_token") ?? ""
        let grant = host.access { [now = host.now()] state in
            state.platform.officialAccounts.renew(
                appID: appID, appSecret: call.secret, refresh: token, now: now,
                generator: &state.platform.generator)
        }
        switch grant {
        case .pair(let access, let refresh, let seconds):
            return Answer(
                body: try WireBody.bytes(
                    OABody.Tokens(
                        accessToken: access, refreshToken: refresh, expiresIn: String(seconds))))
        case .refused(let code, let name):
            return Answer(
                body: try WireBody.bytes(
                    OABody.NoTokens(error: code, errorName: name, errorReason: name)))
        }
    }

    @Sendable private func profile(_ call: Call) throws -> Answer {
        let account = try account(call)
        return Answer(
            body: try WireBody.bytes(
                OABody.Success(
                    data: OABody.Profile(oaID: account.record.id, name: account.record.name))))
    }

    @Sendable private func quota(_ call: Call) throws -> Answer {
        let left = try account(call).record.paidMessages
        return Answer(
            body: try WireBody.bytes(OABody.Success(data: OABody.Quota(remain: left, total: left))))
    }

    @Sendable private func sendToPerson(_ call: Call) throws -> Answer {
        try send(call, to: "user_id", .direct)
    }

    @Sendable private func sendToGroup(_ call: Call) throws -> Answer {
        try send(call, to: "group_id", .group)
    }

    private func account(_ call: Call) throws(OABoard.Refusal) -> OABoard.Account {
        try host.access { [now = host.now()] state throws(OABoard.Refusal) in
            try state.platform.officialAccounts.account(access: call.access, now: now)
        }
    }

    private func send(
        _ call: Call, to field: String, _ place: SimulatedMessage.Place
    ) throws -> Answer {
        let account = try account(call)
        guard case .object(let recipient) = call.fields.values["recipient"],
            case .text(let chat) = recipient[field],
            case .object(let message) = call.fields.values["message"],
            case .text(let text) = message["text"]
        else { throw OABoard.Refusal(code: -201, message: "Params is invalid") }
        let sent = try host.access { [now = host.now()] state throws(OABoard.Refusal) in
            try state.platform.sendOfficially(
                text, to: chat, place: place, by: account.record.id, now: now)
        }
        let body = try WireBody.bytes(
            OABody.Success(data: OABody.Sent(messageID: sent.messageID, recipientID: chat)))
        return Answer(body: body, sent: sent)
    }
}

extension Request {
    /// A header's value; "" when there is none.
    fileprivate func header(_ name: String) -> String {
        HTTPField.Name(name).flatMap { headers[$0] } ?? ""
    }
}
