import VietText

extension ReportDraft {
    /// `sáng 5 hộ chiều 8 hộ`: parts of a day add up.
    func sumOfParts(_ list: [Candidate]) -> Candidate? {
        let areParts = list.allSatisfy { candidate in
            let index = candidate.number.tokens.lowerBound
            return (max(0, index - 2)..<index).contains { Self.partsOfDay.contains(scan.key($0)) }
        }
        guard areParts, list.allSatisfy({ $0.whole == nil }), let first = list.first else {
            return nil
        }
        var sum = Quantity.zero
        for candidate in list {
            guard let next = try? sum.adding(candidate.value) else { return nil }
            sum = next
        }
        return Candidate(value: sum, operation: first.operation, number: first.number)
    }

    private static let partsOfDay: Set<UInt64> = Set(
        ["sang", "trua", "chieu", "toi"].map(Syllable.key))

    /// `ghi thiếu 1 hộ, đúng phải là 10 hộ`: of two numbers the one that is said to be right.
    func corrected(_ list: [Candidate]) -> Candidate? {
        let right = list.filter { candidate in
            let place = candidate.number.tokens
            return scan.cues.contains { found in
                if found.cue == .confirm {
                    let distance = found.tokens.lowerBound - place.upperBound
                    return (0...3).contains(distance)
                }
                guard found.cue == .correct, found.tokens.count > 1 else { return false }
                return (0...3).contains(place.lowerBound - found.tokens.upperBound)
            }
        }
        return right.count == 1 ? right[0] : nil
    }

    /// Whether the last number is the sum of those before, or stands behind `=` or `tổng`.
    func isTotal(_ list: [Candidate]) -> Bool {
        guard let last = list.last else { return false }
        var sum = Quantity.zero
        for candidate in list.dropLast() {
            guard let next = try? sum.adding(candidate.value) else { return false }
            sum = next
        }
        let index = last.number.tokens.lowerBound
        return sum == last.value || scan.text.gap(before: index).contains(UInt8(ascii: "="))
            || (max(0, index - 3)..<index).contains { scan.key($0) == Self.tong }
    }

    private static let tong = Syllable.key("tong")

    /// Whether an indicator is itself a percentage, so that `78,33%` is its value.
    func isPercentage(_ indicator: Indicator) -> Bool {
        indicator.kind == .level && indicator.unit == "%"
    }

    /// The values that a number would be of one or another indicator; empty when it is doubtful.
    func choices(_ number: NumberSpan, of indexes: [Int]) -> [ReportValue] {
        guard number.kind == .cardinal, number.flags.isSubset(of: .inWords) else { return [] }
        let value = Quantity(scaled: number.value)
        let isSet = cumulative.covers(number.tokens.lowerBound)
        return indexes.compactMap { index in
            guard campaign.indicators[index].kind == .count, value.isWhole else { return nil }
            return ReportValue(
                indicator: campaign.indicators[index].key,
                amount: Amount(isSet ? .set : .add, value), span: number.bytes)
        }
    }
}
