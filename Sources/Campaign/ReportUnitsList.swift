import VietText

extension ReportUnits {
    /// The parts of a message whose lines or segments begin, or end, with units.
    func list() -> Split? {
        let starts = starts()
        guard starts.contains(where: { if case .unit = $0.head { true } else { false } }) else {
            return unitsLast().map { Split(parts: $0) }
        }
        let (tail, blocker) = tail(behind: starts.last)
        var parts: [Part] = []
        var heading: UnitID?
        for index in starts.indices where starts[index].head != .context {
            let end = index + 1 < starts.count ? starts[index + 1].first : tail
            var start = starts[index]
            if case .unit(let ids) = start.head {
                start = Start(
                    head: .unit(nearest(ids, below: heading)), first: start.first,
                    name: start.name, isLine: start.isLine)
            }
            var part = listed(start, to: end, among: starts)
            if case .unit(let ids) = start.head, !part.hasNumbers {
                if ids.count == 1, isHeading(ids[0], above: starts[(index + 1)...]) {
                    heading = ids[0]
                    continue
                }
                part.isSilent = saysNothingDone(start, to: end)
                if !part.isSilent, index + 1 < starts.count, case .unit = starts[index + 1].head {
                    // `ấp 1, ấp 2 được 5 hộ`: one number of two units.
                    return nil
                }
            }
            parts.append(part)
        }
        guard isList(parts, starts) else { return nil }
        return Split(parts: parts + [totalBefore(parts)].compactMap { $0 }, blocker: blocker)
    }

    /// Where the last part ends: before a difficulty told on a line of its own below rows of one
    /// line each, which is that of them all; and that difficulty.
    private func tail(behind last: Start?) -> (Int, String?) {
        let end = text.tokens.count
        guard let last, last.isLine else { return (end, nil) }
        let line = text.lines[last.first]
        let isRow = (last.name.upperBound..<end).contains { index in
            text.lines[index] == line && text.tokens[index].flags.contains(.hasDigit)
        }
        let cue = scan.cues.first {
            $0.cue == .blocker && text.lines[$0.tokens.lowerBound] > line
                && scan.isLineHead($0.tokens.lowerBound)
        }
        guard isRow, let cue else { return (end, nil) }
        let told = ReportBlocker(scan: scan).announced()
        return (
            cue.tokens.lowerBound,
            told?.tokens.lowerBound == cue.tokens.lowerBound ? told?.words : nil
        )
    }

    /// Whether the parts are those of a report for several units.
    private func isList(_ parts: [Part], _ starts: [Start]) -> Bool {
        let counted = parts.filter { $0.hasNumbers && $0.head != .total }
        let judged = counted.count(where: \.isJudged)
        guard !counted.isEmpty, judged * 2 >= counted.count else { return false }
        if Set(counted.map { $0.reading.unit?.rawValue ?? "?\($0.name)" }).count > 1 { return true }
        // One unit with figures beside others without, each on its line.
        let silent = parts.filter(\.isSilent)
        return !silent.isEmpty && starts.allSatisfy(\.isLine)
            && !counted.contains { $0.reading.unit == sender }
    }

    private func listed(_ start: Start, to end: Int, among starts: [Start]) -> Part {
        let name = text.bytes(of: start.name)
        let own = Int(text.tokens[start.first].start)..<Int(text.tokens[end - 1].end)
        let isTotal = start.head == .total
        let excerpt = ReportExcerpt(
            context(of: start, among: starts) + [own],
            hiding: hidden(in: own) + [name] + brackets(behind: start, in: own),
            of: text.bytes)
        return part(
            start.head, name: name, of: excerpt, own: own,
            stray: isTotal ? [] : strayUnits(in: start.name.upperBound..<end, start))
    }

    /// Every unit named in a range, so that its words and numbers are not read as values.
    private func hidden(in range: Range<Int>) -> [Range<Int>] {
        scan.units.map { text.bytes(of: $0.tokens) }.filter { range.overlaps($0) }
    }

