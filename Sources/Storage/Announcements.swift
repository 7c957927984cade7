import Campaign
import Conversation
import GRDB
import Messaging
import VietText

/// What the shell gives to the schedule: accounts at work, the quota, and how replies are worded.
package struct AnnouncementRules: Sendable {
    /// UTF-16 units of one message, for each account at work; others are not served.
    package let textUnitsMax: [AccountID: Int]

    /// What an account may still send this month, when so many are gone and so many chats are
    /// bound to units.
    package let allowance: Allowance

    /// Of an account, messages sent, chats bound.
    package typealias Allowance =
        @Sendable (AccountID, _ sent: Int, _ chats: Int) -> AnnouncementAllowance

    /// Puts a reply into words.
    package let render: @Sendable (Reply) throws -> String

    /// Makes the id that ties a message's log lines together.
    package let trace: @Sendable () -> TraceID

    package init(
        textUnitsMax: [AccountID: Int],
        allowance: @escaping Allowance,
        render: @escaping @Sendable (Reply) throws -> String,
        trace: @escaping @Sendable () -> TraceID
    ) {
        self.textUnitsMax = textUnitsMax
        self.allowance = allowance
        self.render = render
        self.trace = trace
    }
}

/// What the month's quota of one account still allows.
package struct AnnouncementAllowance: Hashable, Sendable {
    /// The least pressing kind that may be sent; nil for none.
    package let lowest: Priority?

    /// Whether less is left than one message a day for each chat: then a chat gets one at most.
    package let isShort: Bool

    package init(lowest: Priority?, isShort: Bool) {
        self.lowest = lowest
        self.isShort = isShort
    }
}

/// What became of one occasion.
package struct AnnouncementRound: Hashable, Sendable {
    /// Why a chat got nothing.
    package enum Skip: String, Hashable, Sendable {
        case noAccount = "account is not in the settings"
        case muted = "chat is muted"
        case gone = "chat is gone"
        case quota = "monthly quota"
        case merged = "quota is short: one message a day"
        case noUnit = "unit is not in the campaign"
    }

    /// Chats skipped for one reason.
    package struct Skipped: Hashable, Sendable {
        package let account: AccountID
        package let reason: Skip
        package fileprivate(set) var count: Int
    }

    package let occasion: Occasion

    /// Whether the daemon was down for too long: nothing was sent, and nothing will be.
    package internal(set) var isTooLate = false

    /// Chats for which a message was queued, by account.
    package internal(set) var queued: [AccountID: Int] = [:]

    /// Chats that got nothing, in the order met.
    package private(set) var skipped: [Skipped] = []

    init(_ occasion: Occasion) {
        self.occasion = occasion
    }

    mutating func skip(_ account: AccountID, _ reason: Skip) {
        let index = skipped.firstIndex { $0.account == account && $0.reason == reason }
        if let index {
            skipped[index].count += 1
        } else {
            skipped.append(Skipped(account: account, reason: reason, count: 1))
        }
    }
}

extension Store {
    /// Seconds for which an occasion that nobody decided is looked for; all limits are shorter.
    package static let occasionsRememberedSeconds: Int64 = 7 * 24 * 3_600

    /// What has become due and was not decided yet, in order.
    ///
    /// What was due before the program first ran is nobody's.
    ///
    /// - Throws: `StoreError`.
    package func undecided(in schedule: Schedule, at now: Timestamp) throws -> [Occasion] {
        try read { db in
            guard let first = try db.number("SELECT min(started_at) FROM run") else { return [] }
            let remembered = now.adding(seconds: -Self.occasionsRememberedSeconds).milliseconds
            let arrived = schedule.arrived(since: max(first, remembered), at: now.milliseconds)
            guard let oldest = arrived.first?.day else { return [] }
            let decided = try db.rows(
                of: "occasion", "SELECT * FROM occasion WHERE day >= $1", [oldest.description])
            let keys = Set(try decided.map { try OccasionKey($0) })
            return arrived.filter { !keys.contains(OccasionKey($0)) }
        }
    }

    /// Decides one occasion for all chats and queues what is to be said, together or not at all.
    ///
    /// - Returns: What was done; nil when it was decided before.
    /// - Throws: `QuantityError.overflow` when a sum does not fit; what `rules.render` throws;
    ///   `StoreError`.
    package func announce(
        _ occasion: Occasion, in schedule: Schedule, _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> AnnouncementRound? {
        guard let campaign = schedule[occasion.campaign] else { return nil }
        // The books are added up beforehand: turns need not wait for that.
        var figures: [CampaignID: CampaignFigures] = [:]
        if occasion.kind != .reminder, !occasion.isTooLate(at: now.milliseconds) {
            for id in try read({ db in try campaignsBeside(campaign.id, in: db) }) {
                guard let beside = schedule[id], beside.dayNumber(of: occasion.day) != nil else {
                    continue
                }
                figures[id] = try self.figures(of: beside, on: occasion.day, at: now)
            }
        }
        return try write { db in
            var work = AnnouncementWork(
                db: db, schedule: schedule, rules: rules, now: now, occasion: occasion,
                campaign: campaign)
            return try work.decide(figures)
        }
    }

    /// How a campaign stood on a day, for bulletins.
    ///
    /// - Throws: `QuantityError.overflow` when a sum does not fit; `StoreError`.
    package func figures(
        of campaign: Campaign, on day: CivilDay, at now: Timestamp
    ) throws -> CampaignFigures {
        try read { db in
            try CampaignFigures(
                campaign, on: day, at: now,
                own: try totalsOfAllUnits(of: campaign.id, through: day, in: db),
                reported: try reportedUnits(of: campaign.id, on: day, in: db),
                difficulties: try difficultyMarks(of: campaign.id, on: day, in: db))
        }
    }
}

/// What names an occasion in the table `occasion`.
private struct OccasionKey: Hashable {
    let kind: String
    let campaign: String
    let day: String
    let time: String

    init(_ occasion: Occasion) {
        kind = occasion.kind.rawValue
        campaign = occasion.campaign.rawValue
        day = occasion.day.description
        time = occasion.time.description
    }

    init(_ row: RowReader) throws {
        kind = try row.text("kind")
        campaign = try row.text("campaign")
        day = try row.text("day")
        time = try row.text("time")
    }
}
