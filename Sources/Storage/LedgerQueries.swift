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
        },
        invitation: { code in
            try db.rows(
                of: "invitation",
                "SELECT * FROM invitation WHERE code = $1 AND claimed_at IS NULL", [code]
            ).first.map(Role.init)
        })
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
    do {
        for unit in units where totals[unit] == nil {
            for row in try db.rows(
                of: "ledger", totalsOfUnit, [campaign.rawValue, unit.rawValue, day.description])
            {
                let indicator = IndicatorKey(rawValue: try row.text("indicator"))
                totals[unit, default: [:]][indicator] = try Total(row)
            }
        }
    } catch let error as DatabaseError where error.message == "integer overflow" {
        throw QuantityError.overflow
    }
    return totals
}

private let totalsOfUnit = """
    WITH standing AS (
        SELECT ledger.* FROM ledger JOIN report ON report.number = ledger.report
        WHERE report.campaign = $1 AND report.voided_at IS NULL
            AND ledger.unit = $2 AND ledger.day <= $3
    ), stated AS (
        SELECT id, indicator, day, row_number() OVER (
            PARTITION BY indicator ORDER BY day DESC, report DESC, ordinal) AS place
        FROM standing WHERE operation = 'set'
    )
    SELECT standing.indicator AS indicator, sum(standing.value) AS value,
        sum(standing.denominator) AS denominator
    FROM standing
    LEFT JOIN stated ON stated.indicator = standing.indicator AND stated.place = 1
    WHERE standing.id = stated.id
        OR (standing.operation = 'add' AND (stated.day IS NULL OR standing.day > stated.day))
    GROUP BY standing.indicator ORDER BY standing.indicator
    """

private func storedReports(
    _ sql: String, _ arguments: StatementArguments, in db: Database
) throws -> [StoredReport] {
    try db.rows(of: "report", sql, arguments).map { row in
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
}
