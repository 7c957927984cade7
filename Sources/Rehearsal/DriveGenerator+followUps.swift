/// Corrections, undos, answers to the bot's questions.
extension DriveGenerator {
    /// What is written once the replies to the last wave have been read.
    mutating func answers(_ day: Int, _ books: DriveBooks) -> [DriveMessage] {
        followUps.take().compactMap { item in
            switch item.kind {
            case .correction, .numbered: correction(item, day: day, books)
            case .undo, .undoNumbered: undo(item, day: day, books)
            case .twice: twice(item, day: day)
            case .second: second(item, day: day, books)
            case .more: more(item, day: day)
            case .instead: instead(item, day: day, books)
            default: answer(item, day: day)
            }
        }
    }

    private mutating func answer(_ item: DriveFollowUps.Item, day: Int) -> DriveMessage? {
        let text: String
        switch item.kind {
        case .mended: text = words.report(item.lines, sentOn: day, place: nil)
        case .yes: text = words.yes()
        case .number: text = words.number(item.lines[0])
        case .onTop: text = words.onTop()
        case .drop: text = words.drop()
        default: return nil
        }
        return message(
            item.kind, by: item.author, day: day, hour: 21, text,
            item.kind == .drop ? [] : item.lines, isPrivate: item.isPrivate)
    }

    private mutating func correction(
        _ item: DriveFollowUps.Item, day: Int, _ books: DriveBooks
    ) -> DriveMessage? {
        guard let target = books.standing(of: item.author).last,
            let old = books.reports[target].lines.first, old.day == day
        else { return nil }
        var new = old
        // Up to the lowest `doubt_above` of the drive: more would rightly be asked about.
        new.value = old.isTotal ? old.value + 1 : words.number(1...15)
        new = books.withinHabit(new)
        if new.value == old.value { return nil }
        // Who leads the commune may put it right as well, by its number.
        let isAbove = item.kind == .numbered && words.chance(20)
        let author = isAbove ? world.units[item.author].parent ?? item.author : item.author
        let text =
            item.kind == .numbered ? words.numberedCorrection([new]) : words.correction([new])
        var message = message(item.kind, by: author, day: day, hour: 21, text, [new])
        message.target = target
        return message
    }

    private mutating func undo(
        _ item: DriveFollowUps.Item, day: Int, _ books: DriveBooks
    ) -> DriveMessage? {
        guard let target = books.standing(of: item.author).last,
            books.reports[target].lines.first?.day == day
        else { return nil }
        if words.chance(50) { lateVillages.append(item.author) }
        let text = item.kind == .undo ? words.undo() : words.undoNumbered()
        var message = message(item.kind, by: item.author, day: day, hour: 21, text)
        message.target = target
        return message
    }

    /// The same message again; what the bot asks is answered with "bỏ".
    private mutating func twice(_ item: DriveFollowUps.Item, day: Int) -> DriveMessage? {
        followUps.add(
            DriveFollowUps.Item(kind: .drop, author: item.author, isPrivate: item.isPrivate))
        return message(
            .twice, by: item.author, day: day, hour: 20, item.text, item.lines,
            isPrivate: item.isPrivate)
    }

    private mutating func second(
        _ item: DriveFollowUps.Item, day: Int, _ books: DriveBooks
    ) -> DriveMessage? {
        guard var line = item.lines.first, line.whole == nil else { return nil }
        line.value = line.value == 30 ? 5 : line.value + 1
        line = books.withinHabit(line)
        let kind: DriveKind = words.chance(50) ? .instead : .onTop
        followUps.add(
            DriveFollowUps.Item(
                kind: kind, author: item.author, lines: [line], isPrivate: item.isPrivate))
        return message(
            .second, by: item.author, day: day, hour: 20,
            words.report([line], sentOn: day, place: nil), [line], isPrivate: item.isPrivate)
    }

    private mutating func more(_ item: DriveFollowUps.Item, day: Int) -> DriveMessage? {
        guard var line = item.lines.first, line.whole == nil else { return nil }
        line.value = words.number(1...5)
        return message(
            .more, by: item.author, day: day, hour: 20, words.more(line), [line],
            isPrivate: item.isPrivate)
    }

    private mutating func instead(
        _ item: DriveFollowUps.Item, day: Int, _ books: DriveBooks
    ) -> DriveMessage? {
        guard let target = books.standing(of: item.author).last else { return nil }
        var message = message(
            .instead, by: item.author, day: day, hour: 21, words.instead(), item.lines,
            isPrivate: item.isPrivate)
        message.target = target
        return message
    }
}
