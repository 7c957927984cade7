import ArgumentParser
import Content
import CurlHTTP
import Foundation
import Messaging
import Zalo

/// One bot whose webhook a command looks at or changes.
struct WebhookBot: Sendable {
    private let name: String
    private let api: BotAPI

    /// How the settings say that it is called; nil when it is polled.
    private let webhook: Settings.Webhook?

    /// Reads the settings, picks the account and runs `body`.
    static func with(
        _ target: WebhookCommand.Target, _ body: (WebhookBot) async throws -> Void
    ) async throws {
        let settings = try await readSettings(target.settings)
        let account = try pick(target.account, settings)
        guard case .zaloBot(let zalo) = account.connection else {
            throw ValidationError("Account '\(account.name)' is not a bot on Zalo.")
        }
        var client = HTTPClientSettings()
        client.proxy = settings.proxy
        client.authoritiesFile = settings.authoritiesFile
        let http = try HTTPClient(settings: client)
        let bot = WebhookBot(
            name: account.name,
            api: BotAPI(token: zalo.token, base: zalo.base, client: http),
            webhook: settings.web.webhooks[account.name])
        do {
            try await body(bot)
        } catch let problem as Settings.Problem {
            complain(problem.description)
            throw ExitCode.badInput
        } catch let failure as CallFailure {
            complain("\(failure.reason). \(Self.remedy(failure))")
            throw ExitCode(1)
        }
        await http.shutdown()
    }

    /// Registers the daemon's address.
    func set(allowsPlain: Bool) async throws {
        guard let webhook else {
            throw Settings.Problem(
                "account.\(name).webhook is not true in the settings, so the daemon "
                    + "polls this bot, and a webhook would make it deaf. Set it to true first, "
                    + "with account.\(name).webhook_secret_file and web.public_url.")
        }
        guard allowsPlain || webhook.address.isEncrypted && !webhook.address.isLoopback else {
            throw Settings.Problem(
                "web.public_url must be an https address that Zalo can reach, not "
                    + "one of this machine. (--allow-plain is for the simulator.)")
        }
        let file = WebhookSecretFile(path: webhook.secretFile)
        let isFresh = !file.isThere
        let secret = isFresh ? try file.make(for: name) : try file.read(of: name)
        if isFresh {
            print("Made '\(file.path)' with a fresh secret. Restart the daemon if it runs.")
        }
        let state = try await api.setWebhook(url: webhook.address.url, secret: secret)
        print("Zalo pushes the messages of '\(name)' to \(webhook.address.authority) now.")
        guard let verification = state.verification else {
            try await compare(with: webhook)
            print("It did not say whether it tried the address: write to the bot to see.")
            return
        }
        guard verification.isOK == true else {
            complain(Self.failed(verification))
            throw ExitCode(1)
        }
        print("Its trial call was answered as it should be.")
    }

    /// Has the platform push nothing any more.
    func delete() async throws {
        try await api.deleteWebhook()
        print("Zalo pushes nothing for '\(name)' any more; the bot can be polled.")
        if webhook != nil {
            print(
                "The settings still say that it is called: set account.\(name).webhook to false, "
                    + "then restart the daemon.")
        }
    }

    /// Shows what is registered, held against the settings.
    func show() async throws {
        let state = try await api.getWebhookInfo()
        let says = webhook == nil ? "is polled" : "is called at \(webhook?.address.authority ?? "")"
        print("\(name): by the settings it \(says).")
        if let url = state?.url {
            let host = WebhookAddress(url)?.authority ?? "an unnamed host"
            let since = state?.updatedAt.map { " since \(Self.moment($0))" } ?? ""
            print("\(name): Zalo pushes to \(host)\(since).")
        } else {
            print("\(name): Zalo pushes nowhere.")
        }
        guard let webhook else {
            guard state == nil else {
                complain("Polling brings nothing meanwhile. Run 'tungngo webhook delete \(name)'.")
                throw ExitCode(1)
            }
            return
        }
        switch WebhookRegistration(state, ours: webhook.address) {
        case .ours, .unknown: print("\(name): that is this daemon's address.")
        case .none, .elsewhere:
            complain("That is not this daemon's address. Run 'tungngo webhook set \(name)'.")
            throw ExitCode(1)
        }
    }

    private func compare(with webhook: Settings.Webhook) async throws {
        let state = try await api.getWebhookInfo()
        guard WebhookRegistration(state, ours: webhook.address) == .ours else {
            complain("Zalo took the call and then named another address. Run the command again.")
            throw ExitCode(1)
        }
    }

    private static func pick(
        _ name: String?, _ settings: Settings
    ) throws -> Settings.Account {
        let names = settings.accounts.map(\.name)
        guard let name else {
            guard let only = settings.accounts.first, names.count == 1 else {
                throw ValidationError(
                    names.isEmpty
                        ? "No account is set."
                        : "Say which account: \(names.joined(separator: ", ")).")
            }
            return only
        }
        guard let account = settings.accounts.first(where: { $0.name == name }) else {
            let hint = nearestName(to: name, in: names).map { "Did you mean '\($0)'?" }
            throw ValidationError(
                "There is no account '\(name)'. "
                    + (hint ?? "The settings name: \(names.joined(separator: ", "))."))
        }
        return account
    }

    private static func failed(_ verification: WebhookState.Verification) -> String {
        let what =
            switch verification.statusCode {
            case let status?: "its trial call was answered with HTTP status \(status)"
            case nil:
                "its trial call was not answered (\(verification.outcome ?? "no reason given"))"
            }
        return "Zalo keeps the address, but \(what). Is the daemon running, and does the reverse "
            + "proxy pass /webhook/ on to it? Cloudflare turns Zalo's calls away until its Browser "
            + "Integrity Check is off for that path. Then run this command again."
    }

    private static func remedy(_ failure: CallFailure) -> String {
        switch failure {
        case .refused(code: 401, _): "The token is wrong or was reset."
        case .refused(code: 400, _): "It does not take this address: it must be https and public."
        case .refused, .noEnvelope: "Try again; then check account.NAME.base_url."
        case .transport: "Check the network and account.NAME.base_url."
        }
    }

    private static func moment(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
    }
}
