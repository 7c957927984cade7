import VietText

/// The words of a grammar, and the classes of tokens that the automaton tells apart.
///
/// Words with the same letters and other marks (`tắt`, `tát`) are one group. A token belongs to the
/// class of exactly those words of its group that its marks agree with, so the automaton decides on
/// marks too, without looking at them again.
final class CommandVocabulary: Sendable {
    /// The class of a token that is no word of the grammar.
    static let unknown: Int32 = 0
    /// The class of a token with a digit that is no word of the grammar.
    static let unknownNumber: Int32 = 1

    /// Words by number.
    let words: [Syllable]

    /// The words of each class: `classWords[firstWord[c]..<firstWord[c + 1]]`.
    let classWords: [Int32]
    private let firstWord: [Int32]

    /// What is known of each class.
    let traits: [Traits]

    /// Words that share their letters, by open addressing on the letters; short forms too.
    private let table: [Group]
    private let shift: UInt64

    /// The marks of the words of all groups, and the bits that speak against each.
    private let marks: [Marks]
    private let refusedMarks: [UInt32]

    /// What a class is good for besides its words.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        /// May be part of a number.
        static let numeric = Traits(rawValue: 1)
        /// May begin a polite phrase.
        static let opensPolitePhrase = Traits(rawValue: 2)
    }

    /// The words that share their letters; an entry without a class is empty.
    private struct Group {
        var key: UInt64 = 0
        var firstClass: Int32 = 0
        /// How many classes there are: 2ⁿ − 1 for n words told apart, 1 for a group too large.
        var classCount: Int32 = 0
        /// Where the marks begin.
        var firstMarks: Int32 = 0
        /// How many words are told apart; 0 for a group too large, -1 for a short form.
        var wordCount: Int32 = 0
        /// The marks that speak against the first word, as bits.
        var refusedMarks: UInt32 = 0
    }

    var classCount: Int { traits.count }

    /// More words than this with the same letters would need too many classes (2ⁿ − 1): they share
    /// one, and the marks are left to the walk through the accepted sentence.
    private static let maximumVariants = 7

    /// - Parameters:
    ///   - builder: The words.
    ///   - numeric: Those that may be part of a number.
    ///   - opensPolitePhrase: Those that may begin a polite phrase.
    ///   - shortForms: Typed forms by their letters; what they stand for is known by the number
    ///     that `shortForm(_:)` returns.
    init(
        _ builder: VocabularyBuilder, numeric: Set<Int32>, opensPolitePhrase: Set<Int32>,
        shortForms: [UInt64]
    ) {
        var classes = ClassBuilder(numeric: numeric, opensPolitePhrase: opensPolitePhrase)
        var marks: [Marks] = []
        var groups: [Group] = []
        for group in builder.groups {
            let isCoarse = group.words.count > Self.maximumVariants
            let first = Int32(classes.traits.count)
            if isCoarse {
                classes.add(group.words, key: group.key)
            } else {
                for mask in 1..<(1 << group.words.count) {
                    let members = group.words.indices.filter { mask >> $0 & 1 == 1 }
                    classes.add(members.map { group.words[$0] }, key: group.key)
                }
            }
            let groupMarks = group.words.map { builder.words[Int($0)].marks }
            groups.append(
                Group(
                    key: group.key, firstClass: first,
                    classCount: Int32(classes.traits.count) - first,
                    firstMarks: Int32(marks.count),
                    wordCount: isCoarse ? 0 : Int32(groupMarks.count),
                    refusedMarks: groupMarks[0].refused))
            marks += groupMarks
        }
        words = builder.words
        self.marks = marks
        refusedMarks = marks.map(\.refused)
        traits = classes.traits
        classWords = classes.words
        firstWord = classes.firstWord
        let known = Set(groups.map(\.key))
        for group in groups {
            guard let twin = Self.twin(of: group.key), !known.contains(twin) else { continue }
            var copy = group
            copy.key = twin
            groups.append(copy)
        }
        for (number, key) in shortForms.enumerated()
        where !groups.contains(where: { $0.key == key }) {
            groups.append(
                Group(key: key, firstClass: Int32(number), classCount: 1, wordCount: -1))
        }
        (table, shift) = Self.table(of: groups)
    }

    private struct ClassBuilder {
        let numeric: Set<Int32>
        let opensPolitePhrase: Set<Int32>
        var words: [Int32] = []
        var firstWord: [Int32] = [0, 0, 0]
        var traits: [Traits] = [[], [.numeric]]

        mutating func add(_ members: [Int32], key: UInt64) {
            words += members
            firstWord.append(Int32(words.count))
            var trait: Traits = []
            let hasDigit = (0x30...0x39).contains(key & 0xFF)
            if hasDigit || members.contains(where: numeric.contains) { trait.insert(.numeric) }
            if members.contains(where: opensPolitePhrase.contains) {
                trait.insert(.opensPolitePhrase)
            }
            traits.append(trait)
        }
    }

    private static func table(of groups: [Group]) -> ([Group], UInt64) {
        var capacity = 16
        while capacity < groups.count * 2 { capacity *= 2 }
        let shift = UInt64(64 - capacity.trailingZeroBitCount)
        var table = Array(repeating: Group(), count: capacity)
        for group in groups {
            var slot = Self.slot(of: group.key, shift)
            while table[slot].classCount > 0 { slot = (slot + 1) & (capacity - 1) }
            table[slot] = group
        }
        return (table, shift)
    }

    @inline(__always)
    private static func slot(of key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: ((key ^ (key >> 29)) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    /// Returns the place of the group with these letters in the table, or that of an empty entry.
    @inline(__always)
    private func place(of key: UInt64) -> Int {
        var slot = Self.slot(of: key, shift)
        while table[slot].classCount > 0, table[slot].key != key {
            slot = (slot + 1) & (table.count - 1)
        }
        return slot
    }

    /// Returns the class of a token: that of the words its letters and marks agree with; a negative
    /// one stands for a short form, -1 for the first.
    @inline(__always)
    func classOf(_ token: Token) -> Int32 {
        let group = table[place(of: token.key)]
        if group.wordCount == 1 {
            if token.marks.rawValue & group.refusedMarks == 0 { return group.firstClass }
        } else if group.wordCount < 0 {
            return -1 - group.firstClass
        } else if group.classCount > 0 {
            let found = memberClass(group, token.marks)
            if found != Self.unknown { return found }
        }
        return Self.hasDigit(token.key) ? Self.unknownNumber : Self.unknown
    }

    /// Whether one of the first seven letters is a digit: 0x30–0x39 have bit 5 but not bit 6 set,
    /// as letters have.
    @inline(__always)
    static func hasDigit(_ key: UInt64) -> Bool {
        let bytes = key >> 63 == 0 ? key : key & 0x00FF_FFFF_FFFF_FFFF
        let low = bytes & 0x2020_2020_2020_2020
        return low & ~((bytes & 0x4040_4040_4040_4040) >> 1) != 0
    }

    private func memberClass(_ group: Group, _ typed: Marks) -> Int32 {
        guard group.wordCount > 0 else { return group.firstClass }
        var mask: Int32 = 0
        for variant in 0..<group.wordCount
        where typed.rawValue & refusedMarks[Int(group.firstMarks + variant)] == 0 {
            mask |= 1 << variant
        }
        return mask == 0 ? Self.unknown : group.firstClass + mask - 1
    }

    /// Returns the class of the words with these letters that marks typed with a slip may mean, and
    /// whether the marks speak against all of them.
    ///
    /// A slip moves letters, so only the tone and the kinds of shape marks are compared.
    func classOf(letters key: UInt64, slippedMarks typed: Marks) -> (Int32, isContrary: Bool) {
        let group = table[place(of: key)]
        guard group.classCount > 0, group.wordCount >= 0 else { return (Self.unknown, false) }
        var mask: Int32 = 0
        for variant in 0..<group.wordCount
        where typed.kinds.agrees(with: marks[Int(group.firstMarks + variant)].kinds) {
            mask |= 1 << variant
        }
        if mask == 0 { return (classOf(letters: key), group.wordCount > 0) }
        return (group.firstClass + mask - 1, false)
    }

    /// Returns the class of all words with these letters, or `unknown`.
    func classOf(letters key: UInt64) -> Int32 {
        let group = table[place(of: key)]
        guard group.classCount > 0, group.wordCount >= 0 else { return Self.unknown }
        return group.firstClass + group.classCount - 1
    }

    /// `kỹ` and `kĩ`: returns the other way to write a final i or y, for the initials that allow it.
    private static func twin(of key: UInt64) -> UInt64? {
        let length = 8 - key.leadingZeroBitCount / 8
        guard length == 2 || length == 3, key >> 63 == 0 else { return nil }
        let last = UInt8(truncatingIfNeeded: key >> UInt64(8 * (length - 1)))
        guard last == UInt8(ascii: "i") || last == UInt8(ascii: "y") else { return nil }
        let first = UInt8(truncatingIfNeeded: key)
        let isQu = length == 3 && key & 0xFFFF == 0x7571
        guard isQu || (length == 2 && isInitial(first)) else { return nil }
        return key ^ UInt64(UInt8(ascii: "i") ^ UInt8(ascii: "y")) << UInt64(8 * (length - 1))
    }

    private static func isInitial(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "m"),
            UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "v"):
            true
        default:
            false
        }
    }

    /// The words that a class stands for.
    @inline(__always)
    func members(of wordClass: Int32) -> Range<Int> {
        Int(firstWord[Int(wordClass)])..<Int(firstWord[Int(wordClass) + 1])
    }

    @inline(__always)
    func contains(_ word: Int32, in wordClass: Int32) -> Bool {
        var index = Int(firstWord[Int(wordClass)])
        let end = Int(firstWord[Int(wordClass) + 1])
        while index < end {
            if classWords[index] == word { return true }
            index += 1
        }
        return false
    }
}

