import VietText

/// A drive over a number of days with targets for each unit (chiến dịch), checked as a whole.
package struct Campaign: Hashable, Sendable {
    package let id: CampaignID
    package let name: String

    /// The first day, day 1.
    package let firstDay: CivilDay

    /// The last day.
    package let lastDay: CivilDay

    /// Until when each unit is to report, every day; nil for no limit.
    package let reportBy: TimeOfDay?

    /// When bulletins are sent, every day.
    package let bulletins: [TimeOfDay]

    /// Minutes before `reportBy` at which those who have not reported are reminded; 0 for never.
    package let remindBefore: Int
    package let indicators: [Indicator]
    package let units: UnitTree

    /// What the reader of a standing must know of the targets, for instance that they are
    /// examples; nil for nothing.
    package let targetsNote: String?

    /// Hours after which a difficulty that is not resolved goes up to the unit above.
    package let difficultyHours: Int

    /// What `difficultyHours` is when the file says nothing.
    package static let difficultyHoursUsual = 24

    /// What `difficultyHours` may be: at the most thirty days.
    package static let difficultyHoursRange = 1...720

    /// No drive lasts longer than ten years; a longer one is a typing slip.
    package static let lengthMax = 3_660

    /// Minutes of `remindBefore` when the file says nothing.
    package static let remindBeforeUsually = 60

    /// Checks that the parts fit together; every mistake found is in the error.
    package init(
        id: CampaignID, name: String, firstDay: CivilDay, lastDay: CivilDay,
        reportBy: TimeOfDay? = nil, bulletins: [TimeOfDay] = [],
        remindBefore: Int = Campaign.remindBeforeUsually, indicators: [Indicator],
        units: [OrgUnit], targetsNote: String? = nil,
        difficultyHours: Int = Campaign.difficultyHoursUsual
    ) throws(CampaignError) {
        var mistakes: [CampaignMistake] = []
        var tree: UnitTree?
        do {
            tree = try UnitTree(units)
        } catch {
            mistakes += error.mistakes
        }
        if id.rawValue.isEmpty || name.isEmpty { mistakes.append(.unnamedCampaign) }
        let length = firstDay.days(until: lastDay) + 1
        if length < 1 { mistakes.append(.daysReversed(from: firstDay, to: lastDay)) }
        if length > Self.lengthMax { mistakes.append(.tooLong(days: length)) }
        if !Self.difficultyHoursRange.contains(difficultyHours) {
            mistakes.append(.difficultyHoursOutOfRange(difficultyHours))
        }
        mistakes += Self.mistakes(in: indicators, units: units)
        guard mistakes.isEmpty, let tree else { throw CampaignError(mistakes) }
        self.id = id
        self.name = name
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.reportBy = reportBy
        self.bulletins = bulletins
        self.remindBefore = remindBefore
        self.indicators = indicators
        self.units = tree
        self.targetsNote = targetsNote
        self.difficultyHours = difficultyHours
    }

    /// The number of days.
    package var length: Int { firstDay.days(until: lastDay) + 1 }

    /// The number of a day, the first being 1; nil before and after the campaign.
    package func dayNumber(of day: CivilDay) -> Int? {
        guard (firstDay...lastDay).contains(day) else { return nil }
        return firstDay.days(until: day) + 1
    }

    /// The indicator with this key, or nil.
    package func indicator(_ key: IndicatorKey) -> Indicator? {
        indicators.first { $0.key == key }
    }

    /// The target that the definition gives a unit, by its id or its level; nil for none.
    package func givenTarget(of indicator: Indicator, for unit: UnitID) -> Quantity? {
        if let own = indicator.unitTargets[unit] { return own }
        return units[unit].flatMap { indicator.targets[$0.level] }
    }

    /// The target of a unit: the one given, else for counts that are summed the sum of those of
    /// its children; nil when there is none, or when only some of its children have one.
    package func target(of indicator: Indicator, for unit: UnitID) -> Quantity? {
        if let given = givenTarget(of: indicator, for: unit) { return given }
        guard indicator.rollUp == .sum, indicator.kind == .count || indicator.kind == .level else {
            return nil
        }
        let children = units.children(of: unit)
        guard !children.isEmpty else { return nil }
        var sum = Quantity.zero
        for child in children {
            guard let target = target(of: indicator, for: child.id),
                let next = try? sum.adding(target)
            else { return nil }
            sum = next
        }
        return sum
    }
}

