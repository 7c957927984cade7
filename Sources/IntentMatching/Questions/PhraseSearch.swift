import VietText

/// A phrase found in a message.
struct PhraseHit: Sendable {
    var phrase: Int32
    var owner: Int32
    var weight: Int32

    /// First and last token, both included.
    var first: Int32
    var last: Int32

    /// Words of the phrase.
    var length: Int32

    /// What the finding cost, in hundredths: a repaired slip, words out of order.
    var penalty: Int32

    var kind: PhraseKind

    /// Lies inside a longer name, so it does not count.
    var isHidden = false

    /// One of its words was typed with a slip.
    var isRepaired = false

    /// Its words stood in another order.
    var isScattered = false
}

/// The phrases of concepts that are the same words, found in a message.
struct ConceptHit: Sendable {
    /// A range of `PhraseTrie.entries`.
    var firstEntry: Int32
    var count: Int32

    /// First and last token, both included.
    var first: Int32
    var last: Int32

    var isRepaired: Bool
}

/// The words and phrases of a vocabulary, frozen.
final class Lexicon: Sendable {
    let words: WordTable
    let trie: PhraseTrie

    init(words: WordTable, trie: PhraseTrie) {
        self.words = words
        self.trie = trie
    }
}

/// Finds all phrases of a lexicon in the words of one message.
struct PhraseSearch: ~Copyable {
    /// What one repaired slip takes from the weight of a phrase, in hundredths.
    static let repairPenalty: Int32 = 50

    /// What a stray word inside a phrase takes from its weight, in hundredths.
    static let strayWordPenalty: Int32 = 100

    /// Children of a node up to which a typed word is compared with each.
    static let childrenCompared = 12

    /// Steps of a walk, over all starts, that one word may cause on average; a bound against texts
    /// made to be slow.
    static let stepsPerWordMaximum = 64

    /// Bits of `Token.Flags`, asked for once: a call for each node visited would be felt.
    private let sentenceEnd = Token.Flags.afterSentenceEnd.rawValue

    /// What a walk has let pass so far.
    private struct Tolerance {
        /// The word that was taken for another one, by its place among the words; -1 for none.
        var repaired: Int32 = -1
        /// A word inside the phrase was left out.
        var hasSkipped = false
    }

    /// One reference: a copy of its tables would retain each of their arrays.
    private let lexicon: Lexicon

    /// Trie nodes visited since the start; for tests that count work.
    private var visited = 0
    private var repairsTried = 0
    private var budget = 0

    private var isMarked = false
    /// The words taken so far, by their places, and the ids they were taken for.
    private var path = InlineArray<16, Int32>(repeating: 0)
    private var labels = InlineArray<16, Int32>(repeating: 0)
    private var slips: [Slip] = []
    private var words: [MessageWord] = []
    private var tokens: [Token] = []
    private var hits = HitLists()
    private var disabled: PhraseSet?
    private var slipsOf: Int32 = -1

