import CurlHTTP

/// The other end of a channel under test: it answers as told and keeps what was asked.
final class ContractPlatform: Sendable {
    private let contract: ChannelContract
    private let next: LockedValue<ChannelContract.Answer?>
    private let kept = LockedValue<[HTTPRequest]>([])
    private let hung = LockedValue<[CheckedContinuation<Void, Never>]>([])

    /// Nil for an answer that never comes.
    init(_ contract: ChannelContract, answering answer: ChannelContract.Answer?) {
        self.contract = contract
        next = LockedValue(answer)
    }

    var requests: [HTTPRequest] { kept.withLock { $0 } }

    func count(_ call: ChannelContract.Call) -> Int {
        requests.count { contract.kind($0) == call }
    }

    @Sendable func exchange(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        kept.withLock { $0.append(request) }
        if contract.kind(request) == .other { return try contract.opening(request).get() }
        if let answer = next.withLock({ $0 }) { return try answer.get() }
        await hang()
        throw .cancelled(requestMayHaveArrived: true)
    }

    /// Returns when a request hangs.
    func waitForHanging() async {
        while hung.withLock({ $0.isEmpty }) { await Task.yield() }
    }

    /// Returns when the task is cancelled.
    private func hang() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                hung.withLock { $0.append(continuation) }
                if Task.isCancelled { release() }
            }
        } onCancel: {
            release()
        }
    }

    private func release() {
        let waiting = hung.withLock { hung in
            defer { hung = [] }
            return hung
        }
        for continuation in waiting { continuation.resume() }
    }
}
