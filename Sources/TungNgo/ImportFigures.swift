import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import Storage
import VietText

/// Writes figures of an earlier time into the ledger.
struct ImportFigures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Write earlier figures from a csv file into the ledger: all of them or none.",
        discussion: """
            The first line names the columns: unit,indicator,day,operation,value,denominator. \
            unit and indicator by id or exact name; operation is 'add' (that day's work) or 'set' \
            (running total up to that day). Every mistake is told with its line, and with mistakes \
            nothing is written. The same file a second time is refused, and so is an 'add' where \
            that unit has one for that day; --again writes it all the same.
            """)

    @Argument(help: "The file (UTF-8).")
    var file: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The campaign: a folder of intents/campaigns.")
    var campaign: String

    @Flag(help: "Check everything and write nothing.")
    var dryRun = false

    @Flag(help: "Write figures that are in the ledger already once more.")
    var again = false

    /// The figures cannot be written; every mistake has been told.
    private struct Clash: Error {
        let mistakes: [Mistake]
    }

    func run() async throws {
        let opened = try await OpenedCampaign(settings: settings, campaign: campaign)
        defer { try? opened.store.close() }
        let campaign = opened.campaign
        showProgress("reading \(file)")
        guard let bytes = FileManager.default.contents(atPath: file) else {
            showProgress("")
            complain("Cannot open '\(file)'. Check the path and that you may read it.")
            throw ExitCode.badInput
        }
        let name = (file as NSString).lastPathComponent
        let found = FigureImport(
            [UInt8](bytes), file: name, campaign: campaign, today: opened.today)
        showProgress("")
        try refuse(found.mistakes)
        let figures = "\(found.figures.count) figures"
        if dryRun {
            let standing = try opened.store.standingEntries(of: campaign.id)
            try refuse(found.clashes(with: standing, campaign: campaign, repeats: again))
            print("\(figures) are right; nothing was written (--dry-run).")
            return
        }
        do {
            // All is one transaction: what was not committed is gone with the process.
            let made = try Interruption.undoing({}) { try write(found, name, into: opened) }
            showProgress("")
            let count = made.last - made.first + 1
            print("\(figures) in \(count) reports, #A\(made.first) to #A\(made.last).")
        } catch let clash as Clash {
            try refuse(clash.mistakes)
        } catch let before as ImportedBefore {
            complain(
                "These figures were imported on \(before.at.wallClock) from '\(before.name)'. "
                    + "Nothing was written. If they are to count twice, add --again.")
            throw ExitCode.badInput
        } catch let error as StoreError {
            showProgress("")
            complain("\(error.description) Nothing was written.")
            throw ExitCode.badInput
        }
    }

    private func write(
        _ found: FigureImport, _ name: String, into opened: OpenedCampaign
    ) throws -> ImportedReports {
        let (campaign, now) = (opened.campaign, clockNow())
        return try opened.store.audited(by: commandActor(), at: now) {
            try opened.store.importFigures(
                FigureFile(name: name, digest: found.digest, figures: found.figures),
                into: campaign.id, repeats: again, at: now,
                progress: { showProgress("written", $0, of: found.figures.count) },
                check: { standing in
                    let clashes = found.clashes(
                        with: standing, campaign: campaign, repeats: again)
                    guard clashes.isEmpty else { throw Clash(mistakes: clashes) }
                })
        } as: { made in
            [NotedAction(.figuresImported, on: "\(campaign.id) #A\(made.first)-#A\(made.last)")]
        }
    }

    /// Tells every mistake and ends the program, unless there is none.
    private func refuse(_ mistakes: [Mistake]) throws {
        guard !mistakes.isEmpty else { return }
        for mistake in mistakes { complain("\(mistake)") }
        complain("\(mistakes.count) mistakes; nothing was written.")
        throw ExitCode.badInput
    }
}
