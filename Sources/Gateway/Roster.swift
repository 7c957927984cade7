import Messaging
import Synchronization

/// The accounts that the daemon serves just now: what turns, schedule and senders look up.
///
/// An account is served from the moment it is in the settings, open or not: what is for it waits
/// in the outbox while it opens, is paused or has stopped. May be used from any thread.
package final class Roster: Sendable {
    private struct Entry {
        var plan: AccountPlan
        /// Raised when something was queued for the account.
        let queued: Signal
        var channel: Channel?
        /// Where the platform calls; they stay while the account has stopped.
        var routes: [WebhookRoute] = []
        let refuse: @Sendable (AccountLife.Trouble) -> Void
    }

    private struct State {
        var entries: [AccountID: Entry] = [:]
        var textUnitsMax: [AccountID: Int] = [:]
        var onRoutes: [@Sendable ([WebhookRoute]) -> Void] = []
    }

    private let state = Mutex(State())

    /// Held while routes are told, so that the last that are told are the last there are.
    private let telling = Mutex(())

    /// Serves nobody yet.
    package init() {}

    // MARK: Read by turns, schedule and senders

    /// UTF-16 units of one message, by account served.
    package var textUnitsMax: [AccountID: Int] { state.withLock { $0.textUnitsMax } }

    /// UTF-16 units that a message of an account may have; nil when it is not served.
    package func textUnitsMax(of account: AccountID) -> Int? {
        state.withLock { $0.textUnitsMax[account] }
    }

    /// The limits of an account; nil when it is not served.
    package func limits(of account: AccountID) -> GatewayLimits? {
        state.withLock { $0.entries[account]?.plan.limits }
    }

    /// The channel of an account; nil unless it works.
    package func channel(of account: AccountID) -> Channel? {
        state.withLock { $0.entries[account]?.channel }
    }

    /// What is to be done for the accounts that work, in the order of their names.
    var upkeeps: [(account: AccountID, upkeep: ChannelUpkeep)] {
        state.withLock { state in
            state.entries.compactMap { account, entry in
                entry.channel?.upkeep.map { (account, $0) }
            }
        }.sorted { $0.0.rawValue < $1.0.rawValue }
    }

    /// Tells an account's sender that something was queued; nothing happens when it is not served.
    package func wake(_ account: AccountID) {
        state.withLock { $0.entries[account]?.queued }?.raise()
    }

    /// Notes that the platform refuses an account that works.
    package func refused(_ account: AccountID, _ trouble: AccountLife.Trouble) {
        state.withLock { $0.entries[account]?.refuse }?(trouble)
    }

    /// The routes of all accounts that are called, in the order of their paths: of those that work,
    /// and of those that the platform refuses, whose people still write.
    package var routes: [WebhookRoute] { state.withLock { Self.routes($0) } }

    /// Calls `body` with the routes now and whenever they change, in the order of such calls.
    ///
    /// `body` must be short and must not call back.
    package func onRoutesChanged(_ body: @escaping @Sendable ([WebhookRoute]) -> Void) {
        telling.withLock { _ in
            body(
                state.withLock { state in
                    state.onRoutes.append(body)
                    return Self.routes(state)
                })
        }
    }

    // MARK: Written by the supervisor and the keepers

    /// Serves an account, or serves it as planned anew; returns what is raised for it.
    @discardableResult
    func serve(
        _ plan: AccountPlan, refuse: @escaping @Sendable (AccountLife.Trouble) -> Void
    ) -> Signal {
        state.withLock { state in
            let old = state.entries[plan.account]
            let queued = old?.queued ?? Signal()
            state.entries[plan.account] = Entry(
                plan: plan, queued: queued, channel: old?.channel, routes: old?.routes ?? [],
                refuse: refuse)
            state.textUnitsMax[plan.account] = plan.textUnitsMax
            return queued
        }
    }

    /// Notes the open channel of an account, or with nil that there is none.
    ///
    /// - Parameters:
    ///   - account: Whose channel.
    ///   - channel: What it sends with.
    ///   - keepsRoutes: Whether messages are still taken in where the last channel was called.
    func connect(_ account: AccountID, _ channel: Channel?, keepsRoutes: Bool = false) {
        change { state in
            guard var entry = state.entries[account] else { return false }
            let old = entry.routes
            entry.channel = channel
            if channel != nil || !keepsRoutes { entry.routes = channel?.routes ?? [] }
            state.entries[account] = entry
            return !old.isEmpty || !entry.routes.isEmpty
        }
    }

    /// No longer serves an account.
    func drop(_ account: AccountID) {
        change { state in
            state.textUnitsMax[account] = nil
            return state.entries.removeValue(forKey: account)?.routes.isEmpty == false
        }
    }

    /// - Parameter body: Returns whether routes may have changed.
    private func change(_ body: (inout State) -> Bool) {
        if state.withLock({ body(&$0) }) { tellRoutes() }
    }

    private func tellRoutes() {
        telling.withLock { _ in
            let (listeners, routes) = state.withLock { ($0.onRoutes, Self.routes($0)) }
            for listener in listeners { listener(routes) }
        }
    }

    private static func routes(_ state: State) -> [WebhookRoute] {
        state.entries.values.flatMap(\.routes).sorted { $0.path < $1.path }
    }
}
