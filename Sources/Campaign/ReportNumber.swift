import VietText

/// What a leader types about one numbered report: `sửa #A12 hộ 27`, `hủy #A12`, `lịch sử #A12`.
package struct ReportNumber: Hashable, Sendable {
    /// What is to be done with the report.
    package enum Verb: String, Hashable, Sendable, CaseIterable {
        /// `sửa`, `nhầm`: `rest` holds the right numbers.
        case correct
        /// `hủy`, `xóa`.
        case undo
        /// `lịch sử`, `xem`, or the number alone.
        case history
    }

    package let verb: Verb

    /// The number of the report, above 0; nil when one is named that cannot be read (`#A0`,
    /// `#A1x`), when several are named, or when `hủy #12` does not say of what: then ask with
    /// `words`, and never take the last report instead.
    package let number: Int64?

    /// The number as typed: `#A12`.
    package let words: String

    /// The text without the number, for `ReportReader.read`: `sửa hộ 27`.
    package let rest: String

    /// Reads a text; nil when it is about no numbered report.
    ///
    /// `#Q12` is a question, `#K12` a difficulty and `#N12` a draft.
    package init?(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        let words = TypedWord.words(of: text)
        guard let (first, posted, count) = Self.number(in: words, of: text),
            let verb = Self.verb(words, around: first..<first + count, posted, text)
        else { return nil }
        self.verb = verb
        let bytes = Array(text.utf8)
        let others = words[(first + count)...].filter { word in
            PostedNumber(word.token, of: text).map { $0.hasSharp && $0.letter == "a" } ?? false
        }
        let end = others.last.map { Int($0.token.end) } ?? posted.bytes.upperBound
        self.words = String(decoding: bytes[posted.bytes.lowerBound..<end], as: UTF8.self)
        let isSure = posted.letter != nil || verb == .correct
        number = others.isEmpty && isSure ? posted.value : nil
        rest = Self.rest(of: bytes, without: posted.bytes)
    }

    /// The first number of a report, its place and how many words it takes.
    private static func number(
        in words: [TypedWord], of text: String
    ) -> (first: Int, posted: PostedNumber, count: Int)? {
        for index in words.indices {
            if let posted = PostedNumber(words[index].token, of: text) {
                if posted.letter == "a" || posted.letter == nil { return (index, posted, 1) }
                if posted.hasSharp { return nil }
            }
            if let posted = PostedNumber(spaced: words, at: index, of: text) {
                return (index, posted, 2)
            }
        }
        return nil
    }

    private static func verb(
        _ words: [TypedWord], around place: Range<Int>, _ posted: PostedNumber, _ text: String
    ) -> Verb? {
        let before = words[..<place.lowerBound]
        let after = Array(words[place.upperBound...])
        let hasDigits = after.contains { word in
            word.token.flags.contains(.hasDigit) || NumberSpan.isWord(word.token)
        }
        if let verb = Self.verb(of: Array(before)) {
            if verb == .undo, text.contains("?") { return nil }
            return verb
        }
        guard before.isEmpty || isCourtesy(Array(before)), posted.hasSharp, posted.letter != nil
        else { return nil }
        if isCourtesy(after) { return .history }
        if let verb = Self.verb(of: after) {
            return verb == .undo && text.contains("?") ? nil : verb
        }
        let opening = after.prefix(3)
        let corrects = opening.indices.contains { after.length(of: correcting, at: $0) > 0 }
        return corrects || hasDigits ? .correct : nil
    }

    /// The one verb in words that hold nothing else but courtesy.
    private static func verb(of words: [TypedWord]) -> Verb? {
        var found: Verb?
        var index = 0
        while index < words.count {
            let choices = [(Verb.history, showing), (.undo, undoing), (.correct, correcting)]
            let lengths = choices.map { ($0.0, words.length(of: $0.1, at: index)) }
            let courtesy = words.length(of: polite, at: index)
            if let (verb, length) = lengths.max(by: { $0.1 < $1.1 }), length > 0,
                length >= courtesy
            {
                // `nhầm, hủy #A12`: the wish counts, not its reason.
                if let old = found, old != verb, old != .correct { return nil }
                found = verb
                index += length
            } else if courtesy > 0 {
                index += courtesy
            } else {
                return nil
            }
        }
        return found
    }

    private static func isCourtesy(_ words: [TypedWord]) -> Bool {
        var index = 0
        while index < words.count {
            let length = words.length(of: polite, at: index)
            guard length > 0 else { return false }
            index += length
        }
        return true
    }

    /// The text without a span, the spaces and colons around it drawn together.
    private static func rest(of bytes: [UInt8], without span: Range<Int>) -> String {
        let head = String(decoding: bytes[..<span.lowerBound], as: UTF8.self)
        let tail = String(decoding: bytes[span.upperBound...], as: UTF8.self)
            .drop { " :,;.-–)\t".contains($0) }
        var start = Substring(head)
        while let last = start.last, " (:,;\t".contains(last) { start.removeLast() }
        if start.isEmpty || tail.isEmpty { return start + tail == "" ? "" : String(start + tail) }
        return "\(start) \(tail)"
    }

    // MARK: - Words

    private static let correcting = [[Syllable]](
        phrases: """
            sửa [lại|giúp|giùm|dùm|số|thành|lại thành]
            (đính chính|hiệu chỉnh|chữa [lại]|chỉnh [lại]|điều chỉnh [lại]|cập nhật [lại])
            (báo|ghi|gửi|nhập) (nhầm|sai|lộn|lại)
            (nhầm|lộn|sai) [rồi|số|ở]
            (thay|đổi) [số|lại|thành]
            """)
    private static let undoing = [[Syllable]](
        phrases: """
            (hủy|xóa|gỡ|thu hồi|rút|rút lại|hoàn tác) [bỏ|đi|giúp|giùm|dùm]
            bỏ [đi|giúp|giùm|dùm]
            (undo|delete|del|cancel)
            """)
    private static let showing = [[Syllable]](
        phrases: """
            [xem|coi|mở] (lịch sử|lịch sử sửa|chi tiết|lsử)
            (xem|coi|mở|tra|kiểm tra|ktra) [lại]
            """)
    private static let polite = [[Syllable]](
        phrases: """
            (dạ|ạ|a|ah|nha|nhá|nhé|nhe|nghe|nghen|hen|với|luôn|đi|rồi|này|đó|kia)
            (em|e|anh|chị|cô|chú|bác|con|cháu|mình|tôi|tui|ơi|bot|ad|admin)
            (giúp|giùm|dùm|hộ|cho|nhờ|xin|muốn|cần|làm ơn|vui lòng) [em|e|mình|tôi|tui]
            (báo cáo|bc|b c|tin|phiếu|bản|số|mã|của|cái) [số]
            """)
}

extension PostedNumber {
    /// Reads `#A 12`, a sharp and a letter apart from the digits.
    fileprivate init?(spaced words: [TypedWord], at index: Int, of text: String) {
        let bytes = Array(text.utf8)
        let start = Int(words[index].token.start)
        guard index + 1 < words.count, start > 0, bytes[start - 1] == UInt8(ascii: "#"),
            words[index].token.key == Syllable.key("a"),
            words[index + 1].token.flags.contains(.hasDigit),
            !words[index + 1].token.flags.contains(.afterBreak)
        else { return nil }
        let end = Int(words[index + 1].token.end)
        let digits = String(
            decoding: bytes[Int(words[index + 1].token.start)..<end], as: UTF8.self)
        self.init(
            letter: "a", hasSharp: true,
            value: digits.allSatisfy(\.isASCIIDigit)
                ? Int64(digits).flatMap { $0 > 0 ? $0 : nil } : nil,
            bytes: start - 1..<end)
    }
}
