/// Days said by reference to the day of the message.
extension DayReader {
    /// `hôm nay`, `tối qua`, `sáng hôm qua`, `ngày mai`, `hq`, `nay`.
    func relative(at index: Int) -> DaySpan? {
        for (word, offset) in DayWords.short where isWord(word, index) {
            return span(index..<index + 1, offset: offset)
        }
        if isWord(DayWords.nay, index) { return today(at: index) }
        guard DayWords.matches(DayWords.partsOfDay, tokens, index) else { return nil }
        // `ba bốn bữa nay`: so many days up to now.
        if index > 0, isJoined(index), numbers.unit(index - 1) != nil { return nil }
        var next = index + 1
        // `sáng hôm qua`: the part of the day stands before.
        if isJoined(next), DayWords.matches(DayWords.partsOfDay, tokens, next) { next += 1 }
        guard isJoined(next) else { return nil }
        if DayWords.dayForward.agrees(with: tokens[next - 1]) {
            if isWord(DayWords.mot, next) || isWord(DayWords.kia, next) {
                return span(index..<next + 1, offset: 2)
            }
        }
        // `ngày nay` and `2 ngày nay` are no day.
        if next == index + 1, DayWords.dayForward.agrees(with: tokens[index]),
            isWord(DayWords.nay, next)
        {
            return nil
        }
        for (word, offset) in DayWords.offsets where isWord(word, next) {
            // `hôm kìa` is a day before `hôm kia` only with its mark.
            if offset == -3, tokens[next].marks == .none { continue }
            return span(index..<next + 1, offset: offset)
        }
        return nil
    }

    /// A bare `nay`: today, unless it belongs to `mấy nay`, `lâu nay`, `ngày nay`.
    private func today(at index: Int) -> DaySpan? {
        if index > 0, isJoined(index), DayWords.vagueNay.contains(tokens[index - 1].key) {
            return nil
        }
        return span(index..<index + 1, offset: 0)
    }

    /// `3 ngày trước`, `cách đây 2 hôm`, `2 tuần trước`, `3 ngày nữa`.
    func counted(at index: Int) -> DaySpan? {
        var start = index
        let hasAgo = isWord(DayWords.cach, index) && isWord(DayWords.day, index + 1)
        if hasAgo { start += 2 }
        guard let (count, unit) = small(at: start, in: 1...366), isJoined(unit) else { return nil }
        let isWeek = isWord(DayWords.tuan, unit)
        guard isWeek || DayWords.matches(DayWords.countable, tokens, unit) else { return nil }
        let length = isWeek ? 7 * count : count
        if hasAgo { return span(index..<unit + 1, offset: -length) }
        guard isJoined(unit + 1) else { return nil }
        if isWord(DayWords.before[0], unit + 1) { return span(index..<unit + 2, offset: -length) }
        if isWord(DayWords.nua, unit + 1), tokens[unit + 1].marks != .none {
            return span(index..<unit + 2, offset: length)
        }
        return nil
    }

    /// `thứ 6`, `thứ sáu tuần trước`, `t6`, `chủ nhật`, `cn này`.
    func weekday(at index: Int) -> DaySpan? {
        guard let (weekday, next) = weekdayName(at: index) else { return nil }
        let monday = reference.adding(days: 1 - reference.weekday)
        var end = next
        var weeks: Int?
        if isJoined(next), isWord(DayWords.tuan, next), isJoined(next + 1) {
            if DayWords.matches(DayWords.before, tokens, next + 1) { weeks = -1 }
            if DayWords.matches(DayWords.this, tokens, next + 1) { weeks = 0 }
            if DayWords.matches(DayWords.after, tokens, next + 1) { weeks = 1 }
            if weeks != nil { end = next + 2 }
        }
        var day = monday.adding(days: weekday - 1 + 7 * (weeks ?? 0))
        if weeks == nil {
            (day, end) = loneWeekday(weekday, monday: monday, end: end)
        }
        return DaySpan(
            grain: .day, flags: [.relative, .weekday], days: day...day, tokens: index..<end)
    }