extension Marks {
    /// The bits of typed marks that do not agree with these.
    fileprivate var refused: UInt32 {
        (0..<32).reduce(0) { bits, bit in
            Marks(rawValue: 1 << bit).agrees(with: self) ? bits : bits | 1 << bit
        }
    }

    /// The tone, and which shape marks occur, wherever they stand.
    fileprivate var kinds: Marks {
        let shapes = rawValue & 0xFFFF
        let circumflex: UInt32 = shapes & 0x5555 == 0 ? 0 : 1
        let other: UInt32 = shapes & 0xAAAA == 0 ? 0 : 2
        return Marks(rawValue: rawValue & 0x1F_0000 | circumflex | other)
    }
}

/// A vocabulary that still grows.
struct VocabularyBuilder {
    private(set) var words: [Syllable] = []
    private(set) var groups: [(key: UInt64, words: [Int32])] = []
    private var numbers: [Syllable: Int32] = [:]
    private var groupOfKey: [UInt64: Int] = [:]

    /// Returns the numbers of the words of a text, new ones added.
    mutating func intern(_ text: String) -> [Int32] {
        Syllable.words(of: text).map { intern($0) }
    }

    mutating func intern(_ word: Syllable) -> Int32 {
        if let number = numbers[word] { return number }
        let number = Int32(words.count)
        words.append(word)
        numbers[word] = number
        if let group = groupOfKey[word.key] {
            groups[group].words.append(number)
        } else {
            groupOfKey[word.key] = groups.count
            groups.append((key: word.key, words: [number]))
        }
        return number
    }
}
