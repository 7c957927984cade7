import Testing
import VietText

@Suite struct DaysTests {
    /// One row of the table: a text, its days as `drawn` writes them, and why it exists.
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let expected: String
        let reason: String
        var testDescription: String { "\(text): \(reason)" }
    }

    /// A Wednesday.
    static let reference = CivilDay(iso: "2022-07-20")

    static let rows = [
        Row(text: "hôm nay", expected: "07-20", reason: "today"),
        Row(text: "hnay", expected: "07-20", reason: "today, short"),
        Row(text: "bữa nay", expected: "07-20", reason: "today, southern"),
        Row(text: "sáng nay", expected: "07-20", reason: "a part of today"),
        Row(text: "bc nay 5 hộ", expected: "07-20", reason: "nay alone"),
        Row(text: "mấy nay mưa", expected: "", reason: "these days are no day"),
        Row(text: "ba bốn bữa nay", expected: "", reason: "the last few days are no day"),
        Row(text: "2 ngày nay", expected: "", reason: "for two days now"),
        Row(text: "19-7: 12 hộ", expected: "07-19?", reason: "a dash, perhaps a range"),
        Row(text: "trong ngày: 6 chữ ký số", expected: "", reason: "done in the day"),
        Row(text: "trong ngày: 2/41 hs", expected: "", reason: "a ratio behind a colon"),
        Row(text: "hôm qua", expected: "07-19", reason: "yesterday"),
        Row(text: "hq", expected: "07-19", reason: "yesterday, short"),
        Row(text: "hom qua", expected: "07-19", reason: "yesterday without marks"),
        Row(text: "tối qua", expected: "07-19", reason: "last night"),
        Row(text: "sáng hôm qua", expected: "07-19", reason: "part of the day before"),
        Row(text: "hôm kia", expected: "07-18", reason: "two days ago"),
        Row(text: "hôm kìa", expected: "07-17", reason: "three days ago needs its mark"),
        Row(text: "ngày mai", expected: "07-21", reason: "tomorrow"),
        Row(text: "ngày mốt", expected: "07-22", reason: "in two days, southern"),
        Row(text: "ngày kia", expected: "07-22", reason: "in two days"),
        Row(text: "3 ngày trước", expected: "07-17", reason: "counted back"),
        Row(text: "cách đây hai tuần", expected: "07-06", reason: "weeks back"),
        Row(text: "3 ngày nữa", expected: "07-23", reason: "counted on"),
        Row(text: "thứ 6", expected: "07-15", reason: "the last Friday, since reports look back"),
        Row(text: "thứ tư", expected: "07-20", reason: "today's own weekday"),
        Row(text: "thứ sáu tuần trước", expected: "07-15", reason: "Friday of the week before"),
        Row(text: "thứ 2 tuần trước", expected: "07-11", reason: "Monday of the week before"),
        Row(text: "thứ 2 tuần này", expected: "07-18", reason: "Monday of this week"),
        Row(text: "thứ 6 tuần sau", expected: "07-29", reason: "Friday of the next week"),
        Row(text: "chủ nhật vừa rồi", expected: "07-17", reason: "the last Sunday"),
        Row(text: "t7", expected: "07-16", reason: "short Saturday"),
        Row(text: "cn", expected: "07-17", reason: "short Sunday"),
        Row(text: "thứ 2 ngày 18/7", expected: "07-18 07-18", reason: "weekday and date agree"),
        Row(text: "lần thứ 2", expected: "", reason: "an ordinal"),
        Row(text: "ngày thứ mấy", expected: "", reason: "a question"),
        Row(text: "ngày 15", expected: "07-15", reason: "this month when past"),
        Row(text: "ngày 25", expected: "06-25", reason: "last month when still ahead"),
        Row(text: "ngày 25 này", expected: "07-25", reason: "the coming one"),
        Row(text: "ngày 31", expected: "05-31", reason: "June has none"),
        Row(text: "ngày 15/7", expected: "07-15", reason: "a date behind its word"),
        Row(text: "Ngày: 06/06/2022", expected: "06-06", reason: "a field of a form"),
        Row(text: "15/7", expected: "07-15?", reason: "bare: perhaps a ratio"),
        Row(text: "15-7-2022", expected: "07-15", reason: "dashes"),
        Row(text: "15.7.22", expected: "07-15", reason: "points and a short year"),
        Row(text: "15.7", expected: "07-15?", reason: "perhaps a decimal"),
        Row(text: "2022-07-15", expected: "07-15", reason: "year first"),
        Row(text: "31/12", expected: "12-31?", reason: "the nearest December lies ahead"),
        Row(text: "1/12", expected: "12-01?", reason: "134 days ahead are nearer than 231 back"),
        Row(text: "30/2", expected: "", reason: "no such day"),
        Row(text: "44/44", expected: "", reason: "a ratio only"),
        Row(text: "mồng 3 tháng 3", expected: "03-03", reason: "first days of a month"),
        Row(text: "mùng ba tháng ba", expected: "03-03", reason: "in words"),
        Row(text: "ngày mười lăm tháng bảy", expected: "07-15", reason: "all in words"),
        Row(text: "ngày 2 tháng 9 năm 2021", expected: "2021-09-02", reason: "with its year"),
        Row(text: "mồng 1 tháng 3 âm lịch", expected: "", reason: "the moon's calendar"),
        Row(text: "từ 1/7 đến 5/7", expected: "07-01..07-05", reason: "a stretch"),
        Row(text: "27/6-3/7", expected: "06-27..07-03", reason: "a stretch without spaces"),
        Row(text: "1-5/7", expected: "07-01..07-05", reason: "month named once"),
        Row(
            text: "từ ngày 28 đến 3/7", expected: "06-28..07-03", reason: "over a month's end"),
        Row(text: "1/6 - 15/7", expected: "06-01..07-15", reason: "dash with spaces"),
        Row(text: "đến 15/7", expected: "<07-15", reason: "only the end"),
        Row(text: "tới nay", expected: "<07-20", reason: "until today"),
        Row(text: "đến hết ngày 15/7", expected: "<07-15", reason: "through a day"),
        Row(text: "tuần này", expected: "07-18..07-24", reason: "Monday to Sunday"),
        Row(text: "tuần trước", expected: "07-11..07-17", reason: "the week before"),
        Row(text: "tháng này", expected: "07-01..07-31", reason: "the month"),
        Row(text: "tháng 6", expected: "06-01..06-30", reason: "a month by number"),
        Row(text: "tháng bảy năm 2021", expected: "2021-07-01..2021-07-31", reason: "and year"),
        Row(text: "cuối tháng", expected: "07-21..07-31", reason: "last third"),
        Row(text: "đầu tháng 7", expected: "07-01..07-10", reason: "first third"),
        Row(text: "92 ngày đêm", expected: "", reason: "a count of days"),
        Row(text: "ngày 3 hộ", expected: "", reason: "so many a day"),
        Row(text: "", expected: "", reason: "nothing at all"),
        Row(text: "ngày", expected: "", reason: "a word alone"),
        Row(text: "từ", expected: "", reason: "the head of a stretch alone"),
        Row(text: "ngày 99999999999999999999", expected: "", reason: "a number beyond bounds"),
    ]

    @Test(arguments: rows)
    func findsTheDaysOfAText(_ row: Row) throws {
        #expect(Self.drawn(row.text, try #require(Self.reference)) == row.expected)
    }

    static func drawn(_ text: String, _ reference: CivilDay, leaning: DayLeaning = .past) -> String
    {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        return days(in: text, tokens: tokens, relativeTo: reference, leaning: leaning).map { span in
            var drawn = span.flags.contains(.until) ? "<" : ""
            drawn += short(span.first)
            if span.first != span.last { drawn += "..\(short(span.last))" }
            return span.flags.contains(.ambiguous) ? drawn + "?" : drawn
        }.joined(separator: " ")
    }

    private static func short(_ day: CivilDay) -> String {
        day.components.year == 2022 ? String(day.description.dropFirst(5)) : day.description
    }

    @Test func plansLeanForward() throws {
        let reference = try #require(Self.reference)
        #expect(Self.drawn("thứ 6", reference, leaning: .future) == "07-22")
        #expect(Self.drawn("ngày 15", reference, leaning: .future) == "08-15")
    }

    @Test func anyBytesAreReadWithoutATrap() throws {
        let reference = try #require(Self.reference)
        var random = SplitMix(seed: 11)
        let words = [
            "ngày", "tháng", "thứ", "từ", "đến", "15", "/7", "-", "hôm", "nay", "qua", "tuần",
            "trước",
            "mồng", "ba", "năm", "2022", "cuối", ".", "99999999999999999999", ":", "âm", "lịch",
            "\n",
        ]
        for _ in 0..<4_000 {
            let count = Int(random.next() % 9)
            let text = (0..<count).map { _ in
                words[Int(random.next() % UInt64(words.count))]
                    + (random.next() % 3 == 0 ? "" : " ")
            }.joined()
            var tokens: [Token] = []
            scan(text, into: &tokens)
            for span in days(in: text, tokens: tokens, relativeTo: reference) {
                #expect(!span.tokens.isEmpty && span.tokens.upperBound <= tokens.count, "\(text)")
            }
        }
    }
}
