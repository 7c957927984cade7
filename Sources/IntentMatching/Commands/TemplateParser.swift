/// Reads a template.
///
/// - Throws: A `TemplateError` for a bracket without its partner, an empty name, a mixture of `|`
///   and `;` in one group, a range that counts down, or groups nested deeper than 64.
package func parseTemplate(_ source: String) throws(TemplateError) -> Template {
    var parser = TemplateParser(source)
    return try parser.parse()
}

/// A recursive-descent parser over the scalars of one template.
private struct TemplateParser {
    private static let maximumDepth = 64

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(TemplateError) -> Template {
        let body = try group(closedBy: nil, openedAt: 0)
        if let stray = peek {
            throw error(
                "'\(stray)' closes nothing", "Remove it, or write '\\\(stray)' for the character")
        }
        return body
    }

    private var peek: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    /// Reads up to the closing bracket and takes it, or to the end when `closer` is nil.
    private mutating func group(
        closedBy closer: Unicode.Scalar?, openedAt start: Int
    ) throws(TemplateError) -> Template {
        var branches: [[Template]] = [[]]
        var separator: Unicode.Scalar?
        while let next = peek {
            if next == "|" || next == ";" {
                if let separator, separator != next {
                    throw error(
                        "'|' and ';' stand in one group",
                        "Put the alternatives in a group of their own, as in ((a|b);c)")
                }
                separator = next
                position += 1
                branches.append([])
            } else if next == closer {
                position += 1
                return Self.node(branches, separator)
            } else if next == ")" || next == "]" || next == "}" || next == ">" {
                break
            } else {
                branches[branches.count - 1].append(try item())
            }
        }
        if let closer {
            let opener = scalars[start]
            throw TemplateError(
                offset: start, what: "'\(opener)' is never closed",
                remedy: "Add '\(closer)', or write '\\\(opener)' for the character")
        }
        return Self.node(branches, separator)
    }

    private static func node(_ branches: [[Template]], _ separator: Unicode.Scalar?) -> Template {
        let items = branches.map { $0.count == 1 ? $0[0] : Template.sequence($0) }
        switch separator {
        case "|": return .alternatives(items)
        case ";": return .permutation(items)
        default: return items[0]
        }
    }

    private mutating func item() throws(TemplateError) -> Template {
        let start = position
        switch scalars[position] {
        case "(", "[":
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.maximumDepth else {
                throw error(
                    "groups are nested deeper than \(Self.maximumDepth)",
                    "Move the inner ones to an expansion rule")
            }
            position += 1
            let isOptional = scalars[start] == "["
            let inner = try group(closedBy: isOptional ? "]" : ")", openedAt: start)
            return isOptional ? .optional(inner) : inner
        case "<":
            return .rule(try name(closedBy: ">", what: "rule"))
        case "{":
            return .slot(try slot())
        default:
            return .text(try text())
        }
    }

    /// Literal text up to the next sign of the notation; a run of spaces becomes one.
    private mutating func text() throws(TemplateError) -> String {
        var result = String.UnicodeScalarView()
        while let next = peek, !"()[]{}<>|;".unicodeScalars.contains(next) {
            position += 1
            if next == "\\" {
                guard let escaped = peek else {
                    position -= 1
                    throw error("'\\' stands at the end", "Write the character it is to protect")
                }
                result.append(escaped)
                position += 1
            } else if next.properties.isWhitespace {
                if result.last != " " { result.append(" ") }
            } else {
                result.append(next == "’" ? "'" : next)
            }
        }
        return String(result)
    }

    private mutating func name(
        closedBy closer: Unicode.Scalar, what: String
    ) throws(TemplateError) -> String {
        let start = position
        var result = String.UnicodeScalarView()
        position += 1
        while let next = peek, next != closer {
            result.append(next)
            position += 1
        }
        guard position < scalars.count else {
            throw TemplateError(
                offset: start, what: "'\(scalars[start])' is never closed",
                remedy: "Add '\(closer)' after the name of the \(what)")
        }
        position += 1
        guard result.contains(where: { !$0.properties.isWhitespace }) else {
            throw TemplateError(
                offset: start, what: "a \(what) has no name", remedy: "Write the name in between")
        }
        return String(result)
    }

    private mutating func slot() throws(TemplateError) -> SlotReference {
        let start = position
        let text = try name(closedBy: "}", what: "list")
        guard let colon = text.firstIndex(of: ":") else {
            if text.hasPrefix("@") {
                let list = String(text.dropFirst())
                try requireName(list, at: start)
                return SlotReference(source: .list(list), name: list, isCapture: true)
            }
            return SlotReference(source: .list(text), name: text)
        }
        let list = String(text[..<colon])
        var target = text[text.index(after: colon)...]
        let isCapture = target.hasPrefix("@")
        if isCapture { target = target.dropFirst() }
        try requireName(list, at: start)
        try requireName(String(target), at: start)
        return SlotReference(
            source: try inlineRange(list, at: start) ?? .list(list), name: String(target),
            isCapture: isCapture)
    }

    private func requireName(_ name: String, at start: Int) throws(TemplateError) {
        guard !name.isEmpty else {
            throw TemplateError(
                offset: start, what: "a list or slot has no name",
                remedy: "Write {list} or {list:slot}")
        }
    }

    /// Reads `0..100` or `10..100,10`; nil when it is the name of a list.
    private func inlineRange(
        _ text: String, at start: Int
    ) throws(TemplateError) -> SlotReference.Source? {
        let halves = text.split(separator: ",", omittingEmptySubsequences: false)
        let ends = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, ends.count == 3, ends[1].isEmpty,
            let from = Int(ends[0]), let through = Int(ends[2]), from >= 0, through >= 0
        else { return nil }
        guard let step = halves.count == 2 ? Int(halves[1]) : 1, step > 0, from <= through else {
            throw TemplateError(
                offset: start, what: "the range \(text) holds no number",
                remedy: "Write {from..to:slot} or {from..to,step:slot}, from ≤ to, step ≥ 1")
        }
        return .range(from: from, through: through, step: step)
    }

    private func error(_ what: String, _ remedy: String) -> TemplateError {
        TemplateError(offset: position, what: what, remedy: remedy)
    }
}
