import VietText

extension ReportScan {
    /// Reads brackets that tell the part of a ratio named nowhere else: `44 hồ sơ (online 40)`.
    mutating func openBrackets(_ campaign: Campaign) {
        var index = 0
        while index < text.tokens.count {
            guard isInBrackets[index] else {
                index += 1
                continue
            }
            var end = index
            while end < text.tokens.count, isInBrackets[end] { end += 1 }
            if tellsPart(index..<end, campaign) { open(index..<end) }
            index = end
        }
    }

    private func tellsPart(_ range: Range<Int>, _ campaign: Campaign) -> Bool {
        let inside = namesInBrackets.filter { range.contains($0.tokens.lowerBound) }
        guard !inside.isEmpty else { return false }
        let outside = atoms.compactMap { atom -> Int? in
            guard case .name(let indicator) = atom.kind else { return nil }
            return indicator
        }
        let parts = inside.compactMap { atom -> Int? in
            guard case .name(let indicator) = atom.kind else { return nil }
            return indicator
        }
        return !parts.isEmpty
            && parts.allSatisfy {
                campaign.indicators[$0].kind.hasDenominator && !outside.contains($0)
            }
            && range.contains { text.tokens[$0].flags.contains(.hasDigit) }
    }

    private mutating func open(_ range: Range<Int>) {
        for index in range { isInBrackets[index] = false }
        atoms += namesInBrackets.filter { range.contains($0.tokens.lowerBound) }
    }
}
