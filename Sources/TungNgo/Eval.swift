import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import VietText

/// Measures how well labelled messages are understood.
struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure understanding on labelled questions (TSV) or reports (JSON lines).",
        discussion: """
            Questions: columns text, intent, procedure, aspect, tab separated, with a header line; \
            '*' is not scored, 'a|b' accepts either, a column 'kind' groups the figures. \
            Reports: one object a line with text, sent_at, sender_unit and expect. \
            Ends with status 1 when a threshold is missed, 65 when the file cannot be read.
            """)

    @Argument(help: "The labelled questions: one or more TSV files.")
    var files: [String] = []

    @Option(help: "The labelled reports (JSON lines), instead of questions.")
    var reports: String?

    @Option(help: "The campaign that the reports belong to.")
    var campaign: String?

    @Option(help: "Where the messages are said: private, or group (not addressed to the bot).")
    var place = PlaceOption.private

    @Flag(help: "Take all marks off the texts first.")
    var stripMarks = false

    @Flag(help: "For each row, switch off every phrase that no other row uses and no source gives.")
    var leaveOneOut = false

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    @Option(help: "The smallest share of right rows, from 0 to 1.")
    var minCorrect: Double?

    @Option(help: "The largest share of wrong rows, from 0 to 1.")
    var maxWrong: Double?

    @Option(help: "The folder with the content.")
    var content = "intents"

    @Option(help: "The day on which the questions are asked: year-month-day; default today.")
    var day: String?

    func validate() throws {
        guard files.isEmpty != (reports == nil) else {
            throw ValidationError("Give either files with questions or --reports FILE.")
        }
        for (name, value) in [("--min-correct", minCorrect), ("--max-wrong", maxWrong)] {
            guard let value else { continue }
            guard (0...1).contains(value) else {
                throw ValidationError("\(name) must be from 0 to 1, not \(value).")
            }
        }
    }

    func run() throws {
        let today = try civilDay(day, option: "--day")
        let content = try loadContent(folder: content, today: today)
        if let reports {
            try run(reports: reports, content.knowledge)
        } else {
            try run(questions: content.knowledge, today)
        }
    }

    private func run(questions knowledge: Knowledge, _ today: CivilDay) throws {
        let rows = try files.flatMap { try QuestionRow.rows(inFile: $0) }
        let evaluation = QuestionEvaluation(
            knowledge: knowledge, place: place, stripsMarks: stripMarks,
            leavesOneOut: leaveOneOut, day: today)
        let result = evaluation.run(rows)
        print(json ? try result.json() : result.table())
        try judge(correct: result.total.correct, wrong: result.total.wrong, of: result.total.rows)
    }

    private func run(reports path: String, _ knowledge: Knowledge) throws {
        let known = knowledge.campaigns.map(\.campaign.id.rawValue)
        guard let campaign, let found = knowledge.campaign(CampaignID(rawValue: campaign)) else {
            let hint = campaign.flatMap { nearestName(to: $0, in: known) }
            complain(
                "--campaign must name a folder in intents/campaigns: "
                    + (hint.map { "did you mean '\($0)'?" } ?? known.joined(separator: ", ")))
            throw ExitCode.usage
        }
        let result = try ReportEvaluation(campaign: found).run(file: path)
        print(json ? try result.json() : result.table())
        try judge(correct: result.exact, wrong: result.wrongRecorded, of: result.rows)
    }

    private func judge(correct: Int, wrong: Int, of rows: Int) throws {
        guard rows > 0 else {
            complain("There is not one row to score.")
            throw ExitCode.badInput
        }
        let shares = (Double(correct) / Double(rows), Double(wrong) / Double(rows))
        if let minCorrect, shares.0 < minCorrect {
            complain("Right \(shares.0) is below --min-correct \(minCorrect).")
            throw ExitCode(1)
        }
        if let maxWrong, shares.1 > maxWrong {
            complain("Wrong \(shares.1) is above --max-wrong \(maxWrong).")
            throw ExitCode(1)
        }
    }
}
