/// One template as a graph of text fragments, before words are cut: `turn(s|ed)` has a fragment
/// `turn`, then `s` or `ed`, and no space in between.
struct FragmentGraph {
    enum Edge {
        case empty(to: Int)
        case text(String, to: Int)
        case space(to: Int)
        case slot(SlotReference, to: Int)
    }

    private(set) var edges: [[Edge]] = [[]]
    private let rules: (String) throws(TemplateError) -> Template
    private var openRules: [String] = []

    /// The last node, after everything.
    private(set) var end = 0

    /// Writes a template out.
    ///
    /// - Parameters:
    ///   - template: The template.
    ///   - rules: What a rule stands for; throws when there is no such rule.
    /// - Throws: A `TemplateError` for a rule that is missing or leads back to itself, and for a
    ///   template that grows too large.
    init(
        _ template: Template, rules: @escaping (String) throws(TemplateError) -> Template
    ) throws(TemplateError) {
        self.rules = rules
        end = try add(template, from: 0)
    }

    /// More nodes than this and the template is refused: rules in rules grow quickly.
    private static let maximumNodes = 20_000

    private static let maximumPermutation = 6

    private mutating func node() throws(TemplateError) -> Int {
        guard edges.count < Self.maximumNodes else {
            throw TemplateError(
                offset: 0, what: "the template is too large with its rules written out",
                remedy: "Split it into several sentences")
        }
        edges.append([])
        return edges.count - 1
    }

    private mutating func add(_ template: Template, from start: Int) throws(TemplateError) -> Int {
        switch template {
        case .text(let text):
            return try add(text: text, from: start)
        case .sequence(let items):
            var node = start
            for item in items { node = try add(item, from: node) }
            return node
        case .alternatives(let items):
            return try add(branches: items, from: start)
        case .optional(let item):
            return try add(branches: [item, .sequence([])], from: start)
        case .permutation(let items):
            return try add(permutation: items, from: start)
        case .rule(let name):
            return try add(rule: name, from: start)
        case .slot(let slot):
            let next = try node()
            edges[start].append(.slot(slot, to: next))
            return next
        }
    }

    private mutating func add(text: String, from start: Int) throws(TemplateError) -> Int {
        var current = start
        var fragment = ""
        for character in text {
            guard character == " " else {
                fragment.append(character)
                continue
            }
            if !fragment.isEmpty { current = try append(.text(fragment, to: 0), after: current) }
            fragment = ""
            current = try append(.space(to: 0), after: current)
        }
        if !fragment.isEmpty { current = try append(.text(fragment, to: 0), after: current) }
        return current
    }

    private mutating func append(_ edge: Edge, after start: Int) throws(TemplateError) -> Int {
        let next = try node()
        switch edge {
        case .text(let text, _): edges[start].append(.text(text, to: next))
        case .space: edges[start].append(.space(to: next))
        case .slot(let slot, _): edges[start].append(.slot(slot, to: next))
        case .empty: edges[start].append(.empty(to: next))
        }
        return next
    }

    private mutating func add(
        branches: [Template], from start: Int
    ) throws(TemplateError) -> Int {
        var ends: [Int] = []
        for branch in branches {
            let entry = try append(.empty(to: 0), after: start)
            ends.append(try add(branch, from: entry))
        }
        let join = try node()
        for end in ends { edges[end].append(.empty(to: join)) }
        return join
    }

    /// Adds one node for each set of items already said, so that n items cost 2ⁿ nodes and not n!.
    private mutating func add(
        permutation items: [Template], from start: Int
    ) throws(TemplateError) -> Int {
        guard items.count <= Self.maximumPermutation else {
            throw TemplateError(
                offset: 0, what: "a permutation has more than \(Self.maximumPermutation) items",
                remedy: "Join some of them, or write the usual orders as alternatives")
        }
        let all = (1 << items.count) - 1
        var nodes: [Int] = [start]
        for _ in 0..<all { nodes.append(try node()) }
        for said in 0..<all {
            for item in items.indices where said >> item & 1 == 0 {
                var current = try append(.space(to: 0), after: nodes[said])
                current = try add(items[item], from: current)
                edges[current].append(.space(to: nodes[said | 1 << item]))
            }
        }
        return nodes[all]
    }

    private mutating func add(rule name: String, from start: Int) throws(TemplateError) -> Int {
        guard !openRules.contains(name) else {
            throw TemplateError(
                offset: 0, what: "the rule <\(name)> leads back to itself",
                remedy: "Break the circle \((openRules + [name]).joined(separator: " → "))")
        }
        openRules.append(name)
        defer { openRules.removeLast() }
        return try add(try rules(name), from: start)
    }
}
