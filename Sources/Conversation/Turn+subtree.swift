import Campaign
import Messaging
import VietText

extension Turn {
    /// Whether anybody below a unit has reported an indicator.
    func hasReportsBelow(
        _ unit: UnitID, _ indicator: Indicator, through day: CivilDay, _ campaign: Campaign
    ) throws -> Bool {
        let below = campaign.units.subtree(of: unit).dropFirst().map(\.id)
        guard !below.isEmpty else { return false }
        return try situation.books.totals(campaign.id, below, day)
            .contains { $0.value[indicator.key] != nil }
    }

    /// Answers a figure for a whole subtree ("toàn xã 250 hộ"): compared with the sum of what the
    /// units below reported, never recorded, so never summed with it.
    ///
    /// - Returns: Nil when no part is about a whole subtree.
    func comparedWithChildren(
        _ pending: PendingReport, _ draft: StoredDraft?, _ campaign: Campaign
    ) throws -> Decision? {
        let parts = pending.parts.filter { part in
            part.coversSubtree
                && part.unitID.map { !campaign.units.children(of: $0).isEmpty } ?? false
        }
        guard let part = parts.first, let unit = part.unitID, !part.values.isEmpty,
            !part.gaps.contains(where: { !$0.isConfirmable })
        else { return nil }
        let units = campaign.units.subtree(of: unit).map(\.id)
        let through = try standings(units, through: part.civilDay, campaign)
        let before = try standings(units, through: part.civilDay.adding(days: -1), campaign)
        var rows: [ReplyFields] = []
        var isDifferent = false
        for value in part.values {
            let indicator = campaign.indicator(value.key)
            let none = Total(.zero, of: value.denominator == nil ? nil : .zero)
            let standing = through.total(of: unit, value.key) ?? none
            let earlier = before.total(of: unit, value.key) ?? none
            let sum = value.amount.operation == .set ? standing : try standing.subtracting(earlier)
            let stated = Total(value.amount.value, of: value.amount.denominator)
            var row: ReplyFields = [
                "name": .text(indicator?.name ?? value.indicator),
                "stated": .text(text(of: stated, indicator)),
                "sum": .text(text(of: sum, indicator)),
            ]
            if stated != sum {
                isDifferent = true
                let distance = try stated.value.subtracting(sum.value)
                if distance != .zero {
                    row["difference"] = .text("\(distance > .zero ? "+" : "")\(distance)")
                } else {
                    row["whole-differs"] = true
                }
            }
            rows.append(row)
        }
        var fields: ReplyFields = [
            "unit": .text(name(of: unit, campaign)), "day": .text(dayText(part.civilDay)),
            "cumulative": .flag(part.values.contains { $0.amount.operation == .set }),
            "lines": .rows(rows), "same": .flag(!isDifferent),
        ]
        if isDifferent { fields.merge(try silent(below: unit, part.civilDay, campaign)) { $1 } }
        let effects: [Effect] = draft.map { [.endDraft($0.number, .cancelled)] } ?? []
        return Decision(
            isDifferent ? .askedBack : .answered, effects: effects,
            replies: [Reply(.subtreeCompared, fields, priority: .confirmation)])
    }

    /// Which units at the bottom of a subtree have not reported for a day.
    private func silent(
        below unit: UnitID, _ day: CivilDay, _ campaign: Campaign
    ) throws -> ReplyFields {
        let reported = Set(try situation.books.reportedUnits(campaign.id, day))
        let silent = campaign.units.subtree(of: unit)
            .filter { campaign.units.children(of: $0.id).isEmpty && !reported.contains($0.id) }
        guard !silent.isEmpty else { return [:] }
        let named = silent.prefix(Self.silentMax).map(\.name).joined(separator: ", ")
        var fields: ReplyFields = ["silent": .text(named)]
        let more = silent.count - Self.silentMax
        if more > 0 { fields["more"] = .number(more) }
        return fields
    }

    /// Names of units without a report that one reply lists.
    private static let silentMax = 8

    private func standings(
        _ units: [UnitID], through day: CivilDay, _ campaign: Campaign
    ) throws -> Standings {
        try Standings(
            own: try situation.books.totals(campaign.id, units, day), campaign: campaign)
    }
}
