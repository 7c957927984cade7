import VietText

/// Which column of an export holds what: a small YAML file for each portal or crawler.
package struct ImportMapping: Sendable {
    /// What may be taken from a record.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        case code
        case name
        case field
        case level
        case decision
        case address
        case readOn = "read_on"
        // Only drafts use what follows.
        case authority
        case filing
        case documents
        case steps
        case conditions
        case legal
    }

    /// Columns by field; of several the first that holds something.
    let columns: [Field: [String]]

    /// Texts that mean that nothing is there.
    let nothing: Set<String>

    /// The day on which the portal was read, for records that do not say.
    let readOn: CivilDay?

    /// Who says so, as the source of drafted facts.
    let source: String

    /// Reads a mapping file.
    ///
    /// - Parameters:
    ///   - text: Its YAML.
    ///   - file: Its name, for mistakes.
    /// - Throws: `ContentRefused` with every mistake in it.
    package init(yaml text: String, file: String) throws(ContentRefused) {
        var findings = Findings()
        let entries =
            parseYAML(text, file: file, &findings)?
            .mapping(known: ["columns", "nothing", "read_on", "source"], &findings) ?? []
        var columns: [Field: [String]] = [:]
        let known = Field.allCases.map(\.rawValue)
        for entry in entries["columns"]?.mapping(known: known, &findings) ?? [] {
            guard let field = Field(rawValue: entry.key) else { continue }
            columns[field] = entry.value.texts(&findings).map(\.text)
        }
        for field in [Field.code, .name] where columns[field, default: []].isEmpty {
            findings.error(
                at: Place(file: file, line: 0), "columns thiếu '\(field.rawValue)'",
                remedy: "Ghi tên cột chứa mục này")
        }
        let day = entries["read_on"]?.text(&findings)
        readOn = day.flatMap { CivilDay(written: $0) }
        if let day, readOn == nil {
            findings.error(
                at: Place(file: file, line: 0), "read_on '\(day)' không phải là một ngày",
                remedy: "Viết năm-tháng-ngày, ví dụ 2026-06-10")
        }
        self.columns = columns
        nothing = Set(entries["nothing"]?.texts(&findings).map(\.text) ?? [])
        source = entries["source"]?.text(&findings) ?? "Cổng Dịch vụ công quốc gia"
        guard !findings.hasErrors else { throw ContentRefused(findings.mistakes) }
    }

    /// What a record holds of a field, with its line ends; empty when nothing is there.
    func text(_ field: Field, of record: ImportRecord) -> String {
        for column in columns[field] ?? [] {
            let text = (record.cells[column] ?? "").trimmingSpaces
            if !text.isEmpty, !nothing.contains(text) { return text }
        }
        return ""
    }

    /// What a record holds of a field, on one line.
    func line(_ field: Field, of record: ImportRecord) -> String {
        text(field, of: record).onOneLine
    }
}

extension CivilDay {
    /// A day as portals write it: `2026-06-10`, also with a time behind it, or `10/06/2026`.
    init?(written text: String) {
        let day = text.prefix { !$0.isWhitespace && $0 != "T" }
        if let iso = CivilDay(iso: day) {
            self = iso
            return
        }
        let parts = day.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].count == 4, let dayOfMonth = Int(parts[0]),
            let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: dayOfMonth)
    }
}
