import VietText

/// What a unit has reached in one indicator.
package struct Total: Hashable, Sendable {
    /// The sum, or the numerator of a ratio.
    package let value: Quantity

    /// The denominator of a ratio or checklist; nil for counts and levels.
    package let denominator: Quantity?

    /// Whether units are counted: so many of so many below have reached their target.
    package let countsUnits: Bool

    package init(_ value: Quantity, of denominator: Quantity? = nil, countsUnits: Bool = false) {
        self.value = value
        self.denominator = denominator
        self.countsUnits = countsUnits
    }

    /// Returns both added up, numerator to numerator and denominator to denominator.
    package func adding(_ other: Total) throws(QuantityError) -> Total {
        let sum = try value.adding(other.value)
        guard let denominator else { return Total(sum, of: other.denominator) }
        return Total(sum, of: try denominator.adding(other.denominator ?? .zero))
    }

    /// Returns the difference, numerator from numerator and denominator from denominator.
    package func subtracting(_ other: Total) throws(QuantityError) -> Total {
        let difference = try value.subtracting(other.value)
        guard let denominator else { return Total(difference) }
        return Total(difference, of: try denominator.subtracting(other.denominator ?? .zero))
    }
}

extension Total {
    /// Whether this reaches a target of the indicator; nil for a ratio of nothing.
    func meets(_ target: Quantity, _ indicator: Indicator) -> Bool? {
        guard indicator.kind == .ratio else {
            return indicator.direction == .more ? value >= target : value <= target
        }
        guard let whole = denominator, whole > .zero else { return nil }
        // value / whole against target / scale, without dividing.
        let left = Int128(value.scaled) * Int128(Quantity.scale)
        let right = Int128(target.scaled) * Int128(whole.scaled)
        return indicator.direction == .more ? left >= right : left <= right
    }
}

