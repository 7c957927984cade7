import Campaign
import VietText

/// A report between its reading and the ledger: what is understood, and what is still asked.
///
/// Kept as the content of a draft (bản nháp) while it waits for a word of its author; plain values
/// only, so that it survives a restart as JSON.
package struct PendingReport: Hashable, Sendable, Codable {
    /// What one unit reports for one day.
    package struct Part: Hashable, Sendable, Codable {
        /// Id of the unit; nil while it is asked for.
        package var unit: String?

        /// The day as `2026-08-14`.
        package var day: String
        package var values: [Value]
        package var gaps: [Gap]

        /// The numbers are said to be those of everything below the unit ("toàn xã").
        package var coversSubtree: Bool

        /// The report that is replaced, for a correction.
        package var corrects: Int64?
    }

    /// One number: as `LedgerEntry` without report, unit and day.
    package struct Value: Hashable, Sendable, Codable {
        package var indicator: String
        package var operation: String
        /// Ten-thousandths.
        package var value: Int64
        package var denominator: Int64?

        /// The running total told beside it, to be held against the one counted.
        package var stated: Int64?
    }

    /// Something that must be said before the part can be recorded.
    package struct Gap: Hashable, Sendable, Codable {
        /// `ReportDoubt.Reason`.
        package var reason: String
        package var indicator: String?
        /// The words of the message in doubt.
        package var words: String?
        /// Ids of the units to choose from.
        package var units: [String]
    }

    /// Id of the campaign.
    package var campaign: String
    package var parts: [Part]

    /// What is unclear about the message as a whole.
    package var gaps: [Gap]

    /// The numbers come on top of what was reported for the day before.
    package var isAdditional: Bool

    /// The numbers replace what was reported for the day before.
    package var isReplacement: Bool

    /// Doubts that the author has answered with "đúng": their keys.
    package var confirmed: [String]

    /// The difficulty told with the report.
    package var blocker: String?

    /// Ids of units named without a figure on purpose.
    package var silent: [String]

    /// What is understood so far, as it is said back when the draft expires.
    package var summary: String

    init(campaign: String, parts: [Part], isAdditional: Bool) {
        self.campaign = campaign
        self.parts = parts
        self.isAdditional = isAdditional
        isReplacement = false
        gaps = []
        confirmed = []
        silent = []
        summary = ""
    }
}

extension PendingReport {
    /// Whether this is the same report said again in full: every indicator that `older` speaks of,
    /// for its unit and day as far as it names them.
    func supersedes(_ older: PendingReport) -> Bool {
        guard campaign == older.campaign, !isAdditional, let new = parts.first,
            let old = older.parts.first,
            parts.count == 1, older.parts.count == 1, new.corrects == old.corrects
        else { return false }
        let spoken = Set(old.values.map(\.indicator) + old.gaps.compactMap(\.indicator))
        let mine = Set(new.values.map(\.indicator) + new.gaps.compactMap(\.indicator))
        let asksDay = old.gaps.contains { Turn.dayReasons.contains($0.doubt) }
        let isNameless = old.gaps.contains {
            [.noIndicator, .severalIndicators].contains($0.doubt)
        }
        return !spoken.isEmpty && !isNameless && spoken.isSubset(of: mine)
            && (old.unit == nil || new.unit == nil || old.unit == new.unit)
            && (asksDay || old.day == new.day)
    }
}

extension PendingReport.Gap {
    init(reason: String, units: [String]) {
        self.init(reason: reason, indicator: nil, words: nil, units: units)
    }

    /// Why it is asked about; a reason of another version counts as one without a name.
    var doubt: ReportDoubt.Reason { ReportDoubt.Reason(rawValue: reason) ?? .noIndicator }

    /// Whether "đúng" alone answers it.
    var isConfirmable: Bool { doubt == .implausible || reason == Self.totalDiffers }

    /// The reason of a total row that is not the sum of the rows above it.
    static let totalDiffers = "total-differs"

    /// The reason of several units named in a message that is not read as one about several.
    static let severalNamed = "several-named"

    /// The reason of words that concern the whole message and that nothing explains.
    static let unread = "unread"

