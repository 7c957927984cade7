/// A number found in a text, with its exact value and where it stands.
package struct NumberSpan: Hashable, Sendable {
    /// What shape the number has.
    package enum Kind: Hashable, Sendable {
        /// One number: `1.250`, `12k`, `mười hai`.
        case cardinal
        /// So many of so many: `7/9`, `7 trên 9`.
        case ratio
        /// `34,2%`; the value is the number before the sign.
        case percent
        /// Between two numbers: `5-7`, `ba bốn`.
        case range
    }

    /// What to be careful of.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// Said to be about so many: `gần 30`, `hơn 20`, `chục hộ`.
        package static let approximate = Flags(rawValue: 1 << 0)
        /// Written in words, wholly or in part.
        package static let inWords = Flags(rawValue: 1 << 1)
        /// Another reading is as likely: `nam` (five or year), `1,250`, `7/9` (also a day).
        package static let ambiguous = Flags(rawValue: 1 << 2)
        /// A minus stands before it.
        package static let negative = Flags(rawValue: 1 << 3)
        /// Too large or with more than four decimals: `value` is not the number typed.
        package static let outOfRange = Flags(rawValue: 1 << 4)
    }

    package var kind: Kind
    package var flags: Flags

    /// The number in ten-thousandths; the numerator of a ratio, the lower end of a range.
    package var value: Int64

    /// The denominator of a ratio, the upper end of a range, in ten-thousandths; else nil.
    package var second: Int64?

    /// The tokens that it covers, at least one; the last may be covered in part (`25hộ`).
    package var tokens: Range<Int>

    /// Its bytes in the UTF-8 of the text, without words of approximation around it.
    package var bytes: Range<Int>

    /// Ten-thousandths in one.
    package static let scale: Int64 = 10_000

    /// Whether a token is a word of numbers: `mười`, `trăm`, also those that mean other things.
    package static func isWord(_ token: Token) -> Bool {
        NumberWords.table[token.key]?.contains { token.marks.agrees(with: $0.marks) } ?? false
    }

    package init(
        kind: Kind, flags: Flags, value: Int64, second: Int64?, tokens: Range<Int>,
        bytes: Range<Int>
    ) {
        self.kind = kind
        self.flags = flags
        self.value = value
        self.second = second
        self.tokens = tokens
        self.bytes = bytes
    }
}

/// Returns the numbers of a text from left to right, none overlapping.
///
/// One-word numbers that are also other words (`năm`, `ba`, `sau`) come with `.ambiguous`; whether
/// they count is for the caller, who knows what stands beside them. `tokens` are those of `scan`,
/// or the same with `25hộ` cut in two.
package func numbers(in text: String, tokens: [Token]) -> [NumberSpan] {
    let reader = NumberReader(text: text, tokens: tokens)
    var spans: [NumberSpan] = []
    var index = 0
    while index < tokens.count {
        if let span = reader.read(at: index) {
            spans.append(span)
            index = max(span.tokens.upperBound, index + 1)
        } else {
            index = reader.skipChain(at: index)
        }
    }
    return spans
}

/// Returns the number that begins at a token where one is expected, or nil.
///
/// Words count here that would be ambiguous elsewhere: `không` is 0, `nam` is 5.
package func number(in text: String, tokens: [Token], at index: Int) -> NumberSpan? {
    guard tokens.indices.contains(index) else { return nil }
    return NumberReader(text: text, tokens: tokens, isExpected: true).read(at: index)
}

/// Reads numbers of one text: digits by their bytes, words by their tokens.
struct NumberReader {
    let bytes: [UInt8]
    let tokens: [Token]

    /// Whether the caller expects a number, so that doubtful words count.
    let isExpected: Bool

    init(text: String, tokens: [Token], isExpected: Bool = false) {
        bytes = Array(text.utf8)
        self.tokens = tokens
        self.isExpected = isExpected
    }

    /// A number being put together; `value` is in ten-thousandths and saturates.
    struct Part {
        var value: Int128
        var next: Int
        var end: Int
        var flags: NumberSpan.Flags = []
        /// The upper end when the words themselves say a range: `ba bốn`.
        var upper: Int128?
    }

    func read(at index: Int) -> NumberSpan? {
        guard var part = cardinal(at: index) else { return nil }
        let start = Int(tokens[index].start)
        var kind: NumberSpan.Kind = part.upper == nil ? .cardinal : .range
        var second = part.upper
        if part.upper == nil, let (joinedKind, other) = joined(to: part) {
            kind = joinedKind
            second = other.value
            part.flags.formUnion(other.flags)
            part.next = other.next
            part.end = other.end
            if kind == .range, other.value <= part.value { part.flags.insert(.ambiguous) }
            if kind == .range { part.flags.insert(.approximate) }
        } else if let end = percentEnd(after: part) {
            kind = .percent
            part.end = end
            part.next = token(from: end, after: part.next)
        }
        if isApproximate(from: index, to: part.next, start: start, end: part.end) {
            part.flags.insert(.approximate)
        }
        if isNegative(at: start, index: index) { part.flags.insert(.negative) }
        let value = clamped(part.value, &part.flags)
        return NumberSpan(
            kind: kind, flags: part.flags, value: value,
            second: second.map { clamped($0, &part.flags) },
            tokens: index..<max(part.next, index + 1),
            bytes: start..<part.end)
    }

