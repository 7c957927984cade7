import Campaign
import Conversation
import GRDB
import Messaging
import VietText

extension Turn {
    /// Writes a report with its entries; the one that it corrects no longer stands.
    func record(_ report: ReportRecord) throws {
        try db.run(
            """
            INSERT INTO report (number, campaign, unit, account, reporter, chat, inbox, corrects,
                recorded_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                report.number, report.campaign.rawValue, report.unit.rawValue,
                kept.message.account.rawValue, kept.message.sender.rawValue,
                kept.message.chat.rawValue, kept.id, report.corrects, now.milliseconds,
            ])
        for (ordinal, entry) in report.entries.enumerated() {
            guard entry.report == report.number else {
                throw StoreError.refused(
                    "report \(report.number) has an entry that belongs to report \(entry.report)")
            }
            try db.run(
                """
                INSERT INTO ledger (report, ordinal, unit, indicator, day, operation, value,
                    denominator)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    report.number, ordinal, entry.unit.rawValue, entry.indicator.rawValue,
                    entry.day.description, entry.amount.operation.rawValue,
                    entry.amount.value.scaled, entry.amount.denominator?.scaled,
                ])
        }
        if let corrected = report.corrects { try void(corrected) }
        try silenceReminders(about: report)
    }

    /// Takes a report out of the count; a second time within the same turn changes nothing.
    func void(_ number: Int64) throws {
        try db.run(
            """
            UPDATE report SET voided_at = $1, voided_by = $2
            WHERE number = $3 AND (voided_at IS NULL OR voided_by = $2)
            """, [now.milliseconds, kept.id, number])
        guard db.changesCount == 1 else {
            throw StoreError.refused("report \(number) does not stand, so it cannot be voided")
        }
    }
}

extension LedgerEntry {
    /// Reads one row of the table `ledger`.
    init(_ row: RowReader) throws {
        self.init(
            report: try row.integer("report"),
            unit: UnitID(rawValue: try row.text("unit")),
            indicator: IndicatorKey(rawValue: try row.text("indicator")),
            day: try row.value("day") { CivilDay(iso: $0) },
            amount: Amount(
                try row.value("operation", Amount.Operation.init(rawValue:)),
                Quantity(scaled: try row.integer("value")),
                of: try row.integerIfAny("denominator").map(Quantity.init(scaled:))))
    }
}

extension Total {
    /// Reads the columns `value` and `denominator` of one row.
    init(_ row: RowReader) throws {
        self.init(
            Quantity(scaled: try row.integer("value")),
            of: try row.integerIfAny("denominator").map(Quantity.init(scaled:)))
    }
}
