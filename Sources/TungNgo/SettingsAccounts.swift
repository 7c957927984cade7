import Configuration
import Foundation
import Messaging
import Telegram
import Zalo

extension Settings {
    /// One bot account.
    struct Account: Sendable {
        let name: String
        let connection: Connection

        /// Milliseconds between the starts of two sends; nil for the deployment's.
        var sendIntervalMilliseconds: Int?

        /// Messages in a month at the most; nil for the deployment's.
        var monthlyQuota: Int?

        /// An account on Zalo's Bot platform.
        init(name: String, zalo: ZaloAccount) {
            self.init(name: name, connection: .zaloBot(zalo))
        }

        init(name: String, connection: Connection) {
            self.name = name
            self.connection = connection
        }
    }

    /// What an account needs to reach its platform: one case for each platform.
    ///
    /// A new platform gets a case here, a word in `Platform`, its keys in `connection`, and its
    /// way to open a channel in `AccountOpener`.
    enum Connection: Sendable {
        case zaloBot(ZaloAccount)
        case telegram(TelegramAccount)
        case officialAccount(OAAccount)

        /// The deployment's name of the account.
        var name: String {
            switch self {
            case .zaloBot(let account): account.name
            case .telegram(let account): account.name
            case .officialAccount(let account): account.name
            }
        }

        /// Which platform it is.
        var platform: Platform {
            switch self {
            case .zaloBot: .zaloBot
            case .telegram: .telegram
            case .officialAccount: .officialAccount
            }
        }

        /// What must not show, and what no two accounts may share.
        var secrets: [Secret] {
            switch self {
            case .zaloBot(let account): [account.token]
            case .telegram(let account): [account.token]
            case .officialAccount(let account): account.secrets
            }
        }

        /// Where the platform is.
        var base: String {
            switch self {
            case .zaloBot(let account): account.base
            case .telegram(let account): account.base
            case .officialAccount(let account): account.base
            }
        }
    }

    /// The word for a platform in the settings.
    enum Platform: String, CaseIterable, Sendable {
        case zaloBot = "zalo-bot"
        case telegram
        case officialAccount = "zalo-oa"
    }

    /// One account's keys, and where its token is.
    struct AccountKeys {
        let name: String
        let reader: ConfigReader
        /// Makes a path of the settings absolute.
        let path: (String) -> String
        /// The token file of the accounts' folder that names the account, if one does.
        var folderFile: String?

        /// The key's full name, for messages.
        func place(_ last: String) -> String { "account.\(name).\(last)" }

        /// The text of a key; nil when it is not set.
        func text(_ last: String) -> String? { reader.string(forKey: key(last)) }

        func number(_ last: String, in range: ClosedRange<Int>) throws -> Int? {
            guard let number = reader.int(forKey: key(last)) else { return nil }
            guard range.contains(number) else {
                throw Problem(
                    "\(place(last)) must be from \(range.lowerBound) to \(range.upperBound).",
                    key: place(last))
            }
            return number
        }

        /// The secret itself, or what its file holds.
        func secret(_ last: String, remedy: String) throws -> Secret {
            let fileKey = "\(last)_file"
            var secret = reader.string(forKey: key(last), isSecret: true)
            if let file = text(fileKey).map(path) {
                secret = try contents(of: file, naming: place(fileKey), remedy)
            } else if last == "token", let folderFile {
                secret = try contents(of: folderFile, naming: folderFile, remedy)
            }
            guard let secret else {
                throw Problem(
                    "account.\(name) has no \(last). Set \(place(fileKey)) to a file that holds it.",
                    key: "account.\(name)")
            }
            return Secret(secret)
        }

        private func key(_ last: String) -> ConfigKey {
            ConfigKey(ConfigKey(["account", name]).components + [last])
        }

        private func contents(
            of file: String, naming place: String, _ remedy: String
        ) throws -> String {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Problem("\(place): cannot read '\(file)'. \(remedy)", key: place)
            }
            let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !secret.isEmpty, !secret.contains(where: \.isWhitespace) else {
                throw Problem(
                    "\(place): '\(file)' must hold one word, the token. \(remedy)", key: place)
            }
            return secret
        }
    }

    /// Reads one account, its token file included.
    static func account(_ keys: AccountKeys, defaults: (platform: String, base: String?)) throws
        -> Account
    {
        let word = keys.text("platform") ?? defaults.platform
        guard let platform = Platform(rawValue: word) else {
            let known = Platform.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                "\(keys.place("platform")) is '\(word)'; this version speaks \(known).",
                key: keys.place("platform"))
        }
        // The default base is for accounts of the default platform.
        let base =
            keys.text("base_url") ?? (word == defaults.platform ? defaults.base : nil)
        var account = Account(
            name: keys.name, connection: try connection(to: platform, base: base, keys))
        account.sendIntervalMilliseconds = try keys.number("interval_ms", in: 0...60_000)
        account.monthlyQuota = try keys.number("monthly_quota", in: 1...1_000_000_000)
        return account
    }

    private static func connection(
        to platform: Platform, base: String?, _ keys: AccountKeys
    ) throws -> Connection {
        if platform == .officialAccount {
            return .officialAccount(
                try officialAccount(keys.name, base: base, text: keys.text, path: keys.path))
        }
        let token = try keys.secret(
            "token",
            remedy: "Put the token that the platform sent in it, readable by this user alone.")
        do {
            switch platform {
            case .zaloBot:
                return .zaloBot(
                    try ZaloAccount(
                        name: keys.name, token: token, base: base ?? BotAPI.platformBase))
            case .telegram:
                return .telegram(
                    try TelegramAccount(
                        name: keys.name, token: token, base: base ?? TelegramAPI.platformBase))
            case .officialAccount:
                preconditionFailure("an Official Account has no token of its own")
            }
        } catch {
            throw Problem("account.\(keys.name): \(error)", key: "account.\(keys.name)")
        }
    }
}
