import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import Messaging
import Storage
import VietText

/// What stands in the ledger of a campaign: to see, to take out, to bring in.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Show where a campaign stands, export its ledger, import earlier figures.",
        discussion: "Every command works beside a running daemon.",
        subcommands: [ShowCampaign.self, ExportCampaign.self, ImportFigures.self])
}

/// A campaign of the deployment and the ledger that belongs to it.
struct OpenedCampaign {
    let campaign: Campaign
    let store: Store

    /// Today in Vietnam.
    let today: CivilDay

    /// Reads settings and content and opens the database, which must be there.
    ///
    /// - Parameters:
    ///   - path: The settings file.
    ///   - slug: The campaign; nil for the one that runs today, or the only one.
    /// - Throws: `ExitCode` or `ValidationError` with what to do.
    init(settings path: String?, campaign slug: String?) async throws {
        let settings = try await readSettings(path)
        today = CivilDay(epochMilliseconds: clockNow().milliseconds)
        let content = try loadContent(folder: settings.content, today: today)
        campaign = try Self.choose(slug, in: content.knowledge, today: today)
        guard FileManager.default.fileExists(atPath: settings.database) else {
            complain(
                "There is no database '\(settings.database)'. Name the settings of the daemon with "
                    + "--settings, or start it once.")
            throw ExitCode.badInput
        }
        do {
            store = try Store.open(path: settings.database)
        } catch let error as StoreError {
            complain(error.description)
            throw ExitCode.badInput
        }
    }

    /// The unit with this id or exact name; nil when none is named.
    func unit(_ name: String?) throws -> UnitID? {
        guard let name else { return nil }
        if let unit = campaign.units[UnitID(rawValue: name)] { return unit.id }
        let found = campaign.units.units.filter { $0.name == name }
        if found.count == 1 { return found[0].id }
        guard found.isEmpty else {
            throw ValidationError(
                "\(found.count) units are named '\(name)'. Give an id: "
                    + found.map(\.id.rawValue).joined(separator: ", ") + ".")
        }
        let units = campaign.units.units
        throw ValidationError(
            unknownName("unit", name, in: units.map(\.id.rawValue) + units.map(\.name)))
    }

    /// Where every unit below the given ones stands at the end of a day, from one state of the
    /// ledger.
    func standings(through day: CivilDay) throws -> Standings {
        let units = campaign.units.units.map(\.id)
        do {
            let own = try store.totals(of: campaign.id, units: units, through: day)
            return try Standings(own: own, campaign: campaign)
        } catch let error as QuantityError {
            complain("Cannot add up: \(error).")
            throw ExitCode.badInput
        }
    }

    private static func choose(
        _ slug: String?, in knowledge: Knowledge, today: CivilDay
    ) throws -> Campaign {
        let all = knowledge.campaigns.map(\.campaign)
        if let slug {
            if let found = all.first(where: { $0.id.rawValue == slug }) { return found }
            throw ValidationError(unknownName("campaign", slug, in: all.map(\.id.rawValue)))
        }
        let running = all.filter { $0.dayNumber(of: today) != nil }
        if running.count == 1 { return running[0] }
        if all.count == 1 { return all[0] }
        let known = all.map(\.id.rawValue).joined(separator: ", ")
        throw ValidationError(
            all.isEmpty
                ? "There is no campaign in the content. Add one below intents/campaigns."
                : "Which campaign? Give --campaign: \(known).")
    }
}

/// Says that there is no such thing, with the nearest or the first known ones.
func unknownName(_ what: String, _ name: String, in known: [String]) -> String {
    let hint =
        nearestName(to: name, in: known).map { "Did you mean '\($0)'?" }
        ?? "Known: \(known.prefix(10).joined(separator: ", "))."
    return "There is no \(what) '\(name)'. \(hint)"
}
