/// Whether a line holds nothing but a comment.
func isComment(_ line: String) -> Bool {
    line.drop { $0 == " " }.hasPrefix("//")
}

/// Whether `text` stands in `line` outside string literals and not as the end of a longer word.
func containsWord(_ text: String, in line: String) -> Bool {
    var inString = false
    var previous: Character = " "
    var rest = Substring(line)
    while let character = rest.first {
        if character == "\"", previous != "\\" { inString.toggle() }
        if !inString, rest.hasPrefix(text), !previous.isLetter, !previous.isNumber { return true }
        if !inString, rest.hasPrefix("//") { return false }
        previous = character
        rest = rest.dropFirst()
    }
    return false
}

/// Name, first line (from 1) and number of lines of every function and initialiser.
///
/// Reads the layout that the formatter gives: the closing brace stands in the column in which the
/// declaration began.
func functionLengths(in lines: [String]) -> [(name: String, line: Int, length: Int)] {
    var found: [(String, Int, Int)] = []
    for (number, line) in lines.enumerated() where !isComment(line) {
        let indent = line.prefix { $0 == " " }.count
        let words = line.split { " (<".contains($0) }
        let isFunction = words.contains("func") || words.contains("init")
        guard isFunction, !line.contains("\""), !line.trimmingEnd.hasSuffix("}") else { continue }
        let closing = String(repeating: " ", count: indent) + "}"
        guard let end = lines[(number + 1)...].firstIndex(of: closing) else { continue }
        // A protocol's requirement has no body of its own.
        let body = lines[number...end].contains { $0.trimmingEnd.hasSuffix("{") }
        guard body else { continue }
        let at = words.firstIndex(of: "func").map { $0 + 1 } ?? 0
        found.append((String(words[min(at, words.count - 1)]), number + 1, end - number + 1))
    }
    return found
}

/// Lines with a `package` declaration that has no `///` comment above it.
///
/// Left out: initialisers, cases, operators, `description` and stored properties, whose documented
/// type says what they are.
func undocumented(in lines: [String]) -> [(line: Int, text: String)] {
    var found: [(Int, String)] = []
    for (number, line) in lines.enumerated() {
        let words = line.split(separator: " ").map(String.init)
        guard words.first == "package" else { continue }
        let kinds = ["struct", "enum", "class", "actor", "func", "protocol", "typealias"]
        guard let kind = words.first(where: { kinds.contains($0) }) else { continue }
        let name = words.firstIndex(of: kind).map { words[min($0 + 1, words.count - 1)] } ?? ""
        let isOperator = name.first.map { !$0.isLetter && $0 != "_" && $0 != "`" } ?? true
        let isHidden =
            name.hasPrefix("hash(") || name.hasPrefix("encode(") || name.hasPrefix("run(")
        guard !isOperator, !isHidden else { continue }
        var above = number - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        let isDocumented = above >= 0 && lines[above].drop { $0 == " " }.hasPrefix("///")
        if !isDocumented { found.append((number + 1, line.drop { $0 == " " }.description)) }
    }
    return found
}

extension String {
    var trimmingEnd: Substring {
        var rest = Substring(self)
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