    init(_ lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// Searches the words of a message and appends what is found to its hits, by their starts.
    ///
    /// - Parameters:
    ///   - scratch: Its tokens and words are read.
    ///   - isMarked: Whether the message is written with marks, so that a word alone must carry its
    ///     own.
    ///   - disabled: Phrases that do not count.
    mutating func run(_ scratch: inout QuestionScratch, isMarked: Bool, disabled: PhraseSet?) {
        self.isMarked = isMarked
        self.disabled = disabled
        take(&scratch)
        budget = words.count * Self.stepsPerWordMaximum
        slipsOf = -1
        visited = 0
        repairsTried = 0
        searchAll()
        take(&scratch)
        scratch.nodesVisited = visited
        scratch.repairsTried = repairsTried
    }

    /// Exchanges the buffers with those of the message, so that none is copied.
    private mutating func take(_ scratch: inout QuestionScratch) {
        swap(&words, &scratch.words)
        swap(&tokens, &scratch.tokens)
        swap(&hits, &scratch.hits)
        swap(&slips, &scratch.slips)
    }

    private mutating func searchAll() {
        for start in words.indices {
            let word = words[start]
            if word.id >= WordTable.firstOwn {
                let node = lexicon.trie.root(word.id)
                if node > 0 {
                    path[0] = Int32(start)
                    labels[0] = word.id
                    visit(node, depth: 1, Tolerance())
                }
            } else if word.origin == .typed, word.id != WordTable.number {
                startWithSlip(Int32(start))
            }
        }
    }

    /// The first word has a slip: worth trying only if the next one is typed right and is ours.
    private mutating func startWithSlip(_ start: Int32) {
        let word = words[Int(start)]
        guard Int(word.next) < words.count, words[Int(word.next)].id >= WordTable.firstOwn,
            word.id == WordTable.unknown || word.marks.isEmpty,
            lexicon.trie.isSecond[Int(words[Int(word.next)].id)]
        else { return }
        repairsTried += 1
        findSlips(of: start)
        for slip in slips {
            let node = lexicon.trie.root(slip.word)
            guard node > 0,
                lexicon.trie.child(of: node, after: slip.word, words[Int(word.next)].id) > 0
            else {
                continue
            }
            path[0] = start
            labels[0] = slip.word
            visit(node, depth: 1, Tolerance(repaired: start))
            return
        }
    }

    /// Reports the phrases that end at a node and goes on from it.
    private mutating func visit(_ first: Int32, depth start: Int, _ tolerance: Tolerance) {
        var node = first
        var depth = start
        while true {
            visited += 1
            budget -= 1
            guard budget > 0 else { return }
            let here = lexicon.trie.nodes[Int(node)]
            for index in here.firstEnding..<here.firstEnding + Int32(here.endingCount) {
                report(Int(index), tolerance)
            }
            guard here.childCount > 0, depth < PhraseTrie.maximumLength else { return }
            let last = words[Int(path[depth - 1])]
            let next = last.next
            guard Int(next) < words.count else { return }
            let word = words[Int(next)]
            let isNewSentence =
                tokens[Int(word.token)].flags.rawValue & sentenceEnd != 0
            if isNewSentence, word.token != last.token { return }
            if word.alternative < 0 {
                let child =
                    word.id >= WordTable.number
                    ? lexicon.trie.child(of: node, after: labels[depth - 1], word.id) : 0
                if child > 0 {
                    path[depth] = next
                    labels[depth] = word.id
                    node = child
                    depth += 1
                    continue
                }
            } else if visitAlternatives(next, node, depth, tolerance) {
                return
            }
            if tolerance.repaired < 0 { goOnWithSlip(node, next, depth, tolerance) }
            if !tolerance.hasSkipped { goOnAfter(next, node, depth, tolerance) }
            return
        }
    }

    /// Goes on with every way to read the next token; returns whether there was one.
    private mutating func visitAlternatives(
        _ first: Int32, _ node: Int32, _ depth: Int, _ tolerance: Tolerance
    ) -> Bool {
        var next = first
        var found = false
        while next >= 0 {
            let word = words[Int(next)]
            if word.id >= WordTable.number {
                let child = lexicon.trie.child(of: node, after: labels[depth - 1], word.id)
                if child > 0 {
                    found = true
                    path[depth] = next
                    labels[depth] = word.id
                    visit(child, depth: depth + 1, tolerance)
                }
            }
            next = word.alternative
        }
        return found
    }

    /// No edge for the word as typed: takes the cheapest slip that the node has an edge for.
    private mutating func goOnWithSlip(
        _ node: Int32, _ next: Int32, _ depth: Int, _ tolerance: Tolerance
    ) {
        let word = words[Int(next)]
        guard word.origin == .typed, word.id != WordTable.number else { return }
        let isNarrow = lexicon.trie.nodes[Int(node)].childCount <= Self.childrenCompared
        let isLikely =
            word.id == WordTable.unknown || depth >= 2
            || word.id == WordTable.irrelevant && word.marks.isEmpty
        guard isNarrow || isLikely else { return }
        repairsTried += 1
        // A word of ours is seldom a slip of another, and a syllable seldom a far one.
        let costAllowed: Int32 =
            word.id == WordTable.unknown
            ? 4 : word.id == WordTable.irrelevant ? 3 : depth >= 2 ? 2 : 1
        let found =
            isNarrow
            ? cheapestChild(of: node, for: word.key) : cheapestSlip(of: next, at: node, depth)
        guard found.child > 0, found.cost <= costAllowed else { return }
        path[depth] = next
        labels[depth] = lexicon.trie.label(of: found.child)
        var further = tolerance
        further.repaired = next
        visit(found.child, depth: depth + 1, further)
    }

    /// Compares a word with every child of a node: cheaper than the index where they are few.
    private func cheapestChild(of node: Int32, for typed: UInt64) -> (child: Int32, cost: Int32) {
        let parent = lexicon.trie.nodes[Int(node)]
        let length = Syllable.length(of: typed)
        var best: (child: Int32, cost: Int32) = (0, 5)
        guard length >= 3 else { return best }
        let variant = SlipIndex.exchangingOnset(typed)
        for child in parent.firstChild..<parent.firstChild + Int32(parent.childCount) {
            let key = lexicon.words.keys[Int(lexicon.trie.label(of: child))]
            let wanted = Syllable.length(of: key)
            guard wanted >= 3, key == variant || abs(wanted - length) <= 1 else { continue }
            let cost = key == variant ? 2 : SlipIndex.cost(of: typed, for: key)
            if cost > 0, cost < best.cost { best = (child, cost) }
        }
        return best
    }

    private mutating func cheapestSlip(
        of next: Int32, at node: Int32, _ depth: Int
    ) -> (child: Int32, cost: Int32) {
        findSlips(of: next)
        for slip in slips {
            let child = lexicon.trie.child(of: node, after: labels[depth - 1], slip.word)
            if child > 0 { return (child, slip.cost) }
        }
        return (0, 5)
    }

    /// No edge for a word: leaves it out, once in a phrase, if the phrase goes on after it.
    private mutating func goOnAfter(
        _ stray: Int32, _ node: Int32, _ depth: Int, _ tolerance: Tolerance
    ) {
        let next = words[Int(stray)].next
        guard Int(next) < words.count, words[Int(next)].id >= WordTable.firstOwn else { return }
        let child = lexicon.trie.child(of: node, after: labels[depth - 1], words[Int(next)].id)
        guard child > 0, !lexicon.words.denies(words[Int(stray)].key) else { return }
        guard !isAfterBreak(stray), !isAfterBreak(next) else { return }
        path[depth] = next
        labels[depth] = words[Int(next)].id
        var further = tolerance
        further.hasSkipped = true
        visit(child, depth: depth + 1, further)
    }

    private func isAfterBreak(_ word: Int32) -> Bool {
        let flags = tokens[Int(words[Int(word)].token)].flags
        return flags.contains(.afterBreak) && !flags.contains(.isGlued)
    }

    private mutating func findSlips(of index: Int32) {
        guard slipsOf != index else { return }
        slipsOf = index
        slips.removeAll(keepingCapacity: true)
        lexicon.words.slips.append(slipsOf: words[Int(index)].key, to: &slips)
    }

    /// Notes the phrases of an ending if the marks typed allow it.
    private mutating func report(_ index: Int, _ tolerance: Tolerance) {
        let ending = lexicon.trie.endings[index]
        let repaired = tolerance.repaired
        let length = Int(ending.length)
        if length == 1 {
            guard repaired < 0, agreesAlone(words[Int(path[0])], ending.firstMarks) else { return }
        } else {
            if tolerance.hasSkipped, length < 3 { return }
            for place in 0..<length {
                let typed = words[Int(path[place])].marks
                if typed.isEmpty { continue }
                let marks = lexicon.trie.marks[Int(ending.offset) + place]
                let agrees =
                    path[place] == repaired
                    ? typed.toneAgrees(with: marks) : typed.agrees(with: marks)
                guard agrees else { return }
            }
        }
        let first = words[Int(path[0])].token
        let last = words[Int(path[length - 1])].token
        note(ending, first, last, tolerance)
    }

    private mutating func note(
        _ ending: PhraseTrie.Ending, _ first: Int32, _ last: Int32, _ tolerance: Tolerance
    ) {
        let isRepaired = tolerance.repaired >= 0
        var index = ending.firstEntry
        let end = index + Int32(ending.entryCount)
        if ending.conceptCount > 0, disabled == nil {
            hits.concepts.append(
                ConceptHit(
                    firstEntry: index, count: Int32(ending.conceptCount), first: first, last: last,
                    isRepaired: isRepaired))
            index += Int32(ending.conceptCount)
        }
        while index < end {
            let entry = lexicon.trie.entries[Int(index)]
            index += 1
            if let disabled, disabled.contains(entry.phrase) { continue }
            if entry.kind == .concept {
                hits.concepts.append(
                    ConceptHit(
                        firstEntry: index - 1, count: 1, first: first, last: last,
                        isRepaired: isRepaired))
                continue
            }
            if tolerance.hasSkipped, !entry.kind.toleratesStrayWords { continue }
            hits.append(
                PhraseHit(
                    phrase: entry.phrase, owner: Int32(entry.owner), weight: Int32(entry.weight),
                    first: first, last: last, length: Int32(ending.length),
                    penalty: (isRepaired ? Self.repairPenalty : 0)
                        + (tolerance.hasSkipped ? Self.strayWordPenalty : 0),
                    kind: entry.kind, isRepaired: isRepaired))
        }
    }

    /// A word alone says little: in a message with marks it must carry exactly its own.
    private func agreesAlone(_ word: MessageWord, _ marks: Marks) -> Bool {
        guard word.marks.isEmpty || word.marks.agrees(with: marks) else { return false }
        return !isMarked || word.origin != .typed || marks.agrees(with: word.marks)
    }
}
