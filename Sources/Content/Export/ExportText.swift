import Campaign
import Messaging
import VietText

extension ExportTable {
    /// The table with commas (RFC 4180), as spreadsheets open it: marked as UTF-8, no formulas.
    ///
    /// - Parameter isBare: Without the line that says what the table is: the first line names the
    ///   columns, as programs like it.
    /// - Returns: The text.
    package func csv(isBare: Bool = false) -> String {
        var text = "\u{FEFF}"
        if !isBare {
            let about = ([title] + facts.map { "\($0.name): \($0.value)" }).joined(separator: " – ")
            text += Self.csvCell(.text(about)) + "\r\n"
        }
        text += columns.map { Self.csvCell(.text(isBare ? $0.key : $0.name)) }
            .joined(separator: ",")
        text += "\r\n"
        for row in rows {
            text += row.map(Self.csvCell).joined(separator: ",") + "\r\n"
        }
        return text
    }

    /// The table as one JSON object: what it is, its columns, and one object for each row.
    package func json() -> String {
        var text = "{\n  \"title\": \(Self.quoted(title)),\n"
        for fact in facts { text += "  \"\(fact.key)\": \(Self.quoted(fact.code)),\n" }
        text += "  \"columns\": [\n"
        text += columns.map { column in
            "    {\"key\": \(Self.quoted(column.key)), \"name\": \(Self.quoted(column.name)), "
                + "\"meaning\": \(Self.quoted(column.meaning))}"
        }.joined(separator: ",\n")
        text += "\n  ],\n  \"rows\": ["
        var isFirst = true
        for row in rows {
            text += isFirst ? "\n    {" : ",\n    {"
            isFirst = false
            text += zip(columns, row).map { column, cell in
                "\(Self.quoted(column.key)): \(Self.jsonValue(cell))"
            }.joined(separator: ", ")
            text += "}"
        }
        return text + (rows.isEmpty ? "]\n}\n" : "\n  ]\n}\n")
    }

    /// Numbers stay numbers, a minus in front included; what people wrote never runs.
    private static func csvCell(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): QuestionSheet.quoted(QuestionSheet.harmless(text))
        case .whole(let number): String(number)
        case .number(let quantity): quantity.plain
        case .percent(let percentage): percentage.plain
        case .day(let day): day.description
        case .moment(let moment): moment.wallClock
        case .empty: ""
        }
    }

    private static func jsonValue(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): quoted(text)
        case .whole(let number): String(number)
        case .number(let quantity): quantity.plain
        case .percent(let percentage): percentage.plain
        case .day(let day): "\"\(day)\""
        case .moment(let moment): "\"\(moment.iso)\""
        case .empty: "null"
        }
    }

    /// Returns the text as a string of JSON.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
