import Logging
import Messaging

/// Tells log and readiness what is wrong with the tokens of accounts that still work.
///
/// A channel says so at any moment, also in the midst of a send; each change is logged once.
package struct TokenTroubles: Sendable {
    private let readiness: Readiness
    private let logger: Logger
    private let clock: GatewayClock

    /// Tells them to these.
    package init(readiness: Readiness, logger: Logger, clock: GatewayClock = .system) {
        self.readiness = readiness
        self.logger = logger
        self.clock = clock
    }

    /// Notes that something is wrong with an account's tokens.
    package func began(_ account: AccountID, what: String, remedy: String) {
        readiness.replace(
            Self.cause(of: account),
            Readiness.Trouble(what: what, remedy: remedy, since: clock.now(), isWarning: true))
        logger.log(
            .tokensTroubled, .error,
            ["account": "\(account)", "reason": "\(what)", "remedy": "\(remedy)"])
    }

    /// Notes that an account's tokens are as they should be.
    package func ended(_ account: AccountID) {
        guard readiness.note(Self.cause(of: account), nil) else { return }
        logger.log(.tokensFine, .notice, ["account": "\(account)"])
    }

    /// Forgets what was noted: the account is opened anew.
    package func forget(_ account: AccountID) {
        readiness.replace(Self.cause(of: account), nil)
    }

    private static func cause(of account: AccountID) -> String { "tokens:\(account)" }
}
