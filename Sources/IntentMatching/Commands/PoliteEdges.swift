/// Where polite words stand in a message: a command may begin after them and end before them.
struct PoliteEdges {
    /// Items before which nothing but polite words stands, the first one first.
    private(set) var heads: [Int] = [0]

    /// Whether there is any polite phrase.
    private(set) var hasPhrase = false

    /// By item: bit n is set when a polite phrase of n words begins there.
    private var lengths: [UInt32] = []

    /// One bit an item, and one more: whether nothing but polite words follows from here.
    private var tails: UInt128 = 1
    private var count = 0

    private static let headLimit = 8

    /// Words of the longest phrase that is understood.
    private static let longestPhrase = 24

    /// Whether nothing but polite words follows from an item on, or nothing at all.
    @inline(__always)
    func isTail(_ place: Int) -> Bool {
        hasPhrase ? tails >> UInt128(place) & 1 == 1 : place == count
    }

    /// Takes a message that has no polite words.
    mutating func clear(count: Int) {
        self.count = count
        hasPhrase = false
        if heads.count > 1 { heads.removeSubrange(1...) }
    }

    /// Finds all polite phrases of a message.
    mutating func find(in items: [CommandItem], _ grammar: CommandGrammar) {
        clear(count: items.count)
        guard count < UInt128.bitWidth else { return }
        lengths.removeAll(keepingCapacity: true)
        for place in 0..<count {
            let traits = grammar.vocabulary.traits[Int(items[place].wordClass)]
            let found =
                traits.contains(.opensPolitePhrase)
                ? Self.phrases(items, grammar, node: grammar.politeRoot, at: place, length: 1) : 0
            if found != 0 { hasPhrase = true }
            lengths.append(found)
        }
        guard hasPhrase else { return }
        findTails()
        findHeads()
    }

    private mutating func findTails() {
        tails = 1 << UInt128(count)
        var place = count
        while place > 0 {
            place -= 1
            let isTail = tails >> UInt128(place) & UInt128(lengths[place]) != 0
            if isTail { tails |= 1 << UInt128(place) }
        }
    }

    private mutating func findHeads() {
        var next = 0
        while next < heads.count, heads.count < Self.headLimit {
            let place = heads[next]
            next += 1
            var rest = lengths[place]
            while rest != 0 {
                let end = place + rest.trailingZeroBitCount
                if end < count, !heads.contains(end) { heads.append(end) }
                rest &= rest - 1
            }
        }
    }

    /// Whether a polite phrase stands where it is neither before nor after the command.
    var hasInnerPhrase: Bool {
        hasPhrase && (0..<count).contains { lengths[$0] != 0 && !isTail($0) && !heads.contains($0) }
    }

    /// Returns the items without polite phrases, the longest at each place.
    func withoutPhrases(_ items: [CommandItem]) -> [CommandItem] {
        var kept: [CommandItem] = []
        var place = 0
        while place < items.count {
            if lengths[place] == 0 {
                kept.append(items[place])
                place += 1
            } else {
                place += 31 - lengths[place].leadingZeroBitCount
            }
        }
        return kept
    }

    private static func phrases(
        _ items: [CommandItem], _ grammar: CommandGrammar, node: Int32, at place: Int, length: Int
    ) -> UInt32 {
        guard place < items.count, length <= longestPhrase else { return 0 }
        var found: UInt32 = 0
        for index in grammar.vocabulary.members(of: items[place].wordClass) {
            let child = grammar.tree.child(of: node, word: grammar.vocabulary.classWords[index])
            guard child >= 0 else { continue }
            if grammar.tree.isComplete(at: child) { found |= 1 << UInt32(length) }
            found |= phrases(items, grammar, node: child, at: place + 1, length: length + 1)
        }
        return found
    }
}
