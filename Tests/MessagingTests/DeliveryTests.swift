import Messaging
import Testing

@Suite struct DeliveryTests {
    static let start = Timestamp(milliseconds: 1_760_000_000_000)
    static let day: Int64 = 86_400

    /// An event in a state, and the action and the state that follow.
    struct Row: Sendable, CustomTestStringConvertible {
        let state: Delivery.State
        let repeats: Bool
        let event: Event
        let action: Delivery.Action
        let next: Delivery.State
        let reason: String
        var testDescription: String { reason }

        init(
            _ state: Delivery.State, _ event: Event, _ action: Delivery.Action,
            _ next: Delivery.State, repeats: Bool = true, _ reason: String
        ) {
            self.state = state
            self.repeats = repeats
            self.event = event
            self.action = action
            self.next = next
            self.reason = reason
        }
    }

    enum Event: Sendable {
        case restarted, woke, succeeded
        case failed(SendFailure)
    }

    static func at(_ seconds: Int64) -> Timestamp { start.adding(seconds: seconds) }

    static let ended: [Delivery.State] = [.delivered, .abandoned(reason: "old")]
    static let due = Delivery.State.waiting(attempts: 0, until: start)
    static let later = Delivery.State.waiting(attempts: 2, until: at(90))
    static let again = SendFailure.tryAgain(reason: "r")
    static let unknown = SendFailure.outcomeUnknown(reason: "r")

    static let waking = [
        Row(due, .woke, .send, .sending(attempts: 1), "due: sent"),
        Row(later, .woke, .wake(at: at(90)), later, "not yet due: the same moment again"),
        Row(.sending(attempts: 1), .woke, .nothing, .sending(attempts: 1), "already on its way"),
        Row(due, .restarted, .send, .sending(attempts: 1), "due at a restart: sent"),
        Row(later, .restarted, .wake(at: at(90)), later, "waiting goes on over a restart"),
    ]

    static let ending = ended.flatMap { state in
        [
            Row(state, .woke, .nothing, state, "\(state): a late wake does nothing"),
            Row(state, .restarted, .nothing, state, "\(state): a restart does nothing"),
        ]
    }

    static let cutShort = [
        Row(
            .sending(attempts: 1), .restarted, .wake(at: at(2)),
            .waiting(attempts: 1, until: at(2)), "restart while sending: an answer is repeated"),
        Row(
            .sending(attempts: 1), .restarted, .nothing,
            .abandoned(reason: "outcome unknown: restarted while sending"), repeats: false,
            "restart while sending: a bulletin is not"),
        Row(
            .sending(attempts: 2), .restarted, .nothing,
            .abandoned(reason: "outcome unknown: restarted while sending"),
            "a second restart while sending: not once more"),
    ]

    static let results = [
        Row(.sending(attempts: 1), .succeeded, .nothing, .delivered, "taken"),
        Row(
            .sending(attempts: 1), .failed(again), .wake(at: at(2)),
            .waiting(attempts: 1, until: at(2)), "first failure: two seconds"),
        Row(
            .sending(attempts: 3), .failed(again), .wake(at: at(60)),
            .waiting(attempts: 3, until: at(60)), "third failure: a minute"),
        Row(
            .sending(attempts: 10), .failed(again), .nothing,
            .abandoned(reason: "gave up after 10 tries: r"), "the tenth failure is the last"),
        Row(
            .sending(attempts: 1), .failed(.tryAgainAfter(seconds: 700, reason: "r")),
            .wake(at: at(700)), .waiting(attempts: 1, until: at(700)), "the platform says when"),
        Row(
            .sending(attempts: 1), .failed(.tryAgainAfter(seconds: day, reason: "r")), .nothing,
            .abandoned(reason: "too old to be of use: r"), "when it is too late then"),
        Row(
            .sending(attempts: 10), .failed(.tryAgainAfter(seconds: 1, reason: "r")), .nothing,
            .abandoned(reason: "gave up after 10 tries: r"), "asked to wait at the last try"),
        Row(
            .sending(attempts: 1), .failed(unknown), .wake(at: at(2)),
            .waiting(attempts: 1, until: at(2)), "unknown: an answer is repeated soon"),
        Row(
            .sending(attempts: 1), .failed(unknown), .nothing,
            .abandoned(reason: "outcome unknown: r"), repeats: false, "unknown: a bulletin is not"),
        Row(
            .sending(attempts: 2), .failed(unknown), .nothing,
            .abandoned(reason: "outcome unknown: r"), "unknown again: not once more"),
        Row(
            .sending(attempts: 1), .failed(.recipientGone(reason: "r")), .forgetRecipient,
            .abandoned(reason: "r"), "blocked: never again"),
        Row(
            .sending(attempts: 1), .failed(.refused(reason: "r")), .nothing,
            .abandoned(reason: "r"), "refused: not again"),
        Row(
            .sending(attempts: 3), .failed(.credentialsExpired(reason: "r")), .stopAccount,
            .waiting(attempts: 2, until: start), "the token, not the message: the try is given back"
        ),
    ]

    @Test(arguments: waking + ending + cutShort + results)
    func stateAndEventGiveOneAction(_ row: Row) {
        var delivery = Delivery(
            state: row.state, expiresAt: Self.at(Self.day), repeatsUnknownOutcome: row.repeats)
        let action =
            switch row.event {
            case .restarted: delivery.restarted(at: Self.start)
            case .woke: delivery.woke(at: Self.start)
            case .succeeded: delivery.sendSucceeded()
            case .failed(let failure): delivery.sendFailed(failure, at: Self.start)
            }
        #expect(action == row.action)
        #expect(delivery.state == row.next)
    }

    @Test func isDueAsSoonAsItIsQueued() {
        let delivery = Delivery(
            queuedAt: Self.start, expiresAt: Self.at(60), repeatsUnknownOutcome: true)
        #expect(delivery.state == .waiting(attempts: 0, until: Self.start))
    }

    @Test func isDroppedUnsentWhenTooOld() {
        var delivery = Delivery(
            queuedAt: Self.start, expiresAt: Self.at(60), repeatsUnknownOutcome: true)
        #expect(delivery.woke(at: Self.at(60)) == .nothing)
        #expect(delivery.state == .abandoned(reason: "too old to be of use"))
    }

    @Test func twoShortPausesThenTheyDoubleFromAMinuteAndTheLastTryIsTwoHoursIn() {
        let pauses = (1..<Delivery.attemptsMax).map { Delivery.pauseSeconds(afterAttempt: $0) }
        #expect(pauses == [2, 5, 60, 120, 240, 480, 960, 1_920, 3_840])
        #expect(pauses.reduce(0, +) == 7_627)
        #expect(Delivery.pauseSeconds(afterAttempt: 0) == 2)
        #expect(Delivery.pauseSeconds(afterAttempt: .max) == 3_840)
    }

    @Test func forgetsSomeoneWhoBlockedUs() {
        var delivery = Delivery(
            queuedAt: Self.start, expiresAt: Self.at(Self.day), repeatsUnknownOutcome: true)
        _ = delivery.woke(at: Self.start)
        #expect(
            delivery.sendFailed(.recipientGone(reason: "r"), at: Self.start) == .forgetRecipient)
        #expect(delivery.woke(at: Self.at(3_600)) == .nothing)
    }
}
