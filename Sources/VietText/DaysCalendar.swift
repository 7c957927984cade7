/// Days said by their number and month.
extension DayReader {
    /// `ngày 15`, `ngày 15 tháng 7 năm 2022`, `ngày 15/7`, `mồng 3 tháng 3`, `hôm 15`.
    func dayOfMonth(at index: Int) -> DaySpan? {
        let isMong = DayWords.matches(DayWords.mong, tokens, index)
        guard isMong || DayWords.isDay(tokens, index), index + 1 < tokens.count else { return nil }
        // `Ngày: 06/06/2022` has a colon between.
        if var dated = date(at: index + 1) {
            dated.flags.remove(.ambiguous)
            return dated.over(index..<dated.tokens.upperBound)
        }
        guard let (day, next) = small(at: index + 1, in: 1...31),
            isJoined(index + 1) || isFieldValue(index + 1)
        else { return nil }
        if isJoined(next), isWord(DayWords.thang, next) {
            return dayAndMonth(day, monthAt: next, from: index)
        }
        // `ngày 3 hộ` counts, `ngày 15 này` names.
        guard isMong || isLoneDay(next), !isPartOfMore(next) else { return nil }
        return dayOfNearMonth(day, from: index, next: next)
    }

    private func dayAndMonth(_ day: Int, monthAt index: Int, from start: Int) -> DaySpan? {
        if isJoined(index + 1), DayWords.matches(DayWords.this, tokens, index + 1) {
            let (year, month, _) = reference.components
            return CivilDay(year: year, month: month, day: day).map {
                DaySpan(grain: .day, flags: [], days: $0...$0, tokens: start..<index + 2)
            }
        }
        guard let (month, next) = monthNumber(at: index) else { return nil }
        let (year, end) = self.year(at: next)
        let found = year.flatMap { CivilDay(year: $0, month: month, day: day) }
        guard let found = year == nil ? nearest(month: month, day: day) : found else { return nil }
        return DaySpan(grain: .day, flags: [], days: found...found, tokens: start..<end)
    }

    /// A day without a month: the last such day, or the next one.
    private func dayOfNearMonth(_ day: Int, from start: Int, next: Int) -> DaySpan? {
        var isPast = leaning == .past
        var end = next
        if isJoined(next), DayWords.matches(DayWords.after, tokens, next) {
            isPast = false
            end = next + 1
        }
        var (year, month, today) = reference.components
        if isJoined(next), DayWords.matches(DayWords.this, tokens, next) {
            end = next + 1
            if day < today { isPast = true }
            if day >= today { isPast = false }
        }
        let step = isPast ? -1 : 1
        if isPast ? day > today : day < today { month += step }
        for _ in 0..<12 {
            if month < 1 { (year, month) = (year - 1, 12) }
            if month > 12 { (year, month) = (year + 1, 1) }
            if let found = CivilDay(year: year, month: month, day: day) {
                return DaySpan(grain: .day, flags: [], days: found...found, tokens: start..<end)
            }
            month += step
        }
        return nil
    }

    /// Whether a number behind `ngày` stands alone: a break, the end or a word that is no measure.
    private func isLoneDay(_ next: Int) -> Bool {
        guard next < tokens.count, isJoined(next) else { return true }
        return !DayWords.measures.contains(tokens[next].key)
    }

    /// Whether the number goes on behind a slash, dash or point: `2/41`.
    private func isPartOfMore(_ next: Int) -> Bool {
        guard next < tokens.count, numbers.startsWithDigit(tokens[next]) else { return false }
        let gap = numbers.bytes[Int(tokens[next - 1].end)..<Int(tokens[next].start)]
        return gap.count == 1 && gap.first != UInt8(ascii: " ") && gap.first != UInt8(ascii: ",")
    }

    private func isFieldValue(_ index: Int) -> Bool {
        let gap = numbers.bytes[Int(tokens[index - 1].end)..<Int(tokens[index].start)]
        // `trong ngày: 5` counts what was done in the day.
        let isWithin = index > 1 && isWord(DayWords.within, index - 2)
        return gap.filter { $0 != UInt8(ascii: " ") } == [UInt8(ascii: ":")] && !isWithin
    }

    // MARK: - Dates in digits

