import VietText

/// Splits a message into the parts that tell of single units.
struct ReportUnits {
    let scan: ReportScan
    let names: ReportNames
    let campaign: Campaign
    let sentOn: CivilDay
    let sender: UnitID?

    /// What stands where a unit is named, or a total of all.
    enum Head: Equatable {
        /// One unit, or several with the same name.
        case unit([UnitID])
        /// Words that stand where a unit does.
        case unknown
        case total
        /// A line that says a day or what is counted for the units below it.
        case context
    }

    /// Where a part begins.
    struct Start {
        let head: Head
        /// The first token: of the segment, with what stands before the unit.
        let first: Int
        /// The tokens of the unit's name.
        let name: Range<Int>
        /// Whether it begins a line.
        let isLine: Bool
    }

    /// What one part says of one unit.
    struct Part {
        var head: Head
        /// The bytes of the name.
        var name: Range<Int>
        var reading: ReportReading
        /// Whether a report by itself, judged as a message of its own.
        var isJudged = true
        var isSilent = false
        /// Values told before the unit, which are not its own.
        var before: [ReportValue] = []
        /// Every number in it with its place, named or not.
        var numbers: [(span: Range<Int>, value: Quantity)] = []

        var hasNumbers: Bool { !reading.values.isEmpty || !reading.doubts.isEmpty }
    }

    /// A message in parts.
    struct Split {
        var parts: [Part] = []
        /// Of the message as a whole.
        var doubts: [ReportDoubt] = []
        var blocker: String?
    }

    var text: ReportText { scan.text }

    func reading() -> UnitsReading? {
        guard !asks, let split = table() ?? list() else { return nil }
        return UnitsAssembly(campaign: campaign, split: split).reading()
    }

    private var asks: Bool {
        scan.has(.asking) || text.tokens.contains { $0.flags.contains(.beforeQuestionMark) }
    }

    // MARK: - Units

    /// Of units with one name those below a unit named above them, else the nearest to the sender.
    func nearest(_ ids: [UnitID], below heading: UnitID? = nil) -> [UnitID] {
        guard ids.count > 1 else { return ids }
        if let heading {
            let inside = ids.filter { campaign.units.isAncestor(heading, of: $0) }
            if !inside.isEmpty { return inside }
        }
        let place = ReportPlace(scan: scan, campaign: campaign, sentOn: sentOn)
        return place.nearestUnits(ids, to: sender)
    }

    /// Reads an excerpt as the report of one unit, or of none; `own` is the part of it that is not
    /// said of all.
    func part(
        _ head: Head, name: Range<Int>, of excerpt: ReportExcerpt, own place: Range<Int>,
        stray: [UnitID] = []
    ) -> Part {
        let own = ReportScan(excerpt.text, names: names, campaign: campaign, sentOn: sentOn)
        let judge = ReportJudge(
            scan: own, names: names, campaign: campaign, sentOn: sentOn, sender: sender)
        var (unit, doubts) = resolved(head, name)
        if !stray.isEmpty, let known = unit {
            doubts.append(ReportDoubt(.severalUnits, span: nil, units: [known] + stray))
            unit = nil
        }
        let isNumbered = !judge.draft.values.isEmpty || !judge.draft.doubts.isEmpty
        let mistyped = ReportReader.mistypedNumbers(in: own.text)
            .map { ReportDoubt(.noIndicator, span: $0) }
        var reading = judge.reading(of: judge.draft, for: unit, unitDoubts: mistyped)
        reading = reading.moved(from: excerpt)
        let before = reading.values.filter { !place.contains($0.span.lowerBound) }
        reading.values.removeAll { !place.contains($0.span.lowerBound) }
        let isReport = [.report, .correct, .askBack].contains(judge.reading().action)
        if !isNumbered || (reading.values.isEmpty && reading.doubts.isEmpty), mistyped.isEmpty {
            reading.action = .none
            reading.doubts = []
        } else if !doubts.isEmpty {
            reading.action = .askBack
            reading.doubts = doubts + reading.doubts
        }
        let numbers = own.atoms.compactMap { atom -> (span: Range<Int>, value: Quantity)? in
            guard case .number(let number) = atom.kind else { return nil }
            return (excerpt.source(of: number.bytes), Quantity(scaled: number.value))
        }
        return Part(
            head: head, name: name, reading: reading, isJudged: isReport, before: before,
            numbers: numbers)
    }

    /// What was told before all units, as a total that is to be their sum; nil for nothing.
    func totalBefore(_ parts: [Part]) -> Part? {
        var values: [ReportValue] = []
        for value in parts.flatMap(\.before) where !values.contains(value) { values.append(value) }
        guard let first = values.first else { return nil }
        return Part(
            head: .total, name: first.span, reading: ReportReading(.report, values: values))
    }

    /// The unit of a head, or the doubt about it.
    func resolved(_ head: Head, _ name: Range<Int>) -> (UnitID?, [ReportDoubt]) {
        switch head {
        case .unit(let ids) where ids.count == 1: return (ids[0], [])
        case .unit(let ids): return (nil, [ReportDoubt(.severalUnits, span: name, units: ids)])
        case .unknown:
            let alike = UnitSpelling(campaign: campaign).alike(text.words(in: name))
            return (nil, [ReportDoubt(.unknownUnit, span: name, units: alike)])
        case .total, .context: return (nil, [])
        }
    }
}

/// Finds the units whose names are spelled like some words.
struct UnitSpelling {
    let campaign: Campaign

    /// At most this many are offered.
    private static let offeredMax = 3

    /// The units nearest in spelling, the nearest first; empty when none is near.
    func alike(_ words: String) -> [UnitID] {
        let typed = Self.letters(words)
        guard (2...40).contains(typed.count) else { return [] }
        var found: [(distance: Int, unit: UnitID)] = []
        for unit in campaign.units.units {
            let wordings = [unit.name] + unit.aliases.flatMap { PhraseNotation.expanded($0) }
            let distances = wordings.map { Self.distance(typed, Self.letters($0)) }
            guard let least = distances.min(), least <= (typed.count < 6 ? 1 : 2) else { continue }
            found.append((least, unit.id))
        }
        guard let least = found.map(\.distance).min() else { return [] }
        return found.filter { $0.distance == least }.prefix(Self.offeredMax).map(\.unit)
    }

    private static func letters(_ text: String) -> [UInt8] {
        VietText.folded(text).utf8.filter { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }

    /// The edit distance of two short words.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        guard abs(first.count - second.count) <= 2 else { return 3 }
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in second.enumerated() {
                let cost = diagonal + (letter == other ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(cost, diagonal + 1, row[place] + 1)
            }
        }
        return row[second.count]
    }
}
