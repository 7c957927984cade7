import Messaging
import Synchronization

/// A platform whose people and whose mishaps a test writes down beforehand.
final class ScriptedPlatform: Sendable {
    /// What a call of `send` does.
    enum Sending: Sendable {
        case takes
        case fails(SendFailure)
        /// Never returns until the task is cancelled, as when the program is killed meanwhile.
        case hangs
    }

    private struct State {
        var inbound: [Result<Received, ReceiveFailure>] = []
        var sent: [OutboundMessage] = []
        var attempts: [OutboundMessage] = []
        var receiver: CheckedContinuation<Result<Received, ReceiveFailure>, Never>?
        var waiters: [(condition: @Sendable (Int, Int) -> Bool, CheckedContinuation<Void, Never>)] =
            []
    }

    private let state = Mutex(State())
    private let account: AccountID
    private let sending: @Sendable (OutboundMessage, _ attempt: Int) -> Sending

    /// Takes what happens to the n-th attempt (from 1) to send a message.
    init(
        _ account: AccountID = bot,
        sending: @escaping @Sendable (OutboundMessage, _ attempt: Int) -> Sending = { _, _ in .takes
        }
    ) {
        self.account = account
        self.sending = sending
    }

    var channel: Channel {
        Channel(
            account: account, textUnitsMax: 1_900,
            receive: { () async throws(ReceiveFailure) in try await self.receive().get() },
            send: { message async throws(SendFailure) in try await self.send(message) })
    }

    /// Answers that no poll has fetched yet.
    var waiting: Int { state.withLock { $0.inbound.count } }

    /// Messages that reached people, in order.
    var sent: [OutboundMessage] { state.withLock { $0.sent } }

    /// Every call of `send`, in order.
    var attempts: [OutboundMessage] { state.withLock { $0.attempts } }

    /// Hands these out, one poll each.
    func post(_ messages: InboundMessage...) {
        for message in messages { answer(.success(.messages([message]))) }
    }

    /// Lets the next poll end like this.
    func answer(_ result: Result<Received, ReceiveFailure>) {
        let receiver = state.withLock { state in
            let receiver = state.receiver
            state.receiver = nil
            if receiver == nil { state.inbound.append(result) }
            return receiver
        }
        receiver?.resume(returning: result)
    }

    /// Returns when a poll waits for a message.
    func waitForPoll() async {
        while state.withLock({ $0.receiver == nil }) { await Task.yield() }
    }

    /// Returns when so many messages have reached people.
    func waitForSent(_ count: Int) async {
        await wait { sent, _ in sent >= count }
    }

    /// Returns when `send` has been called so often.
    func waitForAttempts(_ count: Int) async {
        await wait { _, attempts in attempts >= count }
    }

    private func wait(_ condition: @escaping @Sendable (Int, Int) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMet = state.withLock { state in
                if condition(state.sent.count, state.attempts.count) { return true }
                state.waiters.append((condition, continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
    }

    private func receive() async -> Result<Received, ReceiveFailure> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: Result<Received, ReceiveFailure>? = state.withLock { state in
                    if !state.inbound.isEmpty { return state.inbound.removeFirst() }
                    if Task.isCancelled { return .failure(.cancelled) }
                    state.receiver = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            let receiver = state.withLock { state in
                let receiver = state.receiver
                state.receiver = nil
                return receiver
            }
            receiver?.resume(returning: .failure(.cancelled))
        }
    }

    private func send(_ message: OutboundMessage) async throws(SendFailure) -> Sent {
        let attempt = state.withLock { state in
            state.attempts.append(message)
            return state.attempts.count { $0 == message }
        }
        defer { wakeWaiters() }
        switch sending(message, attempt) {
        case .takes:
            let count = state.withLock { state in
                state.sent.append(message)
                return state.sent.count
            }
            return Sent(message: MessageID(rawValue: "out-\(count)"))
        case .fails(let failure):
            throw failure
        case .hangs:
            wakeWaiters()
            await untilCancelled()
            throw .outcomeUnknown(reason: "cancelled")
        }
    }

    private func wakeWaiters() {
        let ready = state.withLock { state in
            let (sent, attempts) = (state.sent.count, state.attempts.count)
            let ready = state.waiters.filter { $0.condition(sent, attempts) }
            state.waiters.removeAll { $0.condition(sent, attempts) }
            return ready
        }
        for (_, waiter) in ready { waiter.resume() }
    }
}

/// Returns when the task is cancelled.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
}
