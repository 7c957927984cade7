import GRDB
import Messaging

extension DueMessage {
    /// Reads one row of the table `outbox`.
    init(_ row: RowReader) throws {
        id = try row.integer("id")
        message = QueuedMessage(
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            text: try row.text("text"),
            priority: try row.value("priority", of: Priority.init(rawValue:)),
            trace: TraceID(rawValue: try row.text("trace")))
        queuedAt = Timestamp(milliseconds: try row.integer("queued_at"))
        let attempts = Int(try row.integer("attempts"))
        let until = Timestamp(milliseconds: try row.integer("due_at"))
        let state: Delivery.State =
            switch try row.text("state") {
            case "waiting": .waiting(attempts: attempts, until: until)
            case "sending": .sending(attempts: attempts)
            case "delivered": .delivered
            case "abandoned": .abandoned(reason: try row.text("reason"))
            default: throw row.bad("state", "has no such value")
            }
        delivery = Delivery(
            state: state, expiresAt: Timestamp(milliseconds: try row.integer("expires_at")),
            repeatsUnknownOutcome: try row.integer("repeats_unknown_outcome") == 1)
    }
}

extension Delivery {
    /// The state as columns of the outbox; nil leaves a column as it is.
    var columns: (state: String, attempts: Int?, dueAt: Int64?, reason: String?) {
        switch state {
        case .waiting(let attempts, let until):
            ("waiting", attempts, until.milliseconds, nil)
        case .sending(let attempts): ("sending", attempts, nil, nil)
        case .delivered: ("delivered", nil, nil, nil)
        case .abandoned(let reason): ("abandoned", nil, nil, reason)
        }
    }

    /// Lets a send that was cut short be tried again; returns false when it must not be.
    mutating func waitForAnotherTry(at now: Timestamp) -> Bool {
        guard case .sending(let attempts) = state, repeatsUnknownOutcome,
            attempts < Self.attemptsMax
        else { return false }
        let until = now.adding(seconds: Self.unknownOutcomePauseSeconds)
        self = Delivery(
            state: .waiting(attempts: attempts, until: until), expiresAt: expiresAt,
            repeatsUnknownOutcome: repeatsUnknownOutcome)
        return true
    }

    /// Whether nothing more will happen to it.
    package var hasEnded: Bool {
        switch state {
        case .waiting, .sending: false
        case .delivered, .abandoned: true
        }
    }
}

extension RowReader {
    /// Reads a number through a failable conversion.
    fileprivate func value<T>(_ column: String, of convert: (Int) -> T?) throws -> T {
        guard let value = convert(Int(try integer(column))) else {
            throw bad(column, "has no such value")
        }
        return value
    }
}
