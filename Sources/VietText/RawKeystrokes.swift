/// Undoes Telex and VNI keystrokes left raw because no input method was on.
extension LetterRun {
    /// The syllable that Telex makes of these keys (`ddawng` → `đăng`), or nil when that is none.
    package func decodedTelex() -> Syllable? {
        var result = LetterRun()
        var tone: UInt8 = 0
        var changed = false
        for index in 0..<count {
            let letter = self[index]
            if let typed = Self.telexTone(letter), result.hasVowel {
                tone = typed
                changed = true
            } else if result.takesTelexShape(letter) {
                changed = true
            } else {
                result.append(letter, shape: shape(at: index), tone: self.tone(at: index))
            }
        }
        return changed ? result.spelled(tone: tone) : nil
    }

    /// The syllable that VNI makes of these keys (`dang9 ky1` → `đang ký`), or nil when that is none.
    package func decodedVNI() -> Syllable? {
        var result = LetterRun()
        var tone: UInt8 = 0
        var changed = false
        for index in 0..<count {
            let letter = self[index]
            switch letter {
            case UInt8(ascii: "1")...UInt8(ascii: "5") where result.hasVowel:
                tone = Self.vniTones[Int(letter - UInt8(ascii: "1"))]
                changed = true
            case UInt8(ascii: "6")...UInt8(ascii: "9"):
                guard result.takesVNIShape(letter) else { return nil }
                changed = true
            case UInt8(ascii: "0")...UInt8(ascii: "5"):
                return nil
            default:
                result.append(letter, shape: shape(at: index), tone: self.tone(at: index))
            }
        }
        return changed ? result.spelled(tone: tone) : nil
    }

    /// The syllable without letters drawn out for effect (`khônggg`, `ạaaa`), or nil.
    package func shortened() -> Syllable? {
        var result = LetterRun()
        var changed = false
        for index in 0..<count {
            if result.count > 0, result[result.count - 1] == self[index] {
                changed = true
            } else {
                result.append(self[index], shape: shape(at: index), tone: tone(at: index))
            }
        }
        return changed ? result.spelled(tone: 0) : nil
    }

    private static let vniTones: [UInt8] = [2, 1, 4, 8, 16]

    private static func telexTone(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "f"): 1
        case UInt8(ascii: "s"): 2
        case UInt8(ascii: "r"): 4
        case UInt8(ascii: "x"): 8
        case UInt8(ascii: "j"): 16
        default: nil
        }
    }

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
            UInt8(ascii: "u"), UInt8(ascii: "y"):
            true
        default:
            false
        }
    }

    private var hasVowel: Bool {
        for index in 0..<count where Self.isVowel(self[index]) { return true }
        return false
    }

    /// The last of these letters that carries no shape yet.
    private func lastPlain(of wanted: [UInt8]) -> Int? {
        for index in stride(from: count - 1, through: 0, by: -1)
        where shape(at: index) == 0 && wanted.contains(self[index]) {
            return index
        }
        return nil
    }

    /// Takes `aa`, `ee`, `oo`, `dd` and `w` as shapes, also when typed at the end of the syllable.
    private mutating func takesTelexShape(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"):
            guard let index = lastPlain(of: [letter]) else { return false }
            setShape(1, at: index)
            return true
        case UInt8(ascii: "d"):
            guard count > 0, self[0] == letter, shape(at: 0) == 0 else { return false }
            setShape(2, at: 0)
            return true
        case UInt8(ascii: "w"):
            if takesHorn(of: Self.hornVowels) { return true }
            guard count > 0, !hasVowel else { return false }
            append(UInt8(ascii: "u"), shape: 2)
            return true
        default:
            return false
        }
    }

    private static let hornVowels = [UInt8(ascii: "a"), UInt8(ascii: "o"), UInt8(ascii: "u")]

    /// Puts a horn or breve on the last plain vowel of `vowels`; on both of `uo`.
    private mutating func takesHorn(of vowels: [UInt8]) -> Bool {
        guard let index = lastPlain(of: vowels) else { return false }
        setShape(2, at: index)
        if self[index] == UInt8(ascii: "o"), index > 0, self[index - 1] == UInt8(ascii: "u"),
            index < 2 || self[index - 2] != UInt8(ascii: "q")
        {
            setShape(2, at: index - 1)
        }
        return true
    }

    private mutating func takesVNIShape(_ digit: UInt8) -> Bool {
        switch digit {
        case UInt8(ascii: "6"):
            let vowels = [UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o")]
            guard let index = lastPlain(of: vowels) else { return false }
            setShape(1, at: index)
            return true
        case UInt8(ascii: "7"):
            return takesHorn(of: [UInt8(ascii: "o"), UInt8(ascii: "u")])
        case UInt8(ascii: "8"):
            return takesHorn(of: [UInt8(ascii: "a")])
        default:
            guard count > 0, self[0] == UInt8(ascii: "d") else { return false }
            setShape(2, at: 0)
            return true
        }
    }

    private func spelled(tone: UInt8) -> Syllable? {
        guard count <= 7 else { return nil }
        var syllable = syllable(0..<count)
        if tone != 0 {
            let shapes = syllable.marks.rawValue & 0xFFFF
            syllable.marks = Marks(rawValue: shapes | UInt32(tone) << 16)
        }
        guard SyllableInventory.contains(syllable.key),
            SyllableInventory.allowsTone(syllable.marks, on: syllable.key)
        else { return nil }
        return syllable
    }
}
