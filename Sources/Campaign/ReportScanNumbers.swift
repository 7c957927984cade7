import VietText

extension ReportScan {
    // MARK: - Days

    /// Finds days outside the names of units, and decides between a day and a ratio.
    mutating func findDays(_ sentOn: CivilDay, _ campaign: Campaign) {
        let unitBytes = units.map { text.bytes(of: $0.tokens) }
        var tokens: [Token] = []
        var isAfterUnit = false
        for token in text.whole {
            let bytes = Int(token.start)..<Int(token.end)
            if unitBytes.contains(where: { $0.overlaps(bytes) }) {
                isAfterUnit = true
                continue
            }
            var kept = token
            if isAfterUnit { kept.flags.insert(.afterBreak) }
            isAfterUnit = false
            tokens.append(kept)
        }
        for span in VietText.days(in: text.text, tokens: tokens, relativeTo: sentOn) {
            let start = Int(tokens[span.tokens.lowerBound].start)
            let end = Int(tokens[span.tokens.upperBound - 1].end)
            guard let range = range(ofBytes: start..<end), !overlapsName(range) else { continue }
            var own = span
            own.tokens = range
            if span.flags.contains(.ambiguous), !isDay(own, sentOn, campaign) { continue }
            if isCountOfDay(own) { continue }
            if isCompared(own) {
                use(range, as: .other)
                continue
            }
            days.append(own)
            use(range, as: .day)
        }
    }

    /// `tiếp nhận trong ngày 27`: a number of the day, not the 27th.
    private func isCountOfDay(_ span: DaySpan) -> Bool {
        let first = span.tokens.lowerBound
        return first > 0 && span.tokens.count == 2 && text.tokens[first].key == Self.ngay
            && isNumber(first + 1) && Self.within.contains { $0.agrees(text.tokens[first - 1]) }
    }

    /// `vượt 5 hộ so với hôm qua`: not the day of the report.
    private func isCompared(_ span: DaySpan) -> Bool {
        let first = span.tokens.lowerBound
        return first > 1 && text.tokens[first - 2].key == Self.so
            && text.tokens[first - 1].key == Self.voi
    }

    private static let ngay = Syllable.key("ngay")
    private static let within = ["trong", "cả", "mỗi", "một"].map(MarkedWord.init)

    /// The cut tokens that lie in a range of bytes.
    private func range(ofBytes bytes: Range<Int>) -> Range<Int>? {
        guard let first = text.tokens.firstIndex(where: { Int($0.end) > bytes.lowerBound }),
            let last = text.tokens.lastIndex(where: { Int($0.start) < bytes.upperBound }),
            first <= last
        else { return nil }
        return first..<last + 1
    }

    private func overlapsName(_ range: Range<Int>) -> Bool {
        range.contains { uses[$0] == .unit || uses[$0] == .other }
            || range.allSatisfy { uses[$0] == .name }
    }

    /// Whether a bare `7/9` is a day here.
    private func isDay(_ span: DaySpan, _ sentOn: CivilDay, _ campaign: Campaign) -> Bool {
        let next = span.tokens.upperBound
        let first = span.tokens.lowerBound
        let distance = abs(span.last.days(until: sentOn))
        // A range of numbers (`5-7`) is a day only right beside a word that says so.
        let separator = text.gap(before: span.tokens.upperBound - 1)
        if separator.first != UInt8(ascii: "/") {
            guard isLineHead(first) else { return false }
            let isBeforeUnit = next < uses.count && uses[next] == .unit
            return distance <= 31 && (isFollowedByColonOrEnd(next) || isBeforeUnit)
                || distance <= 1 && !isFree(next)
        }
        if let before = days.last, before.tokens.upperBound == first,
            before.flags.contains(.relative)
        {
            return before.last == span.last || before.flags.contains(.weekday)
        }
        let names = atoms.filter { atom in
            guard case .name(let number) = atom.kind else { return false }
            return campaign.indicators[number].kind.hasDenominator
                && isSameSegment(atom.tokens, first)
        }
        let isHead = isAtHead(first) && isFollowedByColonOrEnd(next)
        guard names.isEmpty || isHead || isSpare(span, sentOn, names) else { return false }
        let isAnnounced =
            cues.contains { $0.cue == .report && $0.tokens.upperBound == first }
            || isFollowedByColonOrEnd(next)
        return isAnnounced || distance <= 31 || campaign.dayNumber(of: span.last) != nil
    }

