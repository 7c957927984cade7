import Campaign
import Messaging
import VietText

extension Turn {
    /// Where a unit stands: done, target, share, and the pace needed from here.
    ///
    /// With one indicator named it is told in full; by unit, when the text asks for that.
    func progress(
        unit named: UnitID?, indicators keys: [IndicatorKey] = [], _ text: String = ""
    ) throws -> Decision? {
        guard let campaign = campaignInView?.campaign else { return noCampaign }
        let words = StandingWords(text)
        let own = ownUnit(in: campaign)
        let unit = named ?? words.unit(around: own, in: campaign) ?? own
        let standings = try standings(below: unit, campaign)
        let wanted = campaign.indicators.filter { keys.isEmpty || keys.contains($0.key) }
        if words.isByUnit, !campaign.units.children(of: unit).isEmpty {
            return byUnit(unit, wanted, words, standings, campaign)
        }
        if wanted.count == 1, !keys.isEmpty, let only = wanted.first {
            return inFull(only, of: unit, standings, campaign)
        }
        let rows: [ReplyFields] = try wanted.compactMap { indicator in
            guard standings.total(of: unit, indicator.key) != nil else { return nil }
            var row = row(
                Progress(of: unit, indicator, in: standings, campaign: campaign, on: today))
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

    /// Whether a question that also names a procedure is one on the drive.
    ///
    /// A leader's, or in the group of a unit: "tiến độ tài khoản dịch vụ công".
    func asksStanding(_ report: ReportReading) -> Bool {
        if campaignNamed != nil { return true }
        guard !situation.roles.isEmpty || situation.chatUnit != nil,
            !report.indicators.isEmpty || report.unit != nil,
            case .text(let text) = message.content
        else { return false }
        return StandingWords.asksProgress(text)
    }

    /// One indicator of one unit, with everything that can be said of it.
    private func inFull(
        _ indicator: Indicator, of unit: UnitID, _ standings: Standings, _ campaign: Campaign
    ) -> Decision {
        let progress = Progress(
            of: unit, indicator, in: standings, campaign: campaign, on: today)
        let isEmpty = standings.total(of: unit, indicator.key) == nil
        var fields = dayFields(campaign).merging(row(progress)) { $1 }
        fields["unit"] = .text(name(of: unit, campaign))
        fields["to"] = .text(campaign.lastDay.vietnamese)
        fields["empty"] = .flag(isEmpty)
        fields["level"] = .flag(indicator.kind == .level)
        fields["less"] = .flag(indicator.direction == .less)
        if let target = progress.target, indicator.kind != .ratio {
            fields["target"] = .text("\(target) \(indicator.unit)")
            if indicator.direction == .more,
                let missing = try? target.subtracting(
                    progress.total.value), missing > .zero
            {
                fields["missing"] = .text("\(missing) \(indicator.unit)")
            }
            if !isEmpty, let forecast = progress.forecast, progress.dayNumber < progress.length {
                fields["forecast"] = .text("\(forecast) \(indicator.unit)")
                fields["forecastShare"] = Percentage(of: forecast, in: target).map {
                    .text("\($0)")
                }
            }
        }
        if let note = campaign.targetsNote { fields["note"] = .text(note) }
        return Decision(.answered, replies: [Reply(.progressOfOne, fields)])
    }

    /// The units below one by one, in the order of the tree, for one indicator.
    private func byUnit(
        _ unit: UnitID, _ wanted: [Indicator], _ words: StandingWords, _ standings: Standings,
        _ campaign: Campaign
    ) -> Decision {
        let units = words.units(below: unit, in: campaign)
        let indicator =
            wanted.first { standings.total(of: unit, $0.key) != nil } ?? wanted.first
        guard let indicator else { return noCampaign }
        var fields = dayFields(campaign)
        fields["unit"] = .text(name(of: unit, campaign))
        fields["indicator"] = .text(indicator.name)
        fields["lines"] = .rows(
            units.prefix(Self.rowsMax).map { child in
                self.row(of: child, indicator, standings, campaign)
            })
        fields["all"] = .text(
            text(
                of: Progress(
                    of: unit, indicator, in: standings, campaign: campaign, on: today
                ).total, indicator))
        fields["silent"] = .number(
            units.count { standings.total(of: $0.id, indicator.key) == nil })
        fields["count"] = .number(units.count)
        if units.count > Self.rowsMax { fields["more"] = .number(units.count - Self.rowsMax) }
        return Decision(.answered, replies: [Reply(.progressByUnit, fields)])
    }

    private func row(
        of unit: OrgUnit, _ indicator: Indicator, _ standings: Standings, _ campaign: Campaign
    ) -> ReplyFields {
        guard standings.total(of: unit.id, indicator.key) != nil else {
            return ["name": .text(unit.name), "none": true]
        }
        let progress = Progress(
            of: unit.id, indicator, in: standings, campaign: campaign, on: today)
        return row(progress).merging(["name": .text(unit.name)]) { $1 }
    }

    /// The fields `name`, `total`, `share`, `rule` (the target in words), `met` or `unmet`,
    /// `pace` and `forecast` of one indicator.
    func row(_ progress: Progress) -> ReplyFields {
        let indicator = progress.indicator
        var row: ReplyFields = ["name": .text(indicator.name)]
        let total = progress.total
        if let denominator = total.denominator {
            let unit = total.countsUnits ? "đơn vị đạt" : indicator.unit
            row["total"] = .text("\(total.value)/\(denominator) \(unit)")
            row["share"] = progress.share.map { .text("\($0)") }
            row["rule"] = rule(progress).map { .text($0) }
        } else if indicator.direction == .more, let target = progress.target {
            row["total"] = .text("\(total.value)/\(target) \(indicator.unit)")
            row["share"] = progress.share.map { .text("\($0)") }
        } else {
            row["total"] = .text("\(total.value) \(indicator.unit)")
            row["rule"] = rule(progress).map { .text($0) }
        }
        if let isMet = progress.isMet {
            row["met"] = .flag(isMet)
            row["unmet"] = .flag(!isMet && progress.paceNeeded == nil)
        }
        if let pace = progress.paceNeeded {
            row["pace"] = .text("\(pace) \(indicator.unit)")
            row["forecast"] = progress.forecast.map { .text("\($0)") }
        }
        return row
    }

    /// The target in words: `chỉ tiêu 60,0%`, `không quá 1,0%`.
    func rule(_ progress: Progress) -> String? {
        guard let target = progress.target else { return nil }
        let text =
            progress.indicator.kind == .ratio
            ? Percentage(
                of: target, in: Quantity(scaled: Quantity.scale),
                decimals: progress.indicator.decimals
            ).map { "\($0)" }
            : "\(target)"
        return text.map {
            progress.indicator.direction == .less ? "không quá \($0)" : "chỉ tiêu \($0)"
        }
    }
}
