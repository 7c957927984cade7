import Campaign
import Conversation
import GRDB
import Messaging
import VietText

/// A chat with the units that it follows.
struct BoundChat {
    let chat: ReachableChat
    let isGone: Bool
    let roles: [Role]
}

/// Reads all chats that are bound to units, each once, in order of account and id.
func boundChats(in db: Database) throws -> [BoundChat] {
    let rows = try db.rows(
        of: "chat_binding",
        """
        SELECT chat_binding.*, chat_state.muted_at AS muted_at, recipient_gone.gone_at AS gone_at
        FROM chat_binding
        LEFT JOIN chat_state ON chat_state.account = chat_binding.account
            AND chat_state.chat = chat_binding.chat
        LEFT JOIN recipient_gone ON recipient_gone.account = chat_binding.account
            AND recipient_gone.chat = chat_binding.chat
        ORDER BY chat_binding.account, chat_binding.chat, chat_binding.campaign, chat_binding.unit
        """)
    var chats: [BoundChat] = []
    for row in rows {
        let chat = try ReachableChat(row, chat: "chat")
        let before = chats.last.flatMap { $0.chat == chat ? $0.roles : nil }
        if before != nil { chats.removeLast() }
        chats.append(
            BoundChat(
                chat: chat, isGone: !(try row.isNull("gone_at")),
                roles: (before ?? []) + [try Role(row)]))
    }
    return chats
}

/// Reads the private chats of those who lead units of a campaign, the first known ones first.
func leaderChats(of campaign: CampaignID, in db: Database) throws -> [LeaderChat] {
    try db.rows(
        of: "leadership",
        """
        SELECT leadership.unit AS unit, leadership.person AS person, identity.account AS account,
            identity.private_chat AS private_chat, chat_state.muted_at AS muted_at
        FROM leadership
        JOIN identity ON identity.person = leadership.person
        LEFT JOIN chat_state ON chat_state.account = identity.account
            AND chat_state.chat = identity.private_chat
        LEFT JOIN recipient_gone ON recipient_gone.account = identity.account
            AND recipient_gone.chat = identity.private_chat
        WHERE leadership.campaign = $1 AND leadership.ended_at IS NULL
            AND identity.private_chat IS NOT NULL AND recipient_gone.gone_at IS NULL
        ORDER BY leadership.id, identity.known_at, identity.account, identity.sender
        """, [campaign.rawValue]
    ).map { row in
        LeaderChat(
            unit: UnitID(rawValue: try row.text("unit")), person: try row.integer("person"),
            chat: try ReachableChat(row, chat: "private_chat"))
    }
}

/// Reads which campaigns are followed in chats that follow `campaign`, itself included.
func campaignsBeside(_ campaign: CampaignID, in db: Database) throws -> [CampaignID] {
    let beside = try db.rows(
        of: "chat_binding",
        """
        SELECT DISTINCT other.campaign AS campaign FROM chat_binding
        JOIN chat_binding AS other ON other.account = chat_binding.account
            AND other.chat = chat_binding.chat
        WHERE chat_binding.campaign = $1 AND other.campaign <> $1
        ORDER BY other.campaign
        """, [campaign.rawValue])
    return [campaign] + (try beside.map { CampaignID(rawValue: try $0.text("campaign")) })
}

/// Reads the units of a campaign with a standing report for a day.
func reportedUnits(
    of campaign: CampaignID, on day: CivilDay, in db: Database
) throws -> Set<UnitID> {
    Set(
        try db.rows(
            of: "ledger",
            """
            SELECT DISTINCT ledger.unit AS unit FROM ledger
            JOIN report ON report.number = ledger.report
            WHERE ledger.day = $1 AND report.campaign = $2 AND report.voided_at IS NULL
            """, [day.description, campaign.rawValue]
        ).map { UnitID(rawValue: try $0.text("unit")) })
}

