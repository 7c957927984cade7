/// Writes out every phrase that a finite template stands for: no slots, no wildcards.
///
/// `"(làm|xin) [lại] giấy"` gives four phrases. Spaces at the edges are cut and runs of them are
/// one; a phrase that comes twice is given once; the order is that of the template.
///
/// - Parameters:
///   - source: The template.
///   - rules: What `<name>` stands for; each a template.
///   - limit: The most phrases, at least 1.
///   - mayBeEmpty: Whether a template that may stand for nothing is accepted; nothing is left out
///     of the phrases either way.
/// - Returns: The phrases, never empty ones.
/// - Throws: A `TemplateError` for a template that cannot be read, a slot, a rule that is missing or
///   leads back to itself, a template that may be empty, or more phrases than `limit`.
package func expansions(
    of source: String, rules: [String: String] = [:], limit: Int = 1_000, mayBeEmpty: Bool = false
) throws(TemplateError) -> [String] {
    var expander = TemplateExpander(rules: rules, limit: limit)
    let raw = try expander.phrases(try parseTemplate(source))
    var seen = Set<WrittenPhrase>(minimumCapacity: raw.count)
    var phrases: [String] = []
    phrases.reserveCapacity(raw.count)
    for text in raw {
        let phrase = singleSpaced(text)
        guard seen.insert(WrittenPhrase(text: phrase)).inserted else { continue }
        if phrase.isEmpty {
            if mayBeEmpty { continue }
            throw TemplateError(
                offset: 0, what: "the template may stand for nothing at all",
                remedy: "Leave one word outside the brackets")
        }
        phrases.append(phrase)
    }
    return phrases
}

private func singleSpaced(_ text: String) -> String {
    // Nearly all phrases are tidy as they come; bytes tell it far quicker than characters.
    var last = UInt8(ascii: " ")
    var isTidy = true
    for byte in text.utf8 {
        if byte == UInt8(ascii: " "), last == byte { isTidy = false }
        last = byte
    }
    if isTidy, last != UInt8(ascii: " ") { return text }
    return text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        .joined(separator: " ")
}

/// A phrase compared byte for byte, since canonical equivalence would cost most of the expansion.
private struct WrittenPhrase: Hashable {
    let text: String

    static func == (left: WrittenPhrase, right: WrittenPhrase) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}

/// Expands nodes, remembering which rules are open.
private struct TemplateExpander {
    let rules: [String: String]
    let limit: Int
    private var open: [String] = []

    init(rules: [String: String], limit: Int) {
        self.rules = rules
        self.limit = max(1, limit)
    }

    mutating func phrases(_ template: Template) throws(TemplateError) -> [String] {
        switch template {
        case .text(let text):
            return [text]
        case .sequence(let items):
            return try product(items, separator: "")
        case .alternatives(let items):
            return try union(items)
        case .optional(let item):
            return try checked(try phrases(item) + [""])
        case .permutation(let items):
            return try permutations(items)
        case .rule(let name):
            return try expanded(name)
        case .slot(let slot):
            throw TemplateError(
                offset: 0, what: "a slot, {\(slot.name)}, has no fixed words",
                remedy: "Write the words themselves, or an alternative of them")
        }
    }

    private mutating func union(_ items: [Template]) throws(TemplateError) -> [String] {
        var all: [String] = []
        for item in items {
            all += try phrases(item)
            all = try checked(all)
        }
        return all
    }

    private mutating func product(
        _ items: [Template], separator: String
    ) throws(TemplateError) -> [String] {
        var all = [""]
        for item in items {
            let tails = try phrases(item)
            guard all.count * tails.count <= limit else { throw tooMany }
            all = all.flatMap { head in tails.map { head + separator + $0 } }
        }
        return all
    }

    private mutating func permutations(_ items: [Template]) throws(TemplateError) -> [String] {
        guard items.count > 1 else { return try product(items, separator: " ") }
        var all: [String] = []
        for first in items.indices {
            var rest = items
            let head = rest.remove(at: first)
            let tails = try permutations(rest)
            for phrase in try phrases(head) {
                all = try checked(all + tails.map { phrase + " " + $0 })
            }
        }
        return all
    }

    private mutating func expanded(_ name: String) throws(TemplateError) -> [String] {
        guard let body = rules[name] else {
            throw TemplateError(
                offset: 0, what: "the rule <\(name)> does not exist",
                remedy: "Add it to expansion_rules, or correct its name")
        }
        guard !open.contains(name) else {
            throw TemplateError(
                offset: 0, what: "the rule <\(name)> leads back to itself",
                remedy: "Break the circle \((open + [name]).joined(separator: " → "))")
        }
        open.append(name)
        defer { open.removeLast() }
        return try phrases(try parseTemplate(body))
    }

    private func checked(_ phrases: [String]) throws(TemplateError) -> [String] {
        guard phrases.count <= limit else { throw tooMany }
        return phrases
    }

    private var tooMany: TemplateError {
        TemplateError(
            offset: 0, what: "the template stands for more than \(limit) phrases",
            remedy: "Split it, or leave out an optional part")
    }
}
