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

    /// The columns that `init` reads, in its order.
    static let columns = """
        inbox.id, inbox.trace, inbox.tries, inbox.silent_until, inbox.silent_group, inbox.account,
        inbox.chat, inbox.chat_kind, inbox.message, inbox.sender, inbox.sender_name,
        inbox.content_kind, inbox.content, inbox.sent_at, inbox.kept_at
        """

    init(_ row: ColumnReader) throws {
        id = try row.integer(0)
        keptAt = Timestamp(milliseconds: try row.integer(14))
        trace = TraceID(rawValue: try row.text(1))
        tries = Int(try row.integer(2))
        if !row.isNull(3) {
            flood = .told(
                FloodNotice(
                    until: Timestamp(milliseconds: try row.integer(3)),
                    isOfGroup: try row.integer(4) == 1))
        }
        guard let kind = ChatKind(rawValue: try row.text(7)) else {
            throw row.bad(7, "has no such value")
        }
        let content = try row.text(12)
        message = InboundMessage(
            account: AccountID(rawValue: try row.text(5)),
            chat: ChatID(rawValue: try row.text(6)), chatKind: kind,
            message: MessageID(rawValue: try row.text(8)),
            sender: PersonID(rawValue: try row.text(9)), senderName: try row.text(10),
            content: try row.text(11) == "text" ? .text(content) : .other(kind: content),
            sentAt: Timestamp(milliseconds: try row.integer(13)))
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
