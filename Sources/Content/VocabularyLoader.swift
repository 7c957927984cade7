import Conversation
import IntentMatching

/// Reads `vocabulary/*.yaml`: any file may hold any of the parts, by its top-level keys.
struct VocabularyLoader {
    /// What `<name>` stands for, from all files; each a template.
    private(set) var rules: [String: String] = [:]

    private(set) var vocabulary = QuestionVocabulary()

    /// Danger and old words, in the order of the files.
    private(set) var safety: [SafetyCase] = []
    private(set) var oldWords: [OldWord] = []

    /// Rules with a mistake, which is reported where they stand and not at each use.
    private var broken: Set<String> = []

    /// Phrases that one template may stand for, and no more.
    static let expansionsMax = 3_000

    private static let keys = [
        "expansion_rules", "short_forms", "concepts", "aspects", "question_signs", "focus_words",
        "polite_words", "particles", "outside", "topics", "safety", "old_words",
    ]

    /// Reads all files; rules first, since any file may use them.
    mutating func load(_ trees: [YAMLTree], _ findings: inout Findings) {
        let parts = trees.flatMap { $0.mapping(known: Self.keys, &findings) }
        var places: [(name: String, place: Place)] = []
        for part in parts where part.key == "expansion_rules" {
            readRules(part.value, &places, &findings)
        }
        for (name, place) in places { checkRule(name, place, &findings) }
        for part in parts where part.key != "expansion_rules" { read(part, &findings) }
    }

    /// Returns the phrases that templates stand for, each with its place, none twice.
    func phrases(in tree: YAMLTree?, _ findings: inout Findings) -> [String] {
        var seen = Set<WrittenText>()
        var result: [String] = []
        for (text, place) in tree?.texts(&findings) ?? [] {
            for phrase in expanded(text, place, &findings)
            where seen.insert(WrittenText(phrase)).inserted {
                result.append(phrase)
            }
        }
        return result
    }

    /// Returns the phrases that one template stands for; a mistake and none when it has one.
    func expanded(_ text: String, _ place: Place, _ findings: inout Findings) -> [String] {
        do {
            return try expansions(of: text, rules: rules, limit: Self.expansionsMax)
        } catch {
            if !broken.contains(where: { text.contains("<\($0)>") }) {
                findings.error(
                    at: place, "mẫu câu \"\(text)\", ký tự \(error.offset + 1): \(error.what)",
                    remedy: error.remedy)
            }
            return []
        }
    }

    private mutating func checkRule(
        _ name: String, _ place: Place, _ findings: inout Findings
    ) {
        do {
            _ = try expansions(
                of: "<\(name)>", rules: rules, limit: Self.expansionsMax, mayBeEmpty: true)
        } catch {
            broken.insert(name)
            findings.error(
                at: place, "quy tắc <\(name)>, ký tự \(error.offset + 1): \(error.what)",
                remedy: error.remedy)
        }
    }

    private mutating func readRules(
        _ tree: YAMLTree, _ places: inout [(name: String, place: Place)],
        _ findings: inout Findings
    ) {
        for entry in tree.mapping(&findings) {
            guard let text = entry.value.text(&findings) else { continue }
            places.append((entry.key, entry.value.place))
            if rules.updateValue(text, forKey: entry.key) != nil {
                findings.error(
                    at: entry.keyPlace, "quy tắc <\(entry.key)> có hai lần", remedy: "Gộp làm một")
            }
        }
    }

