import VietText

/// Finds the difficulty that a message tells, as it stands in the text.
struct ReportBlocker {
    let scan: ReportScan

    private var text: ReportText { scan.text }

    /// A difficulty behind a word that announces it (`vướng mắc:`): the tokens from that word on,
    /// and the words of the difficulty itself; nil words when it says that there is none.
    func announced() -> (tokens: Range<Int>, words: String?)? {
        for (cue, place) in scan.cues where cue == .blocker && announces(place) {
            let (start, end) = extent(behind: place)
            guard start < end else { continue }
            let told = stripped(start..<end)
            guard !told.isEmpty else { continue }
            if saysNone(told) { return (place.lowerBound..<end, nil) }
            guard told.count >= 2 else { continue }
            return (place.lowerBound..<end, text.words(in: text.bytes(of: told)))
        }
        return nil
    }

    /// A difficulty told without such a word: `mạng yếu quá, không vào được cổng`.
    func bare(from first: Int) -> (tokens: Range<Int>, words: String)? {
        let isTrouble = scan.cues.contains { $0.cue == .trouble && $0.tokens.lowerBound >= first }
        let hasSubject = scan.cues.contains {
            $0.cue == .troubleSubject && $0.tokens.lowerBound >= first
        }
        guard isTrouble, hasSubject, first < text.tokens.count else { return nil }
        let told = stripped(first..<text.tokens.count)
        guard told.count >= 4 else { return nil }
        return (told, text.words(in: text.bytes(of: told)))
    }

    /// A difficulty behind the last number of a report: `13 hộ mà mấy bà nói không …`.
    func trailing(after last: Int) -> (tokens: Range<Int>, words: String)? {
        guard last < text.tokens.count else { return nil }
        var start = last
        // The clause begins at a conjunction or behind a break.
        for index in last..<text.tokens.count {
            if Self.conjunctions.contains(where: { $0.agrees(text.tokens[index]) }) {
                start = index + 1
                break
            }
            if index > last, scan.isCut(before: index) {
                start = index
                break
            }
            if index == last, scan.isCut(before: index) { break }
            guard index - last < 4 else { return nil }
        }
        guard start < text.tokens.count else { return nil }
        let isAbility = scan.cues.contains {
            $0.cue == .trouble && $0.tokens.lowerBound >= start && $0.tokens.count >= 3
        }
        guard isTrouble(from: start) || (isAbility && start > last) else { return nil }
        let told = stripped(start..<text.tokens.count)
        guard told.count >= 4 else { return nil }
        return (told, text.words(in: text.bytes(of: told)))
    }

    /// Trouble and a thing in trouble; people are in trouble when they cannot do something.
    private func isTrouble(from start: Int) -> Bool {
        let found = scan.cues.filter { $0.tokens.lowerBound >= start }
        let troubles = found.filter { $0.cue == .trouble }
        let isAbility = troubles.contains { $0.tokens.count >= 3 }
        return !troubles.isEmpty
            && found.contains { $0.cue == .troubleSubject || (isAbility && $0.cue == .people) }
    }

    // MARK: - Where it stands

    /// Whether a word really announces a difficulty: `hoàn cảnh khó khăn` does not.
    private func announces(_ place: Range<Int>) -> Bool {
        let next = place.upperBound
        guard next < text.tokens.count else { return false }
        if text.gap(before: next).contains(UInt8(ascii: ":")) { return true }
        let isHead = scan.isLineHead(place.lowerBound)
        if place.lowerBound > 0, !isHead, scan.isJoined(place.lowerBound),
            Self.described.contains(where: { $0.agrees(text.tokens[place.lowerBound - 1]) })
        {
            return false
        }
        if Self.followers.contains(where: { $0.agrees(text.tokens[next]) }) { return false }
        // `khó: pin yếu` announces, `khó vào` tells.
        if place.count == 1, text.tokens[place.lowerBound].key == Self.kho { return false }
        let isWeak = place.count == 1 && text.tokens[place.lowerBound].marks == .none
        return !isWeak
    }

    /// From where to where the difficulty behind an announcing word goes.
    private func extent(behind place: Range<Int>) -> (Int, Int) {
        var start = place.upperBound
        let line = text.lines[place.lowerBound]
        var end = start
        while end < text.tokens.count, text.lines[end] == line { end += 1 }
        let isForm = (text.lines.last ?? 0) > 0
        if start >= end, isForm {
            // `Khó khăn:` with the words on the lines below.
            while end < text.tokens.count, scan.uses[end] != .name { end += 1 }
        }
        for index in start..<min(start + 9, end)
        where text.gap(before: index).contains(UInt8(ascii: ":")) {
            return (index, end)
        }
        var near = start
        while near < min(start + 6, end), ReportWords.fillers.contains(text.tokens[near].key) {
            near += 1
        }
        for index in start..<min(max(start + 3, near), end) where Self.la.agrees(text.tokens[index])
        {
            return (index + 1, end)
        }
        while start < end, Self.connectors.contains(where: { $0.agrees(text.tokens[start]) }) {
            start += 1
        }
        return (start, end)
    }

    /// Without polite words at both ends.
    private func stripped(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        // `con ơi`, `mấy anh ơi`.
        for index in start..<min(start + 3, end) where Self.calling.agrees(text.tokens[index]) {
            start = index + 1
            break
        }
        while start < end, Self.openers.contains(where: { $0.agrees(text.tokens[start]) }) {
            start += 1
        }
        while end > start, Self.closers.contains(where: { $0.agrees(text.tokens[end - 1]) }) {
            end -= 1
        }
        return start..<end
    }

    private func saysNone(_ range: Range<Int>) -> Bool {
        range.count <= 6 && range.allSatisfy { Self.noneWords.contains(text.tokens[$0].key) }
            && !Self.openEnded.contains(text.tokens[range.upperBound - 1].key)
    }

    private static let la = MarkedWord("là")
    private static let calling = MarkedWord("ơi")
    private static let kho = Syllable.key("kho")
    private static let conjunctions = [
        "mà", "nhưng", "do", "vì", "tại", "có điều", "cơ mà", "riêng",
    ]
    .compactMap { $0.contains(" ") ? nil : MarkedWord($0) }
    private static let described = ["cảnh", "đình", "hộ", "dân", "biệt", "hết", "gỡ", "giải"].map(
        MarkedWord.init)
    private static let followers = ["kiến", "gì", "nào", "không", "ko"].map(MarkedWord.init)
    private static let connectors = ["mắc", "ở", "chỗ", "về", "hiện", "nhất"].map(MarkedWord.init)
    private static let openers = ["dạ", "da", "thưa", "ad", "ạ", "là"].map(MarkedWord.init)
    private static let closers =
        ["a", "ạ", "ah", "nha", "nhá", "nhe", "nhé", "nhen", "nghen"].map(
            MarkedWord.init)
        + ["nghe", "hen", "nhes", "à"].map(MarkedWord.init)
    private static let noneWords: Set<UInt64> = Set(
        [
            "khong", "ko", "k", "co", "gi", "het", "a", "ca", "nha", "nhe", "kho", "khan", "vuong",
            "mac",
            "phat", "sinh", "chua", "0", "none", "binh", "thuong", "on", "da", "hong", "hom", "nay",
            "o",
        ].map(Syllable.key))
    private static let openEnded: Set<UInt64> = []
}
