import Campaign
import Conversation
import GRDB
import Messaging
import VietText

extension Store {
    /// Hours for which a difficulty may lie at one level before the next one is told.
    package static let difficultyHoursMax: Int64 = 24

    /// Passes difficulties up that have lain at one level for too long, and tells the chats of the
    /// unit above, once a level; in the quiet hours they wait for the morning.
    ///
    /// - Returns: Those passed up, with the accounts whose chats are told.
    /// - Throws: What `rules.render` throws; `StoreError`.
    package func passUpDifficulties(
        in schedule: Schedule, _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> [(difficulty: OverdueDifficulty, accounts: [AccountID])] {
        guard QuietHours.end(around: now.milliseconds) == nil else { return [] }
        let limit = now.adding(seconds: -Self.difficultyHoursMax * 3_600)
        let overdue = try read { db in
            try overdueDifficulties(in: schedule, before: limit, in: db)
        }
        guard !overdue.isEmpty else { return [] }
        return try write { db in
            let chats = try boundChats(in: db)
            return try overdueDifficulties(in: schedule, before: limit, in: db).compactMap {
                difficulty in
                guard let campaign = schedule[difficulty.campaign],
                    let parent = campaign.units.parent(of: difficulty.liesAt)
                else { return nil }
                try db.run(
                    "UPDATE difficulty SET lies_at = $1, passed_at = $2 WHERE number = $3",
                    [parent.id.rawValue, now.milliseconds, difficulty.number])
                let role = Role(campaign: campaign.id, unit: parent.id)
                let told = try chats.filter { $0.roles.contains(role) }.filter { chat in
                    try tell(chat, difficulty, campaign, role, rules, at: now, in: db)
                }
                return (difficulty, told.map(\.chat.account))
            }
        }
    }

    /// Difficulties that nobody has taken and that can still go up.
    private func overdueDifficulties(
        in schedule: Schedule, before limit: Timestamp, in db: Database
    ) throws -> [OverdueDifficulty] {
        try db.rows(
            of: "difficulty",
            "SELECT * FROM difficulty WHERE state = 'open' AND passed_at <= $1 ORDER BY number",
            [limit.milliseconds]
        ).map(OverdueDifficulty.init).filter { difficulty in
            schedule[difficulty.campaign]?.units.parent(of: difficulty.liesAt) != nil
        }
    }

    private func tell(
        _ chat: BoundChat, _ difficulty: OverdueDifficulty, _ campaign: Campaign, _ role: Role,
        _ rules: AnnouncementRules, at now: Timestamp, in db: Database
    ) throws -> Bool {
        var skip: AnnouncementRound.Skip?
        if chat.chat.isMuted { skip = .muted }
        if chat.isGone { skip = .gone }
        let unitsMax = rules.textUnitsMax[chat.chat.account]
        if unitsMax == nil { skip = .noAccount }
        let opened = CivilDay(epochMilliseconds: difficulty.openedAt.milliseconds)
        let isNew = try noteAnnouncement(
            [
                "difficulty", campaign.id.rawValue, opened.description, "#K\(difficulty.number)",
            ], chat.chat, role.unit, skip?.rawValue, at: now, in: db)
        guard isNew, skip == nil, let unitsMax else { return false }
        try queue(
            difficulty.reply(campaign, at: now), to: (chat.chat.account, chat.chat.chat), unitsMax,
            rules, at: now, in: db)
        return true
    }
}

extension OverdueDifficulty {
    /// Reads one row of the table `difficulty`.
    fileprivate init(_ row: RowReader) throws {
        self.init(
            number: try row.integer("number"),
            campaign: CampaignID(rawValue: try row.text("campaign")),
            unit: UnitID(rawValue: try row.text("unit")),
            liesAt: UnitID(rawValue: try row.text("lies_at")), text: try row.text("text"),
            openedAt: Timestamp(milliseconds: try row.integer("opened_at")))
    }
}
