import Messaging

/// One account as the settings want it: how its channel is opened, and what it may do.
package struct AccountPlan: Sendable {
    package let account: AccountID

    /// The platform's name, for lists.
    package let platform: String

    /// UTF-16 code units of one message at the most, known before the channel is open.
    package let textUnitsMax: Int

    /// Changes when anything of the account does, its token included: then it is opened anew.
    package let fingerprint: String

    /// The limits of this account.
    package let limits: GatewayLimits

    /// Opens the channel; what it holds, a lock for instance, is let go with the last copy.
    package let open: Open

    /// Opens a channel or says why it cannot be.
    package typealias Open = @Sendable () async throws(AccountLife.Trouble) -> Channel

    package init(
        account: AccountID, platform: String, textUnitsMax: Int, fingerprint: String,
        limits: GatewayLimits, open: @escaping Open
    ) {
        self.account = account
        self.platform = platform
        self.textUnitsMax = textUnitsMax
        self.fingerprint = fingerprint
        self.limits = limits
        self.open = open
    }

    /// A channel that is open already.
    package init(_ channel: Channel, limits: GatewayLimits) {
        self.init(
            account: channel.account, platform: "channel", textUnitsMax: channel.textUnitsMax,
            fingerprint: "", limits: limits, open: { channel })
    }
}
