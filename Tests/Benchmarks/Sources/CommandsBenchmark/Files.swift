import Foundation

/// Writes what the other engines read: `hassil.json`, `templates.tsv` (intent, template, template
/// without nested optionals) and `sentences.tsv` (intent or `-`, text).
func writeFiles(of set: TemplateSet, to folder: String) throws {
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    var intents: [String: Any] = [:]
    for entry in set.entries {
        intents[entry.intent] = ["data": [["sentences": [entry.template]]]]
    }
    let wildcard: [String: Any] = ["wildcard": true]
    let source: [String: Any] = [
        "language": "vi", "intents": intents, "lists": ["place": wildcard, "trouble": wildcard],
    ]
    let json = try JSONSerialization.data(withJSONObject: source, options: [.sortedKeys])
    try json.write(to: root.appending(path: "hassil.json"))
    let templates = set.entries.map { "\($0.intent)\t\($0.template)\t\($0.flatTemplate)\n" }
    try templates.joined().write(
        to: root.appending(path: "templates.tsv"), atomically: true, encoding: .utf8)
    let sentences = set.sentences.map { "\($0.intent ?? "-")\t\($0.text)\n" }
    try sentences.joined().write(
        to: root.appending(path: "sentences.tsv"), atomically: true, encoding: .utf8)
}
