import Campaign
import Conversation
import GRDB
import Messaging

extension Turn {
    /// Writes a difficulty that this message tells; it lies with its own unit at first.
    func open(_ told: NewDifficulty) throws {
        let message = kept.message
        try db.run(
            """
            INSERT INTO difficulty (number, campaign, unit, lies_at, text, words, account, chat,
                sender, sender_name, inbox, opened_at, passed_at)
            VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
            """,
            [
                told.number, told.campaign.rawValue, told.unit.rawValue, storable(told.text),
                storable(told.words), message.account.rawValue, message.chat.rawValue,
                message.sender.rawValue, storable(message.senderName), kept.id,
                now.milliseconds,
            ])
    }

    /// Notes that the sender sees to a difficulty that waits.
    func take(difficulty number: Int64) throws {
        try db.run(
            "UPDATE difficulty SET state = 'taken' WHERE number = $1 AND state = 'open'",
            [number])
        try changed(number, .taken)
    }

    /// Gives a difficulty to a unit above, where it waits anew.
    func pass(difficulty number: Int64, to unit: UnitID) throws {
        guard try passOn(number, to: unit, by: kept, at: now, in: db) else {
            throw StoreError.refused("difficulty \(number) cannot be passed to \(unit)")
        }
    }

    /// Notes that a difficulty is resolved, and how.
    func resolve(difficulty number: Int64, _ how: String) throws {
        try db.run(
            """
            UPDATE difficulty SET state = 'resolved', resolved_at = $1
            WHERE number = $2 AND state <> 'resolved'
            """, [now.milliseconds, number])
        try changed(number, .resolved, how: storable(how))
    }

    private func changed(
        _ number: Int64, _ kind: DifficultyStep.Kind, how: String? = nil
    ) throws {
        guard db.changesCount == 1 else {
            throw StoreError.refused("difficulty \(number) cannot be \(kind.rawValue) now")
        }
        try note(
            DifficultyStep(kind, at: now, by: storable(kept.message.senderName), how: how),
            of: number, by: kept, in: db)
    }
}

/// Gives a difficulty to another unit, where it waits anew, by hand or (`kept` nil) by its time.
///
/// - Returns: Whether it was there to be passed: unresolved, and lying elsewhere.
func passOn(
    _ number: Int64, to unit: UnitID, by kept: KeptMessage?, at now: Timestamp, in db: Database
) throws -> Bool {
    try db.run(
        """
        UPDATE difficulty SET lies_at = $1, passed_at = $2, state = 'open'
        WHERE number = $3 AND state <> 'resolved' AND lies_at <> $1
        """, [unit.rawValue, now.milliseconds, number])
    guard db.changesCount == 1 else { return false }
    try note(
        DifficultyStep(
            .passed, at: now, by: kept.map { storable($0.message.senderName) }, unit: unit),
        of: number, by: kept, in: db)
    return true
}

private func note(
    _ step: DifficultyStep, of number: Int64, by kept: KeptMessage?, in db: Database
) throws {
    try db.run(
        """
        INSERT INTO difficulty_step (difficulty, kind, made_at, by_name, unit, how, inbox)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        [
            number, step.kind.rawValue, step.at.milliseconds, step.by, step.unit?.rawValue,
            step.how, kept?.id,
        ])
}

/// A difficulty that its time limit has passed to a unit above, and whom to tell.
package struct PassedDifficulty: Hashable, Sendable {
    /// As it stands now; `liesAt` is the unit that it was passed to.
    package let difficulty: Difficulty

    /// The chats of that unit; empty when nobody there can be told.
    package let chats: [ChatAddress]
}

extension Store {
    /// The difficulties of a campaign that have lain too long where they are and can go further
    /// up, the oldest first.
    ///
    /// - Throws: `StoreError`.
    package func overdueDifficulties(
        of campaign: Campaign, at now: Timestamp
    ) throws -> [Difficulty] {
        try read { db in
            try unresolvedDifficulties(of: campaign.id, in: db).filter {
                $0.isOverdue(at: now, in: campaign)
                    && campaign.units.parent(of: $0.liesAt) != nil
            }
        }
    }

    /// Passes one difficulty to the unit above when it is still overdue, and queues what
    /// `messages` says of it, in one transaction: after a crash it has happened once or not yet.
    ///
    /// - Parameters:
    ///   - number: One that `overdueDifficulties` gave.
    ///   - campaign: Its campaign.
    ///   - now: The moment.
    ///   - messages: What to send, rendered from `Difficulty.fields` by `difficulty-passed-up`.
    /// - Returns: What was passed; nil when it was resolved, passed or taken further meanwhile.
    /// - Throws: `StoreError`.
    package func passUp(
        number: Int64, campaign: Campaign, at now: Timestamp,
        messages: (PassedDifficulty) throws -> [QueuedMessage]
    ) throws -> PassedDifficulty? {
        try write { db in
            guard let passed = try passUpOverdue(number, campaign, at: now, in: db) else {
                return nil
            }
            for message in try messages(passed) {
                try queueMessage(message, answering: nil, ordinal: 0, at: now, in: db)
            }
            return passed
        }
    }
}

/// Passes a difficulty to the unit above when it is still overdue.
func passUpOverdue(
    _ number: Int64, _ campaign: Campaign, at now: Timestamp, in db: Database
) throws -> PassedDifficulty? {
    guard let overdue = try readDifficulty(number, in: db),
        overdue.told.campaign == campaign.id, overdue.isOverdue(at: now, in: campaign),
        let above = try overdue.unitAbove(
            in: campaign,
            canBeTold: { unit in
                try !chats(of: Role(campaign: campaign.id, unit: unit), in: db).isEmpty
            }),
        try passOn(number, to: above, by: nil, at: now, in: db),
        let difficulty = try readDifficulty(number, in: db)
    else { return nil }
    return PassedDifficulty(
        difficulty: difficulty,
        chats: try chats(of: Role(campaign: campaign.id, unit: above), in: db))
}
