import Messaging
import Wire

/// One bot as the deployment knows it.
package struct ZaloAccount: Hashable, Sendable {
    /// Why an account's settings cannot be used.
    package enum Problem: Error, Hashable, Sendable {
        case tokenEmpty
        case baseNotURL
        case baseNotEncrypted
    }

    /// The deployment's name for the bot, for logs and storage.
    package let name: String

    package let token: Secret

    /// Scheme, host and port, without a slash at the end.
    package let base: String

    /// Checks the settings of an account.
    ///
    /// - Parameters:
    ///   - name: The deployment's name for the bot.
    ///   - token: As Zalo sent it; its form is not checked, since Zalo promises none.
    ///   - base: `https`, or `http` to this machine alone: the token is in every path.
    /// - Throws: `Problem`, worded for whoever wrote the settings.
    package init(
        name: String, token: Secret, base: String = BotAPI.platformBase
    ) throws(Problem) {
        guard !token.isEmpty else { throw .tokenEmpty }
        self.base = try Self.checked(base: base)
        self.name = name
        self.token = token
    }

    /// Returns `base` without slashes at its end, if secrets may be sent there.
    ///
    /// - Throws: `Problem` unless it is `https`, or `http` to this machine alone.
    static func checked(base: String) throws(Problem) -> String {
        do {
            return try PlatformBase(base).url
        } catch {
            throw error == .notURL ? .baseNotURL : .baseNotEncrypted
        }
    }
}

extension ZaloAccount.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tokenEmpty:
            "the token is empty. Put the one that Zalo sent to the bot's owner there."
        case .baseNotURL:
            "the base is no URL of scheme and host. Use \(BotAPI.platformBase)."
        case .baseNotEncrypted:
            "the base is http and not on this machine: the token would go out in the clear. "
                + "Use https."
        }
    }
}
