import VietText

/// Walks an accepted sentence again, word by word with backtracking, to find what its slots take.
///
/// The automaton has said that the sentence fits; the walk finds the best way in which it does, and
/// refuses what the automaton does not look at: numbers out of range, contexts, required keywords
/// and wildcards that take too much.
struct CommandWalk {
    /// Steps that one sentence may take before the best way so far stands.
    static let stepLimit = 20_000

    /// The best way found over all sentences tried, nil when none fits.
    private(set) var bestRank: CommandRank?
    private(set) var bestBindings: [SlotBinding] = []
    private(set) var bestSpan: Range<Int> = 0..<0

    /// Steps taken since the walk was cleared.
    private(set) var steps = 0

    private var way = Way()
    private var sentence = 0
    private var end = 0
    private var start = 0
    private var slips: Int32 = 0
    private var repaired: [Int32] = []
    private var stepsLeft = 0
    private var numbers: [Int: [NumberCandidate]] = [:]

    /// What has been passed so far on the way being walked.
    private struct Way {
        var bindings: [SlotBinding] = []
        var letters: Int32 = 0
        var words: Int32 = 0
        var contentWords: Int32 = 0
        var inexactWords: Int32 = 0
        var repairedWords: Int32 = 0
        var symbols: Int32 = 0
    }

    /// Forgets what was found for the message before.
    mutating func clear() {
        bestRank = nil
        steps = 0
        if !numbers.isEmpty { numbers.removeAll(keepingCapacity: true) }
    }

    /// Tries a sentence on the items of `span`.
    ///
    /// - Parameters:
    ///   - sentence: The sentence by number.
    ///   - span: The items without polite words around them.
    ///   - slips: What the repaired words cost.
    ///   - repaired: The items that were repaired.
    ///   - items: All items.
    ///   - message: What the items come from.
    ///   - grammar: What the sentence belongs to.
    mutating func run(
        _ sentence: Int, _ span: Range<Int>, slips: Int32, repaired: [Int32],
        items: [CommandItem], message: CommandMessage, grammar: CommandGrammar
    ) {
        self.sentence = sentence
        self.slips = slips
        self.repaired = repaired
        start = span.lowerBound
        end = span.upperBound
        stepsLeft = Self.stepLimit
        if !numbers.isEmpty { numbers.removeAll(keepingCapacity: true) }
        way.bindings.removeAll(keepingCapacity: true)
        way = Way(bindings: way.bindings)
        step(Int(grammar.starts[sentence]), start, items, message, grammar)
    }

    private mutating func step(
        _ state: Int, _ position: Int, _ items: [CommandItem], _ message: CommandMessage,
        _ grammar: CommandGrammar
    ) {
        guard stepsLeft > 0 else { return }
        stepsLeft -= 1
        steps += 1
        for index in grammar.graph.edges(of: state) {
            let edge = grammar.graph.edges[index]
            switch edge.kind {
            case .empty:
                step(Int(edge.target), position, items, message, grammar)
            case .symbol:
                pass(symbol: edge, position, items, message, grammar)
            case .word:
                guard position < end,
                    grammar.vocabulary.contains(edge.payload, in: items[position].wordClass)
                else { continue }
                pass(word: edge, position, items, message, grammar)
            case .slot:
                guard position < end else { continue }
                pass(slot: edge, position, items, message, grammar)
            case .accept:
                if position == end, Int(edge.payload) == sentence {
                    complete(items, message, grammar)
                }
            }
        }
    }

    private mutating func pass(
        symbol edge: CommandGraph.Edge, _ position: Int, _ items: [CommandItem],
        _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        let isThere = message.symbols.contains {
            $0.after == Int32(position - 1) && $0.symbol == edge.payload
        }
        if isThere {
            way.symbols += 1
            way.letters += 1
        }
        step(Int(edge.target), position, items, message, grammar)
        if isThere {
            way.symbols -= 1
            way.letters -= 1
        }
    }

    private mutating func pass(
        word edge: CommandGraph.Edge, _ position: Int, _ items: [CommandItem],
        _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        let word = grammar.vocabulary.words[Int(edge.payload)]
        let token = message.tokens[Int(items[position].token)]
        let isRepaired = repaired.contains(Int32(position))
        guard isRepaired || token.key != word.key || token.marks.agrees(with: word.marks) else {
            return
        }
        let isExact = !isRepaired && (token.key != word.key || word.marks.agrees(with: token.marks))
        let letters = Int32(Syllable.length(of: word.key)) + 1
        let isContent: Int32 = grammar.isFunctionWord[Int(edge.payload)] || isRepaired ? 0 : 1
        way.letters += letters
        way.words += 1
        way.contentWords += isContent
        way.inexactWords += isExact ? 0 : 1
        way.repairedWords += isRepaired ? 1 : 0
        step(Int(edge.target), position + 1, items, message, grammar)
        way.letters -= letters
        way.words -= 1
        way.contentWords -= isContent
        way.inexactWords -= isExact ? 0 : 1
        way.repairedWords -= isRepaired ? 1 : 0
    }

