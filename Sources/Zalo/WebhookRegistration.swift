import Messaging

/// Where a platform pushes a bot's updates, held against where we expect them.
package enum WebhookRegistration: Hashable, Sendable {
    /// To us.
    case ours
    /// Nowhere: no webhook is set.
    case none
    /// To another address.
    case elsewhere(host: String)
    /// The platform did not say.
    case unknown(reason: String)

    /// Compares what the platform says with our address.
    package init(_ state: WebhookState?, ours address: WebhookAddress) {
        guard let url = state?.url else {
            self = .none
            return
        }
        let other = WebhookAddress(url)
        self = other == address ? .ours : .elsewhere(host: other?.authority ?? "an unnamed host")
    }

    /// What is wrong, fit for a log and a page; nil when nothing is known to be.
    package var trouble: String? {
        switch self {
        case .ours, .unknown: nil
        case .none: "no webhook is set for this bot, so Zalo pushes nothing"
        case .elsewhere(let host): "Zalo pushes to another address, at \(host)"
        }
    }
}

extension BotAPI {
    /// Asks where the platform pushes the bot's updates.
    ///
    /// - Parameter address: Where they should come.
    /// - Returns: `unknown` when the call fails.
    package func registration(ours address: WebhookAddress) async -> WebhookRegistration {
        do {
            return WebhookRegistration(try await getWebhookInfo(), ours: address)
        } catch {
            return .unknown(reason: error.reason)
        }
    }
}
