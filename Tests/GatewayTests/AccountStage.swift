import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// One account whose opening and sending a test holds in its hand.
final class ScriptedAccount: Sendable {
    private struct State {
        var fingerprint = "1"
        var openings = 0
        var underWay = 0
        var sendsBegun = 0
    }

    let platform: ScriptedPlatform

    /// What the n-th opening (from 1) does; `hangs` waits until it is called off.
    enum Opening: Sendable {
        case opens
        case fails(AccountLife.Trouble)
        case hangs
    }

    private let id: AccountID
    private let state = Mutex(State())
    private let opening: @Sendable (Int) -> Opening

    /// Sends go through when this is open.
    private let sends: Gate?

    init(
        _ name: String, sends: Gate? = nil,
        opening: @escaping @Sendable (Int) -> Opening = { _ in .opens }
    ) {
        id = AccountID(rawValue: name)
        platform = ScriptedPlatform(id)
        self.sends = sends
        self.opening = opening
    }

    var openings: Int { state.withLock { $0.openings } }

    /// Openings that have begun and not ended.
    var underWay: Int { state.withLock { $0.underWay } }

    /// Calls of `send`, ended or not.
    var sendsBegun: Int { state.withLock { $0.sendsBegun } }

    /// Gives the account another token.
    func mend() { state.withLock { $0.fingerprint += "1" } }

    func plan(_ limits: GatewayLimits) -> AccountPlan {
        AccountPlan(
            account: id, platform: "scripted", textUnitsMax: 1_900,
            fingerprint: state.withLock { $0.fingerprint }, limits: limits,
            open: { () async throws(AccountLife.Trouble) in try await self.open() })
    }

    private func open() async throws(AccountLife.Trouble) -> Channel {
        let number = state.withLock { state in
            state.openings += 1
            state.underWay += 1
            return state.openings
        }
        defer { state.withLock { $0.underWay -= 1 } }
        switch opening(number) {
        case .opens: return channel
        case .fails(let trouble): throw trouble
        case .hangs:
            await untilCancelled()
            throw AccountLife.Trouble(reason: "called off", remedy: "none", mayPass: true)
        }
    }

    private var channel: Channel {
        let inner = platform.channel
        guard case .poll(let ask) = inner.intake else { return inner }
        return Channel(
            account: id, textUnitsMax: 1_900, receive: ask,
            send: { message async throws(SendFailure) in
                self.state.withLock { $0.sendsBegun += 1 }
                if let sends = self.sends { await sends.wait() }
                return try await inner.send(message)
            })
    }
}

let deadToken = AccountLife.Trouble(
    reason: "the token is no longer valid", remedy: "put in the new one")
let platformAway = AccountLife.Trouble(reason: "503", remedy: "wait", mayPass: true)

/// A bot whose accounts come and go, on a clock that the test moves.
struct AccountStage {
    let store: Store
    let log = LogLines()
    let readiness = Readiness()
    let clock = HandClock(at: start)
    let bot: Bot
    let limits: GatewayLimits

    init(
        _ accounts: [ScriptedAccount], store: Store? = nil,
        metrics: GatewayMetrics = GatewayMetrics()
    ) throws {
        self.store = try store ?? Store.inMemory(startedAt: start)
        var limits = GatewayLimits()
        limits.pollGraceMilliseconds = 0
        limits.sendsAtOnce = 1
        self.limits = limits
        bot = Bot(
            store: self.store, plans: accounts.map { [limits] in $0.plan(limits) }, read: echo(),
            logger: log.logger(), clock: clock.clock, limits: limits, readiness: readiness,
            metrics: metrics, followsMarks: true)
    }

    /// Runs the bot until `body` has ended, then stops it and waits for its end.
    func run(_ body: () async throws -> Void) async throws {
        try await bot.run(during: body)
    }

    func follow(_ accounts: ScriptedAccount...) {
        bot.accounts.follow(accounts.map { $0.plan(limits) })
    }

    /// Moves the clock on by a second and until `isDone`.
    func pass(until isDone: @escaping @Sendable () -> Bool) async {
        await clock.move(to: clock.clock.now().adding(seconds: 1), until: isDone)
    }

    func state(of name: String) throws -> String? {
        try store.accountLives().first { $0.account.rawValue == name }?.state
    }

    var causes: [String] { readiness.all.map(\.cause) }
}

/// Returns when something has become true, or when the test's time is over.
func until(_ isTrue: @Sendable () -> Bool) async {
    while !isTrue(), !Task.isCancelled { await Task.yield() }
}