/// Totals of every unit's own entries that stand, by the rule of `Campaign.Standings`.
///
/// - Throws: `QuantityError.overflow` when a sum does not fit.
func totalsOfAllUnits(
    of campaign: CampaignID, through day: CivilDay, in db: Database
) throws -> [UnitID: [IndicatorKey: Total]] {
    var totals: [UnitID: [IndicatorKey: Total]] = [:]
    do {
        for row in try db.rows(
            of: "ledger", totalsOfCampaign, [campaign.rawValue, day.description])
        {
            let unit = UnitID(rawValue: try row.text("unit"))
            let indicator = IndicatorKey(rawValue: try row.text("indicator"))
            totals[unit, default: [:]][indicator] = try Total(row)
        }
    } catch let error as DatabaseError where error.message == "integer overflow" {
        throw QuantityError.overflow
    }
    return totals
}

private let totalsOfCampaign = """
    WITH standing AS (
        SELECT ledger.* FROM ledger JOIN report ON report.number = ledger.report
        WHERE report.campaign = $1 AND report.voided_at IS NULL AND ledger.day <= $2
    ), stated AS (
        SELECT id, unit, indicator, day, row_number() OVER (
            PARTITION BY unit, indicator ORDER BY day DESC, report DESC, ordinal) AS place
        FROM standing WHERE operation = 'set'
    )
    SELECT standing.unit AS unit, standing.indicator AS indicator, sum(standing.value) AS value,
        sum(standing.denominator) AS denominator
    FROM standing
    LEFT JOIN stated ON stated.unit = standing.unit AND stated.indicator = standing.indicator
        AND stated.place = 1
    WHERE standing.id = stated.id
        OR (standing.operation = 'add' AND (stated.day IS NULL OR standing.day > stated.day))
    GROUP BY standing.unit, standing.indicator
    """

/// Reads the difficulties that a bulletin of a day counts: open at its end, or resolved on it.
func difficultyMarks(
    of campaign: CampaignID, on day: CivilDay, in db: Database
) throws -> [DifficultyMark] {
    let (begin, end) = (
        day.milliseconds(atMinute: 0), day.adding(days: 1).milliseconds(atMinute: 0)
    )
    return try db.rows(
        of: "difficulty",
        """
        SELECT unit, opened_at, resolved_at FROM difficulty
        WHERE campaign = $1 AND opened_at < $2 AND (resolved_at IS NULL OR resolved_at >= $3)
        ORDER BY number
        """, [campaign.rawValue, end, begin]
    ).map { row in
        DifficultyMark(
            unit: UnitID(rawValue: try row.text("unit")),
            openedAt: Timestamp(milliseconds: try row.integer("opened_at")),
            isResolved: try row.integerIfAny("resolved_at").map { $0 < end } ?? false)
    }
}

/// What a reminder is about, as it stands in `outbox.subject`; one a line.
func reminderSubject(_ campaign: CampaignID, _ unit: UnitID, _ day: CivilDay) -> String {
    "reminder \(campaign) \(unit) \(day)"
}

extension Turn {
    /// Takes back reminders about units and days that have been reported now; one that is about
    /// further units stays for those.
    func silenceReminders(about report: ReportRecord) throws {
        let subjects = Set(
            report.entries.map { reminderSubject(report.campaign, $0.unit, $0.day) })
        let waiting = try db.rows(
            of: "outbox",
            "SELECT id, subject FROM outbox WHERE state = 'waiting' AND subject <> ''")
        for row in waiting {
            let before = try row.text("subject").split(separator: "\n").map(String.init)
            let left = before.filter { !subjects.contains($0) }
            guard left.count < before.count else { continue }
            let id = try row.integer("id")
            guard left.isEmpty else {
                try db.run(
                    "UPDATE outbox SET subject = $1 WHERE id = $2",
                    [left.joined(separator: "\n"), id])
                continue
            }
            try db.run(
                """
                UPDATE outbox SET state = 'abandoned', reason = 'đã báo cáo', ended_at = $1
                WHERE id = $2 AND state = 'waiting'
                """, [now.milliseconds, id])
        }
    }
}

extension ReachableChat {
    /// Reads the columns `account`, `muted_at` and the one that holds the chat.
    init(_ row: RowReader, chat column: String) throws {
        self.init(
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text(column)), isMuted: !(try row.isNull("muted_at")))
    }
}
