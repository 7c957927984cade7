/// Puts the parts of a message together: units named twice, totals, what is missing.
struct UnitsAssembly {
    let campaign: Campaign
    let split: ReportUnits.Split

    func reading() -> UnitsReading {
        var rows: [ReportReading] = []
        var silent: [UnitID] = []
        for part in split.parts where part.head != .total {
            if part.hasNumbers {
                add(part.reading, to: &rows)
            } else if part.isSilent, case .unit(let ids) = part.head, ids.count == 1 {
                silent.append(ids[0])
            }
        }
        let told = Set(rows.compactMap(\.unit))
        var result = UnitsReading(rows: rows, doubts: split.doubts, blocker: split.blocker)
        for unit in silent where !told.contains(unit) && !result.silent.contains(unit) {
            result.silent.append(unit)
        }
        for part in split.parts where part.head == .total { compare(part, with: &result) }
        return result
    }

    // MARK: - A unit named twice

    /// Adds a row, or completes the one of the same unit and day.
    private func add(_ row: ReportReading, to rows: inout [ReportReading]) {
        guard let unit = row.unit,
            let place = rows.firstIndex(where: { $0.unit == unit && $0.day == row.day })
        else {
            rows.append(row)
            return
        }
        let merged = Self.merged(rows[place], row)
        guard merged.differing.isEmpty else {
            rows[place] = Self.doubted(rows[place], about: merged.differing)
            rows.append(Self.doubted(row, about: merged.differing))
            return
        }
        var row = merged.row
        let order = campaign.indicators.map(\.key)
        row.values.sort {
            order.firstIndex(of: $0.indicator) ?? 0 < order.firstIndex(of: $1.indicator) ?? 0
        }
        rows[place] = row
    }

    /// Two rows of one unit as one, and the indicators for which they differ.
    private static func merged(
        _ first: ReportReading, _ second: ReportReading
    ) -> (row: ReportReading, differing: Set<IndicatorKey>) {
        var row = first
        var differing: Set<IndicatorKey> = []
        for value in second.values {
            guard let place = row.values.firstIndex(where: { $0.indicator == value.indicator })
            else {
                row.values.append(value)
                continue
            }
            let old = row.values[place].amount
            if old.operation != value.amount.operation {
                // The day's figure is what is reported; a running total beside it is a remark.
                if old.operation == .set { row.values[place] = value }
            } else if old != value.amount {
                differing.insert(value.indicator)
            }
        }
        for doubt in second.doubts where !row.doubts.contains(doubt) { row.doubts.append(doubt) }
        if second.action == .askBack { row.action = .askBack }
        row.blocker = [first.blocker, second.blocker].compactMap { $0 }.joined(separator: "; ")
        if row.blocker?.isEmpty == true { row.blocker = nil }
        row.reasons += second.reasons
        return (row, differing)
    }

    private static func doubted(
        _ row: ReportReading, about indicators: Set<IndicatorKey>
    ) -> ReportReading {
        var row = row
        row.action = .askBack
        for value in row.values where indicators.contains(value.indicator) {
            let doubt = ReportDoubt(
                .contradicting, indicator: value.indicator, span: value.span)
            if !row.doubts.contains(doubt) { row.doubts.append(doubt) }
        }
        return row
    }

    // MARK: - Totals

    /// Compares a total with the sum of the rows; what differs is a doubt about the whole.
    private func compare(_ total: ReportUnits.Part, with result: inout UnitsReading) {
        for value in total.reading.values {
            guard let sum = sum(of: value.indicator, result.rows),
                sum.value == value.amount.value,
                value.amount.denominator == nil || sum.denominator == value.amount.denominator
            else {
                result.doubts.append(
                    ReportDoubt(.contradicting, indicator: value.indicator, span: value.span))
                continue
            }
        }
        let keys = campaign.indicators.map(\.key).filter { key in
            result.rows.contains { row in row.values.contains { $0.indicator == key } }
        }
        for doubt in total.reading.doubts {
            // `Tổng: 25` names nothing: it is the sum of the only indicator, or of none.
            if doubt.reason == .noIndicator, keys.count == 1, let span = doubt.span,
                let number = total.numbers.first(where: { $0.span == span }),
                sum(of: keys[0], result.rows)?.value == number.value
            {
                continue
            }
            if [.noIndicator, .missingDenominator, .implausible].contains(doubt.reason) {
                if doubt.reason == .implausible { continue }
                result.doubts.append(
                    ReportDoubt(.contradicting, indicator: doubt.indicator, span: doubt.span))
            } else {
                result.doubts.append(doubt)
            }
        }
    }

    /// The sum of what the rows tell of an indicator; nil when none tells of it.
    private func sum(of key: IndicatorKey, _ rows: [ReportReading]) -> Amount? {
        let amounts = rows.flatMap { row in
            row.values.filter { $0.indicator == key }.map(\.amount)
        }
        guard let first = amounts.first else { return nil }
        var value = Quantity.zero
        var whole = Quantity.zero
        for amount in amounts {
            guard let next = try? value.adding(amount.value),
                let nextWhole = try? whole.adding(amount.denominator ?? .zero)
            else { return nil }
            (value, whole) = (next, nextWhole)
        }
        return Amount(first.operation, value, of: first.denominator == nil ? nil : whole)
    }
}
