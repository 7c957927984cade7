import Messaging
import Wire

/// A bot whose updates Zalo pushes to our HTTP server.
package struct PushedBot: Sendable {
    /// Who the bot is, as `getMe` said at the start.
    package let profile: BotProfile

    package let channel: Channel

    /// Asks where the platform pushes; to be looked at from time to time, since anybody with the
    /// token can change it.
    package let registration: @Sendable () async -> WebhookRegistration
}

extension ZaloChannel {
    /// Asks the platform who the bot is; its updates are expected at a webhook.
    ///
    /// The webhook is not set here: whoever runs the daemon does that, with `tungngo webhook set`,
    /// once the address can be reached. It needs no lock: the platform calls one address.
    ///
    /// - Parameters:
    ///   - account: Whose bot.
    ///   - secret: What each call must carry.
    ///   - address: Where the platform is to call, in full.
    ///   - exchange: Sends one HTTP request; `HTTPClient.execute` outside of tests.
    /// - Returns: The bot, its channel, and how to see where the platform pushes.
    /// - Throws: `StartFailure`; when its `mayPass` is true, try again later.
    package static func openForWebhook(
        _ account: ZaloAccount, secret: Secret, address: WebhookAddress,
        exchange: @escaping BotAPI.Exchange
    ) async throws(StartFailure) -> PushedBot {
        let api = BotAPI(token: account.token, base: account.base, exchange: exchange)
        let profile: BotProfile
        do {
            profile = try await api.getMe()
        } catch {
            throw StartFailure(error)
        }
        let webhook = BotWebhook(
            account: AccountID(rawValue: account.name), profile: profile, secret: secret)
        let channel = Channel(
            account: webhook.route.account, textUnitsMax: textUnitsMax,
            intake: .push([webhook.route]),
            send: { message async throws(SendFailure) in try await send(message, api) })
        return PushedBot(
            profile: profile, channel: channel,
            registration: { await api.registration(ours: address) })
    }
}
