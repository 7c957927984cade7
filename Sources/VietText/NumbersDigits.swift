extension NumberReader {
    func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The digit at a byte: ASCII or full-width.
    func digitValue(atByte position: Int) -> Int? {
        guard position < bytes.count else { return nil }
        if isDigit(bytes[position]) { return Int(bytes[position]) - 48 }
        guard position + 2 < bytes.count, bytes[position] == 0xEF, bytes[position + 1] == 0xBC,
            (0x90...0x99).contains(bytes[position + 2])
        else { return nil }
        return Int(bytes[position + 2]) - 0x90
    }

    /// A run of digits: its value (saturating), its length and where it ends.
    struct Run {
        var value: Int128 = 0
        var count = 0
        var end: Int
    }

    func run(atByte start: Int) -> Run {
        var run = Run(end: start)
        while let digit = digitValue(atByte: run.end) {
            run.value = min(run.value * 10 + Int128(digit), Self.valueMax)
            run.count += 1
            run.end += bytes[run.end] < 0x80 ? 1 : 3
        }
        return run
    }

    /// Where sums and products stop growing; far above what 64 bits hold.
    static let valueMax: Int128 = 1_000_000_000_000_000_000_000_000_000

    /// A number in digits with its points, comma and a glued `k` or `tr`; nil for what is none
    /// (`8A`, `15-7-2022`, `15h30`).
    func digits(at index: Int) -> Part? {
        let start = Int(tokens[index].start)
        let head = run(atByte: start)
        guard head.count > 0, !isChain(from: start) else { return nil }
        var part = Part(value: head.value * Int128(NumberSpan.scale), next: index, end: head.end)
        readGroups(head, into: &part)
        guard readSuffix(into: &part, at: index) else { return nil }
        part.next = token(from: part.end, after: index)
        return part
    }

    /// Reads `.250.000` or `,5` behind the first digits.
    private func readGroups(_ head: Run, into part: inout Part) {
        var value = head.value
        var end = head.end
        while head.count <= 3, end + 1 < bytes.count, bytes[end] == UInt8(ascii: ".") {
            let group = run(atByte: end + 1)
            guard group.count == 3 else { break }
            value = min(value * 1_000 + group.value, Self.valueMax)
            end = group.end
        }
        part.value = value * Int128(NumberSpan.scale)
        part.end = end
        guard end + 1 < bytes.count, digitValue(atByte: end + 1) != nil,
            bytes[end] == UInt8(ascii: ",") || bytes[end] == UInt8(ascii: ".")
        else { return }
        let isComma = bytes[end] == UInt8(ascii: ",")
        let fraction = run(atByte: end + 1)
        part.end = fraction.end
        if fraction.count > 4 {
            part.flags.insert(.outOfRange)
            return
        }
        var unit = Int128(NumberSpan.scale)
        for _ in 0..<fraction.count { unit /= 10 }
        part.value += fraction.value * unit
        // `1,250` may be an English thousand, `15.7` a day.
        if !isComma || fraction.count == 3 { part.flags.insert(.ambiguous) }
    }

    /// Reads letters glued behind the digits; false when they make it no number.
    private func readSuffix(into part: inout Part, at index: Int) -> Bool {
        let isCut = Int(tokens[index].end) == part.end
        if isCut, !tokens.contains(where: { Int($0.start) == part.end }) {
            return true  // What is glued on was taken for something else by the caller.
        }
        var letters = ""
        var position = part.end
        while position < bytes.count, letters.utf8.count < 8, isLetter(bytes[position]) {
            letters.unicodeScalars.append(Unicode.Scalar(bytes[position] | 0x20))
            position += 1
        }
        if position < bytes.count, bytes[position] >= 0xC3, bytes[position] < 0xF0,
            bytes[position] != 0xE2
        {
            return true  // A marked letter: a word glued on, as in `25hộ`.
        }
        guard !letters.isEmpty else { return true }
        let after = run(atByte: position)
        let isLast = after.end == bytes.count || !isLetter(bytes[after.end])
        if isLast, let scale = NumberWords.gluedScales[letters] {
            part.value = min(part.value * scale, Self.valueMax)
            part.end = position
            if after.count > 0 {
                var unit = scale * Int128(NumberSpan.scale)
                for _ in 0..<min(after.count, 12) { unit /= 10 }
                part.value = min(part.value + after.value * unit, Self.valueMax)
                part.end = after.end
            }
            return true
        }
        // `8A`, `15h30` and `4g` are names and hours; `25ho` is a number with its word glued on.
        return letters.utf8.count > 1 && after.count == 0
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Whether the digits begin or continue a row of three or more parts: a date, a phone number.
    private func isChain(from start: Int) -> Bool {
        guard let separator = separator(after: run(atByte: start).end) else { return false }
        let second = run(atByte: run(atByte: start).end + 1)
        guard second.count > 0, self.separator(after: second.end) == separator else { return false }
        let third = run(atByte: second.end + 1)
        let isGrouping = separator == UInt8(ascii: ".") && second.count == 3 && third.count == 3
        return third.count > 0 && !isGrouping
    }

    private func separator(after end: Int) -> UInt8? {
        guard end < bytes.count else { return nil }
        let separators = [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")]
        return separators.contains(bytes[end]) ? bytes[end] : nil
    }

    /// The token to go on with after one that is no number: past a whole date or phone number.
    func skipChain(at index: Int) -> Int {
        let start = Int(tokens[index].start)
        guard startsWithDigit(tokens[index]), isChain(from: start) else { return index + 1 }
        var end = run(atByte: start).end
        while let _ = separator(after: end) {
            let next = run(atByte: end + 1)
            guard next.count > 0 else { break }
            end = next.end
        }
        return max(token(from: end, after: index), index + 1)
    }
}
