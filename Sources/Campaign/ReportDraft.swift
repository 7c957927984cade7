import VietText

/// The values and doubts of one message, from its bound numbers.
struct ReportDraft {
    private(set) var values: [Int: (amount: Amount, span: Range<Int>)] = [:]
    private(set) var doubts: [ReportDoubt] = []

    /// Running totals told beside the day's figures.
    private(set) var stated: [Int: Amount] = [:]

    /// Tokens of the numbers that were tied to an indicator or a whole.
    private(set) var placed: [Range<Int>] = []

    /// How many numbers found no name.
    private(set) var leftovers = 0

    /// Whether a unit of measure alone named an indicator: `3 buổi`.
    private(set) var isByUnitAlone = false

    let scan: ReportScan
    let campaign: Campaign
    private(set) var cumulative: ReportCumulative

    /// One number read for an indicator.
    struct Candidate {
        let value: Quantity
        var whole: Quantity?
        let operation: Amount.Operation
        let number: NumberSpan
    }

    private var candidates: [Int: [Candidate]] = [:]
    private var wholes: [Int: [(line: Int, value: Quantity)]] = [:]
    private var remarks: [(indicator: Int?, number: NumberSpan, reason: ReportDoubt.Reason)] = []

    init(_ bound: [BoundNumber], scan: ReportScan, campaign: Campaign) {
        self.scan = scan
        self.campaign = campaign
        cumulative = ReportCumulative(
            scan: scan, firstNumber: bound.first?.number.tokens.lowerBound)
        for number in bound { place(explained(number)) }
        renew()
        for index in candidates.keys.sorted() { settle(index) }
        settleRemarks()
        doubts += scan.unclear.map { ReportDoubt(.noIndicator, span: $0) }
        leftovers += scan.unclear.count
        if values.isEmpty, doubts.isEmpty, let whole = bound.first(where: { !$0.wholeOf.isEmpty }) {
            // `tiếp nhận 14` and no part of it.
            doubts.append(ReportDoubt(.noIndicator, span: whole.number.bytes))
            leftovers += 1
        }
    }

    // MARK: - One number

    /// `4 tk. à tk là tk dịch vụ công`: a measure that the text itself explains.
    private mutating func explained(_ bound: BoundNumber) -> BoundNumber {
        guard bound.indicator == nil, !bound.candidates.isEmpty else { return bound }
        var result = bound
        let ratios = bound.candidates.filter { campaign.indicators[$0].kind.hasDenominator }
        if !ratios.isEmpty, scan.has(.among) || opensParts(behind: bound.number) {
            // `6 hồ sơ, trong đó nộp online 5`.
            result.wholeOf = ratios
            return result
        }
        if bound.candidates.count == 1 {
            result.indicator = bound.candidates[0]
            isByUnitAlone = true
            return result
        }
        let key = scan.key(bound.number.tokens.upperBound)
        for atom in scan.atoms {
            guard case .name(let indicator) = atom.kind, bound.candidates.contains(indicator),
                atom.tokens.lowerBound > 1,
                scan.key(atom.tokens.lowerBound - 1) == Self.la,
                scan.key(atom.tokens.lowerBound - 2) == key
            else { continue }
            result.indicator = indicator
        }
        return result
    }

    /// `45 hồ sơ (41 trực tuyến, 4 trực tiếp)`: its parts stand in a bracket right behind.
    private func opensParts(behind number: NumberSpan) -> Bool {
        let next = number.tokens.upperBound
        let limit = min(next + 3, scan.text.tokens.count)
        return (next..<max(next, limit)).contains { index in
            scan.text.gap(before: index).contains(UInt8(ascii: "(")) && !scan.isInBrackets[index]
        }
    }

    private static let la = Syllable.key("la")

    private mutating func place(_ bound: BoundNumber) {
        let number = bound.number
        guard !bound.isIgnored else { return }
        if !bound.wholeOf.isEmpty {
            guard number.kind == .cardinal, let value = exact(number, nil) else { return }
            placed.append(number.tokens)
            let line = scan.text.lines[number.tokens.lowerBound]
            for index in bound.wholeOf { wholes[index, default: []].append((line, value)) }
            return
        }
        guard let index = bound.indicator else {
            placeNameless(bound)
            return
        }
        if number.kind == .percent, !isPercentage(campaign.indicators[index]) {
            remarks.append((index, number, .percentageAlone))
            return
        }
        if bound.hasOtherMeasure || bound.isDenied {
            remarks.append((index, number, .otherMeasure))
            return
        }
        placed.append(number.tokens)
        read(number, for: index)
    }

