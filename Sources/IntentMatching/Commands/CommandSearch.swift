import VietText

/// The search for the command that one message is.
struct CommandSearch {
    let matcher: CommandMatcher
    let context: [String: CommandValue]

    private let grammar: CommandGrammar

    init(matcher: CommandMatcher, context: [String: CommandValue]) {
        self.matcher = matcher
        grammar = matcher.grammar
        self.context = context
    }

    func match(_ text: String, _ scratch: inout CommandMatcher.Scratch) -> CommandMatch? {
        var automaton = scratch.automaton ?? CommandAutomaton(grammar)
        scratch.automaton = nil
        automaton.makeRoom(grammar)
        defer { scratch.automaton = automaton }
        scratch.walk.clear()
        scan(text, into: &scratch.tokens)
        guard (1...CommandMatcher.longestCommand).contains(scratch.tokens.count) else { return nil }
        cutNumbers(&scratch.tokens, text)
        let isKnown = resolve(scratch.tokens, into: &scratch.items)
        let message = message(text, scratch)
        if exactly(scratch.items, message, &scratch, &automaton) {
            return result(scratch.walk, scratch.items, message, notes: [])
        }
        guard isKnown else { return nil }
        return tolerantly(message, &scratch, &automaton)
    }

    /// Cuts `25độ` in two where what follows the digits is a word of the grammar.
    private func cutNumbers(_ tokens: inout [Token], _ text: String) {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            guard token.flags.isSuperset(of: [.hasDigit, .hasLetter]),
                !token.flags.contains(.isLong),
                grammar.vocabulary.classOf(token) == CommandVocabulary.unknownNumber,
                let (digits, letters) = token.cutAfterDigits(),
                grammar.vocabulary.classOf(letters) > CommandVocabulary.unknownNumber
            else { continue }
            tokens[index - 1] = digits
            tokens.insert(letters, at: index)
        }
    }

    /// Gives each token its class; short forms become what they stand for.
    ///
    /// - Returns: Whether there is any word of the grammar.
    private func resolve(_ tokens: [Token], into items: inout [CommandItem]) -> Bool {
        items.removeAll(keepingCapacity: true)
        var isKnown = false
        for (index, token) in tokens.enumerated() {
            let wordClass = grammar.vocabulary.classOf(token)
            if wordClass > CommandVocabulary.unknownNumber {
                isKnown = true
            } else if let meaning = grammar.shortForms[token.key]?.first,
                token.marks == .none
                    || wordClass == CommandVocabulary.unknown
            {
                isKnown = true
                for word in meaning {
                    let key = grammar.vocabulary.words[Int(word)].key
                    items.append(
                        CommandItem(
                            wordClass: grammar.vocabulary.classOf(letters: key),
                            token: Int32(index)))
                }
                continue
            }
            items.append(CommandItem(wordClass: wordClass, token: Int32(index)))
        }
        return isKnown
    }

    private func message(_ text: String, _ scratch: CommandMatcher.Scratch) -> CommandMessage {
        let marked = scratch.tokens.count { $0.marks != .none }
        return CommandMessage(
            text: text, tokens: scratch.tokens, context: context,
            isMarked: marked * 3 > scratch.tokens.count,
            symbols: grammar.symbols.isEmpty ? [] : symbols(text, scratch))
    }

    /// Finds the signs of the grammar that stand between words.
    private func symbols(
        _ text: String, _ scratch: CommandMatcher.Scratch
    ) -> [(after: Int32, symbol: Int32)] {
        let bytes = text.utf8
        guard bytes.contains(where: { $0 == 0x24 || $0 == 0x25 || $0 == 0xC2 || $0 == 0xE2 })
        else { return [] }
        var found: [(after: Int32, symbol: Int32)] = []
        var offset: Int32 = 0
        for scalar in text.unicodeScalars {
            if let symbol = grammar.symbols.firstIndex(of: scalar) {
                let after = scratch.items.lastIndex {
                    scratch.tokens[Int($0.token)].end <= offset
                }
                found.append((after: Int32(after ?? -1), symbol: Int32(symbol)))
            }
            offset += Int32(UTF8.width(scalar))
        }
        return found
    }

    /// Reads the items as they are, with polite words around them left out.
    private func exactly(
        _ items: [CommandItem], _ message: CommandMessage,
        _ scratch: inout CommandMatcher.Scratch, _ automaton: inout CommandAutomaton
    ) -> Bool {
        scratch.edges.find(in: items, grammar)
        for head in scratch.edges.heads {
            var state = CommandAutomaton.start
            for place in head..<items.count {
                state = automaton.next(state, items[place].wordClass, grammar)
                guard state != CommandAutomaton.dead else { break }
                guard scratch.edges.isTail[place + 1], automaton.accepts(state) else { continue }
                for sentence in automaton.sentences(acceptedIn: state) {
                    scratch.walk.run(
                        Int(sentence), head..<(place + 1), slips: 0, repaired: [], items: items,
                        message: message, grammar: grammar)
                }
            }
        }
        return scratch.walk.bestRank != nil
    }

    /// Leaves polite words inside out, decodes raw keystrokes, repairs slips, in this order.
    private func tolerantly(
        _ message: CommandMessage, _ scratch: inout CommandMatcher.Scratch,
        _ automaton: inout CommandAutomaton
    ) -> CommandMatch? {
        var readings = [scratch.items]
        if let decoded = decoded(scratch.items, message) { readings.insert(decoded, at: 0) }
        if scratch.edges.hasPhrase {
            for items in readings {
                let reduced = withoutPhrases(items, &scratch)
                if !reduced.isEmpty, reduced.count < items.count { readings.append(reduced) }
            }
        }
        for items in readings where exactly(items, message, &scratch, &automaton) {
            return result(scratch.walk, items, message, notes: [])
        }
        for items in readings {
            if let match = repaired(items, message, &scratch, &automaton) { return match }
        }
        return nil
    }

    /// The items without polite phrases, the longest at each place.
    private func withoutPhrases(
        _ items: [CommandItem], _ scratch: inout CommandMatcher.Scratch
    ) -> [CommandItem] {
        scratch.edges.find(in: items, grammar)
        guard scratch.edges.hasPhrase else { return items }
        var kept: [CommandItem] = []
        var place = 0
        while place < items.count {
            if scratch.edges.phraseEnd[place] > place {
                place = scratch.edges.phraseEnd[place]
            } else {
                kept.append(items[place])
                place += 1
            }
        }
        return kept
    }

    /// Reads unknown words as raw Telex or VNI keystrokes; nil when none is.
    private func decoded(_ items: [CommandItem], _ message: CommandMessage) -> [CommandItem]? {
        var result: [CommandItem]?
        let bytes = message.text.utf8Span.span
        for (place, item) in items.enumerated()
        where item.wordClass <= CommandVocabulary.unknownNumber {
            let token = message.tokens[Int(item.token)]
            guard let letters = LetterRun(bytes, token) else { continue }
            let spelled =
                letters.decodedTelex() ?? letters.decodedVNI() ?? letters.shortened()
            guard let spelled else { continue }
            var corrected = token
            corrected.key = spelled.key
            corrected.marks = spelled.marks
            corrected.flags.remove(.hasDigit)
            let wordClass = grammar.vocabulary.classOf(corrected)
            guard wordClass > CommandVocabulary.unknownNumber else { continue }
            if result == nil { result = items }
            result?[place].wordClass = wordClass
        }
        return result
    }

    private func repaired(
        _ items: [CommandItem], _ message: CommandMessage,
        _ scratch: inout CommandMatcher.Scratch, _ automaton: inout CommandAutomaton
    ) -> CommandMatch? {
        scratch.edges.find(in: items, grammar)
        var best: (rank: CommandRank, match: CommandMatch)?
        var isAmbiguous = false
        for head in scratch.edges.heads {
            scratch.beam.read(
                items, from: head, tokens: message.tokens, isTail: scratch.edges.isTail,
                automaton: &automaton, matcher: matcher)
            for end in scratch.beam.ends.sorted(by: { ($0.cost, $0.node) < ($1.cost, $1.node) }) {
                if let best, best.rank.slips < end.cost { break }
                var corrected = items
                let places = scratch.beam.apply(end, to: &corrected)
                scratch.walk.clear()
                for sentence in automaton.sentences(
                    acceptedIn: scratch.beam.nodes[Int(end.node)].state)
                {
                    scratch.walk.run(
                        Int(sentence), head..<end.end, slips: end.cost, repaired: places,
                        items: corrected, message: message, grammar: grammar)
                }
                guard let rank = scratch.walk.bestRank else { continue }
                let notes = places.map { note(Int($0), corrected, message) }
                guard let match = result(scratch.walk, corrected, message, notes: notes) else {
                    continue
                }
                if let best, best.rank.slips == rank.slips, best.match.intent != match.intent {
                    isAmbiguous = true
                }
                if let best, best.rank < rank { continue }
                if let best, best.rank.slips > rank.slips { isAmbiguous = false }
                best = (rank, match)
            }
        }
        return isAmbiguous ? nil : best?.match
    }

    private func note(_ place: Int, _ items: [CommandItem], _ message: CommandMessage) -> String {
        let item = items[place]
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
    /// The digits at the beginning and the letters after them, or nil when it is not so.
    fileprivate func cutAfterDigits() -> (Token, Token)? {
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
