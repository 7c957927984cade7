import Campaign
import GRDB
import Messaging
import VietText

extension Store {
    /// Every line of a campaign's ledger, those that no longer count included, by report number.
    ///
    /// One state of the database, so a daemon may write meanwhile.
    ///
    /// - Throws: `StoreError`.
    package func ledgerLines(of campaign: CampaignID) throws -> [LedgerLine] {
        try read { db in
            var correctedBy: [Int64: Int64] = [:]
            for row in try db.rows(
                of: "report",
                "SELECT number, corrects FROM report WHERE campaign = $1 AND corrects IS NOT NULL",
                [campaign.rawValue])
            {
                correctedBy[try row.integer("corrects")] = try row.integer("number")
            }
            var lines: [LedgerLine] = []
            let cursor = try Row.fetchCursor(
                db.cachedStatement(sql: ledgerLinesOfCampaign), arguments: [campaign.rawValue])
            while let row = try cursor.next() {
                let reader = RowReader(table: "ledger", row: row)
                let entry = try LedgerEntry(reader)
                let state: LedgerLine.State =
                    if try reader.isNull("voided_at") {
                        .standing
                    } else if let later = correctedBy[entry.report] {
                        .corrected(by: later)
                    } else {
                        .voided
                    }
                lines.append(
                    LedgerLine(
                        entry: entry, recordedAtMilliseconds: try reader.integer("recorded_at"),
                        reporter: try reader.text("reporter_name"),
                        isImported: try reader.text("account") == importAccount.rawValue,
                        corrects: try reader.integerIfAny("corrects"), state: state))
            }
            return lines
        }
    }

    /// Every entry of a campaign that stands, in the order of the reports.
    ///
    /// - Throws: `StoreError`.
    package func standingEntries(of campaign: CampaignID) throws -> [LedgerEntry] {
        try read { db in try entriesStanding(of: campaign, in: db) }
    }
}

/// Reads every entry of a campaign that stands.
func entriesStanding(of campaign: CampaignID, in db: Database) throws -> [LedgerEntry] {
    try db.rows(
        of: "ledger",
        """
        SELECT ledger.* FROM ledger JOIN report ON report.number = ledger.report
        WHERE report.campaign = $1 AND report.voided_at IS NULL
        ORDER BY ledger.report, ledger.ordinal
        """, [campaign.rawValue]
    ).map(LedgerEntry.init)
}

/// The name known of the person goes before the one that stood on the message.
private let ledgerLinesOfCampaign = """
    SELECT ledger.*, report.recorded_at, report.voided_at, report.corrects, report.account,
        CASE WHEN report.reporter LIKE '~erased-%' THEN substr(report.reporter, 2)
            ELSE coalesce(nullif(person.name, ''), inbox.sender_name) END AS reporter_name
    FROM report
    JOIN ledger ON ledger.report = report.number
    JOIN inbox ON inbox.id = report.inbox
    LEFT JOIN identity
        ON identity.account = report.account AND identity.sender = report.reporter
    LEFT JOIN person ON person.id = identity.person
    WHERE report.campaign = $1
    ORDER BY report.number, ledger.ordinal
    """
