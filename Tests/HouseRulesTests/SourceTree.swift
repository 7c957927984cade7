import Foundation
import TestSupport
import Testing

/// One Swift file of the project, as its lines.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// Path from the repository root.
    let path: String
    let lines: [String]

    var testDescription: String { path }

    /// The target folder below `Sources`, or nil for tests.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.first == "Sources" && parts.count > 2 ? String(parts[1]) : nil
    }

    /// Names of the modules imported, whatever stands before `import`.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || $0 == "package" || $0 == "private" })
            else { return nil }
            return words.last?.split(separator: ".").first.map(String.init)
        }
    }
}

/// Every Swift file below the folders given, in the order of their paths.
func swiftFiles(below folders: String...) -> [SourceFile] {
    var files: [SourceFile] = []
    for folder in folders {
        let root = URL(fileURLWithPath: "\(RepositoryRoot.path)/\(folder)")
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        for name in (names ?? []).sorted() where name.hasSuffix(".swift") {
            // Build folders of the nested benchmark package are nobody's source.
            guard !name.contains(".build") else { continue }
            guard
                let text = try? String(
                    contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            else { continue }
            files.append(
                SourceFile(
                    path: "\(folder)/\(name)",
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                        .map(String.init)))
        }
    }
    return files
}
