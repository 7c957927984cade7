import Messaging

/// How Zalo's calls to a bot's webhook are checked and read.
///
/// A call carries the secret that was given to `setWebhook` in a header, as it is: there is no
/// signature and no moment, so a call that somebody recorded can be repeated; the message in it
/// is then known already. Bodies are documented in an envelope and come flat in fact.
package struct BotWebhook: Sendable {
    /// Characters of a secret: what `setWebhook` takes.
    package static let secretLengths = 8...256

    /// Bytes of a body at the most; an update with 2,000 characters takes about 10,000.
    package static let bodyBytesMax = 256 * 1_024

    /// Whether a secret has the length and the characters that Zalo takes.
    package static func takes(_ secret: Secret) -> Bool {
        secretLengths.contains(secret.revealed.utf8.count)
            && secret.revealed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The path of an account's webhook on our server.
    package static func path(account: String) -> String { "/webhook/zalo/\(account)" }

    private let mapping: InboundMapping
    private let secret: Secret

    /// Calls for this account and bot count when they carry `secret`.
    package init(account: AccountID, profile: BotProfile, secret: Secret) {
        mapping = InboundMapping(account: account, profile: profile)
        self.secret = secret
    }

    /// The webhook's place on our server.
    package var route: WebhookRoute {
        WebhookRoute(
            account: mapping.account, path: Self.path(account: mapping.account.rawValue),
            bodyBytesMax: Self.bodyBytesMax, read: read)
    }

    /// Checks and reads one call.
    package func read(_ call: WebhookCall) -> WebhookReading {
        // Zalo's own trial call of `setWebhook` comes without the header.
        guard let given = call.header(WebhookHeader.secretToken.lowercased()) else {
            return .probe
        }
        guard !secret.isEmpty, secret.matches(given) else {
            return .refused(reason: "a wrong secret")
        }
        if call.body.allSatisfy({ [9, 10, 13, 32].contains($0) }) { return .probe }
        switch UpdatesBody.read(call.body) {
        case .updates(let updates):
            return .received(mapping.received(updates, at: call.at))
        case .refused:
            return .received(.skipped(reason: "a pushed body that says it is an error"))
        case nil:
            return .received(.skipped(reason: "a pushed body that is no update"))
        }
    }
}
