import IntentMatching
import Procedures

/// Reads `procedures/<slug>.yaml`: what is known, and how people call it.
struct ProcedureLoader {
    private let vocabulary: VocabularyLoader
    private let concepts: [String]
    private let conceptSet: Set<String>

    init(vocabulary: VocabularyLoader) {
        self.vocabulary = vocabulary
        concepts = vocabulary.vocabulary.concepts.map(\.name)
        conceptSet = Set(concepts)
    }

    /// One file, read.
    struct Loaded {
        let procedure: Procedure
        let subject: QuestionVocabulary.Subject
        let place: Place
    }

    private static let keys = [
        "slug", "codes", "name", "category", "official_names", "aliases", "mentions", "rules",
        "family", "facts", "who_may_ask", "remark",
    ]

    /// Returns the procedure as far as it can be read; what is wrong goes to `findings`.
    func procedure(fileName: String, _ tree: YAMLTree, _ findings: inout Findings) -> Loaded {
        let entries = tree.mapping(known: Self.keys, &findings)
        for key in ["slug", "name"] where entries[key] == nil {
            findings.error(
                at: tree.place, "thiếu '\(key)'", remedy: "Ghi khóa này ở đầu tệp")
        }
        // Reading goes on without them, so that all mistakes of the file show at once.
        let slug = entries["slug"]?.text(&findings) ?? fileName
        let name = entries["name"]?.text(&findings) ?? slug
        if slug != fileName {
            findings.error(
                at: entries["slug"]?.place ?? tree.place,
                "slug '\(slug)' khác tên tệp '\(fileName)'",
                remedy: "Đổi tên tệp hoặc slug cho giống nhau")
        }
        let facts = entries["facts"].map { FactLoader().facts(in: $0, &findings) } ?? [:]
        let procedure = Procedure(
            slug: slug, codes: entries["codes"]?.texts(&findings).map(\.text) ?? [], name: name,
            category: entries["category"]?.scalarText ?? "", facts: facts)
        let subject = QuestionVocabulary.Subject(
            slug: slug, name: name, phrases: phrases(name, entries, &findings),
            rules: entries["rules"]?.list(&findings).map { rule($0, &findings) } ?? [],
            family: entries["family"].flatMap { family($0, &findings) },
            description: description(procedure))
        return Loaded(procedure: procedure, subject: subject, place: tree.place)
    }

    private func phrases(
        _ name: String, _ entries: [YAMLTree.Entry], _ findings: inout Findings
    ) -> [QuestionVocabulary.Phrase] {
        typealias Weight = QuestionVocabulary.DefaultWeight
        var seen = Set<WrittenText>()
        var result: [QuestionVocabulary.Phrase] = []
        func add(_ texts: [String], _ weight: Double, official: Bool) {
            for text in texts where seen.insert(WrittenText(text)).inserted {
                result.append(.init(text, weight: weight, isOfficial: official))
            }
        }
        // The official name is no template: brackets in it are just brackets.
        let names = [name] + (entries["official_names"]?.texts(&findings).map(\.text) ?? [])
        add(names, Weight.name, official: true)
        // An alias that differs from a name only in its capitals is that name once more.
        for name in names { seen.insert(WrittenText(name.lowercased())) }
        add(vocabulary.phrases(in: entries["aliases"], &findings), Weight.alias, official: false)
        add(vocabulary.phrases(in: entries["mentions"], &findings), Weight.mention, official: false)
        return result
    }

    private func rule(_ tree: YAMLTree, _ findings: inout Findings) -> QuestionVocabulary.Rule {
        let entries = tree.mapping(known: ["all", "any", "not", "weight"], &findings)
        if entries["all"] == nil, entries["any"] == nil {
            findings.error(
                at: tree.place, "quy tắc không có 'all' hay 'any' thì không bao giờ đúng",
                remedy: "Ghi điều kiện vào all hoặc any, hoặc xóa quy tắc")
        }
        return .init(
            all: conditions(entries["all"], &findings), any: conditions(entries["any"], &findings),
            not: conditions(entries["not"], &findings),
            weight: entries["weight"]?.number(&findings) ?? QuestionVocabulary.DefaultWeight.alias)
    }

    private func conditions(
        _ tree: YAMLTree?, _ findings: inout Findings
    ) -> [QuestionVocabulary.Condition] {
        var result: [QuestionVocabulary.Condition] = []
        for (text, place) in tree?.texts(&findings) ?? [] {
            guard text.hasPrefix("@") else {
                result.append(.phrases(vocabulary.expanded(text, place, &findings)))
                continue
            }
            let name = String(text.dropFirst())
            if !conceptSet.contains(name) {
                findings.error(
                    at: place, "không có khái niệm '@\(name)'",
                    remedy: remedy(forUnknown: name, in: concepts))
            }
            result.append(.concept(name))
        }
        return result
    }

    private func family(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> QuestionVocabulary.Family? {
        let entries = tree.mapping(known: ["name", "members"], &findings)
        guard let name = entries["name"]?.text(&findings) else {
            findings.error(at: tree.place, "family thiếu 'name'", remedy: "Ghi tên gọi chung")
            return nil
        }
        return .init(name: name, members: entries["members"]?.texts(&findings).map(\.text) ?? [])
    }

    /// Papers and conditions in words, for the matcher's last resort.
    private func description(_ procedure: Procedure) -> String {
        [FactKey.documents, .conditions, .steps, .authority]
            .flatMap { procedure.facts[$0] ?? [] }
            .map { fact in
                switch fact.body {
                case .text(let text): text
                case .items(let items): items.joined(separator: ". ")
                }
            }
            .joined(separator: ". ")
    }
}
