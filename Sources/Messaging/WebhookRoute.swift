/// One address of our HTTP server that a platform calls for one account.
///
/// A value: the platform's target says how a call is checked and read, the gateway keeps what it
/// brought, and the server answers. Nothing here does I/O.
package struct WebhookRoute: Sendable {
    /// The account whose messages come here.
    package let account: AccountID

    /// Path from the root, as `/webhook/zalo/main`: ASCII, without query, unique in the daemon.
    package let path: String

    /// Bytes of a body at the most; a longer one is refused with 413 before it is read.
    package let bodyBytesMax: Int

    /// Checks where a call comes from and reads what it brings; pure.
    package let read: @Sendable (WebhookCall) -> WebhookReading

    package init(
        account: AccountID, path: String, bodyBytesMax: Int = 256 * 1_024,
        read: @escaping @Sendable (WebhookCall) -> WebhookReading
    ) {
        self.account = account
        self.path = path
        self.bodyBytesMax = bodyBytesMax
        self.read = read
    }
}

/// One POST to a webhook.
package struct WebhookCall: Sendable {
    /// Returns a header's first value by its name in lower case; nil when there is none.
    package let header: @Sendable (_ name: String) -> String?

    /// The body's bytes as they came: signatures are of these, never of anything written anew.
    package let body: [UInt8]

    /// Our clock when the call came.
    package let at: Timestamp

    package init(
        header: @escaping @Sendable (_ name: String) -> String?, body: [UInt8], at: Timestamp
    ) {
        self.header = header
        self.body = body
        self.at = at
    }
}

/// What a call to a webhook is, and so how it is answered.
package enum WebhookReading: Hashable, Sendable {
    /// From the platform: answered with 200 once its messages are kept, with 503 when they cannot
    /// be kept in time, so that the platform calls again.
    case received(Received)

    /// A call by which the platform or somebody else looks whether we are there: answered with 200
    /// and ignored.
    case probe

    /// Not from the platform, or too old: answered with 403, logged without what it brought.
    ///
    /// The reason is a fixed phrase fit for a log.
    case refused(reason: String)
}
