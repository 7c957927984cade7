import VietText

extension ReportUnits {
    /// Where the parts of the message begin, in its order.
    func starts() -> [Start] {
        var found: [Start] = []
        for segment in segments() {
            let own = starts(in: segment, isFirst: found.isEmpty)
            found += own.isEmpty ? strangeLine(segment, after: found.last) : own
        }
        found = withoutPlacesAbove(found)
        let known = found.count { if case .unit = $0.head { true } else { false } }
        found = found.filter { start in
            guard start.head == .unknown else { return true }
            // A lone unit with a strange word elsewhere is a report with a name in it.
            return known > 0
                && (known > 1 || opensWithKind(start.first)
                    || !UnitSpelling(campaign: campaign)
                        .alike(text.words(in: text.bytes(of: start.name))).isEmpty)
        }
        found = withTotal(found)
        return (found + contexts(of: found)).sorted { $0.first < $1.first }
    }

    private func starts(in segment: Range<Int>, isFirst: Bool) -> [Start] {
        let named = scan.units.filter { segment.contains($0.tokens.lowerBound) }
            .filter { !scan.isInBrackets[$0.tokens.lowerBound] }
        let isLine = scan.isLineHead(segment.lowerBound)
        guard let first = named.first else {
            let tells = scan.cues.contains { $0.cue == .blocker && segment.overlaps($0.tokens) }
            guard !tells, let name = strangeName(segment) else { return [] }
            let opening = withBullet(segment.lowerBound)
            return [
                Start(
                    head: .unknown, first: opening, name: name, isLine: scan.isLineHead(opening))
            ]
        }
        let lead = segment.lowerBound..<first.tokens.lowerBound
        guard isLead(lead, isLine: isLine) || (isFirst && isAnnounced(first.tokens, lead)) else {
            return []
        }
        let opening = withBullet(segment.lowerBound)
        var result = [
            Start(
                head: .unit(first.ids), first: opening, name: first.tokens,
                isLine: scan.isLineHead(opening))
        ]
        // `ấp 1 12 hộ ấp 2 8 hộ`, without a comma: each followed by its number at once.
        for (ids, tokens) in named.dropFirst() {
            guard begins(ids, tokens, behind: result[result.count - 1]) else { continue }
            result.append(
                Start(head: .unit(ids), first: tokens.lowerBound, name: tokens, isLine: false))
        }
        return result
    }

    /// The head of the line, when only a bullet stands between it and a segment: `1. ấp 1`.
    private func withBullet(_ first: Int) -> Int {
        let head = lineStart(first)
        return (head..<first).allSatisfy { scan.uses[$0] == .other } ? head : first
    }

    /// Whether a unit named later in a segment begins a part of its own.
    private func begins(_ ids: [UnitID], _ tokens: Range<Int>, behind last: Start) -> Bool {
        let before = last.name.upperBound
        guard hasNumber(before..<tokens.lowerBound) else {
            // `Phú Văn: Đắk Son 1 12 hộ`, `Phú Văn Đắk Son 1 12 hộ`.
            guard case .unit(let above) = last.head else { return false }
            return isLead(before..<tokens.lowerBound, isLine: false)
                && above.contains { upper in
                    ids.contains { campaign.units.isAncestor(upper, of: $0) }
                }
        }
        if text.gap(before: tokens.lowerBound).contains(UInt8(ascii: ":")) { return true }
        return isFollowedByValue(before) && isFollowedByValue(tokens.upperBound)
    }

    private func isFollowedByValue(_ index: Int) -> Bool {
        guard index < text.tokens.count, text.isSameLine(index - 1, index) else { return false }
        return text.tokens[index].flags.contains(.hasDigit)
            || text.gap(before: index).contains(UInt8(ascii: ":"))
            || hasNumber(index..<index + 1)
    }

    private func hasNumber(_ range: Range<Int>) -> Bool {
        scan.atoms.contains { atom in
            guard case .number = atom.kind else { return false }
            return range.contains(atom.tokens.lowerBound)
        }
    }

    /// Whether the words before a unit leave it the subject of what follows: a day, `tổ`, `- 1.`,
    /// `báo cáo`, and at the head of a line what is counted (`Hộ: ấp 1 12, ấp 2 8`).
    private func isLead(_ lead: Range<Int>, isLine: Bool) -> Bool {
        lead.allSatisfy { index in
            let token = text.tokens[index]
            switch scan.uses[index] {
            case .day, .other, .unit: return true
            case .name: return isLine
            case nil: break
            }
            let isCue = scan.cues.contains { found in
                Self.leading.contains(found.cue) && found.tokens.contains(index)
            }
            if isCue { return true }
            guard !token.flags.contains(.hasDigit) else { return false }
            return ReportWords.fillers.contains(token.key)
                && !Self.moving.contains { $0.agrees(token) }
        }
    }

    private static let leading: Set<ReportCue> = [
        .among, .report, .cumulative, .daily, .correct, .mistake, .campaign,
    ]

