/// A word that a typed one may be a slip of, and how unlikely the slip is.
package struct Slip: Hashable, Sendable {
    /// The number of the word meant.
    package var word: Int32

    /// 1 a swap or a doubled letter; 2 a neighbouring key or a confusion of sounds; 3 a letter too
    /// many or too few; 4 any other letter.
    package var cost: Int32

    package init(word: Int32, cost: Int32) {
        self.word = word
        self.cost = cost
    }
}

/// Finds the words within one edit of a typed one: a symmetric-delete index.
///
/// Every word is kept under itself and under itself less one letter; a typed word is looked up in
/// the same way, so that a look-up costs at most nine probes however many words there are.
package struct SlipIndex: Sendable {
    /// The most candidates that one typed word gets; a bound on the work that follows.
    package static let maximumCandidates = 24

    private var lists = KeyTable(minimumCapacity: 4_096)
    private var starts: [Int32] = [0]
    private var members: [Int32] = []
    private var words: [(key: UInt64, number: Int32)] = []

    /// Indexes words of three to eight letters; others are never repaired to.
    package init(words given: [(key: UInt64, number: Int32)]) {
        words = given.filter { $0.key >> 63 == 0 && (3...8).contains(Syllable.length(of: $0.key)) }
        var byKey: [UInt64: [Int32]] = [:]
        for (index, word) in words.enumerated() {
            byKey[word.key, default: []].append(Int32(index))
            for place in 0..<Syllable.length(of: word.key) {
                let shorter = Self.deleting(place, from: word.key)
                if byKey[shorter]?.last != Int32(index) {
                    byKey[shorter, default: []].append(Int32(index))
                }
            }
        }
        for key in byKey.keys.sorted() {
            members += byKey[key] ?? []
            starts.append(Int32(members.count))
            lists.insert(Int32(starts.count - 1), for: key)
        }
    }

    /// Appends the words within one edit of `key`, cheapest first, never `key` itself.
    ///
    /// - Parameters:
    ///   - key: The key of a word of three to eight letters; others find nothing.
    ///   - slips: What was found is added here.
    package func append(slipsOf key: UInt64, to slips: inout [Slip]) {
        let length = Syllable.length(of: key)
        guard key >> 63 == 0, (3...8).contains(length) else { return }
        let first = slips.count
        probe(key, typed: key, first, &slips)
        for place in 0..<length {
            probe(Self.deleting(place, from: key), typed: key, first, &slips)
        }
        let variant = Self.exchangingOnset(key)
        if variant != 0 { probe(variant, typed: variant, first, &slips, onlyExact: true) }
        // A handful: sorting in place by insertion, stable.
        for index in slips.indices.dropFirst(first + 1) {
            var place = index
            while place > first, slips[place].cost < slips[place - 1].cost {
                slips.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private func probe(
        _ key: UInt64, typed: UInt64, _ first: Int, _ slips: inout [Slip], onlyExact: Bool = false
    ) {
        let list = Int(lists[key])
        guard list > 0 else { return }
        for member in starts[list - 1]..<starts[list] {
            let word = words[Int(members[Int(member)])]
            let cost =
                onlyExact ? (word.key == typed ? 2 : 0) : Self.cost(of: typed, for: word.key)
            guard cost > 0, slips.count - first < Self.maximumCandidates,
                !slips[first...].contains(where: { $0.word == word.number })
            else { continue }
            slips.append(Slip(word: word.number, cost: cost))
        }
    }

    private static func deleting(_ place: Int, from key: UInt64) -> UInt64 {
        let low = (UInt64(1) << UInt64(place * 8)) &- 1
        return key & low | key >> 8 & ~low
    }

    private static func letter(_ place: Int, of key: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: key >> UInt64(place * 8))
    }

    /// Returns the word with `ch` for `tr` or the reverse, or with `gi` for `d` or the reverse; 0 when
    /// neither applies.
    package static func exchangingOnset(_ key: UInt64) -> UInt64 {
        let pair = (letter(0, of: key), letter(1, of: key))
        switch pair {
        case (UInt8(ascii: "t"), UInt8(ascii: "r")):
            return key & ~0xFFFF | 0x6863  // ch
        case (UInt8(ascii: "c"), UInt8(ascii: "h")):
            return key & ~0xFFFF | 0x7274  // tr
        case (UInt8(ascii: "g"), UInt8(ascii: "i")):
            return (key >> 16) << 8 | 0x64  // d
        case (UInt8(ascii: "d"), _) where key >> 56 == 0:
            return (key >> 8) << 16 | 0x6967  // gi
        default:
            return 0
        }
    }

    /// Returns the cost of typing `typed` for `word`, as in `Slip.cost`; 0 when they are the same or
    /// more than one edit lies between them.
    package static func cost(of typed: UInt64, for word: UInt64) -> Int32 {
        let (length, wanted) = (Syllable.length(of: typed), Syllable.length(of: word))
        guard typed != word, abs(length - wanted) <= 1 else { return 0 }
        let differing = typed ^ word
        let place = differing.trailingZeroBitCount / 8
        if length == wanted + 1 {
            guard deleting(place, from: typed) == word else { return 0 }
            let extra = letter(place, of: typed)
            return place > 0 && letter(place - 1, of: typed) == extra ? 1 : 3
        }
        if length + 1 == wanted {
            return deleting(place, from: word) == typed ? 3 : 0
        }
        guard length == wanted else { return 0 }
        let last = 7 - differing.leadingZeroBitCount / 8
        if last == place {
            return replacementCost(letter(place, of: typed), letter(place, of: word))
        }
        let isSwap =
            last == place + 1 && letter(place, of: typed) == letter(last, of: word)
            && letter(last, of: typed) == letter(place, of: word)
        return isSwap ? 1 : 0
    }

    private static func replacementCost(_ typed: UInt8, _ meant: UInt8) -> Int32 {
        let neighbours = neighbours[Int(truncatingIfNeeded: meant &- 97) & 31]
        return neighbours >> UInt32(truncatingIfNeeded: typed &- 97) & 1 != 0 ? 2 : 4
    }

    /// For each letter a–z, the letters beside it on the keyboard or taken for it by ear.
    private static let neighbours: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 32)
        let pairs = """
            qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm qa ws ed rf tg yh uj
            ik ol az sx dc fv gb hn jm wa es rd ft gy hu ji ko lp sz dx cf vg bh nj mk
            sx ck dr dv rv ln iy tc oa oe ue qk gj
            """
        for pair in pairs.split(whereSeparator: \.isWhitespace) {
            let bytes = Array(pair.utf8.map { UInt32($0) - 97 })
            table[Int(bytes[0])] |= 1 << bytes[1]
            table[Int(bytes[1])] |= 1 << bytes[0]
        }
        return table
    }()
}
