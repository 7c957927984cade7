import Conversation
import Procedures
import VietText

/// Checks every answer as it would be said, today and on each later day on which it changes.
struct AnswerCheck {
    let content: LoadedContent
    let folder: ContentFolder

    /// Characters of one answer at the most: one screen of a phone.
    static let charactersMax = 900

    func run(from today: CivilDay, _ findings: inout Findings) {
        let aspects = [nil] + content.knowledge.aspects.map { Optional($0.key) }
        let procedures = content.knowledge.procedures.sorted { $0.key < $1.key }
        for (slug, procedure) in procedures {
            var told = Set<String>()
            for day in Self.daysOfChange(procedure, from: today) {
                for aspect in aspects {
                    let answer = ExaminedAnswer(
                        procedure, aspect: aspect, on: day, using: content.knowledge)
                    let text = content.replies.render(answer.reply)
                    check(text, slug, aspect ?? "tong-quan", &told, &findings)
                }
            }
        }
    }

    private func check(
        _ text: String, _ slug: String, _ aspect: String, _ told: inout Set<String>,
        _ findings: inout Findings
    ) {
        let file = "procedures/\(slug).yaml"
        if text.count > Self.charactersMax, told.insert("length \(aspect)").inserted {
            findings.error(
                at: Place(file: file, line: 0),
                "câu trả lời '\(aspect)' dài \(text.count) ký tự, tối đa \(Self.charactersMax)",
                remedy: "Viết gọn các mục của khía cạnh này")
        }
        for (words, reason) in AbolishedWords.found(in: text) where told.insert(words).inserted {
            findings.error(
                at: Place(file: file, line: line(of: words, in: file)),
                "câu trả lời '\(aspect)' nói '\(words)': \(reason)",
                remedy: "Ghi cơ quan, giấy tờ hiện nay; từ cũ chỉ để trong aliases")
        }
    }

    /// The line among the facts where the words stand; 0 when they come from elsewhere.
    private func line(of words: String, in path: String) -> Int {
        let lines = (folder.file(path)?.text ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = Syllable.words(of: words)
        let facts = lines.firstIndex { $0.hasPrefix("facts:") } ?? 0
        let place = lines.indices.dropFirst(facts)
            .first { Syllable.words(of: String(lines[$0])).contains(wanted) }
        return place.map { $0 + 1 } ?? 0
    }

    /// `today`, and each later day on which a value begins to hold or has ceased to.
    static func daysOfChange(_ procedure: Procedure, from today: CivilDay) -> [CivilDay] {
        var days: Set<CivilDay> = [today]
        for fact in FactKey.allCases.flatMap({ procedure.facts[$0] ?? [] }) {
            if let from = fact.validFrom, from > today { days.insert(from) }
            if let to = fact.validTo, to >= today { days.insert(to.adding(days: 1)) }
        }
        return days.sorted()
    }
}
