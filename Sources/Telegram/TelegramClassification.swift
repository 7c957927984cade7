import CurlHTTP
import Messaging
import Wire

// One table for each direction: what a failed call means to the gateway. Codes: core.telegram.org/
// bots/api, "Making requests" and "ResponseParameters", and what tdlib/telegram-bot-api answers.

extension SendFailure {
    /// Seconds to wait after "Too Many Requests" when the platform does not say.
    static let floodPauseSeconds: Int64 = 30

    /// What a failed `sendMessage` means.
    ///
    /// There is no idempotency key: whatever may have been carried out is `outcomeUnknown`.
    init(_ failure: TelegramCallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.badRequest): self = .refused(reason: reason)
        case .transport(let transport):
            self =
                transport.requestMayHaveArrived
                ? .outcomeUnknown(reason: reason) : .tryAgain(reason: reason)
        case .refused(let code, let refusal, let seconds):
            self = Self.refused(code, refusal, seconds, reason)
        case .unreadable(let status, let body, _):
            self = Self.unreadable(status, body, reason)
        }
    }

    /// The API answered, so nothing was sent, time-outs excepted.
    private static func refused(
        _ code: Int, _ refusal: TelegramCallFailure.Refusal, _ seconds: Int64?, _ reason: String
    ) -> SendFailure {
        switch (code, refusal) {
        // A revoked token is answered with 401, one out of form with 404.
        case (401, _), (404, _): .credentialsExpired(reason: reason)
        case (429, _): .tryAgainAfter(seconds: seconds ?? floodPauseSeconds, reason: reason)
        case (408, _), (504, _): .outcomeUnknown(reason: reason)
        case (403, .mayNotWrite): .refused(reason: reason)
        case (403, _): .recipientGone(reason: reason)
        case (400, .chatNotFound), (400, .upgraded), (400, .deactivated), (400, .kicked),
            (400, .blocked):
            .recipientGone(reason: reason)
        case (400...499, _): .refused(reason: reason)
        default: .tryAgain(reason: reason)
        }
    }

    /// Something else answered: a page means that the call did not get there.
    private static func unreadable(
        _ status: Int, _ body: AnswerBody, _ reason: String
    ) -> SendFailure {
        switch (status, body) {
        case (408, _), (504, _): .outcomeUnknown(reason: reason)
        case (429, _): .tryAgainAfter(seconds: floodPauseSeconds, reason: reason)
        case (413, _): .refused(reason: reason)
        case (200...299, .empty), (200...299, .other): .outcomeUnknown(reason: reason)
        default: .tryAgain(reason: reason)
        }
    }
}

extension ReceiveFailure {
    /// What a failed `getUpdates` means; conflicts and unreadable answers are counted by the caller.
    init(_ failure: TelegramCallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.cancelled), .transport(.shutDown): self = .cancelled
        case .transport(.badRequest):
            self = .misconfigured(reason: "\(reason). Check the base URL.")
        case .refused(401, _, _), .refused(404, _, _): self = .credentialsExpired(reason: reason)
        case .refused(409, .webhookSet, _):
            self = .misconfigured(reason: "\(reason). Call deleteWebhook for this bot.")
        case .transport, .refused, .unreadable: self = .tryAgain(reason: reason)
        }
    }
}

extension StartFailure {
    /// Why a bot cannot start after this failure of one of its first calls.
    init(_ failure: TelegramCallFailure) {
        let reason = failure.reason
        switch failure {
        case .transport(.cancelled), .transport(.shutDown): self = .cancelled
        case .transport(.badRequest), .refused(400, _, _): self = .callRefused(reason: reason)
        case .refused(401, _, _), .refused(404, _, _): self = .tokenRefused(reason: reason)
        case .transport, .refused, .unreadable: self = .unreachable(reason: reason)
        }
    }
}
