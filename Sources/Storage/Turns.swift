import Conversation
import GRDB
import Messaging

/// A reply in words, as the content renders it.
package struct RenderedReply: Hashable, Sendable {
    package let text: String
    package let priority: Priority

    /// Another chat that it goes to; nil for the chat of the message.
    package let chat: ChatID?

    /// The account of that chat; nil for that of the message.
    package let account: AccountID?

    package init(
        _ text: String, priority: Priority = .answer, to chat: ChatID? = nil,
        of account: AccountID? = nil
    ) {
        self.text = text
        self.priority = priority
        self.chat = chat
        self.account = account
    }
}

/// How the turn of one message went.
package struct TurnResult: Hashable, Sendable {
    /// What became of the message.
    package enum Ending: Hashable, Sendable {
        /// Decided and stored; so many outbox rows wait to be sent.
        case taken(Decision.Outcome, queued: Int)
        /// It failed and is tried again, as long as `KeptMessage.triesMax` allows.
        case failed(error: String)
        /// It failed for the last time and is set aside.
        case setAside(error: String)
        /// Not tried: an earlier message of its chat failed and goes first.
        case heldBack
    }

    package let message: KeptMessage
    package let ending: Ending

    /// Accounts other than that of the message for which something was queued.
    package var otherAccounts: [AccountID] = []

    /// What was said first; nil when nothing was, or the turn was not taken.
    package var saidFirst: ReplyKey?

    /// Why nothing is said; nil when something is.
    package var silence: Decision.Silence?

    /// Why replies were dropped at once, one for each: their chat is gone.
    package var dropped: [String] = []
}

extension Store {
    /// Takes the turns of a batch in one transaction, each whole or without effect.
    ///
    /// A turn that throws is undone alone and counts as failing; what follows in its chat waits.
    /// A fault of the machine (a full disk) ends the whole batch and counts against nobody.
    ///
    /// - Parameters:
    ///   - batch: What `takeInHand` returned, in its order.
    ///   - now: The moment of the turns.
    ///   - textUnitsMax: UTF-16 units that a message of the account may have.
    ///   - decide: Pure and synchronous; it runs inside the transaction, and once more for each
    ///     message of a batch in which a turn has thrown.
    /// - Returns: One result for each message, in order.
    /// - Throws: `StoreError` of the machine; then nothing of the batch is stored.
    package func takeTurns(
        _ batch: [KeptMessage], now: Timestamp, textUnitsMax: (AccountID) -> Int,
        decide: (KeptMessage, Situation) throws -> (Decision, [RenderedReply])
    ) throws -> [TurnResult] {
        try write { db in
            func take(_ kept: KeptMessage) throws -> TurnResult {
                try Turn(db: db, kept: kept, now: now)
                    .take(textUnitsMax: textUnitsMax, decide: decide)
            }
            do {
                // A savepoint for each turn costs more than the turn, and hardly one ever throws.
                return try db.savepoint { try batch.map(take) }
            } catch {
                try throwIfOfTheMachine(error, in: db)
                return try takeOneByOne(batch, now: now, in: db, take)
            }
        }
    }

    private func takeOneByOne(
        _ batch: [KeptMessage], now: Timestamp, in db: Database,
        _ take: (KeptMessage) throws -> TurnResult
    ) throws -> [TurnResult] {
        var failedChats: Set<ChatOfAccount> = []
        return try batch.map { kept in
            let chat = ChatOfAccount(kept.message)
            guard !failedChats.contains(chat) else {
                return TurnResult(message: kept, ending: try heldBack(kept, in: db))
            }
            do {
                return try db.savepoint { try take(kept) }
            } catch {
                try throwIfOfTheMachine(error, in: db)
                let ending = try failed(kept, error, at: now, in: db)
                if case .failed = ending { failedChats.insert(chat) }
                return TurnResult(message: kept, ending: ending)
            }
        }
    }

    /// SQLite ends a transaction by itself when it can no longer stand for it.
    private func throwIfOfTheMachine(_ error: any Error, in db: Database) throws {
        let error = StoreError.translated(error)
        let isOfTheMachine = (error as? StoreError)?.isOfTheMachine == true
        if isOfTheMachine || !db.isInsideTransaction { throw error }
    }

    private func heldBack(_ kept: KeptMessage, in db: Database) throws -> TurnResult.Ending {
        try db.run(
            "UPDATE inbox SET tries = tries - 1, in_hand = 0 WHERE id = $1", [kept.id])
        return .heldBack
    }

    private func failed(
        _ kept: KeptMessage, _ error: any Error, at now: Timestamp, in db: Database
    ) throws -> TurnResult.Ending {
        let error = StoreError.translated(error)
        let text = String(String(describing: error).prefix(Self.errorCharactersMax))
        let isLast = kept.tries >= KeptMessage.triesMax
        try db.run(
            """
            UPDATE inbox SET in_hand = 0, error = $1, state = $2, ended_at = $3
            WHERE id = $4 AND state = 'kept'
            """,
            [
                storable(text), isLast ? "set_aside" : "kept", isLast ? now.milliseconds : nil,
                kept.id,
            ])
        return isLast ? .setAside(error: text) : .failed(error: text)
    }

    /// Characters of an error that are kept with its message.
    private static let errorCharactersMax = 500
}

/// A chat is named by its account and its id together.
struct ChatOfAccount: Hashable {
    let account: AccountID
    let chat: ChatID

    init(_ message: InboundMessage) {
        account = message.account
        chat = message.chat
    }
}
