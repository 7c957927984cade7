import Messaging

/// What the database knows of one message and of what was said because of it.
package struct MessageTrail: Hashable, Sendable {
    /// A message that came in.
    package struct Received: Hashable, Sendable {
        /// Its row in the inbox.
        package let id: Int64
        package let account: AccountID
        package let chat: ChatID
        package let chatKind: ChatKind
        package let message: MessageID
        package let sentAt: Timestamp
        package let keptAt: Timestamp
        package let state: State

        /// Turns begun for it, and how the last one failed.
        package let tries: Int
        package let error: String?

        /// It waits until then, because the program stopped with it in hand; nil for now.
        package let notBefore: Timestamp?

        /// Until when its sender or group is not listened to, if it was told so for this message.
        package let silentUntil: Timestamp?

        /// How its turn stands.
        package enum State: Hashable, Sendable {
            case waiting
            case taken(Decision.Outcome?, at: Timestamp)
            case setAside(at: Timestamp)
        }

        package init(
            id: Int64, account: AccountID, chat: ChatID, chatKind: ChatKind, message: MessageID,
            sentAt: Timestamp, keptAt: Timestamp, state: State, tries: Int, error: String?,
            notBefore: Timestamp?, silentUntil: Timestamp?
        ) {
            self.id = id
            self.account = account
            self.chat = chat
            self.chatKind = chatKind
            self.message = message
            self.sentAt = sentAt
            self.keptAt = keptAt
            self.state = state
            self.tries = tries
            self.error = error
            self.notBefore = notBefore
            self.silentUntil = silentUntil
        }
    }

    /// A message that goes out.
    package struct Reply: Hashable, Sendable {
        /// Its row in the outbox.
        package let id: Int64
        package let account: AccountID
        package let chat: ChatID
        package let priority: Priority
        package let queuedAt: Timestamp
        package let endedAt: Timestamp?
        package let attempts: Int
        package let state: Delivery.State

        /// Whether an earlier message of its chat has not gone out yet.
        package let isBehindAnother: Bool

        package init(
            id: Int64, account: AccountID, chat: ChatID, priority: Priority, queuedAt: Timestamp,
            endedAt: Timestamp?, attempts: Int, state: Delivery.State, isBehindAnother: Bool
        ) {
            self.id = id
            self.account = account
            self.chat = chat
            self.priority = priority
            self.queuedAt = queuedAt
            self.endedAt = endedAt
            self.attempts = attempts
            self.state = state
            self.isBehindAnother = isBehindAnother
        }
    }

    package let trace: TraceID

    /// Nil for what the bot says by itself.
    package let received: Received?
    package let replies: [Reply]

    package init(trace: TraceID, received: Received?, replies: [Reply]) {
        self.trace = trace
        self.received = received
        self.replies = replies
    }

    /// Whether the chat that wrote has got something.
    package var isAnswered: Bool {
        replies.contains { reply in
            guard reply.state == .delivered, let received else { return reply.state == .delivered }
            // Of an erased person the chat of a reply has a name that no platform gives.
            let isThere = reply.chat == received.chat || reply.chat.rawValue.hasPrefix("~")
            return isThere && reply.account == received.account
        }
    }

    /// All accounts that have to do with it.
    package var accounts: [AccountID] {
        var all = received.map { [$0.account] } ?? []
        for reply in replies where !all.contains(reply.account) { all.append(reply.account) }
        return all
    }
}
