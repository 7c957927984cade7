import VietText

/// Finds given phrases in a text, word by word, typed with marks, without them or in raw Telex.
///
/// Much stricter than understanding questions: the words stand side by side in one sentence and
/// no slip is repaired, because what is found here is answered before anything else.
package struct PhraseFinder: Hashable, Sendable {
    /// Phrases by the key of their first word.
    private var byFirstWord: [UInt64: [[Syllable]]] = [:]
    private let needsMarks: Bool

    /// Compiles phrases written with all their marks.
    ///
    /// - Parameters:
    ///   - phrases: Written out, no template notation left; blank ones are left out.
    ///   - needsMarks: Words that carry marks fit only where marks were typed too: for phrases
    ///     that mean something harmless without them.
    package init(_ phrases: [String] = [], needsMarks: Bool = false) {
        self.needsMarks = needsMarks
        for phrase in phrases {
            let words = Syllable.words(of: phrase)
            guard let first = words.first else { continue }
            byFirstWord[first.key, default: []].append(words)
        }
    }

    /// The places of all phrases, as ranges of words; the longest one that begins at a word.
    func places(in text: SpokenWords) -> [Range<Int>] {
        text.words.indices.compactMap { start in
            var longest = 0
            for word in text.words[start] {
                for phrase in byFirstWord[word.key] ?? []
                where phrase.count > longest && fits(phrase, text, at: start) {
                    longest = phrase.count
                }
            }
            return longest > 0 ? start..<start + longest : nil
        }
    }

    /// Whether any of the phrases stands in the text.
    func isFound(in text: SpokenWords) -> Bool { !places(in: text).isEmpty }

    private func fits(_ phrase: [Syllable], _ text: SpokenWords, at start: Int) -> Bool {
        guard start + phrase.count <= text.words.count else { return false }
        for (offset, word) in phrase.enumerated() {
            if offset > 0, text.beginsSentence[start + offset] { return false }
            let isSaid = text.words[start + offset].contains { typed in
                typed.key == word.key && typed.marks.agrees(with: word.marks)
                    && (word.marks.agrees(with: typed.marks)
                        || !text.isMarked && !(needsMarks && typed.marks == .none))
            }
            guard isSaid else { return false }
        }
        return true
    }
}

/// The words of a text, each as typed and as it would read if it were raw Telex or VNI.
struct SpokenWords {
    /// What each word may be, as typed first.
    let words: [[Syllable]]

    /// Whether a sentence ends before the word.
    let beginsSentence: [Bool]

    /// Whether marks were typed: then a word without them is meant so ("cơ quan" is no "quận").
    let isMarked: Bool

    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8Span.span
        var tokens: [Token] = []
        scan(bytes, into: &tokens)
        isMarked = tokens.count { $0.marks != .none } * 3 > tokens.count
        beginsSentence = tokens.map { $0.flags.contains(.afterSentenceEnd) }
        var words: [[Syllable]] = []
        for token in tokens {
            var readings = [Syllable(token)]
            if token.marks == .none, let run = LetterRun(bytes, token) {
                readings += [run.decodedTelex(), run.decodedVNI()].compactMap { $0 }
            }
            words.append(readings)
        }
        self.words = words
    }
}
