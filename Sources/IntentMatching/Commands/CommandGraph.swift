/// The sentences of a grammar as a nondeterministic automaton over words.
///
/// All templates hang on state 0. Values of lists are not copied into it: an edge of kind `slot`
/// stands for a walk through the list's own tree.
final class CommandGraph: Sendable {
    struct Edge: Hashable, Sendable {
        var kind: Kind

        /// Word, slot, symbol or template, by `kind`.
        var payload: Int32
        var target: Int32

        enum Kind: UInt8, Sendable {
            /// Takes nothing.
            case empty
            /// Takes one word of the vocabulary.
            case word
            /// Takes what a slot accepts.
            case slot
            /// Takes nothing, but `%` or `°` may stand here.
            case symbol
            /// The sentence is complete.
            case accept
        }
    }

    /// Edges of all states, those of one state together.
    let edges: [Edge]

    /// Where the edges of each state begin; one entry more than there are states.
    private let firstEdge: [Int32]

    init(_ edgesOfStates: [[Edge]]) {
        edges = edgesOfStates.flatMap(\.self)
        var first: [Int32] = [0]
        for edgesOfState in edgesOfStates {
            first.append((first.last ?? 0) + Int32(edgesOfState.count))
        }
        firstEdge = first
    }

    @inline(__always)
    func edges(of state: Int) -> Range<Int> {
        Int(firstEdge[state])..<Int(firstEdge[state + 1])
    }
}

/// Phrases as a tree over words: the values of lists, and polite words.
final class PhraseTree: Sendable {
    /// Children of all nodes as (word, node), those of one node together and sorted by word.
    let children: [(word: Int32, node: Int32)]
    private let firstChild: [Int32]
    private let valuesAtNode: [Int32]
    private let firstValue: [Int32]

    /// The root of each list.
    let roots: [Int32]

    init(_ builder: PhraseTreeBuilder) {
        var children: [(word: Int32, node: Int32)] = []
        var firstChild: [Int32] = [0]
        var valuesAtNode: [Int32] = []
        var firstValue: [Int32] = [0]
        for node in builder.nodes {
            let sorted = node.children.sorted { $0.key < $1.key }
            children += sorted.map { (word: $0.key, node: $0.value) }
            firstChild.append(Int32(children.count))
            valuesAtNode += node.values
            firstValue.append(Int32(valuesAtNode.count))
        }
        self.children = children
        self.firstChild = firstChild
        self.valuesAtNode = valuesAtNode
        self.firstValue = firstValue
        roots = builder.roots
    }

    /// Returns the node that a word leads to, or -1.
    func child(of node: Int32, word: Int32) -> Int32 {
        var low = Int(firstChild[Int(node)])
        var high = Int(firstChild[Int(node) + 1])
        while low < high {
            let middle = (low + high) / 2
            if children[middle].word < word {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < Int(firstChild[Int(node) + 1]), children[low].word == word else { return -1 }
        return children[low].node
    }

    /// The numbers of the values that are complete at a node, in the order of the list.
    func values(at node: Int32) -> ArraySlice<Int32> {
        valuesAtNode[Int(firstValue[Int(node)])..<Int(firstValue[Int(node) + 1])]
    }

    func isComplete(at node: Int32) -> Bool {
        firstValue[Int(node)] < firstValue[Int(node) + 1]
    }

    func childRange(of node: Int32) -> Range<Int> {
        Int(firstChild[Int(node)])..<Int(firstChild[Int(node) + 1])
    }
}

/// A `PhraseTree` that still grows.
struct PhraseTreeBuilder {
    struct Node {
        var children: [Int32: Int32] = [:]
        var values: [Int32] = []
    }

    fileprivate(set) var nodes: [Node] = []
    fileprivate(set) var roots: [Int32] = []

    /// Begins a list and returns its number.
    mutating func addRoot() -> Int {
        roots.append(Int32(nodes.count))
        nodes.append(Node())
        return roots.count - 1
    }

    mutating func insert(_ words: [Int32], value: Int32, under root: Int) {
        var node = Int(roots[root])
        for word in words {
            if let next = nodes[node].children[word] {
                node = Int(next)
            } else {
                nodes[node].children[word] = Int32(nodes.count)
                node = nodes.count
                nodes.append(Node())
            }
        }
        if !nodes[node].values.contains(value) { nodes[node].values.append(value) }
    }
}
