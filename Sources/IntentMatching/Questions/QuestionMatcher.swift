import VietText

/// Finds what a message asks: which procedure or topic, and what of it.
///
/// Compiled once from a vocabulary, then read from any thread; one message costs about a
/// microsecond. It never guesses silently: `explain` shows every phrase, rule and score.
package final class QuestionMatcher: Sendable {
    let lexicon: Lexicon
    let tables: EvidenceTables
    let names: [String]
    let titles: [String]
    let aspectKeys: [String]
    let conceptNames: [String]
    let scattered: ScatteredPhrases
    let lastResort: LastResort

    /// Every phrase of the vocabulary, by its number.
    package let phrases: [PhraseDescription]

    /// What the vocabulary gets wrong; rules with mistakes never fire.
    package let mistakes: [String]

    /// Compiles a vocabulary.
    ///
    /// - Complexity: About a tenth of a second for ten thousand phrases.
    package init(_ vocabulary: QuestionVocabulary) {
        let compiler = QuestionCompiler(vocabulary)
        lexicon = compiler.lexicon()
        tables = compiler.tables
        phrases = compiler.descriptions
        mistakes = compiler.mistakes
        conceptNames = compiler.conceptNames
        names = vocabulary.subjects.map(\.slug) + vocabulary.topics.map(\.intent)
        titles = vocabulary.subjects.map(\.name) + vocabulary.topics.map(\.intent)
        aspectKeys = vocabulary.aspects.map(\.key)
        scattered = ScatteredPhrases(
            lexicon.trie, idCount: Int(lexicon.words.idCount), procedureCount: tables.procedureCount
        )
        lastResort = LastResort(vocabulary.subjects)
    }

    /// Reads a message: one reading, or one for each question when it asks about several things.
    ///
    /// - Parameters:
    ///   - text: The message; a mention of the bot's name is best cut off before.
    ///   - place: Where it was said.
    ///   - disabled: Phrases that do not count, for measurements.
    /// - Returns: One reading or more, in the order of the text.
    package func read(
        _ text: String, place: TalkPlace = .privateChat, disabled: PhraseSet? = nil
    ) -> [QuestionReading] {
        var scratch = QuestionScratch()
        return read(text, place: place, disabled: disabled, scratch: &scratch)
    }

    /// Reads a message in buffers that are used again; see `read(_:place:disabled:)`.
    package func read(
        _ text: String, place: TalkPlace, disabled: PhraseSet?, scratch: inout QuestionScratch
    ) -> [QuestionReading] {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8Span.span
        search(bytes, disabled, &scratch)
        let whole = 0..<scratch.tokens.count
        if let parts = questionParts(&scratch) {
            return parts.map { part in
                evaluate(part, &scratch)
                return decide(part, place, &scratch)
            }
        }
        evaluate(whole, &scratch)
        if place.isAddressed, needsMore(scratch, whole) {
            scattered.search(
                scratch.words, lexicon.trie, disabled, seen: &scratch.seen,
                into: &scratch.hits.names)
            scratch.prepare()
            evaluate(whole, &scratch)
        }
        var reading = decide(whole, place, &scratch)
        if reading.outcome == .unknown, !reading.isOutside, place.isAddressed {
            offerLastResort(&reading, &scratch)
        }
        return [reading]
    }

    /// The numbers of all phrases found in a text, hidden ones too, in ascending order.
    package func phrasesFound(in text: String) -> [Int32] {
        var scratch = QuestionScratch()
        var text = text
        text.makeContiguousUTF8()
        search(text.utf8Span.span, nil, &scratch)
        scattered.search(
            scratch.words, lexicon.trie, nil, seen: &scratch.seen, into: &scratch.hits.names)
        return Set(scratch.hits.all(lexicon.trie.entries).map(\.phrase)).sorted()
    }

    /// The name that people read, of a slug or an intent.
    package func title(of subject: String) -> String? {
        names.firstIndex(of: subject).map { titles[$0] }
    }

    func search(
        _ bytes: Span<UInt8>, _ disabled: PhraseSet?, _ scratch: inout QuestionScratch
    ) {
        scan(bytes, into: &scratch.tokens)
        lexicon.read(scratch.tokens, of: bytes, into: &scratch.words)
        scratch.fit(tables)
        scratch.hits.removeAll()
        var search = PhraseSearch(lexicon)
        search.run(&scratch, isMarked: Self.isMarked(scratch.tokens), disabled: disabled)
        scratch.prepare()
    }

    func evaluate(_ range: Range<Int>, _ scratch: inout QuestionScratch) {
        scratch.findQuestion(in: range)
        scratch.score(range, tables, lexicon.trie.entries)
        scratch.scoreAspects(range)
    }

    /// Whether more than a third of the words carry marks: then a bare word is meant bare.
    static func isMarked(_ tokens: [Token]) -> Bool {
        var marked = 0
        for token in tokens where !token.marks.isEmpty { marked += 1 }
        return marked * 3 > tokens.count
    }

    /// Whether nothing better than a bare word was found in order.
    private func needsMore(_ scratch: QuestionScratch, _ range: Range<Int>) -> Bool {
        guard let best = scratch.ranking.first else { return scratch.outsideScore == 0 }
        let isBare =
            best.score < MatcherThresholds.answer
            || best.weight <= Int32(QuestionVocabulary.DefaultWeight.mention * 100)
                && scratch.coverage(of: range) < MatcherThresholds.bareCoverage
        return isBare && scratch.outsideScore <= best.score
    }
}
