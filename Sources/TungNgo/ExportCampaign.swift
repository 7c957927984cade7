import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// Writes the ledger or the standings of a campaign as a table.
struct ExportCampaign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the ledger or the standings of a campaign as csv, json or xlsx.",
        discussion: """
            Every table says when it was made, of which campaign and day, and what its columns \
            are. Phone and identity numbers are never in it; what people wrote cannot run as a \
            formula. The csv carries a mark that lets spreadsheets read Vietnamese.
            """)

    /// Which table.
    enum What: String, CaseIterable, ExpressibleByArgument {
        case ledger
        case standings
    }

    /// How it is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv
        case json
        case xlsx
    }

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The campaign: a folder of intents/campaigns; default: the one that runs.")
    var campaign: String?

    @Option(help: "ledger: every number reported; standings: where each unit stands.")
    var what: What

    @Option(help: "csv, json or xlsx.")
    var format: Format

    @Option(help: "Up to and including this day; default: today for standings, all for the ledger.")
    var day: String?

    @Option(help: "Only this unit and those below it: an id or name of units.csv.")
    var unit: String?

    @Option(help: "The file to write; - for standard output.")
    var output = "-"

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Flag(help: "csv without the line on top that says what it is; columns by their keys.")
    var bare = false

    func validate() throws {
        if let day { _ = try civilDay(day, option: "--day") }
        if bare, format != .csv { throw ValidationError("--bare goes with --format csv only.") }
        if output.isEmpty { throw ValidationError("--output must name a file, or be -.") }
        if output == "-", format == .xlsx, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("A workbook does not fit a terminal. Name a file with --output.")
        }
    }

    func run() async throws {
        let file = OutputFile(path: output, writesOver: force)
        try file.checkBefore()
        let opened = try await OpenedCampaign(settings: settings, campaign: campaign)
        defer { try? opened.store.close() }
        showProgress("reading the \(what.rawValue)")
        let table = try table(opened)
        showProgress("writing \(table.rows.count) lines")
        switch format {
        case .csv: try file.write(Data(table.csv(isBare: bare).utf8))
        case .json: try file.write(Data(table.json().utf8))
        case .xlsx: try file.write { path in try Workbook.write(table, to: path) }
        }
        showProgress("")
        if output != "-" { print("\(table.rows.count) lines in \(output).") }
    }

    /// The ledger names who reported, so that it is noted who has read it.
    private func auditedLines(_ opened: OpenedCampaign) throws -> [LedgerLine] {
        try opened.store.audited(by: commandActor(), at: clockNow()) {
            try opened.store.ledgerLines(of: opened.campaign.id)
        } as: { _ in
            [NotedAction(.ledgerExported, on: "\(opened.campaign.id)")]
        }
    }

    private func table(_ opened: OpenedCampaign) throws -> ExportTable {
        let unit = try opened.unit(unit)
        let campaign = opened.campaign
        switch what {
        case .ledger:
            let redaction = Redaction(secrets: [])
            let day = try day.map { try civilDay($0, option: "--day") }
            return .ledger(
                try auditedLines(opened), campaign, unit: unit,
                through: day, madeAt: clockNow(), hiding: { redaction.redacted($0) })
        case .standings:
            let day = min(try civilDay(day, option: "--day"), campaign.lastDay)
            return try .standings(
                try opened.standings(through: day), campaign, unit: unit, on: day,
                madeAt: clockNow())
        }
    }
}
