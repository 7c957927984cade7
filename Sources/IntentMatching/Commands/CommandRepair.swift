import VietText

/// Readings of a message that was not typed as the sentence is written.
extension CommandMatcher.Scratch {
    /// Reads words that the grammar does not know as raw Telex or VNI keystrokes, with letters
    /// drawn out, or with the space between two left out; nil when none is.
    func decoded(_ text: String, _ matcher: CommandMatcher) -> [CommandItem]? {
        let vocabulary = matcher.grammar.vocabulary
        var result: [CommandItem] = []
        var isChanged = false
        for item in items {
            result.append(item)
            let token = tokens[Int(item.token)]
            guard isNoSyllable(item), let letters = LetterRun(text.utf8Span.span, token) else {
                continue
            }
            let words = Self.spellings(letters, matcher).map { word in
                var corrected = token
                corrected.key = word.key
                corrected.marks = word.marks
                corrected.flags.remove(.hasDigit)
                return CommandItem(wordClass: vocabulary.classOf(corrected), token: item.token)
            }
            guard !words.isEmpty,
                words.allSatisfy({ $0.wordClass > CommandVocabulary.unknownNumber })
            else { continue }
            result.removeLast()
            result += words
            isChanged = true
        }
        return isChanged ? result : nil
    }

    /// Whether a word is neither one of the grammar nor any syllable of Vietnamese.
    private func isNoSyllable(_ item: CommandItem) -> Bool {
        guard item.wordClass <= CommandVocabulary.unknownNumber else { return false }
        let token = tokens[Int(item.token)]
        return token.mayBeRaw && token.flags.contains(.hasLetter)
            && !SyllableInventory.contains(token.key)
    }

    private static func spellings(_ letters: LetterRun, _ matcher: CommandMatcher) -> [Syllable] {
        for word in [letters.decodedTelex(), letters.decodedVNI(), letters.shortened()] {
            if let word, matcher.grammar.vocabulary.classOf(letters: word.key) > 0 { return [word] }
        }
        return letters.cut(wanted: matcher.slips.wordKeys)
    }

    /// Reads a message with slips; of several readings with the fewest, the best, and none when
    /// they lead to different intents.
    mutating func repaired(
        _ items: [CommandItem], _ text: String, _ context: [String: CommandValue],
        _ matcher: CommandMatcher
    ) -> CommandMatch? {
        let grammar = matcher.grammar
        var best: (rank: CommandRank, match: CommandMatch)?
        var isAmbiguous = false
        for head in edges.heads {
            beam.read(
                items, from: head, tokens: tokens, edges: edges, automaton: &automaton,
                matcher: matcher)
            guard !beam.ends.isEmpty else { continue }
            let message = message(text, context, grammar)
            for end in beam.ends.sorted(by: { ($0.cost, $0.node) < ($1.cost, $1.node) }) {
                if let best, best.rank.slips < end.cost { break }
                guard let (rank, match) = reading(end, head, items, message, grammar) else {
                    continue
                }
                if let best, best.rank.slips == rank.slips {
                    if best.match.intent != match.intent { isAmbiguous = true }
                    if best.rank < rank { continue }
                } else {
                    isAmbiguous = false
                }
                best = (rank, match)
            }
        }
        return isAmbiguous ? nil : best?.match
    }

    /// Walks the sentences that one way of repairing leads to.
    private mutating func reading(
        _ end: CommandBeam.End, _ head: Int, _ items: [CommandItem], _ message: CommandMessage,
        _ grammar: CommandGrammar
    ) -> (CommandRank, CommandMatch)? {
        var corrected = items
        let places = beam.apply(end, to: &corrected)
        walk.clear()
        for sentence in automaton.acceptedRange(beam.nodes[Int(end.node)].state) {
            walk.run(
                Int(automaton.accepted[sentence]), head..<end.end, slips: end.cost,
                repaired: places, items: corrected, message: message, grammar: grammar)
        }
        guard let rank = walk.bestRank, var match = walk.result(corrected, message, grammar) else {
            return nil
        }
        match.reasons = places.map { Self.note(corrected[Int($0)], message, grammar) }
        return (rank, match)
    }

    private static func note(
        _ item: CommandItem, _ message: CommandMessage, _ grammar: CommandGrammar
    ) -> String {
        let token = message.tokens[Int(item.token)]
        let typed = message.slice(Int(token.start)..<Int(token.end))
        let members = grammar.vocabulary.members(of: item.wordClass)
        let meant = grammar.vocabulary.classWords[members].first.map {
            grammar.vocabulary.words[Int($0)].letters
        }
        return "\(typed) → \(meant ?? "?")"
    }
}

extension Token {
    /// Whether the letters may be raw keystrokes or several words: no syllable of Vietnamese has
    /// f, j, w, z or a digit, ends in s, x, r or d, has a letter twice running or more than seven.
    ///
    /// All letters are looked at in one word of the machine: see "Hacker's Delight", 6-1, on finding
    /// a zero byte.
    @inline(__always)
    var mayBeRaw: Bool {
        guard key >> 40 == 0 else { return true }
        let length = 8 - key.leadingZeroBitCount / 8
        let filler = ~UInt64(0) << UInt64(8 * length)
        let letters = key | filler
        var signs = Self.zeroBytes(letters ^ 0x6666_6666_6666_6666)
        signs |= Self.zeroBytes(letters ^ 0x6A6A_6A6A_6A6A_6A6A)
        signs |= Self.zeroBytes(letters ^ 0x7777_7777_7777_7777)
        signs |= Self.zeroBytes(letters ^ 0x7A7A_7A7A_7A7A_7A7A)
        signs |= Self.zeroBytes((key ^ (key >> 8)) | filler)
        guard signs == 0, !CommandVocabulary.hasDigit(key) else { return true }
        let last = key >> UInt64(8 * max(0, length - 1)) & 31
        return Self.neverLast >> last & 1 == 1
    }

    /// Bits where a byte is zero; none when no byte is.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// s, x, r and d, by their place in the alphabet.
    private static var neverLast: UInt64 { 1 << 19 | 1 << 24 | 1 << 18 | 1 << 4 }

    /// The digits at the beginning and the letters after them, or nil when it is not so.
    func cutAfterDigits() -> (Token, Token)? {
        guard !flags.contains(.isLong) else { return nil }
        var count = 0
        while count < 8, (0x30...0x39).contains(key >> UInt64(8 * count) & 0xFF) { count += 1 }
        guard count > 0, count < Syllable.length(of: key) else { return nil }
        var (digits, letters) = (self, self)
        digits.key = key & ((UInt64(1) << UInt64(8 * count)) &- 1)
        digits.marks = .none
        digits.end = start + Int32(count)
        digits.flags.remove(.hasLetter)
        letters.key = key >> UInt64(8 * count)
        letters.marks = Marks(
            rawValue: (marks.rawValue & 0xFFFF) >> UInt32(2 * count) | marks.rawValue & ~0xFFFF)
        letters.start = digits.end
        letters.flags.remove([.hasDigit, .afterBreak, .afterLineEnd, .afterSentenceEnd])
        letters.flags.insert(.isGlued)
        return (digits, letters)
    }
}