    private mutating func read(_ part: YAMLTree.Entry, _ findings: inout Findings) {
        switch part.key {
        case "short_forms":
            for entry in part.value.mapping(&findings) {
                vocabulary.shortForms.append(
                    .init(
                        typed: entry.key, meanings: entry.value.texts(&findings).map(\.text)))
            }
        case "concepts":
            for entry in part.value.mapping(&findings) {
                if vocabulary.concepts.contains(where: { $0.name == entry.key }) {
                    findings.error(
                        at: entry.keyPlace, "khái niệm '\(entry.key)' có hai lần",
                        remedy: "Gộp làm một")
                }
                vocabulary.concepts.append(
                    .init(name: entry.key, phrases: phrases(in: entry.value, &findings)))
            }
        case "aspects":
            for item in part.value.list(&findings) {
                guard let aspect = aspect(item, &findings) else { continue }
                if vocabulary.aspects.contains(where: { $0.key == aspect.key }) {
                    findings.error(
                        at: item.place, "khía cạnh '\(aspect.key)' có hai lần",
                        remedy: "Gộp làm một")
                }
                vocabulary.aspects.append(aspect)
            }
        case "question_signs":
            let signs = part.value.mapping(known: ["strong", "weak", "closing"], &findings)
            vocabulary.questionSigns.strong += phrases(in: signs["strong"], &findings)
            vocabulary.questionSigns.weak += phrases(in: signs["weak"], &findings)
            vocabulary.questionSigns.closing += phrases(in: signs["closing"], &findings)
        case "focus_words":
            vocabulary.focusWords += phrases(in: part.value, &findings)
        case "polite_words":
            vocabulary.politeWords += phrases(in: part.value, &findings)
        case "particles":
            vocabulary.particles += phrases(in: part.value, &findings)
        case "safety":
            let loader = WatchedWordsLoader(vocabulary: self)
            safety += part.value.list(&findings).compactMap { loader.safetyCase($0, &findings) }
        case "old_words":
            let loader = WatchedWordsLoader(vocabulary: self)
            oldWords += part.value.list(&findings).compactMap { loader.oldWord($0, &findings) }
        case "outside":
            vocabulary.outside += part.value.list(&findings).map { outside($0, &findings) }
        default:
            vocabulary.topics += part.value.list(&findings).compactMap { topic($0, &findings) }
        }
    }

    private func aspect(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> QuestionVocabulary.Aspect? {
        let entries = tree.mapping(known: ["key", "name", "phrases"], &findings)
        guard let key = entries["key"]?.text(&findings), let name = entries["name"]?.text(&findings)
        else {
            findings.error(
                at: tree.place, "khía cạnh thiếu key hoặc name", remedy: "Ghi đủ key, name, phrases"
            )
            return nil
        }
        return .init(key: key, name: name, phrases: phrases(in: entries["phrases"], &findings))
    }

    private func outside(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> QuestionVocabulary.WeightedPhrases {
        let entries = tree.mapping(known: ["weight", "phrases"], &findings)
        return .init(
            weight: entries["weight"]?.number(&findings)
                ?? QuestionVocabulary.DefaultWeight.mention,
            phrases: phrases(in: entries["phrases"], &findings))
    }

    private func topic(_ tree: YAMLTree, _ findings: inout Findings) -> QuestionVocabulary.Topic? {
        let entries = tree.mapping(known: ["intent", "weight", "phrases"], &findings)
        guard let intent = entries["intent"]?.text(&findings) else {
            findings.error(at: tree.place, "thiếu 'intent'", remedy: "Ghi tên ý định")
            return nil
        }
        let weight =
            entries["weight"]?.number(&findings) ?? QuestionVocabulary.DefaultWeight.mention
        return .init(
            intent: intent,
            phrases: phrases(in: entries["phrases"], &findings).map { .init($0, weight: weight) })
    }
}

/// Short forms and polite words alone, for matching sentences that are not ours.
package struct ChatWords: Sendable {
    /// Phrases that may stand around a command.
    package let politeWords: [String]

    /// Typed forms without marks, each with what it may stand for, the usual first.
    package let shortForms: [(form: String, meanings: [String])]

    /// Reads a folder like `intents/vocabulary`.
    package static func load(folder: String) throws(ContentRefused) -> ChatWords {
        var findings = Findings()
        var loader = VocabularyLoader()
        let trees = ContentFolder(reading: folder, &findings).files
            .compactMap { parseYAML($0.text, file: $0.path, &findings) }
        loader.load(trees, &findings)
        guard !findings.hasErrors else { throw ContentRefused(findings.mistakes) }
        let vocabulary = loader.vocabulary
        return ChatWords(
            politeWords: vocabulary.politeWords,
            shortForms: vocabulary.shortForms.map { ($0.typed, $0.meanings) })
    }
}
