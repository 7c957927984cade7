/// What one Unicode scalar means to `scan`, packed into 32 bits.
///
/// Bits 0–7: the folded ASCII byte; 8–9: shape marks; 10–14: tone marks; from 16: its class.
struct ScalarClass: Hashable, Sendable {
    let rawValue: UInt32

    static let letter: UInt32 = 1 << 16
    static let digit: UInt32 = 1 << 17
    /// A combining mark of Vietnamese: its marks join the letter before.
    static let mark: UInt32 = 1 << 18
    /// Dropped without a trace: zero-width, soft hyphen, foreign combining marks.
    static let invisible: UInt32 = 1 << 19
    static let space: UInt32 = 1 << 20
    static let punctuation: UInt32 = 1 << 21
    static let questionMark: UInt32 = 1 << 22
    static let sentenceEnd: UInt32 = 1 << 23
    static let lineEnd: UInt32 = 1 << 24
    /// A letter of a script that Vietnamese does not use: part of a word that never matches.
    static let foreign: UInt32 = 1 << 25
    /// A full stop, which ends a sentence only before a space.
    static let fullStop: UInt32 = 1 << 26
    static let uppercase: UInt32 = 1 << 27

    /// An emoji, arrow or other picture: separates, and never glues two tokens.
    static let symbol: UInt32 = 1 << 28

    static let inToken = letter | digit | foreign

    /// A letter or digit that folds to `byte`.
    static func folding(
        to byte: UInt8, shape: UInt32 = 0, tones: UInt32 = 0, isUppercase: Bool = false
    ) -> UInt32 {
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        return UInt32(byte) | shape << 8 | tones << 10 | (isDigit ? digit : letter)
            | (isUppercase ? uppercase : 0)
    }
}

/// The class of every scalar: a flat table for two UTF-8 bytes, pages for three, rules for four.
final class ScalarTable: Sendable {
    static let shared = ScalarTable()

    /// Classes of U+0000–U+07FF.
    let low: [UInt32]

    /// For each 64 scalars of U+0000–U+FFFF, the number of their page.
    let pageNumbers: [UInt16]

    /// Distinct pages of 64 classes each.
    let pages: [UInt32]

    private init() {
        var plane = [UInt32](repeating: ScalarClass.foreign, count: 0x1_0000)
        Self.fillBreaks(&plane)
        Self.fillAscii(&plane)
        Self.fillLatin(&plane)
        Self.fillLookAlikes(&plane)
        Self.fillCombining(&plane)
        low = Array(plane[0..<0x800])
        var numbers: [UInt16] = []
        var found: [[UInt32]: UInt16] = [:]
        var pages: [UInt32] = []
        for start in stride(from: 0, to: plane.count, by: 64) {
            let page = Array(plane[start..<start + 64])
            if let number = found[page] {
                numbers.append(number)
            } else {
                let number = UInt16(found.count)
                found[page] = number
                numbers.append(number)
                pages += page
            }
        }
        pageNumbers = numbers
        self.pages = pages
    }