    private mutating func pass(
        slot edge: CommandGraph.Edge, _ position: Int, _ items: [CommandItem],
        _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        switch grammar.slotContents[Int(edge.payload)] {
        case .list(let root):
            pass(list: edge, from: position, at: position, node: root, items, message, grammar)
        case .range(let number):
            let range = grammar.ranges[number]
            if numbers[position] == nil {
                numbers[position] = message.numbers(
                    at: position, upTo: end, items, grammar.vocabulary)
            }
            for candidate in numbers[position] ?? [] where candidate.end <= end {
                guard let output = range.output(for: candidate.value, isDigits: candidate.isDigits)
                else { continue }
                bind(
                    edge, position, candidate.end, value: -1, number: output, items, message,
                    grammar)
            }
        case .wildcard:
            guard isBorder(position, items) else { return }
            var next = position + 1
            while next <= end, next - position <= Self.wildcardLimit {
                if isBorder(next, items) {
                    bind(edge, position, next, value: -1, number: 0, items, message, grammar)
                }
                if next < end {
                    let token = message.tokens[Int(items[next].token)]
                    guard !token.flags.contains(.afterSentenceEnd) else { return }
                }
                next += 1
            }
        }
    }

    /// Whether a word of the text begins or ends here, not a part of a glued one.
    private func isBorder(_ position: Int, _ items: [CommandItem]) -> Bool {
        position == 0 || position == items.count
            || items[position].token != items[position - 1].token
    }

    /// The most words that a wildcard takes.
    private static let wildcardLimit = 40

    private mutating func pass(
        list edge: CommandGraph.Edge, from first: Int, at position: Int, node: Int32,
        _ items: [CommandItem], _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        guard position < end, stepsLeft > 0 else { return }
        stepsLeft -= 1
        for index in grammar.vocabulary.members(of: items[position].wordClass) {
            let word = grammar.vocabulary.classWords[index]
            let child = grammar.tree.child(of: node, word: word)
            guard child >= 0 else { continue }
            let isRepaired = repaired.contains(Int32(position))
            way.repairedWords += isRepaired ? 1 : 0
            way.contentWords += isRepaired ? 0 : 1
            way.words += 1
            for value in grammar.tree.values(at: child) {
                bind(
                    edge, first, position + 1, value: value, number: 0, items, message, grammar)
            }
            pass(
                list: edge, from: first, at: position + 1, node: child, items, message, grammar)
            way.repairedWords -= isRepaired ? 1 : 0
            way.contentWords -= isRepaired ? 0 : 1
            way.words -= 1
        }
    }

    private mutating func bind(
        _ edge: CommandGraph.Edge, _ first: Int, _ next: Int, value: Int32, number: Double,
        _ items: [CommandItem], _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        way.bindings.append(
            SlotBinding(
                slot: edge.payload, first: Int32(first), end: Int32(next), value: value,
                number: number))
        step(Int(edge.target), next, items, message, grammar)
        way.bindings.removeLast()
    }
}

// MARK: - A complete way

extension CommandWalk {
    private mutating func complete(
        _ items: [CommandItem], _ message: CommandMessage, _ grammar: CommandGrammar
    ) {
        let block = grammar.blocks[grammar.sentences[sentence].block]
        var rank = CommandRank()
        rank.slips = slips
        rank.unexplainedSymbols = Int32(message.symbols.count) - way.symbols
        rank.literalLetters = -way.letters
        rank.intent = Int32(block.intentRank)
        rank.sentence = Int32(sentence)
        measureSlots(&rank, block, grammar)
        if let best = bestRank, !(rank < best) { return }
        guard
            slips == 0
                || (way.words >= 2 && way.words > way.repairedWords
                    && way.contentWords + way.words >= 2 * way.repairedWords),
            allowsWildcards(rank, items, message, grammar),
            contextHolds(block, message, grammar), keywordsHold(block, message)
        else { return }
        bestRank = rank
        bestSpan = start..<end
        bestBindings.removeAll(keepingCapacity: true)
        bestBindings += way.bindings
    }

