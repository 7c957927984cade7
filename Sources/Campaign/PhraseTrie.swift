import VietText

/// Words of a campaign and of reports, found in a text by their syllables.
///
/// A trie over folded syllables; marks are checked at the end of a phrase, so that marks left out
/// cost nothing and wrong ones refuse.
struct PhraseTrie<Label: Hashable & Sendable>: Sendable {
    /// A phrase that ends at a node.
    private struct Entry: Sendable {
        let marks: [Marks]
        let label: Label
    }

    /// A phrase found at a token.
    struct Match {
        let label: Label
        let tokens: Range<Int>
        /// How many words were typed with all their marks.
        let exactWords: Int

        /// Whether every word was typed with all its marks.
        var isExact: Bool { exactWords == tokens.count }
    }

    private struct Edge: Hashable, Sendable {
        let node: Int32
        let key: UInt64
    }

    private var edges: [Edge: Int32] = [:]
    private var entries: [[Entry]] = [[]]

    /// Adds a phrase written with its marks; `(a|b)` are alternatives, `[a]` may be left out.
    mutating func insert(_ phrase: String, _ label: Label) {
        for text in PhraseNotation.expanded(phrase) {
            let words = ReportText.words(of: text)
            guard !words.isEmpty else { continue }
            var node: Int32 = 0
            for word in words {
                let edge = Edge(node: node, key: word.key)
                if let next = edges[edge] {
                    node = next
                } else {
                    node = Int32(entries.count)
                    entries.append([])
                    edges[edge] = node
                }
            }
            let entry = Entry(marks: words.map(\.marks), label: label)
            let isKnown = entries[Int(node)].contains {
                $0.marks == entry.marks && $0.label == label
            }
            if !isKnown { entries[Int(node)].append(entry) }
        }
    }

    /// The longest phrases that begin at a token and lie before `end`; several when one wording has
    /// several labels.
    func longest(in tokens: [Token], at start: Int, before end: Int) -> [Match] {
        var found: [Match] = []
        var node: Int32 = 0
        var index = start
        while index < end, let next = edges[Edge(node: node, key: tokens[index].key)] {
            node = next
            index += 1
            let agreeing = entries[Int(node)].compactMap { entry -> Match? in
                var exactWords = 0
                for (marks, token) in zip(entry.marks, tokens[start..<index]) {
                    guard token.marks.agrees(with: marks) else { return nil }
                    if token.marks == marks { exactWords += 1 }
                }
                return Match(label: entry.label, tokens: start..<index, exactWords: exactWords)
            }
            guard !agreeing.isEmpty else { continue }
            let exact = agreeing.filter(\.isExact)
            found = exact.isEmpty ? agreeing : exact
        }
        return found
    }
}

/// The finite part of the template notation: alternatives and optional words.
enum PhraseNotation {
    /// Returns every phrase that a template stands for; an open group ends at the end.
    static func expanded(_ template: String) -> [String] {
        var rest = Substring(template)
        return alternatives(&rest).map { text in
            text.split(separator: " ").joined(separator: " ")
        }
    }

    private static func alternatives(_ rest: inout Substring) -> [String] {
        var results: [String] = []
        var current = [""]
        while let next = rest.first {
            rest.removeFirst()
            switch next {
            case "|":
                results += current
                current = [""]
            case "(":
                let inner = alternatives(&rest)
                current = current.flatMap { head in inner.map { head + $0 } }
            case "[":
                let inner = alternatives(&rest) + [""]
                current = current.flatMap { head in inner.map { head + $0 } }
            case ")", "]":
                return results + current
            default:
                current = current.map { $0 + String(next) }
            }
        }
        return results + current
    }
}
