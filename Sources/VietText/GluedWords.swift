extension LetterRun {
    /// Cuts words typed without spaces between them (`khaisinh`, `căncước`), or returns none.
    ///
    /// Every piece must be a syllable with a legal tone, or a wanted word; at least half of the
    /// pieces must be wanted, and fewer pieces are better than many.
    ///
    /// - Parameter wanted: Words worth finding; pieces are ranked by it.
    /// - Returns: The pieces in order, two or more; empty when the letters cannot be cut so.
    package func cut(wanted: KeyTable) -> [Syllable] {
        let dead = Int32.max / 2
        var costs = InlineArray<33, Int32>(repeating: dead)
        var lengths = InlineArray<33, Int8>(repeating: 0)
        costs[0] = 0
        // A short one is rather a slip, unless two tones say otherwise.
        guard count >= 6 || count >= 4 && toneCount(0..<count) > 1 else { return [] }
        for end in 2...count {
            for length in 2...min(7, end) where costs[end - length] < dead {
                let piece = syllable(end - length..<end)
                let isWanted = wanted[piece.key] > 0
                guard
                    isWanted
                        || SyllableInventory.contains(piece.key)
                            && SyllableInventory.allowsTone(piece.marks, on: piece.key),
                    toneCount(end - length..<end) <= 1
                else { continue }
                let cost = costs[end - length] + (isWanted ? 10 : 14)
                if cost < costs[end] {
                    costs[end] = cost
                    lengths[end] = Int8(length)
                }
            }
        }
        guard costs[count] < dead else { return [] }
        var pieces: [Syllable] = []
        var wantedCount = 0
        var end = count
        while end > 0 {
            let start = end - Int(lengths[end])
            let piece = syllable(start..<end)
            if wanted[piece.key] > 0 { wantedCount += 1 }
            pieces.insert(piece, at: 0)
            end = start
        }
        return pieces.count >= 2 && wantedCount * 2 >= pieces.count ? pieces : []
    }

    private func toneCount(_ range: Range<Int>) -> Int {
        range.count { tone(at: $0) != 0 }
    }
}

extension LetterRun {
    /// Cuts a word where letters and digits meet (`muc2`, `14tuoi`); empty when they never do, or
    /// when a piece is longer than a key.
    package func cutAtDigits() -> [Syllable] {
        var pieces: [Syllable] = []
        var start = 0
        for index in 1...max(1, count) {
            let ends = index >= count || Self.isDigit(self[index]) != Self.isDigit(self[index - 1])
            guard ends else { continue }
            guard index - start <= 8, pieces.count < 6 else { return [] }
            pieces.append(syllable(start..<min(index, count)))
            start = index
        }
        return pieces.count > 1 ? pieces : []
    }

    private static func isDigit(_ letter: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letter)
    }
}