    private func measureSlots(
        _ rank: inout CommandRank, _ block: CommandGrammar.Block, _ grammar: CommandGrammar
    ) {
        for binding in way.bindings {
            if case .wildcard = grammar.slotContents[Int(binding.slot)] {
                rank.wildcards += 1
                rank.wildcardWords += binding.end - binding.first
                continue
            }
            guard binding.value >= 0 else { continue }
            let slot = grammar.slots[Int(binding.slot)]
            if slot.name == grammar.preferredSlot, !slot.isCapture {
                let words = binding.end - binding.first
                rank.preferredSlot = min(rank.preferredSlot, -words)
            }
            guard !block.source.nameDomains.isEmpty else { continue }
            for field in grammar.values[Int(binding.value)].context where field.name == "domain" {
                let isOwn = block.source.nameDomains.contains { field.value.means(.string($0)) }
                rank.foreignDomains += isOwn ? 0 : 1
            }
        }
    }

    /// A wildcard takes whatever stands there, so the words around it must carry the meaning.
    ///
    /// Words that are in most sentences (`ai`, `có … không`) carry none: beside them a wildcard
    /// names one thing in two words at the most, and none of these is such a word itself.
    private func allowsWildcards(
        _ rank: CommandRank, _ items: [CommandItem], _ message: CommandMessage,
        _ grammar: CommandGrammar
    ) -> Bool {
        guard rank.wildcards > 0 else { return true }
        if way.contentWords >= 2 { return true }
        guard !message.isMarked || way.inexactWords <= way.repairedWords else { return false }
        let sure = way.words - way.repairedWords
        guard way.repairedWords == 0 || sure >= (way.contentWords > 0 ? 2 : 3) else {
            return false
        }
        if way.contentWords == 1 { return true }
        guard rank.wildcardWords <= 2 else { return false }
        return way.bindings.allSatisfy { binding in
            guard case .wildcard = grammar.slotContents[Int(binding.slot)] else { return true }
            let words = (binding.first..<binding.end).count {
                !FunctionWords.mayBe(message.tokens[Int(items[Int($0)].token)])
            }
            return message.isMarked ? words == binding.end - binding.first : words > 0
        }
    }

    private func keywordsHold(_ block: CommandGrammar.Block, _ message: CommandMessage) -> Bool {
        guard let keywords = block.keywords, !keywords.isEmpty else { return true }
        return keywords.contains { words in
            guard !words.isEmpty, words.count <= message.tokens.count else { return false }
            return (0...(message.tokens.count - words.count)).contains { place in
                words.indices.allSatisfy {
                    let token = message.tokens[place + $0]
                    return token.key == words[$0].key && token.marks.agrees(with: words[$0].marks)
                }
            }
        }
    }

    /// Whether what the block requires of the context holds, and nothing that it excludes.
    private func contextHolds(
        _ block: CommandGrammar.Block, _ message: CommandMessage, _ grammar: CommandGrammar
    ) -> Bool {
        guard block.hasContext else { return true }
        let source = block.source
        for binding in way.bindings where binding.value >= 0 {
            for field in grammar.values[Int(binding.value)].context {
                let required = source.requiredContext.first { $0.key == field.name }
                if let required, !required.accepts(field.value) { return false }
            }
        }
        for condition in source.excludedContext {
            if let value = contextValue(condition.key, message, grammar),
                condition.excludes(value)
            {
                return false
            }
        }
        return source.requiredContext.allSatisfy { condition in
            guard let value = contextValue(condition.key, message, grammar) else { return false }
            return condition.accepts(value)
        }
    }

    /// What a key of the context holds: a value just matched comes before what was given.
    private func contextValue(
        _ key: String, _ message: CommandMessage, _ grammar: CommandGrammar
    ) -> CommandValue? {
        contextValue(key, of: way.bindings, message.context, grammar)
    }

    /// The same for a way that was kept.
    func contextValue(
        _ key: String, of bindings: [SlotBinding], _ context: [String: CommandValue],
        _ grammar: CommandGrammar
    ) -> CommandValue? {
        for binding in bindings.reversed() where binding.value >= 0 {
            let fields = grammar.values[Int(binding.value)].context
            if let field = fields.last(where: { $0.name == key }) { return field.value }
        }
        return context[key]
    }
}

extension CommandSource.ContextCondition {
    func accepts(_ value: CommandValue) -> Bool {
        guard let accepted else { return value != .null }
        return accepted.contains { $0.means(value) }
    }

    /// Like `accepts`, but a condition without values excludes nothing that is set, as in hassil.
    func excludes(_ value: CommandValue) -> Bool {
        guard let accepted else { return value == .null }
        return accepted.contains { $0.means(value) }
    }
}
