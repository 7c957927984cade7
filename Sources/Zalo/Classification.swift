import CurlHTTP
import Messaging
import Wire

// One table for each direction: what a failed call means to the gateway. The codes are those of
// Zalo's Bot API documentation v2.5.0 ("Error codes"); the HTTP status stands in for a code when
// the answer has no envelope.

extension SendFailure {
    /// Seconds to wait after "Quota exceeded" when the platform does not say: never hot, since
    /// the month's quota may be meant.
    package static let quotaPauseSeconds: Int64 = 60

    /// What a failed `sendMessage` means.
    ///
    /// There is no idempotency key: whatever may have been carried out is `outcomeUnknown`.
    package init(_ failure: CallFailure) {
        let reason = failure.reason
        switch failure.code {
        case nil: self = SendFailure(withoutCode: failure)
        case 401: self = .credentialsExpired(reason: reason)
        // "Internal server error" in the documentation's words: it may pass.
        case 403: self = .tryAgain(reason: reason)
        case 408, 504: self = .outcomeUnknown(reason: reason)
        case 429:
            self = .tryAgainAfter(
                seconds: failure.retryAfterSeconds ?? Self.quotaPauseSeconds, reason: reason)
        case .some(400...499): self = .refused(reason: reason)
        default: self = .tryAgain(reason: reason)
        }
    }

    private init(withoutCode failure: CallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.badRequest):
            self = .refused(reason: reason)
        case .transport(let transport):
            self =
                transport.requestMayHaveArrived
                ? .outcomeUnknown(reason: reason) : .tryAgain(reason: reason)
        case .noEnvelope(_, .html, _):
            // A page is not from the API: the call did not get there.
            self = .tryAgain(reason: reason)
        case .refused, .noEnvelope:
            self = .outcomeUnknown(reason: reason)
        }
    }
}

/// What a poll that brought no update comes to.
enum PollOutcome: Hashable {
    case received(Received)
    case failed(ReceiveFailure)

    init(_ failure: CallFailure) {
        let reason = failure.reason
        switch failure.code {
        case nil: self = PollOutcome(withoutCode: failure)
        // The platform's way of saying that nothing came.
        case 408: self = .received(.idle)
        case 401: self = .failed(.credentialsExpired(reason: reason))
        default: self = PollOutcome(withCode: failure)
        }
    }

    private init(withoutCode failure: CallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.cancelled), .transport(.shutDown):
            self = .failed(.cancelled)
        case .transport(.badRequest):
            self = .failed(.misconfigured(reason: "\(reason). Check the base URL."))
        case .transport(.responseTooLarge):
            self = .received(.skipped(reason: reason))
        case .noEnvelope(_, .empty, _):
            self = .received(.idle)
        case .noEnvelope(_, .other, _):
            self = .received(.skipped(reason: reason))
        case .transport, .refused, .noEnvelope:
            self = .failed(.tryAgain(reason: reason))
        }
    }

    /// Only the envelope's own 400 and 404 stop an account; a page with that status may pass.
    private init(withCode failure: CallFailure) {
        let reason = failure.reason
        switch failure {
        case .refused(400, _):
            let remedy = "Is a webhook set? Then call deleteWebhook for this bot."
            self = .failed(.misconfigured(reason: "\(reason). \(remedy)"))
        case .refused(404, _):
            let remedy = "Check the base URL and the token."
            self = .failed(.misconfigured(reason: "\(reason). \(remedy)"))
        case .refused, .noEnvelope, .transport:
            self = .failed(.tryAgain(reason: reason))
        }
    }
}

extension StartFailure {
    /// Why a bot cannot start after this failure of one of its first calls.
    init(_ failure: CallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.cancelled), .transport(.shutDown):
            self = .cancelled
        case .refused(code: 400, _), .refused(code: 404, _), .transport(.badRequest):
            self = .callRefused(reason: reason)
        case .refused, .noEnvelope, .transport:
            self =
                failure.code == 401 ? .tokenRefused(reason: reason) : .unreachable(reason: reason)
        }
    }
}
