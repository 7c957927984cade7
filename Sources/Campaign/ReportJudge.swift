import VietText

/// Decides what a scanned message is.
struct ReportJudge {
    let scan: ReportScan
    private let names: ReportNames
    let campaign: Campaign
    private let sender: UnitID?
    let place: ReportPlace

    /// The tokens of an announced difficulty, which is read apart.
    private let hidden: Range<Int>?
    private let told: String?

    /// Whether a word of the whole message says that something is solved.
    private let saysResolved: Bool

    /// Whether the whole message, the difficulty too, asks.
    private let asksOutright: Bool
    let draft: ReportDraft

    init(
        scan: ReportScan, names: ReportNames, campaign: Campaign, sentOn: CivilDay, sender: UnitID?
    ) {
        var scan = scan
        saysResolved = scan.cues.contains { found in
            let start = found.tokens.lowerBound
            return found.cue == .resolved
                && !(max(0, start - 3)..<start).contains { Self.negations.contains(scan.key($0)) }
        }
        let heard = scan
        scan.cues.removeAll { found in
            // `không làm gì được` asks nothing.
            let start = found.tokens.lowerBound
            return found.cue == .asking
                && Self.what.contains(heard.key(found.tokens.upperBound - 1))
                && (max(0, start - 2)..<start).contains { Self.negations.contains(heard.key($0)) }
        }
        asksOutright =
            scan.has(.asking)
            || scan.text.tokens.contains { $0.flags.contains(.beforeQuestionMark) }
        let announced = ReportBlocker(scan: scan).announced()
        hidden = announced?.tokens
        told = announced?.words
        if let hidden {
            scan.atoms.removeAll { $0.tokens.overlaps(hidden) }
            scan.cues.removeAll {
                $0.cue != .blocker && $0.cue != .blockerList && $0.tokens.overlaps(hidden)
            }
            scan.denied.removeAll { $0.tokens.overlaps(hidden) }
        }
        self.scan = scan
        self.names = names
        self.campaign = campaign
        self.sender = sender
        place = ReportPlace(scan: scan, campaign: campaign, sentOn: sentOn)
        let binding = ReportBinding(scan: scan, names: names, campaign: campaign)
        draft = ReportDraft(binding.bound(), scan: scan, campaign: campaign)
    }

    func reading() -> ReportReading {
        ticketReading() ?? questionReading() ?? undoReading() ?? reportReading() ?? blockerReading()
            ?? ReportReading(.none, reasons: ["nothing for the campaign"])
    }

    // MARK: - Difficulties by number, questions

    private func ticketReading() -> ReportReading? {
        if let ticket = scan.ticket, draft.values.isEmpty {
            if saysResolved, !asksOutright {
                return ReportReading(
                    .resolveBlocker, ticket: ticket, score: 90,
                    reasons: ["ticket \(ticket), resolved"])
            }
            if isQuestion { return ReportReading(.listBlockers, ticket: ticket, score: 60) }
        }
        guard scan.has(.blockerList), draft.values.isEmpty, foreign <= 3 else { return nil }
        return ReportReading(
            .listBlockers, unit: askedUnit, score: 80,
            reasons: ["asks for the list of difficulties"])
    }

    private static let negations: Set<UInt64> = Set(
        ["chua", "khong", "ko", "hong", "chang"].map(Syllable.key))
    private static let what: Set<UInt64> = Set(["gi", "j"].map(Syllable.key))

