import VietText

/// A message cut for reading: digits and letters apart, lines and breaks known.
struct ReportText {
    let text: String
    let bytes: [UInt8]

    /// The tokens of `scan`, with `25hộ` and `m2` cut in two.
    let tokens: [Token]

    /// The tokens of `scan` as they are, in which `t6` is one word.
    let whole: [Token]

    /// The line of each token, counted from 0.
    let lines: [Int]

    /// Whether a third of the words or more carry marks, so that a bare word means itself.
    let isMarked: Bool

    init(_ text: String) {
        var whole: [Token] = []
        scan(text, into: &whole)
        let bytes = Array(text.utf8)
        self.text = text
        self.bytes = bytes
        self.whole = whole
        tokens = Self.cut(whole, bytes)
        var line = 0
        var lines: [Int] = []
        for (index, token) in tokens.enumerated() {
            if index > 0, token.flags.contains(.afterLineEnd) { line += 1 }
            lines.append(line)
        }
        self.lines = lines
        let words = tokens.filter { $0.flags.contains(.hasLetter) }
        isMarked = words.count(where: { $0.marks != .none }) * 3 > words.count
    }

    /// The words of a phrase, cut in the same way.
    static func words(of text: String) -> [Syllable] {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        return cut(tokens, Array(text.utf8)).map(Syllable.init)
    }

    /// The bytes between a token and the one before.
    func gap(before index: Int) -> ArraySlice<UInt8> {
        let start = index > 0 ? Int(tokens[index - 1].end) : 0
        let end = index < tokens.count ? Int(tokens[index].start) : bytes.count
        return bytes[start..<max(start, end)]
    }

    func isSameLine(_ first: Int, _ second: Int) -> Bool {
        lines[first] == lines[second]
    }

    func bytes(of range: Range<Int>) -> Range<Int> {
        Int(tokens[range.lowerBound].start)..<Int(tokens[range.upperBound - 1].end)
    }

    func words(in range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func cut(_ tokens: [Token], _ bytes: [UInt8]) -> [Token] {
        guard tokens.contains(where: { $0.flags.isSuperset(of: [.hasDigit, .hasLetter]) }) else {
            return tokens
        }
        return tokens.flatMap { token in
            token.flags.isSuperset(of: [.hasDigit, .hasLetter]) ? pieces(of: token, bytes) : [token]
        }
    }

    /// Cuts a token where digits and letters meet.
    private static func pieces(of token: Token, _ bytes: [UInt8]) -> [Token] {
        var result: [Token] = []
        var start = Int(token.start)
        for position in start + 1...Int(token.end) {
            let isEnd = position == Int(token.end)
            guard isEnd || isDigit(bytes[position]) != isDigit(bytes[position - 1]) else {
                continue
            }
            var piece: [Token] = []
            scan(String(decoding: bytes[start..<position], as: UTF8.self), into: &piece)
            for part in piece {
                var moved = part
                moved.start += Int32(start)
                moved.end += Int32(start)
                let own = part.flags.intersection([.hasDigit, .hasLetter, .isUppercase, .isLong])
                let around: Token.Flags =
                    result.isEmpty
                    ? token.flags.subtracting([.hasDigit, .hasLetter, .isUppercase, .isLong])
                    : [.isGlued]
                moved.flags = own.union(around)
                result.append(moved)
            }
            start = position
        }
        for index in result.indices.dropLast() { result[index].flags.remove(.beforeQuestionMark) }
        return result.isEmpty ? [token] : result
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
