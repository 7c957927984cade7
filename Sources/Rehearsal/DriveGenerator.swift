import Simulator
import VietText

/// Writes the messages of a drive, wave by wave; the same seed writes the same ones again.
///
/// In one wave each leader writes at most once, so that a message which a kill took with it can be
/// sent again without changing what the others mean.
struct DriveGenerator {
    let world: DriveWorld
    var words: DriveWords

    /// Villages that report their households as a running total.
    private let cumulative: Set<Int>

    /// What stands out from one wave to the next.
    var followUps = DriveFollowUps()
    var lateVillages: [Int] = []

    init(world: DriveWorld, seed: UInt64) {
        self.world = world
        var words = DriveWords(random: SeededGenerator(seed: seed &+ 0x92))
        cumulative = Set(world.villages.filter { _ in words.chance(6) })
        self.words = words
    }

    // MARK: Waves

    /// Before the drive: every leader claims a one-time code in private.
    mutating func claims(codes: [String]) -> [DriveMessage] {
        world.units.indices.map { unit in
            message(.claim, by: unit, day: 0, hour: 6, "mã \(codes[unit])", isPrivate: true)
        }
    }

    /// The evening: every village but some, every commune.
    mutating func evening(_ day: Int, _ books: DriveBooks) -> [DriveMessage] {
        var wave: [DriveMessage] = []
        for village in world.villages {
            if words.chance(6) {
                if words.chance(50) { lateVillages.append(village) }
                continue
            }
            wave.append(report(of: village, day: day, books))
        }
        for commune in world.communes { wave.append(communeReport(commune, day: day)) }
        return wave.shuffled(using: &words.random)
    }

    /// The morning after: late reports for the day before.
    mutating func morning(_ day: Int, _ books: DriveBooks) -> [DriveMessage] {
        let late = lateVillages
        lateVillages = []
        var taken: Set<Int> = []
        var wave: [DriveMessage] = []
        for village in late {
            let lines = dayLines(of: village, day: day - 1, books)
            let isOnBehalf = words.chance(15)
            let author = isOnBehalf ? world.units[village].parent ?? village : village
            guard taken.insert(author).inserted else { continue }
            let kind: DriveKind = isOnBehalf ? .onBehalf : .late
            let place = isOnBehalf || words.chance(25) ? world.units[village].name : nil
            let text = words.report(lines, sentOn: day, place: place)
            wave.append(message(kind, by: author, day: day, hour: 7, text, lines))
        }
        return wave
    }

    /// A leader who asks how things stand; what the answer must say is for the caller to add.
    mutating func question(by author: Int, day: Int) -> DriveMessage {
        message(.progress, by: author, day: day, hour: 23, words.progress())
    }

    /// A commune's leader tells the running total of the whole commune.
    mutating func wholeCommune(
        _ commune: Int, day: Int, total: Int, asSum isSum: Bool
    ) -> DriveMessage {
        let value = isSum ? total : total + words.number(1...40)
        return message(
            isSum ? .wholeSame : .wholeOther, by: commune, day: day, hour: 23,
            words.wholeCommune(
                value, word: world.units[commune].name.hasPrefix("phường") ? "phường" : "xã"))
    }

    /// A commune's leader tells a running total beside what the villages add; asked about, it is left.
    mutating func communeTotal(_ commune: Int, day: Int) -> DriveMessage {
        let line = line(commune, "ho_den", day, words.number(50...300), of: nil, isTotal: true)
        let message = message(
            .unclearTotal, by: commune, day: day, hour: 23,
            words.report([line], sentOn: day, place: nil), [line])
        followUps.add(
            DriveFollowUps.Item(kind: .drop, author: commune, isPrivate: message.isPrivate))
        return message
    }

    mutating func oneOf(_ units: [Int]) -> Int { words.pick(units) }

    // MARK: Reports

    private mutating func report(of village: Int, day: Int, _ books: DriveBooks) -> DriveMessage {
        let lines = dayLines(of: village, day: day, books)
        let place = words.chance(20) ? world.units[village].name : nil
        let hasTotal = lines.contains { $0.isTotal }
        if !hasTotal, words.chance(3) {
            return doubtful(lines, of: village, day: day, place: place, books)
        }
        // With a question open, a number alone would be taken for its answer.
        let isOpen = followUps.leftOpen.contains(village)
        let text = words.report(lines, sentOn: day, place: place, isDated: isOpen)
        let message = message(
            hasTotal ? .cumulative : .report, by: village, day: day, hour: 18, text, lines)
        if !isOpen { planFollowUp(message, hasTotal: hasTotal) }
        return message
    }

