/// Opens a bot's channel on Telegram.
package struct TelegramChannel: Sendable {
    /// UTF-16 units of a message at the most.
    ///
    /// Source: core.telegram.org/bots/api, sendMessage: 1–4096 characters after entities parsing.
    package static let textUnitsMax = 4_096
}
