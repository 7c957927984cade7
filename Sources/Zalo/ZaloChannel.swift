import CurlHTTP
import Messaging
import Wire

/// Opens a bot's channel: checks that polling can work, then hands out the two calls.
package struct ZaloChannel: Sendable {
    /// UTF-16 units of a message at the most: below the platform's 2,000 "characters", whose unit
    /// it does not name.
    package static let textUnitsMax = 1_900

    /// Who the bot is, as `getMe` said at the start.
    package let profile: BotProfile

    package let channel: Channel

    /// Asks the platform who the bot is and whether a webhook stands in the way, and locks it.
    ///
    /// - Parameters:
    ///   - account: Whose bot.
    ///   - exchange: Sends one HTTP request; `HTTPClient.execute` outside of tests.
    ///   - lockFolder: An existing folder for the lock file, which lives as long as the channel.
    ///   - waitSeconds: How long one poll waits on the platform.
    ///   - now: Reads the clock, for messages that come without a date.
    /// - Returns: The bot and its channel.
    /// - Throws: `StartFailure`; when its `mayPass` is true, try again later.
    package static func open(
        _ account: ZaloAccount, exchange: @escaping BotAPI.Exchange, lockFolder: String,
        waitSeconds: Int = BotAPI.waitSeconds, now: @escaping @Sendable () -> Timestamp
    ) async throws(StartFailure) -> ZaloChannel {
        let api = BotAPI(token: account.token, base: account.base, exchange: exchange)
        let profile: BotProfile
        let webhook: WebhookState?
        do {
            profile = try await api.getMe()
            webhook = try await api.getWebhookInfo()
        } catch {
            throw StartFailure(error)
        }
        if let url = webhook?.url { throw .webhookSet(host: webhookHost(of: url)) }
        // Ids are the platform's own: a simulated one may have the same.
        let place = account.base == BotAPI.platformBase ? "" : account.base
        let lock = try PollerLock(
            platform: "zalo", botID: place + profile.id, folder: lockFolder)
        let mapping = InboundMapping(
            account: AccountID(rawValue: account.name), profile: profile)
        let channel = Channel(
            account: mapping.account,
            textUnitsMax: textUnitsMax,
            receive: { () async throws(ReceiveFailure) in
                // The channel polls for as long as it holds the lock, and not longer.
                defer { withExtendedLifetime(lock) {} }
                return try await receive(api, waitSeconds, mapping, now)
            },
            rates: .zalo,
            send: { message async throws(SendFailure) in try await send(message, api) })
        return ZaloChannel(profile: profile, channel: channel)
    }

    private static func receive(
        _ api: BotAPI, _ waitSeconds: Int, _ mapping: InboundMapping, _ now: () -> Timestamp
    ) async throws(ReceiveFailure) -> Received {
        do {
            return mapping.received(try await api.getUpdates(waitSeconds: waitSeconds), at: now())
        } catch {
            switch PollOutcome(error) {
            case .received(let received): return received
            case .failed(let failure): throw failure
            }
        }
    }

    static func send(
        _ message: OutboundMessage, _ api: BotAPI
    ) async throws(SendFailure) -> Sent {
        guard message.text.utf16.count <= SendMessageParameters.textUnitsMax else {
            throw .refused(reason: "the text is longer than Zalo takes")
        }
        guard message.text.contains(where: { !$0.isWhitespace }) else {
            throw .refused(reason: "the text is empty")
        }
        do {
            let receipt = try await api.sendMessage(
                chat: message.chat.rawValue, text: message.text)
            return Sent(
                message: receipt.messageID.flatMap { $0.isEmpty ? nil : MessageID(rawValue: $0) })
        } catch {
            throw SendFailure(error)
        }
    }
}
