import VietText

/// What a leader's message asks the campaign to do.
package enum ReportAction: String, Hashable, Sendable, CaseIterable {
    case report
    case correct
    case undo
    case queryProgress = "query_progress"
    case queryRanking = "query_ranking"
    case queryMissing = "query_missing"
    case queryDay = "query_day"
    case blocker
    case resolveBlocker = "resolve_blocker"
    case listBlockers = "list_blockers"
    /// Nothing for the campaign.
    case none
    /// A report that must not be recorded before its doubts are cleared.
    case askBack = "ask_back"
}

/// A message as the campaign understands it: a draft, with each number tied to its place.
package struct ReportReading: Hashable, Sendable {
    package var action: ReportAction

    /// For reports the unit named or the sender's; for questions the unit named, else nil.
    package var unit: UnitID?

    /// For reports the day named or that of the message; else nil.
    package var day: CivilDay?

    /// The numbers read, in the order of the campaign's indicators, one for each at most.
    package var values: [ReportValue]

    /// The difficulty told (vướng mắc): exactly as it stands in the text.
    package var blocker: String?

    /// The number of a difficulty: `K12`.
    package var ticket: String?

    /// What must be asked before anything is recorded; empty unless the action is `askBack`.
    package var doubts: [ReportDoubt]

    /// The numbers are said to be those of everything below the unit ("toàn xã"), so they are to be
    /// compared with the sum of its children and never added to them.
    package var coversSubtree: Bool

    /// Running totals told beside the day's figures: remarks to hold against what is counted.
    package var stated: [IndicatorKey: Amount] = [:]

    /// The numbers are said to be the right ones for what was reported before; an `askBack` may be
    /// such a correction too.
    package var isCorrection = false

    /// The numbers that the text says are wrong, in its order: `chứ không phải 21`.
    package var denied: [Quantity] = []

    /// The indicators that a question names.
    package var indicators: [IndicatorKey]

    /// How much speaks for the action, 0 to 100; 0 for none.
    package var score: Int

    /// The difficulty stands behind a word that says that it is one: `vướng mắc: …`.
    package var isAnnounced = false

    /// What was found, for `--explain`: short phrases.
    package var reasons: [String]

    package init(
        _ action: ReportAction, unit: UnitID? = nil, day: CivilDay? = nil,
        values: [ReportValue] = [], blocker: String? = nil, ticket: String? = nil,
        doubts: [ReportDoubt] = [], coversSubtree: Bool = false, indicators: [IndicatorKey] = [],
        score: Int = 0, reasons: [String] = []
    ) {
        self.action = action
        self.unit = unit
        self.day = day
        self.values = values
        self.blocker = blocker
        self.ticket = ticket
        self.doubts = doubts
        self.coversSubtree = coversSubtree
        self.indicators = indicators
        self.score = score
        self.reasons = reasons
    }
}

/// One number of a report and where it stands.
package struct ReportValue: Hashable, Sendable {
    package let indicator: IndicatorKey
    package let amount: Amount

    /// Its bytes in the UTF-8 of the text.
    package let span: Range<Int>

    package init(indicator: IndicatorKey, amount: Amount, span: Range<Int>) {
        self.indicator = indicator
        self.amount = amount
        self.span = span
    }
}

/// Why a report must be asked about, and what the doubt is on.
package struct ReportDoubt: Hashable, Sendable {
    /// Every reason to ask back; each maps to one sentence.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A number with no word for what it counts.
        case noIndicator = "no-indicator"
        /// A word that means several indicators: `tài khoản`.
        case severalIndicators = "several-indicators"
        /// A percentage without the numbers behind it.
        case percentageAlone = "percentage-alone"
        /// `gần 30`.
        case approximate
        /// `5-7`, `3 hoặc 4`.
        case range
        /// `12/9`.
        case numeratorAboveDenominator = "numerator-above-denominator"
        case missingDenominator = "missing-denominator"
        /// A ratio for something that is counted: `7/9 hộ`.
        case ratioForCount = "ratio-for-count"
        /// People where households or sessions are counted.
        case otherMeasure = "other-measure"
        /// Far above what a unit reaches in the days named.
        case implausible
        /// A decimal where whole things are counted, or one that may be thousands: `1,250`.
        case notWhole = "not-whole"
        case negative
        /// Too large to count with.
        case outOfRange = "out-of-range"
        /// Two different numbers for one indicator.
        case contradicting
        case dayOutsideCampaign = "day-outside-campaign"
        case dayInFuture = "day-in-future"
        /// `thứ 6 ngày 16/7` where that day is a Saturday.
        case dayUnclear = "day-unclear"
        /// Several units named, or one name of several units.
        case severalUnits = "several-units"
        /// No unit named, and the sender has none.
        case noUnit = "no-unit"
        /// Words that stand where a unit does, and are none of the campaign's.
        case unknownUnit = "unknown-unit"
        /// So many of another number of items than the checklist has.
        case otherWhole = "other-whole"
        /// Items of a checklist named, without a word that these are all that are done.
        case someItems = "some-items"
    }

    package let reason: Reason
    package let indicator: IndicatorKey?

    /// The bytes of the words in doubt, in the UTF-8 of the text; nil for the message as a whole.
    package let span: Range<Int>?

    /// The units to choose from, for `severalUnits`; those spelled alike, for `unknownUnit`.
    package let units: [UnitID]

    /// What the number would be of each indicator that the word may mean, for `severalIndicators`.
    package let choices: [ReportValue]

    package init(
        _ reason: Reason, indicator: IndicatorKey? = nil, span: Range<Int>? = nil,
        units: [UnitID] = [], choices: [ReportValue] = []
    ) {
        self.reason = reason
        self.indicator = indicator
        self.span = span
        self.units = units
        self.choices = choices
    }
}
