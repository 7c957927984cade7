import CurlHTTP
import Messaging
import Synchronization
import Wire

/// Opens a bot's channel on Telegram: checks that polling can work, then hands out the two calls.
package struct TelegramChannel: Sendable {
    /// UTF-16 units of a message at the most.
    ///
    /// Source: core.telegram.org/bots/api, sendMessage: 1–4096 characters after entities parsing.
    package static let textUnitsMax = 4_096

    /// Milliseconds for which a poll goes on by itself past updates that are not for us.
    static let passingMilliseconds: Int64 = 5_000

    /// Who the bot is, as `getMe` said at the start.
    package let profile: TelegramProfile

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
        _ account: TelegramAccount, exchange: @escaping TelegramAPI.Exchange, lockFolder: String,
        waitSeconds: Int = TelegramAPI.waitSeconds, now: @escaping @Sendable () -> Timestamp
    ) async throws(StartFailure) -> TelegramChannel {
        let api = TelegramAPI(account, exchange: exchange)
        let profile: TelegramProfile
        let webhook: String?
        do {
            profile = try await api.getMe()
            webhook = try await api.getWebhookInfo()
        } catch {
            throw StartFailure(error)
        }
        if let webhook { throw .webhookSet(host: webhookHost(of: webhook)) }
        let lock = try PollerLock(
            platform: "telegram", botID: String(profile.id), folder: lockFolder)
        let mapping = TelegramMapping(
            account: AccountID(rawValue: account.name), profile: profile)
        let poll = TelegramPoll(api: api, mapping: mapping, waitSeconds: waitSeconds, now: now)
        let channel = Channel(
            account: mapping.account,
            textUnitsMax: textUnitsMax,
            receive: { () async throws(ReceiveFailure) in
                // The channel polls for as long as it holds the lock, and not longer.
                defer { withExtendedLifetime(lock) {} }
                return try await poll.next()
            },
            rates: .telegram,
            send: { message async throws(SendFailure) in try await send(message, api) })
        return TelegramChannel(profile: profile, channel: channel)
    }

    /// Sends one message in one request, or refuses it before any.
    static func send(
        _ message: OutboundMessage, _ api: TelegramAPI
    ) async throws(SendFailure) -> Sent {
        guard message.text.utf16.count <= textUnitsMax else {
            throw .refused(reason: "the text is longer than Telegram takes")
        }
        guard message.text.contains(where: { !$0.isWhitespace }) else {
            throw .refused(reason: "the text is empty")
        }
        guard let place = TelegramPlace(message.chat) else {
            throw .refused(reason: "the chat is none of Telegram's")
        }
        do {
            let id = try await api.sendMessage(to: place, text: message.text)
            return Sent(message: id.map { MessageID(rawValue: String($0)) })
        } catch {
            throw SendFailure(error)
        }
    }
}

/// The long poll of one bot, with the place in its updates that it has come to.
final class TelegramPoll: Sendable {
    private let api: TelegramAPI
    private let mapping: TelegramMapping
    private let waitSeconds: Int
    private let now: @Sendable () -> Timestamp
    private let cursor = Mutex(TelegramCursor())

    init(
        api: TelegramAPI, mapping: TelegramMapping, waitSeconds: Int,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.api = api
        self.mapping = mapping
        self.waitSeconds = waitSeconds
        self.now = now
    }

    /// Waits for the next messages; being called says that those of the call before are kept.
    ///
    /// Updates that are not for us are passed here, since nothing of them is to be kept: for a few
    /// seconds, so that a group's chatter neither fills the log nor makes the bot deaf.
    func next() async throws(ReceiveFailure) -> Received {
        let began = now()
        while true {
            let place = cursor.withLock { $0 }
            let updates: [JSON]
            do {
                updates = try await api.getUpdates(
                    offset: place.offset, limit: place.limit, waitSeconds: waitSeconds)
            } catch {
                throw cursor.withLock { $0.failed(error) }
            }
            let hasMoved = cursor.withLock { $0.came(updates) }
            let received = mapping.received(updates, at: now())
            guard case .skipped = received, hasMoved,
                now() < began.adding(milliseconds: Self.passingMilliseconds)
            else { return received }
        }
    }

    private static var passingMilliseconds: Int64 { TelegramChannel.passingMilliseconds }
}
