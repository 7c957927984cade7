import VietText

/// What a unit usually reports for one day, to notice a number that is far outside of it.
package enum Habit {
    /// Days with a number before a habit is spoken of: with fewer, every good day looks odd.
    package static let daysMin = 5

    /// A number is far outside above so many times the largest one so far.
    package static let timesLargest: Int64 = 4

    /// Small numbers jump about: below this distance from the largest one nothing is asked.
    package static let distanceMin: Int64 = 10

    /// Whether a number for one day is far above what the unit reported for any day before.
    ///
    /// Low numbers are never odd: a day of rain brings nothing.
    ///
    /// - Parameters:
    ///   - value: The number of the day.
    ///   - earlier: The sums of other days, in any order; zeros do not count as days.
    /// - Returns: The largest of `earlier` when `value` is far above it; else nil.
    package static func exceeded(by value: Quantity, earlier: [Quantity]) -> Quantity? {
        let worked = earlier.filter { $0 > .zero }
        guard worked.count >= daysMin, let largest = worked.max(),
            let limit = try? largest.multiplied(by: timesLargest),
            let distance = try? value.subtracting(largest)
        else { return nil }
        let isFar = value > limit && distance >= Quantity(scaled: distanceMin * Quantity.scale)
        return isFar ? largest : nil
    }
}

extension Campaign {
    /// Whether a number is above what its indicator allows for a day and a unit, times the days
    /// (for a running total those of the campaign so far, else `length`) and the units at the
    /// bottom below; levels and checklists do not grow with days.
    package func isImplausible(
        _ amount: Amount, _ indicator: Indicator, unit: UnitID?, day: CivilDay, length: Int = 1
    ) -> Bool {
        guard let bound = indicator.doubtAbove else { return false }
        if indicator.kind == .level || indicator.kind == .checklist { return amount.value > bound }
        let days = amount.operation == .set ? max(firstDay.days(until: day) + 1, 1) : length
        let subtree = unit.map { units.subtree(of: $0) } ?? []
        let leaves = subtree.count { units.children(of: $0.id).isEmpty }
        let factor = Int64(max(days, 1)) * Int64(max(leaves, 1))
        guard let limit = try? bound.multiplied(by: factor) else { return false }
        return amount.value > limit || (amount.denominator ?? .zero) > limit
    }
}