    /// Words that make a unit a place where somebody went, or one who helped.
    private static let moving = [
        "cùng", "với", "cho", "ra", "vào", "lên", "xuống", "về", "đi", "đến", "tới", "ghé", "giúp",
        "giùm", "dùm", "nhờ", "thay", "qua", "trợ", "dẫn", "gặp", "hoặc", "hay", "hơn", "như",
        "từ", "không", "ko", "sang", "trên", "trong", "ngoài", "gửi", "đúng", "tặng", "cấp",
    ].map(MarkedWord.init)

    /// `Kết quả ra quân như sau: ấp 1 …`: a colon right before the first unit.
    private func isAnnounced(_ unit: Range<Int>, _ lead: Range<Int>) -> Bool {
        text.gap(before: unit.lowerBound).contains(UInt8(ascii: ":")) && !hasNumber(lead)
            && !scan.cues.contains {
                [.blocker, .trouble, .otherTalk, .future, .goal].contains($0.cue)
                    && lead.overlaps($0.tokens)
            }
    }

    /// `ấp 1, xã Lộc Hòa: 5 hộ`: where the unit before lies.
    private func withoutPlacesAbove(_ starts: [Start]) -> [Start] {
        var result: [Start] = []
        for start in starts {
            if let last = result.last, case .unit(let below) = last.head,
                case .unit(let ids) = start.head, !hasNumber(last.name.upperBound..<start.first),
                text.isSameLine(last.first, start.first),
                ids.contains(where: { id in
                    below.contains { campaign.units.isAncestor(id, of: $0) }
                })
            {
                continue
            }
            result.append(start)
        }
        return result
    }

    // MARK: - Names that no unit has

    /// The words before the first number of a segment, when they are none that a report uses.
    private func strangeName(_ segment: Range<Int>) -> Range<Int>? {
        guard hasNumber(segment) else { return nil }
        var start = segment.lowerBound
        while start < segment.upperBound, isBullet(start) { start += 1 }
        let opens = opensWithKind(start)
        var end = start
        while end < segment.upperBound {
            let isLabel =
                text.tokens[end].flags.contains(.hasDigit) && end > start
                && (opens && end == start + 1 || isFollowedByValue(end + 1))
            if end > start, text.gap(before: end).contains(UInt8(ascii: ":")) { break }
            if !isLabel, text.tokens[end].flags.contains(.hasDigit) || isValue(end) { break }
            end += 1
            // `8A`: a letter glued to its number.
            if isLabel, end < segment.upperBound, text.tokens[end].start == text.tokens[end - 1].end
            {
                end += 1
            }
        }
        guard start < end else { return nil }
        let isStrange =
            (start..<end).contains { isStrangeWord($0) }
            || (opens && start + 1 < end && text.tokens[start + 1].flags.contains(.hasDigit))
        let isPeople =
            opens && start + 1 < end
            && Self.people.contains { $0.agrees(text.tokens[start + 1]) }
        return isStrange && !isPeople && hasNumber(end..<segment.upperBound) ? start..<end : nil
    }

    /// `Cay, Da: 12 hộ` below rows of one line each: strange words at its head and a number further on.
    private func strangeLine(_ segment: Range<Int>, after last: Start?) -> [Start] {
        let opening = withBullet(segment.lowerBound)
        guard let last, scan.isLineHead(opening), !hasNumber(segment),
            segment.contains(where: isStrangeWord)
                || (segment.count == 1 && opensWithKind(segment.lowerBound))
        else { return [] }
        let line = tokens(ofLine: text.lines[opening])
        let above =
            last.name.upperBound..<tokens(ofLine: text.lines[last.name.lowerBound]).upperBound
        let next = last.name.upperBound
        let isRow =
            above.contains { hasNumber($0..<$0 + 1) }
            || text.gap(before: next).contains(UInt8(ascii: "-"))
            || !UnitSpelling(campaign: campaign).alike(text.words(in: text.bytes(of: segment)))
                .isEmpty
        guard isRow, hasNumber(line), !scan.units.contains(where: { line.overlaps($0.tokens) }),
            !scan.cues.contains(where: { $0.cue == .blocker && line.overlaps($0.tokens) })
        else { return [] }
        return [Start(head: .unknown, first: opening, name: segment, isLine: true)]
    }

    private func tokens(ofLine line: Int) -> Range<Int> {
        let first = text.lines.firstIndex(of: line) ?? 0
        let end = text.lines.firstIndex { $0 > line } ?? text.tokens.count
        return first..<max(first, end)
    }

    private func isBullet(_ index: Int) -> Bool {
        scan.uses[index] == .other || scan.uses[index] == .day
    }

    private func isValue(_ index: Int) -> Bool {
        scan.uses[index] == .name || hasNumber(index..<index + 1)
    }

    private func isStrangeWord(_ index: Int) -> Bool {
        let token = text.tokens[index]
        return scan.uses[index] == nil && token.flags.contains(.hasLetter)
            && !ReportWords.fillers.contains(token.key)
            && !scan.cues.contains { $0.tokens.contains(index) }
            && names.measures(in: text, at: index).isEmpty
    }

