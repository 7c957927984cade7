import VietText

/// Cuts the fragments of templates into words and joins all templates in one graph.
///
/// A word ends at a space, at a slot and at the end of the sentence, nowhere else: between two
/// spaces every way through the fragments gives one spelling, and each spelling is cut the same way
/// as a message is.
struct WordGraphBuilder {
    private(set) var states: [[CommandGraph.Edge]] = [[]]
    var vocabulary = VocabularyBuilder()
    private(set) var symbols: [Unicode.Scalar] = []

    /// Spellings between two spaces that one template may have.
    private static let maximumSpellings = 20_000

    /// Adds a template and returns the state in which it begins.
    ///
    /// - Parameters:
    ///   - fragments: The template.
    ///   - sentence: Its number.
    ///   - slot: The number of a slot.
    /// - Returns: The state.
    /// - Throws: A `TemplateError` for words put together in too many ways.
    mutating func add(
        _ fragments: FragmentGraph, sentence: Int,
        slot: (SlotReference) throws(TemplateError) -> Int
    ) throws(TemplateError) -> Int32 {
        let before = states.count
        do {
            var cutter = WordCutter(fragments: fragments, sentence: sentence)
            let start = try cutter.cut(into: &self, slot: slot)
            states[0].append(.init(kind: .empty, payload: 0, target: start))
            return start
        } catch {
            states.removeSubrange(before...)
            throw error
        }
    }

    fileprivate mutating func state() -> Int32 {
        states.append([])
        return Int32(states.count - 1)
    }

    fileprivate mutating func connect(
        _ from: Int32, _ kind: CommandGraph.Edge.Kind, _ payload: Int32, _ target: Int32
    ) {
        let edge = CommandGraph.Edge(kind: kind, payload: payload, target: target)
        if !states[Int(from)].contains(edge) { states[Int(from)].append(edge) }
    }

    /// Writes the words of a spelling between two states; punctuation is no word.
    fileprivate mutating func connect(_ from: Int32, spelling: String, _ target: Int32) {
        var steps: [(CommandGraph.Edge.Kind, Int32)] = vocabulary.intern(spelling).map {
            (.word, $0)
        }
        for scalar in spelling.unicodeScalars where Self.meaningfulSymbols.contains(scalar) {
            steps.append((.symbol, number(of: scalar)))
        }
        guard let last = steps.popLast() else {
            connect(from, .empty, 0, target)
            return
        }
        var current = from
        for (kind, payload) in steps {
            let next = state()
            connect(current, kind, payload, next)
            current = next
        }
        connect(current, last.0, last.1, target)
    }

    /// Signs that tell sentences apart though they are no letters.
    static let meaningfulSymbols: [Unicode.Scalar] = ["%", "°", "℃", "℉", "$", "€", "₫"]

    private mutating func number(of symbol: Unicode.Scalar) -> Int32 {
        if let known = symbols.firstIndex(of: symbol) { return Int32(known) }
        symbols.append(symbol)
        return Int32(symbols.count - 1)
    }

    /// The walk through one template's fragments.
    private struct WordCutter {
        let fragments: FragmentGraph
        let sentence: Int
        var stateOfNode: [Int: Int32] = [:]
        var open: [Int] = []
        var spellings = 0

        mutating func cut(
            into builder: inout WordGraphBuilder,
            slot: (SlotReference) throws(TemplateError) -> Int
        ) throws(TemplateError) -> Int32 {
            let start = state(of: 0, &builder)
            while let node = open.popLast() {
                try spell(from: node, into: &builder, slot: slot)
            }
            return start
        }

        /// The state at a border between words; it is worked on once.
        private mutating func state(of node: Int, _ builder: inout WordGraphBuilder) -> Int32 {
            if let known = stateOfNode[node] { return known }
            let new = builder.state()
            stateOfNode[node] = new
            open.append(node)
            return new
        }

        /// Follows every way from a border to the next.
        private mutating func spell(
            from start: Int, into builder: inout WordGraphBuilder,
            slot: (SlotReference) throws(TemplateError) -> Int
        ) throws(TemplateError) {
            let source = state(of: start, &builder)
            var seen: Set<Position> = []
            var ways: [Position] = [Position(node: start, spelling: "")]
            while let way = ways.popLast() {
                guard seen.insert(way).inserted else { continue }
                spellings += 1
                guard spellings <= WordGraphBuilder.maximumSpellings else {
                    throw TemplateError(
                        offset: 0, what: "words are put together in too many ways",
                        remedy: "Put spaces between the groups")
                }
                if way.node == fragments.end {
                    let accept = builder.state()
                    builder.connect(accept, .accept, Int32(sentence), accept)
                    builder.connect(source, spelling: way.spelling, accept)
                }
                for edge in fragments.edges[way.node].reversed() {
                    switch edge {
                    case .empty(let next):
                        ways.append(Position(node: next, spelling: way.spelling))
                    case .text(let text, let next):
                        ways.append(Position(node: next, spelling: way.spelling + text))
                    case .space(let next):
                        let target = state(of: next, &builder)
                        builder.connect(source, spelling: way.spelling, target)
                    case .slot(let reference, let next):
                        let number = Int32(try slot(reference))
                        let target = state(of: next, &builder)
                        var before = source
                        if !way.spelling.isEmpty {
                            before = builder.state()
                            builder.connect(source, spelling: way.spelling, before)
                        }
                        builder.connect(before, .slot, number, target)
                    }
                }
            }
        }

        private struct Position: Hashable {
            let node: Int
            let spelling: String
        }
    }
}