    private func clamped(_ value: Int128, _ flags: inout NumberSpan.Flags) -> Int64 {
        if let exact = Int64(exactly: value) { return exact }
        flags.insert(.outOfRange)
        return .max
    }

    /// A number by digits or by words at a token.
    func cardinal(at index: Int) -> Part? {
        guard index < tokens.count else { return nil }
        if startsWithDigit(tokens[index]) {
            guard let digits = digits(at: index) else { return nil }
            return scaled(digits)
        }
        return words(at: index)
    }

    func startsWithDigit(_ token: Token) -> Bool {
        token.flags.contains(.hasDigit) && digitValue(atByte: Int(token.start)) != nil
    }

    // MARK: - Two numbers as one

    /// The second half of `7/9`, `7 trên 9`, `5-7`, `5 đến 7`.
    private func joined(to part: Part) -> (NumberSpan.Kind, Part)? {
        var index = part.next
        guard index < tokens.count else { return nil }
        let gap = bytes[part.end..<max(part.end, Int(tokens[index].start))]
        let marks = gap.filter { $0 != UInt8(ascii: " ") }
        if marks == [UInt8(ascii: "/")], let second = cardinal(at: index), second.upper == nil {
            var other = second
            if gap.count == 1, isDayAndMonth(part, second) { other.flags.insert(.ambiguous) }
            return (.ratio, other)
        }
        let isDash = marks == [UInt8(ascii: "-")] || marks == [0xE2, 0x80, 0x93]
        if isDash, gap.count == 1 || gap.count == marks.count + 2 || marks.count == 3 {
            return cardinal(at: index).flatMap { $0.upper == nil ? (.range, $0) : nil }
        }
        guard marks.isEmpty, !gap.isEmpty || part.flags.contains(.inWords) else { return nil }
        guard let link = NumberWords.links[tokens[index].key], link.agrees(with: tokens[index])
        else {
            return nil
        }
        index += 1
        while link.kind == .ratio, index < tokens.count, isAfterSpace(index),
            NumberWords.totals.contains(tokens[index].key)
        { index += 1 }
        guard index < tokens.count, isAfterSpace(index), let other = cardinal(at: index),
            other.upper == nil
        else { return nil }
        return (link.kind, other)
    }

    private func isDayAndMonth(_ first: Part, _ second: Part) -> Bool {
        let scale = Int128(NumberSpan.scale)
        return (1...31).contains(first.value / scale) && (1...12).contains(second.value / scale)
    }

    private func percentEnd(after part: Part) -> Int? {
        var position = part.end
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "%") { return position + 1 }
        guard part.next + 1 < tokens.count, isAfterSpace(part.next), isAfterSpace(part.next + 1),
            tokens[part.next].key == NumberWords.phan, tokens[part.next + 1].key == NumberWords.tram
        else { return nil }
        return Int(tokens[part.next + 1].end)
    }

    // MARK: - What stands around a number

    /// Whether nothing but spaces stands between the token and the one before.
    func isAfterSpace(_ index: Int) -> Bool {
        index < tokens.count && !tokens[index].flags.contains(.afterBreak)
    }

    private func isApproximate(from index: Int, to next: Int, start: Int, end: Int) -> Bool {
        if index > 0, isAfterSpace(index) {
            let before = tokens[index - 1]
            if let word = NumberWords.approximateBefore[before.key], word.agrees(with: before) {
                let isLevel = index > 1 && tokens[index - 2].key == NumberWords.muc
                if !isLevel { return true }
            }
        }
        if start > 0, bytes[start - 1] == UInt8(ascii: "~") || bytes[start - 1] == UInt8(ascii: ">")
        {
            return start < 2 || bytes[start - 2] != UInt8(ascii: "=")
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: "+"),
            end + 1 == bytes.count || bytes[end + 1] == UInt8(ascii: " ")
        {
            return end + 2 >= bytes.count || !isDigit(bytes[end + 2])
        }
        guard isAfterSpace(next), next < tokens.count, next > index else { return false }
        guard let word = NumberWords.approximateAfter[tokens[next].key] else { return false }
        return word.agrees(with: tokens[next])
    }

    /// A minus glued to the number, not the bullet of a line and not a dash between two things.
    private func isNegative(at start: Int, index: Int) -> Bool {
        guard start > 0, bytes[start - 1] == UInt8(ascii: "-") else { return false }
        // The bullet of a line, unless the message is that line alone.
        if start == 1 { return !bytes.contains(UInt8(ascii: "\n")) }
        guard !tokens[index].flags.contains(.afterLineEnd) else { return false }
        return bytes[start - 2] == UInt8(ascii: " ") || bytes[start - 2] == UInt8(ascii: ":")
    }

    /// The first token at or after `index` that begins at or after byte `end`.
    func token(from end: Int, after index: Int) -> Int {
        var next = index
        while next < tokens.count, Int(tokens[next].start) < end { next += 1 }
        return next
    }
}
