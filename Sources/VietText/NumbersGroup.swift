extension NumberReader {
    /// Reads a group of at most three digits in words: `mười hai`, `hai trăm lẻ năm`, `ba bảy`.
    func group(at index: Int, isFirst: Bool) -> Group? {
        guard let word = numberWord(index, isFirst: isFirst) else { return nil }
        switch word.role {
        case .digit(_, isForm: true) where isFirst && !isExpected && isTensWord(index + 1):
            // `lam muoi mot` is làm mười một: lăm never stands before mươi.
            return nil
        case .digit(let digit, _):
            return group(headed: digit, at: index + 1)
        case .zero:
            return isHundred(index + 1)
                ? hundreds(0, at: index + 2) : Group(value: 0, next: index + 1, isBareDigit: false)
        case .ten:
            // Behind a digit an unmarked `muoi` is read as mươi; here it begins a number.
            return withUnit(Group(value: 10, next: index + 1))
        case .contracted(let tens):
            guard let unit = unit(index + 1) else { return nil }
            return Group(value: tens + unit, next: index + 2)
        case .tens(let isChuc):
            var group = Group(value: 10, next: index + 1, isVague: true)
            if isChuc { group.halfTenths = 50 }
            return group
        case .hundred:
            var group = hundreds(1, at: index + 1)
            group.isVague = group.next == index + 1
            return group
        case .scale, .link, .half, .halfAlone:
            return nil
        }
    }

    private func group(headed digit: Int, at next: Int) -> Group? {
        if isTensWord(next) {
            var group = Group(value: digit * 10, next: next + 1)
            if isChucWord(next) { group.halfTenths = 50 }
            if isLink(next + 1), let unit = unit(next + 2) {
                return Group(value: digit * 10 + unit, next: next + 3)
            }
            group = withUnit(group)
            return group
        }
        if isHundred(next) { return hundreds(digit, at: next + 1) }
        if digit >= 2, let unit = unit(next), !isTensWord(next + 1), !isHundred(next + 1),
            !isScale(next + 1) || isForm(next)
        {
            return Group(value: digit * 10 + unit, next: next + 1, isPair: !isForm(next))
        }
        return Group(value: digit, next: next, isBareDigit: true)
    }

    /// Adds the unit behind a ten, unless that unit begins a group of its own (`mười hai trăm`).
    private func withUnit(_ group: Group) -> Group {
        guard let unit = unit(group.next), !isTensWord(group.next + 1), !isHundred(group.next + 1)
        else { return group }
        return Group(value: group.value + unit, next: group.next + 1)
    }

    private func hundreds(_ digit: Int, at next: Int) -> Group {
        guard let (value, after) = hundredTail(at: next) else {
            return Group(value: digit * 100, next: next, halfTenths: 500)
        }
        return Group(value: digit * 100 + value, next: after)
    }

    /// What follows trăm: `lẻ năm`, `rưỡi`, `hai mươi`, or a digit that means tens (`trăm hai`).
    func hundredTail(at next: Int) -> (value: Int, next: Int)? {
        if isLink(next), let unit = unit(next + 1) { return (unit, next + 2) }
        if isHalf(next) { return (50, next + 1) }
        guard let word = numberWord(next, isFirst: false) else { return nil }
        switch word.role {
        case .ten, .contracted:
            guard let group = group(at: next, isFirst: false) else { return nil }
            return (group.value, group.next)
        case .digit(let digit, _):
            if isTensWord(next + 1) || unit(next + 1) != nil {
                guard let group = group(at: next, isFirst: false), group.value < 100 else {
                    return nil
                }
                return (group.value, group.next)
            }
            guard !isHundred(next + 1) else { return nil }
            return (digit * 10, next + 1)
        default:
            return nil
        }
    }
}
