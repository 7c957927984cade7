import VietText

/// Finds the words of a grammar that a typed word may be a slip of: a symmetric-delete index over
/// words of two to eight letters.
///
/// Unlike a repair of a word alone, the caller tries only words that the sentence may go on with,
/// so short words and all candidates are of use here.
struct WordSlips: Sendable {
    /// All words by their letters.
    let wordKeys: KeyTable

    private var lists = KeyTable()
    private var first: [Int32] = [0]
    private var keys: [UInt64] = []

    /// - Parameter vocabulary: The words; each is found by its letters, whatever its marks.
    init(_ vocabulary: CommandVocabulary) {
        var words: [UInt64: [UInt64]] = [:]
        var all = KeyTable()
        for key in Set(vocabulary.words.map(\.key)) {
            all.insert(1, for: key)
            let length = Syllable.length(of: key)
            guard key >> 63 == 0, length >= 2, key & 0xFF > 0x39 else { continue }
            words[key, default: []].append(key)
            for place in 0..<length {
                words[Self.deleting(place, from: key), default: []].append(key)
            }
        }
        wordKeys = all
        for variant in words.keys.sorted() {
            for key in Set(words[variant] ?? []).sorted() {
                keys.append(key)
            }
            first.append(Int32(keys.count))
            lists.insert(Int32(first.count - 1), for: variant)
        }
    }

    /// Calls `body` with the letters and the cost (1 to 4) of each word within one slip of `key`.
    ///
    /// A word may be given twice.
    func forEach(slipOf key: UInt64, _ body: (_ word: UInt64, _ cost: Int32) -> Void) {
        let length = Syllable.length(of: key)
        guard key >> 63 == 0, length >= 1 else { return }
        visit(key, typed: key, body)
        guard length >= 2 else { return }
        for place in 0..<length { visit(Self.deleting(place, from: key), typed: key, body) }
    }

    private func visit(
        _ variant: UInt64, typed: UInt64, _ body: (_ word: UInt64, _ cost: Int32) -> Void
    ) {
        let list = Int(lists[variant])
        guard list > 0 else { return }
        for index in Int(first[list - 1])..<Int(first[list]) {
            let cost = Self.cost(of: typed, for: keys[index])
            if cost > 0 { body(keys[index], cost) }
        }
    }

    private static func deleting(_ place: Int, from key: UInt64) -> UInt64 {
        let low = (UInt64(1) << UInt64(place * 8)) &- 1
        return key & low | key >> 8 & ~low
    }

    private static func letter(_ place: Int, of key: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: key >> UInt64(place * 8))
    }

    /// 1 a swap or a doubled letter; 2 a neighbouring key or letters confused by ear; 3 a letter too
    /// many or too few; 4 any other letter in a word of three or more; 0 when it is no slip.
    private static func cost(of typed: UInt64, for word: UInt64) -> Int32 {
        guard typed != word else { return 0 }
        let (length, wanted) = (Syllable.length(of: typed), Syllable.length(of: word))
        let place = (typed ^ word).trailingZeroBitCount / 8
        if length == wanted + 1 {
            guard deleting(place, from: typed) == word else { return 0 }
            let extra = letter(place, of: typed)
            return place > 0 && letter(place - 1, of: typed) == extra ? 1 : 3
        }
        if length + 1 == wanted { return deleting(place, from: word) == typed ? 3 : 0 }
        guard length == wanted else { return 0 }
        let last = 7 - (typed ^ word).leadingZeroBitCount / 8
        let (typedLetter, meant) = (letter(place, of: typed), letter(place, of: word))
        if last == place {
            if Self.neighbours.contains(UInt16(typedLetter) << 8 | UInt16(meant)) { return 2 }
            return length >= 3 ? 4 : 0
        }
        let isSwap =
            last == place + 1 && typedLetter == letter(last, of: word)
            && letter(last, of: typed) == meant
        return isSwap ? 1 : 0
    }

    /// Keys side by side on a QWERTY keyboard, then letters confused by ear.
    private static let neighbours: Set<UInt16> = {
        let pairs = """
            qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm qa ws ed rf tg yh uj
            ik ol az sx dc fv gb hn jm wa es rd ft gy hu ji ko lp sz dx cf vg bh nj mk
            ck dr dv rv ln iy tc
            """
        var set: Set<UInt16> = []
        for pair in pairs.split(whereSeparator: \.isWhitespace) {
            let letters = pair.utf8.map(UInt16.init)
            set.insert(letters[0] << 8 | letters[1])
            set.insert(letters[1] << 8 | letters[0])
        }
        return set
    }()
}
