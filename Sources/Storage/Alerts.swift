import Conversation
import GRDB
import Messaging

/// Admins were told that something stands in the way, or that it is over.
package struct Alert: Hashable, Sendable {
    package let notice: TroubleNotice
    package let isOver: Bool

    /// The accounts by which admins are told, one for each admin.
    package let toldBy: [AccountID]
}

extension Store {
    /// Tells each admin in their private chat of troubles, and that one of which they were told is
    /// over.
    ///
    /// Of one cause at most once an hour, however often it comes and goes, and once a day while it
    /// lasts. An alert is sent like an answer, by another account than the one that is in trouble
    /// where the admin has one, and not at all when it could not go out within a day.
    ///
    /// - Parameters:
    ///   - troubles: What stands in the way now, by cause; causes unique.
    ///   - endsAreSure: Whether a trouble that is not among them is over; false right after a
    ///     start, when not all has been looked at.
    ///   - quota: Messages that an account may send in a month; nil for no limit.
    ///   - rules: The accounts at work, and how replies are worded.
    ///   - now: When it is looked at.
    /// - Returns: What admins were told, in the order of causes.
    /// - Throws: What `rules.render` throws; `StoreError`.
    package func alert(
        _ troubles: [TroubleNotice], endsAreSure: Bool, _ quota: (AccountID) -> Int?,
        _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> [Alert] {
        // Nearly always there is nothing to write.
        let due = try read { db in try alertsDue(troubles, endsAreSure, at: now, in: db) }
        guard !due.isEmpty else { return [] }
        return try write { db in
            try alertsDue(troubles, endsAreSure, at: now, in: db).map { due in
                let admins = try reachableAdmins(
                    rather: nil, month: month(of: now), quota, rules,
                    butNot: due.isOver ? nil : due.notice.account, in: db)
                try remember(due, told: admins.count, at: now, in: db)
                let reply = due.isOver ? due.notice.end(at: now) : due.notice.alert(at: now)
                try tell(admins, reply, rules, at: now, in: db)
                return Alert(
                    notice: due.notice, isOver: due.isOver, toldBy: admins.map(\.account))
            }
        }
    }
}

/// At most one alert of a cause in so many seconds.
private let alertSeconds: Int64 = 3_600

/// A trouble that lasts is told again after so many seconds.
private let remindSeconds: Int64 = 24 * 3_600

/// One thing to tell.
private struct DueAlert {
    let notice: TroubleNotice
    let isOver: Bool
}

private func alertsDue(
    _ troubles: [TroubleNotice], _ endsAreSure: Bool, at now: Timestamp, in db: Database
) throws -> [DueAlert] {
    let rows = Dictionary(
        uniqueKeysWithValues: try db.rows(of: "alert", "SELECT * FROM alert").map { row in
            (try row.text("cause"), row)
        })
    let begun = try troubles.filter { trouble in
        guard let row = rows[trouble.cause] else { return true }
        let told = try row.integer("told_at")
        let isNew =
            trouble.isMoment
            ? trouble.since.milliseconds > told : try !row.isNull("over_at")
        return now.milliseconds - told >= (isNew ? alertSeconds : remindSeconds) * 1_000
            && (isNew || !trouble.isMoment)
    }
    guard endsAreSure else { return begun.map { DueAlert(notice: $0, isOver: false) } }
    let lasting = Set(troubles.map(\.cause))
    let ended = try rows.filter { cause, row in
        try row.isNull("over_at") && !lasting.contains(cause)
    }.map { cause, row in
        DueAlert(
            notice: TroubleNotice(
                cause: cause, since: Timestamp(milliseconds: try row.integer("since"))),
            isOver: true)
    }
    return (begun.map { DueAlert(notice: $0, isOver: false) } + ended)
        .sorted { $0.notice.cause < $1.notice.cause }
}

private func remember(_ due: DueAlert, told: Int, at now: Timestamp, in db: Database) throws {
    let (cause, moment) = (due.notice.cause, now.milliseconds)
    guard !due.isOver else {
        return try db.run(
            "UPDATE alert SET over_at = max($1, told_at) WHERE cause = $2", [moment, cause])
    }
    // A moment is over as soon as it is told.
    try db.run(
        """
        INSERT INTO alert (cause, since, told_at, over_at, told) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (cause) DO UPDATE SET since = excluded.since, told_at = excluded.told_at,
            over_at = excluded.over_at, told = excluded.told
        """,
        [
            cause, due.notice.since.milliseconds, moment, due.notice.isMoment ? moment : nil,
            told,
        ])
}
