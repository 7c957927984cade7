import VietText

/// The names of a catalogue as lists of terms: syllables and pairs of neighbours, folded.
struct CatalogueNames: Sendable {
    /// The weight of each name: that of its terms, each once.
    private(set) var weights: [Float] = []

    private var terms = KeyTable(minimumCapacity: 4_096)
    private var rarities: [Float] = []
    /// Where the names of a term begin in `postings`; one more than there are terms.
    private var postingStarts: [Int32] = [0]
    private var postings: [Int32] = []
    private var words: [Syllable] = []
    /// Where the words of a name begin in `words`; one more than there are names.
    private var wordStarts: [Int32] = [0]
    private var asides = KeyTable(minimumCapacity: 256)

    /// What a pair weighs beside its two words: its order says less than the words themselves.
    private static let pairShare: Float = 0.5

    /// What a word weighs, in bits, that no name has: less than the rarest, since people tell
    /// stories around what they ask.
    static let unknownWeight: Float = 5

    /// The least rarity, in bits, of a term by which names are looked up.
    private static let tellingMin: Float = 2

    init(_ names: [String], asides: [String]) {
        for name in names {
            words += Syllable.words(of: name)
            wordStarts.append(Int32(words.count))
        }
        for aside in asides {
            for word in Syllable.words(of: aside) where word.key != 0 {
                self.asides.insert(1, for: word.key)
            }
        }
        gatherTerms()
    }

    /// Whether a word merely asks, or is polite.
    func isAside(_ key: UInt64) -> Bool { self.asides[key] != 0 }

    /// The number of a term, 1 or more; 0 when no name has it.
    func term(_ key: UInt64) -> Int32 { terms[key] }

    /// What a term weighs, in bits.
    func rarity(of term: Int32) -> Float { rarities[Int(term) - 1] }

    /// The key of two words that follow each other.
    static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 {
        (left &* 0x9E37_79B9_7F4A_7C15 ^ right) | 1 << 63
    }

    /// The names that share most with a query by their folded terms, at most `max`, best first.
    func best(for query: CatalogueQuery, max: Int) -> [Int32] {
        var sums = [Float](repeating: 0, count: weights.count)
        // Words of every fourth name tell little and have the longest lists.
        let telling = query.terms.filter { rarity(of: $0) >= Self.tellingMin }
        for term in telling.isEmpty ? query.terms : telling {
            let rarity = rarity(of: term)
            for place in postingStarts[Int(term) - 1]..<postingStarts[Int(term)] {
                sums[Int(postings[Int(place)])] += rarity
            }
        }
        var best: [(index: Int32, score: Float)] = []
        for index in sums.indices where sums[index] > 0 {
            let score = sums[index] / (weights[index] + query.weight)
            if best.count == max, score <= best[max - 1].score { continue }
            var place = best.count
            while place > 0, best[place - 1].score < score { place -= 1 }
            best.insert((Int32(index), score), at: place)
            if best.count > max { best.removeLast() }
        }
        return best.map(\.index)
    }

    /// Compares a query with one name, marks and all.
    ///
    /// - Returns: The weight of the terms that both have, and that of the query's terms; asides
    ///   count only where the name has them.
    func compared(
        _ query: CatalogueQuery, with index: Int
    ) -> (shared: Float, asked: Float) {
        var seen = CatalogueQuery.Seen(query)
        var shared: Float = 0
        var before: UInt64 = 0
        for place in wordStarts[index]..<wordStarts[index + 1] {
            let word = words[Int(place)]
            guard let item = query.item(word) else {
                before = 0
                continue
            }
            if seen.word(item) { shared += query.wordWeights[item] }
            if before != 0, let pair = query.pair(Self.pair(before, word.key)), seen.pair(pair) {
                shared += query.pairWeights[pair]
            }
            before = word.key
        }
        return (shared, query.weight - query.weightOfAsides(unless: seen))
    }

    private mutating func gatherTerms() {
        var holders: [[Int32]] = []
        func note(_ key: UInt64, _ index: Int, _ terms: inout KeyTable) {
            guard key != 0 else { return }
            var term = terms[key]
            if term == 0 {
                holders.append([])
                term = Int32(holders.count)
                terms.insert(term, for: key)
            }
            if holders[Int(term) - 1].last != Int32(index) {
                holders[Int(term) - 1].append(Int32(index))
            }
        }
        var isPair: [Bool] = []
        for index in 0..<wordStarts.count - 1 {
            var before: UInt64 = 0
            for place in wordStarts[index]..<wordStarts[index + 1] {
                let key = words[Int(place)].key
                note(key, index, &terms)
                while isPair.count < holders.count { isPair.append(false) }
                if before != 0 { note(Self.pair(before, key), index, &terms) }
                while isPair.count < holders.count { isPair.append(true) }
                before = key
            }
        }
        weights = Array(repeating: 0, count: wordStarts.count - 1)
        for (holder, isPair) in zip(holders, isPair) {
            let rarity =
                Self.bits(Float(weights.count + 1) / Float(holder.count))
                * (isPair ? Self.pairShare : 1)
            rarities.append(rarity)
            postings += holder
            postingStarts.append(Int32(postings.count))
            for index in holder { weights[Int(index)] += rarity }
        }
    }

    /// The binary logarithm of a number of 1 or more, to a tenth.
    private static func bits(_ number: Float) -> Float {
        Float(number.exponent) + number.significand - 1
    }
}
