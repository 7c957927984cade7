/// How the parts of a total compare with it (`sum_of`): shown as they are, never bent to fit.
package struct PartsCheck: Hashable, Sendable {
    /// What the parts that were reported come to.
    package let sum: Quantity

    /// The total as reported.
    package let total: Quantity

    /// How far apart they are, never negative.
    package let difference: Quantity

    /// Parts that nobody has reported.
    package let missing: [Indicator]

    /// Compares what stands for a unit.
    ///
    /// - Returns: Nil when the parts add up to the total, when the total or all parts are not
    ///   reported, and for an indicator that is no total.
    /// - Throws: `QuantityError.overflow` when the parts do not fit a sum.
    package init?(
        of unit: UnitID, _ indicator: Indicator, in standings: Standings, campaign: Campaign
    ) throws(QuantityError) {
        guard let total = standings.total(of: unit, indicator.key), !indicator.sumOf.isEmpty else {
            return nil
        }
        var sum = Quantity.zero
        var missing: [Indicator] = []
        for key in indicator.sumOf {
            if let part = standings.total(of: unit, key) {
                sum = try sum.adding(part.value)
            } else if let part = campaign.indicator(key) {
                missing.append(part)
            }
        }
        guard missing.count < indicator.sumOf.count, sum != total.value else { return nil }
        self.sum = sum
        self.total = total.value
        self.missing = missing
        let difference = try sum.subtracting(total.value)
        self.difference =
            difference < .zero ? try Quantity.zero.subtracting(difference) : difference
    }

    /// The comparison in one line of Vietnamese, without a full stop.
    package var line: String {
        let text = "các phần cộng lại \(sum), khác tổng \(total) (chênh \(difference))"
        guard !missing.isEmpty else { return text }
        return text + "; chưa có số: \(missing.map(\.name).joined(separator: ", "))"
    }
}
