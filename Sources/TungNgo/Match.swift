import ArgumentParser
import Content
import Foundation
import IntentMatching

/// Matches utterances against sentence files written for hassil, its own notation unchanged.
struct Match: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Match lines of standard input against sentence files in hassil's notation.",
        discussion: """
            Writes one JSON line for each line read, empty ones too: {"intent":…,"slots":{…}} or \
            null. What of the notation is refused goes to standard error by name.
            """)

    @Option(help: "A sentence file, or a folder of them (YAML or JSON).")
    var sentences: String

    @Option(help: "A file with lists that replace those of the sentences.")
    var lists: String?

    @Option(help: "Context that templates may require: key=value; may be given several times.")
    var context: [String] = []

    @Option(help: "The folder with short forms and polite words, or 'none'.")
    var vocabulary = "intents/vocabulary"

    func run() throws {
        var known: [String: CommandValue] = [:]
        for pair in context {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw ValidationError("--context must be key=value, not '\(pair)'.")
            }
            known[String(pair[..<equals])] = .string(String(pair[pair.index(after: equals)...]))
        }
        let matcher = try loadMatcher()
        for refusal in matcher.refusals { complain("refused: \(refusal)") }
        var scratch = CommandMatcher.Scratch()
        while let line = readLine() {
            let match = matcher.match(line, context: known, scratch: &scratch)
            print(try match.map(json) ?? "null")
        }
    }

    private func loadMatcher() throws -> CommandMatcher {
        do throws(ContentRefused) {
            let source = try CommandLoader().source(at: sentences, lists: lists)
            guard vocabulary != "none", FileManager.default.fileExists(atPath: vocabulary) else {
                return CommandMatcher(source)
            }
            let words = try ChatWords.load(folder: vocabulary)
            return CommandMatcher(
                source, politeWords: words.politeWords, shortForms: words.shortForms)
        } catch {
            complain(error.description)
            throw ExitCode.badInput
        }
    }

    private func json(_ match: CommandMatch) throws -> String {
        let slots = match.slots.map { "\(quoted($0.name)):\(json($0.value))" }
        return "{\"intent\":\(quoted(match.intent)),\"slots\":{\(slots.joined(separator: ","))}}"
    }

    private func json(_ value: CommandValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .integer(let number): String(number)
        case .decimal(let number): String(number)
        case .boolean(let flag): String(flag)
        case .null: "null"
        case .list(let values): "[\(values.map(json).joined(separator: ","))]"
        }
    }
}

/// A text as a JSON string; slashes stay as they are.
func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
}
