import VietText

/// What a labelled message is expected to mean; a field that is nil is not compared.
package struct ReportExpectation: Hashable, Sendable {
    package let action: ReportAction

    /// The unit by its full name, `.some(nil)` for none named.
    package let unit: String??
    package let day: CivilDay?
    package let values: [IndicatorKey: Amount]?
    package let blocker: String?
    package let ticket: String?

    package init(
        action: ReportAction, unit: String?? = nil, day: CivilDay? = nil,
        values: [IndicatorKey: Amount]? = nil, blocker: String? = nil, ticket: String? = nil
    ) {
        self.action = action
        self.unit = unit
        self.day = day
        self.values = values
        self.blocker = blocker
        self.ticket = ticket
    }
}

/// How a reading compares with its label.
package struct ReportScore: Hashable, Sendable {
    /// Action, unit, day, every value, difficulty and ticket as labelled.
    package let isExact: Bool

    /// The reading asks before it records.
    package let isAskedBack: Bool

    /// A number would have gone into the ledger that the label does not have, or elsewhere.
    package let isWronglyRecorded: Bool

    /// What differs, for people to read; empty when exact.
    package let differences: [String]
}

extension ReportReading {
    /// Compares the reading with a label, in a campaign.
    package func evaluated(against expected: ReportExpectation, in campaign: Campaign)
        -> ReportScore
    {
        var differences: [String] = []
        func compare(_ name: String, _ mine: String?, _ theirs: String?) {
            guard mine != theirs else { return }
            differences.append("\(name): \(mine ?? "-"), expected \(theirs ?? "-")")
        }
        compare("action", action.rawValue, expected.action.rawValue)
        if let unit = expected.unit {
            compare("unit", self.unit.flatMap { campaign.units[$0]?.name }, unit)
        }
        if let day = expected.day { compare("day", self.day?.description, day.description) }
        if let theirs = expected.values {
            compare("values", Self.drawn(mine), Self.drawn(theirs))
        }
        if let blocker = expected.blocker { compare("blocker", self.blocker, blocker) }
        if let ticket = expected.ticket { compare("ticket", self.ticket, ticket) }
        return ReportScore(
            isExact: differences.isEmpty, isAskedBack: action == .askBack,
            isWronglyRecorded: isWronglyRecorded(expected, in: campaign), differences: differences)
    }

    private var mine: [IndicatorKey: Amount] {
        Dictionary(
            values.map { ($0.indicator, $0.amount) }, uniquingKeysWith: { first, _ in first })
    }

    private func isWronglyRecorded(_ expected: ReportExpectation, in campaign: Campaign) -> Bool {
        guard action == .report || action == .correct, !values.isEmpty else { return false }
        guard expected.action == .report || expected.action == .correct else { return true }
        if let unit = expected.unit, self.unit.flatMap({ campaign.units[$0]?.name }) != unit {
            return true
        }
        if let day = expected.day, self.day != day { return true }
        guard let theirs = expected.values else { return false }
        return mine.contains { theirs[$0.key] != $0.value }
    }

    private static func drawn(_ values: [IndicatorKey: Amount]) -> String {
        values.sorted { $0.key < $1.key }.map { key, amount in
            let whole = amount.denominator.map { "/\($0)" } ?? ""
            return "\(key) \(amount.operation.rawValue) \(amount.value)\(whole)"
        }.joined(separator: ", ")
    }
}