/// What every unit of a campaign has reached, from the entries that stand.
///
/// A running total (`set`) holds as of the end of its day: numbers added for that day and the
/// days before are inside it, numbers added for later days count on top. Of two running totals
/// the one of the later day holds, of the same day the one reported later. Order of the entries
/// given does not matter.
package struct Standings: Hashable, Sendable {
    /// The units' own totals, without what their children reported.
    package let own: [UnitID: [IndicatorKey: Total]]

    private let rolled: [UnitID: [IndicatorKey: Total]]

    /// Folds the entries of one campaign up to and including `through` (nil: all).
    package init(entries: [LedgerEntry], campaign: Campaign, through: CivilDay? = nil)
        throws(QuantityError)
    {
        var groups: [UnitID: [IndicatorKey: [LedgerEntry]]] = [:]
        for entry in entries where through.map({ entry.day <= $0 }) ?? true {
            groups[entry.unit, default: [:]][entry.indicator, default: []].append(entry)
        }
        var own: [UnitID: [IndicatorKey: Total]] = [:]
        for (unit, indicators) in groups {
            for (indicator, entries) in indicators {
                own[unit, default: [:]][indicator] = try Self.total(of: entries)
            }
        }
        try self.init(own: own, campaign: campaign)
    }

    /// Takes the units' own totals as SQL computed them and rolls them up.
    package init(own: [UnitID: [IndicatorKey: Total]], campaign: Campaign) throws(QuantityError) {
        let single = Set(campaign.indicators.filter { $0.rollUp == .none }.map(\.key))
        var rolled: [UnitID: [IndicatorKey: Total]] = [:]
        for unit in Self.concerned(own, campaign.units) {
            for (indicator, total) in own[unit] ?? [:] {
                rolled[unit, default: [:]][indicator] =
                    try rolled[unit]?[indicator]?.adding(total) ?? total
            }
            guard let parent = campaign.units[unit]?.parent else { continue }
            for (indicator, total) in rolled[unit] ?? [:] where !single.contains(indicator) {
                rolled[parent, default: [:]][indicator] =
                    try rolled[parent]?[indicator]?.adding(total) ?? total
            }
        }
        let counting = campaign.indicators.filter { $0.rollUp == .reached }
        if !counting.isEmpty {
            // Children come after their parents in a subtree, so going backwards sums upwards.
            let upwards = Array(
                campaign.units.roots.flatMap { campaign.units.subtree(of: $0.id) }.reversed())
            for indicator in counting {
                let counted = try Self.reached(indicator, rolled, campaign, upwards)
                for (unit, total) in counted { rolled[unit]?[indicator.key] = total }
            }
        }
        self.own = own
        self.rolled = rolled
    }

    /// The units that reported and all above them, each after those below it: a report is about
    /// one unit among hundreds, and the others have nothing to add up.
    private static func concerned(
        _ own: [UnitID: [IndicatorKey: Total]], _ tree: UnitTree
    ) -> [UnitID] {
        var depths: [UnitID: Int] = [:]
        for unit in own.keys where tree[unit] != nil && depths[unit] == nil {
            let path = [unit] + tree.ancestors(of: unit).map(\.id)
            for (step, id) in path.enumerated() { depths[id] = path.count - step }
        }
        return depths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// How many of the units below each unit have reached a target that is given to them.
    ///
    /// A unit with a target of its own keeps its sum; what lies below it is inside that sum and
    /// is not counted again further up. So does a unit with nothing below. Where none of the
    /// counted units has reported, there is nothing to say, and a figure that such a unit above
    /// states itself is not mixed in.
    private static func reached(
        _ indicator: Indicator, _ sums: [UnitID: [IndicatorKey: Total]], _ campaign: Campaign,
        _ upwards: [OrgUnit]
    ) throws(QuantityError) -> [(UnitID, Total?)] {
        var counts: [UnitID: (met: Int64, all: Int64, reported: Int64)] = [:]
        var result: [(UnitID, Total?)] = []
        for unit in upwards {
            let sum = sums[unit.id]?[indicator.key]
            if let target = campaign.givenTarget(of: indicator, for: unit.id) {
                let isMet = sum.map { $0.meets(target, indicator) == true } ?? false
                counts[unit.id] = (isMet ? 1 : 0, 1, sum == nil ? 0 : 1)
                continue
            }
            let children = campaign.units.children(of: unit.id)
            guard !children.isEmpty else { continue }
            var count = (met: Int64(0), all: Int64(0), reported: Int64(0))
            for child in children {
                guard let below = counts[child.id] else { continue }
                count = (
                    count.met + below.met, count.all + below.all, count.reported + below.reported
                )
            }
            counts[unit.id] = count
            let total =
                count.reported == 0
                ? nil
                : Total(try Quantity(count.met), of: try Quantity(count.all), countsUnits: true)
            result.append((unit.id, total))
        }
        return result
    }

    /// The total of a unit and everything below it; nil when nobody has reported the indicator.
    package func total(of unit: UnitID, _ indicator: IndicatorKey) -> Total? {
        rolled[unit]?[indicator]
    }

    /// The total of one unit in one indicator; `entries` hold nothing else.
    private static func total(of entries: [LedgerEntry]) throws(QuantityError) -> Total {
        let stated = entries.filter { $0.amount.operation == .set }
            .max { ($0.day, $0.report) < ($1.day, $1.report) }
        var total = stated.map { Total($0.amount.value, of: $0.amount.denominator) }
        for entry in entries where entry.amount.operation == .add {
            if let stated, entry.day <= stated.day { continue }
            let added = Total(entry.amount.value, of: entry.amount.denominator)
            total = try total?.adding(added) ?? added
        }
        return total ?? Total(.zero)
    }
}

/// One line of a progress report: an indicator of a unit against its target on a day.
package struct Progress: Hashable, Sendable {
    package let indicator: Indicator
    package let total: Total

    /// The target, a share from 0 to 1 for ratios; nil when none is set.
    package let target: Quantity?

    /// The number of the day, held between 1 and `length`.
    package let dayNumber: Int

    /// Days of the campaign.
    package let length: Int

    /// Reads the standing of one unit at the end of `day`.
    package init(
        of unit: UnitID, _ indicator: Indicator, in standings: Standings, campaign: Campaign,
        on day: CivilDay
    ) {
        self.indicator = indicator
        total =
            standings.total(of: unit, indicator.key)
            ?? Total(.zero, of: indicator.kind.hasDenominator ? .zero : nil)
        target = campaign.target(of: indicator, for: unit)
        length = campaign.length
        dayNumber = min(max(campaign.firstDay.days(until: day) + 1, 1), length)
    }

    /// Done in percent of the target, for ratios the share itself; nil without a target or whole.
    package var share: Percentage? {
        let whole = total.denominator ?? target
        return whole.flatMap {
            Percentage(of: total.value, in: $0, decimals: indicator.decimals)
        }
    }

    /// Whether the target is reached; nil without a target, and for a ratio of nothing.
    package var isMet: Bool? {
        guard let target else { return nil }
        return total.meets(target, indicator)
    }

    /// What a day must bring from tomorrow to the last day to reach the target, rounded up to
    /// whole ones; nil for ratios, without a target, when it is reached or no day is left.
    package var paceNeeded: Quantity? {
        guard indicator.kind == .count, indicator.direction == .more, let target,
            target > total.value, dayNumber < length,
            let missing = try? target.subtracting(total.value)
        else { return nil }
        let perDay = Int64(length - dayNumber) * Quantity.scale
        let days = missing.scaled / perDay + (missing.scaled % perDay == 0 ? 0 : 1)
        return try? Quantity(days)
    }

    /// The total on the last day if every day brings what the days so far brought on average,
    /// rounded half up to whole ones; nil for other kinds than counts.
    package var forecast: Quantity? {
        guard indicator.kind == .count, !total.countsUnits,
            let exact = try? total.value.multiplied(by: Int64(length), dividedBy: Int64(dayNumber)),
            let halfUp = try? exact.adding(Quantity(scaled: Quantity.scale / 2))
        else { return nil }
        return try? Quantity(halfUp.whole)
    }
}
