import Campaign
import Messaging
import VietText

/// How a whole campaign stood on a day, read from the books at once: what bulletins are made from.
package struct CampaignFigures: Sendable {
    package let campaign: Campaign

    /// The day that is told of; a late bulletin tells of the day it was due.
    package let day: CivilDay

    /// The moment from which ages are counted.
    package let now: Timestamp

    let standings: Standings

    private let reported: Set<UnitID>
    private let difficulties: [UnitID: DifficultyCount]

    /// Rolls up what the books hold.
    ///
    /// - Parameters:
    ///   - campaign: The campaign.
    ///   - day: The day that is told of.
    ///   - now: The moment from which ages are counted.
    ///   - own: The units' own totals up to the day.
    ///   - reported: Units with a standing report for the day.
    ///   - difficulties: Those that are open, and those resolved on the day.
    /// - Throws: `QuantityError.overflow` when a sum does not fit.
    package init(
        _ campaign: Campaign, on day: CivilDay, at now: Timestamp,
        own: [UnitID: [IndicatorKey: Total]], reported: Set<UnitID>,
        difficulties: [DifficultyMark] = []
    ) throws(QuantityError) {
        self.campaign = campaign
        self.day = day
        self.now = now
        self.reported = reported
        standings = try Standings(own: own, campaign: campaign)
        var figures: [UnitID: DifficultyCount] = [:]
        for mark in difficulties {
            let above = campaign.units.ancestors(of: mark.unit).map(\.id)
            for unit in [mark.unit] + above {
                figures[unit, default: DifficultyCount()].count(mark)
            }
        }
        self.difficulties = figures
    }

    func progress(of unit: UnitID, _ indicator: Indicator) -> Progress {
        Progress(of: unit, indicator, in: standings, campaign: campaign, on: day)
    }

    func difficulties(of unit: UnitID) -> DifficultyCount {
        difficulties[unit] ?? DifficultyCount()
    }

    // MARK: Who has reported

    /// The teams at the bottom of the tree, below a unit or the unit itself.
    func teams(of unit: UnitID) -> [OrgUnit] {
        campaign.units.subtree(of: unit).filter { campaign.units.children(of: $0.id).isEmpty }
    }

    /// The teams of the whole campaign without a report for the day.
    package var missingTeams: [OrgUnit] {
        campaign.units.units.filter {
            campaign.units.children(of: $0.id).isEmpty && !reported.contains($0.id)
        }
    }

    func hasReported(_ unit: UnitID) -> Bool { reported.contains(unit) }

    /// The units right below from which nobody has reported.
    func missingChildren(of unit: UnitID) -> [OrgUnit] {
        campaign.units.children(of: unit).filter { child in
            !campaign.units.subtree(of: child.id).contains { reported.contains($0.id) }
        }
    }

    // MARK: Rank

    /// The place of a unit among the units beside it; equals share a place.
    ///
    /// By the first indicator that any of them has reported. Nil when there is nobody or nothing
    /// to compare.
    func rank(of unit: UnitID) -> (place: Int, of: Int, by: Indicator)? {
        guard let parent = campaign.units.parent(of: unit) else { return nil }
        let siblings = campaign.units.children(of: parent.id)
        let indicator = campaign.indicators.first { indicator in
            siblings.contains { standings.total(of: $0.id, indicator.key) != nil }
        }
        guard siblings.count > 1, let indicator else { return nil }
        let ranking = Ranking(
            siblings, by: indicator, in: standings, campaign: campaign, on: day)
        let place = ranking.rows.first { $0.unit.id == unit }?.place
        return place.map { ($0, siblings.count, indicator) }
    }
}

/// A difficulty as bulletins count it.
package struct DifficultyMark: Hashable, Sendable {
    /// The unit that has it.
    package let unit: UnitID
    package let openedAt: Timestamp
    package let isResolved: Bool

    package init(unit: UnitID, openedAt: Timestamp, isResolved: Bool) {
        self.unit = unit
        self.openedAt = openedAt
        self.isResolved = isResolved
    }
}

/// Difficulties of a unit and everything below it.
struct DifficultyCount: Hashable, Sendable {
    private(set) var open = 0
    private(set) var resolved = 0
    private(set) var oldest: Timestamp?

    mutating func count(_ mark: DifficultyMark) {
        guard !mark.isResolved else { return resolved += 1 }
        open += 1
        oldest = oldest.map { min($0, mark.openedAt) } ?? mark.openedAt
    }
}
