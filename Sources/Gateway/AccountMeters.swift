import CoreMetrics
import Messaging
import Synchronization

/// What is counted of one account; all of it begins at 0, so that the first of a kind shows.
final class AccountMeters: Sendable {
    /// How a poll ended.
    enum Poll: String, CaseIterable {
        case messages, idle, skipped, failed
    }

    /// How a try to send ended.
    enum Send: String, CaseIterable {
        case delivered, retry, unknown, gone, refused, unauthorized
        case tooFast = "too_fast"
    }

    /// How a platform's call was answered.
    enum Call: String, CaseIterable {
        case kept, ignored, refused, later
    }

    private let received: Counter
    private let repeated: Counter
    private let flooded: Counter
    private let dropped: Counter
    private let polls: [Poll: Counter]
    private let sends: [Send: Counter]

    /// Made by the first call: most accounts are never called.
    private let calls = Mutex<[Call: Counter]>([:])

    /// When a poll was last answered; there while the account polls.
    private let answered = Mutex<Meter?>(nil)

    private let account: String
    private let factory: any MetricsFactory

    init(_ account: AccountID, factory: any MetricsFactory) {
        let name = account.rawValue
        self.account = name
        self.factory = factory
        func counter(_ label: String, _ result: String? = nil) -> Counter {
            Counter(
                label: label,
                dimensions: [("account", name)] + (result.map { [("result", $0)] } ?? []),
                factory: factory)
        }
        received = counter("tungngo_messages_received_total")
        repeated = counter("tungngo_messages_repeated_total")
        flooded = counter("tungngo_messages_flooded_total")
        dropped = counter("tungngo_replies_dropped_total")
        polls = Dictionary(
            uniqueKeysWithValues: Poll.allCases.map {
                ($0, counter("tungngo_polls_total", $0.rawValue))
            })
        sends = Dictionary(
            uniqueKeysWithValues: Send.allCases.map {
                ($0, counter("tungngo_sends_total", $0.rawValue))
            })
    }

    // MARK: Messages

    /// A message was kept; flooded when it is too much to be read.
    func messageKept(isFlooded: Bool) {
        received.increment()
        if isFlooded { flooded.increment() }
    }

    /// So many messages were there before.
    func messagesRepeated(_ count: Int) { repeated.increment(by: count) }

    /// A reply was given up.
    func replyDropped() { dropped.increment() }

    // MARK: Polls, sends, calls

    /// Polling begins.
    func pollingBegan(at now: Timestamp) {
        let meter = Meter(
            label: "tungngo_poll_answered_timestamp_seconds", dimensions: [("account", account)],
            factory: factory)
        meter.set(now.epochSeconds)
        answered.withLock { $0 = meter }
    }

    /// Polling has ended.
    func pollingEnded() {
        answered.withLock { meter in
            defer { meter = nil }
            return meter
        }?.destroy()
    }

    /// A poll has ended.
    func polled(_ poll: Poll, at now: Timestamp) {
        polls[poll]?.increment()
        guard poll != .failed else { return }
        answered.withLock { $0 }?.set(now.epochSeconds)
    }

    /// A try to send has ended.
    func sent(_ send: Send) { sends[send]?.increment() }

    /// A call was answered.
    func called(_ call: Call) {
        calls.withLock { calls in
            if calls.isEmpty {
                for call in Call.allCases {
                    calls[call] = Counter(
                        label: "tungngo_webhook_calls_total",
                        dimensions: [("account", account), ("result", call.rawValue)],
                        factory: factory)
                }
            }
            return calls[call]
        }?.increment()
    }

    /// Nothing more is counted of the account.
    func destroy() {
        pollingEnded()
        for counter in [received, repeated, flooded, dropped] { counter.destroy() }
        for counter in polls.values { counter.destroy() }
        for counter in sends.values { counter.destroy() }
        for counter in calls.withLock({ Array($0.values) }) { counter.destroy() }
    }
}

extension AccountMeters.Send {
    /// How a send ended that failed.
    init(_ failure: SendFailure) {
        self =
            switch failure {
            case .tryAgain: .retry
            case .outcomeUnknown: .unknown
            case .tryAgainAfter: .tooFast
            case .recipientGone: .gone
            case .refused: .refused
            case .credentialsExpired: .unauthorized
            }
    }
}

extension AccountMeters.Poll {
    /// How a poll ended that was answered.
    init(_ received: Received) {
        self =
            switch received {
            case .messages: .messages
            case .idle: .idle
            case .skipped: .skipped
            }
    }
}

extension AccountMeters.Call {
    init(_ answer: PushAnswer) {
        self =
            switch answer {
            case .kept: .kept
            case .ignored: .ignored
            case .refused: .refused
            case .later: .later
            }
    }
}

extension Timestamp {
    /// Seconds since 1970, as Prometheus' moments are.
    var epochSeconds: Double { Double(milliseconds) / 1_000 }
}