    private func opensWithKind(_ index: Int) -> Bool {
        var start = index
        while start < text.tokens.count, isBullet(start) { start += 1 }
        guard start < text.tokens.count, scan.uses[start] == nil else { return false }
        return Self.kinds.contains { $0.agrees(text.tokens[start]) }
    }

    private static let kinds = [
        "thôn", "ấp", "xã", "kp", "khu", "tổ", "bản", "buôn", "phường", "tdp", "xóm", "làng", "sóc",
        "huyện", "th",
    ].map(MarkedWord.init)

    /// What makes a kind of units a person: `tổ trưởng`, `thôn mình`.
    private static let people = [
        "viên", "trưởng", "phó", "em", "mình", "tôi", "tui", "đội", "chúng", "cnscđ", "công",
    ].map(MarkedWord.init)

    // MARK: - Totals and contexts

    /// The one segment behind the last unit that tells the sum: `Tổng: 25 hộ`.
    private func withTotal(_ starts: [Start]) -> [Start] {
        let totals = segments().compactMap(total)
        guard totals.count == 1, let total = totals.first, let first = starts.first,
            let last = starts.last
        else { return withUpperTotal(starts) }
        if total.first > last.first { return starts + [total] }
        return total.first < first.first ? [total] + starts : withUpperTotal(starts)
    }

    private func total(_ segment: Range<Int>) -> Start? {
        var end = segment.lowerBound
        while end < segment.upperBound,
            Self.summing.contains(where: { $0.agrees(text.tokens[end]) })
        {
            end += 1
        }
        let opens = Self.sums.contains { $0.agrees(text.tokens[segment.lowerBound]) }
        guard opens, end > segment.lowerBound, hasNumber(end..<segment.upperBound) else {
            return nil
        }
        // `Tổng tiếp nhận: 25` is the whole of a ratio.
        let whole = scan.atoms.first { atom in
            guard case .denominator = atom.kind else { return false }
            return segment.contains(atom.tokens.lowerBound) && atom.tokens.upperBound > end
        }
        guard whole == nil else { return nil }
        return Start(
            head: .total, first: segment.lowerBound, name: segment.lowerBound..<end,
            isLine: scan.isLineHead(segment.lowerBound))
    }

    private static let summing = [
        "tổng", "cộng", "tc", "toàn", "cả", "số", "xã", "huyện", "phường", "tỉnh", "lại", "chung",
        "là", "được", "hết",
    ].map(MarkedWord.init)

    /// `Phú Văn 25 hộ: Đắk Son 1 12 hộ, …`: the unit above all others tells the sum.
    private func withUpperTotal(_ starts: [Start]) -> [Start] {
        let units = starts.map { start -> UnitID? in
            guard case .unit(let ids) = start.head else { return nil }
            let near = nearest(ids)
            return near.count == 1 ? near[0] : nil
        }
        guard starts.count > 2 else { return starts }
        for place in [starts.startIndex, starts.endIndex - 1] {
            guard let upper = units[place] else { continue }
            let end = place + 1 < starts.count ? starts[place + 1].first : text.tokens.count
            let others = units.indices.filter { $0 != place }
            guard hasNumber(starts[place].name.upperBound..<end),
                others.allSatisfy({ index in
                    units[index].map { campaign.units.isAncestor(upper, of: $0) }
                        ?? (starts[index].head == .unknown)
                })
            else { continue }
            var result = starts
            result[place] = Start(
                head: .total, first: starts[place].first, name: starts[place].name,
                isLine: starts[place].isLine)
            return result
        }
        return starts
    }

    /// Lines without a unit or a number, right above a line that begins with a unit.
    private func contexts(of starts: [Start]) -> [Start] {
        guard let last = text.lines.last else { return [] }
        return (0..<max(last, 0)).compactMap { line in
            guard let first = text.lines.firstIndex(of: line),
                let end = text.lines.firstIndex(where: { $0 > line }),
                starts.contains(where: { $0.first == end && $0.head != .total }),
                starts.first.map({ $0.first < first }) ?? false
            else { return nil }
            let range = first..<end
            let isBare =
                !hasNumber(range) && !scan.units.contains { range.overlaps($0.tokens) }
                && !scan.cues.contains { $0.cue == .blocker && range.overlaps($0.tokens) }
                && hasContext(range, of: starts)
            return isBare ? Start(head: .context, first: first, name: range, isLine: true) : nil
        }
    }

    /// Whether a line says a day or a kind of total; or what is counted, unless it is an empty line
    /// of a form.
    private func hasContext(_ range: Range<Int>, of starts: [Start]) -> Bool {
        let says =
            scan.days.contains { range.overlaps($0.tokens) }
            || scan.cues.contains {
                ($0.cue == .cumulative || $0.cue == .daily) && range.overlaps($0.tokens)
            }
        guard !says, let before = starts.last(where: { $0.first < range.lowerBound }) else {
            return says
        }
        let line = text.lines[before.name.lowerBound]
        return range.contains { scan.uses[$0] == .name }
            && (before.name.upperBound..<range.lowerBound).contains {
                text.lines[$0] == line && hasNumber($0..<$0 + 1)
            }
    }
}
