import VietText

/// A number that a range slot may take.
struct NumberCandidate {
    /// The item after the last that it covers.
    var end: Int
    var value: Double
    var isDigits: Bool
}

extension CommandMessage {
    /// Returns the numbers that begin at an item, the longest first.
    ///
    /// `hai mươi lăm độ` gives 25, 20 and 2: which of them counts is for the sentence.
    func numbers(
        at first: Int, upTo limit: Int, _ items: [CommandItem], _ vocabulary: CommandVocabulary
    ) -> [NumberCandidate] {
        var end = first
        while end < limit, end - first < Self.longestNumber,
            vocabulary.traits[Int(items[end].wordClass)].contains(.numeric),
            end == first || items[end].token == items[end - 1].token + 1
        { end += 1 }
        var found: [NumberCandidate] = []
        while end > first {
            let (begin, last) = (Int(items[first].token), Int(items[end - 1].token))
            let part = Array(tokens[...last])
            if let number = number(in: text, tokens: part, at: begin),
                number.tokens == begin..<(last + 1), number.second == nil,
                !number.flags.contains(.outOfRange)
            {
                let size = Double(number.value) / Double(NumberSpan.scale)
                found.append(
                    NumberCandidate(
                        end: end, value: number.flags.contains(.negative) ? -size : size,
                        isDigits: !number.flags.contains(.inWords)))
            }
            end -= 1
        }
        return found
    }

    /// The most words of one number: `chín trăm chín mươi chín nghìn chín trăm chín mươi chín`.
    private static let longestNumber = 16

    private func number(in text: String, tokens: [Token], at index: Int) -> NumberSpan? {
        VietText.number(in: text, tokens: tokens, at: index)
    }
}

extension CommandSource.NumberRange {
    /// Returns what the slot takes for a number, or nil when it is not in the range.
    func output(for number: Double, isDigits: Bool) -> Double? {
        guard isDigits ? acceptsDigits : acceptsWords, contains(number) else { return nil }
        return number * (multiplier ?? 1)
    }

    private func contains(_ number: Double) -> Bool {
        let whole = number.rounded(.down)
        let rest = number - whole
        let isPart =
            switch fractions {
            case nil: rest == 0
            case .halves: rest == 0 || rest == 0.5
            case .tenths: abs(rest * 10 - (rest * 10).rounded()) < 1e-9
            }
        guard isPart, whole >= Double(lower), whole <= Double(upper) else { return false }
        return (Int(whole) - lower) % step == 0
    }
}