    /// Some leaders write again about what they reported.
    private mutating func planFollowUp(_ message: DriveMessage, hasTotal: Bool) {
        let kind: DriveKind? =
            switch words.number(0...199) {
            case 0..<8: .correction
            case 8..<12: .numbered
            case 12..<15: .undo
            case 15..<17: .undoNumbered
            case 17..<21: hasTotal ? nil : .more
            case 21..<25: hasTotal ? nil : .twice
            case 25..<29: hasTotal ? nil : .second
            default: nil
            }
        guard let kind else { return }
        followUps.add(
            DriveFollowUps.Item(
                kind: kind, author: message.author, lines: message.lines,
                isPrivate: message.isPrivate, text: message.text))
    }

    /// A number beyond belief, or far above the unit's habit.
    private mutating func doubtful(
        _ right: [DriveBooks.Line], of village: Int, day: Int, place: String?, _ books: DriveBooks
    ) -> DriveMessage {
        var lines = right
        let days = books.daySums(of: village, right[0].indicator, except: day)
        var kind = DriveKind.implausible
        var typed = right[0].value * 100 + 1_000
        if days.count >= DriveBooks.habitDays, let most = days.max(), most < 40, words.chance(50) {
            kind = .unusual
            typed = most * 4 + 12
        }
        lines[0].value = typed
        let isOpen = followUps.leftOpen.contains(village)
        let message = message(
            kind, by: village, day: day, hour: 18,
            words.report(lines, sentOn: day, place: place, isDated: isOpen), lines)
        var answer: DriveKind? =
            switch words.number(0...9) {
            case 0..<4: .mended
            case 4..<6: .yes
            case 6..<8: .number
            case 8: .drop
            default: nil
            }
        // A number alone would be one for the oldest question too.
        if isOpen, answer != .mended { answer = nil }
        if let answer {
            followUps.add(
                DriveFollowUps.Item(
                    kind: answer, author: village, lines: answer == .yes ? lines : right,
                    isPrivate: message.isPrivate))
        } else {
            followUps.leave(village)
        }
        return message
    }

    private mutating func communeReport(_ commune: Int, day: Int) -> DriveMessage {
        let whole = words.number(12...40)
        let settled = words.number(10...30)
        var lines = [
            line(commune, "hs_online", day, words.number(whole / 2...whole), of: whole),
            line(commune, "so_hoa", day, words.number(whole / 2...whole), of: whole),
            line(commune, "qua_han", day, words.number(0...2), of: settled),
        ]
        if words.chance(60) {
            lines.append(line(commune, "thanh_toan", day, words.number(5...20), of: nil))
        }
        return message(
            .report, by: commune, day: day, hour: 17,
            words.report(lines, sentOn: day, place: nil), lines)
    }

    mutating func message(
        _ kind: DriveKind, by author: Int, day: Int, hour: Int, _ text: String,
        _ lines: [DriveBooks.Line] = [], isPrivate: Bool? = nil
    ) -> DriveMessage {
        let date = Int64(DriveWorld.firstDay.adding(days: day).daysSinceEpoch)
        let minute = Int64(hour * 60 + words.number(0...59))
        let isAlone = world.units[author].commune == nil || words.chance(12)
        return DriveMessage(
            kind: kind, author: author, text: text, isPrivate: isPrivate ?? isAlone,
            sentAt: ((date * 1_440) + minute - 7 * 60) * 60_000, lines: lines)
    }

    // MARK: Numbers

    private mutating func dayLines(
        of village: Int, day: Int, _ books: DriveBooks
    ) -> [DriveBooks.Line] {
        let households = words.number(0...30)
        var lines: [DriveBooks.Line] = []
        if cumulative.contains(village) {
            let before = books.total(
                of: village, DriveWords.index("ho_den"), through: day,
                indicators: DriveWords.indicators.count)
            lines.append(
                line(village, "ho_den", day, before + households, of: nil, isTotal: true))
        } else {
            lines.append(line(village, "ho_den", day, households, of: nil))
        }
        for (key, percent) in [
            ("tk_dvc", 85), ("vneid2", 60), ("thanh_toan", 15), ("chu_ky_so", 15),
            ("tuyen_truyen", 20), ("smartphone", 4),
        ] where words.chance(percent) {
            let most = DriveWords.indicators[DriveWords.index(key)].most
            lines.append(line(village, key, day, words.number(1...most), of: nil))
        }
        if words.chance(10) {
            let whole = words.number(1...12)
            lines.append(line(village, "hs_online", day, words.number(0...whole), of: whole))
        }
        lines = lines.map { books.withinHabit($0) }
        // A running total in front would make running totals of all that follows.
        return lines.filter { !$0.isTotal } + lines.filter(\.isTotal)
    }

    func line(
        _ unit: Int, _ key: String, _ day: Int, _ value: Int, of whole: Int?, isTotal: Bool = false
    ) -> DriveBooks.Line {
        DriveBooks.Line(
            unit: unit, indicator: DriveWords.index(key), day: day, isTotal: isTotal, value: value,
            whole: whole)
    }
}
