import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import VietText

/// A campaign with chats and leaders, and a store that can be opened again as after a kill.
final class AnnouncementStage {
    let queue: DatabaseQueue
    private(set) var store: Store
    var campaigns: [Campaign]

    /// UTF-16 units by account at work.
    var accounts: [AccountID: Int] = [bot: 1_900]
    var allowance = AnnouncementAllowance(lowest: .bulletin, isShort: false)
    var poison: Set<ReplyKey> = []

    /// The day on which the tests play; the store was first started at 7:53.
    static let day = CivilDay(epochMilliseconds: start.milliseconds)

    init(bulletins: [String] = ["20:30"]) throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
        campaigns = [try Self.campaign("chien-dich", bulletins: bulletins)]
    }

    /// Sixty days around the start: a commune with two hamlets.
    static func campaign(
        _ id: String, bulletins: [String] = ["20:30"], reportBy: String = "20:00"
    ) throws -> Campaign {
        func unit(_ id: String, _ level: String, _ parent: String?) -> OrgUnit {
            OrgUnit(
                id: UnitID(rawValue: id), name: id, level: UnitLevel(rawValue: level),
                parent: parent.map { UnitID(rawValue: $0) })
        }
        return try Campaign(
            id: CampaignID(rawValue: id), name: id, firstDay: day.adding(days: -9),
            lastDay: day.adding(days: 50), reportBy: TimeOfDay(reportBy),
            bulletins: bulletins.compactMap { TimeOfDay($0) },
            indicators: [
                Indicator(
                    key: households, name: "Số hộ", unit: "hộ", kind: .count, aliases: ["hộ"],
                    targets: [UnitLevel(rawValue: "village"): Quantity(1_000)])
            ],
            units: [
                unit("xa", "commune", nil), unit("ap-1", "village", "xa"),
                unit("ap-2", "village", "xa"),
            ])
    }

    /// A moment so many days after the day of the tests.
    static func at(_ hour: Int, _ minute: Int = 0, days: Int = 0) -> Timestamp {
        Timestamp(
            milliseconds: day.adding(days: days).milliseconds(atMinute: hour * 60 + minute))
    }

    var rules: AnnouncementRules {
        let (allowance, poison) = (allowance, poison)
        return AnnouncementRules(
            textUnitsMax: accounts, allowance: { _, _, _ in allowance },
            render: { reply in
                if poison.contains(reply.key) { throw Poison() }
                return Self.words(reply)
            }, trace: { TraceID(rawValue: "t") })
    }

    /// A reply in the fields that tests look at.
    private static func words(_ reply: Reply) -> String {
        let shown = ["campaign", "unit", "units", "reported", "missing", "number", "summary"]
        let fields = shown.compactMap { key in
            if case .text(let text)? = reply.fields[key], !text.isEmpty { text } else { nil }
        }
        return ([reply.key.rawValue] + fields).joined(separator: " ")
    }

    /// Announces what is due at a moment, as the scheduler does; the rounds decided.
    @discardableResult
    func announce(at now: Timestamp) throws -> [AnnouncementRound] {
        let schedule = Schedule(campaigns)
        return try store.undecided(in: schedule, at: now).compactMap {
            try store.announce($0, in: schedule, rules, at: now)
        }
    }

    /// Opens the store again, as a program does that was killed.
    func restart(at now: Timestamp) throws {
        store = try Store(queue, startedAt: now)
    }

    func bind(_ chat: String, _ unit: String, campaign: String = "chien-dich") throws {
        try store.bind(
            account: bot, chat: ChatID(rawValue: chat),
            to: Role(campaign: CampaignID(rawValue: campaign), unit: UnitID(rawValue: unit)))
    }

    /// Makes a leader of a unit who has written to the bot in private.
    func appoint(_ sender: String, _ unit: String, kind: ChatKind = .private) throws {
        let role = Role(campaign: drive, unit: UnitID(rawValue: unit))
        try store.addInvitation("\(sender)-\(unit)", for: role, at: start)
        try store.keep(
            message("\(sender)-\(unit)", chat: "riêng-\(sender)", sender: sender, kind: kind))
        try store.turn { _, _ in
            (Decision(.answered, effects: [.claimInvitation(code: "\(sender)-\(unit)")]), [])
        }
    }

    /// Records so many households of a unit on the day of the tests.
    func report(_ unit: String, _ id: String, at now: Timestamp) throws {
        try store.keep(message(id, chat: "báo-cáo"))
        let results = try store.turn(at: now) { _, situation in
            try recording(5, situation, unit: UnitID(rawValue: unit))
        }
        guard case .taken(.recorded, _)? = results.first?.ending else { throw Poison() }
    }

    func mute(_ chat: String) throws {
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO chat_state (account, chat, kind, welcomed_at, muted_at, muted_by)
                    VALUES (?, ?, 'group', 0, 1, 'p') ON CONFLICT (account, chat)
                    DO UPDATE SET muted_at = 1, muted_by = 'p'
                    """, arguments: [bot.rawValue, chat])
        }
    }

    /// What waits in the outbox for chats, without the confirmations of reports.
    func queued() throws -> [String] {
        try texts("state = 'waiting' AND inbox IS NULL")
    }

    func texts(_ condition: String) throws -> [String] {
        try queue.read { db in
            try String.fetchAll(
                db,
                sql: "SELECT chat || ': ' || text FROM outbox WHERE \(condition) ORDER BY chat, id")
        }
    }

    func strings(_ sql: String) throws -> [String] {
        try queue.read { db in try String.fetchAll(db, sql: sql) }
    }
}
