import VietText

/// A number that the bot gave out, as people type it back: `#A12`, `a12`, `#12`.
struct PostedNumber {
    /// The letter before the digits in lower case; nil for `#12`.
    let letter: Character?

    /// Whether a sharp stands before it.
    let hasSharp: Bool

    /// The number, above 0; nil when what was typed cannot be read as one.
    let value: Int64?

    /// Its bytes in the text, with the sharp.
    let bytes: Range<Int>

    init(letter: Character?, hasSharp: Bool, value: Int64?, bytes: Range<Int>) {
        self.letter = letter
        self.hasSharp = hasSharp
        self.value = value
        self.bytes = bytes
    }

    /// Reads one token of a text; nil when it looks like no number of the bot.
    ///
    /// A letter and digits without a sharp count, as does anything behind a sharp that has a digit;
    /// the caller knows which letters mean what.
    init?(_ token: Token, of text: String) {
        let all = Array(text.utf8)
        let start = Int(token.start)
        let sharps = all[..<start].reversed().prefix { $0 == UInt8(ascii: "#") }.count
        let typed = VietText.folded(String(decoding: all[start..<Int(token.end)], as: UTF8.self))
        guard let first = typed.first else { return nil }
        let hasLetter = !first.isASCIIDigit
        let digits = hasLetter ? typed.dropFirst() : typed[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy(\.isASCIIDigit)
        if sharps > 0 {
            guard digits.contains(where: \.isASCIIDigit) else { return nil }
        } else {
            guard hasLetter, isNumber else { return nil }
        }
        letter = hasLetter ? first : nil
        hasSharp = sharps > 0
        value = isNumber ? Int64(digits).flatMap { $0 > 0 ? $0 : nil } : nil
        bytes = start - sharps..<Int(token.end)
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
