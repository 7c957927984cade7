import GRDB
import Messaging

/// A mistake that is built in to see whether the simulation finds it.
///
/// None is a switch in the bot: each changes what is around it, in a way that comes to the same.
package enum Plant: String, CaseIterable, Sendable {
    /// None: the bot as it is.
    case none
    /// The same message twice is two messages: no two have the same id.
    case dedupeDropped
    /// That a message is being sent is not stored before it is sent, but with what came of it.
    case storedAfterSend
    /// A start does not look for what the life before had in hand and was sending.
    case restartForgotten

    /// Changes the schema of a database that is about to be used.
    func prepare(_ db: Database) throws {
        guard self == .storedAfterSend else { return }
        try db.execute(
            sql: """
                CREATE TRIGGER stored_after_send AFTER UPDATE OF state ON outbox
                WHEN OLD.state = 'waiting' AND NEW.state = 'sending'
                BEGIN UPDATE outbox SET state = 'waiting' WHERE id = NEW.id; END
                """)
    }

    /// Hides from a start what it should find.
    func beforeStart(_ db: Database) throws {
        guard self == .restartForgotten else { return }
        try db.execute(
            sql: "UPDATE outbox SET account = '?' || account WHERE state = 'sending'")
    }

    /// Shows it again when the bot has started.
    func afterStart(_ db: Database) throws {
        guard self == .restartForgotten else { return }
        try db.execute(
            sql: "UPDATE outbox SET account = substr(account, 2) WHERE account LIKE '?%'")
    }

    /// A message as the bot is given it.
    func copy(_ message: InboundMessage, of platform: Platform) -> InboundMessage {
        self == .dedupeDropped ? message.renamed(platform.nextCopy()) : message
    }
}

extension InboundMessage {
    /// The same message under an id that no other has.
    fileprivate func renamed(_ copy: Int) -> InboundMessage {
        InboundMessage(
            account: account, chat: chat, chatKind: chatKind,
            message: MessageID(rawValue: "\(message)-\(copy)"), sender: sender,
            senderName: senderName, content: content, sentAt: sentAt)
    }
}
