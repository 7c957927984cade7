import VietText

/// Every procedure known by name, found by the words of its official name.
///
/// Words are weighed by how rare they are among all names (inverse document frequency, Spärck
/// Jones 1972), single syllables and pairs alike. Sums run over lists in flat arrays; the best are
/// then compared word by word, so that marks typed count and marks left out do not.
package struct Catalogue: Sendable {
    /// In the order in which they were given.
    package let entries: [CatalogueEntry]

    private let names: CatalogueNames

    /// Builds the lists; an empty catalogue finds nothing.
    ///
    /// - Parameters:
    ///   - entries: What is known, each code once.
    ///   - asides: Words that merely ask or are polite: they do not count against a name that
    ///     lacks them.
    /// - Complexity: O(*n*) in the number of words, a few hundredths of a second for 2,700 names.
    package init(_ entries: [CatalogueEntry] = [], asides: [String] = []) {
        self.entries = entries
        names = CatalogueNames(entries.map(\.name), asides: asides)
    }

    /// An entry that a text may mean, and how much speaks for it.
    package struct Candidate: Hashable, Sendable {
        /// Place in `entries`.
        package let index: Int

        /// Share of the weight of text and name together that both have (Dice), 0 to 1.
        package let score: Float

        /// Share of the name's weight that the text has, 0 to 1.
        package let nameShare: Float

        /// Share of the text's weight that the name has, 0 to 1; asides left out.
        package let textShare: Float

        /// Weight of what both have, in bits: about the rarity of the words they share.
        package let weight: Float
    }

    /// At most so many names are compared word by word.
    private static let comparedMax = 24

    /// Words of a text that are read: the longest official name has 230.
    private static let wordsMax = 300

    /// Returns the entries that share most with a text; of entries with the same name and address
    /// only the first.
    ///
    /// - Parameters:
    ///   - text: What was said, with or without marks.
    ///   - max: How many to return at the most.
    /// - Returns: Candidates, best first; of equals the one given first.
    package func candidates(for text: String, max: Int = 3) -> [Candidate] {
        guard !entries.isEmpty, max > 0 else { return [] }
        let query = CatalogueQuery(Syllable.words(of: text).prefix(Self.wordsMax), names)
        let compared = names.best(for: query, max: Self.comparedMax)
            .map { candidate(Int($0), query) }
            .sorted { ($1.score, $0.index) < ($0.score, $1.index) }
        var found: [Candidate] = []
        for one in compared where found.count < max && one.weight > 0 {
            if !found.contains(where: { isTwin($0.index, one.index) }) { found.append(one) }
        }
        return found
    }

    private func candidate(_ index: Int, _ query: CatalogueQuery) -> Candidate {
        let (shared, asked) = names.compared(query, with: index)
        let own = names.weights[index]
        return Candidate(
            index: index, score: 2 * shared / (own + asked), nameShare: shared / own,
            textShare: shared / asked, weight: shared)
    }

    private func isTwin(_ left: Int, _ right: Int) -> Bool {
        entries[left].name == entries[right].name
            && entries[left].address == entries[right].address
    }
}
