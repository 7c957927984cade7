/// What a word says in a number.
enum NumberRole: Hashable, Sendable {
    /// One to nine; `isForm` for those that only follow a ten (mốt, tư, lăm, nhăm).
    case digit(Int, isForm: Bool)
    case zero
    /// mười.
    case ten
    /// mươi and chục.
    case tens(isDozenLike: Bool)
    case hundred
    /// nghìn and above.
    case scale(Int64)
    /// linh, lẻ.
    case link
    /// rưỡi.
    case half
    /// nửa.
    case halfAlone
    /// hăm, băm: a ten that needs a digit behind it.
    case contracted(Int)
}

/// One word of numbers as it is written, and how sure it is when it stands alone.
struct NumberWord: Hashable, Sendable {
    let role: NumberRole
    let marks: Marks

    /// Whether the word means something else as often, even with its marks.
    let isCommon: Bool
}

/// A word that joins or qualifies numbers.
struct LinkWord: Hashable, Sendable {
    let kind: NumberSpan.Kind
    let marks: Marks

    /// Whether the word counts only with all its marks.
    let isStrict: Bool

    func agrees(with token: Token) -> Bool {
        isStrict ? token.marks == marks : token.marks.agrees(with: marks)
    }
}

/// The words of Vietnamese numbers, by their folded letters.
enum NumberWords {
    static let table: [UInt64: [NumberWord]] = {
        let rows: [(String, NumberRole, isCommon: Bool)] = [
            ("không", .zero, true), ("một", .digit(1, isForm: false), false),
            ("mốt", .digit(1, isForm: true), true), ("hai", .digit(2, isForm: false), false),
            ("ba", .digit(3, isForm: false), true), ("bốn", .digit(4, isForm: false), false),
            ("tư", .digit(4, isForm: true), true), ("năm", .digit(5, isForm: false), true),
            ("lăm", .digit(5, isForm: true), true), ("nhăm", .digit(5, isForm: true), true),
            ("sáu", .digit(6, isForm: false), false), ("bảy", .digit(7, isForm: false), false),
            ("bẩy", .digit(7, isForm: false), false), ("tám", .digit(8, isForm: false), false),
            ("chín", .digit(9, isForm: false), false), ("mười", .ten, false),
            ("mươi", .tens(isDozenLike: false), true), ("chục", .tens(isDozenLike: true), false),
            ("trăm", .hundred, false), ("nghìn", .scale(1_000), false),
            ("ngàn", .scale(1_000), false), ("vạn", .scale(10_000), true),
            ("triệu", .scale(1_000_000), false), ("tỷ", .scale(1_000_000_000), true),
            ("tỉ", .scale(1_000_000_000), true), ("linh", .link, true), ("lẻ", .link, true),
            ("lẽ", .link, true), ("rưỡi", .half, false), ("rưởi", .half, false),
            ("nửa", .halfAlone, false), ("hăm", .contracted(20), true),
            ("băm", .contracted(30), true),
        ]
        var table: [UInt64: [NumberWord]] = [:]
        for (text, role, isCommon) in rows {
            guard let word = Syllable(text) else { continue }
            table[word.key, default: []].append(
                NumberWord(role: role, marks: word.marks, isCommon: isCommon))
        }
        return table
    }()

    static let links: [UInt64: LinkWord] = words([
        ("trên", .ratio, false), ("đến", .range, false), ("tới", .range, false),
        ("hoặc", .range, false), ("hay", .range, false),
    ])

    /// `gần 30`; the kind is not used.
    static let approximateBefore: [UInt64: LinkWord] = words([
        ("gần", .range, false), ("khoảng", .range, false), ("tầm", .range, false),
        ("cỡ", .range, true), ("chừng", .range, false), ("hơn", .range, false),
        ("trên", .range, false), ("dưới", .range, false), ("ngót", .range, false),
        ("xỉ", .range, true), ("độ", .range, true), ("ước", .range, true), ("cả", .range, true),
        ("hàng", .range, true), ("gan", .range, true), ("khoang", .range, true),
    ])

    /// `30 mấy`; the kind is not used.
    static let approximateAfter: [UInt64: LinkWord] = words([
        ("mấy", .range, true), ("hơn", .range, true), ("ngoài", .range, true),
        ("mươi", .range, true), ("gì", .range, true), ("may", .range, true),
    ])

    /// Words between `trên` and the denominator: `7 trên tổng số 9`.
    static let totals: Set<UInt64> = Set(["tong", "so", "cong"].map(Syllable.key))

    static let phan = Syllable.key("phan")
    static let tram = Syllable.key("tram")
    static let muc = Syllable.key("muc")

    /// Letters glued to digits: `12k`, `1tr2`.
    static let gluedScales: [String: Int128] = [
        "k": 1_000, "ng": 1_000, "nghin": 1_000, "ngan": 1_000, "tr": 1_000_000,
        "trieu": 1_000_000, "ty": 1_000_000_000, "ti": 1_000_000_000,
    ]

    private static func words(_ rows: [(String, NumberSpan.Kind, Bool)]) -> [UInt64: LinkWord] {
        var table: [UInt64: LinkWord] = [:]
        for (text, kind, isStrict) in rows {
            guard let word = Syllable(text), table[word.key] == nil else { continue }
            table[word.key] = LinkWord(kind: kind, marks: word.marks, isStrict: isStrict)
        }
        return table
    }
}
