import Campaign
import Messaging
import VietText

/// A doubt that only the ledger can raise: the text is clear, the number is odd beside what stands.
struct LedgerDoubt: Hashable {
    /// Every reason; each maps to one sentence.
    enum Kind: String, Hashable, CaseIterable {
        /// Far above what the unit reported for any day before.
        case unlikeHabit = "unlike-habit"
        /// The day has a number for this indicator already.
        case secondReport = "second-report"
        /// The day has the very same number already: sent twice, perhaps.
        case sameReport = "same-report"
        /// A running total below the one before.
        case totalFalls = "total-falls"
        /// A running total of a unit whose children report themselves: its own, or all of theirs?
        case ownOrSubtree = "own-or-subtree"
    }

    let kind: Kind
    let unit: UnitID
    let indicator: IndicatorKey
    let day: CivilDay
    let amount: Amount

    /// What stands already: the largest number before, the number of the day, the total before.
    var earlier: Total?

    /// The report that `earlier` comes from.
    var report: Int64?

    /// By which an answer to it is remembered; another number is another doubt.
    var key: String {
        "\(kind.rawValue) \(unit) \(indicator) \(day) \(amount.value.scaled)"
            + (amount.denominator.map { "/\($0.scaled)" } ?? "")
    }

    /// Whether it is answered by "thêm" or "thay" and not by "đúng".
    var isAnsweredByMore: Bool { kind == .secondReport || kind == .sameReport }
}

extension Turn {
    /// What the ledger makes doubtful about a report whose text is clear.
    func doubts(about pending: PendingReport, _ campaign: Campaign) throws -> [LedgerDoubt] {
        var found: [LedgerDoubt] = []
        for part in pending.parts {
            guard let unit = part.unitID,
                !part.gaps.contains(where: { Self.dayReasons.contains($0.doubt) })
            else { continue }
            let standing = try situation.books.entries(campaign.id, unit)
                .filter { $0.report != part.corrects }
            for value in part.values {
                guard let indicator = campaign.indicator(value.key) else { continue }
                let ofIndicator = standing.filter { $0.indicator == value.key }
                let subject = LedgerDoubt(
                    kind: .unlikeHabit, unit: unit, indicator: value.key, day: part.civilDay,
                    amount: value.amount)
                switch value.amount.operation {
                case .add:
                    found += try doubts(
                        aboutAdded: subject, indicator, ofIndicator, pending, part)
                case .set:
                    found += try doubts(aboutTotal: subject, indicator, ofIndicator, campaign)
                }
            }
        }
        return found.filter { !pending.confirmed.contains($0.key) }
    }

    private func doubts(
        aboutAdded subject: LedgerDoubt, _ indicator: Indicator, _ standing: [LedgerEntry],
        _ pending: PendingReport, _ part: PendingReport.Part
    ) throws -> [LedgerDoubt] {
        let added = standing.filter { $0.amount.operation == .add }
        var doubts: [LedgerDoubt] = []
        let ofDay = added.filter { $0.day == subject.day }
        if let last = ofDay.last, part.corrects == nil, !pending.isAdditional,
            !pending.isReplacement
        {
            var sum = Total(last.amount.value, of: last.amount.denominator)
            for entry in ofDay.dropLast() {
                sum = try sum.adding(Total(entry.amount.value, of: entry.amount.denominator))
            }
            let isSame = ofDay.contains { $0.amount == subject.amount }
            doubts.append(
                subject.with(isSame ? .sameReport : .secondReport, sum, from: last.report))
        }
        var days: [CivilDay: Quantity] = [:]
        for entry in added where entry.day != subject.day {
            days[entry.day] = try (days[entry.day] ?? .zero).adding(entry.amount.value)
        }
        let isAskedAnyway = part.gaps.contains {
            $0.doubt == .implausible && $0.indicator == subject.indicator.rawValue
        }
        if indicator.kind == .count, !isAskedAnyway,
            let largest = Habit.exceeded(by: subject.amount.value, earlier: Array(days.values))
        {
            doubts.append(subject.with(.unlikeHabit, Total(largest), from: nil))
        }
        return doubts
    }

    private func doubts(
        aboutTotal subject: LedgerDoubt, _ indicator: Indicator, _ standing: [LedgerEntry],
        _ campaign: Campaign
    ) throws -> [LedgerDoubt] {
        // A level may go down: that is what it measures.
        guard indicator.kind != .level else { return [] }
        if try hasReportsBelow(subject.unit, indicator, through: subject.day, campaign) {
            return [subject.with(.ownOrSubtree, nil, from: nil)]
        }
        let before = standing.filter { $0.day <= subject.day }
        guard
            let total = try Standings(entries: before, campaign: campaign)
                .own[subject.unit]?[subject.indicator],
            subject.amount.value < total.value
                || subject.amount.denominator ?? .zero < total.denominator ?? .zero
        else { return [] }
        return [subject.with(.totalFalls, total, from: before.last?.report)]
    }
}

extension LedgerDoubt {
    fileprivate func with(_ kind: Kind, _ earlier: Total?, from report: Int64?) -> LedgerDoubt {
        var doubt = LedgerDoubt(
            kind: kind, unit: unit, indicator: indicator, day: day, amount: amount)
        doubt.earlier = earlier
        doubt.report = report
        return doubt
    }
}
