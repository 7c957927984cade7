import VietText

/// One number of a report: a value added, or a running total stated.
package struct Amount: Hashable, Sendable {
    /// How the number counts.
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        /// Work of one day, added to what stands.
        case add
        /// The unit's running total as of its day (lũy kế).
        case set
    }

    package let operation: Operation

    /// The number, or the numerator of a ratio.
    package let value: Quantity

    /// The denominator of a ratio or checklist; nil for counts and levels.
    package let denominator: Quantity?

    package init(_ operation: Operation, _ value: Quantity, of denominator: Quantity? = nil) {
        self.operation = operation
        self.value = value
        self.denominator = denominator
    }
}

/// One line of the ledger (sổ báo cáo): never changed, only voided together with its report.
///
/// Storage keeps it as columns: report, unit, indicator, day, operation, value, denominator.
package struct LedgerEntry: Hashable, Sendable {
    /// The number of the report that it came with; a later report has a larger number.
    package let report: Int64
    package let unit: UnitID
    package let indicator: IndicatorKey

    /// The day of the work, or the day as of which a running total holds.
    package let day: CivilDay
    package let amount: Amount

    package init(
        report: Int64, unit: UnitID, indicator: IndicatorKey, day: CivilDay, amount: Amount
    ) {
        self.report = report
        self.unit = unit
        self.indicator = indicator
        self.day = day
        self.amount = amount
    }
}

/// One event of the append-only ledger.
package enum LedgerEvent: Hashable, Sendable {
    /// A report with its entries; `corrects` names the report that it replaces as a whole.
    case recorded(report: Int64, corrects: Int64?, entries: [LedgerEntry])
    /// A report taken back by its author or a leader above.
    case voided(report: Int64)
}

extension Sequence<LedgerEvent> {
    /// The entries that still stand, in the order of their reports.
    ///
    /// Voiding a correction does not bring back what it replaced.
    package var survivingEntries: [LedgerEntry] {
        var standing: [Int64: [LedgerEntry]] = [:]
        for event in self {
            switch event {
            case .recorded(let report, let corrects, let entries):
                if let corrects { standing[corrects] = nil }
                standing[report] = entries
            case .voided(let report):
                standing[report] = nil
            }
        }
        return standing.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
