import VietText

/// Reads a message with slips: at each word, besides the word as typed, the words within one slip
/// of it that the automaton may go on with.
struct CommandBeam {
    /// One state reached after some words, and how.
    struct Node {
        var state: Int32
        var cost: Int32
        var repairs: Int32
        /// The node before, -1 for none.
        var parent: Int32
        var wordClass: Int32
        var isRepaired: Bool
    }

    /// States kept after each word; the cheapest stay.
    private static let width = 16

    /// Slips in one command; in short ones fewer, see `limit`.
    private static let maximumRepairs: Int32 = 3

    /// What it costs more when the marks typed are not those of the word either.
    private static let contraryMarks: Int32 = 3

    private(set) var nodes: [Node] = []

    /// A node in which a sentence may be complete, and where that is.
    struct End {
        var node: Int32
        var end: Int
        var cost: Int32
    }

    private(set) var ends: [End] = []

    /// Words, by their hash, of which no slip begins a sentence: most messages that are no command
    /// begin with one of a few.
    private var hopelessStarts = [UInt64](repeating: 0, count: 256)

    /// The words that the word at hand may be a slip of, by place in the index.
    private var candidates: [Int32] = []

    mutating func read(
        _ items: [CommandItem], from head: Int, tokens: [Token], edges: PoliteEdges,
        automaton: inout CommandAutomaton, matcher: CommandMatcher
    ) {
        nodes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        guard head < items.count else { return }
        let start = tokens[Int(items[head].token)].key
        let slot = Int(truncatingIfNeeded: (start &* 0x9E37_79B9_7F4A_7C15) >> 56)
        let asTyped = automaton.next(
            CommandAutomaton.start, items[head].wordClass, matcher.grammar)
        if asTyped == CommandAutomaton.dead, hopelessStarts[slot] == start { return }
        let limit = min(Self.maximumRepairs, Int32((items.count - head) / 2))
        nodes.append(
            Node(
                state: CommandAutomaton.start, cost: 0, repairs: 0, parent: -1, wordClass: 0,
                isRepaired: false))
        var layer = 0..<1
        for place in head..<items.count {
            let first = nodes.count
            let token = tokens[Int(items[place].token)]
            if CommandVocabulary.hasDigit(token.key) {
                candidates.removeAll(keepingCapacity: true)
            } else {
                matcher.slips.find(slipsOf: token.key, into: &candidates)
            }
            for index in layer {
                advance(index, items[place], token, first, limit, &automaton, matcher)
            }
            guard nodes.count > first else {
                if place == head, limit > 0 { hopelessStarts[slot] = start }
                return
            }
            prune(from: first)
            layer = first..<nodes.count
            guard edges.isTail(place + 1) else { continue }
            for index in layer where automaton.accepts(nodes[index].state) {
                guard nodes[index].cost > 0 else { continue }
                ends.append(
                    End(node: Int32(index), end: place + 1, cost: nodes[index].cost))
            }
        }
    }

    private mutating func advance(
        _ index: Int, _ item: CommandItem, _ token: Token, _ first: Int, _ limit: Int32,
        _ automaton: inout CommandAutomaton, _ matcher: CommandMatcher
    ) {
        let grammar = matcher.grammar
        let node = nodes[index]
        let exact = automaton.next(node.state, item.wordClass, grammar)
        if exact != CommandAutomaton.dead {
            add(
                Node(
                    state: exact, cost: node.cost, repairs: node.repairs, parent: Int32(index),
                    wordClass: item.wordClass, isRepaired: false), after: first)
        }
        guard node.repairs < limit else { return }
        for candidate in candidates {
            // Most words do not fit here at all: that is cheap to see.
            let anyMarks = matcher.slips.wordClass(of: candidate)
            guard automaton.next(node.state, anyMarks, grammar) != CommandAutomaton.dead,
                let slip = matcher.slips.slip(candidate, typed: token.key)
            else { continue }
            let (wordClass, isContrary) = grammar.vocabulary.classOf(
                letters: slip.letters, slippedMarks: token.marks)
            let state = automaton.next(node.state, wordClass, grammar)
            guard state != CommandAutomaton.dead else { continue }
            add(
                Node(
                    state: state,
                    cost: node.cost + slip.cost + (isContrary ? Self.contraryMarks : 0),
                    repairs: node.repairs + 1, parent: Int32(index), wordClass: wordClass,
                    isRepaired: true), after: first)
        }
    }

    /// Adds a node of the new layer, unless its state is there with as many repairs from the same
    /// node.
    ///
    /// Ways that meet in one state are kept apart: where a wildcard or a number takes the word, the
    /// one may take what the other does not.
    private mutating func add(_ node: Node, after first: Int) {
        for index in first..<nodes.count
        where nodes[index].state == node.state && nodes[index].parent == node.parent
            && nodes[index].repairs == node.repairs
        {
            if node.cost < nodes[index].cost { nodes[index] = node }
            return
        }
        nodes.append(node)
    }

    private mutating func prune(from first: Int) {
        guard nodes.count - first > Self.width else { return }
        let kept = nodes[first...].enumerated()
            .sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
            .prefix(Self.width).map(\.element)
        nodes.replaceSubrange(first..., with: kept)
    }

    /// Writes the words of a way into `items` and returns the places that were repaired.
    func apply(_ end: End, to items: inout [CommandItem])
        -> [Int32]
    {
        var repaired: [Int32] = []
        var node = end.node
        var place = end.end - 1
        while nodes[Int(node)].parent >= 0 {
            items[place].wordClass = nodes[Int(node)].wordClass
            if nodes[Int(node)].isRepaired { repaired.append(Int32(place)) }
            node = nodes[Int(node)].parent
            place -= 1
        }
        return repaired.reversed()
    }
}
