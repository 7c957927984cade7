import VietText

/// A number tied to what it counts.
struct BoundNumber {
    let number: NumberSpan
    /// The indicator, or nil when none was found.
    var indicator: Int?
    /// The indicators whose whole it is.
    var wholeOf: [Int] = []
    /// The indicators that a word of measure alone may mean: `5 tài khoản`.
    var candidates: [Int] = []
    /// It stands beside something that is not counted.
    var isIgnored = false
    /// A word of people or another measure follows that its indicator does not count.
    var hasOtherMeasure = false
    /// `5 hộ chưa gặp`: what was not done.
    var isDenied = false
    /// A measure of its indicator follows.
    var hasOwnMeasure = false
}

/// Ties numbers to names, segment by segment.
struct ReportBinding {
    let scan: ReportScan
    let names: ReportNames
    let campaign: Campaign

    /// Every number in the order of the text.
    func bound() -> [BoundNumber] {
        var result: [BoundNumber] = []
        var pendingName: ReportAtom?
        for segment in segments() {
            var bound = bind(segment)
            // `Số hộ` on one line and `12` on the next.
            if let pending = pendingName, bound.count == 1, bound[0].indicator == nil,
                bound[0].candidates.isEmpty, bound[0].wholeOf.isEmpty, segment.count == 1,
                isAlone(segment[0]) || isNextCell(segment[0], after: pending)
            {
                switch pending.kind {
                case .name(let indicator): bound[0].indicator = indicator
                case .denominator(let indicators): bound[0].wholeOf = indicators
                case .number, .ignored: break
                }
            }
            pendingName = bound.isEmpty && segment.count == 1 ? segment[0] : nil
            result += bound
        }
        return result
    }

    /// `Online | 38`: a cell of a table behind that of its name.
    private func isNextCell(_ atom: ReportAtom, after name: ReportAtom) -> Bool {
        let index = atom.tokens.lowerBound
        return index == name.tokens.upperBound && scan.text.isSameLine(index, index - 1)
            && scan.text.gap(before: index).contains(UInt8(ascii: "|"))
    }

    /// Whether nothing but fillers stands on the line of a number.
    private func isAlone(_ atom: ReportAtom) -> Bool {
        scan.text.tokens.indices.allSatisfy { index in
            atom.tokens.contains(index) || !scan.text.isSameLine(index, atom.tokens.lowerBound)
                || ReportWords.fillers.contains(scan.text.tokens[index].key)
                || !names.measures(in: scan.text, at: index).isEmpty
        }
    }

    private func segments() -> [[ReportAtom]] {
        var result: [[ReportAtom]] = []
        var last: Int?
        for atom in scan.atoms {
            let start = atom.tokens.lowerBound
            let isCut =
                last.map { last in (last..<start).contains { scan.isCut(before: $0 + 1) } } ?? true
            if isCut { result.append([]) }
            result[result.count - 1].append(atom)
            last = atom.tokens.upperBound - 1
        }
        return result
    }

    // MARK: - One segment

    private func bind(_ segment: [ReportAtom]) -> [BoundNumber] {
        let numbers = segment.indices.filter {
            if case .number = segment[$0].kind { true } else { false }
        }
        guard !numbers.isEmpty else { return [] }
        let choices = directions(segment, numbers)
        return zip(numbers, choices).compactMap { place, partner in
            guard case .number(let span) = segment[place].kind else { return nil }
            return bound(span, to: partner.map { segment[$0] })
        }
    }

