import VietText

/// The search for the command that one message is, from the strictest reading to the most tolerant.
extension CommandMatcher.Scratch {
    mutating func match(
        _ text: String, context: [String: CommandValue], matcher: CommandMatcher
    ) -> CommandMatch? {
        adopt(matcher)
        walk.clear()
        scan(text, into: &tokens)
        guard !tokens.isEmpty, tokens.count <= CommandMatcher.longestCommand else { return nil }
        let grammar = matcher.grammar
        let found = resolve(text, grammar)
        guard found.contains(.word) || found.contains(.stranger) else { return nil }
        if found.contains(.polite) {
            edges.find(in: items, grammar)
        } else {
            edges.clear(count: items.count)
        }
        if let match = exactly(items, text, context, grammar) { return match }
        return tolerantly(message(text, context, grammar), found, matcher)
    }

    /// What kinds of tokens a message has.
    private struct Found: OptionSet {
        let rawValue: UInt8
        /// A word of the grammar.
        static let word = Found(rawValue: 1)
        /// A word that may begin a polite phrase.
        static let polite = Found(rawValue: 2)
        /// A word that the grammar does not know.
        static let stranger = Found(rawValue: 4)
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
                if replaceShortForm(at: index, grammar) {
                    found.insert(.word)
                    index += 1
                    continue
                }
                found.insert(.stranger)
            } else if cutNumber(at: index, vocabulary) {
                continue
            } else if tokens[index].flags.contains(.hasLetter) {
                found.insert(.stranger)
            }
            items.append(CommandItem(wordClass: wordClass, token: Int32(index)))
            index += 1
        }
        return found
    }

    private mutating func replaceShortForm(at index: Int, _ grammar: CommandGrammar) -> Bool {
        let place = grammar.shortForms[tokens[index].key]
        guard place > 0 else { return false }
        for word in grammar.meanings[Int(place) - 1] {
            let key = grammar.vocabulary.words[Int(word)].key
            let wordClass = grammar.vocabulary.classOf(letters: key)
            items.append(CommandItem(wordClass: wordClass, token: Int32(index)))
        }
        return true
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

    private func message(
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
                let known = message ?? self.message(text, context, grammar)
                message = known
                for sentence in automaton.acceptedRange(state) {
                    walk.run(
                        Int(automaton.accepted[sentence]), head..<(place + 1), slips: 0,
                        repaired: [], items: items, message: known, grammar: grammar)
                }
            }
        }
        guard let message else { return nil }
        return walk.result(items, message, grammar)
    }

    /// Decodes raw keystrokes, leaves polite words inside out, repairs slips, in this order.
    private mutating func tolerantly(
        _ message: CommandMessage, _ found: Found, _ matcher: CommandMatcher
    ) -> CommandMatch? {
        let grammar = matcher.grammar
        let original = items
        var typed = items
        var isDecoded = false
        if found.contains(.stranger), let decoded = decoded(message, matcher) {
            typed = decoded
            isDecoded = true
            edges.find(in: typed, grammar)
            let match = exactly(typed, message.text, message.context, grammar)
            if let match { return match }
        } else if !found.contains(.word) {
            return nil
        }
        let reduced = edges.hasPhrase ? edges.withoutPhrases(typed) : typed
        let isReduced = !reduced.isEmpty && reduced.count < typed.count
        if isReduced {
            edges.find(in: reduced, grammar)
            let match = exactly(reduced, message.text, message.context, grammar)
            if let match { return match }
            edges.find(in: typed, grammar)
        }
        if let match = repaired(typed, message, matcher) { return match }
        if isReduced {
            edges.find(in: reduced, grammar)
            if let match = repaired(reduced, message, matcher) { return match }
        }
        guard isDecoded else { return nil }
        edges.find(in: original, grammar)
        return repaired(original, message, matcher)
    }
}
