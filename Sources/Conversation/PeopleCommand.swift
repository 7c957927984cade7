import VietText

/// What leaders and admins type about who leads what, which chat is whose, and quiet.
struct PeopleCommand: Hashable {
    /// What is wished.
    enum Kind: Hashable {
        /// `mời thôn Đồng Mẫu`: a code to hand on.
        case invite
        /// `mã liên kết`: a code for another account of the same person.
        case link
        /// `tôi thôi phụ trách thôn Đồng Mẫu`.
        case leave
        /// `phụ trách lại thôn Đồng Mẫu`.
        case resume
        /// `thôi giao thôn Đồng Mẫu cho Chú Bảy`.
        case dismiss
        /// `ai phụ trách thôn Đồng Mẫu`.
        case leaders
        /// `tôi phụ trách đơn vị nào`.
        case own
        /// `nhóm này của thôn Đồng Mẫu`.
        case bind
        /// `bỏ gắn nhóm`.
        case unbind
        /// `im lặng`.
        case mute
        /// `nói lại đi`.
        case unmute
    }

    let kind: Kind

    /// What stands behind the words of the command: the name of a unit, mostly.
    let rest: String

    /// Reads a text; nil when it is none of these.
    init?(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        var tokens: [Token] = []
        scan(text, into: &tokens)
        let start = tokens.prefix { Self.isPolite($0, Self.polite) }.count
        // "mình", "em" may begin a command as well as stand before it.
        let starts = [start, 0].filter { $0 < tokens.count }
        for start in starts {
            guard let (kind, length) = Self.head(of: tokens[start...]) else { continue }
            let end = tokens[start + length - 1].end
            let rest = String(decoding: text.utf8.dropFirst(Int(end)), as: UTF8.self)
            if Self.isWhole.contains(kind), !Self.isFiller(rest) { continue }
            // "tôi không phụ trách thôn X": only with "nữa" does somebody give it up.
            if Self.isPolite(tokens[start], Self.negation), kind == .leave,
                !tokens.contains(where: { Self.isPolite($0, Self.anyMore) })
            {
                continue
            }
            self.kind = kind
            self.rest = rest
            return
        }
        return nil
    }

    /// Whether a text holds nothing but polite words.
    static func isFiller(_ text: String) -> Bool {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        return tokens.allSatisfy { isPolite($0, filler) }
    }

    // MARK: Words

    /// Commands behind which nothing but polite words may stand.
    private static let isWhole: Set<Kind> = [.link, .own, .unbind, .mute, .unmute]

    private static let polite = Syllable.words(
        of: "dạ vâng bot ơi ad admin cho em tôi mình anh chị xin nhờ giúp giùm con cháu cô chú bác")

    private static let filler =
        polite
        + Syllable.words(
            of:
                "của là thuộc với nhé nha ạ đi nào hộ luôn này nữa trưởng tổ mới thêm người lại rồi từ hôm bây giờ"
        )

    private static let negation = Syllable.words(of: "không")
    private static let anyMore = Syllable.words(of: "nữa")

    private static func isPolite(_ token: Token, _ words: [Syllable]) -> Bool {
        words.contains { $0.key == token.key && token.marks.agrees(with: $0.marks) }
    }

    /// The command whose words the tokens begin with, the longest of several, and their count.
    private static func head(of tokens: ArraySlice<Token>) -> (Kind, length: Int)? {
        guard let first = tokens.first else { return nil }
        var best: (Kind, length: Int)?
        for (kind, phrase) in heads[first.key] ?? []
        where phrase.count <= tokens.count && phrase.count > best?.length ?? 0 {
            let fits = zip(phrase, tokens).allSatisfy { word, token in
                word.key == token.key && token.marks.agrees(with: word.marks)
            }
            if fits { best = (kind, phrase.count) }
        }
        return best
    }

