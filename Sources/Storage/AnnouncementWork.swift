import Campaign
import Conversation
import GRDB
import Messaging
import VietText

/// One occasion inside its transaction: who gets what, noted and queued.
struct AnnouncementWork {
    let db: Database
    let schedule: Schedule
    let rules: AnnouncementRules
    let now: Timestamp
    let occasion: Occasion
    let campaign: Campaign

    private var round: AnnouncementRound
    private var allowances: [AccountID: AnnouncementAllowance] = [:]
    private var texts: [Role: String] = [:]

    init(
        db: Database, schedule: Schedule, rules: AnnouncementRules, now: Timestamp,
        occasion: Occasion, campaign: Campaign
    ) {
        self.db = db
        self.schedule = schedule
        self.rules = rules
        self.now = now
        self.occasion = occasion
        self.campaign = campaign
        round = AnnouncementRound(occasion)
    }

    /// Decides for all chats; nil when that was done before.
    mutating func decide(_ figures: [CampaignID: CampaignFigures]) throws -> AnnouncementRound? {
        round.isTooLate = occasion.isTooLate(at: now.milliseconds)
        try db.run(
            """
            INSERT INTO occasion (kind, campaign, day, time, decided_at, outcome)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            [
                occasion.kind.rawValue, campaign.id.rawValue, occasion.day.description,
                occasion.time.description, now.milliseconds,
                round.isTooLate ? "late" : "announced",
            ])
        guard db.changesCount == 1 else { return nil }
        if round.isTooLate { return round }
        let chats = try boundChats(in: db)
        try readAllowances(chats)
        switch occasion.kind {
        case .reminder: try remind(chats)
        case .bulletin, .closing: try tell(chats, figures)
        }
        return round
    }

    // MARK: Bulletins

    private mutating func tell(
        _ chats: [BoundChat], _ figures: [CampaignID: CampaignFigures]
    ) throws {
        for chat in chats {
            let own = chat.roles.filter { $0.campaign == campaign.id }
            guard let unit = own.first?.unit else { continue }
            if let skip = skip(chat, own: own) {
                try note(chat.chat, unit, skip)
                continue
            }
            // When the quota is short, the day's last message speaks of all that the chat follows.
            let isShort = allowances[chat.chat.account]?.isShort == true
            let texts = try (isShort ? chat.roles : own).compactMap { role in
                try text(role, figures)
            }
            guard try note(chat.chat, unit, nil), !texts.isEmpty else { continue }
            try queue(
                texts.joined(separator: "\n\n"), .bulletin, to: chat.chat, subject: nil)
        }
    }

    private func skip(_ chat: BoundChat, own: [Role]) -> AnnouncementRound.Skip? {
        guard let allowance = allowances[chat.chat.account] else { return .noAccount }
        guard own.contains(where: { campaign.units[$0.unit] != nil }) else { return .noUnit }
        if chat.isGone { return .gone }
        if chat.chat.isMuted { return .muted }
        guard let lowest = allowance.lowest, lowest >= .bulletin else { return .quota }
        guard allowance.isShort else { return nil }
        let followed = chat.roles.map(\.campaign)
        return schedule.isLastOfDay(occasion, following: followed) ? nil : .merged
    }

    private mutating func text(
        _ role: Role, _ figures: [CampaignID: CampaignFigures]
    ) throws -> String? {
        if let text = texts[role] { return text }
        guard let figures = figures[role.campaign], figures.campaign.units[role.unit] != nil,
            let kind = kind(for: figures.campaign)
        else { return nil }
        let text = try rules.render(figures.announcement(kind, for: role.unit))
        texts[role] = text
        return text
    }

    /// What a campaign contributes: this occasion, or the last one of its day for another.
    private func kind(for other: Campaign) -> Occasion.Kind? {
        if other.id == campaign.id { return occasion.kind }
        return other.occasions(on: occasion.day).last { $0.kind != .reminder }?.kind
    }

    // MARK: Reminders

    private mutating func remind(_ chats: [BoundChat]) throws {
        let reported = try reportedUnits(of: campaign.id, on: occasion.day, in: db)
        let missing = campaign.units.units.filter {
            campaign.units.children(of: $0.id).isEmpty && !reported.contains($0.id)
        }
        var groups: [UnitID: [ReachableChat]] = [:]
        for chat in chats where !chat.isGone {
            for role in chat.roles where role.campaign == campaign.id {
                groups[role.unit, default: []].append(chat.chat)
            }
        }
        let leaders = try leaderChats(of: campaign.id, in: db)
        // Chats of an account that is no longer there are told of, and left out.
        let served = { [allowances] (chat: ReachableChat) in allowances[chat.account] != nil }
        let lost = Set(leaders.map(\.chat) + groups.values.flatMap { $0 }).filter { !served($0) }
        for account in lost.map(\.account).sorted(by: { $0.rawValue < $1.rawValue }) {
            round.skip(account, .noAccount)
        }
        let reminders = Reminder.due(
            missing: missing, leaders: leaders.filter { served($0.chat) },
            groups: groups.mapValues { $0.filter(served) })
        for reminder in reminders { try send(reminder) }
    }

    private mutating func send(_ reminder: Reminder) throws {
        let allowance = allowances[reminder.chat.account]
        var skip: AnnouncementRound.Skip?
        if allowance?.isShort == true { skip = .merged }
        if allowance?.lowest.map({ $0 < .reminder }) ?? true { skip = .quota }
        var noted: [OrgUnit] = []
        for unit in reminder.units where try note(reminder.chat, unit.id, skip) {
            noted.append(unit)
        }
        guard skip == nil, !noted.isEmpty else { return }
        let reply = reminder.about(noted).reply(campaign, day: occasion.day)
        let text = try rules.render(reply)
        let subjects = noted.map { reminderSubject(campaign.id, $0.id, occasion.day) }
        try queue(text, .reminder, to: reminder.chat, subject: subjects.joined(separator: "\n"))
    }

    // MARK: Writing it down

    private mutating func readAllowances(_ chats: [BoundChat]) throws {
        let counts = Dictionary(grouping: chats, by: \.chat.account).mapValues(\.count)
        for account in rules.textUnitsMax.keys {
            let sent = try sentInMonth(of: account, at: now, in: db)
            allowances[account] = rules.allowance(account, sent, counts[account] ?? 0)
        }
    }

    /// Notes what a chat gets, or why it gets nothing; false when that was noted before.
    @discardableResult
    private mutating func note(
        _ chat: ReachableChat, _ unit: UnitID, _ skip: AnnouncementRound.Skip?
    ) throws -> Bool {
        if let skip { round.skip(chat.account, skip) }
        return try noteAnnouncement(
            [
                occasion.kind.rawValue, campaign.id.rawValue, occasion.day.description,
                occasion.time.description,
            ], chat, unit, skip?.rawValue, at: now, in: db)
    }

    private mutating func queue(
        _ text: String, _ priority: Priority, to chat: ReachableChat, subject: String?
    ) throws {
        guard let unitsMax = rules.textUnitsMax[chat.account] else { return }
        let trace = rules.trace()
        for chunk in textChunks(storable(text), unitsMax: unitsMax) {
            try queueMessage(
                QueuedMessage(
                    account: chat.account, chat: chat.chat, text: chunk, priority: priority,
                    trace: trace, subject: subject,
                    expiresAt: Timestamp(milliseconds: occasion.usefulUntil)),
                answering: nil, ordinal: 0, at: now, in: db)
        }
        round.queued[chat.account, default: 0] += 1
    }
}

/// Writes one row of the table `announcement`; false when it is there already.
///
/// `key` is kind, campaign, day and time.
func noteAnnouncement(
    _ key: [String], _ chat: ReachableChat, _ unit: UnitID, _ reason: String?, at now: Timestamp,
    in db: Database
) throws -> Bool {
    try db.run(
        """
        INSERT INTO announcement (kind, campaign, day, time, account, chat, unit, made_at, outcome,
            reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
        """,
        key + [chat.account.rawValue, chat.chat.rawValue, unit.rawValue]
            + [now.milliseconds, reason == nil ? "queued" : "skipped", reason])
    return db.changesCount == 1
}
