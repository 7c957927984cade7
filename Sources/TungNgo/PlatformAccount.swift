import CurlHTTP
import Messaging
import Telegram
import Wire
import Zalo

/// An account as its platform knows it: `account.NAME.platform` of the settings.
enum PlatformAccount: Sendable {
    case zalo(ZaloAccount)
    case telegram(TelegramAccount)

    /// The names that `account.NAME.platform` may have.
    static let names = ["zalo", "telegram"]

    /// No platform has this name.
    struct Unknown: Error, CustomStringConvertible {
        let name: String

        var description: String {
            "there is no platform '\(name)'. Use one of: \(PlatformAccount.names.joined(separator: ", "))."
        }
    }

    /// Checks what the settings say of an account.
    ///
    /// - Parameters:
    ///   - platform: One of `names`.
    ///   - name: The deployment's name for the bot.
    ///   - token: As the platform gave it.
    ///   - base: Nil for the platform's own.
    /// - Throws: What is wrong, with what to do.
    init(on platform: String, name: String, token: Secret, base: String?) throws {
        switch platform {
        case "zalo":
            self = .zalo(
                try ZaloAccount(name: name, token: token, base: base ?? BotAPI.platformBase))
        case "telegram":
            self = .telegram(
                try TelegramAccount(
                    name: name, token: token, base: base ?? TelegramAPI.platformBase))
        default: throw Unknown(name: platform)
        }
    }

    var token: Secret {
        switch self {
        case .zalo(let account): account.token
        case .telegram(let account): account.token
        }
    }

    /// Asks the platform who the bot is, takes its lock, and returns the channel.
    func open(_ http: HTTPClient, lockFolder: String) async throws(StartFailure) -> Channel {
        switch self {
        case .zalo(let account):
            try await ZaloChannel.open(
                account, exchange: http.execute, lockFolder: lockFolder, now: clockNow
            ).channel
        case .telegram(let account):
            try await TelegramChannel.open(
                account, exchange: http.execute, lockFolder: lockFolder, now: clockNow
            ).channel
        }
    }
}
