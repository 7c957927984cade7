/// The rehearsal's own books: plain sums over its own lines, kept apart from the daemon's ledger.
///
/// Nothing here is taken from `Campaign` or `Storage`: what agrees with them agrees by itself.
struct DriveBooks: Sendable {
    /// One number of one report.
    struct Line: Hashable, Sendable {
        let unit: Int
        let indicator: Int

        /// Days since the first of the drive.
        let day: Int

        /// A running total as of the day, not the day's own number.
        let isTotal: Bool
        var value: Int

        /// What a ratio is of; nil for counts.
        let whole: Int?
    }

    /// A report and whether it counts.
    struct Report: Sendable {
        let author: Int
        let lines: [Line]
        var stands: Bool
    }

    /// What a unit has reached.
    struct Sum: Hashable, Sendable {
        var value = 0
        var whole: Int?

        mutating func add(_ other: Sum) {
            value += other.value
            if let more = other.whole { whole = (whole ?? 0) + more }
        }
    }

    private(set) var reports: [Report] = []
    private var ofUnit: [Int: [Int]] = [:]

    /// Writes a report; of two for one day the later one counts as reported later.
    mutating func record(_ lines: [Line], by author: Int) -> Int {
        let number = reports.count
        reports.append(Report(author: author, lines: lines, stands: true))
        if let unit = lines.first?.unit { ofUnit[unit, default: []].append(number) }
        return number
    }

    /// Takes a report out of the count.
    mutating func void(_ report: Int) {
        reports[report].stands = false
    }

    /// Counts a report again that was taken out of the count.
    mutating func revive(_ report: Int) {
        reports[report].stands = true
    }

    /// Replaces a report by one with some lines changed and the others kept.
    mutating func correct(_ report: Int, with lines: [Line], by author: Int) -> Int {
        let kept = reports[report].lines.filter { old in
            !lines.contains { $0.indicator == old.indicator }
        }
        reports[report].stands = false
        return record(kept + lines, by: author)
    }

    /// Reports of a unit that stand, oldest first.
    func standing(of unit: Int) -> [Int] {
        (ofUnit[unit] ?? []).filter { reports[$0].stands }
    }

    /// The running sums of one unit by day, then indicator; nil where nothing was reported yet.
    func sums(of unit: Int, days: Int, indicators: Int) -> [[Sum?]] {
        var lines = [[Line]](repeating: [], count: days)
        for report in standing(of: unit) {
            for line in reports[report].lines where line.day < days { lines[line.day].append(line) }
        }
        var result: [[Sum?]] = []
        var now = [Sum?](repeating: nil, count: indicators)
        for day in 0..<days {
            for line in lines[day] where !line.isTotal {
                var sum = now[line.indicator] ?? Sum()
                sum.add(Sum(value: line.value, whole: line.whole))
                now[line.indicator] = sum
            }
            // A total holds as of the evening: what was added for its day is inside it.
            for line in lines[day] where line.isTotal {
                now[line.indicator] = Sum(value: line.value, whole: line.whole)
            }
            result.append(now)
        }
        return result
    }

    /// The sums of one indicator's days on which there was any, without one of them.
    func daySums(of unit: Int, _ indicator: Int, except day: Int) -> [Int] {
        var sums: [Int: Int] = [:]
        for report in standing(of: unit) {
            for line in reports[report].lines
            where line.indicator == indicator && line.day != day && !line.isTotal {
                sums[line.day, default: 0] += line.value
            }
        }
        return sums.values.filter { $0 > 0 }
    }

    /// Days with a number before the bot speaks of a habit.
    static let habitDays = 5

    /// The line, with a number that is not far above the unit's habit: one that is, is asked about.
    func withinHabit(_ line: Line) -> Line {
        guard line.whole == nil, !line.isTotal else { return line }
        let days = daySums(of: line.unit, line.indicator, except: line.day)
        guard days.count >= Self.habitDays, let most = days.max() else { return line }
        var line = line
        if line.value > 4 * most, line.value - most >= 10 { line.value = most }
        return line
    }

    /// The running total of one unit and indicator at the end of a day.
    func total(of unit: Int, _ indicator: Int, through day: Int, indicators: Int) -> Int {
        sums(of: unit, days: day + 1, indicators: indicators)[day][indicator]?.value ?? 0
    }
}
