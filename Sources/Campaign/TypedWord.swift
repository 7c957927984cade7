import VietText

/// One word of a short message, as typed and as it would read if it were raw Telex or VNI.
struct TypedWord {
    let token: Token
    private let readings: [Syllable]

    private init(_ token: Token, undone: [Syllable]) {
        self.token = token
        readings = [Syllable(token)] + undone
    }

    /// Whether the word may be this one: marks left out cost nothing, wrong ones refuse.
    func agrees(_ word: Syllable) -> Bool {
        readings.contains { $0.key == word.key && $0.marks.agrees(with: word.marks) }
    }

    /// The words of a text in order, as `scan` cuts them.
    static func words(of text: String) -> [TypedWord] {
        var text = text
        text.makeContiguousUTF8()
        var tokens: [Token] = []
        scan(text, into: &tokens)
        let bytes = text.utf8Span.span
        return tokens.map { token in
            // A word typed with any mark went through an input method.
            guard token.marks == .none, token.flags.contains(.hasLetter),
                let run = LetterRun(bytes, token)
            else { return TypedWord(token, undone: []) }
            let undone =
                token.flags.contains(.hasDigit)
                ? [run.decodedVNI()] : [run.decodedTelex(), run.shortened()]
            return TypedWord(token, undone: undone.compactMap { $0 })
        }
    }
}

extension [TypedWord] {
    /// How many words of the longest of these phrases stand at `index`; 0 for none.
    func length(of phrases: [[Syllable]], at index: Int) -> Int {
        var longest = 0
        for phrase in phrases where phrase.count > longest && index + phrase.count <= count {
            let fits = phrase.indices.allSatisfy { self[index + $0].agrees(phrase[$0]) }
            if fits { longest = phrase.count }
        }
        return longest
    }
}

extension [[Syllable]] {
    /// Phrases written with their marks, in template notation, parted by line ends.
    init(phrases text: String) {
        self = text.split(separator: "\n").flatMap { PhraseNotation.expanded(String($0)) }
            .map { Syllable.words(of: $0) }.filter { !$0.isEmpty }
    }
}
