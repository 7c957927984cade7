import ArgumentParser
import Foundation

/// One labelled question.
struct QuestionRow: Hashable {
    let text: String

    /// `ask`, `none`, or the intent of a topic; `*` is not scored.
    let intent: String

    /// Accepted procedures; empty when there is none or it is not scored.
    let procedures: [String]

    /// Accepted aspects; empty when it is not scored.
    let aspects: [String]

    /// Groups the figures; empty without such a column.
    let kind: String

    /// Reads a tab separated file with a header line.
    static func rows(inFile path: String) throws -> [QuestionRow] {
        let lines = try readText(path).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
        let header = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false)
        let columns = ["text", "intent", "procedure", "aspect"]
        let missing = columns.filter { !header.contains(Substring($0)) }
        guard missing.isEmpty else {
            complain(
                "\(path):1: the header lacks \(missing.joined(separator: ", ")). "
                    + "Write \(columns.joined(separator: ", ")) separated by tabs.")
            throw ExitCode.badInput
        }
        func column(_ name: String) -> Int? { header.firstIndex(of: Substring(name)) }
        let kind = column("kind")
        return try lines.enumerated().dropFirst().compactMap { index, line in
            guard !line.isEmpty else { return nil }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count >= columns.compactMap(column).max().map({ $0 + 1 }) ?? 0 else {
                complain("\(path):\(index + 1): the row has \(cells.count) cells. Check its tabs.")
                throw ExitCode.badInput
            }
            func cell(_ name: String) -> String { column(name).map { String(cells[$0]) } ?? "" }
            return QuestionRow(
                text: cell("text"), intent: cell("intent"),
                procedures: alternatives(cell("procedure")), aspects: alternatives(cell("aspect")),
                kind: kind.flatMap { $0 < cells.count ? String(cells[$0]) : nil } ?? "")
        }
    }

    private static func alternatives(_ cell: String) -> [String] {
        cell == "*" || cell == "-" ? [] : cell.split(separator: "|").map(String.init)
    }
}
