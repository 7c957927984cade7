import Campaign
import GRDB
import Messaging
import VietText

/// How many rows of each kind there are, for `/healthz`, the demo and tests.
package struct Counts: Hashable, Sendable {
    /// Messages kept, whatever became of them.
    package var received = 0
    /// Messages whose turn is still owed.
    package var owed = 0
    /// Messages set aside after failing three times.
    package var setAside = 0
    /// Replies that wait or are being sent.
    package var queued = 0
    package var delivered = 0
    /// Replies that will not be sent.
    package var abandoned = 0
    /// Reports that stand.
    package var reports = 0
    /// Reports taken back or corrected.
    package var voidedReports = 0
    /// Starts of the program, this one included.
    package var starts = 0

    package init() {}
}

extension Store {
    /// Counts what there is, on one state of the database.
    ///
    /// - Throws: `StoreError`.
    package func counts() throws -> Counts {
        try read { db in
            func count(_ sql: String) throws -> Int {
                Int(try db.number("SELECT count(*) FROM " + sql) ?? 0)
            }
            var counts = Counts()
            counts.received = try count("inbox")
            counts.owed = try count("inbox WHERE state = 'kept'")
            counts.setAside = try count("inbox WHERE state = 'set_aside'")
            counts.queued = try count("outbox WHERE state IN ('waiting', 'sending')")
            counts.delivered = try count("outbox WHERE state = 'delivered'")
            counts.abandoned = try count("outbox WHERE state = 'abandoned'")
            counts.reports = try count("report WHERE voided_at IS NULL")
            counts.voidedReports = try count("report WHERE voided_at IS NOT NULL")
            counts.starts = try count("run")
            return counts
        }
    }

    /// Totals of the units' own entries up to and including a day, as `Books.totals` gives them.
    ///
    /// - Throws: `QuantityError.overflow` when a sum does not fit; `StoreError`.
    package func totals(
        of campaign: CampaignID, units: [UnitID], through day: CivilDay
    ) throws -> [UnitID: [IndicatorKey: Total]] {
        try read { db in try ownTotals(of: campaign, units, through: day, in: db) }
    }
}
