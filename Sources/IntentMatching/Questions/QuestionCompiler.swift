import VietText

/// A phrase of a compiled vocabulary, for people.
package struct PhraseDescription: Hashable, Sendable {
    package var text: String
    package var kind: PhraseKind

    /// The slug, intent, concept or aspect that it speaks for; empty for the other kinds.
    package var owner: String

    /// In the scale of `QuestionVocabulary.DefaultWeight`; 0 for kinds without weight.
    package var weight: Double

    /// Never switched off by a leave-one-out measurement.
    package var isOfficial: Bool
}

/// Turns a vocabulary into tables.
struct QuestionCompiler {
    private(set) var tables = EvidenceTables()
    private(set) var descriptions: [PhraseDescription] = []
    private(set) var conceptNames: [String] = []

    /// What the vocabulary gets wrong: names of concepts and procedures that do not exist.
    private(set) var mistakes: [String] = []

    private var entries: [PhraseEntry] = []
    private var entryWords: [[Syllable]] = []
    private var conceptNumbers: [String: Int32] = [:]
    private let vocabulary: QuestionVocabulary

    init(_ vocabulary: QuestionVocabulary) {
        self.vocabulary = vocabulary
        tables.procedureCount = Int32(vocabulary.subjects.count)
        tables.subjectCount = Int32(vocabulary.subjects.count + vocabulary.topics.count)
        tables.aspectCount = Int32(vocabulary.aspects.count)
        addConcepts()
        addSubjects()
        addTopicsAndCues()
        addSigns()
        tables.conceptCount = Int32(conceptNames.count)
        tables.indexRules()
    }

    /// The words and phrases as tables; slow for a large vocabulary, so made once.
    func lexicon() -> Lexicon {
        let words = WordTable(words: entryWords.flatMap { $0 }, shortForms: vocabulary.shortForms)
        let phrases = zip(entryWords, entries).map { syllables, entry in
            (words: syllables.map { (id: words.id(of: $0), marks: $0.marks) }, entry: entry)
        }
        return Lexicon(words: words, trie: PhraseTrie(phrases, idCount: Int(words.idCount)))
    }

    private mutating func add(
        _ text: String, _ kind: PhraseKind, owner: Int32 = 0, named name: String = "",
        weight: Double = 0, isOfficial: Bool = false
    ) {
        let entry = PhraseEntry(
            phrase: Int32(descriptions.count), offset: 0, owner: UInt16(clamping: owner),
            weight: Int16(clamping: Int(weight * 100)),
            kind: kind, length: 0)
        descriptions.append(
            PhraseDescription(
                text: text, kind: kind, owner: name, weight: weight, isOfficial: isOfficial))
        entries.append(entry)
        entryWords.append(Syllable.words(of: text))
    }

    private mutating func addConcepts() {
        for concept in vocabulary.concepts {
            let number = newConcept(concept.name)
            conceptNumbers[concept.name] = number
            for phrase in concept.phrases {
                add(phrase, .concept, owner: number, named: concept.name)
            }
        }
    }

    private mutating func newConcept(_ name: String) -> Int32 {
        conceptNames.append(name)
        return Int32(conceptNames.count - 1)
    }

    private mutating func addSubjects() {
        let numbers = Dictionary(
            vocabulary.subjects.enumerated().map { ($1.slug, Int32($0)) },
            uniquingKeysWith: { first, _ in first })
        for (index, subject) in vocabulary.subjects.enumerated() {
            for phrase in subject.phrases {
                add(
                    phrase.text, .name, owner: Int32(index), named: subject.slug,
                    weight: phrase.weight, isOfficial: phrase.isOfficial)
            }
            for rule in subject.rules { add(rule, of: Int32(index), subject.slug) }
            let start = Int32(tables.members.count)
            for member in subject.family?.members ?? [] {
                if let number = numbers[member] {
                    tables.members.append(number)
                } else {
                    mistakes.append("\(subject.slug): no procedure is called '\(member)'")
                }
            }
            tables.families.append(start..<Int32(tables.members.count))
        }
    }

    private mutating func add(_ rule: QuestionVocabulary.Rule, of subject: Int32, _ slug: String) {
        guard !rule.all.isEmpty || !rule.any.isEmpty else {
            mistakes.append("\(slug): a rule with neither 'all' nor 'any' never fires")
            return
        }
        let all = conditions(rule.all, slug)
        let any = conditions(rule.any, slug)
        let not = conditions(rule.not, slug)
        tables.rules.append(
            EvidenceTables.Rule(
                subject: subject, weight: Int32(rule.weight * 100), all: all, any: any, not: not))
    }

    private mutating func conditions(
        _ given: [QuestionVocabulary.Condition], _ slug: String
    ) -> Range<Int32> {
        let start = Int32(tables.conditions.count)
        for condition in given {
            switch condition {
            case .concept(let name):
                if conceptNumbers[name] == nil {
                    mistakes.append("\(slug): no concept is called '@\(name)'")
                    conceptNumbers[name] = newConcept(name)
                }
                tables.conditions.append(conceptNumbers[name] ?? 0)
            case .phrases(let phrases):
                tables.conditions.append(literalConcept(phrases))
            }
        }
        return start..<Int32(tables.conditions.count)
    }

    /// The same item in two rules is one concept.
    private mutating func literalConcept(_ phrases: [String]) -> Int32 {
        let name = phrases.joined(separator: "|")
        if let known = conceptNumbers[name] { return known }
        let number = newConcept(phrases.first ?? "")
        conceptNumbers[name] = number
        for phrase in phrases {
            add(phrase, .concept, owner: number, named: phrases.first ?? "")
        }
        return number
    }

    private mutating func addTopicsAndCues() {
        for (index, topic) in vocabulary.topics.enumerated() {
            let owner = Int32(vocabulary.subjects.count + index)
            for phrase in topic.phrases {
                add(
                    phrase.text, .name, owner: owner, named: topic.intent, weight: phrase.weight,
                    isOfficial: phrase.isOfficial)
            }
            let end = Int32(tables.members.count)
            tables.families.append(end..<end)
        }
        for cue in vocabulary.outside {
            for phrase in cue.phrases { add(phrase, .outside, named: "", weight: cue.weight) }
        }
        for (index, aspect) in vocabulary.aspects.enumerated() {
            for phrase in aspect.phrases {
                add(phrase, .aspect, owner: Int32(index), named: aspect.key)
            }
        }
    }

    private mutating func addSigns() {
        for phrase in vocabulary.questionSigns.strong { add(phrase, .strongSign) }
        for phrase in vocabulary.questionSigns.weak { add(phrase, .weakSign) }
        for phrase in vocabulary.questionSigns.closing { add(phrase, .closingSign) }
        for phrase in vocabulary.focusWords { add(phrase, .focus) }
        for phrase in vocabulary.politeWords { add(phrase, .polite) }
        for phrase in vocabulary.particles { add(phrase, .particle) }
    }
}
