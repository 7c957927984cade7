import Campaign
import Messaging
import VietText

extension Turn {
    /// Rows of one answer at the most: more do not fit a phone.
    static let rowsMax = 15

    /// Where a unit stands: done, target, share and the pace needed from here.
    func progress(unit named: UnitID?) throws -> Decision? {
        guard let campaign = campaignInView?.campaign else { return noCampaign }
        let unit = named ?? ownUnit(in: campaign)
        let standings = try standings(below: unit, campaign)
        let rows: [ReplyFields] = try campaign.indicators.compactMap { indicator in
            guard standings.total(of: unit, indicator.key) != nil else { return nil }
            let progress = Progress(
                of: unit, indicator, in: standings, campaign: campaign, on: today)
            var row: ReplyFields = [
                "name": .text(indicator.name),
                "total": .text(text(of: progress.total, indicator)),
            ]
            row["target"] = targetText(progress).map { .text($0) }
            row["pace"] = progress.paceNeeded.map { .text("\($0) \(indicator.unit)") }
            row["parts"] = try PartsCheck(
                of: unit, indicator, in: standings, campaign: campaign
            ).map { .text($0.line) }
            return row
        }
        var fields = dayFields(campaign)
        fields["unit"] = .text(name(of: unit, campaign))
        fields["lines"] = .rows(rows)
        fields["empty"] = .flag(rows.isEmpty)
        if !rows.isEmpty, let note = campaign.targetsNote { fields["note"] = .text(note) }
        return Decision(.answered, replies: [Reply(.progress, fields)])
    }

    /// Units side by side, the furthest first, by the first indicator that any of them reported.
    func ranking(unit named: UnitID?) throws -> Decision? {
        guard let campaign = campaignInView?.campaign else { return noCampaign }
        var parent = named ?? ownUnit(in: campaign)
        // A unit without units below it is ranked among its siblings.
        if campaign.units.children(of: parent).isEmpty {
            parent = campaign.units.parent(of: parent)?.id ?? parent
        }
        let standings = try standings(below: parent, campaign)
        let children = campaign.units.children(of: parent)
        let indicator = campaign.indicators.first { indicator in
            children.contains { standings.total(of: $0.id, indicator.key) != nil }
        }
        var fields = dayFields(campaign)
        fields["unit"] = .text(name(of: parent, campaign))
        guard let indicator else {
            fields["empty"] = true
            fields["lines"] = .rows([])
            return Decision(.answered, replies: [Reply(.progress, fields)])
        }
        let ranked = children.map { child in
            Progress(of: child.id, indicator, in: standings, campaign: campaign, on: today)
        }
        let order = children.indices.sorted { left, right in
            let (a, b) = (ranked[left], ranked[right])
            let better = a.indicator.direction == .more ? (a, b) : (b, a)
            if let one = better.0.share, let other = better.1.share, one.scaled != other.scaled {
                return one.scaled > other.scaled
            }
            if a.total.value != b.total.value { return better.0.total.value > better.1.total.value }
            return left < right
        }
        fields["indicator"] = .text(indicator.name)
        fields["lines"] = .rows(
            order.prefix(Self.rowsMax).enumerated().map { place, index in
                var row: ReplyFields = [
                    "number": .number(place + 1), "name": .text(children[index].name),
                    "total": .text(text(of: ranked[index].total, indicator)),
                ]
                row["target"] = targetText(ranked[index]).map { .text($0) }
                return row
            })
        return Decision(.answered, replies: [Reply(.ranking, fields)])
    }

    /// Which units at the bottom of the tree have not reported for a day.
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
            "of": .number(teams.count), "none": .flag(missing.isEmpty),
        ]
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

    /// Which day of the campaign it is, and how many are left.
    func campaignDay() -> Decision? {
        guard let campaign = campaignInView?.campaign, campaign.dayNumber(of: today) != nil else {
            return noCampaign
        }
        var fields = dayFields(campaign)
        fields["campaign"] = .text(campaign.name)
        fields["from"] = .text(campaign.firstDay.vietnamese)
        fields["to"] = .text(campaign.lastDay.vietnamese)
        let left = today.days(until: campaign.lastDay)
        if left > 0 { fields["left"] = .number(left) }
        return Decision(.answered, replies: [Reply(.campaignDay, fields)])
    }

    // MARK: Words

    private var noCampaign: Decision {
        Decision(.refused, replies: [Reply(.noCampaign)])
    }

    /// The unit meant when none is named: the sender's, the chat's, or the whole campaign.
    private func ownUnit(in campaign: Campaign) -> UnitID {
        situation.roles.first { $0.campaign == campaign.id }?.unit
            ?? situation.chatUnit.flatMap { $0.campaign == campaign.id ? $0.unit : nil }
            ?? campaign.units.roots.first?.id ?? UnitID(rawValue: "")
    }

    private func standings(below unit: UnitID, _ campaign: Campaign) throws -> Standings {
        let units = campaign.units.subtree(of: unit).map(\.id)
        let own = try situation.books.totals(campaign.id, units, min(today, campaign.lastDay))
        return try Standings(own: own, campaign: campaign)
    }

    private func dayFields(_ campaign: Campaign) -> ReplyFields {
        [
            "campaign": .text(campaign.name),
            "n": .number(
                campaign.dayNumber(of: today) ?? (today < campaign.firstDay ? 0 : campaign.length)),
            "of": .number(campaign.length),
        ]
    }

    func name(of unit: UnitID, _ campaign: Campaign) -> String {
        campaign.units[unit]?.name ?? unit.rawValue
    }

    func dayText(_ day: CivilDay?) -> String {
        guard let day else { return "" }
        return day == today ? "hôm nay \(day.vietnamese)" : "ngày \(day.vietnamese)"
    }

    func text(of amount: Amount, _ indicator: Indicator?) -> String {
        let text = text(of: Total(amount.value, of: amount.denominator), indicator)
        return amount.operation == .set ? "lũy kế \(text)" : text
    }

    func text(of total: Total, _ indicator: Indicator?) -> String {
        let unit = total.countsUnits ? " đơn vị đạt" : indicator.map { " \($0.unit)" } ?? ""
        guard let denominator = total.denominator else { return "\(total.value)\(unit)" }
        let share =
            Percentage(
                of: total.value, in: denominator, decimals: indicator?.decimals ?? 1
            ).map { " (\($0))" } ?? ""
        return "\(total.value)/\(denominator)\(unit)\(share)"
    }

    func targetText(_ progress: Progress) -> String? {
        guard let target = progress.target else { return nil }
        let indicator = progress.indicator
        if indicator.kind == .ratio {
            return Percentage(
                of: target, in: Quantity(scaled: Quantity.scale), decimals: indicator.decimals
            ).map { "chỉ tiêu \($0)" }
        }
        let share = progress.share.map { "\($0) của " } ?? ""
        return "đạt \(share)\(target)"
    }
}
