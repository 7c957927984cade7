import VietText

extension ReportScan {
    /// Which tokens stand in brackets; a bracket left open ends with its line.
    static func brackets(_ text: ReportText) -> [Bool] {
        var depth = 0
        var result: [Bool] = []
        for index in text.tokens.indices {
            for byte in text.gap(before: index) {
                if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
                if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
                    depth = max(0, depth - 1)
                }
                if byte == UInt8(ascii: "\n") { depth = 0 }
            }
            result.append(depth > 0)
        }
        return result
    }

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
