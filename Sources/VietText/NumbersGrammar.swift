/// The grammar of numbers in words. Values inside are whole, or ten-thousandths where said.
extension NumberReader {
    /// The word of numbers at a token; nil when it is none or its marks say another word.
    func numberWord(_ index: Int, isFirst: Bool) -> NumberWord? {
        guard index < tokens.count, isFirst || isAfterSpace(index),
            !tokens[index].flags.contains(.hasDigit),
            let words = NumberWords.table[tokens[index].key]
        else { return nil }
        let marks = tokens[index].marks
        if let exact = words.first(where: { $0.marks == marks }) { return exact }
        return words.first {
            if case .halfAlone = $0.role { return false }
            return marks.agrees(with: $0.marks)
        }
    }

    /// The digit at a token behind a ten: all spellings (một, mốt, tư, lăm, nhăm …).
    func unit(_ index: Int) -> Int? {
        guard let word = numberWord(index, isFirst: false), case .digit(let digit, _) = word.role
        else {
            return nil
        }
        return digit
    }

    /// Whether the word is one that only follows a ten (mốt, tư, lăm); unmarked `mot` may be.
    func isForm(_ index: Int) -> Bool {
        guard index < tokens.count, isAfterSpace(index),
            let words = NumberWords.table[tokens[index].key]
        else { return false }
        return words.contains { word in
            guard case .digit(_, isForm: true) = word.role else { return false }
            return tokens[index].marks.agrees(with: word.marks)
        }
    }

    func isHundred(_ index: Int) -> Bool { has(.hundred, index) }
    func isLink(_ index: Int) -> Bool { has(.link, index) }
    func isHalf(_ index: Int) -> Bool { has(.half, index) }
    func isScale(_ index: Int) -> Bool { scale(index) != nil }

    /// Whether the word can stand for mươi or chục behind a digit; unmarked `muoi` can.
    func isTensWord(_ index: Int) -> Bool {
        guard index < tokens.count, isAfterSpace(index),
            let words = NumberWords.table[tokens[index].key]
        else { return false }
        return words.contains { word in
            guard case .tens = word.role else { return false }
            return tokens[index].marks.agrees(with: word.marks)
        }
    }

    func isChucWord(_ index: Int) -> Bool {
        guard let word = numberWord(index, isFirst: false), case .tens(let isChuc) = word.role
        else {
            return false
        }
        return isChuc
    }

    private func has(_ role: NumberRole, _ index: Int) -> Bool {
        numberWord(index, isFirst: false)?.role == role
    }

    private func scale(_ index: Int) -> Int64? {
        guard let word = numberWord(index, isFirst: false), case .scale(let scale) = word.role
        else {
            return nil
        }
        return scale
    }

    /// A group up to 999 and what may follow it.
    struct Group {
        var value: Int
        var next: Int
        /// A lone digit, which behind a scale means tenths of it: `một nghìn hai`.
        var isBareDigit = false
        /// `hai lăm`, `ba bảy`: a ten and a unit without mươi.
        var isPair = false
        /// `chục`, `mươi` or `trăm` without a number before.
        var isVague = false
        /// The half of the last unit, in tenths: rưỡi adds it.
        var halfTenths = 5
        /// Nothing may follow any more.
        var isClosed = false
    }

    // MARK: - The whole number

    /// A number in words that begins at a token.
    func words(at index: Int) -> Part? {
        guard let first = numberWord(index, isFirst: true) else { return nil }
        if let range = consecutive(at: index, first) { return range }
        if case .halfAlone = first.role { return halfOfScale(at: index) }
        guard let group = group(at: index, isFirst: true) else { return nil }
        var part = Part(
            value: Int128(group.value) * Int128(NumberSpan.scale), next: group.next, end: 0,
            flags: .inWords)
        if group.isVague { part.flags.insert(.approximate) }
        if group.isPair { part.flags.insert(.ambiguous) }
        if !group.isClosed {
            if has(.half, group.next) {
                part.value += Int128(group.halfTenths) * Int128(NumberSpan.scale / 10)
                part.next += 1
            } else {
                part = scaled(part)
            }
        }
        part.end = Int(tokens[part.next - 1].end)
        if part.next == index + 1 {
            guard let flags = loneFlags(first, tokens[index]) else { return nil }
            part.flags.formUnion(flags)
        }
        return part
    }

    /// What to think of a number of one word; nil when it is none.
    private func loneFlags(_ word: NumberWord, _ token: Token) -> NumberSpan.Flags? {
        switch word.role {
        case .zero: return isExpected ? [] : nil
        case .digit(_, isForm: true): return isExpected ? .ambiguous : nil
        case .link, .half, .contracted, .scale, .hundred: return nil
        case .tens: return token.marks == word.marks ? .approximate : nil
        default:
            let isSure = token.marks == word.marks && !word.isCommon
            return isSure || isExpected ? [] : .ambiguous
        }
    }

