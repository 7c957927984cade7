import Campaign
import Conversation
import GRDB
import Messaging
import VietText

/// The questions that `decide` may put to the ledger, answered from SQL in the turn's transaction.
func books(in db: Database, asker: PersonID, account: AccountID) -> Books {
    Books(
        nextReportNumber: {
            (try db.number("SELECT coalesce(max(number), 0) FROM report") ?? 0) + 1
        },
        totals: { campaign, units, day in
            try ownTotals(of: campaign, units, through: day, in: db)
        },
        entries: { campaign, unit in
            try db.rows(
                of: "ledger",
                """
                SELECT ledger.* FROM ledger JOIN report ON report.number = ledger.report
                WHERE ledger.unit = $1 AND report.campaign = $2 AND report.voided_at IS NULL
                ORDER BY ledger.report, ledger.ordinal
                """, [unit.rawValue, campaign.rawValue]
            ).map(LedgerEntry.init)
        },
        lastReport: { campaign in
            try lastReport(of: asker, account, in: campaign, db)
        },
        reports: { campaign, unit, day in
            try storedReports(
                """
                SELECT * FROM report
                WHERE campaign = $1 AND voided_at IS NULL AND number IN
                    (SELECT report FROM ledger WHERE unit = $2 AND day = $3)
                ORDER BY number
                """, [campaign.rawValue, unit.rawValue, day.description], in: db)
        },
        report: { number in
            try reportVersions("WHERE report.number = $1", [number], in: db).first
        },
        correction: { number in
            try reportVersions("WHERE report.corrects = $1", [number], in: db).last
        },
        reportedUnits: { campaign, day in
            try db.rows(
                of: "ledger",
                """
                SELECT DISTINCT ledger.unit AS unit FROM ledger
                JOIN report ON report.number = ledger.report
                WHERE ledger.day = $1 AND report.campaign = $2 AND report.voided_at IS NULL
                ORDER BY ledger.unit
                """, [day.description, campaign.rawValue]
            ).map { UnitID(rawValue: try $0.text("unit")) }
        })
}

/// The last report of the person behind a sender that still stands.
private func lastReport(
    of asker: PersonID, _ account: AccountID, in campaign: CampaignID, _ db: Database
) throws -> StoredReport? {
    try storedReports(
        """
        SELECT * FROM report
        WHERE campaign = $1 AND voided_at IS NULL AND (
            (account = $2 AND reporter = $3) OR (account, reporter) IN (
                SELECT other.account, other.sender FROM identity
                JOIN identity AS other ON other.person = identity.person
                WHERE identity.account = $2 AND identity.sender = $3))
        ORDER BY number DESC LIMIT 1
        """, [campaign.rawValue, account.rawValue, asker.rawValue], in: db
    ).first
}

/// Totals of each unit's own entries that stand, by the rule of `Campaign.Standings`.
///
/// The running total of the latest day holds, of one day the one reported last; numbers added for
/// later days count on top.
///
/// - Throws: `QuantityError.overflow` when a sum does not fit.
func ownTotals(
    of campaign: CampaignID, _ units: [UnitID], through day: CivilDay, in db: Database
) throws -> [UnitID: [IndicatorKey: Total]] {
    var totals: [UnitID: [IndicatorKey: Total]] = [:]
    var waiting = Set(units).sorted()[...]
    do {
        while let last = waiting.last {
            // A few sizes only, so that each statement is compiled once.
            let size = waiting.count == 1 ? 1 : unitsPerQuery
            let chunk = waiting.prefix(size)
            waiting = waiting.dropFirst(size)
            let names = chunk.map(\.rawValue)
            let padding = [String](repeating: last.rawValue, count: size - names.count)
            let arguments = [campaign.rawValue, day.description] + names + padding
            for row in try db.rows(
                of: "ledger", size == 1 ? totalsOfOne : totalsOfMany,
                arguments)
            {
                let unit = UnitID(rawValue: try row.text("unit"))
                let indicator = IndicatorKey(rawValue: try row.text("indicator"))
                totals[unit, default: [:]][indicator] = try Total(row)
            }
        }
    } catch let error as DatabaseError where error.message == "integer overflow" {
        throw QuantityError.overflow
    }
    return totals
}

