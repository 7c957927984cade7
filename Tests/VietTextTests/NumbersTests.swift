import Testing
import VietText

@Suite struct NumbersTests {
    /// One row of the table: a text, the numbers in it as `drawn` writes them, and why it exists.
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let expected: String
        let reason: String
        var testDescription: String { "\(text): \(reason)" }
    }

    static let rows = [
        Row(text: "1.250 hộ", expected: "1250", reason: "points between thousands"),
        Row(text: "1.250.000", expected: "1250000", reason: "two points are no date"),
        Row(text: "1,5 ha", expected: "1.5", reason: "decimal comma"),
        Row(text: "1,250 hộ", expected: "1.25?", reason: "perhaps an English thousand"),
        Row(text: "12k", expected: "12000", reason: "k for thousand"),
        Row(text: "1k2 cái", expected: "1200", reason: "digits behind k"),
        Row(text: "1tr2", expected: "1200000", reason: "digits behind tr"),
        Row(text: "1tr250", expected: "1250000", reason: "three digits behind tr"),
        Row(text: "25hộ", expected: "25", reason: "a marked word glued on"),
        Row(text: "25ho", expected: "25", reason: "an unmarked word glued on"),
        Row(text: "ấp 8A", expected: "", reason: "a name with a number is none"),
        Row(text: "15h30", expected: "", reason: "an hour is none"),
        Row(text: "06 buổi", expected: "6", reason: "leading zero"),
        Row(text: "mười hai", expected: "12", reason: "plain words"),
        Row(text: "muoi hai", expected: "12", reason: "no marks"),
        Row(text: "hai chục", expected: "20", reason: "chục for mươi"),
        Row(text: "chục hộ", expected: "10~", reason: "a dozen or so"),
        Row(text: "hai chục rưỡi", expected: "25", reason: "half of a ten"),
        Row(text: "một trăm linh năm", expected: "105", reason: "linh"),
        Row(text: "một trăm lẻ năm", expected: "105", reason: "lẻ"),
        Row(text: "một trăm lẽ năm", expected: "105", reason: "hỏi and ngã merge"),
        Row(text: "trăm rưỡi", expected: "150", reason: "a hundred and a half"),
        Row(text: "trăm hai", expected: "120", reason: "tens left out"),
        Row(text: "hai trăm rưỡi", expected: "250", reason: "half of a hundred"),
        Row(text: "một rưỡi", expected: "1.5", reason: "half of one"),
        Row(text: "nửa triệu", expected: "500000", reason: "half of a scale"),
        Row(text: "hai lăm", expected: "25", reason: "mươi left out, form of five"),
        Row(text: "bốn lăm", expected: "45", reason: "mươi left out, form of five"),
        Row(text: "ba bảy", expected: "37?", reason: "mươi left out, perhaps two numbers"),
        Row(text: "hăm mốt", expected: "21", reason: "contracted twenty"),
        Row(text: "hai mươi tư", expected: "24", reason: "tư"),
        Row(text: "hai mươi bốn", expected: "24", reason: "bốn in the same place"),
        Row(text: "hai muoi lam", expected: "25", reason: "unmarked lăm"),
        Row(text: "mười nhăm", expected: "15", reason: "northern nhăm"),
        Row(text: "một nghìn hai", expected: "1200", reason: "tenth of a scale"),
        Row(text: "một ngàn không trăm linh năm", expected: "1005", reason: "full form"),
        Row(text: "hai mươi ba nghìn bốn trăm", expected: "23400", reason: "thousands"),
        Row(text: "1 triệu 2", expected: "1200000", reason: "digits and words mixed"),
        Row(text: "12 nghìn 500", expected: "12500", reason: "digits behind a scale word"),
        Row(text: "3 chục hộ", expected: "30", reason: "digit and chục"),
        Row(text: "2 trăm rưỡi", expected: "250", reason: "digit and trăm rưỡi"),
        Row(text: "hai nghìn tỷ", expected: "2000000000000", reason: "a scale of a scale"),
        Row(text: "7/9 hồ sơ", expected: "7/9?", reason: "a ratio that may be a day"),
        Row(text: "44/44", expected: "44/44", reason: "no such day"),
        Row(text: "7 trên 9", expected: "7/9", reason: "ratio in words"),
        Row(text: "bảy trên chín", expected: "7/9", reason: "ratio all in words"),
        Row(text: "15 trên tổng số 20", expected: "15/20", reason: "words before the whole"),
        Row(text: "gần 30", expected: "30~", reason: "nearly"),
        Row(text: "khoảng hai chục", expected: "20~", reason: "about"),
        Row(text: "a Hơn đi 6 hộ", expected: "6", reason: "hơn is a name here"),
        Row(text: "hơn 20", expected: "20~", reason: "more than"),
        Row(text: "30 mấy hộ", expected: "30~", reason: "thirty-odd"),
        Row(text: "~30", expected: "30~", reason: "tilde"),
        Row(text: "=> 13 hộ", expected: "13", reason: "an arrow is no comparison"),
        Row(text: "34,2%", expected: "34.2%", reason: "percent"),
        Row(text: "85 phần trăm", expected: "85%", reason: "percent in words"),
        Row(text: "5-7 hộ", expected: "5..7~", reason: "range"),
        Row(text: "5 đến 7", expected: "5..7~", reason: "range in words"),
        Row(text: "ba bốn hộ", expected: "3..4?~", reason: "digits that follow each other"),
        Row(text: "hai ba chục", expected: "20..30?~", reason: "range of tens"),
        Row(text: "hộ: -5", expected: "-5", reason: "minus"),
        Row(text: "-5 hộ", expected: "-5", reason: "no list, so a minus"),
        Row(text: "báo cáo\n-5 hộ", expected: "5", reason: "a bullet at the head of a line"),
        Row(text: "- 5 hộ", expected: "5", reason: "a bullet with a space"),
        Row(text: "15-7-2022", expected: "", reason: "a date is no number"),
        Row(text: "16/8/2022", expected: "", reason: "a date is no ratio"),
        Row(text: "0978-112-233", expected: "", reason: "a phone number is none"),
        Row(text: "năm hộ", expected: "5?", reason: "five or year"),
        Row(text: "nam ho", expected: "5?", reason: "unmarked five or year"),
        Row(text: "bảy hộ", expected: "7", reason: "marks make it sure"),
        Row(text: "bay gio", expected: "7?", reason: "unmarked seven or bây"),
        Row(text: "không có ai", expected: "", reason: "không is not"),
        Row(text: "lam viec", expected: "", reason: "lăm needs a ten before it"),
        Row(text: "ba, bốn", expected: "3? 4", reason: "a comma separates"),
        Row(text: "99999999999999999999 hộ", expected: "!", reason: "overflow is flagged"),
        Row(text: "chín tỷ tỷ tỷ tỷ tỷ", expected: "9000000000", reason: "scales must grow"),
        Row(text: "0,123456", expected: "!", reason: "too many decimals"),
        Row(text: "２５ hộ", expected: "25", reason: "full-width digits"),
        Row(text: "", expected: "", reason: "nothing at all"),
        Row(text: "1️⃣ hộ", expected: "1", reason: "keycap"),
    ]

    @Test(arguments: rows)
    func findsTheNumbersOfAText(_ row: Row) {
        #expect(Self.drawn(row.text) == row.expected)
    }

    /// Numbers as digits: `?` ambiguous, `~` approximate, `!` out of range, `..` a range.
    static func drawn(_ text: String) -> String {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        return numbers(in: text, tokens: tokens).map(drawn).joined(separator: " ")
    }

    static func drawn(_ span: NumberSpan) -> String {
        if span.flags.contains(.outOfRange) { return "!" }
        var text = span.flags.contains(.negative) ? "-" : ""
        text += decimal(span.value)
        if let second = span.second {
            text += (span.kind == .ratio ? "/" : "..") + decimal(second)
        }
        if span.kind == .percent { text += "%" }
        if span.flags.contains(.ambiguous) { text += "?" }
        return span.flags.contains(.approximate) ? text + "~" : text
    }

    private static func decimal(_ value: Int64) -> String {
        var fraction = String(value % NumberSpan.scale + NumberSpan.scale).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return String(value / NumberSpan.scale) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    @Test func wordsThatAreDoubtfulCountWhereANumberIsExpected() {
        for (text, value) in [("không", 0), ("nam", 5), ("tư", 4), ("ba", 3), ("muoi", 10)] {
            var tokens: [Token] = []
            scan(text, into: &tokens)
            let span = number(in: text, tokens: tokens, at: 0)
            #expect(span?.value == Int64(value) * NumberSpan.scale, "\(text)")
        }
        #expect(number(in: "", tokens: [], at: 0) == nil)
    }

    @Test func spansPointIntoTheText() throws {
        let text = "nay đi được hai mươi lăm hộ"
        var tokens: [Token] = []
        scan(text, into: &tokens)
        let span = try #require(numbers(in: text, tokens: tokens).first)
        #expect(String(decoding: Array(text.utf8)[span.bytes], as: UTF8.self) == "hai mươi lăm")
        #expect(span.tokens == 3..<6)
    }

    @Test func anyBytesAreReadWithoutATrap() {
        var random = SplitMix(seed: 7)
        let alphabet = Array("0123456789./-,%k~+ năm mươi trăm nghìn tỷ rưỡi lẻ chục hai\n<>=hTr")
        for _ in 0..<4_000 {
            let length = Int(random.next() % 40)
            let text = String(
                (0..<length).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
            var tokens: [Token] = []
            scan(text, into: &tokens)
            var last = 0
            for span in numbers(in: text, tokens: tokens) {
                #expect(span.tokens.lowerBound >= last && !span.tokens.isEmpty, "\(text)")
                last = span.tokens.upperBound
                #expect(span.bytes.upperBound <= text.utf8.count, "\(text)")
            }
        }
    }
}

/// A seeded generator, so that a failure repeats.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
