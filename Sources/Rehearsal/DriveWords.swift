import Simulator
import VietText

/// How people put the numbers of a report: our own templates, no message of anybody.
struct DriveWords {
    var random: SeededGenerator

    /// Whether the next message is written without marks; then numbers are digits: an unmarked
    /// `tam` may be `tám` or `tạm`, and such a number may be passed over.
    private var isUnmarked = false

    init(random: SeededGenerator) {
        self.random = random
    }

    /// What the rehearsal reports on, by the keys of the campaign that it copies.
    struct Indicator {
        let key: String

        /// Largest number of a day; a whole is drawn first for ratios.
        let most: Int
        let isRatio: Bool

        /// `#` stands for the number or the ratio.
        let phrases: [String]

        /// As a line of a form.
        let label: String
    }

    static let indicators = [
        Indicator(
            key: "ho_den", most: 30, isRatio: false,
            phrases: [
                "# hộ", "# căn nhà", "đi # hộ", "# hộ dân", "hướng dẫn # hộ", "đến # hộ",
                "vận động # hộ",
            ],
            label: "Số hộ được hướng dẫn tại nhà"),
        Indicator(
            key: "tk_dvc", most: 15, isRatio: false,
            phrases: [
                "# tk dvc", "# tài khoản dịch vụ công", "tạo # tk dvc", "tạo # tài khoản dvcqg",
                "# tài khoản cổng dvc",
            ],
            label: "Số tài khoản DVC quốc gia tạo mới"),
        Indicator(
            key: "vneid2", most: 12, isRatio: false,
            phrases: [
                "# vneid mức 2", "# định danh mức 2", "kích hoạt # vneid mức 2",
                "# tài khoản vneid mức 2",
            ],
            label: "Số tài khoản VNeID mức 2 kích hoạt"),
        Indicator(
            key: "hs_online", most: 40, isRatio: true,
            phrases: ["hs online #", "# hồ sơ trực tuyến", "hồ sơ nộp trực tuyến #"],
            label: "Hồ sơ nộp trực tuyến"),
        Indicator(
            key: "thanh_toan", most: 20, isRatio: false,
            phrases: [
                "# giao dịch thanh toán", "# gd thanh toán trực tuyến", "thanh toán # giao dịch",
            ],
            label: "Số giao dịch thanh toán trực tuyến"),
        Indicator(
            key: "chu_ky_so", most: 6, isRatio: false,
            phrases: ["# chữ ký số", "# cks", "cấp # chữ ký số"], label: "Số chữ ký số"),
        Indicator(
            key: "so_hoa", most: 40, isRatio: true,
            phrases: ["số hóa #", "số hóa # hồ sơ"], label: "Số hóa"),
        Indicator(
            key: "qua_han", most: 30, isRatio: true,
            phrases: ["quá hạn #", "trễ hẹn #"], label: "Quá hạn"),
        Indicator(
            key: "tuyen_truyen", most: 3, isRatio: false,
            phrases: ["# buổi tuyên truyền", "tuyên truyền # buổi", "phát loa # lần"],
            label: "Số buổi tuyên truyền"),
        Indicator(
            key: "smartphone", most: 2, isRatio: false,
            phrases: ["tặng # điện thoại thông minh", "# điện thoại thông minh"],
            label: "Số điện thoại thông minh tặng dân"),
    ]

    /// The place of an indicator in the table.
    static func index(_ key: String) -> Int {
        indicators.firstIndex { $0.key == key } ?? 0
    }

    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int(random.next() % UInt64(list.count))]
    }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool {
        Int(random.next() % 100) < percent
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }

    // MARK: A report

    /// The text of a report, in one of many manners.
    ///
    /// The lines are of one unit and day; `sentOn` counts from the first day; `place` is the unit's
    /// name where it is written in front.
    /// With `isDated` the day is written out.
    mutating func report(
        _ lines: [DriveBooks.Line], sentOn: Int, place: String?, isDated: Bool = false
    ) -> String {
        let day = lines[0].day
        let text =
            lines.count > 2 && chance(15)
            ? form(lines, day: day, place: place)
            : sentence(
                lines, day: day, sentOn: sentOn, isToday: day == sentOn && !isDated, place: place)
        return styled(text)
    }

    private mutating func sentence(
        _ lines: [DriveBooks.Line], day: Int, sentOn: Int, isToday: Bool, place: String?
    ) -> String {
        let date = DriveWorld.firstDay.adding(days: day).components
        let short = "\(date.day)/\(date.month)"
        var opening = ""
        if isToday {
            opening = pick(["", "", "hôm nay ", "Hôm nay ", "nay ", "ngày \(short): "])
        } else {
            let yesterday = [
                "hôm qua ", "Hôm qua ", "ngày \(short): ", "báo cáo bù ngày \(short): ",
            ]
            opening = sentOn - day == 1 ? pick(yesterday) : "ngày \(short): "
        }
        if let place { opening = "\(place): \(opening)" }
        if chance(35) { opening = pick(["Báo cáo: ", "Em báo cáo ", "bc "]) + opening }
        let parts = lines.map { phrase($0) }
        let body = parts.joined(separator: pick([", ", ", ", "; ", "\n"]))
        // Without marks "2/8 nha" may be houses: the bot asks.
        let closing = lines.last?.whole == nil ? " nha" : ""
        return opening + body + pick(["", "", " ạ", closing, ".", " hết ạ"])
    }

    private mutating func form(_ lines: [DriveBooks.Line], day: Int, place: String?) -> String {
        let date = DriveWorld.firstDay.adding(days: day).components
        var rows = ["BÁO CÁO KẾT QUẢ TRONG NGÀY"]
        if let place { rows.append("Đơn vị: \(place)") }
        rows.append("Ngày: \(padded(date.day))/\(padded(date.month))/\(date.year)")
        for (number, line) in lines.enumerated() {
            let label = Self.indicators[line.indicator].label
            let total = line.isTotal ? " lũy kế" : ""
            rows.append("\(number + 1). \(label)\(total): \(amount(line, inWords: false))")
        }
        return rows.joined(separator: "\n")
    }

    mutating func phrase(_ line: DriveBooks.Line) -> String {
        let phrase = pick(Self.indicators[line.indicator].phrases)
        let inWords =
            !isUnmarked && line.whole == nil && (1..<100).contains(line.value) && chance(4)
        let text = phrase.replacing("#", with: amount(line, inWords: inWords))
        return line.isTotal ? "lũy kế \(text)" : text
    }

    mutating func amount(_ line: DriveBooks.Line, inWords: Bool) -> String {
        if let whole = line.whole { return "\(line.value)/\(whole)" }
        if inWords { return Self.words(line.value) }
        return line.value < 10 && chance(10) ? padded(line.value) : "\(line.value)"
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Some write without marks, some in capitals.
    mutating func styled(_ text: String) -> String {
        defer { isUnmarked = chance(30) }
        if isUnmarked { return folded(text) }
        return switch number(0...6) {
        case 0: text.uppercased()
        case 1: text.lowercased()
        default: text
        }
    }

    /// A number from 0 to 99 in words.
    static func words(_ number: Int) -> String {
        let ones = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
        let (ten, one) = (number / 10, number % 10)
        if ten == 0 { return ones[one] }
        let head = ten == 1 ? "mười" : "\(ones[ten]) mươi"
        switch (ten, one) {
        case (_, 0): return head
        case (_, 5): return "\(head) lăm"
        case (2..., 1): return "\(head) mốt"
        default: return "\(head) \(ones[one])"
        }
    }
}
