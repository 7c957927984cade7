import Foundation
import Messaging
import Zalo

extension Settings {
    /// The keys of an Official Account beside `platform`, `token_file` and `base_url`.
    static let officialAccountKeys = [
        "account.*.app_id", "account.*.app_secret_file", "account.*.oa_secret_file",
        "account.*.oauth_url", "account.*.groups",
    ]

    /// The word for this platform in `account.NAME.platform`.
    static let officialAccountPlatform = "zalo-oa"

    /// Reads an account whose platform is `zalo-oa`.
    ///
    /// - Parameters:
    ///   - name: The deployment's name for the account.
    ///   - text: Returns the value of `account.NAME.` and the given word; nil when it is not set.
    ///   - path: Makes a path of the settings absolute.
    /// - Returns: The account; its token file is read when it is opened.
    /// - Throws: `OfficialAccountProblem`, worded for whoever wrote the settings.
    static func officialAccount(
        _ name: String, text: (String) -> String?, path: (String) -> String
    ) throws -> OAAccount {
        func required(_ key: String) throws -> String {
            guard let value = text(key), !value.isEmpty else {
                throw OfficialAccountProblem(
                    "account.\(name).\(key) is missing: an Official Account needs app_id, "
                        + "app_secret_file, oa_secret_file and token_file.")
            }
            return value
        }
        func secret(_ key: String) throws -> Secret {
            let file = path(try required(key))
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw OfficialAccountProblem(
                    "account.\(name).\(key): cannot read '\(file)'. Put the secret there, "
                        + "readable by this user alone.")
            }
            return Secret(text)
        }
        let word = text("groups") ?? OAAccount.Hearing.mentioned.rawValue
        guard let hearing = OAAccount.Hearing(rawValue: word) else {
            let known = OAAccount.Hearing.allCases.map(\.rawValue).joined(separator: " or ")
            throw OfficialAccountProblem("account.\(name).groups must be \(known), not '\(word)'.")
        }
        do {
            return try OAAccount(
                name: name, appID: try required("app_id"), appSecret: try secret("app_secret_file"),
                secretKey: try secret("oa_secret_file"),
                tokenFile: path(try required("token_file")),
                base: text("base_url") ?? OAAccount.platformBase,
                oauthBase: text("oauth_url") ?? OAAccount.oauthBase, hearing: hearing)
        } catch let problem as OAAccount.Problem {
            throw OfficialAccountProblem("account.\(name): \(problem)")
        }
    }

    /// Why an Official Account's settings cannot be used: one sentence with what to do.
    struct OfficialAccountProblem: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}

extension OAAccount {
    /// What must not show, for the log's redaction; the tokens change while the daemon runs and
    /// are in no text that is logged.
    var secrets: [Secret] { [appSecret, secretKey] }
}