    /// `ấp 1 (12 hộ, 5 tk)`: brackets right behind a unit hold its numbers.
    private func brackets(behind start: Start, in own: Range<Int>) -> [Range<Int>] {
        let next = start.name.upperBound
        guard next < text.tokens.count, scan.isInBrackets[next],
            !scan.isInBrackets[start.name.lowerBound],
            text.gap(before: next).contains(UInt8(ascii: "("))
        else { return [] }
        let bytes = Int(text.tokens[next - 1].end)..<own.upperBound
        let isOther = bytes.contains { text.bytes[$0] == UInt8(ascii: ")") }
        let marks = bytes.filter { "()".utf8.contains(text.bytes[$0]) }
        return (isOther ? Array(marks.prefix(2)) : marks).map { $0..<$0 + 1 }
    }

    /// What was said before, of all units or of those on the same line.
    private func context(of start: Start, among starts: [Start]) -> [Range<Int>] {
        guard
            let first = starts.first(where: { $0.head != .context && $0.head != .total })
        else { return [] }
        let near = starts.last { $0.head == .context && $0.first < start.first }
        var result: [Range<Int>] = []
        var opening = 0
        if let total = starts.first, total.head == .total, total.first < first.first {
            // Of a total in front only its day holds for the units.
            if total.first > 0 { result.append(bytes(of: 0..<total.first)) }
            result += times(in: total.first..<first.first)
            opening = first.first
        }
        let line = text.lines[start.first]
        let ofLine =
            starts.first {
                text.lines[$0.first] == line && $0.head != .context && $0.head != .total
            } ?? first
        let above = max(opening, 0)..<max(opening, lineStart(first.first))
        if !above.isEmpty, near.map({ !hasDay($0.name) || !hasDay(above) }) ?? true {
            result.append(bytes(of: above))
        }
        if let near, near.first >= above.upperBound { result.append(bytes(of: near.name)) }
        // What stands before the first unit of a line holds for the whole line; that of the first
        // line for lines without their own.
        let lead = ofLine.first..<ofLine.name.lowerBound
        let firstLine = max(opening, lineStart(first.first))..<first.name.lowerBound
        if saysMore(lead), ofLine.first != first.first {
            if start.first != ofLine.first { result.append(bytes(of: lead)) }
        } else if near.map({ $0.first < first.first }) ?? true {
            let isOwn = start.first == first.first
            let range = firstLine.lowerBound..<(isOwn ? first.first : firstLine.upperBound)
            let isBullet = range.allSatisfy { scan.uses[$0] == .other }
            if !isBullet { result.append(bytes(of: range)) }
        }
        return result.filter { !$0.isEmpty }
    }

    /// The bytes of some tokens with what stands behind the last one.
    private func bytes(of range: Range<Int>) -> Range<Int> {
        guard range.upperBound < text.tokens.count else { return text.bytes(of: range) }
        let end = Int(text.tokens[range.upperBound].start)
        let lineEnd = text.bytes[Int(text.tokens[range.upperBound - 1].end)..<end]
            .firstIndex(of: UInt8(ascii: "\n"))
        return Int(text.tokens[range.lowerBound].start)..<(lineEnd ?? end)
    }

    /// The days and words for totals in a range.
    private func times(in range: Range<Int>) -> [Range<Int>] {
        let cues = scan.cues.filter { $0.cue == .cumulative || $0.cue == .daily }.map(\.tokens)
        return (scan.days.map(\.tokens) + cues)
            .filter { range.contains($0.lowerBound) && range.contains($0.upperBound - 1) }
            .sorted { $0.lowerBound < $1.lowerBound }.map(text.bytes)
    }

    func lineStart(_ index: Int) -> Int {
        var start = index
        while start > 0, text.isSameLine(start - 1, index) { start -= 1 }
        return start
    }

    private func hasDay(_ range: Range<Int>) -> Bool {
        scan.days.contains { range.overlaps($0.tokens) }
    }

    /// Whether words before a unit say a day, what is counted, or that totals follow.
    private func saysMore(_ range: Range<Int>) -> Bool {
        hasDay(range) || range.contains { scan.uses[$0] == .name }
            || scan.cues.contains {
                ($0.cue == .cumulative || $0.cue == .daily) && range.overlaps($0.tokens)
            }
    }

