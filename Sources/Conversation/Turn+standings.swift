import Campaign
import Messaging
import VietText

extension Turn {
    /// Rows of one answer at the most: more do not fit a phone.
    static let rowsMax = 15

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

    var noCampaign: Decision {
        Decision(.refused, replies: [Reply(.noCampaign)])
    }

    /// The unit meant when none is named: the sender's, the chat's, or the whole campaign.
    func ownUnit(in campaign: Campaign) -> UnitID {
        situation.roles.first { $0.campaign == campaign.id }?.unit
            ?? situation.chatUnit.flatMap { $0.campaign == campaign.id ? $0.unit : nil }
            ?? campaign.units.roots.first?.id ?? UnitID(rawValue: "")
    }

    func standings(below unit: UnitID, _ campaign: Campaign) throws -> Standings {
        let units = campaign.units.subtree(of: unit).map(\.id)
        let own = try situation.books.totals(campaign.id, units, min(today, campaign.lastDay))
        return try Standings(own: own, campaign: campaign)
    }

    func dayFields(_ campaign: Campaign) -> ReplyFields {
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
        if progress.indicator.kind == .ratio || progress.indicator.direction == .less {
            return rule(progress)
        }
        let share = progress.share.map { "\($0) của " } ?? ""
        return "đạt \(share)\(target)"
    }
}