    private mutating func placeNameless(_ bound: BoundNumber) {
        let number = bound.number
        let isPairedTotal = scan.cues.contains { found in
            found.cue == .cumulative
                && ReportCumulative.pairedTotal(found.tokens, scan) == number.tokens.lowerBound
        }
        if isPairedTotal, !candidates.isEmpty { return }
        if number.kind == .percent {
            remarks.append((nil, number, .percentageAlone))
        } else if bound.candidates.count > 1,
            ReportWords.foreignMeasures.contains(scan.key(number.tokens.upperBound))
        {
            // `1 lần`, `2 cái`: a word too common to ask about beside real values.
            remarks.append((nil, number, .otherMeasure))
        } else if bound.candidates.count > 1 {
            doubts.append(
                ReportDoubt(
                    .severalIndicators, span: number.bytes,
                    choices: choices(number, of: bound.candidates)))
            placed.append(number.tokens)
        } else if bound.hasOtherMeasure {
            remarks.append((nil, number, .otherMeasure))
        } else {
            remarks.append((nil, number, .noIndicator))
        }
    }

    private mutating func read(_ number: NumberSpan, for index: Int) {
        let indicator = campaign.indicators[index]
        func doubt(_ reason: ReportDoubt.Reason) {
            doubts.append(ReportDoubt(reason, indicator: indicator.key, span: number.bytes))
        }
        if number.kind == .range { return doubt(.range) }
        if number.flags.contains(.approximate) { return doubt(.approximate) }
        // `12/12 hộ` is all of them; `8/12 hộ` may be a part or a target.
        if number.kind == .ratio, !indicator.kind.hasDenominator, number.value != number.second {
            return doubt(.ratioForCount)
        }
        guard let value = exact(number, index) else { return }
        var whole: Quantity?
        if number.kind == .ratio, indicator.kind.hasDenominator, let second = number.second {
            whole = Quantity(scaled: second)
            guard whole?.isWhole == true else { return doubt(.notWhole) }
        }
        let operation: Amount.Operation =
            indicator.kind == .level || indicator.kind == .checklist
                || cumulative.covers(number.tokens.lowerBound) ? .set : .add
        candidates[index, default: []].append(
            Candidate(value: value, whole: whole, operation: operation, number: number))
    }

    /// The exact value, or nil with a doubt when it cannot be counted.
    private mutating func exact(_ number: NumberSpan, _ index: Int?) -> Quantity? {
        let indicator = index.map { campaign.indicators[$0] }
        func doubt(_ reason: ReportDoubt.Reason) -> Quantity? {
            doubts.append(ReportDoubt(reason, indicator: indicator?.key, span: number.bytes))
            return nil
        }
        if number.flags.contains(.outOfRange) { return doubt(.outOfRange) }
        if number.flags.contains(.negative) { return doubt(.negative) }
        let value = Quantity(scaled: number.value)
        let isMeasured = indicator?.kind == .level
        let isDigits = !number.flags.contains(.inWords)
        let isDoubtful = number.flags.contains(.ambiguous) && isDigits && number.kind == .cardinal
        if isDoubtful || (!value.isWhole && !isMeasured) { return doubt(.notWhole) }
        return value
    }

    /// `báo nhầm vneid 4, đúng là 3`: a number without a name, said to be right, replaces the only
    /// one with a name; one behind a word of error is the old one.
    private mutating func renew() {
        if candidates.isEmpty, wholes.isEmpty, !scan.denied.isEmpty, remarks.count == 1 {
            takeNameOfDenied()
            return
        }
        let loose = remarks.indices.filter { remarks[$0].reason == .noIndicator }
        guard loose.count == 1, let place = loose.first else { return }
        let remark = remarks[place]
        let start = remark.number.tokens.lowerBound
        let isWrong = scan.cues.contains {
            $0.cue == .mistake && (0...1).contains(start - $0.tokens.upperBound)
        }
        if isWrong, !candidates.isEmpty {
            remarks.remove(at: place)
            return
        }
        guard candidates.count == 1, let (index, list) = candidates.first, list.count == 1,
            let old = list.first, old.whole == nil, remark.number.kind == .cardinal,
            old.number.tokens.upperBound <= start, isSaidRight(remark.number),
            let value = exact(remark.number, index)
        else { return }
        remarks.remove(at: place)
        placed.append(remark.number.tokens)
        candidates[index] = [
            Candidate(value: value, operation: old.operation, number: remark.number)
        ]
    }

    /// `phát loa 3 lần là dư, có 2 lần thôi`: the only name is that of the number denied.
    private mutating func takeNameOfDenied() {
        var named: Set<Int> = []
        for case .name(let index) in scan.atoms.map(\.kind) { named.insert(index) }
        guard named.count == 1, let index = named.first, let remark = remarks.first,
            remark.reason != .percentageAlone, remark.number.kind == .cardinal,
            !campaign.indicators[index].kind.hasDenominator,
            !remark.number.flags.contains(.approximate),
            !ReportWords.people.contains(scan.key(remark.number.tokens.upperBound)),
            let value = exact(remark.number, index)
        else { return }
        remarks = []
        placed.append(remark.number.tokens)
        let isSet = cumulative.covers(remark.number.tokens.lowerBound)
        candidates[index] = [
            Candidate(value: value, operation: isSet ? .set : .add, number: remark.number)
        ]
    }

