import CurlHTTP
import Foundation
import Messaging
import Storage
import Telegram
import Zalo

/// What the platforms say of each account: whether its token is good, and where messages go.
///
/// Messages are never asked for: a poll would take them away from the daemon.
struct AccountChecks: Sendable {
    let settings: Settings
    let exchange: TimedExchange

    /// Accounts asked about at the same time.
    private static let atOnce = 8

    func findings() async -> [Finding] {
        let lives = lives()
        let accounts = settings.accounts
        return await withTaskGroup(of: (Int, [Finding]).self) { group in
            var found: [Int: [Finding]] = [:]
            func take(_ result: (Int, [Finding])) {
                found[result.0] = result.1
                showProgress("asking about accounts", found.count, of: accounts.count)
            }
            for (number, account) in accounts.enumerated() {
                if number >= Self.atOnce, let result = await group.next() { take(result) }
                let life = lives[account.name]
                group.addTask { (number, await check(account, life)) }
            }
            for await result in group { take(result) }
            return accounts.indices.flatMap { found[$0] ?? [] }
        }
    }

    /// What the daemon has noted of each account; none when the database cannot be used.
    private func lives() -> [String: AccountLifeRow] {
        guard DatabaseFile(path: settings.database).isThere,
            let store = try? Store.open(path: settings.database)
        else { return [:] }
        defer { try? store.close() }
        let rows = (try? store.accountLives()) ?? []
        return Dictionary(
            rows.map { ($0.account.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func check(_ account: Settings.Account, _ life: AccountLifeRow?) async -> [Finding] {
        let check = "account \(account.name)"
        var findings = await platform(account, check)
        if life?.mark.pausedAt != nil {
            findings.append(
                .warning(
                    check, "it rests, as an admin said",
                    mend: "tungngo accounts resume \(account.name)"))
        } else if life?.state == "stopped", let reason = life?.reason {
            findings.append(
                .broken(
                    check, "the daemon has stopped it: \(reason)",
                    mend: life?.remedy ?? "tungngo accounts resume \(account.name)"))
        }
        return findings
    }

    private func platform(_ account: Settings.Account, _ check: String) async -> [Finding] {
        switch account.connection {
        case .zaloBot(let zalo): await self.zalo(zalo, check)
        case .telegram(let telegram): await self.telegram(telegram, check)
        case .officialAccount(let official): await self.official(official, check)
        }
    }

    private func zalo(_ account: ZaloAccount, _ check: String) async -> [Finding] {
        let api = BotAPI(
            token: account.token, base: account.base, exchange: exchange.execute)
        do {
            _ = try await api.getMe()
            let state = try await api.getWebhookInfo()
            return [Self.intake(state, settings.web.webhooks[account.name], account.name, check)]
        } catch {
            return [Self.failed(check, error.reason, account.name, isToken: error.isOfToken)]
        }
    }

    /// Compares where Zalo pushes with where the settings want messages.
    private static func intake(
        _ state: WebhookState?, _ wanted: Settings.Webhook?, _ name: String, _ check: String
    ) -> Finding {
        guard let wanted else {
            guard let url = state?.url else {
                return .fine(check, "its token is good, and it is polled")
            }
            let host = WebhookAddress(url)?.authority ?? "an unnamed host"
            return .broken(
                check, "a webhook at \(host) is set, so that polling brings nothing",
                mend: "tungngo webhook delete \(name)")
        }
        let registration = WebhookRegistration(state, ours: wanted.address)
        guard let trouble = registration.trouble else {
            return .fine(check, "its token is good, and Zalo pushes to this daemon")
        }
        return .broken(check, trouble, mend: "tungngo webhook set \(name)")
    }

    private func telegram(_ account: TelegramAccount, _ check: String) async -> [Finding] {
        let api = TelegramAPI(account, exchange: exchange.execute)
        do {
            _ = try await api.getMe()
            guard let url = try await api.getWebhookInfo() else {
                return [.fine(check, "its token is good, and it is polled")]
            }
            let host = URLComponents(string: url)?.host ?? "an unnamed host"
            return [
                .broken(
                    check, "a webhook at \(host) is set, so that polling brings nothing",
                    mend: "delete the webhook of this bot, then tungngo accounts resume "
                        + account.name)
            ]
        } catch {
            return [Self.failed(check, error.reason, account.name, isToken: error.isOfToken)]
        }
    }

    /// Looks at the pair of tokens and asks with the access token; a renewal is the daemon's.
    private func official(_ account: OAAccount, _ check: String) async -> [Finding] {
        let pair: OATokenPair
        do {
            pair = try OATokenFile(path: account.tokenFile).read()
        } catch {
            return [
                .broken(
                    check, "\(error)",
                    mend: "tungngo oa authorize --token-file \(account.tokenFile) …")
            ]
        }
        if let end = pair.accessEndsAt, end <= clockNow() {
            return [
                .fine(check, "its access token has ended; the daemon renews it when it calls")
            ]
        }
        do {
            let api = OfficialAccountAPI(base: account.base, exchange: exchange.execute)
            _ = try await api.profile(access: pair.access)
            return [.fine(check, "its access token is good; Zalo calls this daemon's webhook")]
        } catch {
            return [
                .warning(
                    check, "\(error.reason), with the access token of its file",
                    mend: "tungngo accounts list says how the daemon fares; if it is stopped: "
                        + "tungngo oa authorize")
            ]
        }
    }

    private static func failed(
        _ check: String, _ reason: String, _ name: String, isToken: Bool
    ) -> Finding {
        .broken(
            check, reason,
            mend: isToken
                ? "put the token that the platform sent last into the file of account.\(name), or "
                    + "tungngo accounts add \(name) --replace --token-file FILE"
                : "look at the network, http.proxy and account.\(name).base_url")
    }
}

extension CallFailure {
    /// Whether the platform refuses the token itself.
    fileprivate var isOfToken: Bool {
        switch self {
        case .refused(let code, _): [401, 403, 404].contains(code)
        case .noEnvelope(let status, _, _): [401, 403].contains(status)
        case .transport: false
        }
    }
}

extension TelegramCallFailure {
    /// Whether the platform refuses the token itself.
    fileprivate var isOfToken: Bool {
        switch self {
        case .refused(let code, _, _): [401, 403, 404].contains(code)
        case .unreadable(let status, _, _): [401, 403].contains(status)
        case .transport: false
        }
    }
}
