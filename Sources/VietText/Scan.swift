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
    var building = TokenBuilder()
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        var width = 1
        let value: UInt32
        if byte < 0x80 {
            value = low[Int(byte)]
        } else {
            (value, width) = table.decoded(bytes, at: index)
        }
        if value & ScalarClass.inToken != 0 {
            building.append(value, at: index)
        } else if value & (ScalarClass.mark | ScalarClass.invisible) != 0 {
            building.mark(value)
        } else {
            building.finish(at: index, into: &tokens)
            building.separate(value, after: &tokens)
        }
        index += width
    }
    building.finish(at: bytes.count, into: &tokens)
}

/// The token being read and what stood before it.
private struct TokenBuilder {
    private var key: UInt64 = 0
    private var marks: UInt32 = 0
    private var count = 0
    private var start: Int = 0
    private var end: Int = 0
    private var classes: UInt32 = 0
    private var hasSmallLetter = false
    private var overflow: UInt64 = 0

    /// Flags of the next token: the text begins a line, a sentence and a clause.
    private var gap: UInt16 =
        Token.Flags([.afterBreak, .afterLineEnd, .afterSentenceEnd]).rawValue
    private var fullStopIsLast = false

    @inline(__always)
    mutating func append(_ value: UInt32, at index: Int) {
        if count == 0 { start = index }
        if count < 8 {
            key |= UInt64(value & 0xFF) << UInt64(count * 8)
            marks |= (value >> 8 & 3) << UInt32(count * 2)
        } else {
            overflow = (overflow ^ UInt64(value)) &* 0x100_0000_01B3
        }
        marks |= (value >> 10 & 31) << 16
        classes |= value
        hasSmallLetter =
            hasSmallLetter
            || value & (ScalarClass.letter | ScalarClass.uppercase)
                == ScalarClass.letter
        count += 1
    }

    /// A combining mark joins the letter before it; an invisible character changes nothing.
    @inline(__always)
    mutating func mark(_ value: UInt32) {
        guard count > 0 else { return }
        marks |= (value >> 10 & 31) << 16
        if count <= 8 { marks |= (value >> 8 & 3) << UInt32(count * 2 - 2) }
    }

    @inline(__always)
    mutating func finish(at index: Int, into tokens: inout [Token]) {
        guard count > 0 else { return }
        var flags = gap
        if classes & ScalarClass.digit != 0 { flags |= Token.Flags.hasDigit.rawValue }
        if classes & ScalarClass.letter != 0 {
            flags |= Token.Flags.hasLetter.rawValue
            if !hasSmallLetter { flags |= Token.Flags.isUppercase.rawValue }
        }
        if count > 8 || classes & ScalarClass.foreign != 0 {
            flags |= Token.Flags.isLong.rawValue
            key = Syllable.longKey(firstLetters: key, hash: overflow)
        }
        tokens.append(
            Token(
                key: key, marks: Marks(rawValue: marks), start: Int32(truncatingIfNeeded: start),
                end: Int32(truncatingIfNeeded: index), flags: Token.Flags(rawValue: flags)))
        key = 0
        marks = 0
        count = 0
        classes = 0
        hasSmallLetter = false
        overflow = 0
        gap = Token.Flags.isGlued.rawValue
        fullStopIsLast = false
    }

    /// Takes note of a space, punctuation or line end.
    @inline(__always)
    mutating func separate(_ value: UInt32, after tokens: inout [Token]) {
        if value == ScalarClass.space {
            gap &= ~Token.Flags.isGlued.rawValue
            if fullStopIsLast { gap |= Token.Flags.afterSentenceEnd.rawValue }
            return
        }
        gap |= Token.Flags.afterBreak.rawValue
        switch value {
        case ScalarClass.lineEnd:
            gap |= Token.Flags([.afterLineEnd, .afterSentenceEnd]).rawValue
            gap &= ~Token.Flags.isGlued.rawValue
        case ScalarClass.questionMark:
            gap |= Token.Flags.afterSentenceEnd.rawValue
            guard !tokens.isEmpty else { return }
            tokens[tokens.count - 1].flags.insert(.beforeQuestionMark)
        case ScalarClass.sentenceEnd:
            gap |= Token.Flags.afterSentenceEnd.rawValue
        case ScalarClass.fullStop:
            fullStopIsLast = true
        case ScalarClass.symbol:
            gap &= ~Token.Flags.isGlued.rawValue
        default:
            break
        }
    }
}
