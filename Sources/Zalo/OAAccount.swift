import Messaging

/// One Official Account as the deployment knows it.
package struct OAAccount: Hashable, Sendable {
    /// Why an account's settings cannot be used.
    package enum Problem: Error, Hashable, Sendable {
        case appIDNotNumber
        case appSecretEmpty
        case secretKeyEmpty
        case baseUnusable(setting: String, ZaloAccount.Problem)
    }

    /// Which messages of a group are for the bot: an Official Account is sent all of them.
    package enum Hearing: String, Hashable, Sendable, CaseIterable {
        /// Those that mention the account by name or answer one of its messages.
        case mentioned
        /// All: for groups that exist to report.
        case all
    }

    /// Where the API is.
    package static let platformBase = "https://openapi.zalo.me"

    /// Where tokens are given out.
    package static let oauthBase = "https://oauth.zaloapp.com"

    /// The deployment's name for the account, for logs and storage.
    package let name: String

    /// The application that the Official Account has allowed to act for it.
    package let appID: String

    /// The application's secret, for renewing tokens.
    package let appSecret: Secret

    /// The OA Secret Key of the application's webhook page, for checking signatures.
    package let secretKey: Secret

    /// Path of the file with the pair of tokens, which is written at each renewal.
    package let tokenFile: String

    /// Scheme, host and port of the API, without a slash at the end.
    package let base: String

    /// Scheme, host and port of the place that gives out tokens.
    package let oauthBase: String

    package let hearing: Hearing

    /// Checks the settings of an account.
    ///
    /// - Parameters:
    ///   - name: The deployment's name for the account.
    ///   - appID: Decimal digits.
    ///   - appSecret: The application's secret.
    ///   - secretKey: The OA Secret Key.
    ///   - tokenFile: Path of the file with the pair of tokens.
    ///   - base: `https`, or `http` to this machine alone.
    ///   - oauthBase: The same for the place that gives out tokens.
    ///   - hearing: Which messages of a group are for the bot.
    /// - Throws: `Problem`, worded for whoever wrote the settings.
    package init(
        name: String, appID: String, appSecret: Secret, secretKey: Secret, tokenFile: String,
        base: String = OAAccount.platformBase, oauthBase: String = OAAccount.oauthBase,
        hearing: Hearing = .mentioned
    ) throws(Problem) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard !appID.isEmpty, appID.utf8.allSatisfy(digits.contains) else {
            throw .appIDNotNumber
        }
        guard !appSecret.isEmpty else { throw .appSecretEmpty }
        guard !secretKey.isEmpty else { throw .secretKeyEmpty }
        self.name = name
        self.appID = appID
        self.appSecret = appSecret
        self.secretKey = secretKey
        self.tokenFile = tokenFile
        self.base = try Self.checked(base, setting: "base_url")
        self.oauthBase = try Self.checked(oauthBase, setting: "oauth_url")
        self.hearing = hearing
    }

    private static func checked(_ base: String, setting: String) throws(Problem) -> String {
        do throws(ZaloAccount.Problem) {
            return try ZaloAccount.checked(base: base)
        } catch {
            throw .baseUnusable(setting: setting, error)
        }
    }
}

extension OAAccount.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .appIDNotNumber:
            "app_id is no number. It is on the application's page of developers.zalo.me."
        case .appSecretEmpty:
            "the application's secret is empty. Put the one of developers.zalo.me into "
                + "app_secret_file."
        case .secretKeyEmpty:
            "the OA Secret Key is empty. Put the one of the application's webhook page into "
                + "oa_secret_file; it is not the application's secret."
        case .baseUnusable(let setting, .baseNotEncrypted):
            "\(setting) is http and not on this machine: the tokens would go out in the clear. "
                + "Use https."
        case .baseUnusable(let setting, _):
            "\(setting) is no URL of scheme and host. Leave it out to use Zalo's own."
        }
    }
}
