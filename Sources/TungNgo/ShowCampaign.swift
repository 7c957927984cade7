import ArgumentParser
import Campaign
import Content
import Storage
import VietText

/// Prints where a campaign stands, as a tree of units for each indicator.
struct ShowCampaign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print where a campaign stands: a tree of units for each indicator.")

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The campaign: a folder of intents/campaigns; default: the one that runs.")
    var campaign: String?

    @Option(help: "The unit at the top: an id or name of units.csv.")
    var unit: String?

    @Option(help: "Up to and including this day, as 2026-07-01; default: today.")
    var day: String?

    @Option(help: "Levels of units to show below the top.")
    var depth = 1

    func validate() throws {
        guard (0...100).contains(depth) else {
            throw ValidationError("--depth must be between 0 and 100, not \(depth).")
        }
        if let day { _ = try civilDay(day, option: "--day") }
    }

    func run() async throws {
        let opened = try await OpenedCampaign(settings: settings, campaign: campaign)
        defer { try? opened.store.close() }
        let campaign = opened.campaign
        let day = min(try civilDay(day, option: "--day"), campaign.lastDay)
        let top = try opened.unit(unit)
        let standings = try opened.standings(through: day)
        let number = campaign.dayNumber(of: day).map { " (ngày \($0)/\(campaign.length))" } ?? ""
        print("\(campaign.name) – đến hết ngày \(day.vietnamese)\(number)")
        let tops = top.map { [$0] } ?? campaign.units.roots.map(\.id)
        let units = tops.flatMap { shown(below: $0, depth: 0, campaign.units) }
        for indicator in campaign.indicators {
            print("")
            let rows = try units.map { unit, depth in
                try row(unit, depth, indicator, standings, campaign, day)
            }
            printTable(indicator, rows)
        }
        if let note = campaign.targetsNote { print("\n\(note)") }
    }

    private func shown(below unit: UnitID, depth: Int, _ tree: UnitTree) -> [(OrgUnit, Int)] {
        guard let top = tree[unit] else { return [] }
        guard depth < self.depth else { return [(top, depth)] }
        return [(top, depth)]
            + tree.children(of: unit).flatMap { shown(below: $0.id, depth: depth + 1, tree) }
    }

    /// The cells of one line: unit, done, share, target, pace, and what does not add up.
    private func row(
        _ unit: OrgUnit, _ depth: Int, _ indicator: Indicator, _ standings: Standings,
        _ campaign: Campaign, _ day: CivilDay
    ) throws -> [String] {
        let name = String(repeating: "  ", count: depth) + unit.name
        let progress = Progress(of: unit.id, indicator, in: standings, campaign: campaign, on: day)
        let target = progress.target.map { target in
            guard indicator.kind == .ratio else { return target.description }
            return Percentage(
                of: target, in: Quantity(scaled: Quantity.scale), decimals: indicator.decimals
            )?.description ?? ""
        }
        guard standings.total(of: unit.id, indicator.key) != nil else {
            return [name, "–", "", target ?? "", "", ""]
        }
        let total = progress.total
        let done = total.denominator.map { "\(total.value)/\($0)" } ?? "\(total.value)"
        let parts = try PartsCheck(of: unit.id, indicator, in: standings, campaign: campaign)
        return [
            name, total.countsUnits ? "\(done) đơn vị đạt" : done,
            progress.share?.description ?? "", target ?? "",
            progress.paceNeeded?.description ?? (progress.isMet == true ? "đạt" : ""),
            parts?.line ?? "",
        ]
    }

    private func printTable(_ indicator: Indicator, _ rows: [[String]]) {
        let heading =
            ["", "đã đạt", "tỷ lệ", "mục tiêu"]
            + ["cần/ngày", ""]
        print("\(indicator.name) (\(indicator.unit))")
        let lines = [heading] + rows
        let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        for line in lines {
            let cells = line.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return (1...4).contains(column) ? gap + cell : cell + gap
            }
            let text = cells.joined(separator: "  ")
            print(String(text.reversed().drop { $0 == " " }.reversed()))
        }
    }
}
