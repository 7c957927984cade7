import VietText

/// Units side by side by what they reached in one indicator, the furthest first (xếp hạng).
///
/// They are compared exactly, by the share of the target, for ratios by the share itself; when
/// some of them have no target, by the numbers done. Equal ones share a place, and the next place
/// is as far behind as there are units before it: 1, 2, 2, 4. Units that have reported nothing
/// come last and have no place.
package struct Ranking: Hashable, Sendable {
    /// One unit and its place.
    package struct Row: Hashable, Sendable {
        package let unit: OrgUnit

        /// 1 for the best; nil when nothing was reported.
        package let place: Int?
        package let progress: Progress
    }

    package let indicator: Indicator

    /// The best first; of equal ones in the order given.
    package let rows: [Row]

    /// Ranks some units of a campaign at the end of `day`.
    package init(
        _ units: [OrgUnit], by indicator: Indicator, in standings: Standings, campaign: Campaign,
        on day: CivilDay
    ) {
        self.indicator = indicator
        let all = units.map { unit in
            (
                unit: unit,
                progress: Progress(
                    of: unit.id, indicator, in: standings, campaign: campaign, on: day)
            )
        }
        let hasData = { (row: (unit: OrgUnit, progress: Progress)) in
            standings.total(of: row.unit.id, indicator.key).map {
                indicator.kind != .ratio || ($0.denominator ?? .zero) > .zero
            } ?? false
        }
        let ranked = all.filter(hasData)
        let byShare = ranked.allSatisfy { Self.whole(of: $0.progress) != nil }
        let order = ranked.indices.sorted { left, right in
            let (a, b) = (ranked[left].progress, ranked[right].progress)
            if Self.isBetter(a, than: b, byShare: byShare) { return true }
            if Self.isBetter(b, than: a, byShare: byShare) { return false }
            return left < right
        }
        var rows: [Row] = []
        for index in order {
            let (unit, progress) = ranked[index]
            let place =
                rows.last.flatMap { last in
                    Self.isBetter(last.progress, than: progress, byShare: byShare)
                        ? nil : last.place
                } ?? rows.count + 1
            rows.append(Row(unit: unit, place: place, progress: progress))
        }
        self.rows =
            rows
            + all.filter { !hasData($0) }.map {
                Row(unit: $0.unit, place: nil, progress: $0.progress)
            }
    }

    /// What the number done is a part of; nil without a target, or with one of nothing.
    private static func whole(of progress: Progress) -> Quantity? {
        let whole = progress.total.denominator ?? progress.target
        return whole.flatMap { $0 > .zero ? $0 : nil }
    }

    private static func isBetter(_ one: Progress, than other: Progress, byShare: Bool) -> Bool {
        let (more, less) = one.indicator.direction == .more ? (one, other) : (other, one)
        guard byShare, let wholeOfMore = whole(of: more), let wholeOfLess = whole(of: less) else {
            return more.total.value > less.total.value
        }
        // a / b > c / d without dividing; both wholes are above zero.
        return Int128(more.total.value.scaled) * Int128(wholeOfLess.scaled)
            > Int128(less.total.value.scaled) * Int128(wholeOfMore.scaled)
    }
}
