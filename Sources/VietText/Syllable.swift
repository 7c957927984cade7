/// A folded word and its Vietnamese marks: what vocabularies are compiled to.
package struct Syllable: Hashable, Sendable {
    /// The folded letters: see `Token.key`.
    package var key: UInt64

    /// The marks of the word as its author wrote it.
    package var marks: Marks

    package init(key: UInt64, marks: Marks = .none) {
        self.key = key
        self.marks = marks
    }

    package init(_ token: Token) {
        self.init(key: token.key, marks: token.marks)
    }

    /// Reads one word written with its marks, or nil when the text is not exactly one token.
    package init?(_ word: String) {
        let words = Syllable.words(of: word)
        guard words.count == 1, let only = words.first else { return nil }
        self = only
    }

    /// Returns the words of a text in order, as `scan` cuts them.
    package static func words(of text: String) -> [Syllable] {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        return tokens.map(Syllable.init)
    }

    /// Returns the key of a word of ASCII letters and digits, in lower case.
    ///
    /// - Complexity: O(*n*); meant for building tables, not for messages.
    package static func key(_ folded: some StringProtocol) -> UInt64 {
        Syllable(String(folded))?.key ?? 0
    }

    /// The folded letters, for people to read; a word of more than eight is cut and ends in `~`.
    package var letters: String {
        var text = ""
        var rest = key
        while rest & 0xFF != 0 {
            let byte = UInt8(truncatingIfNeeded: rest)
            text.unicodeScalars.append(Unicode.Scalar(byte < 0x80 ? byte : UInt8(ascii: "~")))
            rest >>= 8
        }
        return text
    }

    /// How many letters and digits the key of a short word has, 0 to 8.
    package static func length(of key: UInt64) -> Int {
        8 - key.leadingZeroBitCount / 8
    }

    static func longKey(firstLetters: UInt64, hash: UInt64) -> UInt64 {
        let mixed = (hash ^ firstLetters >> 56) &* 0x9E37_79B9_7F4A_7C15
        return firstLetters & 0x00FF_FFFF_FFFF_FFFF | (mixed >> 57 | 0x80) << 56
    }
}
