import ArgumentParser
import Content
import Foundation

/// Checks `intents/` as a whole and says everything that is wrong at once.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the content: every mistake with file, line and what to do.",
        discussion: "Ends with status 0 when the content can go live, 1 when it cannot.")

    @Argument(help: "The folder to check.")
    var folder = "intents"

    @Option(help: "The day from which facts count as old: year-month-day; default today.")
    var day: String?

    func run() throws {
        let today = try civilDay(day, option: "--day")
        let report = ContentCheck(folder: folder, today: today).run()
        for mistake in report.mistakes { print(mistake) }
        print(report.summary)
        if report.hasErrors { throw ExitCode(1) }
    }
}
