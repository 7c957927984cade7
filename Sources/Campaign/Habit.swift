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
