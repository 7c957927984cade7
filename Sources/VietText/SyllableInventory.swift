/// All syllables that Vietnamese spelling allows, folded: onsets times rhymes.
///
/// About 2,400 keys without any word list; many of them are no word, which does no harm: the
/// inventory only says whether a typed word could be meant as it stands.
package enum SyllableInventory {
    private static let onsets = [
        "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
        "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ]

    private static let rhymes = """
        a ac ach ai am an ang anh ao ap at au ay
        e ec ech em en eng enh eo ep et eu
        i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong
        op ot
        u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut
        uu uy uya uych uyen uyet uynh uyt uyu
        y ych yem yen yeng yet yeu yn ynh yt
        """

    /// The key of every syllable.
    package static let table: KeyTable = {
        var table = KeyTable(minimumCapacity: 4_096)
        for onset in onsets {
            for rhyme in rhymes.split(whereSeparator: \.isWhitespace) where allows(onset, rhyme) {
                table.insert(1, for: Syllable.key(onset + rhyme))
            }
        }
        table.insert(1, for: Syllable.key("gi"))
        return table
    }()

    /// Whether a folded word is spelled as a Vietnamese syllable may be.
    package static func contains(_ key: UInt64) -> Bool {
        table[key] != 0
    }

    /// Whether a syllable may bear the tone in `marks`: before -p, -t, -c and -ch only sắc and nặng.
    package static func allowsTone(_ marks: Marks, on key: UInt64) -> Bool {
        let length = Syllable.length(of: key)
        guard length > 1 else { return true }
        let last = UInt8(truncatingIfNeeded: key >> UInt64(length * 8 - 8))
        let before = UInt8(truncatingIfNeeded: key >> UInt64(length * 8 - 16))
        let isStopped =
            last == UInt8(ascii: "p") || last == UInt8(ascii: "t") || last == UInt8(ascii: "c")
            || last == UInt8(ascii: "h") && before == UInt8(ascii: "c")
        return !isStopped || length == 2 && last == UInt8(ascii: "h")
            || marks.rawValue & 0b01101 << 16 == 0
    }

    private static func allows(_ onset: String, _ rhyme: Substring) -> Bool {
        guard let vowel = rhyme.first else { return false }
        let isFront = vowel == "e" || vowel == "i" || vowel == "y"
        switch onset {
        case "k", "gh", "ngh":
            return isFront
        case "c", "ng":
            return !isFront
        case "g":
            return !isFront || rhyme == "i" || rhyme == "in"
        case "gi":
            return vowel != "i" && vowel != "y"
        case "qu":
            return vowel != "u" && !rhyme.hasPrefix("oa") && !rhyme.hasPrefix("oe")
        case "":
            return true
        default:
            return vowel != "y" || rhyme == "y"
        }
    }
}
