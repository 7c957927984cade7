import Procedures
import VietText

/// Facts as lines for a small screen: none twice, none with a stop at its end.
struct FactWording {
    private let facts: [Fact]

    init(_ facts: [Fact]) {
        self.facts = facts
    }

    /// The facts as lines, items of lists each for itself.
    ///
    /// What does not fit is counted in a last line, so that nobody takes the list for complete; the
    /// first line always stands.
    func lines(linesMax: Int, charactersMax: Int) -> [String] {
        let all = unique(facts.flatMap(lines))
        var shown: [String] = []
        var characters = 0
        for line in all {
            characters += line.count
            guard shown.isEmpty || characters <= charactersMax, shown.count < linesMax else {
                break
            }
            shown.append(line)
        }
        let more = all.count - shown.count
        if more > 0, linesMax > 1 { shown.append("… và \(more) mục nữa, hỏi nơi nhận hồ sơ") }
        return shown
    }

    /// As many facts as fit into one line, at least the first; nil without facts.
    ///
    /// A first fact that is too long ends at a comma or semicolon, with dots to show it.
    func inOneLine(charactersMax: Int) -> String? {
        let all = unique(facts.map(line))
        guard let first = all.first else { return nil }
        guard first.count <= charactersMax else { return Self.cut(first, charactersMax) }
        var text = first
        for (index, next) in all.enumerated().dropFirst() {
            let joined = text + "; " + next
            guard joined.count <= charactersMax else { return text + "; …" }
            text = joined
            if index == all.count - 1 { return text }
        }
        return text
    }

    private func lines(_ fact: Fact) -> [String] {
        guard case .items(let items) = fact.body else { return [line(fact)] }
        let texts = items.map(Self.trimmed).filter { !$0.isEmpty }
        guard let first = texts.first else { return [] }
        return [decorated(first, fact)] + texts.dropFirst()
    }

    private func line(_ fact: Fact) -> String {
        switch fact.body {
        case .text(let text): decorated(Self.trimmed(text), fact)
        case .items(let items):
            decorated(items.map(Self.trimmed).filter { !$0.isEmpty }.joined(separator: "; "), fact)
        }
    }

    /// Channel and condition before the text, its end and its doubt behind it.
    private func decorated(_ text: String, _ fact: Fact) -> String {
        var text = prefix(of: fact) + text
        if let validTo = fact.validTo { text += " (đến hết \(validTo.vietnamese))" }
        if fact.confidence == .low { text += " (nên hỏi lại nơi nhận hồ sơ)" }
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private func prefix(of fact: Fact) -> String {
        let channel: String? =
            switch fact.channel {
            case .counter: "Tại quầy"
            case .online: "Nộp trực tuyến"
            case .vneid: "Trên ứng dụng VNeID"
            case nil: nil
            }
        let condition = fact.condition.map(Self.trimmed)
        // "công dân số nộp trực tuyến" says the channel itself.
        let isSaid = fact.channel == .online && condition?.contains("trực tuyến") == true
        let parts = [isSaid ? nil : channel, condition].compactMap { $0 }
        return parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// The text without spaces around it and without the stop that the line will bring itself.
    private static func trimmed(_ text: String) -> String {
        var rest = text.drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace || ".;,".contains(last) { rest.removeLast() }
        return String(rest)
    }

    private static func cut(_ text: String, _ charactersMax: Int) -> String {
        let head = text.prefix(charactersMax)
        let border = head.lastIndex { ";,(".contains($0) } ?? head.lastIndex { $0.isWhitespace }
        return trimmed(String(border.map { head[..<$0] } ?? head)) + "…"
    }
}