    /// Units named within a part that are not its own and do not lie above it.
    private func strayUnits(in range: Range<Int>, _ start: Start) -> [UnitID] {
        guard case .unit(let ids) = start.head, let own = ids.first else { return [] }
        let difficulty = scan.cues.first {
            $0.cue == .blocker && range.contains($0.tokens.lowerBound)
        }
        var result: [UnitID] = []
        for (named, tokens) in scan.units where range.contains(tokens.lowerBound) {
            if let difficulty, difficulty.tokens.lowerBound < tokens.lowerBound { continue }
            let near = nearest(named)
            if near.contains(own)
                || near.contains(where: { campaign.units.isAncestor($0, of: own) })
            {
                continue
            }
            result += near
        }
        return result
    }

    // MARK: - Units without figures

    /// Whether a unit only says where those behind it lie: `Phú Văn: Đắk Son 1 5 hộ, …`.
    private func isHeading(_ unit: UnitID, above starts: ArraySlice<Start>) -> Bool {
        guard let next = starts.first(where: { $0.head != .context }) else { return false }
        guard case .unit(let ids) = next.head else { return next.head == .unknown }
        return ids.contains { campaign.units.isAncestor(unit, of: $0) }
    }

    /// Whether a part without numbers says so on purpose: `chưa đi`, `-`, nothing behind a colon.
    private func saysNothingDone(_ start: Start, to end: Int) -> Bool {
        let rest = start.name.upperBound..<end
        if rest.contains(where: { index in Self.notDone.contains { $0.agrees(text.tokens[index]) } }
        ) {
            return true
        }
        guard rest.isEmpty || rest.allSatisfy({ ReportWords.fillers.contains(scan.key($0)) })
        else { return false }
        let gap = text.gap(before: start.name.upperBound)
        let isColon = gap.contains(UInt8(ascii: ":")) && gap.contains(UInt8(ascii: "\n"))
        let isLast = end == text.tokens.count
        return isColon || gap.contains(UInt8(ascii: "-")) || (isLast && start.isLine)
    }

    private static let notDone = [
        "chưa", "không", "ko", "nghỉ", "vắng", "hoãn", "hông", "chua", "trống",
    ].map(MarkedWord.init)

    // MARK: - Units behind their numbers

    /// `12 hộ ấp 1, 8 hộ ấp 2`: every segment with a number ends with its one unit.
    private func unitsLast() -> [Part]? {
        let segments = segments()
        let numbered = segments.filter { segment in
            scan.atoms.contains { atom in
                guard case .number = atom.kind else { return false }
                return segment.contains(atom.tokens.lowerBound)
            }
        }
        guard numbered.count > 1, let first = numbered.first else { return nil }
        var parts: [Part] = []
        for segment in numbered {
            let named = scan.units.filter { segment.contains($0.tokens.lowerBound) }
            let lastNumber = scan.atoms.last { segment.contains($0.tokens.lowerBound) }
            guard named.count == 1, let unit = named.first, let lastNumber,
                lastNumber.tokens.upperBound <= unit.tokens.lowerBound,
                (lastNumber.tokens.upperBound..<unit.tokens.lowerBound).allSatisfy(isPlaceWord),
                (unit.tokens.upperBound..<segment.upperBound).allSatisfy({
                    ReportWords.fillers.contains(scan.key($0))
                })
            else { return nil }
            let head = Head.unit(nearest(unit.ids))
            let before = first.lowerBound > 0 ? [text.bytes(of: 0..<first.lowerBound)] : []
            let own = text.bytes(of: segment)
            let name = text.bytes(of: unit.tokens)
            let excerpt = ReportExcerpt(before + [own], hiding: [name], of: text.bytes)
            parts.append(part(head, name: name, of: excerpt, own: own))
        }
        let isAllUsed = scan.units.allSatisfy { unit in
            numbered.contains { $0.contains(unit.tokens.lowerBound) }
        }
        guard isAllUsed, isList(parts, []) else { return nil }
        return parts + [totalBefore(parts)].compactMap { $0 }
    }

    private func isPlaceWord(_ index: Int) -> Bool {
        Self.places.contains { $0.agrees(text.tokens[index]) }
            || !names.measures(in: text, at: index).isEmpty
    }

    private static let places = ["của", "ở", "tại", "bên", "tổ", "thuộc"].map(MarkedWord.init)

    /// The tokens between breaks, over the whole text.
    func segments() -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        for index in text.tokens.indices.dropFirst() where scan.isCut(before: index) {
            result.append(start..<index)
            start = index
        }
        if start < text.tokens.count { result.append(start..<text.tokens.count) }
        return result
    }
}
