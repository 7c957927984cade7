import Yams

/// One value of a YAML file with the place where it stands.
///
/// Every accessor adds a mistake to `findings` and returns nil (or what could be read) when the
/// value is not of the wanted shape, so that reading goes on and all mistakes show at once.
struct YAMLTree {
    let node: Node
    let file: String

    /// One entry of a mapping.
    struct Entry {
        let key: String
        let keyPlace: Place
        let value: YAMLTree
    }

    var place: Place { Place(file: file, line: node.mark?.line ?? 0) }

    var isNull: Bool {
        guard case .scalar(let scalar) = node else { return false }
        // Asking Yams for the tag would run a handful of regular expressions for each value.
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The text of a scalar of any type; nil for lists and mappings.
    var scalarText: String? {
        guard case .scalar(let scalar) = node, !isNull else { return nil }
        return scalar.string
    }

    /// The items of a list; nil when it is none.
    var listItems: [YAMLTree]? {
        guard case .sequence(let sequence) = node else { return nil }
        return sequence.map { YAMLTree(node: $0, file: file) }
    }

    /// The entries of a mapping in the order of the file; nil when it is none.
    var mappingEntries: [Entry]? {
        guard case .mapping(let mapping) = node else { return nil }
        return mapping.map { key, value in
            Entry(
                key: key.string ?? "",
                keyPlace: Place(file: file, line: key.mark?.line ?? place.line),
                value: YAMLTree(node: value, file: file))
        }
    }

    func text(_ findings: inout Findings) -> String? {
        if let scalarText { return scalarText }
        findings.error(
            at: place, "chỗ này phải là một dòng chữ",
            remedy: "Viết chữ, đặt trong \"\" nếu có dấu :")
        return nil
    }

    /// A list of lines; a single line counts as a list of one.
    func texts(_ findings: inout Findings) -> [(text: String, place: Place)] {
        if let scalarText { return [(scalarText, place)] }
        if isNull { return [] }
        guard let listItems else {
            findings.error(
                at: place, "chỗ này phải là một danh sách",
                remedy: "Viết mỗi mục một dòng, bắt đầu bằng '- '")
            return []
        }
        return listItems.compactMap { item in
            item.text(&findings).map { ($0, item.place) }
        }
    }

    func list(_ findings: inout Findings) -> [YAMLTree] {
        if let listItems { return listItems }
        if !isNull {
            findings.error(
                at: place, "chỗ này phải là một danh sách",
                remedy: "Viết mỗi mục một dòng, bắt đầu bằng '- '")
        }
        return []
    }

    /// The entries of a mapping; one whose key is not in `known` (nil: any may stand here) is
    /// reported and left out.
    func mapping(known: [String]? = nil, _ findings: inout Findings) -> [Entry] {
        if isNull { return [] }
        guard let entries = mappingEntries else {
            findings.error(
                at: place, "chỗ này phải có dạng 'khóa: giá trị'",
                remedy: "Xem mẫu trong intents/README.md")
            return []
        }
        var seen = Set<String>()
        var result: [Entry] = []
        for entry in entries {
            guard seen.insert(entry.key).inserted else {
                findings.error(
                    at: entry.keyPlace, "khóa '\(entry.key)' viết hai lần",
                    remedy: "Gộp hai chỗ làm một")
                continue
            }
            if let known, !known.contains(entry.key) {
                findings.error(
                    at: entry.keyPlace, "không có khóa '\(entry.key)' ở đây",
                    remedy: remedy(forUnknown: entry.key, in: known))
                continue
            }
            result.append(entry)
        }
        return result
    }

    func number(_ findings: inout Findings) -> Double? {
        guard let text = text(&findings) else { return nil }
        if let number = Double(text), number.isFinite { return number }
        findings.error(
            at: place, "'\(text)' không phải là số", remedy: "Viết số thường, ví dụ 10 hoặc 9.5")
        return nil
    }
}

extension [YAMLTree.Entry] {
    subscript(key: String) -> YAMLTree? {
        first { $0.key == key }?.value
    }
}

/// Reads one YAML text into a tree; a text that is no YAML becomes one mistake with its line.
func parseYAML(_ text: String, file: String, _ findings: inout Findings) -> YAMLTree? {
    do {
        guard let node = try Yams.compose(yaml: text) else {
            findings.error(
                at: Place(file: file, line: 1), "tệp trống", remedy: "Viết nội dung hoặc xóa tệp")
            return nil
        }
        return YAMLTree(node: node, file: file)
    } catch let error as YamlError {
        findings.add(mistake(of: error, file: file))
    } catch {
        findings.error(
            at: Place(file: file, line: 0), "không đọc được YAML: \(error)",
            remedy: "Mở tệp và sửa theo mẫu trong intents/README.md")
    }
    return nil
}

private func mistake(of error: YamlError, file: String) -> Mistake {
    let remedy = "Kiểm tra thụt dòng, dấu hai chấm và dấu ngoặc kép ở dòng này"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        return Mistake(
            file: file, line: mark.line, what: "YAML viết sai (\(problem))", remedy: remedy)
    case .duplicatedKeysInMapping(let keys, let context):
        return Mistake(
            file: file, line: context.mark.line,
            what: "khóa viết hai lần: \(keys.map { "\($0)" }.sorted().joined(separator: ", "))",
            remedy: "Gộp hai chỗ làm một")
    case .reader(let problem, _, _, _):
        return Mistake(
            file: file, line: 1, what: "tệp không phải là văn bản UTF-8 (\(problem))",
            remedy: "Lưu lại tệp với bảng mã UTF-8")
    default:
        return Mistake(file: file, line: 1, what: "YAML viết sai (\(error))", remedy: remedy)
    }
}
