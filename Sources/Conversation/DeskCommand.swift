import VietText

/// What an official types about the list of unanswered questions.
enum DeskCommand: Hashable {
    /// `trả lời #Q12 …`; the number is nil when none can be read, the answer may be blank.
    case answer(number: Int64?, text: String)
    /// `bỏ #Q12`.
    case drop(number: Int64?)
    /// `danh sách câu hỏi`.
    case list

    /// Reads a text; nil when it is none of these.
    init?(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        var tokens: [Token] = []
        scan(text, into: &tokens)
        if Self.lists.contains(where: { Self.begins(tokens, with: $0) && tokens.count == $0.count })
        {
            self = .list
            return
        }
        if let verb = Self.answering.first(where: { Self.begins(tokens, with: $0) }),
            let (number, end) = Self.number(in: tokens, at: verb.count, of: text)
        {
            let rest = String(decoding: text.utf8.dropFirst(end), as: UTF8.self)
                .drop { $0.isWhitespace || ":,.;-–".contains($0) }
            self = .answer(number: number, text: String(rest))
            return
        }
        if let verb = Self.dropping.first(where: { Self.begins(tokens, with: $0) }),
            let (number, _) = Self.number(in: tokens, at: verb.count, of: text, needsLetter: true)
        {
            self = .drop(number: number)
            return
        }
        return nil
    }

    // MARK: Words

    private static let answering = phrases("trả lời câu hỏi", "trả lời câu", "trả lời", "tl", "rep")
    private static let dropping = phrases(
        "bỏ qua câu hỏi", "bỏ câu hỏi", "bỏ qua", "bỏ câu", "bỏ", "hủy câu hỏi", "hủy")
    private static let lists = phrases(
        "danh sách câu hỏi", "xem danh sách câu hỏi", "ds câu hỏi", "câu hỏi chờ",
        "xem câu hỏi", "câu hỏi chưa trả lời", "danh sách câu hỏi chưa trả lời")

    private static func phrases(_ texts: String...) -> [[Syllable]] {
        texts.map { Syllable.words(of: $0) }
    }

    private static func begins(_ tokens: [Token], with phrase: [Syllable]) -> Bool {
        phrase.count <= tokens.count
            && zip(phrase, tokens).allSatisfy { word, token in
                word.key == token.key && token.marks.agrees(with: word.marks)
            }
    }

    /// The number of `#Q12`, `Q12`, `q 12` or `#12`, and where its words end in bytes.
    ///
    /// Reports have numbers too: `#A12` is none of a question, nor is `#12` where the letter is
    /// needed.
    ///
    /// - Returns: Nil when nothing there looks like a question's number; a nil number when it looks
    ///   like one and cannot be read.
    private static func number(
        in tokens: [Token], at index: Int, of text: String, needsLetter: Bool = false
    ) -> (number: Int64?, end: Int)? {
        guard index < tokens.count else { return nil }
        let token = tokens[index]
        let bytes = Array(text.utf8)
        let hasHash = token.start > 0 && bytes[Int(token.start) - 1] == UInt8(ascii: "#")
        let typed = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
        guard let first = typed.first else { return nil }
        if first == "q" || first == "Q" {
            let digits = typed.dropFirst()
            if digits.isEmpty, index + 1 < tokens.count,
                tokens[index + 1].flags.contains(.hasDigit)
            {
                let next = tokens[index + 1]
                let typed = String(decoding: bytes[Int(next.start)..<Int(next.end)], as: UTF8.self)
                return (value(typed), Int(next.end))
            }
            // "trả lời quá lâu" is no number: without a sharp it must begin with a digit.
            guard hasHash || digits.first?.isASCIIDigit == true else { return nil }
            return (value(digits), Int(token.end))
        }
        guard hasHash, !needsLetter, first.isASCIIDigit else { return nil }
        return (value(typed), Int(token.end))
    }

    private static func value(_ digits: some StringProtocol) -> Int64? {
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit), let value = Int64(digits),
            value > 0
        else { return nil }
        return value
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
