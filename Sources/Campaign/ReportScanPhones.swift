import VietText

extension ReportScan {
    /// Digits in groups that make up a phone or identity number.
    mutating func findPhones() {
        var index = 0
        while index < text.tokens.count {
            var end = index
            var digits = 0
            while end < text.tokens.count, isNumber(end), uses[end] == nil,
                !text.tokens[end].flags.contains(.hasLetter), end == index || isPhoneGap(end)
            {
                digits += Int(text.tokens[end].end - text.tokens[end].start)
                end += 1
            }
            let startsWithZero =
                end > index && text.bytes[Int(text.tokens[index].start)] == UInt8(ascii: "0")
            if startsWithZero, (9...12).contains(digits) { use(index..<end, as: .other) }
            index = max(end, index + 1)
        }
    }

    private func isPhoneGap(_ index: Int) -> Bool {
        let gap = text.gap(before: index)
        return gap.count == 1
            && (gap.first == UInt8(ascii: " ") || gap.first == UInt8(ascii: ".")
                || gap.first == UInt8(ascii: "-"))
    }
}
