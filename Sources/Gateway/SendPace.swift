import Messaging

/// What the deployment sets of how fast an account sends; nil leaves the platform's own figure.
package struct SendPace: Sendable {
    /// Milliseconds for each message of an account in the long run; 0 for no limit.
    package var intervalMilliseconds: Int64?

    /// Messages that an account may send at once after a while of silence.
    package var burst: Int64?

    /// Milliseconds for each message to one chat in the long run; 0 for no limit.
    package var chatIntervalMilliseconds: Int64?

    /// Messages that one chat may get at once after a while of silence.
    package var chatBurst: Int64?

    package init() {}

    /// Nothing is held back.
    package static let unlimited = {
        var pace = SendPace()
        pace.intervalMilliseconds = 0
        pace.chatIntervalMilliseconds = 0
        return pace
    }()

    /// The platform's rates with what is set put in their place.
    ///
    /// No limit for a chat is none for a group either.
    func applied(to rates: SendRates) -> SendRates {
        var rates = rates
        rates.account = TokenBucket.Rate(
            intervalMilliseconds: intervalMilliseconds ?? rates.account.intervalMilliseconds,
            burst: burst ?? rates.account.burst)
        rates.chat = TokenBucket.Rate(
            intervalMilliseconds: chatIntervalMilliseconds ?? rates.chat.intervalMilliseconds,
            burst: chatBurst ?? rates.chat.burst)
        if chatIntervalMilliseconds == 0 { rates.group = .unlimited }
        return rates
    }
}