    /// `ba bốn`, `hai ba chục`: two digits that follow each other are a guess between them.
    private func consecutive(at index: Int, _ first: NumberWord) -> Part? {
        guard case .digit(let low, isForm: false) = first.role,
            let high = unit(index + 1), high == low + 1, !isForm(index + 1)
        else { return nil }
        var unit: Int128 = 1
        var next = index + 2
        if isTensWord(next) {
            unit = 10
            next += 1
        } else if has(.hundred, next) {
            unit = 100
            next += 1
        }
        if let scale = scale(next) {
            unit *= Int128(scale)
            next += 1
        }
        let scaled = unit * Int128(NumberSpan.scale)
        return Part(
            value: Int128(low) * scaled, next: next, end: Int(tokens[next - 1].end),
            flags: [.inWords, .approximate, .ambiguous], upper: Int128(high) * scaled)
    }

    private func halfOfScale(at index: Int) -> Part? {
        var part = Part(
            value: Int128(NumberSpan.scale / 2), next: index + 1, end: Int(tokens[index].end),
            flags: .inWords)
        if let scale = scale(index + 1) {
            part.value *= Int128(scale)
            part.next += 1
            part.end = Int(tokens[index + 1].end)
        }
        return part
    }

    /// Goes on behind a number with chục, trăm, nghìn, triệu, tỷ and what they bring.
    func scaled(_ start: Part) -> Part {
        var part = start
        let isWords = start.flags.contains(.inWords)
        if !isWords, part.next < tokens.count, isAfterSpace(part.next) { smallScale(&part) }
        var total: Int128 = 0
        var group = part.value
        var last = Int64.max
        while let scale = scale(part.next), scale < last {
            var unit = Int128(scale)
            part.next += 1
            while let further = self.scale(part.next), Int128(further) > unit {
                unit = min(unit * Int128(further), Self.valueMax)
                part.next += 1
            }
            total = min(total + min(group, Self.valueMax / unit) * unit, Self.valueMax)
            last = scale
            group = 0
            part.flags.insert(.inWords)
            if has(.half, part.next) {
                total += unit * Int128(NumberSpan.scale) / 2
                part.next += 1
                break
            }
            guard let (value, next, isOpen) = tail(at: part.next, behind: unit) else { break }
            if let further = self.scale(next), isOpen {
                guard further < scale else { break }
                group = value
                part.next = next
                continue
            }
            total += value
            part.next = next
            break
        }
        part.value = min(total + group, Self.valueMax)
        if part.next > start.next { part.end = Int(tokens[part.next - 1].end) }
        return part
    }

    /// `3 chục`, `2 trăm`, `2 trăm rưỡi` with the first number in digits.
    private func smallScale(_ part: inout Part) {
        if isChucWord(part.next) {
            part.value = min(part.value * 10, Self.valueMax)
            part.next += 1
        } else if has(.hundred, part.next) {
            part.value = min(part.value * 100, Self.valueMax)
            part.next += 1
            if let (value, next) = hundredTail(at: part.next) {
                part.value += Int128(value) * Int128(NumberSpan.scale)
                part.next = next
            }
        } else {
            return
        }
        part.flags.insert(.inWords)
        part.end = Int(tokens[part.next - 1].end)
    }

    /// What follows a scale: `… nghìn lẻ năm`, `… triệu hai`, `… nghìn năm trăm`; in
    /// ten-thousandths, with whether a further scale may follow.
    private func tail(at index: Int, behind unit: Int128) -> (Int128, next: Int, isOpen: Bool)? {
        let one = Int128(NumberSpan.scale)
        if has(.link, index), let group = group(at: index + 1, isFirst: false), group.value < 100 {
            return (Int128(group.value) * one, group.next, true)
        }
        if index < tokens.count, isAfterSpace(index), startsWithDigit(tokens[index]) {
            guard let digits = digits(at: index), digits.value < 1_000 * one else { return nil }
            let isTenth = digits.value < 10 * one && scale(digits.next) == nil
            return (isTenth ? digits.value * unit / 10 : digits.value, digits.next, true)
        }
        guard let group = group(at: index, isFirst: false), !group.isVague else { return nil }
        if group.isBareDigit, scale(group.next) == nil {
            return (Int128(group.value) * one * unit / 10, group.next, false)
        }
        return (Int128(group.value) * one, group.next, true)
    }
}
