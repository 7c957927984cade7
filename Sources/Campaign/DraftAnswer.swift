import VietText

/// What a leader answers when a draft of their report waits ("đúng không?").
///
/// Only a message that is nothing else is an answer: "đúng" and "dạ đúng rồi ạ" are, "đúng ra là
/// 27 hộ" is a correction, and "ok để mai báo" is talk. A mended number alone is read by
/// `ReportReader.number(in:for:)`.
package struct DraftAnswer: Hashable, Sendable {
    /// What is to be done with the draft.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// `đúng`, `ok`, `👍`: record it.
        case confirm
        /// `không`, `bỏ đi`, `sai rồi`: drop it.
        case cancel
        /// `cộng thêm`: it counts on top of what was reported before.
        case add
        /// `thay cho số cũ`: it replaces what was reported before.
        case replace
    }

    package let kind: Kind

    /// The draft meant, for `#N3` or `N3`; nil when none is named.
    package let draft: Int64?

    /// Longer messages are no answer.
    private static let wordsMax = 12

    /// Reads a text; nil when it is no answer, or when the number of a draft cannot be read.
    package init?(_ text: String) {
        guard !text.contains("?"), let (words, draft) = Self.words(of: text) else { return nil }
        let thumb = Self.thumb(in: text)
        self.draft = draft
        if words.isEmpty, let thumb {
            kind = thumb
            return
        }
        guard words.count <= Self.wordsMax, let kind = Self.kind(of: words),
            thumb == nil || (thumb == .cancel) == (kind == .cancel)
        else { return nil }
        self.kind = kind
    }

    /// The words of a text without the number of a draft, and that number; nil when a number is
    /// named that is none.
    private static func words(of text: String) -> (words: [TypedWord], draft: Int64?)? {
        var words: [TypedWord] = []
        var draft: Int64?
        for word in TypedWord.words(of: text) {
            switch PostedNumber(word.token, of: text) {
            case nil: words.append(word)
            case .some(let posted):
                guard posted.letter == "n", let number = posted.value, draft == nil else {
                    return nil
                }
                draft = number
            }
        }
        return (words, draft)
    }

    private static func thumb(in text: String) -> Kind? {
        let scalars = text.unicodeScalars
        if scalars.contains(where: { bad.contains($0) }) { return .cancel }
        return scalars.contains { good.contains($0) } ? .confirm : nil
    }

    private static let good: Set<Unicode.Scalar> = ["👍", "👌", "✅", "✔"]
    private static let bad: Set<Unicode.Scalar> = ["👎", "❌"]

    // MARK: - Words

    /// The kind that all words but the polite ones belong to; a "đúng" before "là số thêm" only
    /// agrees with it.
    private static func kind(of words: [TypedWord]) -> Kind? {
        var kind: Kind?
        var index = 0
        var isNegated = false
        while index < words.count {
            var found: (kind: Kind, length: Int)?
            for (candidate, phrases) in table {
                let length = words.length(of: phrases, at: index)
                if length > found?.length ?? 0 { found = (candidate, length) }
            }
            let courtesy = words.length(of: polite, at: index)
            guard let (next, length) = found, length >= courtesy else {
                guard courtesy > 0 else { return nil }
                index += courtesy
                continue
            }
            // `không bỏ` is the reverse of `không, bỏ đi`.
            if isNegated, !words[index].token.flags.contains(.afterBreak) { return nil }
            if let kind, kind != next, kind != .confirm || next == .cancel { return nil }
            kind = next
            isNegated = length == 1 && no.contains { words[index].agrees($0) }
            index += length
        }
        return kind
    }

    private static let no = Syllable.words(of: "không ko k hông hổng khỏi đừng")

    /// In the order of likeness: "dung" without marks is "đúng" before it is "đừng".
    private static let table: [(Kind, [[Syllable]])] = [
        (
            .confirm,
            [[Syllable]](
                phrases: """
                    đúng [rồi|r|vậy|thế|số|hết|cả]
                    (ok|oke|okê|okie|okey|okay|okela|oki) [rồi|la]
                    ô kê [rồi]
                    (ừ|ừm|uh|um|uhm|ừa|ờ|vâng|phải|chuẩn) [rồi|vậy]
                    chính xác [rồi]
                    (xác nhận|đồng ý|nhất trí|duyệt) [rồi]
                    (được|đc|dc) [rồi]
                    (yes|y|yep)
                    (ghi|ghi nhận|ghi sổ|lưu) đi
                    """)
        ),
        (
            .cancel,
            [[Syllable]](
                phrases: """
                    (không|ko|k|hông|hổng|no|đừng) [ghi|tính|lấy|nhận|lưu|cộng]
                    (không|ko|k|hông|hổng|chưa) (đúng|phải|chính xác)
                    khỏi (ghi|tính|lấy)
                    (sai|nhầm|lộn) [rồi|số|số rồi]
                    (bỏ|hủy|xóa|gỡ) [đi|bỏ|qua|giúp|giùm|dùm|luôn]
                    (bỏ|hủy|xóa) (báo cáo|bc|tin|số|bản|cái) [này|đó|nháp]
                    thôi [khỏi|bỏ]
                    cancel
                    """)
        ),
        (
            .add,
            [[Syllable]](
                phrases: """
                    [là] [số] thêm [vào]
                    (cộng|tính|ghi|báo|làm) thêm [vào]
                    cộng [vào] [số (cũ|trước)]
                    cộng (vào|với) số (cũ|trước)
                    thêm vào số (cũ|trước)
                    """)
        ),
        (
            .replace,
            [[Syllable]](
                phrases: """
                    thay [thế|luôn|vào|đi|số]
                    thay [thế] [cho] số (cũ|trước|kia)
                    thay (bằng|thành) số (này|mới)
                    sửa [lại] [thành] [số này|số mới]
                    sửa [lại] số (cũ|trước)
                    ghi đè [lên] [số cũ]
                    lấy số (này|mới|sau)
                    """)
        ),
    ]

    private static let polite = [[Syllable]](
        phrases: """
            (dạ|da|ạ|a|ah|nha|nhá|nhé|nhe|nghe|nghen|nghén|hen|hén|đó|đấy|vậy|luôn|rồi|r|á|à|thì|là)
            (em|e|anh|chị|cô|chú|bác|con|cháu|mình|tôi|tui|ơi|bot|ad|admin|bạn)
            (giúp|giùm|dùm|hộ|cho|với|đi) [em|e|mình|tôi|tui|anh|chị|cô|chú]
            cảm ơn [em|anh|chị|bạn|nhiều]
            """)
}
