import CurlHTTP
import Messaging
import TestSupport
import Testing
import Zalo

/// Every way in which a call can end, and what each direction makes of it.
@Suite struct ClassificationTests {
    enum Sending: Sendable, Equatable {
        case sent, tryAgain, unknown, wait(Int64), refused, credentials

        init(_ failure: SendFailure) {
            switch failure {
            case .tryAgain: self = .tryAgain
            case .outcomeUnknown: self = .unknown
            case .tryAgainAfter(let seconds, _): self = .wait(seconds)
            case .recipientGone, .refused: self = .refused
            case .credentialsExpired: self = .credentials
            }
        }
    }

    enum Polling: Sendable, Equatable {
        case message, idle, skipped, tryAgain, credentials, misconfigured, cancelled

        init(_ received: Received) {
            switch received {
            case .messages: self = .message
            case .idle: self = .idle
            case .skipped: self = .skipped
            }
        }

        init(_ failure: ReceiveFailure) {
            switch failure {
            case .tryAgain: self = .tryAgain
            case .credentialsExpired: self = .credentials
            case .misconfigured: self = .misconfigured
            case .cancelled: self = .cancelled
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let answer: ScriptedPlatform.Answer
        let send: Sending
        let poll: Polling
        let reason: String
        var testDescription: String { reason }
    }

    static let page = "<html><body>502 Bad Gateway nginx PLANTED</body></html>"

    /// Codes of the envelope, with HTTP 200 as Zalo sends them.
    static let codes = [
        Row(answer: .refusal(400), send: .refused, poll: .misconfigured, reason: "wrong path"),
        Row(answer: .refusal(401), send: .credentials, poll: .credentials, reason: "wrong token"),
        Row(
            answer: .refusal(403), send: .tryAgain, poll: .tryAgain,
            reason: "documented as internal server error"),
        Row(answer: .refusal(404), send: .refused, poll: .misconfigured, reason: "not found"),
        Row(answer: .refusal(408), send: .unknown, poll: .idle, reason: "request timeout"),
        Row(answer: .refusal(429), send: .wait(60), poll: .tryAgain, reason: "quota exceeded"),
        Row(answer: .refusal(500), send: .tryAgain, poll: .tryAgain, reason: "undocumented 500"),
        Row(answer: .refusal(504), send: .unknown, poll: .tryAgain, reason: "undocumented 504"),
        Row(answer: .refusal(418), send: .refused, poll: .tryAgain, reason: "undocumented 4xx"),
        Row(answer: .refusal(-216), send: .tryAgain, poll: .tryAgain, reason: "unheard of"),
    ]

    /// The HTTP status where there is no envelope.
    static let statuses = [
        Row(answer: .status(502, page), send: .tryAgain, poll: .tryAgain, reason: "outage: 502"),
        Row(answer: .status(504, page), send: .unknown, poll: .tryAgain, reason: "outage: 504"),
        Row(answer: .status(503), send: .tryAgain, poll: .tryAgain, reason: "503 without body"),
        Row(answer: .status(401, "no"), send: .credentials, poll: .credentials, reason: "bare 401"),
        Row(answer: .status(403, page), send: .tryAgain, poll: .tryAgain, reason: "a guard's page"),
        Row(answer: .status(404, page), send: .refused, poll: .tryAgain, reason: "a page of 404"),
        Row(answer: .status(408), send: .unknown, poll: .idle, reason: "bare 408"),
        Row(answer: .status(413), send: .refused, poll: .tryAgain, reason: "too large"),
        Row(answer: .status(429), send: .wait(60), poll: .tryAgain, reason: "bare 429"),
        Row(
            answer: .status(429, "", [HTTPHeader("retry-after", "7")]), send: .wait(7),
            poll: .tryAgain, reason: "429 that says how long"),
        Row(
            answer: .status(429, "", [HTTPHeader("retry-after", "0")]), send: .wait(60),
            poll: .tryAgain, reason: "429 that says at once is not believed"),
        Row(answer: .status(302), send: .tryAgain, poll: .tryAgain, reason: "a redirect"),
        Row(
            answer: .status(429, #"{"ok":false,"error_code":401}"#), send: .credentials,
            poll: .credentials, reason: "the body comes before the status"),
        Row(
            answer: .status(500, #"{"ok":false}"#), send: .tryAgain, poll: .tryAgain,
            reason: "a refusal without code: the status counts"),
    ]

    /// Success by status, with bodies that are none.
    static let bodies = [
        Row(answer: .ok(""), send: .unknown, poll: .idle, reason: "empty"),
        Row(answer: .ok(" \n"), send: .unknown, poll: .idle, reason: "blank"),
        Row(answer: .ok(page), send: .tryAgain, poll: .tryAgain, reason: "a page with status 200"),
        Row(answer: .ok(#"{"ok":tr"#), send: .unknown, poll: .skipped, reason: "cut off"),
        Row(answer: .ok("null"), send: .unknown, poll: .skipped, reason: "null"),
        Row(answer: .ok("[[[["), send: .unknown, poll: .skipped, reason: "brackets"),
        Row(
            answer: .ok(String(repeating: "[", count: 200_000)), send: .unknown, poll: .skipped,
            reason: "deep nesting"),
        Row(answer: .ok(#"{"ok":false}"#), send: .unknown, poll: .skipped, reason: "bare refusal"),
        Row(answer: .ok(#"{"ok":true,"result":7}"#), send: .sent, poll: .idle, reason: "a number"),
    ]

    static let transport = [
        Row(
            answer: .failure(.notSent(.connectionRefused)), send: .tryAgain, poll: .tryAgain,
            reason: "refused"),
        Row(
            answer: .failure(.notSent(.hostUnknown)), send: .tryAgain, poll: .tryAgain,
            reason: "no such host"),
        Row(
            answer: .failure(.notSent(.connectTimedOut)), send: .tryAgain, poll: .tryAgain,
            reason: "no connection in time"),
        Row(
            answer: .failure(.notSent(.tls)), send: .tryAgain, poll: .tryAgain,
            reason: "certificate"),
        Row(
            answer: .failure(.notSent(.proxy)), send: .tryAgain, poll: .tryAgain, reason: "proxy"),
        Row(
            answer: .failure(.timedOut), send: .unknown, poll: .tryAgain, reason: "no answer"),
        Row(
            answer: .failure(.connectionLost), send: .unknown, poll: .tryAgain,
            reason: "lost on the way"),
        Row(
            answer: .failure(.responseTooLarge(bytesMax: 1)), send: .unknown, poll: .skipped,
            reason: "more than we take"),
        Row(
            answer: .failure(.responseUnreadable), send: .unknown, poll: .tryAgain,
            reason: "not HTTP"),
        Row(
            answer: .failure(.badRequest(reason: "x")), send: .refused, poll: .misconfigured,
            reason: "a base URL that is none"),
        Row(
            answer: .failure(.cancelled(requestMayHaveArrived: true)), send: .unknown,
            poll: .cancelled, reason: "cancelled on the way"),
        Row(
            answer: .failure(.cancelled(requestMayHaveArrived: false)), send: .tryAgain,
            poll: .cancelled, reason: "cancelled before the start"),
        Row(
            answer: .failure(.shutDown(requestMayHaveArrived: false)), send: .tryAgain,
            poll: .cancelled, reason: "the client is gone"),
        Row(
            answer: .failure(.unexpected(code: 27, requestMayHaveArrived: true)), send: .unknown,
            poll: .tryAgain, reason: "libcurl out of memory"),
    ]

    @Test(arguments: codes + statuses + bodies + transport)
    func meansOfASend(_ row: Row) async throws {
        let platform = try ScriptedPlatform(starting: ["sendMessage": row.answer])
        let channel = try await platform.channel()
        let message = OutboundMessage(chat: ChatID(rawValue: "c"), text: "PLANTED text")
        do {
            _ = try await channel.send(message)
            #expect(row.send == .sent)
        } catch {
            #expect(Sending(error) == row.send)
            #expect(!error.reason.contains("PLANTED"))
        }
        #expect(platform.requests.count { $0.url.hasSuffix("/sendMessage") } == 1)
    }

    @Test(arguments: codes + statuses + bodies + transport)
    func meansOfAPoll(_ row: Row) async throws {
        let platform = try ScriptedPlatform(starting: ["getUpdates": row.answer])
        let channel = try await platform.channel()
        do {
            let received = try await channel.receive()
            #expect(Polling(received) == row.poll)
            #expect(!"\(received)".contains("PLANTED"))
        } catch {
            #expect(Polling(error) == row.poll)
            #expect(!"\(error)".contains("PLANTED"))
        }
    }

    @Test(arguments: [
        ("", "empty"), (" \n", "blank"), (String(repeating: "ạ", count: 2_001), "long"),
    ])
    func textThatZaloWouldRefuseIsNotSent(text: String, reason: String) async throws {
        let platform = try ScriptedPlatform()
        let channel = try await platform.channel()
        let before = platform.requests.count
        await #expect(throws: SendFailure.self, "\(reason)") {
            try await channel.send(OutboundMessage(chat: ChatID(rawValue: "c"), text: text))
        }
        #expect(platform.requests.count == before)
    }
}
