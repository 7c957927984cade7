import VietText

/// Which numbers of a message are running totals (lũy kế).
struct ReportCumulative {
    private var spans: [Range<Int>] = []

    /// A word for it holds from there to the end of its line.
    ///
    /// Before the first number, and not right before a name, it holds to the end of the message. A
    /// later `hôm nay` ends it.
    init(scan: ReportScan, firstNumber: Int?) {
        let count = scan.text.tokens.count
        spans += Self.untilDays(scan, before: firstNumber)
        for (cue, place) in scan.cues where cue == .cumulative && !Self.isOfToday(place, scan) {
            let line = scan.text.lines[place.lowerBound]
            var end = place.upperBound
            while end < count, scan.text.lines[end] == line { end += 1 }
            if let total = Self.pairedTotal(place, scan), firstNumber != total {
                spans.append(place.lowerBound..<total + 1)
                continue
            }
            let isAtName = place.upperBound < count && scan.uses[place.upperBound] == .name
            let hasNumber = scan.atoms.contains { atom in
                guard case .number = atom.kind else { return false }
                return place.upperBound <= atom.tokens.lowerBound && atom.tokens.lowerBound < end
            }
            let isBeforeAll = firstNumber.map { place.lowerBound < $0 } ?? false
            if (isBeforeAll && !isAtName) || !hasNumber { end = count }
            if !hasNumber, Self.closes(place, scan) {
                // `105 hộ là tổng từ đầu tới giờ`.
                var start = place.lowerBound
                while start > 0, scan.text.lines[start - 1] == line { start -= 1 }
                spans.append(start..<place.upperBound)
            }
            for (other, stop) in scan.cues
            where other == .daily && stop.lowerBound > place.upperBound && stop.lowerBound < end {
                let isOfCue = scan.days.contains {
                    $0.flags.contains(.until) && $0.tokens.overlaps(stop)
                }
                let isApart = (place.upperBound..<stop.lowerBound + 1).contains {
                    scan.isCut(before: $0)
                }
                if !isOfCue, isApart { end = stop.lowerBound }
            }
            spans.append(place.lowerBound..<max(end, place.upperBound))
        }
    }

    /// Whether a running total is told at the end of its clause: a number before it there, none
    /// behind it, and no day of work.
    private static func closes(_ place: Range<Int>, _ scan: ReportScan) -> Bool {
        let tokens = scan.text.tokens
        let hasNumberBehind = (place.upperBound..<max(place.upperBound, tokens.count)).contains {
            tokens[$0].flags.contains(.hasDigit) && scan.uses[$0] != .day
        }
        guard !hasNumberBehind else { return false }
        // `1.250 hộ (lũy kế)` belongs to the clause before the bracket.
        let isRemark = scan.isInBrackets[place.lowerBound] && place.lowerBound > 0
        let clause = scan.segment(around: isRemark ? place.lowerBound - 1 : place.lowerBound)
        let hasNumber = scan.atoms.contains { atom in
            guard case .number = atom.kind else { return false }
            return clause.contains(atom.tokens.lowerBound)
        }
        let line = scan.text.lines[place.lowerBound]
        let isOfDay = scan.days.contains { span in
            span.tokens.upperBound <= place.lowerBound
                && scan.text.lines[span.tokens.lowerBound] == line
        }
        return hasNumber && !isOfDay
    }

    /// `kết quả đến 15/8`: a date that only ends the time, before all numbers.
    private static func untilDays(_ scan: ReportScan, before first: Int?) -> [Range<Int>] {
        let tokens = scan.text.tokens
        return scan.days.compactMap { span in
            let start = span.tokens.lowerBound
            guard let first, start < first, span.grain == .day,
                !span.flags.contains(.relative)
            else { return nil }
            let words = (max(0, start - 2)..<min(start + 2, tokens.count))
            let isUntil = words.contains { index in
                // `toi` without marks is as likely `tôi`.
                to.agrees(tokens[index])
                    || (upTo.agrees(tokens[index]) && tokens[index].marks != .none)
            }
            return isUntil ? start..<tokens.count : nil
        }
    }

    private static let to = MarkedWord("đến")
    private static let upTo = MarkedWord("tới")

    func covers(_ token: Int) -> Bool {
        spans.contains { $0.contains(token) }
    }

    /// `hộ 9, lũy kế 171, dvc 4`: a total without a name right behind the word for it.
    static func pairedTotal(_ place: Range<Int>, _ scan: ReportScan) -> Int? {
        let next = place.upperBound
        guard next < scan.text.tokens.count, scan.isJoined(next) || !scan.isCut(before: next),
            scan.text.tokens[next].flags.contains(.hasDigit), scan.uses[next] == nil,
            scan.isCut(before: next + 1)
        else { return nil }
        return next
    }

    /// `từ sáng tới giờ` is today's figure.
    private static func isOfToday(_ place: Range<Int>, _ scan: ReportScan) -> Bool {
        (max(0, place.lowerBound - 3)..<place.lowerBound).contains { parts.contains(scan.key($0)) }
    }

    private static let parts: Set<UInt64> = Set(["sang", "trua", "chieu"].map(Syllable.key))
}
