import Procedures
import VietText

/// Words the answer to a question on a procedure, from the facts that hold on the day.
struct Answer {
    let procedure: Procedure
    let day: CivilDay
    let knowledge: Knowledge

    /// Lines of one answer at the most: the rest is offered by number.
    static let linesMax = 8

    /// The aspects offered by number after an overview, in this order.
    static let overviewAspects: [(aspect: String, key: FactKey)] = [
        ("ho-so", .documents), ("le-phi", .fee), ("thoi-han", .timeLimit), ("noi-nop", .authority),
        ("truc-tuyen", .online), ("dieu-kien", .conditions), ("trinh-tu", .steps),
    ]

    /// Which facts answer an aspect, the first that has any.
    static func keys(for aspect: String) -> [FactKey] {
        switch aspect {
        case "ho-so": [.documents]
        case "le-phi": [.fee]
        case "thoi-han": [.timeLimit]
        case "truc-tuyen": [.online]
        case "noi-nop": [.whereToFile, .authority]
        case "dieu-kien": [.conditions, .note]
        case "trinh-tu": [.steps]
        case "gia-tri": [.validity]
        default: []
        }
    }

    /// The answer to one aspect, to the overview when `aspect` is nil, or a plain word that
    /// nothing checked is at hand.
    func reply(aspect: String?) -> Reply {
        guard let aspect, aspect != "tong-quan" else { return overview() }
        let facts = Self.keys(for: aspect).lazy.map { holding($0) }.first { !$0.isEmpty } ?? []
        guard !facts.isEmpty else { return unverified(aspect: aspect) }
        let usesNotes = !Self.keys(for: aspect).contains(.note)
        var fields = provenance(of: facts)
        fields["procedure"] = .text(procedure.name)
        fields["aspect"] = .text(name(of: aspect))
        fields["lines"] = .rows(lines(of: facts))
        fields["notes"] = .rows(
            (usesNotes ? holding(.note) : []).prefix(1).flatMap { texts(of: $0) }.prefix(1)
                .map { ["text": .text($0)] })
        let legal = unique(facts.flatMap(\.legal)).prefix(3)
        if !legal.isEmpty { fields["legal"] = .text(legal.joined(separator: "; ")) }
        return Reply(.answerAspect, fields)
    }

    /// The aspects with facts behind them, in the order in which an overview offers them.
    var offered: [String] {
        Self.overviewAspects.filter { !holding($0.key).isEmpty }.map(\.aspect)
    }

    private func overview() -> Reply {
        let shown: [FactKey] = [.authority, .timeLimit, .fee, .online]
        let facts = shown.map { ($0, holding($0)) }.filter { !$0.1.isEmpty }
        let choices = offered
        guard !facts.isEmpty || !choices.isEmpty else { return unverified(aspect: nil) }
        let all = Self.overviewAspects.flatMap { holding($0.key) }
        var fields = provenance(of: all)
        fields["procedure"] = .text(procedure.name)
        if let code = procedure.codes.first { fields["code"] = .text(code) }
        fields["lines"] = .rows(
            facts.map { key, facts in
                [
                    "label": .text(Self.label(of: key)),
                    "text": .text(facts.prefix(3).map(line).joined(separator: "; ")),
                ]
            })
        fields["choices"] = .rows(
            choices.enumerated().map { index, aspect in
                [
                    "number": .number(index + 1), "text": .text(name(of: aspect)),
                    "first": .flag(index == 0),
                ]
            })
        return Reply(.answerOverview, fields)
    }

    private func unverified(aspect: String?) -> Reply {
        let authority = holding(.authority)
        var fields = provenance(of: authority)
        fields["procedure"] = .text(procedure.name)
        if let aspect { fields["aspect"] = .text(name(of: aspect)) }
        if let first = authority.first { fields["authority"] = .text(line(first)) }
        fields["office"] = .text(knowledge.office.name)
        return Reply(.answerUnverified, fields)
    }

    private func holding(_ key: FactKey) -> [Fact] {
        procedure.facts(key, on: day, province: knowledge.office.province)
    }

    private func lines(of facts: [Fact]) -> [ReplyFields] {
        let all = facts.flatMap { fact -> [String] in
            switch fact.body {
            case .text: [line(fact)]
            case .items(let items):
                items.enumerated().map { index, item in
                    index == 0 ? prefix(of: fact) + item : item
                }
            }
        }
        let shown = all.prefix(Self.linesMax)
        let more = all.count - shown.count
        return shown.map { ["text": .text($0)] }
            + (more > 0 ? [["text": .text("… và \(more) mục nữa, hỏi nơi nhận hồ sơ")]] : [])
    }

    private func texts(of fact: Fact) -> [String] {
        switch fact.body {
        case .text(let text): [text]
        case .items(let items): items
        }
    }

    /// One fact as one line: channel and condition before it, its end and its doubt behind it.
    private func line(_ fact: Fact) -> String {
        var text = prefix(of: fact) + texts(of: fact).joined(separator: "; ")
        if let validTo = fact.validTo { text += " (đến hết \(validTo.vietnamese))" }
        if fact.confidence == .low { text += " (nên hỏi lại nơi nhận hồ sơ)" }
        return text
    }

    private func prefix(of fact: Fact) -> String {
        let channel: String? =
            switch fact.channel {
            case .counter: "Tại quầy"
            case .online: "Nộp trực tuyến"
            case .vneid: "Trên ứng dụng VNeID"
            case nil: nil
            }
        switch (channel, fact.condition) {
        case (nil, nil): return ""
        case (let channel?, nil): return channel + ": "
        case (nil, let condition?): return Self.capitalized(condition) + ": "
        case (let channel?, let condition?): return "\(channel), \(condition): "
        }
    }

    /// Who says so and when it was last checked; the oldest check of the facts used.
    private func provenance(of facts: [Fact]) -> ReplyFields {
        let names = unique(facts.map(\.source.name)).prefix(2)
        guard let checked = facts.map(\.source.readOn).min() else { return [:] }
        return [
            "source": .text(names.joined(separator: ", ")), "checked": .text(checked.vietnamese),
        ]
    }

    private func name(of aspect: String) -> String {
        knowledge.aspects.first { $0.key == aspect }?.name ?? aspect
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        return texts.filter { seen.insert($0).inserted }
    }

    private static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func label(of key: FactKey) -> String {
        switch key {
        case .authority: "Nơi giải quyết"
        case .timeLimit: "Thời hạn"
        case .fee: "Phí, lệ phí"
        case .online: "Trực tuyến"
        case .documents: "Giấy tờ"
        case .conditions: "Điều kiện"
        case .steps: "Các bước"
        case .whereToFile: "Nơi nộp"
        case .validity: "Giá trị"
        case .note: "Lưu ý"
        }
    }
}
