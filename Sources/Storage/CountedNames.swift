import Campaign
import GRDB
import Messaging

/// What of a campaign the ledger counts: content that no longer knows it would lose its numbers.
package struct CountedNames: Hashable, Sendable {
    package let campaign: CampaignID
    package let units: Set<UnitID>
    package let indicators: Set<IndicatorKey>

    /// What a campaign lacks of it, in order; of one that is gone, everything.
    package func missing(in campaign: Campaign?) -> (units: [UnitID], indicators: [IndicatorKey]) {
        let known = Set(campaign?.indicators.map(\.key) ?? [])
        return (
            units.filter { campaign?.units[$0] == nil }.sorted { $0.rawValue < $1.rawValue },
            indicators.subtracting(known).sorted { $0.rawValue < $1.rawValue }
        )
    }
}

extension Store {
    /// Units and indicators with numbers that stand, by campaign.
    ///
    /// - Throws: `StoreError`.
    package func countedNames() throws -> [CountedNames] {
        let rows = try read { db in
            try db.rows(
                of: "ledger",
                """
                SELECT DISTINCT report.campaign AS campaign, ledger.unit AS unit,
                    ledger.indicator AS indicator
                FROM ledger JOIN report ON report.number = ledger.report
                WHERE report.voided_at IS NULL
                ORDER BY report.campaign
                """, []
            ).map { (try $0.text("campaign"), try $0.text("unit"), try $0.text("indicator")) }
        }
        return Dictionary(grouping: rows, by: \.0).sorted { $0.key < $1.key }
            .map { campaign, rows in
                CountedNames(
                    campaign: CampaignID(rawValue: campaign),
                    units: Set(rows.map { UnitID(rawValue: $0.1) }),
                    indicators: Set(rows.map { IndicatorKey(rawValue: $0.2) }))
            }
    }
}
