import IntentMatching
import Yams

extension CommandLoader {
    /// Lists that a caller supplies: under `lists:`, or by name at the top of the file.
    func suppliedLists(
        in tree: YAMLTree, _ findings: inout Findings
    ) -> [CommandSource.ValueList] {
        let entries = tree.mapping(&findings)
        return lists(entries["lists"] ?? tree, &findings)
    }

    func lists(_ tree: YAMLTree, _ findings: inout Findings) -> [CommandSource.ValueList] {
        tree.mapping(&findings).compactMap { entry in
            if entry.key == "language" { return nil }
            guard let content = content(of: entry, &findings) else { return nil }
            return .init(name: entry.key, content: content, location: location(entry.keyPlace))
        }
    }

    private func content(
        of entry: YAMLTree.Entry, _ findings: inout Findings
    ) -> CommandSource.ValueList.Content? {
        // A bare list of values is what callers supply most.
        if let items = entry.value.listItems {
            return .values(items.compactMap { value($0, &findings) })
        }
        let parts = entry.value.mapping(&findings)
        if let values = parts["values"] {
            return .values(values.list(&findings).compactMap { value($0, &findings) })
        }
        if let range = parts["range"] { return self.range(range, &findings) }
        if let wildcard = parts["wildcard"], commandValue(wildcard) == .boolean(true) {
            return .wildcard
        }
        findings.error(
            at: entry.keyPlace, "danh sách '\(entry.key)' không có values, range hay wildcard",
            remedy: "Thêm một trong ba khóa đó")
        return nil
    }

    private func value(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> CommandSource.ListValue? {
        if let text = tree.scalarText {
            return .init(bare: .init(text, at: location(tree.place)))
        }
        let parts = tree.mapping(&findings)
        guard let input = parts["in"]?.text(&findings) else {
            findings.error(
                at: tree.place, "mục của danh sách thiếu 'in'", remedy: "Ghi in: và out:")
            return nil
        }
        return .init(
            input: .init(input, at: location(tree.place)),
            output: parts["out"].map(commandValue),
            context: parts["context"].map { fields($0, &findings) } ?? [],
            metadata: parts["metadata"].map { fields($0, &findings) } ?? [])
    }

    private func range(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> CommandSource.ValueList.Content? {
        let parts = tree.mapping(
            known: [
                "type", "from", "to", "step", "multiplier", "fractions", "digits", "words",
                "words_language", "words_ruleset",
            ], &findings)
        guard let lower = integer(parts["from"]), let upper = integer(parts["to"]), lower <= upper
        else {
            findings.error(
                at: tree.place, "khoảng số cần from và to, from không lớn hơn to",
                remedy: "Ví dụ range: {from: 0, to: 100}")
            return nil
        }
        var range = CommandSource.NumberRange(lower, through: upper)
        range.type = parts["type"]?.scalarText ?? range.type
        range.step = integer(parts["step"]) ?? 1
        range.multiplier = parts["multiplier"]?.number(&findings)
        range.fractions = parts["fractions"]?.scalarText.flatMap { .init(rawValue: $0) }
        range.acceptsDigits = parts["digits"].map { commandValue($0) != .boolean(false) } ?? true
        range.acceptsWords = parts["words"].map { commandValue($0) != .boolean(false) } ?? true
        return .range(range)
    }

    private func integer(_ tree: YAMLTree?) -> Int? {
        guard let tree, case .integer(let value) = commandValue(tree) else { return nil }
        return value
    }

    /// The value as YAML types it: number, truth value, null, text or list.
    func commandValue(_ tree: YAMLTree) -> CommandValue {
        if let items = tree.listItems { return .list(items.map(commandValue)) }
        guard case .scalar(let scalar) = tree.node else { return .null }
        if tree.isNull { return .null }
        if tree.node.tag == Tag(.str) || scalar.style != .plain { return .string(scalar.string) }
        if let value = Int(scalar.string) { return .integer(value) }
        if let value = Bool.construct(from: scalar) { return .boolean(value) }
        if let value = Double.construct(from: scalar) { return .decimal(value) }
        return .string(scalar.string)
    }
}