    /// Returns for each number the atom before or behind it that it belongs to.
    ///
    /// The whole segment is to cost least, and each atom serves one number.
    private func directions(_ segment: [ReportAtom], _ numbers: [Int]) -> [Int?] {
        struct State {
            var cost = 0
            var partners: [Int?] = []
            var isForward: Bool?
        }
        var states = [State()]
        for (order, place) in numbers.enumerated() {
            let previous = order > 0 ? numbers[order - 1] : -1
            let next = order + 1 < numbers.count ? numbers[order + 1] : segment.count
            let before = partner(in: segment, from: place - 1, to: previous, step: -1, of: place)
            let behind = partner(in: segment, from: place + 1, to: next, step: 1, of: place)
            var following: [State] = []
            for state in states {
                for (partner, isForward) in [(before, false), (behind, true), (nil, nil)]
                    as [(Int?, Bool?)]
                {
                    if isForward != nil, partner == nil { continue }
                    if let partner, state.partners.last == partner { continue }
                    var own = state
                    own.cost += partner.map { distance(segment, place, $0) } ?? Self.costUnbound
                    if let isForward, let last = state.isForward, last != isForward {
                        own.cost += Self.costTurn
                    }
                    own.isForward = isForward ?? state.isForward
                    own.partners.append(partner)
                    following.append(own)
                }
            }
            states = Array(following.sorted { $0.cost < $1.cost }.prefix(Self.statesMax))
        }
        return states.first?.partners ?? numbers.map { _ in nil }
    }

    private static let costUnbound = 60
    private static let costTurn = 12
    private static let statesMax = 8

    /// The nearest name from a number towards the next number; a ratio wants a ratio's name, and a
    /// name without its own number beside a whole (`trực tuyến/tổng: 16/22`) stays the nearest.
    private func partner(
        in segment: [ReportAtom], from start: Int, to end: Int, step: Int, of place: Int
    ) -> Int? {
        var isRatio = false
        if case .number(let span) = segment[place].kind { isRatio = span.kind == .ratio }
        var index = start
        while index != end {
            if case .denominator = segment[index].kind, isRatio {
                index += step
                continue
            }
            return index
        }
        return nil
    }

    /// Tenths of words between a number and a name: fillers count little, a colon draws together.
    private func distance(_ segment: [ReportAtom], _ number: Int, _ name: Int) -> Int {
        let (first, second) =
            number < name ? (segment[number], segment[name]) : (segment[name], segment[number])
        var cost = number < name ? 0 : 1
        for index in first.tokens
            .upperBound..<max(first.tokens.upperBound, second.tokens.lowerBound)
        {
            let isFiller =
                ReportWords.fillers.contains(scan.text.tokens[index].key)
                || !names.measures(in: scan.text, at: index).isEmpty || scan.uses[index] != nil
            cost += isFiller ? 3 : 10
        }
        if number > name,
            scan.text.gap(before: second.tokens.lowerBound).contains(UInt8(ascii: ":"))
        {
            cost -= 5
        }
        return min(cost, Self.costUnbound - 2)
    }

    private func bound(_ number: NumberSpan, to atom: ReportAtom?) -> BoundNumber {
        var result = BoundNumber(number: number)
        switch atom?.kind {
        case .name(let indicator): result.indicator = indicator
        case .denominator(let indicators): result.wholeOf = indicators
        case .ignored: result.isIgnored = true
        case .number, nil: break
        }
        let next = number.tokens.upperBound
        let key = scan.isJoined(next) ? scan.key(next) : 0
        let isNamed = next < scan.uses.count && scan.uses[next] != nil
        result.isDenied = isDenied(number, atom)
        if isBackground(number, atom) { result.isIgnored = true }
        if scan.cues.contains(where: { $0.cue == .report && $0.tokens == next..<next + 2 }) {
            // `12 báo cáo`: the reports themselves.
            result.hasOtherMeasure = true
            result.wholeOf = []
        }
        let owners =
            scan.isJoined(next) && !isParticle(next, behind: number)
            ? names.measures(in: scan.text, at: next) : []
        if !owners.isEmpty {
            if let indicator = result.indicator {
                result.hasOwnMeasure = owners.contains { $0.indicator == indicator }
                // A measure that is part of a name behind the number belongs to that name.
                result.hasOtherMeasure = !result.hasOwnMeasure && !isNamed
            } else if result.wholeOf.isEmpty, !result.isIgnored, !isNamed {
                let units = owners.filter(\.isUnit)
                let isPeople = ReportWords.people.contains(key)
                result.candidates = (units.isEmpty ? owners : units).map(\.indicator)
                if isPeople || (units.isEmpty && owners.count == 1) { result.candidates = [] }
                result.hasOtherMeasure = result.candidates.isEmpty
            }
        } else if key != 0, !isNamed, isThing(next), let atom, case .name = atom.kind,
            atom.tokens.upperBound <= number.tokens.lowerBound
        {
            // `tặng bà con 2 bao gạo`: the number counts the word behind it.
            result.hasOtherMeasure = true
        } else if ReportWords.foreignMeasures.contains(key), !isNamed {
            result.hasOtherMeasure =
                result.indicator == nil || ReportWords.hardMeasures.contains(key)
        }
        return result
    }

