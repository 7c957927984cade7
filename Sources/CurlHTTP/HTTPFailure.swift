/// Why a request has no answer, sorted by what the caller may conclude.
///
/// No case holds a URL, a header, a body or libcurl's own text: paths carry bot tokens.
package enum HTTPFailure: Error, Hashable, Sendable {
    /// Where the way to the server ended.
    package enum Obstacle: Hashable, Sendable {
        case hostUnknown
        case connectionRefused
        /// No connection in time, or none was free.
        case connectTimedOut
        /// The certificate is not trusted, or no common version or cipher.
        case tls
        /// The proxy is unknown, refuses, or cannot reach the server.
        case proxy
    }

    /// The request breaks a rule of this client; nothing was sent.
    case badRequest(reason: String)

    /// The server certainly did not get the request: it is safe to send it again.
    case notSent(Obstacle)

    /// The time was up after the request had begun to go out: it may have been carried out.
    case timedOut

    /// The connection ended after the request had begun to go out: it may have been carried out.
    case connectionLost

    /// The answer is longer than the caller wanted it; the request was carried out or not.
    case responseTooLarge(bytesMax: Int)

    /// The server answers, but not in HTTP; the request was carried out or not.
    case responseUnreadable

    /// The calling task was cancelled.
    case cancelled(requestMayHaveArrived: Bool)

    /// `HTTPClient.shutdown` was called.
    case shutDown(requestMayHaveArrived: Bool)

    /// libcurl failed in a way that this client does not expect; the code is libcurl's.
    case unexpected(code: Int, requestMayHaveArrived: Bool)
}

extension HTTPFailure {
    /// Whether the server may have got the request and acted on it.
    package var requestMayHaveArrived: Bool {
        switch self {
        case .badRequest, .notSent: false
        case .timedOut, .connectionLost, .responseTooLarge, .responseUnreadable: true
        case .cancelled(let may), .shutDown(let may), .unexpected(_, let may): may
        }
    }
}

extension HTTPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badRequest(let reason): "bad request: \(reason)"
        case .notSent(.hostUnknown): "the server's name is not known"
        case .notSent(.connectionRefused): "the connection was refused"
        case .notSent(.connectTimedOut): "no connection within the time allowed"
        case .notSent(.tls): "no trusted TLS connection"
        case .notSent(.proxy): "the proxy did not connect"
        case .timedOut: "no answer within the time allowed"
        case .connectionLost: "the connection was lost before the answer was complete"
        case .responseTooLarge(let bytesMax): "the answer is longer than \(bytesMax) bytes"
        case .responseUnreadable: "the answer is not HTTP"
        case .cancelled: "cancelled"
        case .shutDown: "the HTTP client was shut down"
        case .unexpected(let code, _): "libcurl failed with code \(code)"
        }
    }
}
