import CurlHTTP
import Messaging
import Wire

/// Telegram's calls to our HTTP server, instead of polls.
package enum TelegramWebhook {
    /// The header that brings back the secret given to `setWebhook`, in lower case.
    package static let secretHeader = "x-telegram-bot-api-secret-token"

    /// The route on which a bot's updates come, one bare update a call.
    ///
    /// - Parameters:
    ///   - account: The deployment's name for the bot.
    ///   - profile: Who the bot is, for mentions and for what it wrote itself.
    ///   - path: As `WebhookRoute.path`.
    ///   - secret: What `setWebhook` was given; a call without it is refused, there are no probes.
    /// - Returns: A value; nothing listens yet.
    package static func route(
        account: AccountID, profile: TelegramProfile, path: String, secret: Secret
    ) -> WebhookRoute {
        let mapping = TelegramMapping(account: account, profile: profile)
        return WebhookRoute(account: account, path: path) { call in
            guard let given = call.header(secretHeader), !secret.isEmpty, secret.matches(given)
            else { return .refused(reason: "the secret is missing or wrong") }
            guard let update = JSON.read(call.body) else {
                return .received(.skipped(reason: "a body that is no JSON"))
            }
            return .received(mapping.received([update], at: call.at))
        }
    }
}

extension TelegramChannel {
    /// Opens the channel of a bot whose updates are posted to a route of ours.
    ///
    /// - Parameters:
    ///   - account: Whose bot.
    ///   - exchange: Sends one HTTP request.
    ///   - path: As `WebhookRoute.path`.
    ///   - secret: What `setWebhook` was given.
    /// - Returns: The bot and its channel.
    /// - Throws: `StartFailure`; when its `mayPass` is true, try again later.
    package static func openPushed(
        _ account: TelegramAccount, exchange: @escaping TelegramAPI.Exchange, path: String,
        secret: Secret
    ) async throws(StartFailure) -> TelegramChannel {
        let api = TelegramAPI(account, exchange: exchange)
        let profile: TelegramProfile
        do {
            profile = try await api.getMe()
        } catch {
            throw StartFailure(error)
        }
        let name = AccountID(rawValue: account.name)
        let route = TelegramWebhook.route(
            account: name, profile: profile, path: path, secret: secret)
        return TelegramChannel(
            profile: profile,
            channel: Channel(
                account: name, textUnitsMax: textUnitsMax, intake: .push([route]),
                send: { message async throws(SendFailure) in try await send(message, api) }))
    }
}
