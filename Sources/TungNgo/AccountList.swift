import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// How every account of the settings fares, and what the database still knows of others.
struct AccountList {
    /// One account.
    struct Row: Encodable {
        let account: String
        let platform: String
        let state: String
        var since: String?
        var lastPoll: String?
        var pausedBy: String?
        var queued = 0
        var oldestQueued: String?
        var sentThisMonth = 0
        var monthlyQuota: Int?
        var reason: String?
        var remedy: String?

        func json() throws -> String {
            try jsonLine(self, keys: .convertToSnakeCase)
        }
    }

    let rows: [Row]
    let isRunning: Bool

    init(_ settings: Settings, _ store: Store, at now: Timestamp) throws {
        let known = Dictionary(
            uniqueKeysWithValues: try store.accountLives().map { ($0.account.rawValue, $0) })
        let depths = try store.queueDepths()
        let isRunning = DaemonLock.isHeld(database: settings.database)
        self.isRunning = isRunning
        let names = settings.accounts.map(\.name)
        // Of an account that is gone, what is queued still tells.
        let gone = depths.keys.map(\.rawValue).filter { !names.contains($0) }.sorted()
        let accounts = Dictionary(uniqueKeysWithValues: settings.accounts.map { ($0.name, $0) })
        rows = try (names + gone).map { name in
            try Self.row(
                name, accounts[name], known[name], depths[AccountID(rawValue: name)],
                settings: settings, store, at: now, isRunning)
        }
    }

    private static func row(
        _ name: String, _ account: Settings.Account?, _ life: AccountLifeRow?, _ depth: QueueDepth?,
        settings: Settings, _ store: Store, at now: Timestamp, _ isRunning: Bool
    ) throws -> Row {
        var row = Row(
            account: name, platform: account?.connection.platform.rawValue ?? life?.platform ?? "-",
            state: state(account, life, isRunning))
        let paused = life?.mark.pausedAt
        row.since = (row.state == "paused" ? paused : life?.since).map(moment)
        row.lastPoll = (life?.lastPollAt).map(moment)
        row.pausedBy = life?.mark.pausedBy
        row.queued = depth?.count ?? 0
        row.oldestQueued = (depth?.oldest).map(moment)
        row.sentThisMonth = try store.sentInMonth(account: AccountID(rawValue: name), at: now)
        row.monthlyQuota = account?.limits(settings).monthlyQuota
        row.reason = life?.reason
        row.remedy = life?.remedy
        if row.state == "removed", row.queued > 0 {
            row.reason = "\(row.queued) messages wait for it"
            row.remedy = "they are sent when the account is in the settings again"
        }
        return row
    }

    private static func state(
        _ account: Settings.Account?, _ life: AccountLifeRow?, _ isRunning: Bool
    ) -> String {
        if account == nil { return "removed" }
        if life?.mark.pausedAt != nil { return "paused" }
        guard let state = life?.state, state != "removed" else { return "new" }
        // Of what does not run, only what is broken is still true.
        return isRunning || state == "stopped" ? state : "down"
    }

    /// Columns for a terminal, with what stands in the way below each account.
    func table() -> [String] {
        var cells = [["account", "platform", "state", "since", "last poll", "queued", "sent"]]
        for row in rows {
            let quota = row.monthlyQuota.map { "/\($0)" } ?? ""
            let oldest = row.oldestQueued.map { " (from \($0))" } ?? ""
            cells.append([
                row.account, row.platform, row.state, row.since ?? "-", row.lastPoll ?? "-",
                "\(row.queued)\(oldest)", "\(row.sentThisMonth)\(quota)",
            ])
        }
        let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { line in
            zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
        var result = [lines[0]]
        for (row, line) in zip(rows, lines.dropFirst()) {
            result.append(line)
            if let who = row.pausedBy { result.append("    paused by \(who)") }
            if let reason = row.reason {
                result.append("    \(reason). \(row.remedy.map { "What to do: \($0)." } ?? "")")
            }
        }
        return result
    }

    /// The moment in Vietnam as `2026-06-30 08:15`.
    private static func moment(_ at: Timestamp) -> String {
        let minutes = (at.milliseconds / 60_000 + 7 * 60) % (24 * 60)
        let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(CivilDay(epochMilliseconds: at.milliseconds)) \(clock.joined(separator: ":"))"
    }
}
