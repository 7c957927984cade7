import VietText

/// What a phrase speaks for.
package enum PhraseKind: UInt8, Hashable, Sendable {
    /// A procedure or a topic.
    case name
    /// A cue that the talk is not about the office's procedures.
    case outside
    /// A concept that rules look for, or one item of a rule.
    case concept
    case aspect
    case strongSign, weakSign, closingSign
    case focus
    case polite
    case particle
}

/// One phrase of the vocabulary, and what it speaks for.
struct PhraseEntry: Sendable {
    /// The phrase's number, in the order of the vocabulary.
    var phrase: Int32

    /// Where the words and marks of the phrase begin in `PhraseTrie.ids` and `.marks`.
    var offset: Int32

    /// The subject, concept or aspect by its number; 0 for the others.
    var owner: UInt16

    /// In hundredths.
    var weight: Int16

    var kind: PhraseKind
    var length: UInt8
}

/// All phrases of a vocabulary as one trie over word ids.
///
/// A search starts anew at every word: that visits little more than one node a word, and lets the
/// marks be checked, and slips be repaired, on the way.
struct PhraseTrie: Sendable {
    /// Nodes are numbered level by level, so the children of one stand side by side, in the order of
    /// their labels.
    struct Node: Sendable {
        var firstChild: Int32 = 0
        var firstEnding: Int32 = 0
        var childCount: UInt16 = 0
        var endingCount: UInt16 = 0
    }

    /// All phrases of the same words and marks: what several concepts and procedures share is
    /// compared once.
    struct Ending: Sendable {
        /// Where the marks begin.
        var offset: Int32

        /// A range of `entries`; concepts come first, by their phrases.
        var firstEntry: Int32
        var conceptCount: UInt16
        var entryCount: UInt16

        /// Marks of the first word, which alone need no look elsewhere.
        var firstMarks: Marks

        /// Words of the phrases.
        var length: UInt8
    }

    /// The longest phrase that is taken in, in words.
    static let maximumLength = 16

    private(set) var nodes: [Node] = []
    private(set) var endings: [Ending] = []
    private(set) var entries: [PhraseEntry] = []

    /// Word ids and marks of all phrases, one after the other.
    private(set) var ids: [UInt16] = []
    private(set) var marks: [Marks] = []

    /// For each node, the id of the word that leads to it.
    private(set) var labels: [UInt16] = []

    /// Parent (24 bits), label (16) and child (24) of each edge, by open addressing; 0 for none.
    private var edges: [UInt64] = []
    private var edgeShift: UInt64 = 60
    private var roots: [Int32]

    /// For each id, whether it is the second word of some phrase.
    private(set) var isSecond: [Bool]

    /// A filter of word pairs that follow each other in a phrase: small enough to stay in the cache,
    /// where the nodes do not; it spares most searches for a child that is not there.
    private var pairs = [UInt64](repeating: 0, count: 2_048)

    /// Builds the trie.
    ///
    /// - Parameters:
    ///   - phrases: The words of each phrase with what it speaks for; `offset` and `length` of the
    ///     entry are set here. A phrase without words, or longer than `maximumLength`, is left out.
    ///   - idCount: One more than the greatest id.
    init(_ phrases: [(words: [(id: Int32, marks: Marks)], entry: PhraseEntry)], idCount: Int) {
        roots = Array(repeating: 0, count: idCount)
        isSecond = Array(repeating: false, count: idCount)
        var placed: [PhraseEntry] = []
        for (words, entry) in phrases where (1...Self.maximumLength).contains(words.count) {
            var entry = entry
            entry.offset = Int32(ids.count)
            entry.length = UInt8(words.count)
            ids += words.map { UInt16(truncatingIfNeeded: $0.id) }
            marks += words.map(\.marks)
            placed.append(entry)
            if words.count > 1 { isSecond[Int(words[1].id)] = true }
            for place in words.indices.dropFirst() {
                let bit = Self.pairBit(words[place - 1].id, words[place].id)
                pairs[bit >> 6] |= 1 << UInt64(bit & 63)
            }
        }
        entries = sorted(placed)
        addNodes()
        layOutByNodes()
        addEdges()
        for child in 0..<Int32(nodes.first?.childCount ?? 0) {
            let node = (nodes.first?.firstChild ?? 0) + child
            roots[Int(labels[Int(node)])] = node
        }
    }

    /// Sorts entries by their words, then marks; those of the same begin with concepts and keep the
    /// order of the vocabulary.
    private func sorted(_ entries: [PhraseEntry]) -> [PhraseEntry] {
        // The first four words as one number decide nearly always.
        let prefixes = entries.map { entry in
            (0..<4).reduce(UInt64(0)) { sum, place in
                sum << 16
                    | (place < Int(entry.length) ? UInt64(ids[Int(entry.offset) + place]) : 0)
            }
        }
        return entries.indices.sorted { one, other in
            prefixes[one] != prefixes[other]
                ? prefixes[one] < prefixes[other] : precedes(entries[one], entries[other])
        }.map { entries[$0] }
    }

    private func precedes(_ left: PhraseEntry, _ right: PhraseEntry) -> Bool {
        for place in 0..<Int(min(left.length, right.length)) {
            let (one, other) = (ids[Int(left.offset) + place], ids[Int(right.offset) + place])
            if one != other { return one < other }
        }
        guard left.length == right.length else { return left.length < right.length }
        for place in 0..<Int(left.length) {
            let one = marks[Int(left.offset) + place].rawValue
            let other = marks[Int(right.offset) + place].rawValue
            if one != other { return one < other }
        }
        let isConcept = left.kind == .concept
        guard isConcept == (right.kind == .concept) else { return isConcept }
        return left.phrase < right.phrase
    }