    /// Whether a date stands before all names of its segment, which have numbers of their own:
    /// `xã Phú Văn 8/6 TN 14 online 9`.
    private func isSpare(_ span: DaySpan, _ sentOn: CivilDay, _ names: [ReportAtom]) -> Bool {
        let first = span.tokens.lowerBound
        guard span.last <= sentOn, span.last.days(until: sentOn) <= 31,
            names.allSatisfy({ $0.tokens.lowerBound > first })
        else { return false }
        let numbers = segment(around: first).count { index in
            isNumber(index) && !span.tokens.contains(index) && uses[index] != .unit
                && !(isNumber(index - 1) && text.gap(before: index).elementsEqual("/".utf8))
        }
        return numbers >= names.count
    }

    /// Whether only units and words around a report stand before a token on its line.
    private func isAtHead(_ index: Int) -> Bool {
        var place = index - 1
        while place >= 0, text.isSameLine(place, index) {
            guard
                uses[place] == .unit
                    || (uses[place] == nil && ReportWords.fillers.contains(text.tokens[place].key))
            else { return false }
            place -= 1
        }
        return true
    }

    private func isFree(_ index: Int) -> Bool {
        index < text.tokens.count && text.isSameLine(index, index - 1) && !isCut(before: index)
    }

    private func isFollowedByColonOrEnd(_ index: Int) -> Bool {
        guard index < text.tokens.count, text.isSameLine(index - 1, index) else { return true }
        return text.gap(before: index).contains(UInt8(ascii: ":"))
    }

    private func isSameSegment(_ tokens: Range<Int>, _ index: Int) -> Bool {
        let (low, high) = (min(tokens.lowerBound, index), max(tokens.upperBound - 1, index))
        return !(low..<high).contains { isCut(before: $0 + 1) }
    }

    // MARK: - Segments