    /// The phrases by the key of their first word, in their order.
    private static let heads: [UInt64: [(Kind, [Syllable])]] = Dictionary(
        grouping: phrases.flatMap { kind, phrases in
            phrases.map { (kind, Syllable.words(of: $0)) }
        }, by: { $0.1.first?.key ?? 0 })

    private static let phrases: [(Kind, [String])] = [
        (
            .invite,
            [
                "mời", "mời người phụ trách", "mời tổ trưởng", "mã mời", "mã mời cho", "mã cho",
                "cấp mã", "cấp mã mời", "cấp mã cho", "cấp mã mời cho", "tạo mã", "tạo mã cho",
                "lấy mã", "lấy mã cho", "xin mã", "xin mã cho", "cho xin mã", "mã", "giao",
                "thêm người phụ trách", "thêm phụ trách", "gửi mã", "gửi mã cho",
            ]
        ),
        (
            .link,
            [
                "mã liên kết", "mã nối tài khoản", "thêm tài khoản", "thêm tài khoản khác",
                "liên kết tài khoản", "nối tài khoản", "lấy mã liên kết", "cấp mã liên kết",
                "mã liên kết tài khoản",
            ]
        ),
        (
            .leave,
            [
                "thôi phụ trách", "nghỉ phụ trách", "ngừng phụ trách", "không phụ trách",
                "thôi không phụ trách", "thôi làm tổ trưởng", "nghỉ làm tổ trưởng",
                "thôi nhiệm vụ", "thôi phụ trách cả",
            ]
        ),
        (.resume, ["phụ trách lại", "nhận lại", "làm lại tổ trưởng"]),
        (
            .dismiss,
            [
                "thôi giao", "ngừng giao", "thu hồi", "gỡ người phụ trách",
                "bỏ người phụ trách", "thay người phụ trách", "thôi không giao",
            ]
        ),
        (
            .leaders,
            [
                "ai phụ trách", "ai đang phụ trách", "ai làm tổ trưởng", "người phụ trách",
                "danh sách phụ trách", "danh sách người phụ trách", "ds phụ trách",
                "xem người phụ trách", "xem phụ trách",
            ]
        ),
        (
            .own,
            [
                "phụ trách gì", "phụ trách đâu", "phụ trách đơn vị nào", "phụ trách thôn nào",
                "phụ trách những đâu", "đang phụ trách gì", "đang phụ trách đâu",
                "đang phụ trách đơn vị nào", "phụ trách xã nào", "đang phụ trách thôn nào",
            ]
        ),
        (
            .bind,
            [
                "nhóm này của", "nhóm này là của", "nhóm này là nhóm", "nhóm này là nhóm của",
                "nhóm này thuộc", "đây là nhóm", "đây là nhóm của", "gắn nhóm", "gắn nhóm với",
                "gắn nhóm này", "gắn nhóm này với", "gắn với", "gắn", "nhóm này là", "nhóm của",
                "gắn nhóm vào", "gắn nhóm này vào",
            ]
        ),
        (
            .unbind,
            [
                "bỏ gắn nhóm", "bỏ gắn", "gỡ nhóm", "gỡ gắn nhóm", "thôi gắn nhóm", "hủy gắn nhóm",
                "hủy gắn", "bỏ gắn nhóm này", "gỡ nhóm này",
            ]
        ),
        (
            .mute,
            [
                "im lặng", "im đi", "giữ im lặng", "tắt thông báo", "tắt nhắc", "tắt nhắc nhở",
                "tắt bản tin", "đừng nhắc nữa", "đừng nhắn nữa", "thôi nhắc",
            ]
        ),
        (
            .unmute,
            [
                "nói lại đi", "nói lại", "nói tiếp đi", "hết im lặng", "thôi im lặng",
                "bỏ im lặng", "bật thông báo", "bật lại thông báo", "mở thông báo",
                "mở lại thông báo", "bật nhắc", "bật lại nhắc nhở", "bật bản tin",
            ]
        ),
    ]
}