    /// Makes a node of every prefix of the sorted entries, level by level.
    private mutating func addNodes() {
        var spans: [(range: Range<Int>, depth: Int)] = [(0..<entries.count, 0)]
        nodes = [Node()]
        labels = [0]
        var node = 0
        while node < spans.count {
            let (range, depth) = spans[node]
            var start = range.lowerBound
            while start < range.upperBound, Int(entries[start].length) == depth { start += 1 }
            // Entries for the moment; `layOutByNodes` makes endings of them.
            nodes[node].firstEnding = Int32(range.lowerBound)
            nodes[node].endingCount = UInt16(clamping: start - range.lowerBound)
            nodes[node].firstChild = Int32(nodes.count)
            while start < range.upperBound {
                let label = ids[Int(entries[start].offset) + depth]
                var end = start + 1
                while end < range.upperBound, ids[Int(entries[end].offset) + depth] == label {
                    end += 1
                }
                spans.append((start..<end, depth + 1))
                nodes.append(Node())
                labels.append(label)
                nodes[node].childCount += 1
                start = end
            }
            node += 1
        }
    }

    /// Puts entries, ids and marks in the order of the nodes: what is visited most, the first words
    /// of phrases, then stands together and stays in the cache.
    private mutating func layOutByNodes() {
        var laid: [PhraseEntry] = []
        var (laidIds, laidMarks): ([UInt16], [Marks]) = ([], [])
        for node in nodes.indices {
            let first = Int(nodes[node].firstEnding)
            nodes[node].firstEnding = Int32(endings.count)
            for place in first..<first + Int(nodes[node].endingCount) {
                var entry = entries[place]
                let span = Int(entry.offset)..<Int(entry.offset) + Int(entry.length)
                let isNew =
                    place == first
                    || !endings[endings.count - 1].hasMarks(marks[span], in: laidMarks)
                if isNew {
                    endings.append(
                        Ending(
                            offset: Int32(laidIds.count), firstEntry: Int32(laid.count),
                            conceptCount: 0, entryCount: 0, firstMarks: marks[span.lowerBound],
                            length: entry.length))
                    laidIds += ids[span]
                    laidMarks += marks[span]
                }
                let last = endings.count - 1
                endings[last].entryCount += 1
                if entry.kind == .concept { endings[last].conceptCount += 1 }
                entry.offset = endings[last].offset
                laid.append(entry)
            }
            nodes[node].endingCount = UInt16(endings.count - Int(nodes[node].firstEnding))
        }
        (entries, ids, marks) = (laid, laidIds, laidMarks)
    }

    /// The id of the word that leads to a node.
    @inline(__always)
    func label(of node: Int32) -> Int32 { Int32(labels[Int(node)]) }

    /// The node after a first word; 0 when no phrase begins with it.
    @inline(__always)
    func root(_ id: Int32) -> Int32 { roots[Int(id)] }

    /// The node after one more word; 0 when no phrase goes on with it.
    ///
    /// - Parameters:
    ///   - node: Where the phrase stands.
    ///   - last: The word that led there.
    ///   - id: The word that comes next.
    /// - Returns: Its number; the children of a node follow each other.
    @inline(__always)
    func child(of node: Int32, after last: Int32, _ id: Int32) -> Int32 {
        let bit = Self.pairBit(last, id)
        guard pairs[bit >> 6] >> UInt64(bit & 63) & 1 != 0 else { return 0 }
        let wanted = Self.edge(node, id)
        var place = Self.hash(wanted, edgeShift)
        while true {
            let edge = edges[place]
            if edge >> 24 == wanted { return Int32(truncatingIfNeeded: edge & 0xFF_FFFF) }
            if edge == 0 { return 0 }
            place = (place &+ 1) & (edges.count &- 1)
        }
    }

    /// Puts every node but the first under its parent and label in a hash table: one look where a
    /// search among the labels would touch several lines of the cache.
    private mutating func addEdges() {
        precondition(nodes.count < 1 << 24, "the edges keep node numbers in 24 bits")
        var bits: UInt64 = 4
        while 1 << bits < nodes.count * 2 { bits += 1 }
        edgeShift = 64 - bits
        edges = Array(repeating: 0, count: 1 << bits)
        for parent in nodes.indices {
            let first = Int(nodes[parent].firstChild)
            for child in first..<first + Int(nodes[parent].childCount) {
                let edge = Self.edge(Int32(parent), Int32(labels[child]))
                var place = Self.hash(edge, edgeShift)
                while edges[place] != 0 { place = (place + 1) & (edges.count - 1) }
                edges[place] = edge << 24 | UInt64(child)
            }
        }
    }

    /// Node and label of the next word as one number below 2⁴⁰.
    @inline(__always)
    private static func edge(_ node: Int32, _ id: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 16 | UInt64(UInt16(truncatingIfNeeded: id))
    }

    @inline(__always)
    private static func hash(_ edge: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (edge &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }

    /// A number below 2¹⁷ for a pair of ids.
    @inline(__always)
    private static func pairBit(_ last: Int32, _ id: Int32) -> Int {
        let pair = UInt32(bitPattern: last) << 16 | UInt32(bitPattern: id)
        return Int((pair &* 2_654_435_769) >> 15)
    }
}

extension PhraseTrie.Ending {
    /// Whether the phrases that end here carry these marks.
    fileprivate func hasMarks(_ wanted: ArraySlice<Marks>, in marks: [Marks]) -> Bool {
        marks[Int(offset)..<Int(offset) + Int(length)] == wanted
    }
}
