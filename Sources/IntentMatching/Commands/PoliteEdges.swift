/// Where polite words stand in a message: a command may begin after them and end before them.
struct PoliteEdges {
    /// Items before which nothing but polite words stands, the first one first.
    private(set) var heads: [Int] = [0]

    /// By item, and one more: whether nothing but polite words follows from here.
    private(set) var isTail: [Bool] = [true]

    /// By item: where the longest polite phrase that begins here ends; the item itself when none.
    private(set) var phraseEnd: [Int] = []

    /// Whether there is any polite phrase.
    private(set) var hasPhrase = false

    private static let headLimit = 8

    /// Finds all polite phrases of a message.
    mutating func find(in items: [CommandItem], _ grammar: CommandGrammar) {
        let count = items.count
        heads.removeAll(keepingCapacity: true)
        heads.append(0)
        isTail.removeAll(keepingCapacity: true)
        isTail += repeatElement(false, count: count + 1)
        isTail[count] = true
        phraseEnd.removeAll(keepingCapacity: true)
        hasPhrase = false
        let traits = grammar.vocabulary.traits
        guard items.contains(where: { traits[Int($0.wordClass)].contains(.opensPolitePhrase) })
        else { return }
        phraseEnd += 0..<count
        for first in stride(from: count - 1, through: 0, by: -1)
        where traits[Int(items[first].wordClass)].contains(.opensPolitePhrase) {
            visit(items, grammar, node: grammar.politeRoot, from: first, at: first) { end in
                hasPhrase = true
                phraseEnd[first] = max(phraseEnd[first], end)
                if isTail[end] { isTail[first] = true }
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
