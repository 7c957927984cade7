import VietText

/// Numbers in a text that name one person: identity numbers and bank accounts.
///
/// An identity number is told by its shape (12 digits of a province that exists) or by a word such
/// as "cccd" before it; a bank account only by a word such as "stk". Phone numbers, amounts of
/// money and counts of a report are none of it.
package struct PersonalNumbers: Hashable, Sendable {
    /// What a number is.
    package enum Kind: Hashable, Sendable {
        /// 12 digits of an identity card, or 9 of an old one (căn cước, CMND).
        case identity
        case bankAccount
    }

    /// One number found.
    struct Found: Hashable {
        let kind: Kind
        /// As typed, gaps included.
        let typed: String
        /// Where, counted in Unicode scalars of the text.
        let range: Range<Int>
    }

    let found: [Found]
    private let scalars: [Unicode.Scalar]

    /// Looks through a text.
    ///
    /// - Complexity: O(*n*) in its length.
    package init(in text: String) {
        let scalars = Array(text.unicodeScalars)
        self.scalars = scalars
        found = DigitRun.all(in: scalars).compactMap { run in
            run.kind.map { kind in
                var typed = String.UnicodeScalarView()
                typed.append(contentsOf: scalars[run.range])
                return Found(kind: kind, typed: String(typed), range: run.range)
            }
        }
    }

    /// Whether there is none.
    package var isEmpty: Bool { found.isEmpty }

    /// Whether one of a kind is there.
    package func contains(_ kind: Kind) -> Bool { found.contains { $0.kind == kind } }

    /// The text with all but the last three digits of each number as stars.
    package var masked: String {
        var result = scalars
        for number in found {
            Self.mask(&result, in: number.range)
        }
        return Self.text(result)
    }

    /// Masks the numbers of this text where another one repeats them.
    package func masking(_ other: String) -> String {
        var other = other
        for number in found where other.contains(number.typed) {
            var mask = Array(number.typed.unicodeScalars)
            Self.mask(&mask, in: mask.indices)
            other = other.split(separator: number.typed, omittingEmptySubsequences: false)
                .joined(separator: Self.text(mask))
        }
        return other
    }

    /// Digits at the end that stay, so that a person knows which number is meant.
    package static let digitsKept = 3

    private static func mask(_ scalars: inout [Unicode.Scalar], in range: Range<Int>) {
        let digits = range.filter { scalars[$0].digit != nil }
        for index in digits.dropLast(digitsKept) { scalars[index] = "*" }
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

/// Digits in a row, single gaps between them allowed, with the words before and behind.
private struct DigitRun {
    let digits: [UInt8]
    let range: Range<Int>

    /// Folded words before the number, at most `reach`, the nearest last.
    let before: [String]

    /// The folded word behind it.
    let behind: String

    /// Whether a gap stands between its digits, as in `1.250.000`.
    let isGrouped: Bool

    /// Whether letters stand right at it, as in a file number `H23.45-2602190012`.
    let isGlued: Bool

    /// Words before a number that may say what it is.
    private static let reach = 7

    static func all(in scalars: [Unicode.Scalar]) -> [DigitRun] {
        var runs: [DigitRun] = []
        var index = 0
        while index < scalars.count {
            guard scalars[index].digit != nil else {
                index += 1
                continue
            }
            let groups = Self.groups(of: scalars, from: index)
            index = groups[groups.count - 1].upperBound
            // Beside a number that is long enough alone stands another number.
            let long = groups.filter { $0.count >= identityShort }
            if !long.isEmpty {
                runs += long.map { run(scalars, $0) }
            } else if groups.count > 1, groups.allSatisfy({ $0.count >= groupDigitsMin }) {
                runs.append(run(scalars, groups[0].lowerBound..<index))
            }
        }
        return runs
    }

    /// Digits between two gaps of one identity number; days of a date have fewer.
    private static let groupDigitsMin = 3

    /// The groups of digits from `start` on: one space, point or hyphen between two of them.
    private static func groups(of scalars: [Unicode.Scalar], from start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = start
        while true {
            let end = scalars[start...].firstIndex { $0.digit == nil } ?? scalars.count
            groups.append(start..<end)
            guard end + 1 < scalars.count, gaps.contains(scalars[end]),
                scalars[end + 1].digit != nil
            else { return groups }
            start = end + 1
        }
    }

    private static let gaps: Set<Unicode.Scalar> = [" ", ".", "-", "\u{A0}"]

    private static func run(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> DigitRun {
        let digits = range.compactMap { scalars[$0].digit }
        let head = text(scalars[max(0, range.lowerBound - 60)..<range.lowerBound])
        let tail = text(scalars[range.upperBound..<min(scalars.count, range.upperBound + 12)])
        let isLetterBefore =
            range.lowerBound > 0 && scalars[range.lowerBound - 1].properties.isAlphabetic
        let isLetterBehind =
            range.upperBound < scalars.count && scalars[range.upperBound].properties.isAlphabetic
        return DigitRun(
            digits: digits, range: range,
            before: Array(Syllable.words(of: head).map(\.letters).suffix(reach)),
            behind: Syllable.words(of: tail).first?.letters ?? "",
            isGrouped: digits.count < range.count, isGlued: isLetterBefore || isLetterBehind)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    // MARK: What it is

    private static let identityLong = 12
    private static let identityShort = 9

    /// Digits of a bank account; shorter ones are counts.
    private static let accountDigits = 9...19

    var kind: PersonalNumbers.Kind? {
        let cue = nearestCue
        if cue == .bankAccount, Self.accountDigits.contains(digits.count) { return .bankAccount }
        if cue == .phone || cue == .document { return nil }
        switch digits.count {
        case Self.identityLong where cue == .identity: return .identity
        case Self.identityLong: return hasIdentityShape && !isGlued ? .identity : nil
        case Self.identityShort where cue == .identity: return isAmount ? nil : .identity
        case Self.identityShort:
            // Nobody counts with a nought in front; a phone number has ten digits.
            return digits[0] == 0 && !isGrouped && !isGlued && !isAmount ? .identity : nil
        default: return nil
        }
    }

    /// 001 … 096 of a province, then the digit of century and sex (TT 59/2021/TT-BCA).
    private var hasIdentityShape: Bool {
        let province = Int(digits[0]) * 100 + Int(digits[1]) * 10 + Int(digits[2])
        return (1...96).contains(province)
    }

    private var isAmount: Bool { Self.measures.contains(behind) }

    private enum Cue { case identity, bankAccount, phone, document }

    /// What the words before say: the nearest of the cues that stand there.
    private var nearestCue: Cue? {
        for end in stride(from: before.count, to: 0, by: -1) {
            for (phrase, cue) in Self.cues where phrase.count <= end {
                if Array(before[(end - phrase.count)..<end]) == phrase { return cue }
            }
        }
        return nil
    }

    private static let measures: Set<String> = [
        "dong", "d", "vnd", "k", "ty", "trieu", "ho", "nguoi", "m2", "ha", "kg", "tan", "luot",
    ]

    /// Longest first, so that "số tài khoản" is not read as the accounts that a report counts.
    private static let cues: [(phrase: [String], cue: Cue)] =
        [
            ("so tai khoan", .bankAccount), ("so tk", .bankAccount), ("stk", .bankAccount),
            ("tai khoan ngan hang", .bankAccount), ("tk ngan hang", .bankAccount),
            ("chuyen khoan", .bankAccount), ("ck vao", .bankAccount), ("ngan hang", .bankAccount),
            ("vietcombank", .bankAccount), ("vcb", .bankAccount), ("agribank", .bankAccount),
            ("bidv", .bankAccount), ("vietinbank", .bankAccount), ("techcombank", .bankAccount),
            ("mbbank", .bankAccount), ("mb bank", .bankAccount), ("acb", .bankAccount),
            ("sacombank", .bankAccount), ("vpbank", .bankAccount), ("tpbank", .bankAccount),
            ("so the", .bankAccount), ("so can cuoc", .identity), ("can cuoc", .identity),
            ("cccd", .identity), ("cmnd", .identity), ("cmt", .identity), ("cmtnd", .identity),
            ("chung minh", .identity), ("chung minh thu", .identity),
            ("chung minh nhan dan", .identity), ("dinh danh", .identity), ("so dd", .identity),
            ("so giay to", .identity), ("so cc", .identity),
            ("sdt", .phone), ("so dt", .phone), ("dt", .phone), ("dien thoai", .phone),
            ("zalo", .phone), ("hotline", .phone), ("lien he", .phone), ("goi", .phone),
            ("tong dai", .phone), ("ho so", .document), ("ma ho so", .document),
            ("bien nhan", .document), ("ma so thue", .document), ("mst", .document),
            ("bhxh", .document), ("bhyt", .document), ("so seri", .document),
        ].map { words, cue in (Syllable.words(of: words).map(\.letters), cue) }
        .sorted { $0.phrase.count > $1.phrase.count }
}

extension Unicode.Scalar {
    /// The value of a digit of any script, 0 to 9; nil for anything else.
    fileprivate var digit: UInt8? {
        if isASCII { return (0x30...0x39).contains(value) ? UInt8(value - 0x30) : nil }
        guard properties.numericType == .decimal, let value = properties.numericValue else {
            return nil
        }
        return UInt8(value)
    }
}
