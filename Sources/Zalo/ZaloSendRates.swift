import Messaging

extension SendRates {
    /// What a Zalo bot is kept to.
    ///
    /// Zalo publishes no rate, only that error 429 "Quota exceeded" exists, without a time to wait
    /// (Bot API documentation v2.5.0, read 2026-09). These are Telegram's published figures, as a
    /// guess on the safe side; `delivery.*` in the settings changes them. A refusal may mean the
    /// month's quota, so the whole account rests.
    package static let zalo = SendRates(
        account: TokenBucket.Rate(intervalMilliseconds: 40, burst: 5),
        chat: TokenBucket.Rate(intervalMilliseconds: 1_000, burst: 5),
        group: .unlimited, isGroup: { _ in false }, refusalScope: .account)
}
