import Messaging

extension Channel {
    /// One poll, as the gateway's poller makes it; of a channel that is called it brings nothing.
    package func receive() async throws(ReceiveFailure) -> Received {
        switch intake {
        case .poll(let ask): try await ask()
        case .push: throw .misconfigured(reason: "this channel is called, not asked")
        }
    }
}
