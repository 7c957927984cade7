import IntentMatching
import Procedures

/// Reads `catalogue/*.csv` into one catalogue.
struct CatalogueLoader {
    /// Words that merely ask: they do not count against a name.
    let vocabulary: QuestionVocabulary

    /// Returns the catalogue; a code in two files counts as it was read last.
    func catalogue(_ folder: ContentFolder, _ findings: inout Findings) -> Catalogue {
        var merged: [String: CatalogueEntry] = [:]
        for file in folder.files(in: "catalogue", endings: ["csv"]) {
            var lines: [String: Int] = [:]
            for (entry, line) in CatalogueFile.entries(in: file, &findings) {
                if let other = lines.updateValue(line, forKey: entry.code) {
                    findings.error(
                        at: Place(file: file.path, line: line),
                        "mã \(entry.code) đã có ở dòng \(other)", remedy: "Xóa một trong hai dòng")
                }
                if let known = merged[entry.code], known.readOn >= entry.readOn { continue }
                merged[entry.code] = entry
            }
        }
        guard !merged.isEmpty else { return Catalogue() }
        let signs = vocabulary.questionSigns
        let asides =
            signs.strong + signs.weak + signs.closing + vocabulary.politeWords
            + vocabulary.particles + vocabulary.aspects.flatMap(\.phrases)
        return Catalogue(merged.values.sorted { $0.code < $1.code }, asides: asides)
    }
}
