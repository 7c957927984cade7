import VietText

/// One word of a message as the search sees it: a token, or a part of what a token stands for.
struct MessageWord: Sendable {
    var key: UInt64
    var marks: Marks
    var id: Int32

    /// The token it comes from.
    var token: Int32

    /// The word after it, counted in the list of words; its length at the end.
    var next: Int32

    /// Another way to read the same token, counted likewise; -1 when there is none.
    var alternative: Int32

    /// How it came about.
    var origin: Origin

    enum Origin: UInt8, Sendable {
        case typed
        case shortForm
        /// Raw keystrokes, drawn-out letters or glued words, undone.
        case repaired
    }
}

extension Marks {
    /// Whether the word was typed without marks.
    ///
    /// Asked for nearly every word; `==` would go through a witness of the other module.
    @inline(__always)
    var isEmpty: Bool { rawValue == 0 }
}

extension Lexicon {
    /// Finds the words that the tokens of a text stand for, and their alternatives.
    ///
    /// - Parameters:
    ///   - tokens: Tokens of `bytes`.
    ///   - bytes: The text, for words that need a second look.
    ///   - words: Emptied first.
    func read(_ tokens: [Token], of bytes: Span<UInt8>, into words: inout [MessageWord]) {
        words.removeAll(keepingCapacity: true)
        let known = SyllableInventory.table
        for index in tokens.indices {
            let token = tokens[index]
            var value = self.words.table[token.key]
            if value == 0, token.flags.rawValue & Token.Flags.isLong.rawValue == 0 {
                value = known[token.key]
            }
            if value == 0 {
                self.words.repair(token, Int32(index), of: bytes, into: &words)
            } else if value < 0x1_0000 {
                words.append(
                    MessageWord(
                        key: token.key, marks: token.marks, id: value, token: Int32(index),
                        next: Int32(words.count + 1), alternative: -1, origin: .typed))
            } else {
                self.words.appendAliases(of: token, Int32(index), value, to: &words)
            }
        }
    }
}

extension WordTable {
    fileprivate func appendAliases(
        of token: Token, _ index: Int32, _ value: Int32, to words: inout [MessageWord]
    ) {
        let start = words.count
        var last = -1
        let own = value & 0xFFFF
        if own >= Self.irrelevant {
            last = start
            words.append(
                MessageWord(
                    key: token.key, marks: token.marks, id: own, token: index, next: -1,
                    alternative: -1, origin: .typed))
        }
        for alias in aliases[groups[Int(value >> 16)]] where token.marks.agrees(with: alias.typed) {
            if last >= 0 { words[last].alternative = Int32(words.count) }
            last = words.count
            for place in 0..<alias.count {
                let meaning = meanings[Int(alias.first + place)]
                let isLast = place == alias.count - 1
                words.append(
                    MessageWord(
                        key: meaning.syllable.key, marks: meaning.syllable.marks, id: meaning.id,
                        token: index, next: isLast ? -1 : Int32(words.count + 1), alternative: -1,
                        origin: .shortForm))
            }
        }
        if words.count == start {
            words.append(
                MessageWord(
                    key: token.key, marks: token.marks, id: own, token: index, next: -1,
                    alternative: -1, origin: .typed))
        }
        for place in start..<words.count where words[place].next < 0 {
            words[place].next = Int32(words.count)
        }
    }

    /// A word that is neither a syllable nor of the vocabulary: undoes what can be undone.
    fileprivate func repair(
        _ token: Token, _ index: Int32, of bytes: Span<UInt8>, into words: inout [MessageWord]
    ) {
        let hasDigit = token.flags.contains(.hasDigit)
        if hasDigit, !token.flags.contains(.hasLetter) {
            words.append(Self.word(token, index, Self.number, words.count))
            return
        }
        guard let run = LetterRun(bytes, token), run.count > 1 else {
            words.append(Self.word(token, index, Self.unknown, words.count))
            return
        }
        let undone = hasDigit ? run.decodedVNI() : run.decodedTelex() ?? run.shortened()
        if let undone {
            append([undone], token: index, to: &words)
            return
        }
        if let code = codeMeant(by: token) {
            append([Syllable(key: code)], token: index, to: &words)
            return
        }
        let pieces = hasDigit ? run.cutAtDigits() : run.cut(wanted: ownWords)
        if pieces.isEmpty {
            words.append(Self.word(token, index, Self.unknown, words.count))
        } else {
            append(pieces, token: index, to: &words)
        }
    }

    /// The short form or name of five letters or more, or four swapped or doubled, that a token is a
    /// slip of.
    private func codeMeant(by token: Token) -> UInt64? {
        guard token.marks.isEmpty, token.flags.isDisjoint(with: [.isLong, .hasDigit]) else {
            return nil
        }
        var slips: [Slip] = []
        codeSlips.append(slipsOf: token.key, to: &slips)
        guard let slip = slips.first else { return nil }
        let code = codes[Int(slip.word)]
        let isLong = Syllable.length(of: code) > 4 || Syllable.length(of: token.key) > 4
        return slip.cost <= (isLong ? 3 : 1) ? code : nil
    }

    private func append(_ pieces: [Syllable], token: Int32, to words: inout [MessageWord]) {
        for piece in pieces {
            let isNumber = UInt8(truncatingIfNeeded: piece.key) <= UInt8(ascii: "9")
            let value = table[piece.key]
            if value >= 0x1_0000, pieces.count == 1 || value & 0xFFFF == 0 {
                // A short form inside: its first meaning.
                let alias = aliases[groups[Int(value >> 16)].lowerBound]
                for place in 0..<alias.count {
                    let meaning = meanings[Int(alias.first + place)]
                    words.append(
                        MessageWord(
                            key: meaning.syllable.key, marks: meaning.syllable.marks,
                            id: meaning.id, token: token, next: Int32(words.count + 1),
                            alternative: -1, origin: .repaired))
                }
                continue
            }
            var id = value & 0xFFFF
            if id == 0 { id = isNumber ? Self.number : plainId(of: piece.key) }
            words.append(
                MessageWord(
                    key: piece.key, marks: piece.marks, id: id, token: token,
                    next: Int32(words.count + 1), alternative: -1, origin: .repaired))
        }
    }

    private static func word(
        _ token: Token, _ index: Int32, _ id: Int32, _ count: Int
    ) -> MessageWord {
        MessageWord(
            key: token.key, marks: token.marks, id: id, token: index, next: Int32(count + 1),
            alternative: -1, origin: .typed)
    }
}
