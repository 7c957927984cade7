import VietText

/// Which unit and which day a message speaks of.
struct ReportPlace {
    let scan: ReportScan
    let campaign: Campaign
    let sentOn: CivilDay

    // MARK: - Unit

    /// The unit named in the text: nil when none is, several when it stays unclear.
    func namedUnits(near sender: UnitID?, outside hidden: Range<Int>? = nil) -> [UnitID] {
        var named: [UnitID] = []
        for (ids, tokens) in scan.units where hidden.map({ !$0.overlaps(tokens) }) ?? true {
            let nearest = nearestUnits(ids, to: sender)
            if nearest.count > 1 { return nearest }
            for id in nearest where !named.contains(id) { named.append(id) }
        }
        guard named.count > 1 else { return named }
        // `ấp 1, xã Lộc Hòa`: the lower one is meant, the upper one says where it lies.
        let lowest = named.filter { id in !named.contains { campaign.units.isAncestor(id, of: $0) }
        }
        if lowest.count == 1 { return lowest }
        if let sender, lowest.contains(sender) {
            // `thôn Thác Dài nhờ Cây Da báo`: the sender reports for the other.
            let others = lowest.filter { $0 != sender }
            return reportsForOther && others.count == 1 ? others : [sender]
        }
        return lowest
    }

    private var reportsForOther: Bool {
        let tokens = scan.text.tokens
        return tokens.indices.contains { index in
            Self.asked.agrees(tokens[index])
                || (Self.sending.contains(tokens[index].key)
                    && Self.instead.contains(scan.key(index + 1)))
                || (Self.sending.contains(tokens[index].key)
                    && Self.instead.contains(scan.key(index + 2)))
        }
    }

    private static let asked = MarkedWord("nhờ")
    private static let sending: Set<UInt64> = Set(["bao", "bc", "gui", "nhap"].map(Syllable.key))
    private static let instead: Set<UInt64> = Set(
        ["giup", "gium", "dum", "thay", "ho"].map(Syllable.key))

    /// The unit above or at the sender that `toàn tỉnh` or `cả huyện` means in a question.
    func wholeUnit(around sender: UnitID?) -> UnitID? {
        guard let sender else { return nil }
        let circles = [sender] + campaign.units.ancestors(of: sender).map(\.id)
        let tokens = scan.text.tokens
        for index in tokens.indices.dropLast()
        where Self.whole.contains(where: { $0.agrees(tokens[index]) }) {
            for kind in ["tỉnh", "huyện", "xã", "phường", "thành phố", "khu phố"] {
                let words = ReportText.words(of: kind).map(\.key)
                let typed = (index + 1..<min(index + 1 + words.count, tokens.count)).map(scan.key)
                guard words == typed else { continue }
                return circles.first {
                    campaign.units[$0]?.name.lowercased().hasPrefix(kind + " ") ?? false
                }
            }
        }
        return nil
    }

    private static let whole = ["toàn", "cả"].map(MarkedWord.init)

    /// Of units with one name those that lie nearest to the sender in the tree.
    func nearestUnits(_ ids: [UnitID], to sender: UnitID?) -> [UnitID] {
        guard ids.count > 1, let sender else { return ids }
        if ids.contains(sender) { return [sender] }
        let circles = [sender] + campaign.units.ancestors(of: sender).map(\.id)
        for circle in circles {
            let inside = ids.filter { campaign.units.isAncestor(circle, of: $0) || $0 == circle }
            if !inside.isEmpty { return inside }
        }
        return ids
    }

    // MARK: - Day

    /// The day that a report is for, and what is unclear about it.
    func day(outside hidden: Range<Int>?) -> (
        day: CivilDay, length: Int, doubt: ReportDoubt.Reason?
    ) {
        let spans = scan.days.filter { span in
            (hidden.map { !$0.overlaps(span.tokens) } ?? true) && !isRemark(span)
        }
        var length = 1
        var isUnclear = false
        let day: CivilDay
        if let range = spans.first(where: { $0.grain == .range }) {
            day = range.last
            length = range.first.days(until: range.last) + 1
        } else if let named = named(spans) {
            (day, isUnclear) = named
        } else if let stretch = spans.first(where: { $0.grain != .day }) {
            day = min(stretch.last, max(sentOn, stretch.first))
            length = stretch.first.days(until: day) + 1
        } else {
            day = sentOn
        }
        return (day, length, isUnclear ? .dayUnclear : doubt(about: day))
    }

    /// `12 hộ (hôm qua 8 hộ)`: a day in brackets beside its own number.
    private func isRemark(_ span: DaySpan) -> Bool {
        let tokens = span.tokens
        guard scan.isInBrackets[tokens.lowerBound] else { return false }
        var end = tokens.upperBound
        while end < scan.isInBrackets.count, scan.isInBrackets[end] { end += 1 }
        return (tokens.upperBound..<end).contains { index in
            scan.isNumber(index) && scan.uses[index] != .day
        }
    }

    private func doubt(about day: CivilDay) -> ReportDoubt.Reason? {
        if day > sentOn { return .dayInFuture }
        return campaign.dayNumber(of: day) == nil ? .dayOutsideCampaign : nil
    }

    /// The one day that single days of the text agree on.
    private func named(_ spans: [DaySpan]) -> (CivilDay, isUnclear: Bool)? {
        let days = spans.filter { $0.grain == .day }
        let explicit = days.filter { !$0.flags.contains(.relative) }
        let weekdays = days.filter { $0.flags.contains(.weekday) }
        if let first = explicit.first {
            if saysTogether, let last = explicit.map(\.last).max() { return (last, false) }
            let differs = explicit.contains { $0.last != first.last }
            // The last such weekday was meant only where no date says otherwise.
            let isOther = weekdays.contains { $0.last.weekday != first.last.weekday }
            return (first.last, differs || isOther)
        }
        guard let last = days.last else { return nil }
        let others = days.filter { $0.last != sentOn }
        guard let other = others.first, days.contains(where: { $0.last == sentOn }) else {
            let differs = others.contains { $0.last != others.first?.last }
            return ((others.first ?? last).last, differs)
        }
        // `hôm qua quên, nay báo bù` is for yesterday; `hôm qua nghỉ, nay đi` for today.
        let today = days.first { $0.last == sentOn }
        let next = today.map { scan.key($0.tokens.upperBound) } ?? 0
        let isLate = Self.late.contains(next) || hasLateWord
        return (isLate ? other.last : sentOn, false)
    }

    /// `gộp`: several days in one report, which counts for the last.
    private var saysTogether: Bool {
        scan.text.tokens.contains { Self.together.agrees($0) }
    }

    private static let together = MarkedWord("gộp")

    private var hasLateWord: Bool {
        scan.text.tokens.contains { Self.forgotten.contains($0.key) }
    }

    private static let late: Set<UInt64> = Set(
        ["bao", "bc", "gui", "moi", "em", "e", "nop", "nhap"].map(Syllable.key))
    private static let forgotten: Set<UInt64> = Set(
        ["quen", "bu", "tre", "muon"].map(Syllable.key))
}
