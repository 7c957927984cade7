import Conversation
import GRDB
import Messaging

/// A message as the inbox holds it.
package struct KeptMessage: Hashable, Sendable {
    /// Its row in the inbox; grows with the order in which messages were kept.
    package let id: Int64

    /// Ties its log lines together.
    package let trace: TraceID

    package let message: InboundMessage

    /// When it came.
    package let keptAt: Timestamp

    /// How often a turn was begun for it, this time included; 1 … `triesMax`.
    package internal(set) var tries: Int

    /// What becomes of it because its sender or its group writes too much; nil for nearly all.
    package internal(set) var flood: Flood?

    /// What becomes of a message that is too much.
    package enum Flood: Hashable, Sendable {
        /// It is answered with this alone.
        case told(FloodNotice)
        /// Nothing: it is only kept.
        case ignored
    }

    /// Turns begun for a message before it is set aside with its error.
    package static let triesMax = 3

    /// Milliseconds after a start, times its tries, before a message is taken that was alone in
    /// hand when the program died.
    package static let suspectPauseMilliseconds: Int64 = 5_000

    /// A message that has just been kept.
    init(id: Int64, trace: TraceID, message: InboundMessage, keptAt: Timestamp) {
        self.id = id
        self.keptAt = keptAt
        self.trace = trace
        self.message = message
        tries = 0
    }

    init(_ row: RowReader) throws {
        id = try row.integer("id")
        keptAt = Timestamp(milliseconds: try row.integer("kept_at"))
        trace = TraceID(rawValue: try row.text("trace"))
        tries = Int(try row.integer("tries"))
        flood = try row.integerIfAny("silent_until").map { until in
            .told(
                FloodNotice(
                    until: Timestamp(milliseconds: until),
                    isOfGroup: try row.integer("silent_group") == 1))
        }
        let content = try row.text("content")
        message = InboundMessage(
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            chatKind: try row.value("chat_kind", ChatKind.init(rawValue:)),
            message: MessageID(rawValue: try row.text("message")),
            sender: PersonID(rawValue: try row.text("sender")),
            senderName: try row.text("sender_name"),
            content: try row.text("content_kind") == "text"
                ? .text(content) : .other(kind: content),
            sentAt: Timestamp(milliseconds: try row.integer("sent_at")))
    }
}

/// A message that was set aside, for whoever looks after the machine.
package struct SetAsideMessage: Hashable, Sendable {
    package let id: Int64
    package let account: AccountID
    package let chat: ChatID
    package let message: MessageID
    package let trace: TraceID
    package let error: String
    package let at: Timestamp
}
