import Conversation
import VietText

/// Reads the parts `safety` and `old_words` of the vocabulary.
struct WatchedWordsLoader {
    /// Finds rules for the templates of phrases.
    let vocabulary: VocabularyLoader

    private static let safetyKeys = [
        "key", "urgent", "numbers", "line", "phrases", "marked", "also", "harmless", "unless",
    ]

    /// Characters of a line at the most: it stands beside an answer on a small screen.
    static let lineMax = 160

    func safetyCase(_ tree: YAMLTree, _ findings: inout Findings) -> SafetyCase? {
        let entries = tree.mapping(known: Self.safetyKeys, &findings)
        let line = line(entries, tree, &findings)
        let cues = vocabulary.phrases(in: entries["phrases"], &findings)
        let marked = vocabulary.phrases(in: entries["marked"], &findings)
        if cues.isEmpty, marked.isEmpty {
            findings.error(
                at: tree.place, "mục này không có dấu hiệu nào", remedy: "Thêm phrases")
        }
        guard let key = required("key", entries, tree, &findings)?.text(&findings), let line else {
            return nil
        }
        return SafetyCase(
            key: key, isEmergency: entries["urgent"]?.scalarText == "true",
            numbers: (entries["numbers"]?.list(&findings) ?? []).compactMap {
                number($0, &findings)
            },
            line: line, cues: cues, markedCues: marked,
            also: vocabulary.phrases(in: entries["also"], &findings),
            harmless: vocabulary.phrases(in: entries["harmless"], &findings),
            unless: vocabulary.phrases(in: entries["unless"], &findings))
    }

    func oldWord(_ tree: YAMLTree, _ findings: inout Findings) -> OldWord? {
        let entries = tree.mapping(known: ["phrases", "line", "legal", "source"], &findings)
        let line = line(entries, tree, &findings)
        let phrases = vocabulary.phrases(in: entries["phrases"], &findings)
        if phrases.isEmpty {
            findings.error(at: tree.place, "mục này không có từ nào", remedy: "Thêm phrases")
        }
        if required("legal", entries, tree, &findings)?.texts(&findings).isEmpty == true {
            findings.error(at: tree.place, "'legal' trống", remedy: "Ghi văn bản làm căn cứ")
        }
        checkSource(required("source", entries, tree, &findings), &findings)
        return line.map { OldWord(line: $0, phrases: phrases) }
    }

    /// A line without a source is nobody's to say; who checked it when is for the editors.
    private func checkSource(_ tree: YAMLTree?, _ findings: inout Findings) {
        guard let tree else { return }
        let entries = tree.mapping(known: ["name", "url", "read_on"], &findings)
        _ = required("name", entries, tree, &findings)?.text(&findings)
        guard let day = required("read_on", entries, tree, &findings)?.text(&findings) else {
            return
        }
        if CivilDay(iso: day) == nil {
            findings.error(
                at: tree.place, "'\(day)' không phải là một ngày",
                remedy: "Viết năm-tháng-ngày như 2026-06-10")
        }
    }

    private func line(
        _ entries: [YAMLTree.Entry], _ tree: YAMLTree, _ findings: inout Findings
    ) -> String? {
        guard let value = required("line", entries, tree, &findings),
            let line = value.text(&findings)
        else { return nil }
        if line.count > Self.lineMax {
            findings.error(
                at: value.place, "dòng này dài \(line.count) chữ",
                remedy: "Viết gọn, tối đa \(Self.lineMax) chữ")
        }
        return line
    }

    private func number(_ tree: YAMLTree, _ findings: inout Findings) -> HelpNumber? {
        let entries = tree.mapping(known: ["number", "for"], &findings)
        guard let value = required("number", entries, tree, &findings),
            let number = value.text(&findings),
            let purpose = required("for", entries, tree, &findings)?.text(&findings)
        else { return nil }
        let digits = number.filter { $0 != "." && $0 != " " }
        guard (3...11).contains(digits.count),
            digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else {
            findings.error(
                at: value.place, "'\(number)' không phải số máy", remedy: "Ghi như \"114\"")
            return nil
        }
        return HelpNumber(number: number, purpose: purpose)
    }

    private func required(
        _ key: String, _ entries: [YAMLTree.Entry], _ tree: YAMLTree, _ findings: inout Findings
    ) -> YAMLTree? {
        if let value = entries[key] { return value }
        findings.error(at: tree.place, "thiếu khóa '\(key)'", remedy: "Thêm khóa này")
        return nil
    }
}
