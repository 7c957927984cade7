/// One bot account on one platform, as the gateway uses it.
///
/// A struct of closures and not a protocol: there is one platform so far, and tests put their own
/// closures in. The platform's target makes the value; only `TungNgo` knows which target that is.
package struct Channel: Sendable {
    package let account: AccountID

    /// UTF-16 code units of one message at the most; longer replies are cut before they are sent.
    package let textUnitsMax: Int

    /// Waits for the next message; returns when one has come or the platform says there is none.
    ///
    /// The platform hands each update out once: what is returned must be kept before the next call.
    package let receive: @Sendable () async throws(ReceiveFailure) -> Received

    /// Sends one message and returns when the platform has taken it.
    package let send: @Sendable (OutboundMessage) async throws(SendFailure) -> Sent

    package init(
        account: AccountID,
        textUnitsMax: Int,
        receive: @escaping @Sendable () async throws(ReceiveFailure) -> Received,
        send: @escaping @Sendable (OutboundMessage) async throws(SendFailure) -> Sent
    ) {
        self.account = account
        self.textUnitsMax = textUnitsMax
        self.receive = receive
        self.send = send
    }
}

/// What one call of `Channel.receive` brought.
package enum Received: Hashable, Sendable {
    /// One message or, from a platform that batches, several in order.
    case messages([InboundMessage])

    /// Nothing for now: ask again at once.
    case idle

    /// Something that is no message for us: an unknown event, our own message, a broken body.
    ///
    /// The reason is a fixed phrase without anything personal, fit for a log.
    case skipped(reason: String)
}

/// What the platform said of a message it took.
package struct Sent: Hashable, Sendable {
    /// The platform's id; nil when it took the message without naming it.
    package let message: MessageID?

    package init(message: MessageID?) {
        self.message = message
    }
}
