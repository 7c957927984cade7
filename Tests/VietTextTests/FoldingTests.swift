import Foundation
import Testing
import VietText

@Suite struct FoldingTests {
    @Test(arguments: ScanTests.rows)
    func foldingTwiceChangesNothing(_ row: ScanTests.Row) {
        #expect(folded(folded(row.typed)) == folded(row.typed))
    }

    @Test func keepsWhatIsNotALetter() {
        #expect(folded("Ở đâu, 7/9 (34,2%) 🙂?") == "o dau, 7/9 (34,2%) 🙂?")
        #expect(folded("ＡＢ\u{200B}Ｃ") == "abc")
        #expect(folded("") == "")
    }

    /// Vietnamese marks by combining scalar, from the Unicode Character Database.
    private static let shapes: [UInt32: UInt32] = [0x302: 1, 0x306: 2, 0x31B: 2]
    private static let tones: [UInt32: UInt32] = [
        0x300: 1, 0x340: 1, 0x301: 2, 0x341: 2, 0x309: 4, 0x303: 8, 0x323: 16,
    ]

    /// Scalars that fold although the normaliser leaves them alone: look-alikes, typed for a letter.
    private static let lookAlikes: [String: String] = [
        "авекмнорстухіјѕһԁԛԝ": "abekmhopctyxijshdqw",
        "АВЕКМНОРСТУХІЈЅҺԀԚԜ": "abekmhopctyxijshdqw",
        "ıłøɑɡđðɖŁØⱭꞬĐÐƉ": "iloagdddloagddd",
        "αονρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "aovpikuabezhikmnoptyx",
    ]

    /// Compatibility letters that are rarer than the harm: ordinals, ligatures, roman numerals,
    /// letters in circles or squares.
    ///
    /// They separate, or belong to no word.
    private static func isLeftOut(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xAA, 0xBA, 0x17F, 0x1E9B, 0x2B0...0x2FF, 0x1D00...0x1DBF, 0x2071, 0x207F,
            0x2090...0x209C, 0x2100...0x218F, 0x2460...0x24FF, 0x2C7C...0x2C7D, 0xA7F2...0xA7F4,
            0x1_D6A4...0x1_D7CD,
            0x1_F100...0x1_F1FF, 0x1_FBF0...0x1_FBF9, 0x1_CCD6...0x1_CCF9, 0x1_0780...0x1_07BF:
            true
        default:
            false
        }
    }

    @Test func everyScalarFoldsAsTheNormaliserSays() {
        var meant: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (typed, letters) in Self.lookAlikes {
            for (left, right) in zip(typed.unicodeScalars, letters.unicodeScalars) {
                meant[left] = right
            }
        }
        var wrong: [String] = []
        // Planes 2 to 13 hold ideographs or nothing.
        for value in Array(UInt32(1)..<0x2_0000) + Array(0xE_0000..<0xE_1000) {
            guard let scalar = Unicode.Scalar(value),
                scalar.properties.generalCategory != .unassigned
            else { continue }
            let expected = meant[scalar].map { ($0, UInt32.zero) } ?? Self.byNormaliser(scalar)
            let isD = "đðɖĐÐƉ".unicodeScalars.contains(scalar)
            var tokens: [Token] = []
            scan(String(scalar), into: &tokens)
            let found = tokens.first.flatMap { token -> (key: UInt64, marks: UInt32)? in
                token.flags.contains(.isLong) ? nil : (token.key, token.marks.rawValue)
            }
            let agrees =
                switch (expected, found) {
                case (nil, nil):
                    true
                case (let (letter, marks)?, let found?):
                    UInt64(letter.value) == found.key && (isD ? 2 : marks) == found.marks
                default:
                    Self.isLeftOut(value) && found == nil
                }
            if !agrees { wrong.append("U+\(String(value, radix: 16)) \(scalar)") }
        }
        #expect(wrong == [])
    }

    /// The one ASCII letter or digit that a scalar decomposes to, with its Vietnamese marks.
    private static func byNormaliser(_ scalar: Unicode.Scalar) -> (Unicode.Scalar, UInt32)? {
        let text = String(scalar).decomposedStringWithCompatibilityMapping.lowercased()
        let scalars = Array(text.decomposedStringWithCompatibilityMapping.unicodeScalars)
        guard let base = scalars.first,
            base.properties.isAlphabetic || base.properties.numericType != nil,
            base.isASCII
        else { return nil }
        var marks: UInt32 = 0
        for mark in scalars.dropFirst() {
            guard mark.properties.generalCategory == .nonspacingMark else { return nil }
            marks |= shapes[mark.value] ?? 0
            marks |= (tones[mark.value] ?? 0) << 16
        }
        return (base, marks)
    }
}
