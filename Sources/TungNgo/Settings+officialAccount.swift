import Foundation
import Messaging
import Zalo

extension Settings {
    /// The keys of an Official Account beside `platform`, `token_file` and `base_url`.
    static let officialAccountKeys = [
        "account.*.app_id", "account.*.app_secret_file", "account.*.oa_secret_file",
        "account.*.oauth_url", "account.*.groups",
    ]

    /// Reads an account whose platform is `zalo-oa`.
    ///
    /// - Parameters:
    ///   - name: The deployment's name for the account.
    ///   - base: Where the API is; nil for Zalo's own.
    ///   - text: Returns the value of `account.NAME.` and the given word; nil when it is not set.
    ///   - path: Makes a path of the settings absolute.
    /// - Returns: The account; its token file is read when it is opened.
    /// - Throws: `Problem`, worded for whoever wrote the settings.
    static func officialAccount(
        _ name: String, base: String?, text: (String) -> String?, path: (String) -> String
    ) throws -> OAAccount {
        func required(_ key: String) throws -> String {
            guard let value = text(key), !value.isEmpty else {
                throw Problem(
                    "account.\(name).\(key) is missing: an Official Account needs app_id, "
                        + "app_secret_file, oa_secret_file and token_file.", key: "account.\(name)")
            }
            return value
        }
        func secret(_ key: String) throws -> Secret {
            let file = path(try required(key))
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Problem(
                    "account.\(name).\(key): cannot read '\(file)'. Put the secret there, "
                        + "readable by this user alone.", key: "account.\(name).\(key)")
            }
            return Secret(text)
        }
        let word = text("groups") ?? OAAccount.Hearing.mentioned.rawValue
        guard let hearing = OAAccount.Hearing(rawValue: word) else {
            let known = OAAccount.Hearing.allCases.map(\.rawValue).joined(separator: " or ")
            throw Problem("account.\(name).groups must be \(known), not '\(word)'.")
        }
        do {
            return try OAAccount(
                name: name, appID: try required("app_id"), appSecret: try secret("app_secret_file"),
                secretKey: try secret("oa_secret_file"),
                tokenFile: path(try required("token_file")),
                base: base ?? OAAccount.platformBase,
                oauthBase: text("oauth_url") ?? OAAccount.oauthBase, hearing: hearing)
        } catch let problem as OAAccount.Problem {
            throw Problem("account.\(name): \(problem)")
        }
    }
}

extension OAAccount {
    /// What must not show, for the log's redaction; the tokens change while the daemon runs and
    /// are in no text that is logged.
    var secrets: [Secret] { [appSecret, secretKey] }
}

extension Settings.Connection {
    /// Whether the platform knows no other way than to call us.
    var isCalled: Bool {
        switch self {
        case .officialAccount: true
        case .zaloBot, .telegram: false
        }
    }
}
