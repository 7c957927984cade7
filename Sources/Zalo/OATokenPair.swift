import Messaging

/// The two tokens of an Official Account, as Zalo gave them together.
package struct OATokenPair: Hashable, Sendable {
    /// For calls of the API, good for 25 hours; empty when only the other one is known.
    package let access: Secret

    /// For the next pair: good for 3 months, and for one use.
    package let refresh: Secret

    /// When the access token ends; nil when nobody has said so, and then it is renewed first.
    package let accessEndsAt: Timestamp?

    /// A pair with when its access token ends.
    package init(access: Secret, refresh: Secret, accessEndsAt: Timestamp?) {
        self.access = access
        self.refresh = refresh
        self.accessEndsAt = accessEndsAt
    }
}
