import NIOCore
import Synchronization

/// Notices that a client has hung up or that the server is to stop, while a call still waits.
///
/// An update handed to a client that is gone would be lost: a waiting call must hear of it first.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private struct State {
        var ended: Wakeup.Reason?
        var wakeup: Wakeup?
    }

    private let state = Mutex(State())

    /// Why no call on this connection should wait any more; nil while it may.
    var ended: Wakeup.Reason? {
        state.withLock { $0.ended }
    }

    /// Rings `wakeup` when the connection ends, at once if it has ended.
    func watch(_ wakeup: Wakeup?) {
        let ended = state.withLock { state in
            state.wakeup = wakeup
            return state.ended
        }
        if let ended { wakeup?.ring(ended) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.gone)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let channelEvent = event as? ChannelEvent, channelEvent == .inputClosed { end(.gone) }
        if event is ChannelShouldQuiesceEvent { end(.stopping) }
        context.fireUserInboundEventTriggered(event)
    }

    private func end(_ reason: Wakeup.Reason) {
        let wakeup = state.withLock { state in
            // A client that has hung up stays gone, whatever comes later.
            if state.ended != .gone { state.ended = reason }
            return state.wakeup
        }
        wakeup?.ring(reason)
    }
}

/// Wakes one waiting call once, with the first reason that comes.
final class Wakeup: Sendable {
    enum Reason: Hashable, Sendable {
        case news, timeout, gone, stopping
    }

    private enum State {
        case fresh
        case waiting(CheckedContinuation<Reason, Never>)
        case rung(Reason)
    }

    private let state = Mutex(State.fresh)

    func ring(_ reason: Reason) {
        let waiting: CheckedContinuation<Reason, Never>? = state.withLock { state in
            switch state {
            case .fresh:
                state = .rung(reason)
                return nil
            case .waiting(let continuation):
                state = .rung(reason)
                return continuation
            case .rung:
                return nil
            }
        }
        waiting?.resume(returning: reason)
    }

    /// Waits for the first ring; to be called once.
    func wait() async -> Reason {
        await withCheckedContinuation { continuation in
            let reason: Reason? = state.withLock { state in
                switch state {
                case .fresh:
                    state = .waiting(continuation)
                    return nil
                case .rung(let reason):
                    return reason
                case .waiting:
                    preconditionFailure("two callers wait for one wakeup")
                }
            }
            if let reason { continuation.resume(returning: reason) }
        }
    }
}
