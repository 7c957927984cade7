import Configuration
import Messaging
import Web
import Zalo

extension Settings {
    /// The keys of a settings file that concern our HTTP server and webhooks.
    static let webKeys = [
        "web.host", "web.port", "web.public_url", "account.*.webhook",
        "account.*.webhook_secret_file",
    ]

    /// Our HTTP server, and which bots are called instead of polled.
    struct WebPart: Sendable {
        /// Where to listen; nil when it is not set.
        var server: WebSettings?

        /// Under which address the reverse proxy publishes the server; nil when it is not set.
        var publicAddress: WebhookAddress?

        /// The bots that Zalo calls, by account.
        var webhooks: [String: Webhook] = [:]
    }

    /// How one bot is called.
    struct Webhook: Sendable {
        /// The file with what each call must carry.
        let secretFile: String

        /// Where Zalo is to call, in full.
        let address: WebhookAddress
    }

    /// Where to listen; nil when nobody needs the server and no port is set.
    var webServer: WebSettings? {
        let areCalled = !web.webhooks.isEmpty || accounts.contains { $0.connection.isCalled }
        return web.server ?? (areCalled ? WebSettings() : nil)
    }
}

extension Settings.WebPart {
    /// Reads the keys of `webKeys`.
    init(
        _ reader: ConfigReader, accounts: [Settings.Account], path: (String) -> String
    ) throws(Settings.Problem) {
        let defaults = WebSettings()
        let (host, port) = (reader.string(forKey: "web.host"), reader.int(forKey: "web.port"))
        guard (0...65_535).contains(port ?? 0), host?.isEmpty != true else {
            throw Settings.Problem(
                "web.port must be from 0 to 65535, and web.host an address of this "
                    + "machine such as 127.0.0.1.")
        }
        if host != nil || port != nil {
            var server = defaults
            server.host = host ?? defaults.host
            server.port = port ?? defaults.port
            self.server = server
        }
        if let url = reader.string(forKey: "web.public_url") {
            publicAddress = try Self.address(url)
        }
        for account in accounts {
            let key = ConfigKey(["account", account.name, "webhook"])
            guard reader.bool(forKey: key, default: false) else { continue }
            guard case .zaloBot = account.connection else {
                throw Settings.Problem(
                    "account.\(account.name).webhook is for bots on Zalo; this one "
                        + "is polled. Take the line away.")
            }
            webhooks[account.name] = try webhook(of: account.name, reader, path)
        }
    }

    private static func address(_ url: String) throws(Settings.Problem) -> WebhookAddress {
        guard let address = WebhookAddress(url), address.isEncrypted || address.isLoopback else {
            throw Settings.Problem(
                "web.public_url must be the https address under which the reverse "
                    + "proxy publishes this daemon, such as https://bot.example.vn; http is for "
                    + "this machine alone.")
        }
        return address
    }

    private func webhook(
        of account: String, _ reader: ConfigReader, _ path: (String) -> String
    ) throws(Settings.Problem) -> Settings.Webhook {
        let isPlain = account.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-._".utf8.contains(byte)
        }
        guard isPlain, !account.isEmpty, account.first != "." else {
            throw Settings.Problem(
                "account '\(account)' has a webhook, so its name stands in an "
                    + "address: use letters a to z, digits, '-', '_' and '.' alone.")
        }
        let key = ConfigKey(["account", account, "webhook_secret_file"])
        guard let file = reader.string(forKey: key) else {
            throw Settings.Problem(
                "account.\(account).webhook is true and there is no "
                    + "account.\(account).webhook_secret_file. Name a file; 'tungngo webhook set "
                    + "\(account)' makes it.")
        }
        guard let publicAddress,
            let address = publicAddress.appending(path: BotWebhook.path(account: account))
        else {
            throw Settings.Problem(
                "account.\(account).webhook is true and web.public_url is not set. "
                    + "Set it to the https address under which the reverse proxy publishes this "
                    + "daemon.")
        }
        return Settings.Webhook(secretFile: path(file), address: address)
    }
}
