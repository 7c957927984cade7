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

        /// Whether all of `other` are set.
        package func contains(_ other: Flags) -> Bool {
            rawValue & other.rawValue == other.rawValue
        }

        /// Punctuation, a line end or an emoji stands between the token before and this one.
        package static var afterBreak: Flags { Flags(rawValue: 1 << 0) }
        /// At least one digit.
        package static var hasDigit: Flags { Flags(rawValue: 1 << 1) }
        /// At least one letter.
        package static var hasLetter: Flags { Flags(rawValue: 1 << 2) }
        /// A question mark follows, perhaps after spaces.
        package static var beforeQuestionMark: Flags { Flags(rawValue: 1 << 3) }
        /// A line end stands somewhere between the token before and this one.
        ///
        /// The first token of a text has this, `afterBreak` and `afterSentenceEnd`.
        package static var afterLineEnd: Flags { Flags(rawValue: 1 << 4) }
        /// The end of a sentence (`!`, `?`, `…`, line end, `.` before a space) stands before this one.
        package static var afterSentenceEnd: Flags { Flags(rawValue: 1 << 5) }
        /// Every letter typed as a capital.
        package static var isUppercase: Flags { Flags(rawValue: 1 << 6) }
        /// Longer than eight letters, or with a letter of a foreign script: `key` holds a hash.
        package static var isLong: Flags { Flags(rawValue: 1 << 7) }
        /// No space, line end or emoji between the token before and this one, only punctuation:
        /// `250` in `1.250`, `9` in `7/9`.
        package static var isGlued: Flags { Flags(rawValue: 1 << 8) }
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
        rawValue & ~word.widened & 0b11111 << 16 == 0
    }

    /// With hỏi for ngã and the reverse.
    private var widened: UInt32 {
        let hookTilde: UInt32 = 0b01100 << 16
        return rawValue & hookTilde == 0 ? rawValue : rawValue | hookTilde
    }
}
