/// Why a message could not be sent, sorted by what the sender does about it.
package enum SendFailure: Error, Hashable, Sendable {
    /// It did not reach the platform, or the platform stumbled: try again with growing pauses.
    case tryAgain(reason: String)

    /// Nobody knows whether it arrived (a time-out after the request went out).
    case outcomeUnknown(reason: String)

    /// Too fast, or the month's quota is used up: wait at least so many seconds.
    case tryAgainAfter(seconds: Int64, reason: String)

    /// The chat is gone or the person has blocked the bot: never write there again.
    case recipientGone(reason: String)

    /// The platform will never take this message.
    case refused(reason: String)

    /// The token is no longer valid: the account stops until somebody mends it.
    case credentialsExpired(reason: String)

    /// A fixed phrase fit for a log: without token, text or name.
    package var reason: String {
        switch self {
        case .tryAgain(let reason), .outcomeUnknown(let reason), .recipientGone(let reason),
            .refused(let reason), .credentialsExpired(let reason):
            reason
        case .tryAgainAfter(_, let reason):
            reason
        }
    }
}

/// Why no message could be fetched, sorted by what the poller does about it.
package enum ReceiveFailure: Error, Hashable, Sendable {
    /// The platform is unreachable or stumbling: back off and ask again.
    case tryAgain(reason: String)

    /// The token is no longer valid: stop this account and say so.
    case credentialsExpired(reason: String)

    /// Polling cannot work as things are set up (a webhook is set): stop and say what to do.
    case misconfigured(reason: String)

    /// The call was cancelled because the daemon stops.
    case cancelled
}
