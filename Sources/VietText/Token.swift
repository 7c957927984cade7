/// One syllable, number or word of a text, as `scan` found it.
///
/// A Vietnamese syllable has at most seven letters, so its folded form fits one integer: no
/// string is made, equality is one comparison.
package struct Token: Hashable, Sendable {
    /// The folded letters and digits, ASCII, first one in the lowest byte, up to eight of them.
    ///
    /// A longer word has its first seven letters in the low bytes and a hash of the whole with
    /// the top bit set in the highest byte, so that it never equals a short one.
    package var key: UInt64

    /// The Vietnamese marks as typed: see `Marks`.
    package var marks: Marks

    /// Where the token begins, in bytes of the text's UTF-8.
    package var start: Int32

    /// Where the token ends (exclusive), in bytes of the text's UTF-8.
    package var end: Int32

    package var flags: Flags

    package init(key: UInt64, marks: Marks, start: Int32, end: Int32, flags: Flags) {
        self.key = key
        self.marks = marks
        self.start = start
        self.end = end
        self.flags = flags
    }

    /// What stands around a token and what it is made of.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// Punctuation, a line end or an emoji stands between the token before and this one.
        package static let afterBreak = Flags(rawValue: 1 << 0)
        /// At least one digit.
        package static let hasDigit = Flags(rawValue: 1 << 1)
        /// At least one letter.
        package static let hasLetter = Flags(rawValue: 1 << 2)
        /// A question mark follows, perhaps after spaces.
        package static let beforeQuestionMark = Flags(rawValue: 1 << 3)
        /// A line end stands somewhere between the token before and this one.
        ///
        /// The first token of a text has this, `afterBreak` and `afterSentenceEnd`.
        package static let afterLineEnd = Flags(rawValue: 1 << 4)
        /// The end of a sentence (`!`, `?`, `…`, line end, `.` before a space) stands before this one.
        package static let afterSentenceEnd = Flags(rawValue: 1 << 5)
        /// Every letter typed as a capital.
        package static let isUppercase = Flags(rawValue: 1 << 6)
        /// Longer than eight letters, or with a letter of a foreign script: `key` holds a hash.
        package static let isLong = Flags(rawValue: 1 << 7)
        /// No space, line end or emoji between the token before and this one, only punctuation:
        /// `250` in `1.250`, `9` in `7/9`.
        package static let isGlued = Flags(rawValue: 1 << 8)
    }
}

/// The Vietnamese marks of up to eight letters, as one integer.
///
/// Two bits a letter (bit 0: circumflex; bit 1: breve, horn or the bar of đ) for letters 0 to 7 in
/// bits 0–15, then one-hot tone bits in bits 16–20: huyền, sắc, hỏi, ngã, nặng. Where the tone was
/// placed, and in what order combining marks came, does not show.
package struct Marks: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// No mark at all: a plain word, or one typed without its marks.
    package static let none = Marks(rawValue: 0)

    /// Whether marks typed so may mean a word written with the marks `word`.
    ///
    /// Marks left out agree with anything, wrong ones refuse. Hỏi and ngã agree with each other:
    /// people of the South merge them.
    package func agrees(with word: Marks) -> Bool {
        rawValue & ~word.widened == 0
    }

    /// Whether the tone typed may be that of `word`, wherever the letters stand.
    package func toneAgrees(with word: Marks) -> Bool {
        rawValue & ~word.widened & Self.tones == 0
    }

    private static let tones: UInt32 = 0b11111 << 16
    private static let hookTilde: UInt32 = 0b01100 << 16

    private var widened: UInt32 {
        rawValue & Self.hookTilde == 0 ? rawValue : rawValue | Self.hookTilde
    }
}
