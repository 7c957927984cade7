import VietText

/// Numbers for the words of a vocabulary, and what short forms stand for.
struct WordTable: Sendable {
    /// A word that is nothing we know.
    static let unknown: Int32 = 0
    /// A Vietnamese syllable of no phrase.
    static let irrelevant: Int32 = 1
    /// Digits of no phrase.
    static let number: Int32 = 2
    /// The first id of a word of the vocabulary.
    static let firstOwn: Int32 = 3

    /// One meaning of a short form: a range of `meanings`.
    struct Alias: Sendable {
        /// The marks of the short form as the vocabulary writes it.
        var typed: Marks
        var first: Int32
        var count: Int32
    }

    /// Key to id in the low 16 bits, number of the group of aliases above them.
    private(set) var table = KeyTable(minimumCapacity: 8_192)

    /// Key to id of the vocabulary's own words alone.
    private(set) var ownWords = KeyTable(minimumCapacity: 2_048)

    private(set) var aliases: [Alias] = []
    private(set) var groups: [Range<Int>] = [0..<0]
    private(set) var meanings: [(syllable: Syllable, id: Int32)] = []
    private(set) var slips = SlipIndex(words: [])

    /// Slips of words that are no syllables (`cccd`, `vneid`), by their place in `codes`.
    private(set) var codeSlips = SlipIndex(words: [])
    private(set) var codes: [UInt64] = []
    /// The key of each id; of two spellings the first.
    private(set) var keys: [UInt64] = [0, 0, 0]

    private(set) var idCount: Int32 = Self.firstOwn

    /// Gives every word of the phrases an id; `y` and `i` at the end of a syllable are one.
    init(words: [Syllable], shortForms: [QuestionVocabulary.ShortForm]) {
        for word in words { give(word.key) }
        var listed: [(key: UInt64, number: Int32)] = []
        var seen = Set<UInt64>()
        for word in words where seen.insert(word.key).inserted {
            guard UInt8(truncatingIfNeeded: word.key) > UInt8(ascii: "9") else { continue }
            listed.append((word.key, ownWords[word.key]))
        }
        slips = SlipIndex(words: listed)
        var grouped: [(key: UInt64, forms: [(Marks, [Syllable])])] = []
        for form in shortForms {
            guard let typed = Syllable(form.typed) else { continue }
            let read = form.meanings.map { (typed.marks, Syllable.words(of: $0)) }
            if let index = grouped.firstIndex(where: { $0.key == typed.key }) {
                grouped[index].forms += read
            } else {
                grouped.append((typed.key, read))
            }
        }
        for (key, forms) in grouped { add(forms, for: key) }
        indexCodes(listed.map(\.key) + grouped.map(\.key))
    }

    /// A word that is no syllable is seldom typed for one that is, so slips of such words can be
    /// undone without looking at their neighbours.
    private mutating func indexCodes(_ keys: [UInt64]) {
        var seen = Set<UInt64>()
        codes = keys.filter { key in
            key >> 63 == 0 && (4...8).contains(Syllable.length(of: key))
                && !SyllableInventory.contains(key) && seen.insert(key).inserted
        }
        codeSlips = SlipIndex(
            words: codes.enumerated().map { (key: $1, number: Int32($0)) })
    }

    /// The id of a word of a phrase; `firstOwn` or more.
    func id(of word: Syllable) -> Int32 { ownWords[word.key] }

    /// The id of any word, as far as it can be told without its context.
    func plainId(of key: UInt64) -> Int32 {
        let own = ownWords[key]
        return own > 0 ? own : SyllableInventory.contains(key) ? Self.irrelevant : Self.unknown
    }

    /// Whether a word turns what follows into its opposite, so that it may not be left out.
    func denies(_ key: UInt64) -> Bool { Self.denials.contains(key) }

    private static let denials = ["khong", "ko", "k", "chua", "dung", "het"].map {
        Syllable.key($0)
    }

    private mutating func give(_ key: UInt64) {
        guard ownWords[key] == 0 else { return }
        let variant = Self.exchangingFinalY(key)
        let id = variant != 0 && ownWords[variant] > 0 ? ownWords[variant] : idCount
        if id == idCount {
            idCount += 1
            keys.append(key)
        }
        for spelling in [key, variant] where spelling != 0 {
            ownWords.insert(id, for: spelling)
            table.insert(id, for: spelling)
        }
    }

    private mutating func add(_ forms: [(Marks, [Syllable])], for key: UInt64) {
        let first = aliases.count
        for (typed, words) in forms where !words.isEmpty {
            let start = Int32(meanings.count)
            meanings += words.map { ($0, plainId(of: $0.key)) }
            aliases.append(Alias(typed: typed, first: start, count: Int32(words.count)))
        }
        guard aliases.count > first else { return }
        groups.append(first..<aliases.count)
        let own = max(plainId(of: key), 0)
        table.insert(own | Int32(groups.count - 1) << 16, for: key)
    }

    /// `ki` for `ky` and the reverse, where people write both; 0 for any other word.
    static func exchangingFinalY(_ key: UInt64) -> UInt64 {
        let length = Syllable.length(of: key)
        guard (2...3).contains(length), key >> 63 == 0 else { return 0 }
        let shift = UInt64(length * 8 - 8)
        let last = UInt8(truncatingIfNeeded: key >> shift)
        let before = UInt8(truncatingIfNeeded: key >> (shift - 8))
        let isQu = length == 3 && key & 0xFFFF == 0x7571
        let bearing: [UInt8] = [0x68, 0x6B, 0x6C, 0x6D, 0x73, 0x74]  // h k l m s t
        guard isQu || length == 2 && bearing.contains(before) else { return 0 }
        let rest = key & ~(0xFF << shift)
        switch last {
        case UInt8(ascii: "y"):
            return rest | UInt64(UInt8(ascii: "i")) << shift
        case UInt8(ascii: "i"):
            return rest | UInt64(UInt8(ascii: "y")) << shift
        default:
            return 0
        }
    }
}
