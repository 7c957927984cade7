import Campaign
import Testing

@Suite struct HabitTests {
    private static let rows: [(value: Int64, earlier: [Int64], largest: Int64?, why: String)] = [
        (95, [5, 7, 6, 8, 20], 20, "far above five days"),
        (80, [5, 7, 6, 8, 20], nil, "four times the largest is not above it"),
        (81, [5, 7, 6, 8, 20], 20, "just above"),
        (95, [5, 7, 6, 8], nil, "four days are no habit"),
        (95, [5, 7, 6, 8, 0, 0, 0], nil, "days without work are no days of work"),
        (9, [1, 2, 1, 2, 1], nil, "small numbers jump about"),
        (12, [1, 2, 1, 2, 1], 2, "small, but ten more"),
        (0, [50, 50, 50, 50, 50], nil, "a low day is never odd"),
        (95, [], nil, "nothing known"),
    ]

    @Test(arguments: rows.indices)
    func onlyFarAboveTheLargestDayIsOdd(_ index: Int) throws {
        let row = Self.rows[index]
        let exceeded = Habit.exceeded(
            by: try Quantity(row.value), earlier: try row.earlier.map { try Quantity($0) })
        #expect(exceeded == (try row.largest.map { try Quantity($0) }), "\(row.why)")
    }

    @Test func numbersAtTheEndOfTheRangeDoNotTrap() throws {
        let earlier = [Quantity](repeating: .max, count: 6)
        #expect(Habit.exceeded(by: .max, earlier: earlier) == nil)
    }
}