    /// A weekday without a week: the last one, or the next one, by the leaning or by `vừa rồi`.
    private func loneWeekday(_ weekday: Int, monday: CivilDay, end: Int) -> (CivilDay, Int) {
        var day = monday.adding(days: weekday - 1)
        var last = end
        var isPast = leaning == .past
        if isJoined(end) {
            if isWord(DayWords.vua, end), DayWords.matches(DayWords.before, tokens, end + 1) {
                isPast = true
                last = end + 2
            } else if DayWords.matches(DayWords.before, tokens, end) {
                isPast = true
                last = end + 1
            } else if DayWords.matches(DayWords.after, tokens, end) {
                isPast = false
                last = end + 1
            } else if DayWords.matches(DayWords.this, tokens, end) {
                return (day, end + 1)
            }
        }
        if isPast, day > reference { day = day.adding(days: -7) }
        if !isPast, day < reference { day = day.adding(days: 7) }
        return (day, last)
    }

    /// Monday 1 … Sunday 7 and the token behind its name.
    private func weekdayName(at index: Int) -> (Int, next: Int)? {
        if isWord(DayWords.chu, index), isWord(DayWords.nhat, index + 1), isJoined(index + 1) {
            return (7, index + 2)
        }
        if isWord(DayWords.cn, index) { return (7, index + 1) }
        if let short = DayWords.shortWeekdays[tokens[index].key] { return (short, index + 1) }
        guard isWord(DayWords.thu, index), isJoined(index + 1) else { return nil }
        if index > 0, isJoined(index), DayWords.ordinals.contains(tokens[index - 1].key) {
            return nil
        }
        guard let (number, next) = small(at: index + 1, in: 2...7) else { return nil }
        // `thu 2 ho` (collected two) has no marks to tell: only a lone number is a weekday.
        guard next == index + 2 else { return nil }
        return (number - 1, next)
    }

    /// `tuần này`, `tuần trước`, `cuối tuần`, `đầu tuần này`.
    func week(at index: Int) -> DaySpan? {
        let isStart = isWord(DayWords.start, index)
        let isEnd = isWord(DayWords.end, index)
        let noun = isStart || isEnd ? index + 1 : index
        guard isWord(DayWords.tuan, noun), noun == index || isJoined(noun) else { return nil }
        var weeks: Int?
        var end = noun + 1
        if isJoined(end) {
            if DayWords.matches(DayWords.before, tokens, end) { weeks = -1 }
            if DayWords.matches(DayWords.this, tokens, end) { weeks = 0 }
            if DayWords.matches(DayWords.after, tokens, end) { weeks = 1 }
            if weeks != nil { end += 1 }
        }
        guard weeks != nil || isStart || isEnd else { return nil }
        let monday = reference.adding(days: 1 - reference.weekday + 7 * (weeks ?? 0))
        let first = isEnd ? monday.adding(days: 5) : monday
        let last = isStart ? monday : monday.adding(days: 6)
        return DaySpan(grain: .week, flags: .relative, days: first...last, tokens: index..<end)
    }

    private func span(_ tokens: Range<Int>, offset: Int) -> DaySpan {
        let day = reference.adding(days: offset)
        return DaySpan(grain: .day, flags: .relative, days: day...day, tokens: tokens)
    }
}

extension DayWords {
    /// `ngày` before `mốt` and `kia`, which then lie ahead.
    static let dayForward = DayWord("ngày")

    /// Words before `nay` that make it a stretch without a beginning.
    static let vagueNay: Set<UInt64> = Set(
        [
            "may", "lau", "xua", "ngay", "nam", "dao", "bua", "hom", "sang", "trua", "chieu", "toi",
            "dem", "hien", "do", "thang", "tuan", "truoc",
        ].map(Syllable.key))

    static let shortWeekdays: [UInt64: Int] = {
        var table: [UInt64: Int] = [:]
        for number in 2...7 { table[Syllable.key("t\(number)")] = number - 1 }
        return table
    }()
}
