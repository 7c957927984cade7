/// Cuts a text into tokens, in one pass over its bytes.
///
/// A token is a maximal run of letters and digits, so `25hộ` and `12k` are one token each. Composed,
/// decomposed and half composed letters, marks in any order, both tone placements, full-width
/// letters, look-alike letters of other scripts and fancy fonts come out the same; zero-width
/// characters vanish; punctuation and emoji separate tokens and show in the flags of the next one.
///
/// - Parameters:
///   - text: Any text. Spans are offsets into its UTF-8, at most 2 GB.
///   - tokens: Emptied first; its storage is reused.
/// - Complexity: O(*n*) in the number of bytes; no allocation once `tokens` has room.
package func scan(_ text: String, into tokens: inout [Token]) {
    var text = text
    text.makeContiguousUTF8()
    scan(text.utf8Span.span, into: &tokens)
}

/// Cuts the UTF-8 bytes of a text into tokens; bytes that are not UTF-8 count as letters of no
/// word or as punctuation, and never trap.
package func scan(_ bytes: Span<UInt8>, into tokens: inout [Token]) {
    tokens.removeAll(keepingCapacity: true)
    let table = ScalarTable.shared
    let lowClasses = table.low
    let low = lowClasses.span
    var gap = Gap()
    var index = 0
    while index < bytes.count {
        let (value, width) = table.decoded(bytes, at: index, low)
        if value & ScalarClass.inToken != 0 {
            var building = TokenBuilder(start: index)
            index = building.read(bytes, from: index, table, low)
            tokens.append(building.token(after: gap, end: index))
            gap.close()
        } else {
            if value & (ScalarClass.mark | ScalarClass.invisible) == 0 {
                gap.separate(value, after: &tokens)
            }
            index &+= width
        }
    }
}

/// What stands between two tokens: the flags of the next one.
private struct Gap {
    /// The text begins a line, a sentence and a clause.
    private(set) var flags: UInt16 =
        Token.Flags([.afterBreak, .afterLineEnd, .afterSentenceEnd]).rawValue
    private var fullStopIsLast = false

    /// A token was read: the next gap begins.
    @inline(__always)
    mutating func close() {
        flags = Token.Flags.isGlued.rawValue
        fullStopIsLast = false
    }

    /// Takes note of a space, punctuation or line end.
    @inline(__always)
    mutating func separate(_ value: UInt32, after tokens: inout [Token]) {
        if value == ScalarClass.space {
            flags &= ~Token.Flags.isGlued.rawValue
            if fullStopIsLast { flags |= Token.Flags.afterSentenceEnd.rawValue }
            return
        }
        flags |= Token.Flags.afterBreak.rawValue
        switch value {
        case ScalarClass.lineEnd:
            flags |= Token.Flags([.afterLineEnd, .afterSentenceEnd]).rawValue
            flags &= ~Token.Flags.isGlued.rawValue
        case ScalarClass.questionMark:
            flags |= Token.Flags.afterSentenceEnd.rawValue
            guard !tokens.isEmpty else { return }
            tokens[tokens.count - 1].flags.insert(.beforeQuestionMark)
        case ScalarClass.sentenceEnd:
            flags |= Token.Flags.afterSentenceEnd.rawValue
        case ScalarClass.fullStop:
            fullStopIsLast = true
        case ScalarClass.symbol:
            flags &= ~Token.Flags.isGlued.rawValue
        default:
            break
        }
    }
}

/// The token being read.
private struct TokenBuilder {
    private var key: UInt64 = 0
    private var marks: UInt32 = 0
    private var count = 0
    private let start: Int
    private var classes: UInt32 = 0
    /// Bit 16 is set once a small letter came.
    private var small: UInt32 = 0
    private var overflow: UInt64 = 0

    @inline(__always)
    init(start: Int) {
        self.start = start
    }

    /// Takes in letters, digits and what joins them; returns where the token ends.
    @inline(__always)
    mutating func read(
        _ bytes: Span<UInt8>, from first: Int, _ table: ScalarTable, _ low: Span<UInt32>
    ) -> Int {
        var index = first
        while index < bytes.count {
            let (value, width) = table.decoded(bytes, at: index, low)
            if value & ScalarClass.inToken != 0 {
                append(value)
            } else if value & (ScalarClass.mark | ScalarClass.invisible) != 0 {
                mark(value)
            } else {
                break
            }
            index &+= width
        }
        return index
    }

    @inline(__always)
    private mutating func append(_ value: UInt32) {
        if count < 8 {
            key |= UInt64(value & 0xFF) &<< UInt64(truncatingIfNeeded: count &* 8)
            marks |= (value >> 8 & 3) &<< UInt32(truncatingIfNeeded: count &* 2)
        } else {
            overflow = (overflow ^ UInt64(value)) &* 0x100_0000_01B3
        }
        marks |= value << 6 & 0x1F_0000
        classes |= value
        // `uppercase` lies eleven bits above `letter`.
        small |= value & ~(value >> 11)
        count &+= 1
    }

    /// A combining mark joins the letter before it; an invisible character changes nothing.
    @inline(__always)
    private mutating func mark(_ value: UInt32) {
        marks |= value << 6 & 0x1F_0000
        if count <= 8 {
            marks |= (value >> 8 & 3) &<< UInt32(truncatingIfNeeded: count &* 2 &- 2)
        }
    }

    @inline(__always)
    func token(after gap: Gap, end: Int) -> Token {
        var flags = gap.flags
        var key = key
        if classes & ScalarClass.digit != 0 { flags |= Token.Flags.hasDigit.rawValue }
        if classes & ScalarClass.letter != 0 {
            flags |= Token.Flags.hasLetter.rawValue
            if small & ScalarClass.letter == 0 { flags |= Token.Flags.isUppercase.rawValue }
        }
        if count > 8 || classes & ScalarClass.foreign != 0 {
            flags |= Token.Flags.isLong.rawValue
            key = Syllable.longKey(firstLetters: key, hash: overflow)
        }
        return Token(
            key: key, marks: Marks(rawValue: marks), start: Int32(truncatingIfNeeded: start),
            end: Int32(truncatingIfNeeded: end), flags: Token.Flags(rawValue: flags))
    }
}
