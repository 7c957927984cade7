/// A set of phrases by their numbers: which of a vocabulary count, which not.
package struct PhraseSet: Hashable, Sendable {
    private var words: [UInt64] = []

    package init() {}

    package init(_ phrases: some Sequence<Int32>) {
        for phrase in phrases { insert(phrase) }
    }

    /// Adds a phrase by its number, 0 or more.
    package mutating func insert(_ phrase: Int32) {
        let place = Int(phrase) / 64
        while words.count <= place { words.append(0) }
        words[place] |= 1 << UInt64(phrase % 64)
    }

    /// Removes a phrase, if it is there.
    package mutating func remove(_ phrase: Int32) {
        let place = Int(phrase) / 64
        if place < words.count { words[place] &= ~(1 << UInt64(phrase % 64)) }
    }

    /// Whether a phrase is in the set.
    @inline(__always)
    package func contains(_ phrase: Int32) -> Bool {
        let place = Int(phrase) / 64
        return place < words.count && words[place] >> UInt64(phrase % 64) & 1 != 0
    }
}
