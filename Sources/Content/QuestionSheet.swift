/// A table of texts for a spreadsheet: comma or tab separated, safe to open.
package struct QuestionSheet: Sendable {
    /// How cells are separated.
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// Commas and quotes, as in RFC 4180.
        case csv
        /// Tabs; tabs and line ends inside a cell become spaces.
        case tsv
    }

    private let format: Format

    package init(_ format: Format) {
        self.format = format
    }

    /// Returns the rows as text, each with a line feed at its end.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front: what people
    /// typed to the bot must never run on the machine of an editor.
    package func text(_ rows: [[String]]) -> String {
        rows.map { row in
            row.map(cell).joined(separator: format == .csv ? "," : "\t") + "\n"
        }.joined()
    }

    private func cell(_ text: String) -> String {
        let safe = Self.harmless(text)
        switch format {
        case .tsv:
            return String(safe.map { $0 == "\t" || $0.isNewline ? " " : $0 })
        case .csv:
            return Self.quoted(safe)
        }
    }

    /// Returns the text as one cell of a table with commas, in quotes where it must be.
    static func quoted(_ text: String) -> String {
        let isPlain = !text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        guard !isPlain else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// Returns the text with an apostrophe in front when a spreadsheet would run it.
    static func harmless(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        let isFormula = first.map { formulaStarts.contains($0) } ?? false
        let isControl = text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" } ?? false
        return isFormula || isControl ? "'" + text : text
    }

    /// The full-width forms too: some programs fold them.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "＝", "＋", "－", "＠",
    ]
}
