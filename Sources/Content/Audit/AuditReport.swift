import Conversation
import Procedures
import VietText

/// Every answer on chosen days with the facts behind it, for a person to read through.
package struct AuditReport {
    /// The report: a summary, what changes, what is missing, then procedure by procedure.
    package let text: String

    /// Days around which the fees of 2026 change.
    package static let usualDays = [
        "2026-08-14", "2026-08-15", "2026-12-31", "2027-01-01", "2027-03-01",
    ]
    .compactMap { CivilDay(iso: $0) }

    /// Asks everything on every day; days are taken in order, each once.
    ///
    /// - Parameters:
    ///   - content: What is asked.
    ///   - days: The days to ask on.
    ///   - progress: Told how many of all procedures were asked about.
    package init(
        _ content: LoadedContent, days: [CivilDay], progress: (Int, Int) -> Void = { _, _ in }
    ) {
        let days = Array(Set(days)).sorted()
        let knowledge = content.knowledge
        let aspects: [AspectName] =
            [AspectName(key: "tong-quan", name: "Tổng quan")]
            + knowledge.aspects.filter { $0.key != "tong-quan" }
        let procedures = knowledge.procedures.sorted { $0.key < $1.key }
        let sections = procedures.enumerated().map { number, procedure in
            progress(number, procedures.count)
            return AuditSection(procedure.value, aspects: aspects, days: days, content)
        }
        text = (Self.summary(sections, days) + sections.map(\.text)).joined(separator: "\n")
    }

    private static func summary(_ sections: [AuditSection], _ days: [CivilDay]) -> [String] {
        let answers = sections.flatMap(\.answers)
        let said = answers.filter(\.ownsItsAnswer)
        let facts = Set(sections.flatMap { section in section.answers.flatMap(\.facts) })
        let confidences = Confidence.allCases.map { level in
            "\(level.vietnamese) \(facts.filter { $0.fact.confidence == level }.count)"
        }
        let longest = said.max { $0.characters < $1.characters }
        let oldest = facts.map(\.fact.source.readOn).min()
        let asked = days.map(\.vietnamese).joined(separator: ", ")
        let since = oldest.map { "; cũ nhất đọc ngày \($0.vietnamese)" } ?? ""
        let sure = confidences.joined(separator: ", ")
        let unsaid = answers.count - said.count
        var lines: [String] = []
        lines.append("KIỂM TRA CÂU TRẢ LỜI: \(sections.count) thủ tục, hỏi vào các ngày \(asked)")
        lines.append(
            "Câu trả lời khác nhau: \(answers.count), trong đó \(unsaid) câu không có thông tin riêng."
        )
        lines.append("Thông tin được dùng: \(facts.count); độ tin cậy: \(sure)\(since).")
        if let longest {
            lines.append("Câu dài nhất: \(longest.characters) ký tự (\(longest.title)).")
        }
        let changing = sections.flatMap(\.changes)
        lines += ["", "ĐỔI THEO NGÀY (\(changing.count)):"] + changing.map { "  " + $0 }
        let missing = sections.compactMap(\.missing)
        lines += ["", "CHƯA CÓ THÔNG TIN (\(missing.count) thủ tục):"] + missing.map { "  " + $0 }
        return lines + [""]
    }
}

extension Confidence {
    var vietnamese: String {
        switch self {
        case .high: "cao"
        case .medium: "vừa"
        case .low: "thấp"
        }
    }
}
