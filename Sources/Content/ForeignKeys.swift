/// A key of a YAML file that nobody reads.
package struct ForeignKey: Hashable, Sendable {
    /// From the top, joined by points: `log.levl`.
    package let path: String

    /// Line in the file, counted from 1.
    package let line: Int
}

/// Returns the keys of a YAML text that are not known, in the order of the file.
///
/// - Parameters:
///   - text: The YAML text; an empty one has no keys.
///   - file: Its name, for mistakes.
///   - known: Paths of known keys; `*` stands for any one name.
/// - Returns: One for each unknown key; below an unknown mapping only the mapping itself.
/// - Throws: `ContentRefused` when the text is no YAML.
package func foreignKeys(
    inYAML text: String, file: String, known: [String]
) throws(ContentRefused) -> [ForeignKey] {
    let isEmpty = text.split { $0.isNewline }.allSatisfy { line in
        line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
    }
    guard !isEmpty else { return [] }
    var findings = Findings()
    guard let tree = parseYAML(text, file: file, &findings) else {
        throw ContentRefused(findings.mistakes)
    }
    let patterns = known.map { $0.split(separator: ".").map(String.init) }
    let found = foreign(tree, below: [], patterns, &findings)
    guard !findings.hasErrors else { throw ContentRefused(findings.mistakes) }
    return found
}

private func foreign(
    _ tree: YAMLTree, below path: [String], _ patterns: [[String]], _ findings: inout Findings
) -> [ForeignKey] {
    tree.mapping(&findings).flatMap { entry -> [ForeignKey] in
        let here = path + [entry.key]
        let fitting = patterns.filter { pattern in
            pattern.count >= here.count && zip(pattern, here).allSatisfy { $0 == "*" || $0 == $1 }
        }
        guard !fitting.isEmpty else {
            return [
                ForeignKey(path: here.joined(separator: "."), line: entry.keyPlace.line)
            ]
        }
        if fitting.contains(where: { $0.count == here.count }) { return [] }
        return foreign(entry.value, below: here, fitting, &findings)
    }
}

/// Finds the line of a key, or of the nearest mapping above it that is there.
///
/// - Parameters:
///   - path: The key with those above it, separated by points.
///   - text: The YAML text.
/// - Returns: The line from 1; nil when not even the first part of the path is there.
package func keyLine(of path: String, inYAML text: String) -> Int? {
    var findings = Findings()
    guard var tree = parseYAML(text, file: "", &findings) else { return nil }
    var line: Int?
    for part in path.split(separator: ".") {
        guard let entry = tree.mapping(&findings).first(where: { $0.key == part }) else { break }
        line = entry.keyPlace.line
        tree = entry.value
    }
    return line
}
