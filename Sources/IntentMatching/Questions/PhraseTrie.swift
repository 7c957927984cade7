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

/// One phrase of the vocabulary at the node of the trie where it ends.
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
        var firstEntry: Int32 = 0
        var childCount: UInt16 = 0
        var entryCount: UInt16 = 0
    }

    /// The longest phrase that is taken in, in words.
    static let maximumLength = 16

    private(set) var nodes: [Node] = []
    private(set) var entries: [PhraseEntry] = []

    /// Word ids and marks of all phrases, one after the other.
    private(set) var ids: [UInt16] = []
    private(set) var marks: [Marks] = []

    /// For each node, the id of the word that leads to it.
    private var labels: [UInt16] = []
    private var roots: [Int32]

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
        var placed: [PhraseEntry] = []
        for (words, entry) in phrases where (1...Self.maximumLength).contains(words.count) {
            var entry = entry
            entry.offset = Int32(ids.count)
            entry.length = UInt8(words.count)
            ids += words.map { UInt16(truncatingIfNeeded: $0.id) }
            marks += words.map(\.marks)
            placed.append(entry)
            for place in words.indices.dropFirst() {
                let bit = Self.pairBit(words[place - 1].id, words[place].id)
                pairs[bit >> 6] |= 1 << UInt64(bit & 63)
            }
        }
        entries = Self.sorted(placed, ids)
        addNodes()
        layOutByNodes()
        for child in 0..<Int32(nodes.first?.childCount ?? 0) {
            let node = (nodes.first?.firstChild ?? 0) + child
            roots[Int(labels[Int(node)])] = node
        }
    }

    /// Sorts entries by their words; those of the same words keep the order of the vocabulary.
    private static func sorted(_ entries: [PhraseEntry], _ ids: [UInt16]) -> [PhraseEntry] {
        entries.sorted { left, right in
            for place in 0..<Int(min(left.length, right.length)) {
                let (one, other) = (ids[Int(left.offset) + place], ids[Int(right.offset) + place])
                if one != other { return one < other }
            }
            return left.length != right.length
                ? left.length < right.length : left.phrase < right.phrase
        }
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
            nodes[node].firstEntry = Int32(range.lowerBound)
            nodes[node].entryCount = UInt16(clamping: start - range.lowerBound)
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
            let first = Int(nodes[node].firstEntry)
            nodes[node].firstEntry = Int32(laid.count)
            for place in first..<first + Int(nodes[node].entryCount) {
                var entry = entries[place]
                let span = Int(entry.offset)..<Int(entry.offset) + Int(entry.length)
                entry.offset = Int32(laidIds.count)
                laidIds += ids[span]
                laidMarks += marks[span]
                laid.append(entry)
            }
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
        let parent = nodes[Int(node)]
        let wanted = UInt16(truncatingIfNeeded: id)
        var low = Int(parent.firstChild)
        var count = Int(parent.childCount)
        while count > 0 {
            let half = count >> 1
            if labels[low + half] < wanted {
                low += half + 1
                count -= half + 1
            } else {
                count = half
            }
        }
        let isFound =
            low < Int(parent.firstChild) + Int(parent.childCount) && labels[low] == wanted
        return isFound ? Int32(low) : 0
    }

    /// A number below 2¹⁷ for a pair of ids.
    @inline(__always)
    private static func pairBit(_ last: Int32, _ id: Int32) -> Int {
        let pair = UInt32(bitPattern: last) << 16 | UInt32(bitPattern: id)
        return Int((pair &* 2_654_435_769) >> 15)
    }
}
