/// Why a bot's channel cannot be opened, worded for the operator.
package enum StartFailure: Error, Hashable, Sendable {
    /// The platform cannot be reached or stumbles: worth another try later.
    case unreachable(reason: String)

    /// The platform does not know the token.
    case tokenRefused(reason: String)

    /// The platform does not take the call: a wrong base URL, or a wrong token.
    case callRefused(reason: String)

    /// Updates go to a webhook, so polls would bring none.
    case webhookSet(host: String)

    /// Another process on this machine polls this bot.
    case anotherPoller(path: String)

    /// The lock file cannot be used.
    case lockFailed(path: String, reason: String)

    /// An Official Account's tokens cannot be used; the reason says what to do.
    case tokensUnusable(reason: String)

    /// The secret that calls to the webhook must carry cannot be read.
    case secretUnusable(reason: String)

    /// The start was called off.
    case cancelled

    /// Whether the same start may go well later with nothing mended.
    package var mayPass: Bool {
        if case .unreachable = self { true } else { false }
    }
}

extension StartFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason):
            "\(reason). It will be tried again."
        case .tokenRefused(let reason):
            "\(reason): the token is wrong or was reset. Put in the one that the platform gave last."
        case .callRefused(let reason):
            "\(reason). Check the base URL and the token."
        case .webhookSet(let host):
            "a webhook at \(host) is set, so polling brings nothing. Call deleteWebhook for this "
                + "bot if no other program needs it ('tungngo webhook delete'), then start again."
        case .anotherPoller(let path):
            "another process polls this bot already (it holds \(path)). Stop that one first."
        case .lockFailed(let path, let reason):
            "the lock \(path) cannot be opened: \(reason). Does its folder exist, and may this "
                + "user write there?"
        case .tokensUnusable(let reason):
            reason
        case .secretUnusable(let reason):
            reason
        case .cancelled:
            "the start was called off"
        }
    }
}
