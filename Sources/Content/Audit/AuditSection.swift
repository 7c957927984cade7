import Conversation
import Procedures
import VietText

/// All answers on one procedure, equal ones of several days put together.
struct AuditSection {
    /// One distinct answer to one aspect.
    struct Distinct {
        let title: String
        let aspect: AspectName
        let rendered: String
        let facts: [ExaminedAnswer.UsedFact]
        let isUnverified: Bool
        /// Whether the overview is said for want of anything on the aspect itself.
        let isOverview: Bool
        var days: [CivilDay]

        var characters: Int { rendered.count }

        /// Whether something is said on the aspect itself.
        var ownsItsAnswer: Bool { !isUnverified && (!isOverview || aspect.key == "tong-quan") }
    }

    let answers: [Distinct]
    private let procedure: Procedure
    private let days: [CivilDay]

    init(
        _ procedure: Procedure, aspects: [AspectName], days: [CivilDay], _ content: LoadedContent
    ) {
        self.procedure = procedure
        self.days = days
        var answers: [Distinct] = []
        for aspect in aspects {
            let first = answers.count
            for day in days {
                let answer = ExaminedAnswer(
                    procedure, aspect: aspect.key, on: day, using: content.knowledge)
                let rendered = content.replies.render(answer.reply)
                if let same = answers[first...].firstIndex(where: { $0.rendered == rendered }) {
                    answers[same].days.append(day)
                    continue
                }
                answers.append(
                    Distinct(
                        title: "\(procedure.slug), \(aspect.key)", aspect: aspect,
                        rendered: rendered, facts: answer.facts,
                        isUnverified: answer.isUnverified,
                        isOverview: answer.reply.key == .answerOverview, days: [day]))
            }
        }
        self.answers = answers
    }

    /// One line for each aspect whose answer is not the same on all days.
    var changes: [String] {
        let changing = answers.filter { $0.days.count < days.count && $0.ownsItsAnswer }
        var titles: [String] = []
        for one in changing where !titles.contains(one.title) { titles.append(one.title) }
        return titles.map { title in
            let spans = changing.filter { $0.title == title }.map { span($0.days) }
            return "\(title): \(spans.joined(separator: " | "))"
        }
    }

    /// The aspects of which nothing is known; nil when there is none.
    var missing: String? {
        var keys: [String] = []
        for one in answers where !one.ownsItsAnswer && !keys.contains(one.aspect.key) {
            keys.append(one.aspect.key)
        }
        return keys.isEmpty ? nil : "\(procedure.slug): \(keys.joined(separator: ", "))"
    }

    /// The section as it is read: facts with their numbers, then answers that name them.
    var text: String {
        let codes =
            procedure.codes.isEmpty ? "không có mã" : procedure.codes.joined(separator: ", ")
        var lines = ["", "=== \(procedure.slug): \(procedure.name) (\(codes))"]
        var facts: [ExaminedAnswer.UsedFact] = []
        for fact in answers.flatMap(\.facts) where !facts.contains(fact) { facts.append(fact) }
        lines += facts.enumerated().map { "  [\($0.offset + 1)] \(described($0.element))" }
        for answer in answers where answer.ownsItsAnswer {
            let numbers = answer.facts.compactMap { facts.firstIndex(of: $0) }.map { "[\($0 + 1)]" }
            lines.append(
                "--- \(answer.aspect.name), \(span(answer.days)): \(numbers.joined(separator: " "))"
            )
            lines += answer.rendered.split(separator: "\n").map { "    \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private func span(_ these: [CivilDay]) -> String {
        these.count == days.count
            ? "mọi ngày" : these.map(\.vietnamese).joined(separator: ", ")
    }

    /// A fact in one line: its key, for whom and when, what it rests on, who says so, how sure.
    private func described(_ used: ExaminedAnswer.UsedFact) -> String {
        let fact = used.fact
        let limits = [fact.channel?.rawValue, fact.condition, fact.province].compactMap(\.self)
        let validity =
            switch (fact.validFrom, fact.validTo) {
            case (nil, nil): "không ghi thời hạn"
            case (let from?, nil): "từ \(from.vietnamese)"
            case (nil, let to?): "đến \(to.vietnamese)"
            case (let from?, let to?): "\(from.vietnamese)–\(to.vietnamese)"
            }
        let value =
            switch fact.body {
            case .text(let text): "\"\(text)\""
            case .items(let items): "\(items.count) mục"
            }
        return [
            used.key.rawValue + (limits.isEmpty ? "" : " [\(limits.joined(separator: ", "))]")
                + ": \(value)", validity,
            fact.legal.isEmpty ? "không ghi căn cứ" : fact.legal.joined(separator: ", "),
            "\(fact.source.name) đọc \(fact.source.readOn.vietnamese)",
            "tin cậy \(fact.confidence.vietnamese)",
        ].joined(separator: " · ")
    }
}