    private func questionReading() -> ReportReading? {
        let hasValues = !draft.values.isEmpty
        guard !hasValues || isQuestion else { return nil }
        guard !hasValues || !scan.has(.report) else { return nil }
        let action: ReportAction
        if scan.has(.missing), asksWho, foreign <= 3 {
            action = .queryMissing
        } else if scan.has(.ranking), isQuestion || !scan.has(.otherTalk), foreign <= 2,
            scan.has(.campaign) || ranksUnits
        {
            action = .queryRanking
        } else if scan.has(.dayQuestion), scan.has(.campaign) || foreign == 0 || hasDaysLeft,
            foreign <= 3
        {
            action = .queryDay
        } else if scan.has(.progress), asksProgress, foreign <= 1 {
            action = .queryProgress
        } else if scan.has(.standing), isQuestion || isBareRequest, !scan.units.isEmpty,
            foreign <= 1
        {
            action = .queryProgress
        } else {
            return nil
        }
        let asked = scan.atoms.compactMap { atom -> IndicatorKey? in
            guard case .name(let index) = atom.kind else { return nil }
            return campaign.indicators[index].key
        }
        return ReportReading(
            action, unit: askedUnit, indicators: asked, score: 80,
            reasons: ["asks: \(action.rawValue), \(foreign) other words"])
    }

    /// `số liệu của phường Tân Bình hôm nay`: a heading with nothing below it.
    private var isBareRequest: Bool {
        let hasNumber = scan.atoms.contains { atom in
            if case .number = atom.kind { true } else { false }
        }
        return !hasNumber && told == nil && scan.text.tokens.count <= 14 && !scan.has(.otherTalk)
    }

    private var askedUnit: UnitID? {
        let named = place.namedUnits(near: sender)
        if named.isEmpty { return place.wholeUnit(around: sender) }
        return named.count == 1 ? named[0] : nil
    }

    private var asksWho: Bool {
        scan.text.tokens.contains { Self.whoWords.contains($0.key) }
    }

    private static let whoWords: Set<UInt64> = Set(
        [
            "ai", "nao", "nhieu", "sach", "ds", "nhung", "may", "tra", "ktra", "nhac", "list",
            "con", "liet",
        ]
        .map(Syllable.key))

    private var ranksUnits: Bool {
        let isNamed = scan.cues.contains { found in
            found.cue == .ranking && found.tokens.count >= 2
                && scan.key(found.tokens.upperBound - 1) != Self.nhat
        }
        return isNamed || !scan.units.isEmpty
            || scan.text.tokens.contains { Self.unitNouns.contains($0.key) }
    }

    private static let nhat = Syllable.key("nhat")
    private static let unitNouns: Set<UInt64> = Set(
        ["to", "thon", "ap", "xa", "phuong", "huyen", "kp", "bxh", "tinh"].map(Syllable.key))

    private var hasDaysLeft: Bool {
        foreign <= 1 && scan.text.tokens.count <= 8
    }

    /// A wish to see numbers; without a question word it must be short or name a unit.
    private var asksProgress: Bool {
        isQuestion || !scan.units.isEmpty || scan.text.tokens.count <= 6 || beginsWithProgress
            || scan.text.tokens.contains { Self.askingWords.contains($0.key) }
    }

    /// `tiến độ tài khoản dịch vụ công`: a heading that names what is asked for.
    private var beginsWithProgress: Bool {
        scan.cues.contains { found in
            found.cue == .progress && found.tokens.lowerBound <= 1
                && scan.key(found.tokens.lowerBound) == Self.tien
        }
    }

    private static let tien = Syllable.key("tien")
    private static let askingWords: Set<UInt64> = Set(
        ["nhieu", "dau", "sao", "may", "nao", "chua", "xem", "coi", "xin"].map(Syllable.key))

    // MARK: - Undo

    private func undoReading() -> ReportReading? {
        guard !isQuestion else { return nil }
        let reading = ReportReading(.undo, score: 85, reasons: ["takes the last report back"])
        let hasNewNumber =
            !draft.values.isEmpty
            && (scan.has(.correct) || scan.has(.confirm) || scan.has(.mistake))
        if scan.has(.undo), !hasNewNumber, draft.values.count < 2, foreign <= 3 { return reading }
        let verb = scan.cues.first {
            $0.cue == .undoVerb && !scan.isInBrackets[$0.tokens.lowerBound]
        }?.tokens
        if let verb, !hasNewNumber, draft.values.count < 2 || verb.lowerBound < 4 {
            let hasObject = scan.cues.contains {
                $0.cue == .undoObject && abs($0.tokens.lowerBound - verb.upperBound) <= 8
            }
            if hasObject || scan.has(.mistake), foreign <= 5 { return reading }
            if scan.text.tokens.count <= 6, isBareWish(verb), draft.values.isEmpty {
                return reading
            }
        }
        guard draft.values.isEmpty, draft.doubts.isEmpty, scan.denied.isEmpty else { return nil }
        let isMistake = scan.has(.mistake) && (scan.has(.undoObject) || scan.has(.report))
        return isMistake && foreign <= 3 && told == nil ? reading : nil
    }