/// Units that one query sums up: more of them keep more rows in memory and gain nothing.
private let unitsPerQuery = 64

private let totalsOfOne = totalsOfUnits(count: 1)
private let totalsOfMany = totalsOfUnits(count: unitsPerQuery)

/// The query for so many units.
///
/// `CROSS JOIN` keeps SQLite from beginning with all reports of the campaign, which it would do
/// for more than a few units; the two steps are kept as tables, each walked once.
private func totalsOfUnits(count: Int) -> String {
    let units = (3..<3 + count).map { "$\($0)" }.joined(separator: ", ")
    return """
        WITH standing AS MATERIALIZED (
            SELECT ledger.* FROM ledger CROSS JOIN report ON report.number = ledger.report
            WHERE report.campaign = $1 AND report.voided_at IS NULL
                AND ledger.day <= $2 AND ledger.unit IN (\(units))
        ), stated AS MATERIALIZED (
            SELECT id, unit, indicator, day FROM (
                SELECT id, unit, indicator, day, row_number() OVER (
                    PARTITION BY unit, indicator ORDER BY day DESC, report DESC, ordinal) AS place
                FROM standing WHERE operation = 'set'
            ) AS numbered WHERE place = 1
        )
        SELECT standing.indicator AS indicator, standing.unit AS unit,
            sum(standing.value) AS value, sum(standing.denominator) AS denominator
        FROM standing LEFT JOIN stated
            ON stated.unit = standing.unit AND stated.indicator = standing.indicator
        WHERE standing.id = stated.id
            OR (standing.operation = 'add' AND (stated.day IS NULL OR standing.day > stated.day))
        GROUP BY standing.unit, standing.indicator
        ORDER BY standing.unit, standing.indicator
        """
}

/// Reports with what became of them, in the order of their numbers.
private func reportVersions(
    _ condition: String, _ arguments: SQLValues, in db: Database
) throws -> [ReportVersion] {
    try db.rows(
        of: "report",
        """
        SELECT report.*, inbox.sender_name AS reporter_name, ender.sender_name AS ender_name
        FROM report LEFT JOIN inbox ON inbox.id = report.inbox
        LEFT JOIN inbox AS ender ON ender.id = report.voided_by
        \(condition) ORDER BY report.number
        """, arguments
    ).map { row in
        let ended = try row.integerIfAny("voided_at").map { moment in
            (
                at: Timestamp(milliseconds: moment),
                by: try row.isNull("ender_name") ? "" : row.text("ender_name")
            )
        }
        return ReportVersion(
            report: try storedReport(row, in: db),
            reporterName: try row.isNull("reporter_name") ? "" : row.text("reporter_name"),
            recordedAt: Timestamp(milliseconds: try row.integer("recorded_at")),
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            corrects: try row.integerIfAny("corrects"), ended: ended)
    }
}

private func storedReports(
    _ sql: String, _ arguments: SQLValues, in db: Database
) throws -> [StoredReport] {
    try db.rows(of: "report", sql, arguments).map { try storedReport($0, in: db) }
}

private func storedReport(_ row: RowReader, in db: Database) throws -> StoredReport {
    let number = try row.integer("number")
    return StoredReport(
        number: number,
        campaign: CampaignID(rawValue: try row.text("campaign")),
        unit: UnitID(rawValue: try row.text("unit")),
        reporter: PersonID(rawValue: try row.text("reporter")),
        entries: try db.rows(
            of: "ledger", "SELECT * FROM ledger WHERE report = $1 ORDER BY ordinal", [number]
        ).map(LedgerEntry.init))
}