    /// Returns the class of any scalar value; the slow way, for what is rare and for tests.
    func classOf(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0..<0x800:
            low[Int(scalar)]
        case 0x800..<0x1_0000:
            pages[Int(pageNumbers[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
        case 0x1_D400..<0x1_D6A4:
            // Mathematical letters, which people use as fancy fonts: 13 alphabets of 52 letters.
            Self.mathematicalLetter((scalar - 0x1_D400) % 52)
        case 0x1_D7CE..<0x1_D800:
            ScalarClass.folding(to: UInt8(48 + (scalar - 0x1_D7CE) % 10))
        case 0x1_F000..<0x1_FB00:
            ScalarClass.symbol
        case 0xE_0000..<0xE_1000:
            ScalarClass.invisible
        default:
            ScalarClass.foreign
        }
    }

    /// Returns the class of the scalar that begins at `index` of UTF-8 bytes, and its width in bytes;
    /// `low` is the table of that name, taken out of the loop that calls this.
    @inline(__always)
    func decoded(
        _ bytes: Span<UInt8>, at index: Int, _ low: Span<UInt32>
    ) -> (value: UInt32, width: Int) {
        let lead = bytes[index]
        if lead < 0x80 { return (low[Int(lead)], 1) }
        let left = bytes.count &- index
        if lead < 0xE0, left > 1 {
            return (low[Int(lead & 0x1F) << 6 | Int(bytes[index &+ 1] & 0x3F)], 2)
        }
        return decodedLong(bytes, at: index, lead)
    }

    /// The same for a scalar of three or four bytes.
    private func decodedLong(
        _ bytes: Span<UInt8>, at index: Int, _ lead: UInt8
    ) -> (value: UInt32, width: Int) {
        let left = bytes.count &- index
        if lead < 0xF0, left > 2 {
            let page = Int(lead & 0x0F) << 6 | Int(bytes[index &+ 1] & 0x3F)
            let row = Int(pageNumbers[page]) << 6
            return (pages[row | Int(bytes[index &+ 2] & 0x3F)], 3)
        }
        guard left > 3 else { return (ScalarClass.punctuation, 1) }
        var scalar = UInt32(lead & 0x07)
        for offset in 1...3 { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (classOf(scalar), 4)
    }

    private static func mathematicalLetter(_ index: UInt32) -> UInt32 {
        ScalarClass.folding(to: UInt8(97 + index % 26), isUppercase: index < 26)
    }
}

extension ScalarTable {
    private static func fillBreaks(_ plane: inout [UInt32]) {
        func fill(_ range: ClosedRange<Int>, _ value: UInt32) {
            for scalar in range { plane[scalar] = value }
        }
        let breaks: [ClosedRange<Int>] = [
            0x00...0xBF, 0xD7...0xD7, 0xF7...0xF7, 0x2B0...0x2FF, 0x2010...0x2027, 0x2030...0x205F,
            0x207A...0x207F, 0x208A...0x20CF, 0x2100...0x2BFF, 0x2E00...0x2E7F, 0x3001...0x3030,
            0xE000...0xF8FF, 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFF00...0xFF65, 0xFFE0...0xFFFF,
        ]
        for range in breaks { fill(range, ScalarClass.punctuation) }
        fill(0x2190...0x2BFF, ScalarClass.symbol)
        for space in [0x09, 0x20, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000] {
            plane[space] = ScalarClass.space
        }
        fill(0x2000...0x200A, ScalarClass.space)
        for end in [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029] {
            plane[end] = ScalarClass.lineEnd
        }
        let invisible: [ClosedRange<Int>] = [
            0xAD...0xAD, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0F, 0xFEFF...0xFEFF,
        ]
        for range in invisible { fill(range, ScalarClass.invisible) }
        plane[0x2026] = ScalarClass.sentenceEnd  // …
        plane[0x3002] = ScalarClass.sentenceEnd  // 。
        for (index, digit) in zip([0xB9, 0xB2, 0xB3], 1...) {
            plane[index] = ScalarClass.folding(to: UInt8(48 + digit))
        }
        for digit in [0, 4, 5, 6, 7, 8, 9] {
            plane[0x2070 + digit] = ScalarClass.folding(to: UInt8(48 + digit))
        }
        for digit in 0..<10 {
            plane[0x2080 + digit] = ScalarClass.folding(to: UInt8(48 + digit))
        }
    }

    private static func fillAscii(_ plane: inout [UInt32]) {
        // The full-width forms U+FF01–FF5E repeat U+0021–007E.
        for byte in 0x21...0x7E {
            let value = asciiClass(UInt8(byte))
            plane[byte] = value
            plane[byte - 0x21 + 0xFF01] = value
        }
    }

    private static func asciiClass(_ byte: UInt8) -> UInt32 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            ScalarClass.folding(to: byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            ScalarClass.folding(to: byte + 32, isUppercase: true)
        case UInt8(ascii: "?"):
            ScalarClass.questionMark
        case UInt8(ascii: "!"):
            ScalarClass.sentenceEnd
        case UInt8(ascii: "."):
            ScalarClass.fullStop
        default:
            ScalarClass.punctuation
        }
    }

    private static func fillLatin(_ plane: inout [UInt32]) {
        for row in LatinLetters.rows {
            for (base, composed) in row.letters {
                guard let byte = base.asciiValue else { continue }
                for scalar in composed.unicodeScalars {
                    let value = ScalarClass.folding(to: byte, shape: row.shape, tones: row.tones)
                    set(scalar, value, &plane)
                }
            }
        }
    }

    /// Letters that look like a Latin one and are typed for it: by a keyboard left in another
    /// script, by a font, or to slip past a filter.
    private static func fillLookAlikes(_ plane: inout [UInt32]) {
        let small: [(typed: String, meant: String)] = [
            ("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw"),  // Cyrillic
            ("ıłøɑɡ", "iloag"),
        ]
        for (typed, meant) in small {
            for (scalar, letter) in zip(typed.unicodeScalars, meant.utf8) {
                set(scalar, ScalarClass.folding(to: letter), &plane)
            }
        }
        // Greek capitals and small letters look like different Latin ones.
        for (scalar, letter) in zip("αονρικυ".unicodeScalars, "aovpiku".utf8) {
            plane[Int(scalar.value)] = ScalarClass.folding(to: letter)
        }
        for (scalar, letter) in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars, "abezhikmnoptyx".utf8) {
            plane[Int(scalar.value)] = ScalarClass.folding(to: letter, isUppercase: true)
        }
        // đ itself, and eth and African d, whose capitals look the same.
        for scalar in "đðɖ".unicodeScalars {
            set(scalar, ScalarClass.folding(to: UInt8(ascii: "d"), shape: 2), &plane)
        }
        plane[0x130] = ScalarClass.folding(to: UInt8(ascii: "i"), isUppercase: true)  // İ
    }

    private static func fillCombining(_ plane: inout [UInt32]) {
        for scalar in 0x300...0x36F { plane[scalar] = ScalarClass.invisible }
        for range in [0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F] {
            for scalar in range { plane[scalar] = ScalarClass.invisible }
        }
        let tones = [
            (0x300, 0), (0x340, 0), (0x301, 1), (0x341, 1), (0x309, 2), (0x303, 3), (0x323, 4),
        ]
        for (scalar, tone) in tones {
            plane[scalar] = ScalarClass.mark | 1 << UInt32(10 + tone)
        }
        plane[0x302] = ScalarClass.mark | 1 << 8
        plane[0x306] = ScalarClass.mark | 2 << 8
        plane[0x31B] = ScalarClass.mark | 2 << 8
        plane[0x335] = ScalarClass.mark | 2 << 8
    }

    /// Sets a lower-case letter and its capital.
    private static func set(_ scalar: Unicode.Scalar, _ value: UInt32, _ plane: inout [UInt32]) {
        plane[Int(scalar.value)] = value
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        guard upper.count == 1, let capital = upper.first, capital.value > 127 else { return }
        plane[Int(capital.value)] = value | ScalarClass.uppercase
    }
}
