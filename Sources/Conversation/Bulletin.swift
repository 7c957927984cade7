import Campaign
import Messaging
import VietText

/// The texts of bulletins: short enough for a phone.
extension CampaignFigures {
    /// Characters that the lines of indicators may take together; the rest is only counted.
    static let linesCharactersMax = 560

    /// Names of units in one bulletin at the most; the rest is only counted.
    static let namesMax = 10

    /// What one chat is told on schedule: the bulletin of its unit, on the last day's closing
    /// occasion the closing one.
    package func announcement(_ kind: Occasion.Kind, for unit: UnitID) -> Reply {
        kind == .closing ? closing(for: unit) : bulletin(for: unit)
    }

    /// The bulletin of one day for the level of `unit`.
    package func bulletin(for unit: UnitID) -> Reply {
        var fields = heading(unit)
        let told = campaign.indicators.filter {
            standings.total(of: unit, $0.key) != nil
        }
        let silent = campaign.indicators.filter {
            standings.total(of: unit, $0.key) == nil && campaign.target(of: $0, for: unit) != nil
        }
        let rows = told.map { line(progress(of: unit, $0)) }
        let shown = rows.prefix(rowsThatFit(rows))
        fields["lines"] = .rows(Array(shown))
        if shown.count < rows.count { fields["more-lines"] = .number(rows.count - shown.count) }
        if told.isEmpty {
            fields["nothing"] = true
        } else if (1...2).contains(silent.count) {
            fields["silent"] = .text(silent.map(\.name).joined(separator: "; "))
        } else if !silent.isEmpty {
            fields["silent"] = .text("\(silent.count) chỉ tiêu")
        }
        fields.merge(rankFields(unit)) { $1 }
        fields.merge(missingFields(unit)) { $1 }
        fields.merge(difficultyFields(unit)) { $1 }
        return Reply(.bulletin, fields, priority: .bulletin)
    }

    private func heading(_ unit: UnitID) -> ReplyFields {
        [
            "campaign": .text(campaign.name), "unit": .text(name(of: unit)),
            "n": .number(campaign.dayNumber(of: day) ?? campaign.length),
            "of": .number(campaign.length), "date": .text(shortDay(day)),
        ]
    }

    private func line(_ progress: Progress) -> ReplyFields {
        let indicator = progress.indicator
        var row: ReplyFields = [
            "name": .text(indicator.name), "total": .text(words(progress.total, indicator)),
        ]
        if let target = progress.target {
            if indicator.kind == .ratio {
                row["goal"] = .text(percent(target))
            } else {
                row["target"] = .text(target.description)
                row["share"] = progress.share.map { .text($0.description) }
            }
        }
        row["met"] = .flag(progress.isMet == true)
        row["pace"] = progress.paceNeeded.map { .text($0.description) }
        // On the last day there is nothing left to foresee.
        if progress.target != nil, progress.isMet != true, progress.dayNumber < progress.length {
            row["forecast"] = progress.forecast.map { .text($0.description) }
        }
        return row
    }

    private func rowsThatFit(_ rows: [ReplyFields]) -> Int {
        var left = Self.linesCharactersMax
        for (index, row) in rows.enumerated() {
            left -= row.values.reduce(30) { sum, value in
                if case .text(let text) = value { sum + text.count } else { sum }
            }
            if left < 0 { return max(index, 1) }
        }
        return rows.count
    }

    private func rankFields(_ unit: UnitID) -> ReplyFields {
        guard let rank = rank(of: unit), let parent = campaign.units.parent(of: unit) else {
            return [:]
        }
        return [
            "rank": .text("\(rank.place)/\(rank.of)"), "rank-in": .text(parent.name),
            "rank-by": .text(rank.by.name),
        ]
    }

    private func missingFields(_ unit: UnitID) -> ReplyFields {
        let children = campaign.units.children(of: unit)
        guard !children.isEmpty else {
            return ["not-reported": .flag(!hasReported(unit))]
        }
        let teams = teams(of: unit)
        let missing = missingChildren(of: unit)
        var fields: ReplyFields = [
            "teams": .number(teams.count),
            "reported": .number(teams.count { hasReported($0.id) }),
            "missing": .text(
                missing.prefix(Self.namesMax).map(\.name).joined(separator: ", ")),
        ]
        if missing.count > Self.namesMax { fields["more"] = .number(missing.count - Self.namesMax) }
        return fields
    }

    private func difficultyFields(_ unit: UnitID) -> ReplyFields {
        let figures = difficulties(of: unit)
        var fields: ReplyFields = [:]
        if figures.open > 0 { fields["open"] = .number(figures.open) }
        if figures.resolved > 0 { fields["resolved"] = .number(figures.resolved) }
        if let oldest = figures.oldest {
            fields["oldest"] = .text(ageWords(from: oldest, to: now))
        }
        return fields
    }

    // MARK: The end of the drive