    /// Whether `đúng là` stands before a number or `mới đúng` behind it.
    private func isSaidRight(_ number: NumberSpan) -> Bool {
        scan.cues.contains { found in
            switch found.cue {
            case .confirm:
                return (0...2).contains(found.tokens.lowerBound - number.tokens.upperBound)
                    || (0...1).contains(number.tokens.lowerBound - found.tokens.upperBound)
            case .correct:
                return found.tokens.count > 1
                    && (0...1).contains(number.tokens.lowerBound - found.tokens.upperBound)
            default: return false
            }
        }
    }

    // MARK: - One indicator

    private mutating func settle(_ index: Int) {
        let indicator = campaign.indicators[index]
        var list = (candidates[index] ?? []).map { withWhole($0, index) }
        if list.contains(where: { $0.operation == .add }),
            list.contains(where: { $0.operation == .set })
        {
            // The day's figure is what is reported; a running total beside it is a remark.
            if let total = list.last(where: { $0.operation == .set }) {
                stated[index] = Amount(.set, total.value, of: total.whole)
            }
            list.removeAll { $0.operation == .set }
        }
        if let first = list.first, let among = scan.cues.first(where: { $0.cue == .among }),
            first.number.tokens.upperBound <= among.tokens.lowerBound
        {
            // `12 hộ, trong đó 4 hộ đồng bào`: parts of what is counted already.
            list.removeAll {
                $0.number.tokens.lowerBound >= among.tokens.upperBound && $0.value <= first.value
            }
        }
        guard let first = list.first, let last = list.last else { return }
        var chosen = last
        if list.contains(where: { $0.value != first.value || $0.whole != first.whole }) {
            guard let sum = corrected(list) ?? (isTotal(list) ? last : sumOfParts(list)) else {
                doubts.append(
                    ReportDoubt(.contradicting, indicator: indicator.key, span: last.number.bytes))
                return
            }
            chosen = sum
        }
        guard check(chosen, indicator) else { return }
        values[index] = (
            Amount(chosen.operation, chosen.value, of: chosen.whole), chosen.number.bytes
        )
    }

    /// A numerator gets the whole of its line, else the nearest before it, else the first behind.
    private func withWhole(_ candidate: Candidate, _ index: Int) -> Candidate {
        guard campaign.indicators[index].kind.hasDenominator, candidate.whole == nil,
            let known = wholes[index]
        else { return withItems(candidate, campaign.indicators[index]) }
        let line = scan.text.lines[candidate.number.tokens.lowerBound]
        var result = candidate
        let own = known.first { $0.line == line }
        let before = known.last { $0.line < line }
        result.whole = (own ?? before ?? known.first)?.value
        return result
    }

    /// `xong 3 tiêu chí`: so many of the items that a checklist has.
    private func withItems(_ candidate: Candidate, _ indicator: Indicator) -> Candidate {
        guard indicator.kind == .checklist, candidate.whole == nil else { return candidate }
        var result = candidate
        result.whole = indicator.itemCount
        return result
    }

    private mutating func check(_ candidate: Candidate, _ indicator: Indicator) -> Bool {
        let span = candidate.number.bytes
        if isPercentage(indicator), candidate.value > Quantity(scaled: 100 * Quantity.scale) {
            doubts.append(ReportDoubt(.implausible, indicator: indicator.key, span: span))
        }
        guard indicator.kind.hasDenominator else { return true }
        if let count = indicator.itemCount, let whole = candidate.whole, whole != count {
            doubts.append(ReportDoubt(.otherWhole, indicator: indicator.key, span: span))
            return false
        }
        guard let whole = candidate.whole else {
            doubts.append(ReportDoubt(.missingDenominator, indicator: indicator.key, span: span))
            return false
        }
        guard candidate.value <= whole else {
            doubts.append(
                ReportDoubt(.numeratorAboveDenominator, indicator: indicator.key, span: span))
            return false
        }
        return true
    }

    // MARK: - What is left

    /// Numbers that are no value: doubts where nothing explains them.
    private mutating func settleRemarks() {
        let known = values.values.flatMap {
            [$0.amount.value] + ($0.amount.denominator.map { [$0] } ?? [])
        }
        let loose = remarks.filter { $0.reason == .noIndicator }
        var sum: Quantity? = .zero
        for remark in loose {
            sum = sum.flatMap { try? $0.adding(Quantity(scaled: remark.number.value)) }
        }
        let addsUp = loose.count > 1 && sum.map { known.contains($0) } ?? false
        for remark in remarks {
            let value = Quantity(scaled: remark.number.value)
            let isRepeated = remark.number.kind == .cardinal && known.contains(value)
            let hasValue = remark.indicator.map { values[$0] != nil || candidates[$0] != nil }
            switch remark.reason {
            case .noIndicator:
                if isRepeated || addsUp { continue }
                leftovers += 1
            case .percentageAlone, .otherMeasure:
                if hasValue ?? !values.isEmpty { continue }
                if isRepeated { continue }
                leftovers += 1
            default:
                break
            }
            let reason: ReportDoubt.Reason =
                remark.number.flags.contains(.approximate) && remark.indicator != nil
                ? .approximate : remark.reason
            doubts.append(
                ReportDoubt(
                    reason, indicator: remark.indicator.map { campaign.indicators[$0].key },
                    span: remark.number.bytes))
        }
    }
}
