/// A word of days: its letters and its marks.
struct DayWord: Hashable, Sendable {
    let key: UInt64
    let marks: Marks

    init(_ word: String) {
        let syllable = Syllable(word) ?? Syllable(key: 0)
        key = syllable.key
        marks = syllable.marks
    }

    func agrees(with token: Token) -> Bool {
        token.key == key && token.marks.agrees(with: marks)
    }
}

/// The words that days are made of.
enum DayWords {
    static let within = DayWord("trong")
    static let tu = DayWord("từ")
    static let den = DayWord("đến")
    static let toi = DayWord("tới")
    static let het = DayWord("hết")
    static let nay = DayWord("nay")
    static let gio = DayWord("giờ")
    static let am = DayWord("âm")
    static let lich = DayWord("lịch")
    static let thang = DayWord("tháng")
    static let year = DayWord("năm")
    static let tuan = DayWord("tuần")
    static let thu = DayWord("thứ")
    static let chu = DayWord("chủ")
    static let nhat = DayWord("nhật")
    static let cn = DayWord("cn")
    static let cach = DayWord("cách")
    static let day = DayWord("đây")

    /// Words in front of `nay`, `qua`, `kia`, `mai` that make them a day.
    static let partsOfDay: [DayWord] = [
        "hôm", "bữa", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "ngày", "bửa", "hum",
    ].map(DayWord.init)

    /// Days from today by the word behind `hôm`, `bữa` and the parts of the day.
    static let offsets: [(DayWord, Int)] = [
        (DayWord("nay"), 0), (DayWord("ni"), 0), (DayWord("qua"), -1), (DayWord("kia"), -2),
        (DayWord("kìa"), -3), (DayWord("mai"), 1),
    ]

    /// Days from today in one word.
    static let short: [(DayWord, Int)] = [
        (DayWord("hnay"), 0), (DayWord("hn"), 0), (DayWord("hqua"), -1), (DayWord("hq"), -1),
        (DayWord("homnay"), 0), (DayWord("homqua"), -1), (DayWord("bữanay"), 0),
        (DayWord("hqa"), -1),
        (DayWord("hkia"), -2), (DayWord("hwa"), -1), (DayWord("hni"), 0),
    ]

    static let before: [DayWord] = ["trước", "qua", "rồi", "ngoái"].map(DayWord.init)
    static let this: [DayWord] = ["này", "nay", "ni"].map(DayWord.init)
    static let after: [DayWord] = ["sau", "tới"].map(DayWord.init)

    /// Words before `thứ` and a number that make it an ordinal: `lần thứ 2`, `đứng thứ 3`.
    static let ordinals: Set<UInt64> = Set(
        [
            "lan", "dung", "hang", "nguoi", "ngay", "dot", "cai", "ve", "nhom", "con", "tuan",
            "thang",
        ]
        .map(Syllable.key))

    static func isDay(_ tokens: [Token], _ index: Int) -> Bool {
        guard index < tokens.count else { return false }
        return dayNouns.contains { $0.agrees(with: tokens[index]) }
    }

    private static let dayNouns = ["ngày", "hôm", "bữa"].map(DayWord.init)

    static let mong: [DayWord] = ["mồng", "mùng"].map(DayWord.init)
    static let start = DayWord("đầu")
    static let middle = DayWord("giữa")
    static let end = DayWord("cuối")
    static let week = tuan
    static let mot = DayWord("mốt")
    static let kia = DayWord("kia")
    static let mai = DayWord("mai")
    static let gieng = DayWord("giêng")
    static let chap = DayWord("chạp")
    static let nua = DayWord("nữa")
    static let countable: [DayWord] = ["ngày", "hôm", "bữa"].map(DayWord.init)
    static let vua = DayWord("vừa")

    /// Whether a day can begin at a token: spares most words the whole list of forms.
    static func canBegin(_ token: Token) -> Bool {
        token.flags.contains(.hasDigit) || starters.contains(token.key)
            || NumberWords.table[token.key] != nil
    }

    private static let starters: Set<UInt64> = {
        let words =
            partsOfDay + mong + [
                tu, den, toi, nay, thang, tuan, thu, chu, cn, cach, start, middle, end,
            ]
        return Set(words.map(\.key) + short.map(\.0.key))
    }()

    static func matches(_ words: [DayWord], _ tokens: [Token], _ index: Int) -> Bool {
        guard index < tokens.count else { return false }
        return words.contains { $0.agrees(with: tokens[index]) }
    }
}
