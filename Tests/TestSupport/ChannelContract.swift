import CurlHTTP
import Messaging

/// What a platform's channel must keep to whatever the platform's own rules are.
///
/// A platform's tests say what its channel is: how it is opened, which recorded bodies it gets and
/// what they come to. `violations(of:)` then tries each promise and says in words what is broken.
package struct ChannelContract: Sendable {
    /// Sends one HTTP request: what a channel gets instead of a network.
    package typealias Exchange =
        @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

    /// What the platform, or the way there, does with one request.
    package typealias Answer = Result<HTTPResponse, HTTPFailure>

    /// The platform's name, for what is printed.
    package let name: String

    /// Opens a channel whose requests go to the exchange given, with a lock folder of its own.
    package let open: @Sendable (_ exchange: @escaping Exchange) async throws -> Channel

    /// Which call a request is.
    package let kind: @Sendable (HTTPRequest) -> Call

    /// What calls other than polls and sends are answered with.
    package let opening: @Sendable (HTTPRequest) -> Answer

    /// The only hosts that may be called, with the port.
    package let hosts: Set<String>

    /// Tokens and keys of the account, which must not be in anything that is printed.
    package let secrets: [String]

    /// UTF-16 units that the platform takes, which may be more than the channel says it takes.
    package let wireUnitsMax: Int

    /// One message, and the request that it must become.
    package let exactSend: ExactSend

    /// How a send can end.
    package let sends: [SendRow]

    /// What comes in, and what the gateway gets for it.
    package let intake: [IntakeRow]

    /// Makes a call to the channel's first webhook out of a body; nil when the channel polls.
    package let webhookCall: (@Sendable (_ body: [UInt8]) -> WebhookCall)?

    /// More bodies that this platform sends, beside those of the rows, to begin mutations from.
    package let bodies: [[UInt8]]

    /// Calls that neither poll nor send, whose answers are read all the same.
    package let otherCalls: [OtherCall]

    /// All that a channel is; see the properties.
    package init(
        name: String, open: @escaping @Sendable (@escaping Exchange) async throws -> Channel,
        kind: @escaping @Sendable (HTTPRequest) -> Call,
        opening: @escaping @Sendable (HTTPRequest) -> Answer, hosts: Set<String>, secrets: [String],
        wireUnitsMax: Int, exactSend: ExactSend, sends: [SendRow], intake: [IntakeRow],
        webhookCall: (@Sendable ([UInt8]) -> WebhookCall)? = nil, bodies: [[UInt8]] = [],
        otherCalls: [OtherCall] = []
    ) {
        self.name = name
        self.open = open
        self.kind = kind
        self.opening = opening
        self.hosts = hosts
        self.secrets = secrets
        self.wireUnitsMax = wireUnitsMax
        self.exactSend = exactSend
        self.sends = sends
        self.intake = intake
        self.webhookCall = webhookCall
        self.bodies = bodies
        self.otherCalls = otherCalls
    }

    /// Which call of the platform's API a request is.
    package enum Call: Hashable, Sendable {
        case poll
        case send
        /// One that belongs to the opening of a channel or to its tokens.
        case other
    }

    /// A message, and what must go over the wire for it.
    package struct ExactSend: Sendable {
        package let message: OutboundMessage
        package let url: String
        package let headers: [HTTPHeader]
        package let body: String

        package init(message: OutboundMessage, url: String, headers: [HTTPHeader], body: String) {
            self.message = message
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    /// How a send ends when the platform, or the way there, does this.
    package struct SendRow: Sendable {
        package let answer: Answer
        package let outcome: SendOutcome
        package let reason: String

        /// Two where the answer says that nothing was carried out for a token that can be renewed.
        package let requests: Int

        package init(
            _ reason: String, _ answer: Answer, _ outcome: SendOutcome, requests: Int = 1
        ) {
            self.answer = answer
            self.outcome = outcome
            self.reason = reason
            self.requests = requests
        }
    }

    /// The class of a send's end.
    package enum SendOutcome: Hashable, Sendable {
        case sent(MessageID?)
        case tryAgain, unknown, wait(seconds: Int64), gone, refused, credentials

        /// The class of a failure.
        package init(_ failure: SendFailure) {
            switch failure {
            case .tryAgain: self = .tryAgain
            case .outcomeUnknown: self = .unknown
            case .tryAgainAfter(let seconds, _): self = .wait(seconds: seconds)
            case .recipientGone: self = .gone
            case .refused: self = .refused
            case .credentialsExpired: self = .credentials
            }
        }
    }

    /// What one poll's answer, or one call to a webhook, comes to.
    package struct IntakeRow: Sendable {
        package let answer: Answer
        package let outcome: IntakeOutcome
        package let reason: String

        package init(_ reason: String, _ answer: Answer, _ outcome: IntakeOutcome) {
            self.answer = answer
            self.outcome = outcome
            self.reason = reason
        }
    }

    /// The class of what came in; messages are compared whole and in order.
    package enum IntakeOutcome: Hashable, Sendable {
        case messages([InboundMessage])
        case idle, skipped, probe, refused
        case tryAgain, credentials, misconfigured, cancelled

        /// The class of what came.
        package init(_ received: Received) {
            switch received {
            case .messages(let messages): self = .messages(messages)
            case .idle: self = .idle
            case .skipped: self = .skipped
            }
        }

        /// The class of a failed poll.
        package init(_ failure: ReceiveFailure) {
            switch failure {
            case .tryAgain: self = .tryAgain
            case .credentialsExpired: self = .credentials
            case .misconfigured: self = .misconfigured
            case .cancelled: self = .cancelled
            }
        }

        /// The class of a call to a webhook.
        package init(_ reading: WebhookReading) {
            switch reading {
            case .received(let received): self.init(received)
            case .probe: self = .probe
            case .refused: self = .refused
            }
        }
    }
}

extension Result where Success == HTTPResponse, Failure == HTTPFailure {
    /// A body with HTTP 200.
    package static func body(_ body: String) -> Self { status(200, body) }

    /// The bytes of a recorded body, with HTTP 200.
    package static func recorded(_ bytes: [UInt8]) -> Self {
        .success(HTTPResponse(status: 200, body: bytes))
    }

    /// Any status.
    package static func status(
        _ status: Int, _ body: String = "", _ headers: [HTTPHeader] = []
    ) -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }
}
