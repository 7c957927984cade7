import Testing
import VietText

/// Every way to say a number in words, as an oracle for the reader.
enum SpokenNumber {
    /// Returns all spellings of a number from 0 to 99,999, the school form first.
    static func spellings(of number: Int) -> [String] {
        number < 1_000 ? group(number, isLeading: true) : thousands(number)
    }

    private static let digits = [
        "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
    ]

    private static func digit(_ digit: Int) -> [String] {
        digit == 7 ? ["bảy", "bẩy"] : [digits[digit]]
    }

    /// The unit behind a ten; `isTeen` behind mười.
    private static func unit(_ unit: Int, isTeen: Bool) -> [String] {
        switch unit {
        case 1: isTeen ? ["một"] : ["mốt", "một"]
        case 4: isTeen ? ["bốn", "tư"] : ["tư", "bốn"]
        case 5: ["lăm", "nhăm", "năm"]
        default: digit(unit)
        }
    }

    private static func belowHundred(_ number: Int) -> [String] {
        let (ten, one) = (number / 10, number % 10)
        switch (ten, one) {
        case (0, _): return digit(one)
        case (1, 0): return ["mười", "một chục"]
        case (1, _): return unit(one, isTeen: true).map { "mười \($0)" }
        case (_, 0): return digit(ten).flatMap { ["\($0) mươi", "\($0) chục"] }
        default:
            var result = digit(ten).flatMap { ten in
                unit(one, isTeen: false).map { "\(ten) mươi \($0)" }
            }
            if ten == 2 { result += unit(one, isTeen: false).map { "hăm \($0)" } }
            if [1, 4, 5].contains(one) {
                let forms = unit(one, isTeen: false).prefix(1)
                result += digit(ten).flatMap { ten in forms.map { "\(ten) \($0)" } }
            }
            return result
        }
    }

    private static func group(_ number: Int, isLeading: Bool) -> [String] {
        let (hundred, rest) = (number / 100, number % 100)
        if hundred == 0, isLeading { return belowHundred(rest) }
        let heads = digit(hundred).map { "\($0) trăm" }
        if rest == 0 { return heads }
        var tails =
            rest < 10 ? digit(rest).flatMap { ["linh \($0)", "lẻ \($0)"] } : belowHundred(rest)
        if rest == 50 { tails.append("rưỡi") }
        if rest > 10, rest % 10 == 0, rest != 50 { tails.append(digits[rest / 10]) }
        return heads.flatMap { head in tails.map { "\(head) \($0)" } }
    }

    private static func thousands(_ number: Int) -> [String] {
        let (thousand, rest) = (number / 1_000, number % 1_000)
        let heads = belowHundred(thousand).prefix(3).flatMap { ["\($0) nghìn", "\($0) ngàn"] }
        if rest == 0 { return heads }
        var tails = Array(group(rest, isLeading: false).prefix(6))
        if rest < 10 { tails.append("lẻ \(digits[rest])") }
        if rest == 500 { tails.append("rưỡi") }
        if rest % 100 == 0, rest > 100, rest != 500 { tails.append(digits[rest / 100]) }
        return heads.flatMap { head in tails.map { "\(head) \($0)" } }
    }
}

@Suite struct NumbersSpokenTests {
    private func value(_ text: String) -> Int64? {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        guard let span = number(in: text, tokens: tokens, at: 0), span.tokens == 0..<tokens.count,
            span.kind == .cardinal
        else { return nil }
        return span.value
    }

    /// All below 2,000, then every 37th: each spelling, with and without its marks.
    @Test func everySpellingGivesItsNumber() {
        var spellings = 0
        var wrong: [String] = []
        for number in Array(0..<2_000) + Array(stride(from: 2_000, through: 99_999, by: 37)) {
            for text in SpokenNumber.spellings(of: number) {
                spellings += 1
                if value(text) != Int64(number) * NumberSpan.scale {
                    wrong.append("\(number) \(text)")
                }
                if value(folded(text)) != Int64(number) * NumberSpan.scale {
                    wrong.append("\(number) \(folded(text))")
                }
            }
        }
        #expect(spellings > 20_000)
        #expect(wrong.isEmpty, "\(wrong.count) of \(spellings): \(wrong.prefix(20))")
    }
}
