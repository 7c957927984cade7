import CurlHTTP
import Gateway
import Messaging
import Telegram
import Wire
import Zalo

/// Turns accounts of the settings into plans: the one place that knows how each platform's
/// channel is opened.
struct AccountOpener: Sendable {
    let http: HTTPClient
    let lockFolder: String

    /// Told of the bots that are called.
    let pushed: PushedBots

    /// Told of what is wrong with the tokens of Official Accounts.
    let tokens: TokenTroubles

    /// What the settings want, for the supervisor.
    func plans(_ settings: Settings) -> [AccountPlan] {
        settings.accounts.map { plan($0, settings) }
    }

    private func plan(_ account: Settings.Account, _ settings: Settings) -> AccountPlan {
        AccountPlan(
            account: AccountID(rawValue: account.name),
            platform: account.connection.platform.rawValue,
            textUnitsMax: textUnitsMax(account.connection),
            fingerprint: account.fingerprint(settings),
            limits: account.limits(settings),
            open: {
                [webhook = settings.web.webhooks[account.name]] () async throws(AccountLife.Trouble)
                in
                try await open(account.connection, webhook)
            })
    }

    private func textUnitsMax(_ connection: Settings.Connection) -> Int {
        switch connection {
        case .zaloBot: ZaloChannel.textUnitsMax
        case .telegram: TelegramChannel.textUnitsMax
        case .officialAccount: OAChannel.textUnitsMax
        }
    }

    private func open(
        _ connection: Settings.Connection, _ webhook: Settings.Webhook?
    ) async throws(AccountLife.Trouble) -> Channel {
        do throws(StartFailure) {
            switch connection {
            case .zaloBot(let account):
                if let webhook { return try await openCalled(account, webhook) }
                return try await ZaloChannel.open(
                    account, exchange: http.execute, lockFolder: lockFolder, now: clockNow
                ).channel
            case .telegram(let account):
                return try await TelegramChannel.open(
                    account, exchange: http.execute, lockFolder: lockFolder, now: clockNow
                ).channel
            case .officialAccount(let account):
                return try await openOfficial(account)
            }
        } catch {
            throw AccountLife.Trouble(error, account: connection.name)
        }
    }

    /// Opens an Official Account; what is wrong with its tokens is told as long as it is open.
    private func openOfficial(_ account: OAAccount) async throws(StartFailure) -> Channel {
        let name = AccountID(rawValue: account.name)
        tokens.forget(name)
        return try await OAChannel.open(
            account, exchange: http.execute, now: clockNow,
            trouble: { trouble in
                if let trouble {
                    tokens.began(name, what: trouble.what, remedy: trouble.remedy)
                } else {
                    tokens.ended(name)
                }
            }
        ).channel
    }

    /// Opens a bot whose updates Zalo pushes.
    private func openCalled(
        _ account: ZaloAccount, _ webhook: Settings.Webhook
    ) async throws(StartFailure) -> Channel {
        let secret: Secret
        do {
            secret = try WebhookSecretFile(path: webhook.secretFile).read(of: account.name)
        } catch {
            throw .secretUnusable(reason: error.description)
        }
        let bot = try await ZaloChannel.openForWebhook(
            account, secret: secret, address: webhook.address, exchange: http.execute)
        pushed.note(bot)
        return bot.channel
    }
}

extension Settings.Account {
    /// The account's limits: its own where it has some, the deployment's else.
    func limits(_ settings: Settings) -> GatewayLimits {
        var limits = settings.limits
        if let interval = sendIntervalMilliseconds {
            limits.pace.intervalMilliseconds = Int64(interval)
        }
        if let monthlyQuota { limits.monthlyQuota = monthlyQuota }
        return limits
    }

    /// Differs when anything of the account does; good for the life of this process.
    fileprivate func fingerprint(_ settings: Settings) -> String {
        let limits = limits(settings)
        var hasher = Hasher()
        hasher.combine(connection.platform.rawValue)
        hasher.combine(connection.base)
        hasher.combine(connection.secrets)
        hasher.combine(limits.pace.intervalMilliseconds)
        hasher.combine(limits.monthlyQuota)
        if let webhook = settings.web.webhooks[name] {
            hasher.combine(webhook.address.url)
            hasher.combine(try? WebhookSecretFile(path: webhook.secretFile).read(of: name))
        }
        return String(hasher.finalize())
    }
}

extension Settings {
    /// The deployment's limits.
    var limits: GatewayLimits {
        var limits = GatewayLimits()
        limits.pace = pace
        limits.sendsAtOnce = sendsAtOnce
        limits.flood = flood
        limits.monthlyQuota = monthlyQuota
        limits.watch = watch
        limits.retention = retention
        limits.pollGraceMilliseconds = pollGraceMilliseconds
        return limits
    }
}

extension AccountLife.Trouble {
    /// A start of a Zalo bot that went wrong, with what to do about it.
    init(_ failure: StartFailure, account: String) {
        let again = "'tungngo accounts resume \(account)'"
        switch failure {
        case .unreachable(let reason):
            self.init(
                reason: reason,
                remedy: "it is tried again by itself; when it lasts, look at network, http.proxy "
                    + "and base_url", mayPass: true)
        case .tokenRefused(let reason):
            self.init(
                reason: "\(reason): the token is wrong or was reset",
                remedy: "put the token that Zalo sent last into the account's token file: that is "
                    + "noticed within seconds")
        case .callRefused(let reason):
            self.init(
                reason: reason,
                remedy: "check base_url and token; a change is noticed, \(again) "
                    + "tries as it is")
        case .webhookSet(let host):
            self.init(
                reason: "a webhook at \(host) is set, so polling brings nothing",
                remedy: "delete the webhook if no other program needs it, then \(again)")
        case .anotherPoller(let path):
            self.init(
                reason: "another process, or another account of this one, polls this bot already "
                    + "(it holds \(path))",
                remedy: "stop the other one; this account goes on by itself then", mayPass: true)
        case .lockFailed(let path, let reason):
            self.init(
                reason: "the lock \(path) cannot be opened: \(reason)",
                remedy: "let this user write there, or set lock_folder; then \(again)")
        case .tokensUnusable(let reason), .secretUnusable(let reason):
            self.init(
                reason: reason,
                remedy: "mend it; a changed file is noticed, \(again) tries as it is")
        case .cancelled:
            self.init(reason: "the start was called off", remedy: again, mayPass: true)
        }
    }
}
