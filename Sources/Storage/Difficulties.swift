import Campaign
import Conversation
import Foundation
import GRDB
import Messaging

/// What `decide` may ask about difficulties, answered from SQL in the turn's transaction.
func difficulties(in db: Database, asker: PersonID, account: AccountID) -> Difficulties {
    Difficulties(
        nextNumber: {
            (try db.number("SELECT coalesce(max(number), 0) FROM difficulty") ?? 0) + 1
        },
        lastTold: { unit, words, since in
            try readDifficulties(
                """
                campaign = $1 AND unit = $2 AND words = $3 AND opened_at >= $4
                    AND state <> 'resolved' AND ((account = $5 AND sender = $6)
                        OR (account, sender) IN (
                            SELECT other.account, other.sender FROM identity
                            JOIN identity AS other ON other.person = identity.person
                            WHERE identity.account = $5 AND identity.sender = $6))
                ORDER BY number DESC LIMIT 1
                """,
                [
                    unit.campaign.rawValue, unit.unit.rawValue, words, since.milliseconds,
                    account.rawValue, asker.rawValue,
                ], in: db
            ).first
        },
        difficulty: { try readDifficulty($0, in: db) },
        unresolved: { try unresolvedDifficulties(of: $0, in: db) },
        resolvedUnits: { campaign, since in
            try db.rows(
                of: "difficulty",
                """
                SELECT unit FROM difficulty
                WHERE campaign = $1 AND state = 'resolved' AND resolved_at >= $2 ORDER BY number
                """, [campaign.rawValue, since.milliseconds]
            ).map { UnitID(rawValue: try $0.text("unit")) }
        },
        chats: { try chats(of: $0, in: db) },
        isQuiet: { chat in
            try db.number(
                """
                SELECT count(*) FROM chat_state
                WHERE account = $1 AND chat = $2 AND muted_at IS NOT NULL
                """, [chat.account.rawValue, chat.chat.rawValue]) != 0
        })
}

/// The difficulty with a number, with its steps; nil when there is none.
func readDifficulty(_ number: Int64, in db: Database) throws -> Difficulty? {
    guard var difficulty = try readDifficulties("number = $1", [number], in: db).first else {
        return nil
    }
    difficulty.steps = try db.rows(
        of: "difficulty_step", "SELECT * FROM difficulty_step WHERE difficulty = $1 ORDER BY id",
        [number]
    ).map(DifficultyStep.init)
    return difficulty
}

/// Those of a campaign that are not resolved, the oldest first; of their steps only who took them.
func unresolvedDifficulties(of campaign: CampaignID, in db: Database) throws -> [Difficulty] {
    var takers: [Int64: DifficultyStep] = [:]
    for row in try db.rows(
        of: "difficulty_step",
        """
        SELECT difficulty_step.* FROM difficulty
        JOIN difficulty_step ON difficulty_step.difficulty = difficulty.number
        WHERE difficulty.campaign = $1 AND difficulty.state = 'taken'
            AND difficulty_step.kind = 'taken'
        ORDER BY difficulty_step.id
        """, [campaign.rawValue])
    {
        takers[try row.integer("difficulty")] = try DifficultyStep(row)
    }
    return try readDifficulties(
        "campaign = $1 AND state <> 'resolved' ORDER BY opened_at, number", [campaign.rawValue],
        in: db
    ).map { difficulty in
        var difficulty = difficulty
        difficulty.steps = takers[difficulty.told.number].map { [$0] } ?? []
        return difficulty
    }
}

/// The chats in which a unit is told something: its groups, else its leaders' private chats;
/// without those that wish for quiet.
func chats(of unit: Role, in db: Database) throws -> [ChatAddress] {
    let quiet = """
        NOT EXISTS (SELECT 1 FROM chat_state AS quiet WHERE quiet.account = found.account
            AND quiet.chat = found.chat AND quiet.muted_at IS NOT NULL)
        """
    let groups = try db.rows(
        of: "chat_binding",
        """
        SELECT account, chat FROM chat_binding AS found
        WHERE campaign = $1 AND unit = $2 AND \(quiet) ORDER BY account, chat
        """, [unit.campaign.rawValue, unit.unit.rawValue]
    ).map(ChatAddress.init)
    guard groups.isEmpty else { return groups }
    // A person with several accounts is told once, where they were met last.
    return try db.rows(
        of: "identity",
        """
        SELECT account, chat FROM (
            SELECT identity.account AS account, identity.private_chat AS chat,
                row_number() OVER (
                    PARTITION BY identity.person ORDER BY identity.known_at DESC, identity.account
                ) AS place
            FROM leadership JOIN identity ON identity.person = leadership.person
            WHERE leadership.campaign = $1 AND leadership.unit = $2
                AND leadership.ended_at IS NULL AND identity.private_chat IS NOT NULL
        ) AS found WHERE place = 1 AND \(quiet) ORDER BY account, chat
        """, [unit.campaign.rawValue, unit.unit.rawValue]
    ).map(ChatAddress.init)
}

private func readDifficulties(
    _ condition: String, _ arguments: SQLValues, in db: Database
) throws -> [Difficulty] {
    try db.rows(of: "difficulty", "SELECT * FROM difficulty WHERE " + condition, arguments)
        .map(Difficulty.init)
}

extension Difficulty {
    /// Reads one row of the table `difficulty`.
    init(_ row: RowReader) throws {
        self.init(
            told: NewDifficulty(
                number: try row.integer("number"),
                campaign: CampaignID(rawValue: try row.text("campaign")),
                unit: UnitID(rawValue: try row.text("unit")), text: try row.text("text"),
                words: try row.text("words")),
            state: try row.value("state", State.init(rawValue:)),
            liesAt: UnitID(rawValue: try row.text("lies_at")),
            liesSince: Timestamp(milliseconds: try row.integer("passed_at")),
            chat: try ChatAddress(row), opener: try row.text("sender_name"),
            openedAt: Timestamp(milliseconds: try row.integer("opened_at")))
    }
}

extension DifficultyStep {
    /// Reads one row of the table `difficulty_step`.
    init(_ row: RowReader) throws {
        self.init(
            try row.value("kind", Kind.init(rawValue:)),
            at: Timestamp(milliseconds: try row.integer("made_at")),
            by: try row.isNull("by_name") ? nil : row.text("by_name"),
            unit: try row.isNull("unit") ? nil : UnitID(rawValue: row.text("unit")),
            how: try row.isNull("how") ? nil : row.text("how"))
    }
}

extension ChatAddress {
    /// Reads the columns `account` and `chat` of one row.
    init(_ row: RowReader) throws {
        self.init(
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")))
    }
}
