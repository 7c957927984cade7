import Campaign
import Messaging
import VietText

extension Turn {
    /// Units side by side, the furthest first, by the indicator named or the first reported.
    ///
    /// Those right below the unit, or those of the level that the text names.
    func ranking(
        unit named: UnitID?, indicators keys: [IndicatorKey] = [], _ text: String = ""
    ) throws -> Decision? {
        guard let campaign = campaignInView?.campaign else { return noCampaign }
        let words = StandingWords(text)
        let own = ownUnit(in: campaign)
        var parent = named ?? words.unit(around: own, in: campaign) ?? own
        if named == nil, words.around == nil, let kind = words.listed {
            // "xếp hạng các xã" of a village's leader: those around their own commune.
            parent =
                campaign.units.ancestors(of: parent).map(\.id).first { above in
                    campaign.units.subtree(of: above).dropFirst().filter(kind.names).count > 1
                } ?? parent
        }
        // A unit without units below it is ranked among its siblings.
        if campaign.units.children(of: parent).isEmpty {
            parent = campaign.units.parent(of: parent)?.id ?? parent
        }
        let standings = try standings(below: parent, campaign)
        let units = words.units(below: parent, in: campaign)
        let wanted = campaign.indicators.filter { keys.isEmpty || keys.contains($0.key) }
        let reported = wanted.first { indicator in
            units.contains { standings.total(of: $0.id, indicator.key) != nil }
        }
        var fields = dayFields(campaign)
        fields["unit"] = .text(name(of: parent, campaign))
        guard let indicator = reported, !units.isEmpty else {
            fields["empty"] = true
            if !keys.isEmpty, let asked = wanted.first { fields["name"] = .text(asked.name) }
            return Decision(.answered, replies: [Reply(.progress, fields)])
        }
        let ranking = Ranking(
            units, by: indicator, in: standings, campaign: campaign, on: today)
        fields["indicator"] = .text(indicator.name)
        fields["less"] = .flag(indicator.direction == .less)
        let placed = ranking.rows.filter { $0.place != nil }
        fields["lines"] = .rows(placed.prefix(Self.rowsMax).map(row))
        if placed.count > Self.rowsMax {
            fields["more"] = .number(placed.count - Self.rowsMax)
            // Who asks finds their own unit, however far down.
            if let mine = placed.dropFirst(Self.rowsMax).first(where: { $0.unit.id == own }) {
                fields["mine"] = .rows([row(mine)])
            }
        }
        let silent = ranking.rows.filter { $0.place == nil }.map(\.unit.name)
        if !silent.isEmpty {
            fields["silent"] = .text(silent.prefix(Self.rowsMax).joined(separator: ", "))
            if silent.count > Self.rowsMax {
                fields["silentMore"] = .number(silent.count - Self.rowsMax)
            }
        }
        return Decision(.answered, replies: [Reply(.ranking, fields)])
    }

    private func row(_ ranked: Ranking.Row) -> ReplyFields {
        row(ranked.progress).merging([
            "name": .text(ranked.unit.name), "number": .number(ranked.place ?? 0),
        ]) { $1 }
    }
}
