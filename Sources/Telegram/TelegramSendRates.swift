import Messaging

extension SendRates {
    /// What a Telegram bot is kept to: one message a second in a chat, 20 a minute in a group,
    /// 30 a second in all (Bots FAQ, "My bot is hitting limits", read 2026-09).
    ///
    /// Burst and rate together stay below the figure: 5 + 15 in a minute, 5 + 25 in a second.
    package static let telegram = SendRates(
        account: TokenBucket.Rate(intervalMilliseconds: 40, burst: 5),
        chat: TokenBucket.Rate(intervalMilliseconds: 1_000, burst: 3),
        group: TokenBucket.Rate(intervalMilliseconds: 4_000, burst: 5),
        // Telegram numbers groups below zero.
        isGroup: { $0.rawValue.hasPrefix("-") }, refusalScope: .chat)
}
