import ArgumentParser
import Campaign
import Content
import Conversation
import Messaging
import Storage
import VietText

/// Shows what a bulletin would say, without sending it.
struct BulletinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bulletin",
        abstract: "Print the bulletin that a unit's chat would get; nothing is sent.",
        discussion: """
            Reads the database beside a running daemon. On the day after the last one, or with \
            --closing, it is the closing bulletin of the drive.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The campaign: a folder of intents/campaigns.")
    var campaign: String

    @Option(help: "The unit: an id of its units.csv.")
    var unit: String

    @Option(help: "The day, for instance 2026-07-01; today when left out.")
    var day: String?

    @Flag(help: "The closing bulletin instead of the daily one.")
    var closing = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let now = clockNow()
        let content = try loadContent(
            folder: settings.content, today: CivilDay(epochMilliseconds: now.milliseconds))
        let campaigns = content.knowledge.campaigns.map(\.campaign)
        guard let found = campaigns.first(where: { $0.id.rawValue == campaign }) else {
            throw ValidationError(
                unknown("campaign", campaign, in: campaigns.map(\.id.rawValue)))
        }
        let id = UnitID(rawValue: unit)
        guard found.units[id] != nil else {
            throw ValidationError(unknown("unit", unit, in: found.units.units.map(\.id.rawValue)))
        }
        let asked = try civilDay(day, option: "--day")
        let isOver = asked > found.lastDay
        let told = min(asked, found.lastDay)
        guard found.dayNumber(of: told) != nil else {
            throw ValidationError(
                "Day \(asked) is before the campaign, which begins on \(found.firstDay).")
        }
        let store = try openStore(settings.database)
        let figures = try store.figures(of: found, on: told, at: now)
        try store.close()
        let kind: Occasion.Kind = closing || isOver ? .closing : .bulletin
        print(content.replies.render(figures.announcement(kind, for: id)))
    }

    private func openStore(_ path: String) throws -> Store {
        do {
            return try Store.open(path: path)
        } catch {
            complain("\(error)")
            throw ExitCode.badInput
        }
    }

    private func unknown(_ what: String, _ name: String, in known: [String]) -> String {
        let hint =
            nearestName(to: name, in: known).map { "Did you mean '\($0)'?" }
            ?? "Known: \(known.prefix(10).joined(separator: ", "))."
        return "There is no \(what) '\(name)'. \(hint)"
    }
}
