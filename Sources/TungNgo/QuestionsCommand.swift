import ArgumentParser
import Content
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// What the bot could not answer, for whoever edits the content.
struct Questions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List or export the questions that the bot could not answer.",
        discussion: """
            Identity, account and phone numbers are masked. Officials answer from their own chat: \
            see 'tungngo people invite --official'.
            """,
        subcommands: [List.self, Export.self])

    /// Prints the questions that wait.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the questions that wait for an answer, the newest first.")

        @Option(help: "The settings file (YAML).")
        var settings: String?

        @Option(help: "Questions at the most.")
        var max = 50

        func validate() throws {
            guard (1...10_000).contains(max) else {
                throw ValidationError("--max must be between 1 and 10000, not \(max).")
            }
        }

        func run() async throws {
            let questions = try await storedQuestions(settings, max: max, openOnly: true)
            guard !questions.isEmpty else {
                print("No question waits.")
                return
            }
            for row in questions.map(QuestionRowText.init) {
                print("#Q\(row.number)  \(row.askedAt)  \(row.text)")
                if !row.candidates.isEmpty { print("      near: \(row.candidates)") }
            }
        }
    }

    /// Writes all questions as a table.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all questions as a table to standard output, the newest first.",
            discussion: "Cells that a spreadsheet would run as a formula begin with an apostrophe.")

        @Option(help: "The settings file (YAML).")
        var settings: String?

        @Option(help: "csv or tsv.")
        var format = QuestionSheet.Format.csv

        func run() async throws {
            let questions = try await storedQuestions(
                settings, max: 1_000_000, openOnly: false, notes: .questionsExported)
            let rows = questions.map { QuestionRowText($0).cells }
            let text = QuestionSheet(format).text([QuestionRowText.columns] + rows)
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }
}

extension QuestionSheet.Format: ExpressibleByArgument {}

/// One question as people read it.
private struct QuestionRowText {
    static let columns = [
        "number", "asked", "state", "place", "text", "candidates", "answer", "answered_by",
    ]

    let number: Int64
    let askedAt: String
    let text: String
    let candidates: String
    let cells: [String]

    init(_ listed: ListedQuestion) {
        let question = listed.handed.question
        let redaction = Redaction(secrets: [])
        number = question.number
        askedAt = CivilDay(epochMilliseconds: listed.handed.askedAt.milliseconds).description
        text = redaction.redacted(question.text)
        candidates = question.candidates.joined(separator: " ")
        let (state, answer, official) =
            switch listed.handed.state {
            case .open: ("open", "", "")
            case .answered(let by, let answer): ("answered", redaction.redacted(answer), by)
            case .dropped: ("dropped", "", "")
            }
        cells = [
            "Q\(number)", askedAt, state, listed.handed.chatKind.rawValue, text, candidates, answer,
            official,
        ]
    }
}

/// Reads the questions of the deployment; works beside a running daemon.
private func storedQuestions(
    _ path: String?, max: Int, openOnly: Bool, notes action: AdminAction? = nil
) async throws -> [ListedQuestion] {
    let settings = try await readSettings(path)
    guard FileManager.default.fileExists(atPath: settings.database) else {
        complain(
            "There is no database '\(settings.database)'. Name the settings of the daemon with "
                + "--settings, or start it once.")
        throw ExitCode.badInput
    }
    let store = try Store.open(path: settings.database)
    defer { try? store.close() }
    guard let action else { return try store.questions(max: max, openOnly: openOnly) }
    return try store.audited(by: commandActor(), at: clockNow()) {
        try store.questions(max: max, openOnly: openOnly)
    } as: { questions in
        [NotedAction(action, on: "\(questions.count) questions")]
    }
}
