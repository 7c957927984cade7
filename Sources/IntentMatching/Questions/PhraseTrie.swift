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

    /// The subject, concept or aspect by its number; 0 for the others.
    var owner: Int32

    /// In hundredths.
    var weight: Int32

    /// Where the words and marks of the phrase begin in `PhraseTrie.ids` and `.marks`.
    var offset: Int32

    var kind: PhraseKind
    var length: UInt8
}

/// All phrases of a vocabulary as one trie over word ids.
///
/// A search starts anew at every word: that visits little more than one node a word, and lets the
/// marks be checked, and slips be repaired, on the way.
struct PhraseTrie: Sendable {
    struct Node: Sendable {
        var firstEntry: Int32 = 0
        var endOfEntries: Int32 = 0
        var hasEdges = false
    }

    /// The longest phrase that is taken in, in words.
    static let maximumLength = 16

    private(set) var nodes: [Node]
    private(set) var entries: [PhraseEntry] = []

    /// Word ids and marks of all phrases, one after the other.
    private(set) var ids: [Int32] = []
    private(set) var marks: [Marks] = []

    private var roots: [Int32]
    private var edges: KeyTable

    /// Builds the trie.
    ///
    /// - Parameters:
    ///   - phrases: The words of each phrase with what it speaks for; `offset` and `length` of the
    ///     entry are set here. A phrase without words, or longer than `maximumLength`, is left out.
    ///   - idCount: One more than the greatest id.
    init(_ phrases: [(words: [(id: Int32, marks: Marks)], entry: PhraseEntry)], idCount: Int) {
        roots = Array(repeating: 0, count: idCount)
        edges = KeyTable(minimumCapacity: phrases.count * 4)
        nodes = [Node()]
        var entriesAtNode: [[PhraseEntry]] = [[]]
        for (words, entry) in phrases where (1...Self.maximumLength).contains(words.count) {
            var node: Int32 = 0
            for (depth, word) in words.enumerated() {
                let known =
                    depth == 0 ? roots[Int(word.id)] : edges[Self.edgeKey(node, word.id)]
                if known > 0 {
                    node = known
                    continue
                }
                let next = Int32(nodes.count)
                nodes.append(Node())
                entriesAtNode.append([])
                if depth == 0 {
                    roots[Int(word.id)] = next
                } else {
                    edges.insert(next, for: Self.edgeKey(node, word.id))
                    nodes[Int(node)].hasEdges = true
                }
                node = next
            }
            var placed = entry
            placed.offset = Int32(ids.count)
            placed.length = UInt8(words.count)
            ids += words.map(\.id)
            marks += words.map(\.marks)
            entriesAtNode[Int(node)].append(placed)
        }
        for (index, list) in entriesAtNode.enumerated() {
            nodes[index].firstEntry = Int32(entries.count)
            entries += list
            nodes[index].endOfEntries = Int32(entries.count)
        }
    }

    /// The node after a first word; 0 when no phrase begins with it.
    @inline(__always)
    func root(_ id: Int32) -> Int32 { roots[Int(id)] }

    /// The node after one more word; 0 when no phrase goes on with it.
    @inline(__always)
    func child(of node: Int32, _ id: Int32) -> Int32 { edges[Self.edgeKey(node, id)] }

    @inline(__always)
    private static func edgeKey(_ node: Int32, _ id: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 16 | UInt64(UInt32(bitPattern: id))
    }
}
