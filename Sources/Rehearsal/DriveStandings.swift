import Campaign

/// What every unit of the drive has reached on every day, by the rehearsal's own books.
struct DriveStandings: Sendable {
    /// By unit, then day, then indicator; what lies below a unit is inside.
    private(set) var sums: [[[DriveBooks.Sum?]]]

    /// Adds up the books for the first `days` days.
    init(_ books: DriveBooks, _ world: DriveWorld, days: Int) {
        let indicators = DriveWords.indicators.count
        sums = world.units.indices.map { books.sums(of: $0, days: days, indicators: indicators) }
        // Children stand behind their parents: from the end on, each is complete when added.
        for unit in world.units.indices.reversed() {
            guard let parent = world.units[unit].parent else { continue }
            for day in 0..<days {
                for indicator in 0..<indicators {
                    guard let sum = sums[unit][day][indicator] else { continue }
                    var above = sums[parent][day][indicator] ?? DriveBooks.Sum()
                    above.add(sum)
                    sums[parent][day][indicator] = above
                }
            }
        }
    }

    /// How the lines of an answer on a unit's progress must begin: `Name: 1.250`, or for a ratio
    /// `Name: 7/9 hồ sơ (77,8%)`.
    func progressLines(of unit: Int, day: Int, in campaign: Campaign) -> [String] {
        DriveWords.indicators.indices.compactMap { place in
            let key = IndicatorKey(rawValue: DriveWords.indicators[place].key)
            guard let sum = sums[unit][day][place], let indicator = campaign.indicator(key) else {
                return nil
            }
            return "\(indicator.name): \(Self.text(sum, indicator.unit))"
        }
    }

    private static func text(_ sum: DriveBooks.Sum, _ unit: String) -> String {
        guard let whole = sum.whole else { return grouped(sum.value) }
        let text = "\(grouped(sum.value))/\(grouped(whole)) \(unit)"
        guard whole > 0 else { return text }
        // Half up to one decimal.
        let share = (sum.value * 2_000 + whole) / (2 * whole)
        return "\(text) (\(share / 10),\(share % 10)%)"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array("\(number)")
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index) % 3 == 0 { text += "." }
            text.append(digits[index])
        }
    }
}
