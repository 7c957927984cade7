import Campaign
import GRDB
import Messaging
import VietText

/// The account under which files of earlier figures are kept; no bot has such a name.
///
/// A file is a message that came in by another way: its row of the inbox says which file and when,
/// is unique by what the file holds, and its reports point to it like any other.
let importAccount = AccountID(rawValue: "~import")

/// A file of earlier figures.
package struct FigureFile: Sendable {
    /// Its name, which stands as the reporter.
    package let name: String

    /// Tells files apart by the figures in them.
    package let digest: String
    package let figures: [Figure]

    package init(name: String, digest: String, figures: [Figure]) {
        self.name = name
        self.digest = digest
        self.figures = figures
    }
}

/// What an import wrote.
package struct ImportedReports: Hashable, Sendable {
    package let first: Int64
    package let last: Int64
}

/// The same figures were imported before; nothing was written.
package struct ImportedBefore: Error, Hashable, Sendable {
    package let at: Timestamp
    package let name: String
}

extension Store {
    /// Writes all figures of a file into the ledger, or none.
    ///
    /// Figures of one unit and day that follow each other in the file make one report.
    ///
    /// - Parameters:
    ///   - file: At least one figure.
    ///   - campaign: The campaign.
    ///   - repeats: Whether the same figures may come in once more.
    ///   - now: The moment of the import.
    ///   - progress: Told now and then how many figures are written.
    ///   - check: Given what stands now, inside the transaction; throws to refuse the import.
    /// - Returns: The numbers of the reports made.
    /// - Throws: `ImportedBefore`, what `check` throws, or `StoreError`.
    package func importFigures(
        _ file: FigureFile, into campaign: CampaignID, repeats: Bool, at now: Timestamp,
        progress: (Int) -> Void, check: ([LedgerEntry]) throws -> Void
    ) throws -> ImportedReports {
        try write { db in
            let inbox = try keepFile(file, campaign, repeats: repeats, at: now, in: db)
            try check(try entriesStanding(of: campaign, in: db))
            let first = (try db.number("SELECT coalesce(max(number), 0) FROM report") ?? 0) + 1
            var number = first - 1
            var last: Figure?
            var ordinal = 0
            for (index, figure) in file.figures.enumerated() {
                if last?.unit != figure.unit || last?.day != figure.day {
                    number += 1
                    ordinal = 0
                    try addReport(number, campaign, figure.unit, inbox, at: now, in: db)
                }
                try add(figure, to: number, ordinal: ordinal, in: db)
                ordinal += 1
                last = figure
                if index % 1_000 == 999 { progress(index + 1) }
            }
            return ImportedReports(first: first, last: number)
        }
    }
}

/// Keeps the file as a message that was taken; its number is what reports point to.
private func keepFile(
    _ file: FigureFile, _ campaign: CampaignID, repeats: Bool, at now: Timestamp, in db: Database
) throws -> Int64 {
    let before = try db.rows(
        of: "inbox",
        """
        SELECT id, kept_at, sender_name FROM inbox
        WHERE account = $1 AND chat = $2 AND (message = $3 OR message LIKE $3 || '#%') ORDER BY id
        """, [importAccount.rawValue, campaign.rawValue, file.digest])
    if let last = before.last, !repeats {
        throw ImportedBefore(
            at: Timestamp(milliseconds: try last.integer("kept_at")),
            name: try last.text("sender_name"))
    }
    let message = before.isEmpty ? file.digest : "\(file.digest)#\(before.count + 1)"
    let id = try db.number(
        """
        INSERT INTO inbox (account, chat, chat_kind, message, sender, sender_name, content_kind,
            content, sent_at, kept_at, trace, state, outcome, ended_at)
        VALUES ($1, $2, 'private', $3, 'import', $4, 'text', $5, $6, $6, $7, 'taken', 'recorded',
            $6)
        RETURNING id
        """,
        [
            importAccount.rawValue, campaign.rawValue, message, storable(file.name),
            "\(file.figures.count) figures", now.milliseconds, "import-\(file.digest)",
        ])
    guard let id else { throw StoreError.refused("an import got no number") }
    return id
}

private func addReport(
    _ number: Int64, _ campaign: CampaignID, _ unit: UnitID, _ inbox: Int64, at now: Timestamp,
    in db: Database
) throws {
    try db.run(
        """
        INSERT INTO report (number, campaign, unit, account, reporter, chat, inbox, recorded_at)
        VALUES ($1, $2, $3, $4, 'import', $2, $5, $6)
        """,
        [
            number, campaign.rawValue, unit.rawValue, importAccount.rawValue, inbox,
            now.milliseconds,
        ])
}

private func add(
    _ figure: Figure, to report: Int64, ordinal: Int, in db: Database
) throws {
    try db.run(
        """
        INSERT INTO ledger (report, ordinal, unit, indicator, day, operation, value, denominator)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            report, ordinal, figure.unit.rawValue, figure.indicator.rawValue,
            figure.day.description, figure.amount.operation.rawValue,
            figure.amount.value.scaled, figure.amount.denominator?.scaled,
        ])
}
