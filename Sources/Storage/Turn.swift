import Campaign
import Conversation
import Foundation
import GRDB
import Messaging

/// One turn inside the transaction of its batch: situation in, decision out, effects stored.
struct Turn {
    let db: Database
    let kept: KeptMessage
    let now: Timestamp

    private var message: InboundMessage { kept.message }

    /// Decides and stores everything that follows, or throws for the savepoint to roll back.
    func take(
        textUnitsMax: (AccountID) -> Int,
        decide: (KeptMessage, Situation) throws -> (Decision, [RenderedReply])
    ) throws -> TurnResult {
        let (decision, replies) = try decide(kept, try situation())
        for effect in decision.effects {
            try apply(effect)
            try audit(effect)
        }
        let (queued, dropped) = try queue(replies, textUnitsMax: textUnitsMax)
        try db.run(
            """
            UPDATE inbox SET state = 'taken', outcome = $1, error = NULL, ended_at = $2,
                in_hand = 0
            WHERE id = $3 AND state = 'kept' AND in_hand = 1
            """, [decision.outcome.rawValue, now.milliseconds, kept.id])
        guard db.changesCount == 1 else {
            throw StoreError.refused("message \(kept.id) is not in hand: its turn was taken before")
        }
        let others = Set(replies.compactMap(\.account)).subtracting([message.account])
        return TurnResult(
            message: kept, ending: .taken(decision.outcome, queued: queued),
            otherAccounts: others.sorted { $0.rawValue < $1.rawValue },
            saidFirst: decision.replies.first?.key,
            silence: replies.isEmpty ? decision.silence : nil, dropped: dropped)
    }

    private func situation() throws -> Situation {
        let around = try surroundings()
        let known = around.known
        if known.person != nil { try notePrivateChat() }
        return Situation(
            now: now, topic: try around.topic.map(read),
            roles: known.person == nil
                ? [] : try rolesOfSender(message.account, message.sender, in: db),
            chatUnit: around.chatUnit,
            books: books(in: db, asker: message.sender, account: message.account),
            desk: desk(in: db, asker: message.sender, account: message.account),
            drafts: drafts(of: message, in: db), known: known,
            people: register(in: db, asker: message.sender, account: message.account),
            difficulties: difficulties(in: db, asker: message.sender, account: message.account),
            operations: operations(in: db, at: now), flood: floodNotice)
    }

    private var floodNotice: FloodNotice? {
        guard case .told(let notice) = kept.flood else { return nil }
        return notice
    }

    private func surroundings() throws -> Surroundings {
        try db.columns(
            of: "identity", surroundingsOfMessage,
            [
                message.account.rawValue, message.sender.rawValue, message.chat.rawValue,
                now.milliseconds,
            ], Surroundings.init
        ).first ?? Surroundings()
    }

    private func read(_ topic: String) throws -> Topic {
        do {
            return try JSONDecoder().decode(Topic.self, from: Data(topic.utf8))
        } catch is DecodingError {
            throw StoreError.badRow(
                table: "topic", key: message.account.rawValue,
                problem: "column 'topic' has another shape than a topic")
        }
    }

    private func apply(_ effect: Effect) throws {
        switch effect {
        case .setTopic(nil): try forgetTopic()
        case .setTopic(let topic?): try remember(topic)
        case .record(let report): try record(report)
        case .void(let number): try void(number)
        case .keepDraft(let draft): try keepDraft(draft)
        case .changeDraft(let draft): try changeDraft(draft)
        case .endDraft(let number, let state): try endDraft(number, state)
        case .claimInvitation(let code): try claim(code)
        case .people(let change): try apply(change)
        case .maskText(let text): try keepOnly(text)
        case .handOver(let question): try handOver(question)
        case .answerQuestion(let number, let text): try answer(number, text)
        case .dropQuestion(let number): try drop(number)
        case .claimDesk(let code): try claimDesk(code)
        case .openDifficulty(let told): try open(told)
        case .takeDifficulty(let number): try take(difficulty: number)
        case .passUpDifficulty(let number, let unit): try pass(difficulty: number, to: unit)
        case .resolveDifficulty(let number, let how): try resolve(difficulty: number, how)
        case .pauseAccount(let account): try pause(account)
        case .resumeAccount(let account): try resume(account, at: now, in: db)
        case .audit: break
        }
    }

    private func forgetTopic() throws {
        try db.run(
            "DELETE FROM topic WHERE account = $1 AND chat = $2 AND person = $3",
            [message.account.rawValue, message.chat.rawValue, message.sender.rawValue])
    }

    private func remember(_ topic: Topic) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try db.run(
            """
            INSERT INTO topic (account, chat, person, topic, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (account, chat, person)
            DO UPDATE SET topic = excluded.topic, expires_at = excluded.expires_at
            """,
            [
                message.account.rawValue, message.chat.rawValue, message.sender.rawValue,
                String(decoding: try encoder.encode(topic), as: UTF8.self),
                topic.expiresAtMilliseconds,
            ])
    }

    private func queue(
        _ replies: [RenderedReply], textUnitsMax: (AccountID) -> Int
    ) throws -> (count: Int, dropped: [String]) {
        var ordinal = 0
        var dropped: [String] = []
        for reply in replies {
            let account = reply.account ?? message.account
            for chunk in textChunks(storable(reply.text), unitsMax: textUnitsMax(account)) {
                let goneReason = try queueMessage(
                    QueuedMessage(
                        account: account, chat: reply.chat ?? message.chat, text: chunk,
                        priority: reply.priority, trace: kept.trace),
                    answering: kept.id, ordinal: ordinal, at: now, in: db)
                if let goneReason { dropped.append(goneReason) }
                ordinal += 1
            }
        }
        return (ordinal, dropped)
    }
}

/// What is known around a message: read for every one, so in one statement.
private struct Surroundings {
    var known = Acquaintance()

    /// As it is stored; nil when it is over.
    var topic: String?
    var chatUnit: Role?

    init() {}

    init(_ row: ColumnReader) throws {
        known = Acquaintance(
            person: row.isNull(0) ? nil : try row.integer(0), isAdmin: try row.integer(1) == 1,
            isNewChat: try row.integer(2) == 1, isMuted: try row.integer(3) == 1)
        topic = row.isNull(4) ? nil : try row.text(4)
        guard !row.isNull(5) else { return }
        chatUnit = Role(
            campaign: CampaignID(rawValue: try row.text(5)),
            unit: UnitID(rawValue: try row.text(6)))
    }
}

/// The one row of `Surroundings` for account, sender, chat and moment.
private let surroundingsOfMessage = """
    SELECT (SELECT person FROM identity WHERE account = $1 AND sender = $2),
        EXISTS (
            SELECT 1 FROM identity JOIN admin ON admin.person = identity.person
            WHERE account = $1 AND sender = $2 AND admin.ended_at IS NULL
        ),
        NOT EXISTS (SELECT 1 FROM chat_state WHERE account = $1 AND chat = $3),
        EXISTS (
            SELECT 1 FROM chat_state WHERE account = $1 AND chat = $3 AND muted_at IS NOT NULL
        ),
        (
            SELECT topic FROM topic
            WHERE account = $1 AND chat = $3 AND person = $2 AND expires_at > $4
        ),
        (SELECT campaign FROM chat_binding WHERE account = $1 AND chat = $3),
        (SELECT unit FROM chat_binding WHERE account = $1 AND chat = $3)
    """
