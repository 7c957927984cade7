import Foundation

/// The first column of the labelled sets if they are there, else of the test sentences.
func questionTexts(intents: String, sets: String?) -> [String] {
    let names = ["questions-dev.tsv", "typed-dev.tsv", "chatter-dev.tsv"]
    let labelled = names.flatMap { firstColumn(of: (sets ?? "") + "/" + $0) }
    if sets != nil, !labelled.isEmpty { return labelled }
    let folder = intents + "/tests"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".tsv") }.sorted()
        .flatMap { firstColumn(of: folder + "/" + $0) }
}

private func firstColumn(of path: String) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: "\t").first.map(String.init) }
}
