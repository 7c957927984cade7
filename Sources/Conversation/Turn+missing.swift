import Campaign
import Messaging
import VietText

extension Turn {
    /// Names of one group of units that a line repeats.
    private static let namesMax = 3

    /// Which units at the bottom of the tree have not reported for a day.
    ///
    /// Too many for one answer are counted by the unit above them, the most missing first.
    func missing(unit named: UnitID?, day: CivilDay) throws -> Decision? {
        guard let campaign = campaignInView?.campaign else { return noCampaign }
        var unit = named ?? ownUnit(in: campaign)
        // Asked by a village about nothing in particular: the villages around it are meant.
        if named == nil, campaign.units.children(of: unit).isEmpty {
            unit = campaign.units.parent(of: unit)?.id ?? unit
        }
        let teams = campaign.units.subtree(of: unit)
            .filter { campaign.units.children(of: $0.id).isEmpty }
        let reported = Set(try situation.books.reportedUnits(campaign.id, day))
        let missing = teams.filter { !reported.contains($0.id) }
        var fields: ReplyFields = [
            "unit": .text(name(of: unit, campaign)), "day": .text(dayText(day)),
            "of": .number(teams.count), "count": .number(missing.count),
            "none": .flag(missing.isEmpty),
        ]
        let groups = groups(of: missing, among: teams)
        if missing.count > Self.rowsMax, groups.count > 1 {
            fields["lines"] = .rows(
                groups.prefix(Self.rowsMax).map { group in
                    let names = group.missing.prefix(Self.namesMax).map(\.name)
                    let isShort = names.count == group.missing.count
                    return [
                        "name": .text(name(of: group.parent, campaign)),
                        "missing": .number(group.missing.count), "of": .number(group.count),
                        "names": .text(isShort ? names.joined(separator: ", ") : ""),
                    ]
                })
            if groups.count > Self.rowsMax {
                fields["more"] = .number(groups.count - Self.rowsMax)
            }
            return Decision(.answered, replies: [Reply(.missingByUnit, fields)])
        }
        fields["lines"] = .rows(
            missing.prefix(Self.rowsMax).enumerated().map { index, team in
                [
                    "text": .text(team.name), "first": .flag(index == 0),
                    "count": .number(missing.count),
                ]
            })
        if missing.count > Self.rowsMax { fields["more"] = .number(missing.count - Self.rowsMax) }
        return Decision(.answered, replies: [Reply(.missing, fields)])
    }

    /// Those missing by the unit right above them, the most missing first, else as in the tree.
    private func groups(
        of missing: [OrgUnit], among teams: [OrgUnit]
    ) -> [(parent: UnitID, missing: [OrgUnit], count: Int)] {
        var order: [UnitID] = []
        var byParent: [UnitID: [OrgUnit]] = [:]
        for team in missing {
            let parent = team.parent ?? team.id
            if byParent[parent] == nil { order.append(parent) }
            byParent[parent, default: []].append(team)
        }
        var counts: [UnitID: Int] = [:]
        for team in teams { counts[team.parent ?? team.id, default: 0] += 1 }
        let groups = order.map { parent in
            (parent: parent, missing: byParent[parent] ?? [], count: counts[parent] ?? 0)
        }
        return groups.enumerated().sorted { left, right in
            (right.element.missing.count, left.offset) < (left.element.missing.count, right.offset)
        }.map(\.element)
    }
}
