import VietText

/// What people type about difficulties by number (`#K12`).
struct DifficultyCommand: Hashable {
    /// What is to be done.
    enum Action: Hashable {
        /// `nhận #K12`, `để tôi lo K12`.
        case take
        /// `xong #K12: đã mượn máy in xã`; the words of how may be blank.
        ///
        /// Not `isPlain` when it only reads so, as in "K12 xong rồi, hôm nay 25 hộ".
        case resolve(how: String, isPlain: Bool)
        /// `#K12`, `xem K12`, `K12 tới đâu rồi`.
        case show
        /// `chuyển #K12 lên xã`; the kind of unit named, folded, or nil.
        case passUp(kind: [UInt64]?)
    }

    let action: Action

    /// The numbers named, each once, in the order of the text; nil for one that cannot be read.
    let numbers: [Int64?]

    /// Reads a text; nil when it is none of these.
    init?(_ text: String) {
        let words = TicketWords(text)
        guard !words.tickets.isEmpty, let action = Self.action(of: words) else { return nil }
        self.action = action
        var numbers: [Int64?] = []
        for number in words.tickets where !numbers.contains(number) { numbers.append(number) }
        self.numbers = numbers
    }

    /// The first number in a text, read by the same rules, and a word of how behind or before it.
    static func resolution(in text: String) -> (number: Int64?, how: String)? {
        let words = TicketWords(text)
        guard let number = words.tickets.first else { return nil }
        return (number, words.how)
    }

    private static func action(of words: TicketWords) -> Action? {
        let outside = words.before + words.after
        let rest = outside.filter { !$0.isAny(of: fillers) }
        let asks = outside.contains { $0.flags.contains(.beforeQuestionMark) }
        let verbs = rest.first?.isAny(of: already) == true ? rest.dropFirst() : rest[...]
        if !asks, !verbs.isEmpty, verbs.allSatisfy({ $0.isAny(of: taking) }),
            verbs.count == rest.count || verbs.count == 1
        {
            return .take
        }
        if !asks, let first = rest.first, first.isAny(of: passing),
            let up = rest.firstIndex(where: { $0.isAny(of: upwards) })
        {
            return .passUp(kind: kind(in: rest[(up + 1)...]))
        }
        if rest.allSatisfy({ $0.isAny(of: showing) }) {
            let isOver =
                !asks && rest.contains { $0.isAny(of: endingVerbs) }
                && !rest.contains { $0.isAny(of: doubting) }
            if !isOver { return .show }
        }
        guard !asks, rest.last?.isAny(of: doubting) != true else { return nil }
        // "xong #K12: …": a verb before the number, and whatever behind it.
        let head = words.before.filter { !$0.isAny(of: fillers) }
        if !head.isEmpty, head.allSatisfy({ $0.isAny(of: ending) }),
            head.contains(where: { $0.isAny(of: endingVerbs) })
        {
            return .resolve(how: words.how, isPlain: true)
        }
        let tail = words.after.drop { $0.isAny(of: fillers) }
        if head.isEmpty, words.tickets.count == 1, let first = tail.first,
            first.isAny(of: endingVerbs) || tail.prefix(2).allSatisfy({ $0.isAny(of: ending) })
        {
            return .resolve(how: words.how, isPlain: false)
        }
        return nil
    }

    /// The kind of unit named behind `lên`; nil for `lên trên`, `lên cấp trên`.
    private static func kind(in tokens: ArraySlice<Token>) -> [UInt64]? {
        for kind in kinds {
            if tokens.count >= kind.count,
                zip(kind, tokens).allSatisfy({ $1.is($0) })
            {
                return kind.map(\.key)
            }
        }
        return nil
    }

    // MARK: Words

    /// Polite words and pronouns, and what a difficulty is called.
    static let fillers = Syllable.words(
        of: """
            dạ ạ a ah nhé nhe nha nghe nghen hen em e anh chị cô chú bác con cháu tôi tui mình để \
            cho xin giúp giùm dùm hộ với cái vụ việc ca phiếu vướng mắc khó khăn số này đó kia nay \
            nào thôi luôn đi bot ad ơi thì và cả nhà mọi người tổ bên
            """)
    /// `đã nhận`; `đã xử lý` says that it is done.
    static let already = Syllable.words(of: "đã")
    private static let taking = Syllable.words(of: "nhận lo xử lý phụ trách đảm làm tiếp")
    private static let passing = Syllable.words(of: "chuyển đẩy trình đưa báo gửi kính")
    private static let upwards = Syllable.words(of: "lên cấp trên")
    private static let kinds = [
        "khu phố", "thành phố", "thị trấn", "thị xã", "tỉnh", "huyện", "quận", "xã", "phường",
        "thôn", "ấp",
    ].map { Syllable.words(of: $0) }
    private static let showing = Syllable.words(
        of: """
            xem coi tình trạng hình trạng thái sao rồi tới đến đâu thế như nào gì là lịch sử chi \
            tiết ai nhận lo chưa xong vẫn còn không ko được đang giải quyết xử lý hỏi tra hả vậy ta
            """)
    private static let doubting = Syllable.words(
        of: "chưa vẫn còn sao đâu nào gì ai đang không ko hả vậy ta")
    private static let ending = Syllable.words(
        of:
            "đã xong đóng phiếu giải quyết xử lý gỡ khắc phục sửa được rồi hoàn thành tất kết thúc ok"
    )
    private static let endingVerbs = Syllable.words(of: "xong đóng gỡ ok thành tất quyết phục sửa")
}

