import Foundation

/// What an evaluation of questions counted.
struct QuestionFigures {
    /// Counts of one kind of rows, or of all.
    struct Counts: Encodable {
        var rows = 0
        var correct = 0
        var askedBack = 0
        var askedBackRight = 0
        var abstained = 0
        var wrong = 0
        var aspectRows = 0
        var aspectRight = 0
        /// Rows to which a procedure was answered.
        var cards = 0
        /// Rows to which anything was said.
        var spoke = 0

        enum CodingKeys: String, CodingKey {
            case rows, correct, abstained, wrong, cards, spoke
            case askedBack = "asked_back"
            case askedBackRight = "asked_back_right"
            case aspectRows = "aspect_rows"
            case aspectRight = "aspect_right"
        }
    }

    private(set) var total = Counts()
    private(set) var byIntent: [String: Counts] = [:]
    private(set) var byKind: [String: Counts] = [:]
    private(set) var byAspect: [String: (rows: Int, right: Int)] = [:]
    private var misread: [String] = []
    private var confusion: [String: Int] = [:]

    mutating func add(
        _ row: QuestionRow, _ heard: QuestionEvaluation.Heard,
        _ verdict: QuestionEvaluation.Verdict
    ) {
        let aspectIsRight = heard.aspects.contains { row.aspects.contains($0) }
        count(&total, row, heard, verdict, aspectIsRight)
        count(&byIntent[row.intent, default: Counts()], row, heard, verdict, aspectIsRight)
        count(&byKind[row.kind, default: Counts()], row, heard, verdict, aspectIsRight)
        if row.intent == "ask", let aspect = row.aspects.first {
            byAspect[aspect, default: (0, 0)].rows += 1
            byAspect[aspect, default: (0, 0)].right += aspectIsRight ? 1 : 0
        }
        guard verdict != .correct else { return }
        let wanted = row.procedures.isEmpty ? row.intent : row.procedures.joined(separator: "|")
        let got = (heard.answered.isEmpty ? heard.candidates : heard.answered)
            .joined(separator: "|")
        misread.append("\(verdict.rawValue)\t\(wanted)\t\(got)\t\(row.text.prefix(120))")
        if verdict == .wrong { confusion["\(wanted) → \(got)", default: 0] += 1 }
    }

    private func count(
        _ counts: inout Counts, _ row: QuestionRow, _ heard: QuestionEvaluation.Heard,
        _ verdict: QuestionEvaluation.Verdict, _ aspectIsRight: Bool
    ) {
        counts.rows += 1
        switch verdict {
        case .correct: counts.correct += 1
        case .askedBackRight:
            counts.askedBack += 1
            counts.askedBackRight += 1
        case .askedBack: counts.askedBack += 1
        case .abstained: counts.abstained += 1
        case .wrong: counts.wrong += 1
        }
        if row.intent == "ask", !row.aspects.isEmpty {
            counts.aspectRows += 1
            counts.aspectRight += aspectIsRight ? 1 : 0
        }
        counts.cards += heard.gaveCard ? 1 : 0
        counts.spoke += heard.spoke ? 1 : 0
    }

    /// One JSON object with the keys that other programs read.
    func json() throws -> String {
        struct Output: Encodable {
            let counts: Counts
            let byIntent: [String: Counts]
            let byKind: [String: Counts]
            let aspectMean: Double

            enum CodingKeys: String, CodingKey {
                case byIntent = "by_intent"
                case byKind = "by_kind"
                case aspectMean = "aspect_mean"
            }

            func encode(to encoder: any Encoder) throws {
                try counts.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(byIntent, forKey: .byIntent)
                try container.encode(byKind, forKey: .byKind)
                try container.encode(aspectMean, forKey: .aspectMean)
            }
        }
        let output = Output(
            counts: total, byIntent: byIntent, byKind: byKind, aspectMean: aspectMean)
        return try jsonLine(output)
    }

    /// The mean over aspects of the share read right, so that one common label does not carry it.
    var aspectMean: Double {
        let shares = byAspect.values.map { Double($0.right) / Double($0.rows) }
        return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    }

    /// Figures, rows that were not read right, and which procedures were taken for which.
    func table() -> String {
        var lines = [
            "rows\tcorrect\tasked_back\tasked_back_right\tabstained\twrong\taspect\tcards\tspoke"
        ]
        lines.append(line("all", total))
        for (intent, counts) in byIntent.sorted(by: { $0.key < $1.key }) {
            lines.append(line("intent \(intent)", counts))
        }
        for (kind, counts) in byKind.sorted(by: { $0.key < $1.key }) where !kind.isEmpty {
            lines.append(line("kind \(kind)", counts))
        }
        lines.append("aspect, mean over aspects: \(percent(aspectMean))")
        for (aspect, counts) in byAspect.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(aspect): \(counts.right)/\(counts.rows)")
        }
        if !misread.isEmpty { lines += ["", "Not read right:"] + misread }
        if !confusion.isEmpty {
            lines += ["", "Taken for another:"]
            lines += confusion.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.value)\t\($0.key)" }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ name: String, _ counts: Counts) -> String {
        let shares = [
            counts.correct, counts.askedBack, counts.askedBackRight, counts.abstained, counts.wrong,
        ].map { "\($0) (\(percent(Double($0) / Double(max(counts.rows, 1)))))" }
        return "\(name): \(counts.rows)\t\(shares.joined(separator: "\t"))"
            + "\t\(counts.aspectRight)/\(counts.aspectRows)\t\(counts.cards)\t\(counts.spoke)"
    }

    private func percent(_ share: Double) -> String {
        "\((share * 1_000).rounded() / 10) %"
    }
}