extension Campaign {
    private static func mistakes(in indicators: [Indicator], units: [OrgUnit]) -> [CampaignMistake]
    {
        guard !indicators.isEmpty else { return [.noIndicators] }
        let levels = Set(units.map(\.level)).sorted()
        let ids = Set(units.map(\.id))
        var keys: Set<IndicatorKey> = []
        var owners: [String: IndicatorKey] = [:]
        var mistakes: [CampaignMistake] = []
        for indicator in indicators {
            let key = indicator.key
            if key.rawValue.isEmpty || indicator.name.isEmpty || indicator.unit.isEmpty {
                mistakes.append(.unnamedIndicator(key))
            }
            if !keys.insert(key).inserted { mistakes.append(.duplicateIndicator(key)) }
            for alias in indicator.aliases {
                if let owner = owners.updateValue(key, forKey: alias.lowercased()), owner != key {
                    mistakes.append(.sharedAlias(alias, owner, key))
                }
            }
            if !indicator.denominatorAliases.isEmpty, !indicator.kind.hasDenominator {
                mistakes.append(.denominatorOfCount(key))
            }
            if let doubt = indicator.doubtAbove, doubt <= .zero {
                mistakes.append(.doubtOutOfRange(doubt, of: key))
            }
            mistakes += targetMistakes(of: indicator, levels: levels, units: ids)
            mistakes += rollUpMistakes(of: indicator, among: indicators)
        }
        return mistakes
    }

    private static func rollUpMistakes(
        of indicator: Indicator, among indicators: [Indicator]
    ) -> [CampaignMistake] {
        let key = indicator.key
        var mistakes: [CampaignMistake] = []
        if indicator.rollUp == .reached, indicator.targets.isEmpty, indicator.unitTargets.isEmpty {
            mistakes.append(.nothingToReach(key))
        }
        if !indicator.items.isEmpty, indicator.kind != .checklist {
            mistakes.append(.itemsOfNoChecklist(key))
        }
        var names: Set<String> = []
        for item in indicator.items where !names.insert(item.lowercased()).inserted {
            mistakes.append(.duplicateItem(item, of: key))
        }
        if !(0...4).contains(indicator.decimals) {
            mistakes.append(.decimalsOutOfRange(indicator.decimals, of: key))
        }
        let known = indicators.map(\.key)
        for part in indicator.sumOf where part == key || !known.contains(part) {
            mistakes.append(.unknownPart(part, of: key, known: known.filter { $0 != key }))
        }
        if Set(indicator.sumOf).count != indicator.sumOf.count {
            mistakes.append(.duplicatePart(key))
        }
        return mistakes
    }

    private static func targetMistakes(
        of indicator: Indicator, levels: [UnitLevel], units: Set<UnitID>
    ) -> [CampaignMistake] {
        let upper = indicator.kind == .ratio ? Quantity(scaled: Quantity.scale) : Quantity.max
        var mistakes: [CampaignMistake] = []
        for (level, target) in indicator.targets.sorted(by: { $0.key < $1.key }) {
            if !levels.contains(level) {
                mistakes.append(.unknownTargetLevel(level, of: indicator.key, known: levels))
            }
            if !(.zero...upper).contains(target) {
                mistakes.append(.targetOutOfRange(target, of: indicator.key))
            }
        }
        for (unit, target) in indicator.unitTargets.sorted(by: { $0.key < $1.key }) {
            if !units.contains(unit) {
                mistakes.append(.unknownTargetUnit(unit, of: indicator.key))
            }
            if !(.zero...upper).contains(target) {
                mistakes.append(.targetOutOfRange(target, of: indicator.key))
            }
        }
        return mistakes
    }
}

/// A time of day in Vietnam, to the minute.
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Minutes since midnight, 0 to 1,439.
    package let minutes: Int

    /// Reads `20:30`, or returns nil.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = UInt8(parts[0]), let minute = UInt8(parts[1]), hour < 24, minute < 60
        else { return nil }
        minutes = Int(hour) * 60 + Int(minute)
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.minutes < right.minutes
    }

    /// The time as `20:30`.
    package var description: String {
        let minute = minutes % 60
        return "\(minutes / 60):\(minute < 10 ? "0" : "")\(minute)"
    }
}
