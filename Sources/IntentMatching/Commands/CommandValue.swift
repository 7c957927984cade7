/// A value as a sentence file writes it: what a slot holds, what a context requires.
package enum CommandValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case decimal(Double)
    case boolean(Bool)
    case null
    case list([CommandValue])
}

extension CommandValue {
    /// Whether both mean the same, however they were typed.
    ///
    /// A context given on a command line holds texts only, so `"50"` equals 50 and `"on"` equals
    /// true; 1 equals 1.0.
    package func means(_ other: CommandValue) -> Bool {
        self == other || (comparable != nil && comparable == other.comparable)
    }

    private var comparable: String? {
        switch self {
        case .string(let text):
            switch text.lowercased() {
            case "true", "on", "yes": "true"
            case "false", "off", "no": "false"
            default: Double(text).map(Self.numeral) ?? text
            }
        case .integer(let number): Self.numeral(Double(number))
        case .decimal(let number): Self.numeral(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .null, .list: nil
        }
    }

    private static func numeral(_ number: Double) -> String {
        number.description
    }

    /// A number, as an integer where it is one.
    static func number(_ value: Double) -> CommandValue {
        value == value.rounded() && abs(value) < 9e15 ? .integer(Int(value)) : .decimal(value)
    }
}

/// A name and its value, where the order of the file matters.
package struct CommandField: Hashable, Sendable {
    package var name: String
    package var value: CommandValue

    package init(_ name: String, _ value: CommandValue) {
        self.name = name
        self.value = value
    }
}
