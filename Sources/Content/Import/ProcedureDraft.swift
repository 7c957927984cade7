import Procedures
import VietText

/// A file in the shape of `procedures/<slug>.yaml` with what a portal says, every fact marked
/// unverified: the bot says none of it until somebody has checked it and taken the mark away.
package struct ProcedureDraft {
    /// Name of the file without its ending, and the slug in it.
    package let slug: String

    /// The YAML.
    package let text: String

    /// What could not be read and is left out, in Vietnamese.
    package let leftOut: [String]

    init(_ entry: CatalogueEntry, _ record: ImportRecord, _ mapping: ImportMapping) {
        slug = Self.slug(of: entry)
        let filing = FilingTable(mapping.line(.filing, of: record))
        leftOut = filing.leftOut
        var sheet = Sheet(entry, source: mapping.source)
        sheet.head(slug: slug, laws: Self.laws(record, mapping), leftOut: filing.leftOut)
        sheet.value(.authority, mapping.line(.authority, of: record))
        sheet.items(.documents, Self.papers(mapping.line(.documents, of: record)))
        sheet.values(.timeLimit, filing.rows.map { ($0.duration, $0.channel) })
        sheet.values(.fee, filing.rows.map { ($0.fee, $0.channel) })
        if filing.rows.contains(where: { $0.channel == .online }) {
            sheet.value(.online, "Nộp được trực tuyến trên Cổng Dịch vụ công quốc gia")
        }
        sheet.items(.conditions, Self.lines(mapping.text(.conditions, of: record)))
        sheet.items(.steps, Self.lines(mapping.text(.steps, of: record)))
        text = sheet.text
    }

    /// ASCII words of the name, and the code so that names of twins do not meet.
    private static func slug(of entry: CatalogueEntry) -> String {
        let words = entry.name.foldedWords.prefix(7)
        return (words + entry.code.split(separator: ".").map(String.init)).joined(separator: "-")
    }

    /// Papers as far as the table can be cut: each ends with its number of copies.
    private static func papers(_ text: String) -> [String] {
        let heading = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
        guard let start = text.firstRange(of: heading) else { return [] }
        return text[start.upperBound...].replacing(heading, with: " ")
            .split(separator: /\d+ bản (chính|sao)(,\d+ bản (chính|sao))?/)
            .map { String($0).trimmingSpaces }.filter { $0.contains(where: \.isLetter) }
    }

    /// Numbers of laws and decrees that stand clear of other digits.
    ///
    /// What is run together is not guessed; which fact rests on which is for the checker to say.
    private static func laws(_ record: ImportRecord, _ mapping: ImportMapping) -> [String] {
        let text = mapping.line(.legal, of: record)
        var laws: [String] = []
        for match in text.matches(of: /\d{1,3}\/\d{4}\/(QH\d{2}|NĐ-CP|NQ-CP|QĐ-TTg)/) {
            let isClear =
                match.range.lowerBound == text.startIndex
                || !text[text.index(before: match.range.lowerBound)].isPartOfNumber
            if isClear, !laws.contains(String(match.0)) { laws.append(String(match.0)) }
        }
        return laws
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0).onOneLine }
            .filter { $0.contains(where: \.isLetter) }
    }
}

extension ProcedureDraft {
    /// Writes the YAML line by line.
    private struct Sheet {
        private(set) var text = ""
        private let entry: CatalogueEntry
        private let source: String
        private var lastKey: FactKey?

        init(_ entry: CatalogueEntry, source: String) {
            self.entry = entry
            self.source = source
        }

        mutating func head(slug: String, laws: [String], leftOut: [String]) {
            text = """
                # Bản nháp từ dữ liệu của \(source), đọc ngày \(entry.readOn.vietnamese): CHƯA KIỂM TRA.
                # Bot không nói mục nào còn dòng 'unverified: true'. Đọc lại nguồn, sửa, rồi xóa dòng đó.

                """
            if !laws.isEmpty { text += "# Căn cứ nêu trên Cổng: \(laws.joined(separator: ", "))\n" }
            for one in leftOut { text += "# Bỏ trống, không đoán: \(one)\n" }
            text += "slug: \(slug)\nname: \(quoted(entry.name))\ncodes: [\(quoted(entry.code))]\n"
            text += "category: \(quoted(entry.field))\nfacts:\n"
        }

        mutating func value(_ key: FactKey, _ value: String) {
            if !value.isEmpty { fact(key, ["value: \(quoted(value))"]) }
        }

        mutating func values(_ key: FactKey, _ values: [(text: String?, channel: FilingChannel?)]) {
            for (value, channel) in values {
                guard let value else { continue }
                fact(
                    key,
                    ["value: \(quoted(value))"]
                        + (channel.map { ["channel: \($0.rawValue)"] }
                            ?? ["when: \(quoted("nộp qua dịch vụ bưu chính"))"]))
            }
        }

        mutating func items(_ key: FactKey, _ items: [String]) {
            guard !items.isEmpty else { return }
            fact(key, ["items:"] + items.map { "    - \(quoted($0))" })
        }

        private mutating func fact(_ key: FactKey, _ lines: [String]) {
            if lastKey != key { text += "  \(key.rawValue):\n" }
            lastKey = key
            var lines = lines
            let url = entry.address.isEmpty ? "" : ", url: \(quoted(entry.address))"
            lines.append("source: {name: \(quoted(source))\(url), read_on: \(entry.readOn)}")
            lines += ["confidence: low", "unverified: true"]
            for (index, line) in lines.enumerated() {
                text += (index == 0 ? "    - " : "      ") + line + "\n"
            }
        }

        /// A text in YAML's quotation marks.
        private func quoted(_ text: String) -> String {
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\"\(escaped)\""
        }
    }
}

extension Character {
    fileprivate var isPartOfNumber: Bool { isNumber || self == "." }
}

extension String {
    /// The words of the text in ASCII, small.
    fileprivate var foldedWords: [String] {
        folded(self).split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
