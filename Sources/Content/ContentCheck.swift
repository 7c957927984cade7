import Conversation
import IntentMatching
import Procedures
import VietText

/// Checks a content folder as a whole: its files, its tests, the age of its facts.
package struct ContentCheck {
    private let folder: String
    private let today: CivilDay

    /// Days after which a fact should be looked up again.
    package static let factAgeDaysMax = 180

    package init(folder: String, today: CivilDay) {
        self.folder = folder
        self.today = today
    }

    /// What a check found.
    package struct Report: Sendable {
        /// In the order of files and lines.
        package let mistakes: [Mistake]

        /// One line for the end: how many of what were read, how many mistakes.
        package let summary: String

        /// Whether the content cannot go live.
        package var hasErrors: Bool { mistakes.contains { $0.severity == .error } }
    }

    /// Reads and checks everything; never stops at the first mistake.
    package func run() -> Report {
        var findings = Findings()
        let files = ContentFolder(reading: folder, &findings)
        let content = LoadedContent.read(files, today: today, office: Office(), &findings)
        var tested = 0
        if let content {
            checkFacts(content.knowledge, &findings)
            AnswerCheck(content: content, folder: files).run(from: today, &findings)
            tested = SentenceTests(knowledge: content.knowledge).run(files, &findings)
        }
        let errors = findings.mistakes.filter { $0.severity == .error }.count
        let procedures = content?.knowledge.procedures.count ?? 0
        let campaigns = content?.knowledge.campaigns.count ?? 0
        let summary =
            "\(files.files.count) tệp, \(procedures) thủ tục, \(campaigns) chiến dịch, "
            + "\(tested) câu thử: \(errors) lỗi, \(findings.mistakes.count - errors) cảnh báo."
        return Report(mistakes: findings.mistakes.sorted(), summary: summary)
    }

    private func checkFacts(_ knowledge: Knowledge, _ findings: inout Findings) {
        for (slug, procedure) in knowledge.procedures.sorted(by: { $0.key < $1.key }) {
            let place = Place(file: "procedures/\(slug).yaml", line: 0)
            let all = FactKey.allCases.flatMap { procedure.facts[$0] ?? [] }
            if let oldest = all.map(\.source.readOn).min(),
                oldest.days(until: today) > Self.factAgeDaysMax
            {
                findings.warning(
                    at: place,
                    "có thông tin kiểm tra từ \(oldest.vietnamese), quá "
                        + "\(Self.factAgeDaysMax) ngày",
                    remedy: "Mở nguồn, đọc lại và sửa read_on")
            }
            for key in FactKey.allCases {
                checkExpiry(of: procedure, key, at: place, &findings)
            }
        }
    }

    /// A value past its day with nothing that holds today leaves residents without an answer.
    ///
    /// An error whatever remark stands beside it: the bot goes on without the value, but whoever
    /// edits the file must put the new one in or take the old one out. The daemon does not refuse
    /// content for it, since it says no value past its day.
    private func checkExpiry(
        of procedure: Procedure, _ key: FactKey, at place: Place, _ findings: inout Findings
    ) {
        let facts = procedure.facts[key] ?? []
        guard let end = facts.compactMap(\.validTo).max(), end < today,
            !facts.contains(where: { $0.holds(on: today, province: $0.province) })
        else { return }
        findings.error(
            at: place, "'\(key.rawValue)' hết hiệu lực từ \(end.vietnamese), chưa có giá trị mới",
            remedy: "Thêm giá trị đang có hiệu lực, hoặc xóa mục này")
    }
}
