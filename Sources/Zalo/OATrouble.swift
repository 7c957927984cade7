/// What is wrong with an Official Account's tokens though sends may still go well.
package struct OATrouble: Hashable, Sendable {
    /// What is wrong, without anything secret.
    package let what: String

    /// What an admin does about it.
    package let remedy: String

    /// What an admin does when the platform takes the refresh token no more.
    static let refusedRemedy =
        "Get a new pair of tokens: 'tungngo oa authorize', or the API Explorer of "
        + "developers.zalo.me and account.NAME.token_file; then 'tungngo accounts resume'"

    /// The trouble of a renewal; nil when all is as it should be.
    init?(_ machine: TokenRefresh) {
        guard let what = machine.trouble else { return nil }
        self.what = what
        remedy =
            switch machine.state {
            case .refused: Self.refusedRemedy
            case .storing:
                "make room on the disk, and let this user write in the folder of "
                    + "account.NAME.token_file"
            case .resting, .asking, .waiting:
                "when it lasts, look at network, http.proxy and account.NAME.oauth_url"
            }
    }
}
