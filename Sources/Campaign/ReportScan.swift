import VietText

/// A thing of a message that binding works on, in the order of the text.
struct ReportAtom {
    enum Kind {
        case number(NumberSpan)
        case name(Int)
        case denominator([Int])
        case ignored
    }

    let kind: Kind
    let tokens: Range<Int>
}

/// One message with its typed things consumed: units, days, hours, phones, bullets, remarks.
struct ReportScan {
    /// What a token was taken for.
    enum Use {
        case name
        case unit
        case day
        case other
    }

    let text: ReportText
    var uses: [Use?]
    var atoms: [ReportAtom] = []
    var units: [(ids: [UnitID], tokens: Range<Int>)] = []
    var days: [DaySpan] = []
    var cues: [(cue: ReportCue, tokens: Range<Int>)] = []
    var ticket: String?
    /// Which tokens stand in a remark in brackets, whose numbers are no values.
    var isInBrackets: [Bool]

    /// Names that stand in brackets.
    var namesInBrackets: [ReportAtom] = []

    /// Bytes of numbers that may be hours or values: `được 12h`.
    var unclear: [Range<Int>] = []

    /// Tokens of numbers that are said to be wrong: `không phải 11`.
    var denied: [NumberSpan] = []

    init(_ typed: String, names: ReportNames, campaign: Campaign, sentOn: CivilDay) {
        text = ReportText(typed)
        uses = Array(repeating: nil, count: text.tokens.count)
        isInBrackets = Self.brackets(text)
        findTicket()
        findNames(names)
        openBrackets(campaign)
        findCues()
        findDays(sentOn, campaign)
        findTimes()
        findPhones()
        findBullets()
        findNumbers(names)
        atoms.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    func has(_ cue: ReportCue) -> Bool {
        cues.contains { $0.cue == cue }
    }

    mutating func use(_ range: Range<Int>, as kind: Use) {
        for index in range { uses[index] = kind }
    }

    func isFree(_ range: Range<Int>) -> Bool {
        range.allSatisfy { uses[$0] == nil }
    }

    // MARK: - Tickets

    /// `K12`: a letter K with digits glued to it.
    private mutating func findTicket() {
        let tokens = text.tokens
        for index in tokens.indices.dropLast()
        where Self.ticketLetter == tokens[index].key && !tokens[index].flags.contains(.isGlued) {
            let number = tokens[index + 1]
            // `K12`; with a space only as a capital, since `k 12` may be `không 12`.
            let distance = number.start - tokens[index].end
            let isCapital = tokens[index].flags.contains(.isUppercase)
            guard number.flags.contains(.hasDigit), !number.flags.contains(.hasLetter),
                distance == 0 || (distance == 1 && isCapital && isJoined(index + 1)),
                number.end - number.start <= 6
            else { continue }
            let isLast = index + 2 >= tokens.count || tokens[index + 2].start > number.end
            guard isLast else { continue }
            ticket = "K" + text.words(in: Int(number.start)..<Int(number.end))
            use(index..<index + 2, as: .other)
            return
        }
    }

    private static let ticketLetter = Syllable.key("k")

    // MARK: - Names

    private mutating func findNames(_ names: ReportNames) {
        var index = 0
        while index < text.tokens.count {
            var end = index + 1
            while end < text.tokens.count, uses[end] == nil, isContiguous(end) { end += 1 }
            let matches = names.trie.longest(in: text.tokens, at: index, before: end)
                .filter { isFree($0.tokens) && isMeant($0) && !endsInNumber($0, names) }
            guard var first = matches.first else {
                index += 1
                continue
            }
            var meant = matches
            if endsInValue(first.tokens) {
                // `VNeID 2` with no other number is two of them, not level 2.
                let end = first.tokens.upperBound - 1
                meant = names.trie.longest(in: text.tokens, at: index, before: end)
                guard let shorter = meant.first else {
                    index += 1
                    continue
                }
                first = shorter
            }
            take(meant, at: first.tokens)
            index = first.tokens.upperBound
        }
    }

    private mutating func take(_ matches: [PhraseTrie<ReportName>.Match], at tokens: Range<Int>) {
        var wholes: [Int] = []
        let counted = matches.filter { $0.label != .ignored }
        for match in counted.isEmpty ? matches : counted {
            switch match.label {
            case .indicator(let number):
                use(tokens, as: .name)
                note(.name(number), at: tokens)
                return
            case .denominator(let numbers):
                wholes += numbers
            case .unit(let ids):
                use(tokens, as: .unit)
                units.append((ids, tokens))
                return
            case .ignored:
                use(tokens, as: .other)
                atoms.append(.init(kind: .ignored, tokens: tokens))
                return
            }
        }
        use(tokens, as: .name)
        note(.denominator(wholes), at: tokens)
    }

    private mutating func note(_ kind: ReportAtom.Kind, at tokens: Range<Int>) {
        let atom = ReportAtom(kind: kind, tokens: tokens)
        if isInBrackets[tokens.lowerBound] {
            namesInBrackets.append(atom)
        } else {
            atoms.append(atom)
        }
    }

    /// Whether a name ends in a number that is rather its value.
    private func endsInValue(_ tokens: Range<Int>) -> Bool {
        let last = tokens.upperBound - 1
        guard tokens.count == 2, isNumber(last),
            text.tokens[last].flags.isDisjoint(with: .hasLetter),
            Int(text.tokens[last].start) > Int(text.tokens[last - 1].end),
            !Self.levelWords.contains(text.tokens[last - 1].key),
            !Self.unitKinds.contains(text.tokens[last - 1].key)
        else { return false }
        var start = tokens.lowerBound
        while start > 0, !isCut(before: start) { start -= 1 }
        var end = tokens.upperBound
        while end < text.tokens.count, !isCut(before: end) { end += 1 }
        let others = (start..<end).filter { !tokens.contains($0) && uses[$0] == nil }
        return !others.contains { isNumber($0) || NumberSpan.isWord(text.tokens[$0]) }
    }

    private static let levelWords: Set<UInt64> = Set(
        ["muc", "m", "do", "cap", "lv"].map(Syllable.key))
    private static let unitKinds: Set<UInt64> = Set(
        ["ap", "thon", "to", "kp", "xom", "khu", "ban"].map(Syllable.key))

    /// Whether a name may go on over a token: only spaces and glued points or dashes before it.
    private func isContiguous(_ index: Int) -> Bool {
        guard !isJoined(index) else { return true }
        let gap = text.gap(before: index)
        return gap.count <= 2 && gap.allSatisfy { Self.inNames.contains($0) }
    }

    private static let inNames: Set<UInt8> = Set(" .-_'".utf8)

    /// A name of one syllable needs its marks in a marked message, or a number beside it.
    private func isMeant(_ match: PhraseTrie<ReportName>.Match) -> Bool {
        guard match.tokens.count == 1, !match.isExact else { return true }
        let index = match.tokens.lowerBound
        // `ho so` is hồ sơ, unless it is `so hộ so với`.
        if text.tokens[index].key == Self.ho, isJoined(index + 1), key(index + 1) == Self.so,
            text.tokens[index + 1].marks == .none, key(index + 2) != Self.voi
        {
            return false
        }
        guard text.isMarked else { return !isClosing(index) }
        if case .unit = match.label { return true }
        // `tăng 2 hộ` is not `tặng`.
        guard text.tokens[index].marks == .none else { return false }
        guard !Self.particles.contains(text.tokens[index].key) else { return false }
        return isNumber(index - 1) || isNumber(index + 1)
    }

    /// `1 thoi nha`, without marks: a polite word at the end of a clause, and no house.
    private func isClosing(_ index: Int) -> Bool {
        Self.particles.contains(text.tokens[index].key) && isCut(before: index + 1)
            && !isNumber(index - 1) && !isNumber(index + 1) && index > 0 && isJoined(index)
    }

    func isNumber(_ index: Int) -> Bool {
        text.tokens.indices.contains(index) && text.tokens[index].flags.contains(.hasDigit)
    }

    /// Unmarked words that end a sentence and look like a name: `nha` is not `nhà`.
    private static let particles: Set<UInt64> = Set(["nha", "nhe", "a", "ah"].map(Syllable.key))

    // MARK: - Cues

    private mutating func findCues() {
        var hiddenUntil = 0
        for index in text.tokens.indices {
            let matches = longestCues(at: index)
            guard let first = matches.first, first.tokens.upperBound > hiddenUntil else { continue }
            for match in matches where isCue(match) && !isPartOfUnit(match) {
                cues.append((match.label, match.tokens))
            }
            hiddenUntil = first.tokens.upperBound
        }
    }

    /// `nhầm thanh toán 6` is `nhầm` and a name, not `nhầm thành`.
    private func longestCues(at index: Int) -> [PhraseTrie<ReportCue>.Match] {
        let matches = ReportWords.cues.longest(
            in: text.tokens, at: index, before: text.tokens.count)
        guard let end = matches.first?.tokens.upperBound, end - index > 1,
            uses[end - 1] == .name, end < uses.count, uses[end] == .name
        else { return matches }
        return ReportWords.cues.longest(in: text.tokens, at: index, before: end - 1)
    }

    /// `Cây Da báo` is not `đã báo`; `định danh` and `em Mai` tell no plan.
    private func isPartOfUnit(_ match: PhraseTrie<ReportCue>.Match) -> Bool {
        if match.label == .future || match.label == .goal {
            let before = match.tokens.lowerBound - 1
            let isPerson =
                before >= 0 && isJoined(before + 1)
                && ReportWords.titles.contains { $0.agrees(text.tokens[before]) }
            return isPerson || match.tokens.contains { uses[$0] != nil }
        }
        guard match.label == .denyBefore || match.label == .correct || match.label == .trouble
        else { return false }
        let inUnit = match.tokens.count { uses[$0] == .unit }
        return inUnit > 0 && inUnit < match.tokens.count
    }

    /// A cue of one syllable needs its marks in a marked message, and doubtful ones always.
    private func isCue(_ match: PhraseTrie<ReportCue>.Match) -> Bool {
        let isBroken = match.tokens.dropFirst().contains { isCut(before: $0) || !isJoined($0) }
        if isBroken, match.label != .blocker { return false }
        // `mua` without marks around it is as likely `mưa`.
        if match.label == .otherTalk, match.tokens.count == 1, !text.isMarked,
            text.tokens[match.tokens.lowerBound].key == Self.mua
        {
            return false
        }
        // `toi nay` without marks is as likely `tối nay`.
        if match.label == .cumulative, match.tokens.count == 2, match.exactWords < 2,
            text.tokens[match.tokens.lowerBound].key == Self.toi,
            text.tokens[match.tokens.lowerBound + 1].key == Self.nay
        {
            return false
        }
        // `công: làm` in a marked message is not `cộng lầm`.
        if match.tokens.count > 1, text.isMarked, match.exactWords == 0 { return false }
        guard match.tokens.count == 1, !match.isExact else { return true }
        // `ket: loa hu`, typed without any marks.
        let next = match.tokens.upperBound
        if match.label == .blocker, !text.isMarked, next < text.tokens.count,
            text.gap(before: next).contains(UInt8(ascii: ":"))
        {
            return true
        }
        let isDoubtful: Bool
        switch match.label {
        case .blocker, .trouble, .question, .otherTalk, .future, .dayQuestion: isDoubtful = true
        default: isDoubtful = false
        }
        return !isDoubtful
            && (!text.isMarked || text.tokens[match.tokens.lowerBound].marks != .none)
    }

    private static let ho = Syllable.key("ho")
    static let so = Syllable.key("so")
    static let voi = Syllable.key("voi")
    private static let toi = Syllable.key("toi")
    private static let nay = Syllable.key("nay")
    private static let mua = Syllable.key("mua")

    // MARK: - Hours, phones, bullets

    /// `9h`, `17h30`, `9 giờ`.
    private mutating func findTimes() {
        let tokens = text.tokens
        for index in tokens.indices.dropLast() where isNumber(index) && uses[index] == nil {
            let next = tokens[index + 1]
            let isGlued = next.start == tokens[index].end
            let isHour =
                (next.key == Self.h && isGlued) || (Self.gio.agrees(next) && isJoined(index + 1))
            guard isHour else { continue }
            if isGlued, index > 0, Self.achieved.contains(tokens[index - 1].key),
                index + 2 >= tokens.count || tokens[index + 2].start > next.end
            {
                // `được 12h` may be hours or households.
                unclear.append(Int(tokens[index].start)..<Int(next.end))
            }
            var end = index + 2
            if end < tokens.count, isNumber(end), tokens[end].start == next.end { end += 1 }
            if end < tokens.count, Self.minutes.agrees(tokens[end]) { end += 1 }
            use(index..<end, as: .other)
        }
    }

    func isJoined(_ index: Int) -> Bool {
        index < text.tokens.count && !text.tokens[index].flags.contains(.afterBreak)
    }

    private static let achieved: Set<UInt64> = Set(["duoc", "dc"].map(Syllable.key))
    private static let h = Syllable.key("h")
    private static let gio = MarkedWord("giờ")
    private static let minutes = MarkedWord("phút")

    /// `1.`, `2)`, `Stt 3:`, `4/`, `5-` at the head of a line, with something to number behind it.
    private mutating func findBullets() {
        for index in text.tokens.indices where isLineHead(index) {
            var number = index
            if Self.ordinal.contains(text.tokens[index].key), index + 1 < text.tokens.count {
                number = index + 1
            }
            guard isNumber(number), uses[number] == nil, number + 1 < text.tokens.count,
                text.isSameLine(number, number + 1),
                text.tokens[number].end - text.tokens[number].start <= 2
            else { continue }
            let gap = text.gap(before: number + 1)
            let isOrdinal = number > index
            guard isOrdinal || isBullet(gap, number) else { continue }
            use(index..<number + 1, as: .other)
        }
    }

    private func isBullet(_ gap: ArraySlice<UInt8>, _ number: Int) -> Bool {
        guard let mark = gap.first(where: { $0 != UInt8(ascii: " ") }) else { return false }
        let next = text.tokens[number + 1]
        let isPoint = mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
        if isPoint { return !next.flags.contains(.hasDigit) || gap.contains(UInt8(ascii: " ")) }
        guard mark == UInt8(ascii: "/") || mark == UInt8(ascii: "-") || mark == UInt8(ascii: ":")
        else {
            return false
        }
        guard !next.flags.contains(.hasDigit) else { return false }
        // `5 - hộ` and `5: hộ` number a line only when the line has its own number.
        return text.tokens.indices.contains { other in
            other > number && text.isSameLine(other, number) && isNumber(other)
                && uses[other] == nil
        }
    }

    func isLineHead(_ index: Int) -> Bool {
        index == 0 || text.tokens[index].flags.contains(.afterLineEnd)
    }

    private static let ordinal: Set<UInt64> = Set(["stt", "muc", "tt"].map(Syllable.key))
}

/// A word and its marks, to compare with one token.
struct MarkedWord: Sendable {
    private let word: Syllable

    init(_ text: String) {
        word = Syllable(text) ?? Syllable(key: 0)
    }

    init(_ word: Syllable) {
        self.word = word
    }

    func agrees(_ token: Token) -> Bool {
        token.key == word.key && token.marks.agrees(with: word.marks)
    }
}
