/// Reads days of one text.
struct DayReader {
    let numbers: NumberReader
    let reference: CivilDay
    let leaning: DayLeaning

    var tokens: [Token] { numbers.tokens }

    init(text: String, tokens: [Token], reference: CivilDay, leaning: DayLeaning) {
        numbers = NumberReader(text: text, tokens: tokens, isExpected: true)
        self.reference = reference
        self.leaning = leaning
    }

    /// A day or stretch that begins at a token.
    func read(at index: Int) -> DaySpan? {
        if let range = range(at: index) { return range }
        guard let span = single(at: index) else { return nil }
        return isLunar(span.tokens.upperBound) ? nil : span
    }

    func single(at index: Int) -> DaySpan? {
        guard index < tokens.count else { return nil }
        return relative(at: index) ?? counted(at: index) ?? weekday(at: index) ?? dayOfMonth(
            at: index)
            ?? date(at: index) ?? month(at: index) ?? week(at: index)
    }

    // MARK: - Stretches

    /// `từ 1/7 đến 5/7`, `27/6-3/7`, `1-5/7`, `đến 31/7`.
    private func range(at index: Int) -> DaySpan? {
        var start = index
        let hasFrom = isWord(DayWords.tu, start)
        if hasFrom { start += 1 }
        if !hasFrom, isWord(DayWords.den, index) || isWord(DayWords.toi, index) {
            return until(at: index)
        }
        guard let last = endOfRange(from: start) else {
            guard hasFrom, let day = single(at: start), !day.flags.contains(.ambiguous),
                day.grain == .day
            else { return nil }
            return day.over(index..<day.tokens.upperBound)
        }
        guard let first = startOfRange(at: start, endingWith: last) else { return nil }
        guard first.first <= last.last, first.first.days(until: last.last) < 400 else { return nil }
        var flags = first.flags.union(last.flags).intersection([.relative, .weekday])
        if !hasFrom, first.flags.contains(.ambiguous), last.flags.contains(.ambiguous) {
            // `25/7 đến 31/7`: two dates side by side are no ratios.
            flags.remove(.ambiguous)
        }
        return DaySpan(
            grain: .range, flags: flags, days: first.first...last.last,
            tokens: index..<last.tokens.upperBound)
    }

    /// `đến 31/7`, `tới hôm nay`, `đến nay`.
    private func until(at index: Int) -> DaySpan? {
        var next = index + 1
        if isWord(DayWords.het, next) { next += 1 }
        if isWord(DayWords.nay, next) || isWord(DayWords.gio, next) {
            let isHour = index > 0 && tokens[index - 1].flags.contains(.hasDigit)
            guard !isHour || isWord(DayWords.nay, next) else { return nil }
            return DaySpan(
                grain: .day, flags: [.until, .relative], days: reference...reference,
                tokens: index..<next + 1)
        }
        guard var span = single(at: next), span.grain != .week else { return nil }
        span.flags.insert(.until)
        span.flags.remove(.ambiguous)
        span.tokens = index..<span.tokens.upperBound
        span.days = span.last...span.last
        return span
    }

    /// The day after the joint of a range whose first part begins at `start`.
    private func endOfRange(from start: Int) -> DaySpan? {
        var joint: Int?
        let first = single(at: start)
        if let first, first.grain == .day {
            joint = first.tokens.upperBound
        } else if let part = bareDay(at: start) {
            joint = part.next
        }
        guard var next = joint, next < tokens.count else { return nil }
        if isWord(DayWords.den, next) || isWord(DayWords.toi, next) {
            next += 1
        } else if !isDash(before: next) {
            return nil
        }
        guard let last = single(at: next), last.grain == .day else { return nil }
        return last
    }

    private func startOfRange(at start: Int, endingWith last: DaySpan) -> DaySpan? {
        if let first = single(at: start), first.grain == .day,
            first.tokens.upperBound <= last.tokens.lowerBound
        {
            let hasMonth = date(at: start) != nil || dayOfMonthHasMonth(at: start)
            if hasMonth || first.flags.contains(.relative) { return first }
        }
        // `từ ngày 1 đến 5/7`: the month stands behind the second day only.
        guard let part = bareDay(at: start), let day = Int(exactly: part.value) else { return nil }
        let (year, month, lastDay) = last.last.components
        let isMonthBefore = day > lastDay
        let found =
            isMonthBefore
            ? CivilDay(
                year: month == 1 ? year - 1 : year, month: month == 1 ? 12 : month - 1, day: day)
            : CivilDay(year: year, month: month, day: day)
        return found.map {
            DaySpan(grain: .day, flags: [], days: $0...$0, tokens: start..<part.next)
        }
    }

    private func dayOfMonthHasMonth(at index: Int) -> Bool {
        guard let span = dayOfMonth(at: index) else { return false }
        return span.tokens.count > 2
    }

    /// A number 1–31 with or without `ngày` before it.
    private func bareDay(at index: Int) -> (value: Int, next: Int)? {
        let start = DayWords.isDay(tokens, index) ? index + 1 : index
        guard let (value, next) = small(at: start, in: 1...31) else { return nil }
        return (value, next)
    }

    // MARK: - What every form needs

    func isWord(_ word: DayWord, _ index: Int) -> Bool {
        index < tokens.count && word.agrees(with: tokens[index])
    }

    /// Whether nothing but spaces stands before the token.
    func isJoined(_ index: Int) -> Bool {
        numbers.isAfterSpace(index)
    }

    /// A whole number of a small range in digits or words.
    func small(at index: Int, in range: ClosedRange<Int>) -> (value: Int, next: Int)? {
        guard index < tokens.count else { return nil }
        if numbers.startsWithDigit(tokens[index]) {
            let run = numbers.run(atByte: Int(tokens[index].start))
            guard run.end == Int(tokens[index].end), let value = Int(exactly: run.value),
                range.contains(value)
            else { return nil }
            return (value, index + 1)
        }
        let scale = Int128(NumberSpan.scale)
        if let part = numbers.words(at: index), part.upper == nil, part.value % scale == 0,
            let value = Int(exactly: part.value / scale), range.contains(value)
        {
            return (value, part.next)
        }
        // `tháng bảy năm 2021`: the next word belongs to the year.
        guard let digit = numbers.unit(index), range.contains(digit) else { return nil }
        return (digit, index + 1)
    }

    /// Whether a dash, perhaps between spaces, stands right before the token.
    private func isDash(before index: Int) -> Bool {
        guard index > 0 else { return false }
        let gap = numbers.bytes[Int(tokens[index - 1].end)..<Int(tokens[index].start)]
        let marks = gap.filter { $0 != UInt8(ascii: " ") }
        return [[UInt8(ascii: "-")], [0xE2, 0x80, 0x93], Array("->".utf8), Array("=>".utf8)]
            .contains(marks)
    }

    private func isLunar(_ index: Int) -> Bool {
        guard isJoined(index), isWord(DayWords.am, index) else { return false }
        return tokens[index].marks == DayWords.am.marks || isWord(DayWords.lich, index + 1)
    }

    /// A day of the calendar without a year: the one that lies nearest, the past first in ties.
    func nearest(month: Int, day: Int) -> CivilDay? {
        let year = reference.components.year
        let days = [year - 1, year, year + 1].compactMap {
            CivilDay(year: $0, month: month, day: day)
        }
        return days.min { abs(reference.days(until: $0)) < abs(reference.days(until: $1)) }
    }
}

extension DaySpan {
    /// The same day over more tokens.
    func over(_ tokens: Range<Int>) -> DaySpan {
        var copy = self
        copy.tokens = tokens
        return copy
    }
}
