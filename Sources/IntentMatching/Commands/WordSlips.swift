import VietText

/// A word of a grammar that a typed word may be a slip of.
struct WordSlip {
    var letters: UInt64
    /// How unlikely the slip is.
    ///
    /// 1 a swap or a doubled letter; 2 a neighbouring key or letters confused by ear; 3 a letter too
    /// many or too few. Any other letter is no slip: `bật` would become `tắt`.
    var cost: Int32
}

/// Finds the words of a grammar that a typed word may be a slip of: a symmetric-delete index over
/// words of two to eight letters.
///
/// Unlike a repair of a word alone, the caller takes only words that the sentence may go on with,
/// so short words and all candidates are of use here.
struct WordSlips: Sendable {
    /// All words by their letters.
    let wordKeys: KeyTable

    /// Spellings with a letter or none left out, by open addressing; an entry without words is empty.
    private let table: [Entry]
    private let shift: UInt64
    private let words: [(letters: UInt64, wordClass: Int32)]

    /// One bit for each of 2¹⁵ hashes, set where a spelling has it: most look-ups end here, in
    /// memory that stays in the first cache.
    private let filter: [UInt64]

    private struct Entry {
        var spelling: UInt64 = 0
        var first: Int32 = 0
        var end: Int32 = 0
    }

    /// - Parameter vocabulary: The words; each is found by its letters, whatever its marks.
    init(_ vocabulary: CommandVocabulary) {
        var spellings: [UInt64: Set<UInt64>] = [:]
        var all = KeyTable()
        for key in Set(vocabulary.words.map(\.key)) {
            all.insert(1, for: key)
            let length = Syllable.length(of: key)
            guard key >> 63 == 0, length >= 2, key & 0xFF > 0x39 else { continue }
            spellings[key, default: []].insert(key)
            for place in 0..<length {
                spellings[Self.deleting(place, from: key), default: []].insert(key)
            }
        }
        wordKeys = all
        var capacity = 16
        while capacity < spellings.count * 2 { capacity *= 2 }
        shift = UInt64(64 - capacity.trailingZeroBitCount)
        var table = Array(repeating: Entry(), count: capacity)
        var words: [(letters: UInt64, wordClass: Int32)] = []
        var filter = [UInt64](repeating: 0, count: 512)
        for spelling in spellings.keys.sorted() {
            let hash = Self.hash(of: spelling)
            filter[Int(hash >> 55)] |= 1 << (hash >> 49 & 63)
            var entry = Entry(spelling: spelling, first: Int32(words.count))
            for key in (spellings[spelling] ?? []).sorted() {
                words.append((key, vocabulary.classOf(letters: key)))
            }
            entry.end = Int32(words.count)
            var slot = Int(truncatingIfNeeded: hash >> shift)
            while table[slot].end > 0 { slot = (slot + 1) & (capacity - 1) }
            table[slot] = entry
        }
        self.table = table
        self.words = words
        self.filter = filter
    }

    /// Fills `candidates` with places of words that may be within one slip of `key`: see `slip`.
    func find(slipsOf key: UInt64, into candidates: inout [Int32]) {
        candidates.removeAll(keepingCapacity: true)
        let length = Self.length(of: key)
        guard key >> 63 == 0, length >= 1 else { return }
        visit(key, &candidates)
        guard length >= 2 else { return }
        for place in 0..<length { visit(Self.deleting(place, from: key), &candidates) }
    }

    /// The class of all words with the letters of a candidate.
    @inline(__always)
    func wordClass(of candidate: Int32) -> Int32 {
        words[Int(candidate)].wordClass
    }

    /// Returns what a candidate is a slip of and how unlikely that is, or nil when it is none.
    func slip(_ candidate: Int32, typed: UInt64) -> WordSlip? {
        let letters = words[Int(candidate)].letters
        let cost = Self.cost(of: typed, for: letters)
        return cost > 0 ? WordSlip(letters: letters, cost: cost) : nil
    }

    @inline(__always)
    private func visit(_ spelling: UInt64, _ candidates: inout [Int32]) {
        let hash = Self.hash(of: spelling)
        guard filter[Int(hash >> 55)] >> (hash >> 49 & 63) & 1 == 1 else { return }
        var slot = Int(truncatingIfNeeded: hash >> shift)
        while table[slot].spelling != spelling {
            guard table[slot].end > 0 else { return }
            slot = (slot + 1) & (table.count - 1)
        }
        for index in table[slot].first..<table[slot].end { candidates.append(index) }
    }

    @inline(__always)
    private static func length(of key: UInt64) -> Int {
        8 - key.leadingZeroBitCount / 8
    }

    @inline(__always)
    private static func hash(of key: UInt64) -> UInt64 {
        (key ^ (key >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(__always)
    private static func deleting(_ place: Int, from key: UInt64) -> UInt64 {
        let low = (UInt64(1) << UInt64(place * 8)) &- 1
        return key & low | key >> 8 & ~low
    }

    @inline(__always)
    private static func letter(_ place: Int, of key: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: key >> UInt64(place * 8))
    }

    /// The cost as in `WordSlip`; 0 when it is no slip.
    private static func cost(of typed: UInt64, for word: UInt64) -> Int32 {
        guard typed != word else { return 0 }
        let (length, wanted) = (Self.length(of: typed), Self.length(of: word))
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
            return isNeighbour(typedLetter, meant) ? 2 : 0
        }
        let isSwap =
            last == place + 1 && typedLetter == letter(last, of: word)
            && letter(last, of: typed) == meant
        return isSwap ? 1 : 0
    }

    private static func isNeighbour(_ left: UInt8, _ right: UInt8) -> Bool {
        let row = Int(truncatingIfNeeded: left &- 0x61)
        guard row < 26, right >= 0x61 else { return false }
        return neighbours[row] >> UInt32(right - 0x61) & 1 == 1
    }

    /// By letter: keys beside it on a QWERTY keyboard, and letters confused with it by ear.
    private static let neighbours: [UInt32] = {
        let pairs = """
            qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm qa ws ed rf tg yh uj
            ik ol az sx dc fv gb hn jm wa es rd ft gy hu ji ko lp sz dx cf vg bh nj mk
            ck dr dv rv ln iy tc
            """
        var rows = [UInt32](repeating: 0, count: 26)
        for pair in pairs.split(whereSeparator: \.isWhitespace) {
            let letters = pair.utf8.map { UInt32($0) - 0x61 }
            rows[Int(letters[0])] |= 1 << letters[1]
            rows[Int(letters[1])] |= 1 << letters[0]
        }
        return rows
    }()
}
