import Campaign
import Messaging
import VietText

extension Turn {
    /// What a report says back: the entries `shown`, number by number, with the new total and
    /// share; the reports `replaced` no longer count.
    func confirmation(
        _ record: ReportRecord, replacing replaced: Set<Int64>, part: PendingReport.Part,
        shown: [LedgerEntry], _ campaign: Campaign
    ) throws -> ReplyFields {
        let day = part.civilDay
        let standing =
            try situation.books.entries(campaign.id, record.unit)
            .filter { !replaced.contains($0.report) } + record.entries
        let standings = try standings(of: record.unit, standing, campaign)
        let rows: [ReplyFields] = shown.compactMap { entry in
            guard let indicator = campaign.indicator(entry.indicator),
                let total = standings.total(of: record.unit, entry.indicator),
                let own = standings.own[record.unit]?[entry.indicator]
            else { return nil }
            let progress = Progress(
                of: record.unit, indicator, in: standings, campaign: campaign, on: day)
            var row: ReplyFields = [
                "name": .text(indicator.name), "total": .text(text(of: total, indicator)),
                "first": .flag(entry == shown.first),
            ]
            // A running total that stands as stated is said once.
            let isTheTotal =
                entry.amount.operation == .set && entry.amount.value == own.value
                && entry.amount.denominator == own.denominator && own == total
            if !isTheTotal { row["value"] = .text(text(of: entry.amount, indicator)) }
            if own != total { row["whole"] = .flag(true) }
            let stated = part.values.first { $0.key == entry.indicator }?.stated
            if let stated, stated != own.value.scaled {
                row["stated"] = .text("\(Quantity(scaled: stated)) \(indicator.unit)")
            }
            if let stated = holding(entry, in: standing) {
                // Why the total does not rise: the number lies inside a running total.
                row["inside"] = .text(dayText(stated.day))
            }
            row["target"] = targetText(progress).map { .text($0) }
            return row
        }
        return [
            "number": .number(record.number), "unit": .text(name(of: record.unit, campaign)),
            "day": .text(dayText(day)), "n": .number(campaign.dayNumber(of: day) ?? 0),
            "of": .number(campaign.length), "lines": .rows(rows),
        ]
    }

    /// Standings of a unit from its own entries, and from what those below it reported.
    private func standings(
        of unit: UnitID, _ entries: [LedgerEntry], _ campaign: Campaign
    ) throws -> Standings {
        let own = try Standings(entries: entries, campaign: campaign).own
        let below = campaign.units.subtree(of: unit).dropFirst().map(\.id)
        guard !below.isEmpty else { return try Standings(own: own, campaign: campaign) }
        let reported = try situation.books.totals(
            campaign.id, below, min(today, campaign.lastDay))
        return try Standings(own: own.merging(reported) { mine, _ in mine }, campaign: campaign)
    }

    /// The running total that an added number lies inside of; nil when it counts on top.
    private func holding(_ entry: LedgerEntry, in standing: [LedgerEntry]) -> LedgerEntry? {
        guard entry.amount.operation == .add else { return nil }
        return standing.last { other in
            other.indicator == entry.indicator && other.amount.operation == .set
                && other.day >= entry.day
        }
    }
}
