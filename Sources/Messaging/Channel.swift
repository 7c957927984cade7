/// One bot account on one platform, as the gateway uses it.
///
/// A struct of closures and not a protocol: each platform's target makes the value, tests put
/// their own closures in, and only `TungNgo` knows which target it is.
package struct Channel: Sendable {
    package let account: AccountID

    /// UTF-16 code units of one message at the most; longer replies are cut before they are sent.
    package let textUnitsMax: Int

    /// How messages come in.
    package let intake: Intake

    /// Sends one message and returns when the platform has taken it.
    package let send: @Sendable (OutboundMessage) async throws(SendFailure) -> Sent

    /// How fast the platform lets the account send.
    package let rates: SendRates

    /// What is to be done for the account now and then; nil for nothing.
    package let upkeep: ChannelUpkeep?

    /// Waits for the next messages; returns when some have come or the platform says there are none.
    ///
    /// What is returned must be kept before the next call: the call after it tells the platform
    /// that it was (Telegram), or the platform has forgotten it already (Zalo hands each update out
    /// once). What was returned and not kept may come again after a restart, or never.
    package typealias Receive = @Sendable () async throws(ReceiveFailure) -> Received

    /// How messages come in: the gateway asks for them, or the platform calls.
    package enum Intake: Sendable {
        /// A long poll; one at a time for an account.
        case poll(Receive)
        /// Calls of the platform to these routes of our HTTP server.
        case push([WebhookRoute])
    }

    /// An account whose messages come as `intake` says.
    package init(
        account: AccountID,
        textUnitsMax: Int,
        intake: Intake,
        rates: SendRates = .unlimited,
        upkeep: ChannelUpkeep? = nil,
        send: @escaping @Sendable (OutboundMessage) async throws(SendFailure) -> Sent
    ) {
        self.account = account
        self.textUnitsMax = textUnitsMax
        self.intake = intake
        self.rates = rates
        self.upkeep = upkeep
        self.send = send
    }

    /// An account that is polled.
    package init(
        account: AccountID,
        textUnitsMax: Int,
        receive: @escaping Receive,
        rates: SendRates = .unlimited,
        send: @escaping @Sendable (OutboundMessage) async throws(SendFailure) -> Sent
    ) {
        self.init(
            account: account, textUnitsMax: textUnitsMax, intake: .poll(receive), rates: rates,
            send: send)
    }
}

/// What one call of `Channel.Receive`, or one call of the platform to a webhook, brought.
package enum Received: Hashable, Sendable {
    /// One message or, from a platform that batches, several in order.
    case messages([InboundMessage])

    /// Nothing for now: ask again at once.
    case idle

    /// Something that is no message for us: an unknown event, our own message, a broken body.
    ///
    /// The reason is a fixed phrase without anything personal, fit for a log. What comes all the
    /// time when all is well, as the mirror of our own messages, is routine: nobody is warned of it.
    case skipped(reason: String, isRoutine: Bool = false)
}

/// What the platform said of a message it took.
package struct Sent: Hashable, Sendable {
    /// The platform's id; nil when it took the message without naming it.
    package let message: MessageID?

    package init(message: MessageID?) {
        self.message = message
    }
}