    /// Whether a segment ends right before a token.
    func isCut(before index: Int) -> Bool {
        guard index > 0, index < text.tokens.count else { return true }
        let token = text.tokens[index]
        if token.flags.contains(.afterLineEnd) { return true }
        guard token.flags.contains(.afterBreak) else { return false }
        if isInBrackets[index] != isInBrackets[index - 1] { return true }
        if text.gap(before: index).contains(where: { Self.brackets.contains($0) }) { return true }
        if isDashToValue(index) { return false }
        // `hộ=12` is a name and its number.
        if uses[index - 1] == .name, text.gap(before: index).elementsEqual("=".utf8) {
            return false
        }
        let gap = text.gap(before: index)
        let isSpaced = gap.contains(UInt8(ascii: " "))
        for byte in gap {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"), UInt8(ascii: "|"),
                UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "?"),
                UInt8(ascii: "*"), UInt8(ascii: "&"):
                return true
            case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if isSpaced { return true }
            case 0xE2, 0xF0:
                return true  // Dashes, bullets, arrows, emoji.
            default:
                continue
            }
        }
        return false
    }

    /// `hộ - 12, tk dvc - 5`: a dash between a name and its number.
    private func isDashToValue(_ index: Int) -> Bool {
        let marks = text.gap(before: index).filter { $0 != UInt8(ascii: " ") }
        let isDash = marks == [UInt8(ascii: "-")] || marks == [0xE2, 0x80, 0x93]
        guard isDash, uses[index - 1] == .name, isNumber(index), uses[index] == nil else {
            return false
        }
        let next = index + 1
        return next >= text.tokens.count || text.tokens[next].flags.contains(.afterBreak)
            || text.tokens[next].flags.contains(.afterLineEnd)
    }

    private static let brackets: Set<UInt8> = Set("()[]".utf8)

    // MARK: - Numbers

    mutating func findNumbers(_ names: ReportNames) {
        var tokens: [Token] = []
        var places: [Int] = []
        for index in text.tokens.indices where uses[index] == nil {
            var token = text.tokens[index]
            if index > 0, uses[index - 1] != nil { token.flags.insert(.afterBreak) }
            tokens.append(token)
            places.append(index)
        }
        for span in numbers(in: text.text, tokens: tokens) {
            let first = places[span.tokens.lowerBound]
            let last = places[span.tokens.upperBound - 1]
            var own = span
            own.tokens = first..<last + 1
            guard isCounted(own, names) else {
                // `chớ không phải hai chục nghe con`.
                if isDeniedAtOnce(own) { denied.append(own) }
                use(own.tokens, as: .other)
                continue
            }
            if isDenied(own) {
                denied.append(own)
                use(own.tokens, as: .other)
                continue
            }
            guard !isInBrackets[first] else { continue }
            atoms.append(.init(kind: .number(own), tokens: own.tokens))
        }
        findToldZeros()
    }

    /// Whether a number can be a value: not a label (`tổ 5`), not a doubtful word alone.
    private func isCounted(_ span: NumberSpan, _ names: ReportNames) -> Bool {
        let first = span.tokens.lowerBound
        let isNamedBehind = isName(span.tokens.upperBound)
        if first > 0, isJoined(first), ReportWords.labels.contains(text.tokens[first - 1].key),
            !isNamedBehind, uses[first - 1] == nil, !span.flags.contains(.inWords)
        {
            return false
        }
        guard span.flags.contains(.inWords), span.kind != .percent else { return true }
        // `bà Hai`, `chú Tư`: a child's rank is a name in the south.
        if first > 0, isJoined(first), span.tokens.count == 1,
            ReportWords.titles.contains(where: { $0.agrees(text.tokens[first - 1]) }),
            !isNamedBehind
        {
            return false
        }
        if isNamedBehind || isNamedBehindMeasure(span, names) { return true }
        if names.measures(in: text, at: span.tokens.upperBound).contains(where: \.isUnit) {
            return true
        }
        // An unmarked `ba` or `nam` behind a name is a number only where the clause ends with it.
        let after = span.tokens.upperBound
        if span.flags.contains(.ambiguous), span.tokens.count == 1, !endsClause(after),
            names.measures(in: text, at: after).isEmpty
        {
            return false
        }
        // `tk dvc: ba`, `vneid mức 2 được một`: a name before, with nothing but fillers between.
        var index = first - 1
        while index >= 0, text.isSameLine(index, first), isBetweenNameAndNumber(index) {
            index -= 1
        }
        guard index >= 0, text.isSameLine(index, first), uses[index] == .name else { return false }
        return !(index..<first).contains { isCut(before: $0 + 1) } || index == first - 1
    }

    /// Whether a clause ends at a token but for a polite word: `mức hai ba ạ`.
    private func endsClause(_ index: Int) -> Bool {
        isCut(before: index)
            || (Self.polite.contains { $0.agrees(text.tokens[index]) } && isCut(before: index + 1))
    }

    private static let polite = ["ạ", "nha", "nhé", "nghen", "nghe", "hết", "thôi"].map(
        MarkedWord.init)

    private func isBetweenNameAndNumber(_ index: Int) -> Bool {
        if uses[index] == .unit { return true }
        guard uses[index] == nil else { return false }
        let key = text.tokens[index].key
        return ReportWords.fillers.contains(key) || ReportWords.links.contains(key)
            || cues.contains { $0.cue == .cumulative && $0.tokens.contains(index) }
    }

    /// `ba cái chữ ký số`: one word of measure between the number and the name.
    private func isNamedBehindMeasure(_ span: NumberSpan, _ names: ReportNames) -> Bool {
        let next = span.tokens.upperBound
        let isBetween =
            !names.measures(in: text, at: next).isEmpty || span.flags.contains(.approximate)
        return isBetween && isJoined(next) && isName(next + 1)
    }

    /// Whether a word of plans or targets stands before a token in its segment.
    func isPlanned(_ index: Int) -> Bool {
        var start = index
        while start > 0, !isCut(before: start) { start -= 1 }
        return cues.contains { found in
            (found.cue == .future || found.cue == .goal) && found.tokens.lowerBound >= start
                && found.tokens.upperBound <= index
        }
    }

    /// The tokens between the breaks around a token.
    func segment(around index: Int) -> Range<Int> {
        var start = index
        while start > 0, !isCut(before: start) { start -= 1 }
        var end = index + 1
        while end < text.tokens.count, !isCut(before: end) { end += 1 }
        return start..<end
    }

    private func isName(_ index: Int) -> Bool {
        index < text.tokens.count && uses[index] == .name && isJoined(index)
    }

    func key(_ index: Int) -> UInt64 {
        index < text.tokens.count ? text.tokens[index].key : 0
    }

    /// `không phải 11`, `lúc nãy ghi 7/9`, `268 là sai`.
    private func isDenied(_ span: NumberSpan) -> Bool {
        let after = cues.first {
            $0.cue == .denyAfter && $0.tokens.lowerBound >= span.tokens.upperBound
                && $0.tokens.lowerBound <= span.tokens.upperBound + 2
                && !hasCutOrNumber(between: span.tokens.upperBound, $0.tokens.lowerBound)
        }
        if after != nil { return true }
        let isConfirmed = cues.contains {
            $0.cue == .confirm && $0.tokens.lowerBound >= span.tokens.upperBound
                && $0.tokens.lowerBound <= span.tokens.upperBound + 4
        }
        guard !isConfirmed else { return false }
        return cues.contains {
            $0.cue == .denyBefore && $0.tokens.upperBound <= span.tokens.lowerBound
                && span.tokens.lowerBound - $0.tokens.upperBound <= 5
                && !hasCutOrNumber(between: $0.tokens.upperBound, span.tokens.lowerBound)
        } || isReplaced(span)
    }

    /// Whether words that deny stand right before a number of two words or more.
    private func isDeniedAtOnce(_ span: NumberSpan) -> Bool {
        cues.contains {
            $0.cue == .denyBefore && $0.tokens.upperBound == span.tokens.lowerBound
                && $0.tokens.count > 1 && span.tokens.count > 1
        }
    }

    /// `sửa 21 thành 12`, `từ 21 xuống 12`: the first number is the old one.
    private func isReplaced(_ span: NumberSpan) -> Bool {
        guard has(.correct) || has(.mistake) else { return false }
        for index in span.tokens.upperBound..<min(span.tokens.upperBound + 4, text.tokens.count) {
            guard !isCut(before: index) else { return false }
            guard ReportWords.becoming.contains(text.tokens[index].key) else { continue }
            let limit = min(index + 4, text.tokens.count)
            return (index + 1..<max(limit, index + 1)).contains {
                text.tokens[$0].flags.contains(.hasDigit)
            }
        }
        return false
    }

    private func hasCutOrNumber(between start: Int, _ end: Int) -> Bool {
        guard start <= end else { return false }
        for index in start..<end where text.tokens[index].flags.contains(.hasDigit) { return true }
        return start < text.tokens.count && start <= end
            && (start...min(end, text.tokens.count - 1)).contains { isCut(before: $0) }
    }

    /// `Chữ ký số: không` in a form counts as 0.
    private mutating func findToldZeros() {
        for index in text.tokens.indices where index > 0 && uses[index - 1] == .name {
            guard ReportWords.zeroWords.contains(text.tokens[index].key), uses[index] == nil,
                text.gap(before: index).contains(UInt8(ascii: ":")),
                index + 1 == text.tokens.count || !text.isSameLine(index, index + 1)
                    || isCut(before: index + 1)
            else { continue }
            let bytes = text.bytes(of: index..<index + 1)
            let span = NumberSpan(
                kind: .cardinal, flags: .inWords, value: 0, second: nil, tokens: index..<index + 1,
                bytes: bytes)
            atoms.append(.init(kind: .number(span), tokens: span.tokens))
        }
    }

    /// `van dong tam ho` names no xã Đồng Tâm: the last word of a bare name, typed without its
    /// marks, is a number when what is counted follows.
    func endsInNumber(_ match: PhraseTrie<ReportName>.Match, _ names: ReportNames) -> Bool {
        guard case .unit = match.label, !match.isExact, match.tokens.count > 1 else { return false }
        let (first, last) = (match.tokens.lowerBound, match.tokens.upperBound - 1)
        return text.tokens[last].marks == .none && NumberSpan.isWord(text.tokens[last])
            && !Self.unitKinds.contains(text.tokens[first].key) && isJoined(last + 1)
            && !names.measures(in: text, at: last + 1).isEmpty
    }

    private static let unitKinds: Set<UInt64> = Set(
        ["xa", "ap", "thon", "to", "phuong", "khu", "ban", "xom", "x", "p"].map(Syllable.key))
}
