import VietText

/// One line of the ledger as it is told outside: what was reported, by whom, and what became of it.
package struct LedgerLine: Hashable, Sendable {
    /// What became of the report.
    package enum State: Hashable, Sendable {
        /// It counts.
        case standing
        /// A later report took its place.
        case corrected(by: Int64)
        /// It was taken back.
        case voided
    }

    package let entry: LedgerEntry

    /// When it was written: milliseconds since the epoch.
    package let recordedAtMilliseconds: Int64

    /// The name of whoever reported, or of the file that it came from.
    package let reporter: String

    /// Whether it came from a file of earlier figures and not from a chat.
    package let isImported: Bool

    /// The report that it replaced.
    package let corrects: Int64?
    package let state: State

    package init(
        entry: LedgerEntry, recordedAtMilliseconds: Int64, reporter: String, isImported: Bool,
        corrects: Int64?, state: State
    ) {
        self.entry = entry
        self.recordedAtMilliseconds = recordedAtMilliseconds
        self.reporter = reporter
        self.isImported = isImported
        self.corrects = corrects
        self.state = state
    }
}

/// One figure of an earlier time, on its way into the ledger.
package struct Figure: Hashable, Sendable {
    package let unit: UnitID
    package let indicator: IndicatorKey
    package let day: CivilDay
    package let amount: Amount

    package init(unit: UnitID, indicator: IndicatorKey, day: CivilDay, amount: Amount) {
        self.unit = unit
        self.indicator = indicator
        self.day = day
        self.amount = amount
    }
}