    /// `quá hạn 2/17 nha`: behind a ratio the unmarked word is the particle, for no house is counted.
    private func isParticle(_ index: Int, behind number: NumberSpan) -> Bool {
        number.kind == .ratio && scan.key(index) == Self.nha
            && scan.text.tokens[index].marks == .none
    }

    private static let nha = Syllable.key("nha")

    /// Whether a word belongs neither to reports nor to the talk around them.
    private func isThing(_ index: Int) -> Bool {
        !ReportWords.fillers.contains(scan.key(index)) && !scan.isCut(before: index)
            && !scan.cues.contains { $0.tokens.contains(index) }
            && !scan.text.tokens[index].flags.contains(.hasDigit)
    }

    /// Whether a negation stands right behind a number and its name.
    private func isDenied(_ number: NumberSpan, _ atom: ReportAtom?) -> Bool {
        guard let atom, case .name = atom.kind else { return false }
        let next = max(number.tokens.upperBound, atom.tokens.upperBound)
        guard scan.isJoined(next), !scan.isCut(before: next), scan.uses[next] == nil else {
            return false
        }
        if scan.key(next) == Self.khong, scan.key(next + 1) == Self.phai { return false }
        // `10 hộ chưa báo`: done, and not reported yet.
        if ReportWords.told.contains(scan.key(next + 1)) { return false }
        if isUndone(next) { return true }
        // `2 nhà đi vắng`, `bốn nhà thì khóa cửa`.
        let isLead = ReportWords.undoneLeads.contains { $0.agrees(scan.text.tokens[next]) }
        return isLead && scan.isJoined(next + 1) && !scan.isCut(before: next + 1)
            && isUndone(next + 1)
    }

    private func isUndone(_ index: Int) -> Bool {
        let tokens = scan.text.tokens
        return ReportWords.undone.contains(scan.key(index))
            || ReportWords.undonePairs.contains { pair in
                index + 1 < tokens.count && pair[0].agrees(tokens[index])
                    && pair[1].agrees(tokens[index + 1])
            }
    }

    private static let khong = Syllable.key("khong")
    private static let phai = Syllable.key("phai")

    /// `trong tổng số 120 hộ`, `chỉ tiêu 10 hộ`, `mai đi 10 hộ`: no work done.
    private func isBackground(_ number: NumberSpan, _ atom: ReportAtom?) -> Bool {
        guard let atom, case .name(let indicator) = atom.kind else { return false }
        let first = number.tokens.lowerBound
        var index = first - 1
        var words: [UInt64] = []
        while index >= 0, words.count < 4, !scan.isCut(before: index + 1) {
            words.append(scan.key(index))
            index -= 1
        }
        if !campaign.indicators[indicator].kind.hasDenominator,
            let whole = words.firstIndex(of: Self.tong) ?? words.firstIndex(of: Self.so),
            whole + 1 < words.count, Self.within.contains(words[whole + 1])
        {
            return true
        }
        return scan.isPlanned(first)
    }

    private static let tong = Syllable.key("tong")
    private static let so = Syllable.key("so")
    private static let within: Set<UInt64> = Set(["trong", "tren", "so"].map(Syllable.key))
}