    /// Whether some word can fill it without the whole report being sent again.
    var isFillable: Bool {
        guard reason != Self.unread, reason != Self.severalNamed else { return false }
        guard !isConfirmable else { return true }
        return switch doubt {
        case .noUnit, .severalUnits, .unknownUnit, .dayOutsideCampaign, .dayInFuture, .dayUnclear:
            true
        case .noIndicator, .severalIndicators: words != nil
        default: indicator != nil
        }
    }
}

extension PendingReport.Value {
    init(_ value: ReportValue) {
        indicator = value.indicator.rawValue
        operation = value.amount.operation.rawValue
        self.value = value.amount.value.scaled
        denominator = value.amount.denominator?.scaled
    }

    /// The number as the ledger counts it; an operation that is not known counts as added.
    var amount: Amount {
        Amount(
            Amount.Operation(rawValue: operation) ?? .add, Quantity(scaled: value),
            of: denominator.map(Quantity.init(scaled:)))
    }

    var key: IndicatorKey { IndicatorKey(rawValue: indicator) }
}

extension PendingReport.Part {
    var unitID: UnitID? { unit.map(UnitID.init(rawValue:)) }

    /// The day; a text that is none cannot come from this code.
    var civilDay: CivilDay {
        guard let day = CivilDay(iso: day) else {
            preconditionFailure("a draft with the day '\(day)'")
        }
        return day
    }

    /// The entries of the part as those of a report.
    func entries(of report: Int64, unit: UnitID) -> [LedgerEntry] {
        values.map { value in
            LedgerEntry(
                report: report, unit: unit, indicator: value.key, day: civilDay,
                amount: value.amount)
        }
    }

    /// Puts a number in the place of the one with the same indicator, or adds it; what was asked
    /// about that indicator is answered.
    mutating func take(_ value: PendingReport.Value) {
        if let index = values.firstIndex(where: { $0.indicator == value.indicator }) {
            values[index] = value
        } else {
            values.append(value)
        }
        gaps.removeAll { $0.indicator == value.indicator }
    }
}

/// A draft on its way into storage.
package struct NewDraft: Hashable, Sendable {
    /// Shown as `#N12`; the `nextNumber` of the drafts.
    package let number: Int64
    package let content: PendingReport
    package let expiresAtMilliseconds: Int64

    /// How long a draft waits in hours: a question at nine in the evening may be answered at
    /// breakfast, and the next evening brings a new report.
    package static let waitsHours: Int64 = 12

    package init(number: Int64, content: PendingReport, expiresAtMilliseconds: Int64) {
        self.number = number
        self.content = content
        self.expiresAtMilliseconds = expiresAtMilliseconds
    }
}

/// A draft as it is kept.
package struct StoredDraft: Hashable, Sendable {
    /// Where a draft stands.
    package enum State: String, Hashable, Sendable, CaseIterable {
        case open
        case recorded
        case cancelled
        case expired
    }

    package let number: Int64
    package let content: PendingReport
    package let state: State
    package let madeAtMilliseconds: Int64
    package let expiresAtMilliseconds: Int64

    package init(
        number: Int64, content: PendingReport, state: State, madeAtMilliseconds: Int64,
        expiresAtMilliseconds: Int64
    ) {
        self.number = number
        self.content = content
        self.state = state
        self.madeAtMilliseconds = madeAtMilliseconds
        self.expiresAtMilliseconds = expiresAtMilliseconds
    }
}

/// Questions that `decide` may put to the drafts of the sender in this chat.
package struct Drafts {
    /// The number that the next draft will get.
    package let nextNumber: () throws -> Int64

    /// The last drafts of the sender in this chat, whatever became of them, the newest first, at
    /// most `recentMax`.
    package let recent: () throws -> [StoredDraft]

    /// How many drafts are looked at: nobody answers older ones.
    package static let recentMax = 10

    package init(
        nextNumber: @escaping () throws -> Int64, recent: @escaping () throws -> [StoredDraft]
    ) {
        self.nextNumber = nextNumber
        self.recent = recent
    }

    /// No drafts.
    package static var none: Drafts { Drafts(nextNumber: { 1 }, recent: { [] }) }
}