/// A text around the numbers of difficulties in it.
struct TicketWords {
    /// The numbers, in order; nil for one that is too long to be one.
    private(set) var tickets: [Int64?] = []

    /// The words before the first number.
    let before: [Token]

    /// The words behind the first number, without further numbers.
    let after: [Token]

    private let bytes: [UInt8]
    private let firstTicket: Range<Int>

    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        bytes = Array(text.utf8)
        var tokens: [Token] = []
        scan(text, into: &tokens)
        var found: [(number: Int64?, tokens: Range<Int>)] = []
        var index = 0
        while index < tokens.count {
            if let (number, count) = Self.ticket(in: tokens, at: index, bytes) {
                found.append((number, index..<index + count))
                index += count
            } else {
                index += 1
            }
        }
        tickets = found.map(\.number)
        guard let first = found.first else {
            (before, after, firstTicket) = ([], [], 0..<0)
            return
        }
        before = Array(tokens[..<first.tokens.lowerBound])
        after = tokens.indices.filter { index in
            index >= first.tokens.upperBound && !found.contains { $0.tokens.contains(index) }
        }.map { tokens[$0] }
        let start = Int(tokens[first.tokens.lowerBound].start)
        let hasHash = start > 0 && bytes[start - 1] == UInt8(ascii: "#")
        firstTicket =
            (hasHash ? start - 1 : start)..<Int(tokens[first.tokens.upperBound - 1].end)
    }

    /// How it was resolved: what stands behind the number without words that only say "done", else
    /// what stands before it; blank when nothing is said.
    var how: String {
        guard !tickets.isEmpty else { return "" }
        // "xong rồi, đã đổi sim": words that only say "done" go, up to the next clause.
        // "đã cho mượn máy": cho is what was done there.
        var rest = after.drop {
            $0.isAny(of: Self.done) && !$0.flags.contains(.afterBreak) && $0.key != Self.give
        }
        if rest.startIndex > 0, after[rest.startIndex - 1].isAny(of: DifficultyCommand.already) {
            rest = after[(rest.startIndex - 1)...]
        }
        if !rest.allSatisfy({ $0.isAny(of: Self.done) }), let first = rest.first {
            return tidied(Int(first.start)..<bytes.count)
        }
        guard !before.allSatisfy({ $0.isAny(of: Self.done) }) else { return "" }
        let last = before.last { !$0.isAny(of: Self.done) }
        guard let first = before.first, let last else { return "" }
        return tidied(Int(first.start)..<Int(last.end))
    }

    private func tidied(_ range: Range<Int>) -> String {
        let text = String(decoding: bytes[range], as: UTF8.self)
        let isSpace = { (character: Character) in
            character.isWhitespace || ",;:.-–".contains(character)
        }
        let head = text.drop(while: isSpace)
        guard let last = head.lastIndex(where: { !isSpace($0) }) else { return "" }
        return head[...last].split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The number of `#K12`, `K12`, `k12`, `K 12` or `#k 12`, and how many tokens it takes.
    ///
    /// A small letter apart from its number may be a short "không", so it needs the sharp.
    private static func ticket(
        in tokens: [Token], at index: Int, _ bytes: [UInt8]
    ) -> (number: Int64?, count: Int)? {
        let token = tokens[index]
        let start = Int(token.start)
        let typed = bytes[start..<Int(token.end)]
        guard typed.first == UInt8(ascii: "k") || typed.first == UInt8(ascii: "K") else {
            return nil
        }
        let hasHash = start > 0 && bytes[start - 1] == UInt8(ascii: "#")
        if typed.count > 1 {
            let digits = typed.dropFirst()
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return (number(digits), 1)
        }
        guard hasHash || typed.first == UInt8(ascii: "K"), index + 1 < tokens.count else {
            return nil
        }
        let next = tokens[index + 1]
        let digits = bytes[Int(next.start)..<Int(next.end)]
        let gap = bytes[Int(token.end)..<Int(next.start)]
        guard gap.count <= 1, gap.allSatisfy({ $0 == 0x20 || $0 == UInt8(ascii: "#") }),
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return (number(digits), 2)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        Int64(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Words that say that something is done, and nothing of how.
    private static let give = Syllable.key("cho")
    private static let done =
        DifficultyCommand.fillers
        + Syllable.words(
            of:
                "xong đã rồi ok được đóng gỡ hoàn thành tất giải quyết xử lý khắc phục kết thúc nhận"
        )
}

extension Token {
    /// Whether it is a word as written, marks left out or not.
    func `is`(_ word: Syllable) -> Bool {
        key == word.key && marks.agrees(with: word.marks)
    }

    /// Whether it is one of some words.
    func isAny(of words: [Syllable]) -> Bool {
        words.contains { self.is($0) }
    }
}
