import Messaging

/// Setting, reading and removing a bot's webhook.
extension BotAPI {
    func setWebhook(_ call: Call) async throws -> Answer {
        let url = try required("url", call)
        let secret = try required("secret_token", call)
        try check(webhookURL: url)
        guard (8...256).contains(secret.utf8.count),
            secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw BotRefusal.badRequest("secret_token must have 8 to 256 characters") }
        let webhook = SimulatedPlatform.Webhook(
            url: url, secret: secret, updatedAt: host.now().milliseconds)
        // Saved even when the verification fails, as on the real platform.
        host.access { $0.platform.setWebhook(webhook, bot: call.bot.id) }
        let verification = await webhooks.verify(webhook)
        await webhooks.push(to: call.bot.id)
        return Answer(
            body: try success(
                WireBody.Webhook(
                    url: url, updatedAt: webhook.updatedAt, verification: verification)))
    }

    func deleteWebhook(_ call: Call) throws -> Answer {
        host.access { $0.platform.setWebhook(nil, bot: call.bot.id) }
        return Answer(
            body: try success(WireBody.Webhook(url: "", updatedAt: host.now().milliseconds)))
    }

    func webhookInfo(_ call: Call) throws -> Answer {
        let webhook = host.access { $0.platform.accounts[call.bot.id]?.webhook }
        guard let webhook else { throw BotRefusal.notFound }
        return Answer(
            body: try success(WireBody.Webhook(url: webhook.url, updatedAt: webhook.updatedAt)))
    }

    private func check(webhookURL url: String) throws(BotRefusal) {
        let isPrintable = url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPrintable, let scheme = url.firstRange(of: "://") else {
            throw .badRequest("url must be an https address")
        }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else {
            throw .badRequest("url must be an https address")
        }
        let isLocal = Self.isLocal(authority: authority.lowercased())
        switch url[..<scheme.lowerBound].lowercased() {
        case "https" where !isLocal || allowsPlainWebhooks: return
        case "http" where isLocal && allowsPlainWebhooks: return
        case "https": throw .badRequest("url must not be a private address")
        default: throw .badRequest("url must be an https address")
        }
    }

    /// Whether a host, with or without port, is this machine or on a private network (RFC 1918).
    private static func isLocal(authority: String) -> Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        if host == "localhost" || host.hasPrefix("127.") { return true }
        let numbers = host.split(separator: ".").map { Int($0) ?? -1 }
        guard numbers.count == 4 else { return false }
        return switch (numbers[0], numbers[1]) {
        case (10, _), (192, 168), (172, 16...31): true
        default: false
        }
    }
}