    /// What became of each target: exceeded, met or missed, and by how much.
    package func closing(for unit: UnitID) -> Reply {
        var fields = heading(unit)
        var counts = (exceeded: 0, met: 0, missed: 0)
        let rows: [ReplyFields] = campaign.indicators.compactMap { indicator in
            let progress = progress(of: unit, indicator)
            guard let result = progress.result else {
                guard standings.total(of: unit, indicator.key) != nil else { return nil }
                return [
                    "name": .text(indicator.name), "total": .text(words(progress.total, indicator)),
                ]
            }
            var row = line(progress)
            row["met"] = nil
            row["pace"] = nil
            switch result.ending {
            case .exceeded: counts.exceeded += 1
            case .met: counts.met += 1
            case .missed: counts.missed += 1
            }
            row[result.ending.rawValue] = true
            row["nothing"] = .flag(result.isWithoutFigures)
            row["by"] = result.gap.map { .text($0) }
            row["less"] = .flag(indicator.direction == .less)
            return row
        }
        fields["lines"] = .rows(rows)
        fields["targets"] = .number(counts.exceeded + counts.met + counts.missed)
        fields["count-exceeded"] = .number(counts.exceeded)
        fields["count-met"] = .number(counts.met)
        fields["count-missed"] = .number(counts.missed)
        fields["has-targets"] = .flag(counts.exceeded + counts.met + counts.missed > 0)
        fields.merge(rankFields(unit)) { $1 }
        fields.merge(difficultyFields(unit)) { $1 }
        fields["note"] = campaign.targetsNote.map { .text($0) }
        return Reply(.bulletinClosing, fields, priority: .bulletin)
    }

    // MARK: Words

    func name(of unit: UnitID) -> String { campaign.units[unit]?.name ?? unit.rawValue }

    private func words(_ total: Total, _ indicator: Indicator) -> String {
        guard let denominator = total.denominator else { return "\(total.value) \(indicator.unit)" }
        let share = Percentage(of: total.value, in: denominator).map { " (\($0))" } ?? ""
        let unit = total.countsUnits ? "đơn vị đạt" : indicator.unit
        return "\(total.value)/\(denominator) \(unit)\(share)"
    }

    private func percent(_ share: Quantity) -> String {
        Percentage(of: share, in: Quantity(scaled: Quantity.scale))?.description ?? ""
    }
}

/// How a target came out in the end.
struct TargetResult: Hashable, Sendable {
    enum Ending: String {
        case exceeded
        case met
        case missed
    }

    let ending: Ending

    /// By how much, with its unit; nil when it was met exactly or nothing was reported.
    let gap: String?

    /// A ratio of which nobody has reported anything.
    let isWithoutFigures: Bool
}

extension Progress {
    /// How the target came out; nil without a target.
    var result: TargetResult? {
        guard let target else { return nil }
        guard indicator.kind == .ratio else {
            guard total.value != target else {
                return TargetResult(ending: .met, gap: nil, isWithoutFigures: false)
            }
            let gap = try? max(total.value, target).subtracting(min(total.value, target))
            return TargetResult(
                ending: isMet == true ? .exceeded : .missed,
                gap: gap.map { "\($0) \(indicator.unit)" }, isWithoutFigures: false)
        }
        guard let isMet, let whole = total.denominator else {
            return TargetResult(ending: .missed, gap: nil, isWithoutFigures: true)
        }
        // Share less target, in millionths of a percent, exact enough to see any gap.
        let left = Int128(total.value.scaled) * Int128(Quantity.scale)
        let right = Int128(target.scaled) * Int128(whole.scaled)
        guard left != right else {
            return TargetResult(ending: .met, gap: nil, isWithoutFigures: false)
        }
        return TargetResult(
            ending: isMet ? .exceeded : .missed, gap: points(left - right, of: whole),
            isWithoutFigures: false)
    }

    /// A difference of shares as points of a percent, with as many decimals as it needs to show.
    private func points(_ difference: Int128, of whole: Quantity) -> String? {
        let part = difference < 0 ? -difference : difference
        let base = Int128(whole.scaled) * Int128(Quantity.scale)
        // Tenths of a thousandth of a percent, rounded half up.
        let scaled = (part * 1_000_000 + base / 2) / base
        guard let scaled = Int64(exactly: scaled) else { return nil }
        guard scaled > 0 else { return "dưới 0,0001 điểm %" }
        for decimals in 1..<4 {
            let step = [1_000, 100, 10][decimals - 1] as Int64
            let rounded = (scaled + step / 2) / step * step
            if rounded > 0 { return "\(Quantity(scaled: rounded)) điểm %" }
        }
        return "\(Quantity(scaled: scaled)) điểm %"
    }
}

/// How long ago something was, in the largest unit that fits: `3 ngày`, `5 giờ`, `20 phút`.
func ageWords(from moment: Timestamp, to now: Timestamp) -> String {
    let minutes = max(now.milliseconds - moment.milliseconds, 0) / 60_000
    if minutes >= 24 * 60 { return "\(minutes / (24 * 60)) ngày" }
    if minutes >= 60 { return "\(minutes / 60) giờ" }
    return "\(max(minutes, 1)) phút"
}