    /// `hủy giúp em nha`: nothing but polite words around the verb.
    private func isBareWish(_ verb: Range<Int>) -> Bool {
        scan.text.tokens.indices.allSatisfy { index in
            verb.contains(index) || Self.politeWords.contains(scan.text.tokens[index].key)
        }
    }

    private static let politeWords: Set<UInt64> = Set(
        [
            "da", "a", "e", "em", "co", "chu", "bac", "con", "anh", "chi", "tui", "toi", "minh",
            "giup", "gium",
            "dum", "ho", "voi", "nha", "nhe", "di", "cai", "do", "nay", "cho", "luon", "roi", "oi",
            "bot", "ad",
        ].map(Syllable.key))

    // MARK: - Reports

    private func reportReading() -> ReportReading? {
        let items = toldItems
        let hasNumbers = !draft.values.isEmpty || !draft.doubts.isEmpty || items != nil
        if !hasNumbers, isVague {
            return ReportReading(
                .askBack, unit: askedUnit ?? sender, day: place.day(outside: hidden).day,
                doubts: [ReportDoubt(.approximate)], score: 60, reasons: ["doubt: approximate"])
        }
        let isReport = speaksOfReport || (items != nil && !isQuestion && !scan.has(.otherTalk))
        guard hasNumbers, isReport else { return nil }
        let named = place.namedUnits(near: sender, outside: hidden ?? trailing?.tokens)
        var doubts: [ReportDoubt] = []
        if named.count > 1 { doubts.append(ReportDoubt(.severalUnits, units: named)) }
        let unit = named.count == 1 ? named[0] : sender
        if unit == nil, named.isEmpty { doubts.append(ReportDoubt(.noUnit)) }
        return reading(of: draft, for: unit, unitDoubts: doubts)
    }

    /// The values and doubts of a draft as the report or correction of a unit.
    func reading(
        of draft: ReportDraft, for unit: UnitID?, unitDoubts: [ReportDoubt] = [],
        day known: ReportPlace? = nil
    ) -> ReportReading {
        let place = known ?? self.place
        let isCorrection =
            scan.has(.correct) || scan.has(.mistake) || scan.has(.confirm) || !scan.denied.isEmpty
        var reading = ReportReading(isCorrection ? .correct : .report, unit: unit, score: 70)
        reading.isCorrection = isCorrection
        reading.blocker = told ?? trailing?.words
        let (day, length, dayDoubt) = place.day(outside: hidden ?? trailing?.tokens)
        reading.day = day
        var doubts = draft.doubts
        if let dayDoubt { doubts.append(ReportDoubt(dayDoubt)) }
        doubts += unitDoubts
        for (index, indicator) in campaign.indicators.enumerated() {
            guard let (amount, span) = draft.values[index] else { continue }
            reading.values.append(.init(indicator: indicator.key, amount: amount, span: span))
            reading.reasons.append("\(indicator.key) ← \(scan.text.words(in: span))")
            reading.stated[indicator.key] = draft.stated[index]
            if campaign.isImplausible(
                amount, indicator, unit: reading.unit, day: day, length: length)
            {
                doubts.append(ReportDoubt(.implausible, indicator: indicator.key, span: span))
            }
        }
        addItems(to: &reading, &doubts)
        if scan.has(.unsure), let value = reading.values.first {
            doubts.append(
                ReportDoubt(.approximate, indicator: value.indicator, span: value.span))
        }
        reading.coversSubtree = scan.has(.subtree)
        reading.denied = scan.denied.map { Quantity(scaled: $0.value) }
        reading.doubts = doubts
        if !doubts.isEmpty {
            reading.action = .askBack
            reading.reasons += doubts.map { "doubt: \($0.reason.rawValue)" }
        }
        return reading
    }

