/// The letters of one word as typed, longer than a `Token` can keep them: for undoing raw
/// keystrokes and for cutting glued words.
package struct LetterRun {
    /// Words longer than this are nobody's slip.
    package static let maximumLength = 32

    private var letters: InlineArray<32, UInt8> = InlineArray(repeating: 0)
    private var shapes: InlineArray<32, UInt8> = InlineArray(repeating: 0)
    private var tones: InlineArray<32, UInt8> = InlineArray(repeating: 0)

    package private(set) var count = 0

    package init() {}

    /// Reads the letters of one token again, or nil when they are foreign or more than
    /// `maximumLength`.
    package init?(_ bytes: Span<UInt8>, _ token: Token) {
        let table = ScalarTable.shared
        let low = table.low
        var index = Int(token.start)
        while index < Int(token.end) {
            let (value, width) = table.decoded(bytes, at: index, low.span)
            index += width
            if value & ScalarClass.foreign != 0 { return nil }
            let shape = UInt8(truncatingIfNeeded: value >> 8 & 3)
            let tone = UInt8(truncatingIfNeeded: value >> 10 & 31)
            if value & ScalarClass.inToken != 0 {
                guard count < Self.maximumLength else { return nil }
                append(UInt8(truncatingIfNeeded: value), shape: shape, tone: tone)
            } else if count > 0 {
                shapes[count - 1] |= shape
                tones[count - 1] |= tone
            }
        }
    }

    /// Adds a folded letter with its shape (0–3) and one-hot tone (0–31); past the limit, nothing.
    package mutating func append(_ letter: UInt8, shape: UInt8 = 0, tone: UInt8 = 0) {
        guard count < Self.maximumLength else { return }
        letters[count] = letter
        shapes[count] = shape
        tones[count] = tone
        count += 1
    }

    /// The folded letter at an index.
    package subscript(index: Int) -> UInt8 { letters[index] }

    func shape(at index: Int) -> UInt8 { shapes[index] }

    func tone(at index: Int) -> UInt8 { tones[index] }

    mutating func setShape(_ shape: UInt8, at index: Int) { shapes[index] = shape }

    /// The word made of a part of the letters, at most eight of them.
    package func syllable(_ range: Range<Int>) -> Syllable {
        var key: UInt64 = 0
        var marks: UInt32 = 0
        for (place, index) in range.prefix(8).enumerated() {
            key |= UInt64(letters[index]) << UInt64(place * 8)
            marks |= UInt32(shapes[index]) << UInt32(place * 2)
            marks |= UInt32(tones[index]) << 16
        }
        return Syllable(key: key, marks: Marks(rawValue: marks))
    }
}
