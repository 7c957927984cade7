import Procedures
import VietText

/// Words the answer to a question on a procedure, from the facts that hold on the day.
struct Answer {
    let procedure: Procedure
    let day: CivilDay
    let knowledge: Knowledge

    /// Lines of one answer at the most: more do not fit a phone.
    static let linesMax = 8

    /// Characters of the lines of one answer at the most: with heading, note and source an answer
    /// stays below 900, which is one screen of a phone.
    static let charactersMax = 560

    /// Characters of one line of an overview at the most.
    static let overviewLineMax = 120

    /// The aspects offered by number after an overview, in this order.
    static let overviewAspects = [
        "ho-so", "le-phi", "thoi-han", "noi-nop", "truc-tuyen", "dieu-kien", "trinh-tu",
    ]

    /// Which facts answer an aspect: of the first key that has any.
    static func keys(for aspect: String) -> [FactKey] {
        switch aspect {
        case "ho-so": [.documents]
        case "le-phi": [.fee]
        case "thoi-han": [.timeLimit]
        case "truc-tuyen": [.online]
        case "noi-nop": [.whereToFile, .authority]
        case "dieu-kien": [.conditions]
        case "trinh-tu": [.steps]
        case "hieu-luc": [.validity]
        default: []
        }
    }

    /// The answer to one aspect, to the overview when `aspect` is nil, or a plain word that
    /// nothing checked is at hand.
    func reply(aspect: String?) -> Reply {
        guard let aspect, aspect != "tong-quan" else { return overview() }
        let keys = Self.keys(for: aspect)
        let facts = keys.lazy.map { holding($0) }.first { !$0.isEmpty } ?? []
        guard !facts.isEmpty else {
            // Who asks how it is done is served by what is known of place, papers and time.
            return aspect == "trinh-tu" && !offered.isEmpty ? overview() : unverified(aspect)
        }
        let wording = FactWording(facts)
        let lines = wording.lines(linesMax: Self.linesMax, charactersMax: Self.charactersMax)
        let note = holding(.note).first
        var fields = provenance(of: facts + (note.map { [$0] } ?? []))
        fields["procedure"] = .text(procedure.name)
        fields["aspect"] = .text(name(of: aspect))
        // One line stands beside the heading, several below it.
        if lines.count == 1, let only = lines.first {
            fields["line"] = .text(only)
        } else {
            fields["lines"] = .rows(lines.map { ["text": .text($0)] })
        }
        let said = Set(lines)
        if let note = note.flatMap({
            FactWording([$0]).lines(linesMax: 1, charactersMax: 200).first
        }),
            !said.contains(note)
        {
            fields["note"] = .text(note)
        }
        let legal = unique(facts.flatMap(\.legal)).prefix(3)
        if !legal.isEmpty { fields["legal"] = .text(legal.joined(separator: "; ")) }
        return Reply(.answerAspect, fields)
    }

    /// The aspects with facts behind them, in the order in which an overview offers them.
    var offered: [String] {
        Self.overviewAspects.filter { aspect in
            Self.keys(for: aspect).contains { !holding($0).isEmpty }
        }
    }

    private func overview() -> Reply {
        let offered = offered
        guard !offered.isEmpty else { return unverified(nil) }
        let shown: [(label: String, key: FactKey, aspect: String)] = [
            ("Nơi giải quyết", .authority, "noi-nop"), ("Thời hạn", .timeLimit, "thoi-han"),
            ("Phí, lệ phí", .fee, "le-phi"), ("Trực tuyến", .online, "truc-tuyen"),
        ]
        let lines: [ReplyFields] = shown.compactMap { label, key, aspect in
            guard
                let text = FactWording(holding(key)).inOneLine(charactersMax: Self.overviewLineMax)
            else { return nil }
            // What is cut here is whole under its number.
            let number = text.hasSuffix("…") ? offered.firstIndex(of: aspect) : nil
            let more = number.map { " (xem số \($0 + 1))" } ?? ""
            return ["label": .text(label), "text": .text(text + more)]
        }
        var fields = provenance(of: shown.flatMap { holding($0.key) })
        fields["procedure"] = .text(procedure.name)
        if let code = procedure.codes.first { fields["code"] = .text(code) }
        fields["lines"] = .rows(lines)
        fields["choices"] = choices
        return Reply(.answerOverview, fields)
    }

    private func unverified(_ aspect: String?) -> Reply {
        let authority = holding(.authority)
        var fields = provenance(of: authority)
        fields["procedure"] = .text(procedure.name)
        if let aspect { fields["aspect"] = .text(name(of: aspect)) }
        let place = FactWording(authority).inOneLine(charactersMax: Self.overviewLineMax)
        if let place { fields["authority"] = .text(place) }
        fields["office"] = .text(knowledge.office.name)
        fields["choices"] = choices
        return Reply(.answerUnverified, fields)
    }

    private var choices: ReplyValue {
        .rows(
            offered.enumerated().map { index, aspect in
                [
                    "number": .number(index + 1), "first": .flag(index == 0),
                    "text": .text(name(of: aspect, capitalized: true)),
                ]
            })
    }

    private func holding(_ key: FactKey) -> [Fact] {
        procedure.facts(key, on: day, province: knowledge.office.province)
    }

    /// Who says so and when it was last checked; the oldest check of the facts used.
    private func provenance(of facts: [Fact]) -> ReplyFields {
        let names = unique(facts.map(\.source.name)).prefix(3)
        guard let checked = facts.map(\.source.readOn).min() else { return [:] }
        return [
            "source": .text(names.joined(separator: "; ")), "checked": .text(checked.vietnamese),
        ]
    }

    /// The name of an aspect, in small letters as it stands within a line.
    private func name(of aspect: String, capitalized: Bool = false) -> String {
        let name = knowledge.aspects.first { $0.key == aspect }?.name ?? aspect
        return capitalized ? name : name.prefix(1).lowercased() + name.dropFirst()
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        return texts.filter { seen.insert($0).inserted }
    }
}