    /// `15/7`, `15/7/2022`, `15-7-22`, `15.7`, `2022-07-15`.
    func date(at index: Int) -> DaySpan? {
        guard index < tokens.count, numbers.startsWithDigit(tokens[index]) else { return nil }
        let first = numbers.run(atByte: Int(tokens[index].start))
        guard first.end < numbers.bytes.count else { return nil }
        let separator = numbers.bytes[first.end]
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")]
        guard separators.contains(separator) else { return nil }
        let second = numbers.run(atByte: first.end + 1)
        guard (1...2).contains(second.count) else { return nil }
        var third: NumberReader.Run?
        if second.end < numbers.bytes.count, numbers.bytes[second.end] == separator {
            let run = numbers.run(atByte: second.end + 1)
            guard [1, 2, 4].contains(run.count) else { return nil }
            third = run
        }
        let end = third?.end ?? second.end
        guard !isFollowedByLetterOrPart(end) else { return nil }
        let next = numbers.token(from: end, after: index)
        guard let third else {
            return shortDate(first, second, separator: separator, tokens: index..<next)
        }
        let parts = first.count == 4 ? (third, second, first) : (first, second, third)
        guard (1...2).contains(parts.0.count), parts.2.count != 1,
            let day = Int(exactly: parts.0.value),
            let month = Int(exactly: parts.1.value), var year = Int(exactly: parts.2.value)
        else { return nil }
        if parts.2.count == 2 { year += 2_000 }
        return CivilDay(year: year, month: month, day: day).map {
            DaySpan(grain: .day, flags: [], days: $0...$0, tokens: index..<next)
        }
    }

    private func shortDate(
        _ first: NumberReader.Run, _ second: NumberReader.Run, separator: UInt8, tokens: Range<Int>
    ) -> DaySpan? {
        guard (1...2).contains(first.count), let day = Int(exactly: first.value),
            let month = Int(exactly: second.value), let found = nearest(month: month, day: day)
        else { return nil }
        return DaySpan(grain: .day, flags: .ambiguous, days: found...found, tokens: tokens)
    }

    /// `7/9%`, `1.5.2.3` and `15/7a` are no dates.
    private func isFollowedByLetterOrPart(_ end: Int) -> Bool {
        guard end < numbers.bytes.count else { return false }
        let byte = numbers.bytes[end]
        if byte == UInt8(ascii: "%") { return true }
        if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) { return true }
        let isPart = byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
        return isPart && numbers.digitValue(atByte: end + 1) != nil
    }

    // MARK: - Months

    /// `tháng 7`, `tháng này`, `tháng trước`, `cuối tháng 7`, `tháng 7 năm 2022`, `tháng 7/2022`.
    func month(at index: Int) -> DaySpan? {
        let part = [DayWords.start, DayWords.middle, DayWords.end].firstIndex { isWord($0, index) }
        let noun = part == nil ? index : index + 1
        guard isWord(DayWords.thang, noun), noun == index || isJoined(noun) else { return nil }
        var (year, month, _) = reference.components
        var end = noun + 1
        if let (number, next) = monthNumber(at: noun) {
            let (named, after) = self.year(at: next)
            let middle = nearest(month: number, day: 15)?.components.year
            year = named ?? middle ?? year
            month = number
            end = after
        } else if isJoined(end), let offset = monthOffset(at: end) {
            month += offset
            if month < 1 { (year, month) = (year - 1, 12) }
            if month > 12 { (year, month) = (year + 1, 1) }
            end += 1
        } else if part == nil {
            return nil
        }
        let length = CivilDay.lengthOfMonth(month, year: year)
        let bounds = [1...10, 11...20, 21...length]
        let range = part.map { bounds[$0] } ?? 1...length
        guard let first = CivilDay(year: year, month: month, day: range.lowerBound),
            let last = CivilDay(year: year, month: month, day: range.upperBound)
        else { return nil }
        return DaySpan(grain: .month, flags: [], days: first...last, tokens: index..<end)
    }

    private func monthOffset(at index: Int) -> Int? {
        if DayWords.matches(DayWords.this, tokens, index) { return 0 }
        if DayWords.matches(DayWords.before, tokens, index) { return -1 }
        return DayWords.matches(DayWords.after, tokens, index) ? 1 : nil
    }

    private func monthNumber(at index: Int) -> (Int, next: Int)? {
        guard isJoined(index + 1) else { return nil }
        if isWord(DayWords.gieng, index + 1) { return (1, index + 2) }
        if isWord(DayWords.chap, index + 1) { return (12, index + 2) }
        guard let (month, next) = small(at: index + 1, in: 1...12) else { return nil }
        return (month, next)
    }

    /// `năm 2022` or `/2022` behind a month; nil and the same token when there is none.
    private func year(at index: Int) -> (Int?, next: Int) {
        guard index < tokens.count else { return (nil, index) }
        if isJoined(index), isWord(DayWords.year, index),
            let (year, next) = small(at: index + 1, in: 1_900...2_200)
        {
            return (year, next)
        }
        let before = Int(tokens[index].start) - 1
        if before >= 0, numbers.bytes[before] == UInt8(ascii: "/"),
            let (year, next) = small(at: index, in: 1_900...2_200)
        {
            return (year, next)
        }
        return (nil, index)
    }
}

extension DayWords {
    /// Words that make `ngày 3 …` a count and no date.
    static let measures: Set<UInt64> = Set(
        ["ho", "nha", "hs", "tk", "lan", "buoi", "luot", "nguoi", "ng", "gio", "tieng", "dem"]
            .map(Syllable.key))
}