    private var toldItems: ReportItems.Told? {
        ReportItems(scan: scan, names: names, campaign: campaign).told()
    }

    /// Adds the items of a checklist that are said to be done, or asks how many are.
    private func addItems(to reading: inout ReportReading, _ doubts: inout [ReportDoubt]) {
        guard let items = toldItems else { return }
        let indicator = campaign.indicators[items.indicator]
        guard !reading.values.contains(where: { $0.indicator == indicator.key }),
            !doubts.contains(where: { $0.indicator == indicator.key })
        else { return }
        guard items.areAll, let whole = indicator.itemCount,
            let done = try? Quantity(Int64(items.done))
        else {
            doubts.append(ReportDoubt(.someItems, indicator: indicator.key, span: items.span))
            return
        }
        reading.values.append(
            .init(indicator: indicator.key, amount: Amount(.set, done, of: whole), span: items.span)
        )
        reading.reasons.append("\(indicator.key) ← \(scan.text.words(in: items.span))")
    }

    /// A difficulty told behind the numbers of a report, without a word that announces it.
    private var trailing: (tokens: Range<Int>, words: String)? {
        guard told == nil, !draft.values.isEmpty, let last = scan.atoms.last?.tokens.upperBound
        else {
            return nil
        }
        let lastNumber = draft.placed.map(\.upperBound).max() ?? last
        let lastName = scan.atoms.filter { $0.tokens.lowerBound <= lastNumber + 2 }
            .map(\.tokens.upperBound).max()
        return ReportBlocker(scan: scan).trailing(after: max(lastNumber, lastName ?? 0))
    }

    // MARK: - A difficulty alone

    private func blockerReading() -> ReportReading? {
        guard draft.values.isEmpty, scan.ticket == nil, sender != nil || !scan.units.isEmpty,
            !scan.has(.blockerList)
        else {
            return nil
        }
        let reason = ["tells a difficulty"]
        if let told, !asksOutright, !scan.has(.progress) {
            var reading = ReportReading(
                .blocker, unit: blockerUnit, blocker: told, score: 80, reasons: reason)
            reading.isAnnounced = true
            return reading
        }
        guard !asksOutright, !scan.has(.otherTalk), !scan.has(.resolved),
            let found = ReportBlocker(scan: scan).bare(from: 0)
        else { return nil }
        return ReportReading(
            .blocker, unit: blockerUnit, blocker: found.words, score: 60, reasons: reason)
    }

    private var blockerUnit: UnitID? { askedUnit ?? sender }

    // MARK: - The whole message

    var isQuestion: Bool {
        scan.has(.asking) || hasOpenQuestionWord
            || scan.text.tokens.contains { $0.flags.contains(.beforeQuestionMark) }
    }

    /// A `nào` or `gì` that no negation turns into a statement: `không có ai`.
    private var hasOpenQuestionWord: Bool {
        scan.cues.contains { found in
            guard found.cue == .question else { return false }
            let start = max(0, found.tokens.lowerBound - 6)
            return !(start..<found.tokens.lowerBound).contains {
                Self.negations.contains(scan.key($0))
            }
        }
    }

    /// Words that belong neither to the report nor to the talk around one.
    var foreign: Int {
        var count = 0
        var covered = Array(repeating: false, count: scan.text.tokens.count)
        for cue in scan.cues { for index in cue.tokens { covered[index] = true } }
        for atom in scan.atoms { for index in atom.tokens { covered[index] = true } }
        for index in scan.text.tokens.indices {
            let key = scan.text.tokens[index].key
            let isKnown =
                covered[index] || scan.uses[index] != nil || scan.isInBrackets[index]
                || ReportWords.fillers.contains(key)
                || !names.measures(in: scan.text, at: index).isEmpty
                || hidden?.contains(index) ?? false
            if !isKnown { count += 1 }
        }
        return count
    }
}
