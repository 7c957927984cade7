import VietText

/// The words of one text, ready to be compared with names of a catalogue.
struct CatalogueQuery {
    /// The numbers of the terms that at least one name has, each once.
    private(set) var terms: [Int32] = []

    /// The weight of all terms, each once; a word that no name has weighs something too.
    private(set) var weight: Float = 0

    /// By the number of the word.
    private(set) var wordWeights: [Float] = []

    /// By the number of the pair.
    private(set) var pairWeights: [Float] = []

    private var words = KeyTable(minimumCapacity: 64)
    private var pairs = KeyTable(minimumCapacity: 64)
    private var asides: [Int] = []
    /// The ways in which a word was typed, by the number of the word.
    private var marks: [[Marks]] = []

    init(_ syllables: some Sequence<Syllable>, _ names: CatalogueNames) {
        var before: UInt64 = 0
        for word in syllables where word.key != 0 {
            if let number = number(words[word.key]) {
                if !marks[number].contains(word.marks) { marks[number].append(word.marks) }
            } else {
                add(word, names)
            }
            if before != 0 { addPair(CatalogueNames.pair(before, word.key), names) }
            before = word.key
        }
    }

    /// The number of a name's word in this text, when its marks agree with those typed.
    func item(_ word: Syllable) -> Int? {
        guard let number = number(words[word.key]),
            marks[number].contains(where: { $0.agrees(with: word.marks) })
        else { return nil }
        return number
    }

    /// The number of a pair in this text.
    func pair(_ key: UInt64) -> Int? { number(pairs[key]) }

    /// The weight of words that merely ask and were not seen in a name.
    func weightOfAsides(unless seen: Seen) -> Float {
        asides.reduce(0) { seen.words[$1] ? $0 : $0 + wordWeights[$1] }
    }

    /// What of a text was found in one name, so that nothing counts twice.
    struct Seen {
        fileprivate var words: [Bool]
        private var pairs: [Bool]

        init(_ query: CatalogueQuery) {
            words = Array(repeating: false, count: query.wordWeights.count)
            pairs = Array(repeating: false, count: query.pairWeights.count)
        }

        /// Takes note of a word; whether it is seen for the first time.
        mutating func word(_ number: Int) -> Bool {
            defer { words[number] = true }
            return !words[number]
        }

        /// Takes note of a pair; whether it is seen for the first time.
        mutating func pair(_ number: Int) -> Bool {
            defer { pairs[number] = true }
            return !pairs[number]
        }
    }

    private mutating func add(_ word: Syllable, _ names: CatalogueNames) {
        let term = names.term(word.key)
        let weight = term == 0 ? CatalogueNames.unknownWeight : names.rarity(of: term)
        if term != 0 { terms.append(term) }
        if names.isAside(word.key) { asides.append(wordWeights.count) }
        wordWeights.append(weight)
        marks.append([word.marks])
        words.insert(Int32(wordWeights.count), for: word.key)
        self.weight += weight
    }

    private mutating func addPair(_ key: UInt64, _ names: CatalogueNames) {
        let term = names.term(key)
        guard term != 0, pairs[key] == 0 else { return }
        terms.append(term)
        pairWeights.append(names.rarity(of: term))
        pairs.insert(Int32(pairWeights.count), for: key)
        weight += names.rarity(of: term)
    }

    private func number(_ found: Int32) -> Int? { found == 0 ? nil : Int(found) - 1 }
}
