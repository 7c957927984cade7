/// What follows a report.
extension DriveWords {
    /// "Wrong, it is so many": the last report of the author is meant.
    mutating func correction(_ lines: [DriveBooks.Line]) -> String {
        let parts = lines.map { phrase($0) }.joined(separator: ", ")
        return styled(
            pick([
                "nhầm, \(parts) mới đúng", "em ghi nhầm, \(parts) ạ", "sửa lại \(parts)",
                "đính chính: \(parts)",
            ]))
    }

    /// `#A?` stands for the number of the report.
    mutating func numberedCorrection(_ lines: [DriveBooks.Line]) -> String {
        let parts = lines.map { phrase($0) }.joined(separator: ", ")
        return styled(pick(["sửa #A? \(parts)", "sửa #A?: \(parts)", "nhầm #A? \(parts)"]))
    }

    mutating func undo() -> String {
        styled(pick(["hủy báo cáo", "xóa báo cáo vừa gửi", "hủy báo cáo vừa rồi"]))
    }

    mutating func undoNumbered() -> String {
        styled(pick(["hủy #A?", "xóa #A?", "hủy báo cáo #A?"]))
    }

    /// On top of what was reported for the day.
    mutating func more(_ line: DriveBooks.Line) -> String {
        let phrase = phrase(line)
        return styled(pick(["thêm \(phrase)", "bổ sung \(phrase)", "\(phrase) nữa"]))
    }

    /// The number that was asked about, alone.
    mutating func number(_ line: DriveBooks.Line) -> String {
        pick(["\(line.value)", "\(line.value) hộ", "\(line.value) hộ ạ"])
    }

    mutating func yes() -> String { styled(pick(["đúng", "Đúng", "đúng rồi ạ", "đúng ạ"])) }

    mutating func instead() -> String { styled(pick(["thay", "thay số cũ", "thay cho số cũ ạ"])) }

    mutating func onTop() -> String { styled(pick(["thêm", "cộng thêm", "thêm ạ"])) }

    mutating func drop() -> String { styled(pick(["bỏ", "bỏ đi", "bỏ giúp em"])) }

    mutating func progress() -> String {
        styled(pick(["tiến độ", "xem tiến độ", "Tiến độ chiến dịch"]))
    }

    /// The running total of households of a commune with its villages.
    mutating func wholeCommune(_ households: Int, word: String) -> String {
        styled(
            pick([
                "toàn \(word) lũy kế \(households) hộ",
                "lũy kế toàn \(word) đến nay \(households) hộ",
            ]))
    }
}
