import VietText

/// The automaton over classes of words, built state by state as messages need them, as RE2 does.
///
/// A state stands for a set of places in the graph. Rows of transitions are dense; when states or
/// rows outgrow their limit, all are dropped and building starts anew. Not safe to share between
/// threads: each scratch has its own.
struct CommandAutomaton {
    /// The state from which nothing can be accepted.
    static let dead: Int32 = 0
    /// The state before the first word.
    static let start: Int32 = 1

    /// Bytes that rows may take before all states are dropped.
    private static let rowLimit = 8 << 20
    private static let unknown: Int32 = -1

    /// Times the automaton was dropped for its size.
    private(set) var flushes = 0

    /// States built since the last flush, the dead one included.
    var stateCount: Int { firstPlace.count - 1 }

    private var classCount = 1
    private var stateLimit = 64
    private var rows: [Int32] = []

    /// The places of all states, sorted within each.
    private var places: [UInt64] = []
    private var firstPlace: [Int32] = [0]

    /// Sentences that are complete in the states, those of one state together.
    private(set) var accepted: [Int32] = []
    private var firstAccepted: [Int32] = [0]
    private var stateOfPlaces: [[UInt64]: Int32] = [:]

    private var pending: [UInt64] = []
    private var found: Set<UInt64> = []

    /// An automaton of nothing.
    init() {}

    init(_ grammar: CommandGrammar) {
        classCount = grammar.vocabulary.classCount
        stateLimit = max(64, Self.rowLimit / (4 * classCount))
        restart(grammar)
    }

    /// Where in `accepted` the sentences stand that are complete in a state.
    func acceptedRange(_ state: Int32) -> Range<Int> {
        Int(firstAccepted[Int(state)])..<Int(firstAccepted[Int(state) + 1])
    }

    @inline(__always)
    func accepts(_ state: Int32) -> Bool {
        firstAccepted[Int(state)] < firstAccepted[Int(state) + 1]
    }

    /// Returns the state after a word of a class; states from before a flush are invalid after it.
    @inline(__always)
    mutating func next(_ state: Int32, _ wordClass: Int32, _ grammar: CommandGrammar) -> Int32 {
        let known = rows[Int(state) * classCount + Int(wordClass)]
        return known != Self.unknown ? known : build(state, wordClass, grammar)
    }

    /// Whether there may be too little room for so many new states: the caller flushes first,
    /// between messages, so that states stay valid within one.
    mutating func makeRoom(_ grammar: CommandGrammar) {
        guard stateCount > stateLimit else { return }
        flushes += 1
        restart(grammar)
    }

    private mutating func restart(_ grammar: CommandGrammar) {
        rows.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        firstPlace = [0]
        accepted.removeAll(keepingCapacity: true)
        firstAccepted = [0]
        stateOfPlaces.removeAll(keepingCapacity: true)
        found.removeAll(keepingCapacity: true)
        _ = addState(grammar)
        enter(state: 0, grammar)
        _ = addState(grammar)
    }

    private mutating func build(
        _ state: Int32, _ wordClass: Int32, _ grammar: CommandGrammar
    ) -> Int32 {
        // One message alone may not take all memory: what it would reach next counts as dead.
        guard stateCount < 4 * stateLimit else { return Self.dead }
        found.removeAll(keepingCapacity: true)
        for index in Int(firstPlace[Int(state)])..<Int(firstPlace[Int(state) + 1]) {
            step(from: Place(places[index]), wordClass, grammar)
        }
        let target = addState(grammar)
        rows[Int(state) * classCount + Int(wordClass)] = target
        return target
    }

    /// Adds the places that one word leads to.
    private mutating func step(from place: Place, _ wordClass: Int32, _ grammar: CommandGrammar) {
        let members = grammar.vocabulary.members(of: wordClass)
        guard place.isInSlot else {
            for edge in grammar.graph.edges(of: place.index) {
                let edge = grammar.graph.edges[edge]
                guard edge.kind == .word,
                    grammar.vocabulary.classWords[members].contains(edge.payload)
                else { continue }
                enter(state: edge.target, grammar)
            }
            return
        }
        let edge = grammar.graph.edges[place.index]
        switch grammar.slotContents[Int(edge.payload)] {
        case .list:
            for word in grammar.vocabulary.classWords[members] {
                let child = grammar.tree.child(of: place.inner, word: word)
                guard child >= 0 else { continue }
                found.insert(Place(edge: place.index, inner: child).rawValue)
                if grammar.tree.isComplete(at: child) { enter(state: edge.target, grammar) }
            }
        case .range:
            guard grammar.vocabulary.traits[Int(wordClass)].contains(.numeric) else { return }
            found.insert(Place(edge: place.index, inner: 1).rawValue)
            enter(state: edge.target, grammar)
        case .wildcard:
            found.insert(Place(edge: place.index, inner: 1).rawValue)
            enter(state: edge.target, grammar)
        }
    }

    /// Adds a state of the graph and all that it reaches without a word.
    private mutating func enter(state: Int32, _ grammar: CommandGrammar) {
        pending.append(Place(state: Int(state)).rawValue)
        while let raw = pending.popLast() {
            guard found.insert(raw).inserted else { continue }
            let place = Place(raw)
            guard !place.isInSlot else { continue }
            for index in grammar.graph.edges(of: place.index) {
                let edge = grammar.graph.edges[index]
                switch edge.kind {
                case .empty, .symbol:
                    pending.append(Place(state: Int(edge.target)).rawValue)
                case .slot:
                    let root =
                        if case .list(let root) = grammar.slotContents[Int(edge.payload)] {
                            root
                        } else {
                            Int32(0)
                        }
                    pending.append(Place(edge: index, inner: root).rawValue)
                case .word, .accept:
                    break
                }
            }
        }
    }

    /// Makes a state of the places found, or returns the one that has them already.
    private mutating func addState(_ grammar: CommandGrammar) -> Int32 {
        let sorted = found.sorted()
        if let known = stateOfPlaces[sorted] { return known }
        let number = Int32(stateCount)
        stateOfPlaces[sorted] = number
        places += sorted
        firstPlace.append(Int32(places.count))
        var sentences: [Int32] = []
        for raw in sorted {
            let place = Place(raw)
            guard !place.isInSlot else { continue }
            for index in grammar.graph.edges(of: place.index)
            where grammar.graph.edges[index].kind == .accept {
                sentences.append(grammar.graph.edges[index].payload)
            }
        }
        var last: Int32 = -1
        for sentence in sentences.sorted() where sentence != last {
            accepted.append(sentence)
            last = sentence
        }
        firstAccepted.append(Int32(accepted.count))
        let fill = number == Self.dead ? Self.dead : Self.unknown
        rows += repeatElement(fill, count: classCount)
        return number
    }

    /// A place in the graph: a state, or an edge of kind slot and how far its slot has come.
    private struct Place {
        let rawValue: UInt64

        init(_ rawValue: UInt64) {
            self.rawValue = rawValue
        }

        init(state: Int) {
            rawValue = UInt64(state) << 32
        }

        init(edge: Int, inner: Int32) {
            rawValue = 1 << 63 | UInt64(edge) << 32 | UInt64(UInt32(bitPattern: inner))
        }

        var isInSlot: Bool { rawValue >> 63 == 1 }
        var index: Int { Int(rawValue >> 32 & 0x7FFF_FFFF) }
        var inner: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: rawValue)) }
    }
}
