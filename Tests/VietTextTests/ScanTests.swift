import Testing
import VietText

@Suite struct ScanTests {
    /// One row of the table: what a person typed, the tokens expected, and why the row exists.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let expected: String
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(typed: "Khai sinh ở đâu?", expected: "khai sinh o dau?", reason: "marks and case go"),
        Row(typed: "e\u{302}\u{301}", expected: "e", reason: "decomposed, canonical order"),
        Row(typed: "e\u{301}\u{302}", expected: "e", reason: "decomposed, tone typed first"),
        Row(typed: "\u{E9}\u{302}", expected: "e", reason: "half composed"),
        Row(typed: "ĐĂNG KÝ", expected: "DANG KY", reason: "đ has no decomposition"),
        Row(typed: "Ðăng ðất", expected: "dang dat", reason: "eth typed for đ"),
        Row(typed: "hoà hòa", expected: "hoa hoa", reason: "old and new tone placement"),
        Row(typed: "kh\u{200B}ai s\u{AD}inh", expected: "khai sinh", reason: "zero-width vanishes"),
        Row(typed: "ｋｈａｉ　ｓｉｎｈ１２？", expected: "khai sinh12?", reason: "full-width"),
        Row(typed: "хе ｍáу", expected: "xe may", reason: "Cyrillic look-alikes"),
        Row(typed: "𝐤𝐡𝐚𝐢 𝘴𝘪𝘯𝘩 𝟐", expected: "khai sinh 2", reason: "fancy fonts"),
        Row(typed: "con😀em", expected: "con,em", reason: "an emoji separates"),
        Row(typed: "1️⃣ căn cước", expected: "1 can cuoc", reason: "keycap digits"),
        Row(typed: "25hộ 12k", expected: "25ho 12k", reason: "digits and letters stay together"),
        Row(typed: "1.250 7/9", expected: "1-250 7-9", reason: "punctuation inside glues"),
        Row(typed: "xong. mai nộp", expected: "xong.mai nop", reason: "full stop before space"),
        Row(typed: "tp.hcm", expected: "tp-hcm", reason: "a full stop inside ends nothing"),
        Row(typed: "gì vậy ?!", expected: "gi vay?", reason: "question mark after a space"),
        Row(typed: "m² ２０", expected: "m2 20", reason: "superscript digits"),
        Row(typed: "", expected: "", reason: "nothing at all"),
        Row(typed: " \n\u{301}?? ", expected: "", reason: "no letter at all"),
        Row(typed: "dichvucong", expected: "dichvuc~", reason: "long words are hashed"),
        Row(typed: "政府 ok", expected: "~ ok", reason: "a script of another language"),
    ]

    @Test(arguments: rows)
    func cutsATextIntoTokens(_ row: Row) {
        var tokens: [Token] = []
        scan(row.typed, into: &tokens)
        #expect(Self.drawn(tokens) == row.expected)
    }

    /// Tokens as folded text: a space between tokens, `-` when glued, `.` `,` after a sentence end or
    /// another break, `?` before a question mark, capitals for capitals.
    static func drawn(_ tokens: [Token]) -> String {
        var text = ""
        for (index, token) in tokens.enumerated() {
            if index > 0 {
                let asked = tokens[index - 1].flags.contains(.beforeQuestionMark)
                text +=
                    token.flags.contains(.isGlued)
                    ? "-"
                    : asked
                        ? " "
                        : token.flags.contains(.afterSentenceEnd)
                            ? "." : token.flags.contains(.afterBreak) ? "," : " "
            }
            let letters = Syllable(token).letters
            text += token.flags.contains(.isUppercase) ? letters.uppercased() : letters
            if token.flags.contains(.isLong), letters.isEmpty { text += "~" }
            if token.flags.contains(.beforeQuestionMark) { text += "?" }
        }
        return text
    }

    @Test func spansPointIntoTheText() {
        let text = "Cho em hỏi: làm “căn cước” 🙂 ở đâu?"
        var tokens: [Token] = []
        scan(text, into: &tokens)
        let bytes = Array(text.utf8)
        let words = tokens.map {
            String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self)
        }
        #expect(words == ["Cho", "em", "hỏi", "làm", "căn", "cước", "ở", "đâu"])
    }

    @Test func typedMarksAgreeWithTheWordTheyBelongTo() throws {
        let pairs: [(typed: String, word: String, agrees: Bool)] = [
            ("ma", "mã", true), ("má", "mã", false), ("mả", "mã", true), ("mã", "mả", true),
            ("hoà", "hòa", true), ("hoa", "hòa", true), ("hòa", "hoa", false),
            ("duong", "đường", true), ("đuong", "đường", true), ("dường", "đường", true),
            ("đưởng", "đường", false), ("thúy", "thuý", true), ("quí", "quí", true),
        ]
        for (typed, word, agrees) in pairs {
            let left = try #require(Syllable(typed))
            let right = try #require(Syllable(word))
            #expect(left.key == right.key)
            #expect(left.marks.agrees(with: right.marks) == agrees, "\(typed) for \(word)")
        }
    }

    @Test func bytesThatAreNotUtf8NeverTrap() {
        var tokens: [Token] = []
        for lead in UInt8.min...UInt8.max {
            for tail in [[], [0x80], [0xFF, 0xC3], [0xC3, 0x28, 0xE1], [0xF0, 0x9F, 0xFF, 0xFF]] {
                let bytes = [UInt8(ascii: "a"), lead] + tail.map(UInt8.init)
                scan(bytes.span, into: &tokens)
                for token in tokens {
                    #expect(token.start < token.end && Int(token.end) <= bytes.count)
                }
            }
        }
    }
}
