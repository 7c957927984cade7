import Foundation
import IntentMatching

/// Reads sentence files in hassil's layout, YAML or JSON (which is YAML too).
///
/// What the notation does not know is kept in `CommandSource.unknownKeys`, so that the compiler of
/// the sentences reports it by name.
package struct CommandLoader {
    package init() {}

    /// Reads one file or all files of a folder, and lists that the caller supplies.
    ///
    /// - Parameters:
    ///   - path: A file, or a folder whose `.yaml`, `.yml` and `.json` files are read by name.
    ///   - lists: A file with `lists:` or lists by name at the top; they replace those of `path`.
    /// - Returns: What was read.
    /// - Throws: `ContentRefused` with every mistake when a file cannot be read at all.
    package func source(
        at path: String, lists: String? = nil
    ) throws(ContentRefused) -> CommandSource {
        var findings = Findings()
        var source = CommandSource()
        for file in Self.files(at: path, &findings) {
            guard let tree = parseYAML(file.text, file: file.path, &findings) else { continue }
            source.merge(self.source(in: tree, &findings))
        }
        if let lists {
            for file in Self.files(at: lists, &findings) {
                guard let tree = parseYAML(file.text, file: file.path, &findings) else { continue }
                source.replaceLists(suppliedLists(in: tree, &findings))
            }
        }
        guard !findings.hasErrors else { throw ContentRefused(findings.mistakes) }
        return source
    }

    private static func files(
        at path: String, _ findings: inout Findings
    ) -> [ContentFolder.File] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            return ContentFolder(reading: path, &findings).files
                .filter { ["yaml", "yml", "json"].contains(($0.path as NSString).pathExtension) }
        }
        return ContentFolder.text(at: URL(fileURLWithPath: path), named: path, &findings)
            .map { [ContentFolder.File(path: path, text: $0)] } ?? []
    }

    /// Reads one file; mistakes in its shape go to `findings`.
    func source(in tree: YAMLTree, _ findings: inout Findings) -> CommandSource {
        var source = CommandSource()
        for entry in tree.mapping(&findings) {
            switch entry.key {
            case "language":
                source.language = entry.value.scalarText ?? ""
            case "intents":
                source.intents += intents(entry.value, &findings)
            case "data":
                // The newer layout: one file a combination of slots, its folder names the intent.
                let folder = (tree.file as NSString).deletingLastPathComponent
                let name = (folder as NSString).lastPathComponent
                source.intents.append(.init(name: name, blocks: blocks(entry.value, &findings)))
            case "lists":
                source.lists += lists(entry.value, &findings)
            case "expansion_rules":
                source.rules += rules(entry.value, &findings)
            case "skip_words":
                source.skipWords += templates(entry.value, &findings)
            case "settings":
                source.settings += settings(entry.value, prefix: "settings.")
            case "responses":
                continue  // Wording of answers: not part of matching.
            default:
                source.unknownKeys.append(setting(entry, prefix: ""))
            }
        }
        return source
    }

    private func intents(_ tree: YAMLTree, _ findings: inout Findings) -> [CommandSource.Intent] {
        tree.mapping(&findings).map { entry in
            let parts = entry.value.mapping(&findings)
            return .init(
                name: entry.key, blocks: parts["data"].map { blocks($0, &findings) } ?? [])
        }
    }

    private func blocks(_ tree: YAMLTree, _ findings: inout Findings) -> [CommandSource.Block] {
        tree.list(&findings).map { block($0, &findings) }
    }

    private func block(_ tree: YAMLTree, _ findings: inout Findings) -> CommandSource.Block {
        var block = CommandSource.Block(sentences: [])
        for entry in tree.mapping(&findings) {
            let value = entry.value
            switch entry.key {
            case "sentences": block.sentences = templates(value, &findings)
            case "slots": block.slots = fields(value, &findings)
            case "requires_context": block.requiredContext = conditions(value, &findings)
            case "excludes_context": block.excludedContext = conditions(value, &findings)
            case "expansion_rules": block.rules = rules(value, &findings)
            case "lists": block.lists = lists(value, &findings)
            case "response": block.response = value.scalarText
            case "metadata": block.metadata = fields(value, &findings)
            case "required_keywords":
                block.requiredKeywords = value.texts(&findings).map(\.text)
            case "inferred_domain": block.inferredDomain = value.scalarText
            case "name_domains": block.nameDomains = value.texts(&findings).map(\.text)
            case "settings": block.settings = settings(value, prefix: "settings.")
            case "example", "examples", "importance": continue  // For people who read the file.
            default: block.unknownKeys.append(setting(entry, prefix: "data."))
            }
        }
        return block
    }

    private func templates(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> [CommandSource.Template] {
        tree.texts(&findings).map { .init($0.text, at: location($0.place)) }
    }

    private func rules(_ tree: YAMLTree, _ findings: inout Findings) -> [CommandSource.Rule] {
        tree.mapping(&findings).compactMap { entry in
            entry.value.text(&findings).map {
                .init(name: entry.key, body: .init($0, at: location(entry.value.place)))
            }
        }
    }

    private func conditions(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> [CommandSource.ContextCondition] {
        tree.mapping(&findings).map { entry in
            var condition = CommandSource.ContextCondition(key: entry.key)
            guard let parts = entry.value.mappingEntries else {
                condition.accepted = accepted(entry.value)
                return condition
            }
            condition.accepted = parts["value"].flatMap(accepted)
            if let slot = parts["slot"] {
                switch commandValue(slot) {
                case .boolean(true): condition.slot = entry.key
                case .string(let name): condition.slot = name
                default: break
                }
            }
            return condition
        }
    }

    private func accepted(_ tree: YAMLTree) -> [CommandValue]? {
        switch commandValue(tree) {
        case .null: nil
        case .list(let values): values
        case let value: [value]
        }
    }

    private func settings(_ tree: YAMLTree, prefix: String) -> [CommandSource.Setting] {
        (tree.mappingEntries ?? []).map { setting($0, prefix: prefix) }
    }

    private func setting(_ entry: YAMLTree.Entry, prefix: String) -> CommandSource.Setting {
        .init(
            name: prefix + entry.key, value: commandValue(entry.value),
            location: location(entry.keyPlace))
    }

    func fields(_ tree: YAMLTree, _ findings: inout Findings) -> [CommandField] {
        tree.mapping(&findings).map { CommandField($0.key, commandValue($0.value)) }
    }

    func location(_ place: Place) -> CommandSource.Location {
        .init(file: place.file, line: place.line > 0 ? place.line : nil)
    }
}
