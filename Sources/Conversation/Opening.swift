import VietText

/// How a text hangs on what was said before.
package enum Link: Hashable, Sendable {
    /// It stands for itself.
    case none
    /// "không phải, ý tôi là …": it replaces what was understood.
    case correction
    /// "còn … thì sao?": the same question about something else, or more about the same.
    case continuation
}

/// The words at the beginning of a text that tie it to what was said before.
struct Opening {
    let link: Link

    /// The text behind them, of a continuation without the "thì sao" at its end; the whole text
    /// when there are none, or when nothing is left.
    let rest: String

    init(_ text: String) {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        let opened = Self.correctionEnd(tokens)
        if let opened, opened < tokens.count {
            link = .correction
            rest = Self.text(text, from: tokens[opened])
        } else {
            let first = Self.length(of: Self.polite, in: tokens, at: 0)
            let continued = Self.length(of: Self.continuing, in: tokens, at: first)
            link = continued > 0 ? .continuation : .none
            let end = continued > 0 ? Self.startOfTail(tokens) : tokens.count
            rest =
                end < tokens.count && end > first + continued
                ? String(decoding: text.utf8.prefix(Int(tokens[end].start)), as: UTF8.self) : text
        }
    }

    // MARK: Words

    private typealias Words = [[Syllable]]

    private static let polite = words("dạ", "vâng", "à", "ủa", "ơ", "ờ", "ạ", "ad ơi", "bot ơi")
    private static let continuing = words(
        "còn", "thế còn", "vậy còn", "thế", "thế thì", "vậy thì", "rồi còn", "còn nếu")
    private static let tails = words("thì sao", "thì thế nào", "thì như thế nào", "sao", "ra sao")
    private static let closing = words("ạ", "vậy", "nhỉ", "hả", "nhé", "nha", "ad", "bot", "em")
    private static let negations = words(
        "không phải", "ko phải", "k phải", "hong phải", "hông phải", "hổng phải", "không",
        "không đúng", "sai rồi", "nhầm rồi", "nhầm", "lộn rồi", "lộn", "không phải vậy",
        "không phải thế", "không phải đâu", "không phải cái đó", "không phải cái này")
    private static let people = words(
        "em", "tôi", "mình", "con", "cháu", "anh", "chị", "tui", "bác", "cô", "chú", "tớ")

    /// Words after which the thing that was really meant is named; `_` stands for who speaks.
    private static let pointers: [[String]] = [
        ["ý", "_", "là"], ["ý", "là"], ["ý", "_", "hỏi"], ["ý", "_", "muốn hỏi"],
        ["ý", "_", "nói"], ["ý", "_", "muốn nói"], ["mà là"],
    ]
    private static let askingPointers: [[String]] = [
        ["_", "hỏi"], ["_", "muốn hỏi"], ["_", "đang hỏi"], ["_", "cần"], ["_", "muốn"],
    ]
    private static let linking = words("là", "về", "rằng", "cái", "vụ")

    private static let sayings = pointers.map(pattern)
    private static let askings = askingPointers.map(pattern)

    private static func words(_ phrases: String...) -> Words {
        phrases.map { Syllable.words(of: $0) }
    }

    private static func pattern(_ parts: [String]) -> [Words] {
        parts.map { $0 == "_" ? people : words($0) }
    }

    // MARK: Reading

    /// Words of the text that are looked at: a correction comes at the beginning or not at all.
    private static let reach = 16

    /// Returns the number of tokens before what was really meant; nil when nothing is corrected.
    private static func correctionEnd(_ tokens: [Token]) -> Int? {
        let start = length(of: polite, in: tokens, at: 0)
        let negated = length(of: negations, in: tokens, at: start)
        let isBreak =
            start + negated < tokens.count && tokens[start + negated].flags.contains(.afterBreak)
        // "không biết em cần gì" denies nothing: a bare "không" needs a comma behind it.
        let isPlain = negated > 1 || negated > 0 && isBreak
        for index in start..<max(start, min(tokens.count, reach)) {
            let patterns = isPlain && index > start ? sayings + askings : sayings
            // Without a denial before it, only the very first words can point.
            guard negated > 0 || index == start else { break }
            if let end = patterns.lazy.compactMap({ end(of: $0, in: tokens, at: index) }).max() {
                return end + length(of: linking, in: tokens, at: end)
            }
        }
        return negated > 0 && isBreak ? start + negated : nil
    }

    /// Returns the first token of "thì sao ạ" at the end; the count of tokens when it is not there.
    private static func startOfTail(_ tokens: [Token]) -> Int {
        for start in tokens.indices {
            var end = start + length(of: tails, in: tokens, at: start)
            guard end > start else { continue }
            while length(of: closing, in: tokens, at: end) > 0 { end += 1 }
            if end == tokens.count { return start }
        }
        return tokens.count
    }

    private static func end(of pattern: [Words], in tokens: [Token], at start: Int) -> Int? {
        var index = start
        for part in pattern {
            let length = length(of: part, in: tokens, at: index)
            guard length > 0 else { return nil }
            index += length
        }
        return index
    }

    /// Tokens that the longest fitting phrase takes; 0 when none fits.
    private static func length(of phrases: Words, in tokens: [Token], at start: Int) -> Int {
        var longest = 0
        for phrase in phrases
        where phrase.count > longest && start + phrase.count <= tokens.count {
            let fits = zip(phrase, tokens[start...]).allSatisfy { word, token in
                token.key == word.key && token.marks.agrees(with: word.marks)
            }
            if fits { longest = phrase.count }
        }
        return longest
    }

    private static func text(_ text: String, from token: Token) -> String {
        String(decoding: text.utf8.dropFirst(Int(token.start)), as: UTF8.self)
    }
}
