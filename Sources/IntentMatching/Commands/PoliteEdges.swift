/// Where polite words stand in a message: a command may begin after them and end before them.
struct PoliteEdges {
    /// Items before which nothing but polite words stands, the first one first.
    private(set) var heads: [Int] = [0]

    /// By item, and one more: whether nothing but polite words follows from here.
    private var tails: [Bool] = [true]
    private var count = 0

    /// By item: where the longest polite phrase that begins here ends; the item itself when none.
    private(set) var phraseEnd: [Int] = []

    /// Whether there is any polite phrase.
    private(set) var hasPhrase = false

    private static let headLimit = 8

    /// Whether nothing but polite words follows from an item on, or nothing at all.
    @inline(__always)
    func isTail(_ place: Int) -> Bool {
        hasPhrase ? tails[place] : place == count
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
        let traits = grammar.vocabulary.traits
        guard items.contains(where: { traits[Int($0.wordClass)].contains(.opensPolitePhrase) })
        else { return }
        tails.removeAll(keepingCapacity: true)
        tails += repeatElement(false, count: count + 1)
        tails[count] = true
        phraseEnd.removeAll(keepingCapacity: true)
        phraseEnd += 0..<count
        for first in stride(from: count - 1, through: 0, by: -1)
        where traits[Int(items[first].wordClass)].contains(.opensPolitePhrase) {
            visit(items, grammar, node: grammar.politeRoot, from: first, at: first) { end in
                hasPhrase = true
                phraseEnd[first] = max(phraseEnd[first], end)
                if tails[end] { tails[first] = true }
            }
        }
        guard hasPhrase else { return }
        var next = 0
        while next < heads.count, heads.count < Self.headLimit {
            let first = heads[next]
            next += 1
            guard first < count else { continue }
            var ends: [Int] = []
            visit(items, grammar, node: grammar.politeRoot, from: first, at: first) {
                ends.append($0)
            }
            for end in ends where end < count && !heads.contains(end) { heads.append(end) }
        }
    }

    /// Returns the items without polite phrases, the longest at each place.
    func withoutPhrases(_ items: [CommandItem]) -> [CommandItem] {
        var kept: [CommandItem] = []
        var place = 0
        while place < items.count {
            if phraseEnd[place] > place {
                place = phraseEnd[place]
            } else {
                kept.append(items[place])
                place += 1
            }
        }
        return kept
    }

    private func visit(
        _ items: [CommandItem], _ grammar: CommandGrammar, node: Int32, from first: Int,
        at place: Int,
        _ body: (Int) -> Void
    ) {
        guard place < items.count else { return }
        for index in grammar.vocabulary.members(of: items[place].wordClass) {
            let child = grammar.tree.child(of: node, word: grammar.vocabulary.classWords[index])
            guard child >= 0 else { continue }
            if grammar.tree.isComplete(at: child) { body(place + 1) }
            visit(items, grammar, node: child, from: first, at: place + 1, body)
        }
    }
}
