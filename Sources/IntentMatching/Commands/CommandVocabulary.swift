import VietText

/// The words of a grammar, and the classes of tokens that the automaton tells apart.
///
/// Words with the same letters and other marks (`tắt`, `tát`) are one group. A token belongs to the
/// class of exactly those words of its group that its marks agree with, so the automaton decides on
/// marks too, without looking at them again.
struct CommandVocabulary: Sendable {
    /// The class of a token that is no word of the grammar.
    static let unknown: Int32 = 0
    /// The class of a token with a digit that is no word of the grammar.
    static let unknownNumber: Int32 = 1

    /// Words by number.
    private(set) var words: [Syllable] = []

    /// The words of each class: `classWords[firstWord[c]..<firstWord[c + 1]]`.
    private(set) var classWords: [Int32] = []
    private(set) var firstWord: [Int32] = [0, 0, 0]

    /// What is known of each class.
    private(set) var traits: [Traits] = [[], [.numeric]]

    private var groups: [Group] = []
    private var slots: [(key: UInt64, group: Int32)] = []
    private var shift: UInt64 = 64

    /// What a class is good for besides its words.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        /// May be part of a number.
        static let numeric = Traits(rawValue: 1)
        /// May begin a polite phrase.
        static let opensPolitePhrase = Traits(rawValue: 2)
    }

    /// The words that share their letters.
    private struct Group {
        var key: UInt64
        var firstClass: Int32
        var classCount: Int32
        /// Empty for a group too large to tell its words apart by class.
        var marks: [Marks]
    }

    var classCount: Int { traits.count }

    init(_ builder: VocabularyBuilder, numeric: Set<Int32>, opensPolitePhrase: Set<Int32>) {
        words = builder.words
        for group in builder.groups {
            let isCoarse = group.words.count > Self.maximumVariants
            let marks = group.words.map { builder.words[Int($0)].marks }
            groups.append(
                Group(
                    key: group.key, firstClass: Int32(traits.count),
                    classCount: isCoarse ? 1 : Int32(1 << group.words.count) - 1,
                    marks: isCoarse ? [] : marks))
            for mask in 1...(isCoarse ? 1 : (1 << group.words.count) - 1) {
                let members = group.words.indices.filter { isCoarse || mask >> $0 & 1 == 1 }
                    .map { group.words[$0] }
                classWords += members
                firstWord.append(Int32(classWords.count))
                var trait: Traits = []
                let hasDigit = group.key & 0xFF >= 0x30 && group.key & 0xFF <= 0x39
                if hasDigit || members.contains(where: numeric.contains) { trait.insert(.numeric) }
                if members.contains(where: opensPolitePhrase.contains) {
                    trait.insert(.opensPolitePhrase)
                }
                traits.append(trait)
            }
        }
        buildTable()
    }

    /// More words than this with the same letters would need too many classes (2ⁿ − 1): they share
    /// one, and the marks are left to the walk through the accepted sentence.
    private static let maximumVariants = 7

    private mutating func buildTable() {
        var capacity = 16
        while capacity < groups.count * 2 { capacity *= 2 }
        shift = UInt64(64 - capacity.trailingZeroBitCount)
        slots = Array(repeating: (key: 0, group: -1), count: capacity)
        for (index, group) in groups.enumerated() {
            var slot = Self.slot(of: group.key, shift)
            while slots[slot].group >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = (key: group.key, group: Int32(index))
        }
    }

    @inline(__always)
    private static func slot(of key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    @inline(__always)
    private func group(of key: UInt64) -> Int {
        var slot = Self.slot(of: key, shift)
        while slots[slot].group >= 0 {
            if slots[slot].key == key { return Int(slots[slot].group) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return -1
    }

    /// Returns the class of a token: that of the words its letters and marks agree with.
    @inline(__always)
    func classOf(_ token: Token) -> Int32 {
        let index = group(of: token.key)
        if index >= 0 {
            let found = memberClass(index, token.marks)
            if found != Self.unknown { return found }
        } else if let twin = Self.twin(of: token.key) {
            let other = group(of: twin)
            if other >= 0 {
                let found = memberClass(other, token.marks)
                if found != Self.unknown { return found }
            }
        }
        return token.flags.contains(.hasDigit) ? Self.unknownNumber : Self.unknown
    }

    /// Returns the class of the words with these letters that marks typed with a slip may mean, and
    /// whether the marks speak against all of them.
    ///
    /// A slip moves letters, so only the tone and the kinds of shape marks are compared.
    func classOf(letters key: UInt64, slippedMarks marks: Marks) -> (Int32, isContrary: Bool) {
        let index = group(of: key)
        guard index >= 0 else { return (Self.unknown, false) }
        var mask: Int32 = 0
        for variant in groups[index].marks.indices
        where marks.kinds.agrees(with: groups[index].marks[variant].kinds) {
            mask |= 1 << Int32(variant)
        }
        if mask == 0 { return (classOf(letters: key), !groups[index].marks.isEmpty) }
        return (groups[index].firstClass + mask - 1, false)
    }

    /// Returns the class of all words with these letters, or `unknown`.
    func classOf(letters key: UInt64) -> Int32 {
        let index = group(of: key)
        guard index >= 0 else { return Self.unknown }
        return groups[index].firstClass + groups[index].classCount - 1
    }

    @inline(__always)
    private func memberClass(_ index: Int, _ marks: Marks) -> Int32 {
        var mask: Int32 = groups[index].marks.isEmpty ? 1 : 0
        for variant in groups[index].marks.indices
        where marks.agrees(with: groups[index].marks[variant]) {
            mask |= 1 << Int32(variant)
        }
        return mask == 0 ? Self.unknown : groups[index].firstClass + mask - 1
    }

    /// `kỹ` and `kĩ`: returns the other way to write a final i or y, for the initials that allow it.
    private static func twin(of key: UInt64) -> UInt64? {
        let length = Syllable.length(of: key)
        guard (2...4).contains(length) else { return nil }
        let last = UInt8(truncatingIfNeeded: key >> UInt64(8 * (length - 1)))
        guard last == UInt8(ascii: "i") || last == UInt8(ascii: "y") else { return nil }
        let before = UInt8(truncatingIfNeeded: key >> UInt64(8 * (length - 2)))
        let isQu = length == 3 && key & 0xFFFF == 0x7571
        guard isQu || (length == 2 && Self.initials.contains(before)) else { return nil }
        return key ^ UInt64(UInt8(ascii: "i") ^ UInt8(ascii: "y")) << UInt64(8 * (length - 1))
    }

    private static let initials: [UInt8] = Array("hklmstv".utf8)

    /// The words that a class stands for.
    @inline(__always)
    func members(of wordClass: Int32) -> Range<Int> {
        Int(firstWord[Int(wordClass)])..<Int(firstWord[Int(wordClass) + 1])
    }

    func contains(_ word: Int32, in wordClass: Int32) -> Bool {
        classWords[members(of: wordClass)].contains(word)
    }
}

extension Marks {
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
