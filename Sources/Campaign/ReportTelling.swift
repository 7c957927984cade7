import VietText

extension ReportJudge {
    /// Whether the numbers are told as a report, and not in a story, an offer or a question.
    var speaksOfReport: Bool {
        let count = draft.values.count
        let hasCue =
            scan.has(.report) || scan.has(.cumulative) || hasToday || scan.has(.correct)
            || !scan.denied.isEmpty || scan.has(.mistake)
        if hasToday, !hasPastDay, !scan.has(.work), !scan.has(.report) { return false }
        let isTold = tellsWork
        if isOtherTalk, count < 3, !(scan.has(.report) && count == 2), isTold != .dated {
            return false
        }
        if isQuestion, count < 2 { return false }
        if scan.has(.future), count < 2, !hasPastDay, isTold == nil { return false }
        if count >= 2 { return foreign <= 12 || hasCue }
        if count == 1 {
            if hasCue { return foreign <= 10 }
            if draft.isByUnitAlone { return false }
            if scan.has(.work) { return foreign <= 2 }
            return !scan.has(.trouble) && foreign <= 3
        }
        // No value is clear: ask only where the message is all report.
        let isNamed = draft.doubts.contains {
            $0.indicator != nil || $0.reason == .severalIndicators
        }
        if isNamed {
            let isShort =
                foreign <= 2 && scan.text.tokens.count <= 14 && !scan.has(.otherTalk)
                && !draft.doubts.allSatisfy { $0.reason == .otherMeasure }
            return (hasCue || scan.has(.work) || scan.has(.unsure) || isShort) && foreign <= 4
        }
        let isPeople = draft.doubts.contains { $0.reason == .otherMeasure }
        if isPeople {
            guard scan.has(.work), countsPeople, hasPastDay || !hasToday else { return false }
            return foreign <= (hasToday ? 2 : 0)
        }
        return (1...3).contains(draft.leftovers) && foreign <= 0
            && (hasCue || scan.text.tokens.count <= 3)
    }

    private var countsPeople: Bool {
        scan.atoms.contains { atom in
            guard case .number = atom.kind else { return false }
            return ReportWords.people.contains(scan.key(atom.tokens.upperBound))
        }
    }

    /// Whether a word of other talk stands there that is neither a target told behind the numbers
    /// nor part of a wish to correct.
    private var isOtherTalk: Bool {
        if scan.has(.correct) || !scan.denied.isEmpty, foreign <= 4 { return false }
        let first = draft.placed.map(\.upperBound).min() ?? 0
        return scan.cues.contains { found in
            found.cue == .otherTalk
                && !(found.tokens.lowerBound >= first && first > 0
                    && scan.cues.contains { $0.cue == .goal && $0.tokens == found.tokens })
        }
    }

    /// `hôm nay đi được mấy chục hộ`: work told without a number.
    var isVague: Bool {
        let hasName = scan.atoms.contains { atom in
            if case .name = atom.kind { true } else { false }
        }
        return hasName && scan.has(.unsure) && (scan.has(.work) || hasToday) && !isQuestion
            && !scan.has(.otherTalk) && !scan.has(.trouble) && foreign <= 2
    }

    private enum Telling {
        case undated
        case dated
    }

    /// Whether a number stands in a clause that tells work done and nothing else, with its day.
    private var tellsWork: Telling? {
        var telling: Telling?
        for number in draft.placed {
            let clause = scan.segment(around: number.lowerBound)
            let cues = scan.cues.filter { clause.overlaps($0.tokens) }.map(\.cue)
            let opens = clause.lowerBound == 0
            guard cues.contains(.work) || cues.contains(.report) || opens,
                !cues.contains(.otherTalk), !cues.contains(.future), !cues.contains(.goal)
            else { continue }
            let isDated = scan.days.contains { $0.last <= place.sentOn }
            if isDated, cues.contains(.work) || cues.contains(.report) { return .dated }
            telling = .undated
        }
        return telling
    }

    private var hasToday: Bool { !scan.days.isEmpty }

    private var hasPastDay: Bool {
        scan.days.contains { $0.last <= place.sentOn }
    }
}
