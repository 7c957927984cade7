import VietText

/// The search for the command that one message is, from the strictest reading to the most tolerant.
extension CommandMatcher.Scratch {
    mutating func match(
        _ text: String, context: [String: CommandValue], matcher: CommandMatcher
    ) -> CommandMatch? {
        adopt(matcher)
        walk.clear()
        scan(text.utf8Span.span, into: &tokens)
        guard !tokens.isEmpty, tokens.count <= CommandMatcher.longestCommand else { return nil }
        let grammar = matcher.grammar
        let found = resolve(text, grammar)
        guard found.contains(.word) || found.contains(.raw) else { return nil }
        findEdges(found.contains(.polite), grammar)
        if let match = exactly(items, text, context, grammar) { return match }
        if found.contains(.raw), let decoded = decoded(text, matcher) {
            edges.find(in: decoded, grammar)
            if let match = exactly(decoded, text, context, grammar) { return match }
            if let match = leniently(decoded, text, context, matcher) { return match }
            findEdges(found.contains(.polite), grammar)
        }
        return found.contains(.word) ? leniently(items, text, context, matcher) : nil
    }

    private mutating func findEdges(_ mayBePolite: Bool, _ grammar: CommandGrammar) {
        if mayBePolite {
            edges.find(in: items, grammar)
        } else {
            edges.clear(count: items.count)
        }
    }

    /// What kinds of tokens a message has.
    private struct Found: OptionSet {
        let rawValue: UInt8
        /// A word of the grammar.
        static let word = Found(rawValue: 1)
        /// A word that may begin a polite phrase.
        static let polite = Found(rawValue: 2)
        /// A word that the grammar does not know, and perhaps no word at all as it is typed.
        static let raw = Found(rawValue: 4)
    }

    /// Gives each token its class; short forms become what they stand for, `25độ` is cut in two.
    private mutating func resolve(_ text: String, _ grammar: CommandGrammar) -> Found {
        items.removeAll(keepingCapacity: true)
        var found: Found = []
        let vocabulary = grammar.vocabulary
        var index = 0
        while index < tokens.count {
            let wordClass = vocabulary.classOf(tokens[index])
            if wordClass > CommandVocabulary.unknownNumber {
                found.insert(.word)
                if vocabulary.traits[Int(wordClass)].contains(.opensPolitePhrase) {
                    found.insert(.polite)
                }
            } else if wordClass == CommandVocabulary.unknown {
                if tokens[index].mayBeRaw { found.insert(.raw) }
            } else if wordClass < 0 {
                found.insert(.word)
                addMeaning(Int(-1 - wordClass), of: index, grammar)
                index += 1
                continue
            } else if cutNumber(at: index, vocabulary) {
                continue
            } else if tokens[index].flags.contains(.hasLetter) {
                found.insert(.raw)
            }
            items.append(CommandItem(wordClass: wordClass, token: Int32(index)))
            index += 1
        }
        return found
    }

    private mutating func addMeaning(_ number: Int, of index: Int, _ grammar: CommandGrammar) {
        for word in grammar.meanings[number] {
            let key = grammar.vocabulary.words[Int(word)].key
            let wordClass = grammar.vocabulary.classOf(letters: key)
            items.append(CommandItem(wordClass: wordClass, token: Int32(index)))
        }
    }

    /// Cuts a token in two where what follows its digits is a word of the grammar.
    private mutating func cutNumber(at index: Int, _ vocabulary: CommandVocabulary) -> Bool {
        guard tokens[index].flags.contains(.hasLetter),
            let (digits, letters) = tokens[index].cutAfterDigits(),
            vocabulary.classOf(letters) > CommandVocabulary.unknownNumber
        else { return false }
        tokens[index] = digits
        tokens.insert(letters, at: index + 1)
        return true
    }

    func message(
        _ text: String, _ context: [String: CommandValue], _ grammar: CommandGrammar
    ) -> CommandMessage {
        CommandMessage(text: text, tokens: tokens, items: items, context: context, grammar)
    }

    /// Reads items as they are, with polite words around them left out.
    private mutating func exactly(
        _ items: [CommandItem], _ text: String, _ context: [String: CommandValue],
        _ grammar: CommandGrammar
    ) -> CommandMatch? {
        var message: CommandMessage?
        for head in edges.heads {
            var state = CommandAutomaton.start
            for place in head..<items.count {
                state = automaton.next(state, items[place].wordClass, grammar)
                guard state != CommandAutomaton.dead else { break }
                guard edges.isTail(place + 1), automaton.accepts(state) else { continue }
                let accepted = automaton.acceptedRange(state)
                let sentence = Int(automaton.accepted[accepted.lowerBound])
                if head == 0, place + 1 == items.count, accepted.count == 1,
                    grammar.sentences[sentence].isPlain
                {
                    let origin = grammar.sentences[sentence].origin
                    return CommandMatch(origin: origin, slots: origin.fixedSlots)
                }
                let known = message ?? self.message(text, context, grammar)
                message = known
                for index in accepted {
                    walk.run(
                        Int(automaton.accepted[index]), head..<(place + 1), slips: 0,
                        repaired: [], items: items, message: known, grammar: grammar)
                }
            }
        }
        guard let message else { return nil }
        return walk.result(items, message, grammar)
    }

    /// Leaves polite words inside out, then repairs slips.
    private mutating func leniently(
        _ typed: [CommandItem], _ text: String, _ context: [String: CommandValue],
        _ matcher: CommandMatcher
    ) -> CommandMatch? {
        guard edges.hasInnerPhrase else { return repaired(typed, text, context, matcher) }
        let reduced = edges.withoutPhrases(typed)
        edges.find(in: reduced, matcher.grammar)
        if !reduced.isEmpty,
            let match = exactly(reduced, text, context, matcher.grammar)
        {
            return match
        }
        edges.find(in: typed, matcher.grammar)
        if let match = repaired(typed, text, context, matcher) { return match }
        guard !reduced.isEmpty else { return nil }
        edges.find(in: reduced, matcher.grammar)
        return repaired(reduced, text, context, matcher)
    }
}
