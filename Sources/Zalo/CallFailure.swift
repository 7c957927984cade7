import CurlHTTP
import Wire

/// Why a call of the Bot API brought no result, before anybody decides what to do about it.
package enum CallFailure: Error, Hashable, Sendable {
    /// No answer, or none that is HTTP.
    case transport(HTTPFailure)

    /// `ok` is false, under whatever HTTP status.
    case refused(code: Int, retryAfterSeconds: Int64?)

    /// An answer without an envelope.
    case noEnvelope(status: Int, body: AnswerBody, retryAfterSeconds: Int64?)
}

extension CallFailure {
    /// A fixed phrase fit for a log: without token, text or what the platform wrote.
    package var reason: String {
        switch self {
        case .transport(.notSent(.tls)):
            "Zalo: \(HTTPFailure.notSent(.tls)). If a proxy or an authority of your own signs "
                + "certificates here, name its PEM file in http.authorities_file"
        case .transport(let failure): "Zalo: \(failure)"
        case .refused(let code, _): "Zalo answered with error \(code)"
        case .noEnvelope(let status, let body, _):
            "Zalo answered with HTTP status \(status) and a body that is \(body.rawValue)"
        }
    }

    /// The code that says what to do: the envelope's, or else an HTTP status that is no success.
    var code: Int? {
        switch self {
        case .transport: nil
        case .refused(let code, _): code
        case .noEnvelope(let status, _, _): (200...299).contains(status) ? nil : status
        }
    }

    /// Seconds that the platform asks to wait, when it says so.
    var retryAfterSeconds: Int64? {
        switch self {
        case .transport: nil
        case .refused(_, let seconds), .noEnvelope(_, _, let seconds): seconds
        }
    }
}
