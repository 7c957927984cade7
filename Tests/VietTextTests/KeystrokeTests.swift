import Testing
import VietText

@Suite struct KeystrokeTests {
    /// Raw keys, the word that they were meant for (nil when they are none), and why the row exists.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let meant: String?
        let reason: String
        var testDescription: String { reason }
    }

    static let telex = [
        Row(typed: "ddawng", meant: "đăng", reason: "dd and aw"),
        Row(typed: "kys", meant: "ký", reason: "a tone after y"),
        Row(typed: "thuowngf", meant: "thường", reason: "one w for both vowels"),
        Row(typed: "thuwowngf", meant: "thường", reason: "a w for each vowel, nine keys"),
        Row(typed: "nguowif", meant: "người", reason: "w before the last vowel"),
        Row(typed: "hoongf", meant: "hồng", reason: "doubled vowel"),
        Row(typed: "hongof", meant: "hồng", reason: "doubled vowel at the end"),
        Row(typed: "muoojn", meant: "muộn", reason: "tone in the middle"),
        Row(typed: "quoocs", meant: "quốc", reason: "u after q is no vowel"),
        Row(typed: "giayas", meant: "giấy", reason: "shape and tone at the end"),
        Row(typed: "nhwng", meant: "nhưng", reason: "w alone is ư"),
        Row(typed: "NHAAJN", meant: "nhận", reason: "capitals"),
        Row(typed: "tieets", meant: "tiết", reason: "sắc before t"),
        Row(typed: "tieetf", meant: nil, reason: "no huyền before t"),
        Row(typed: "facebook", meant: nil, reason: "a foreign word"),
        Row(typed: "khai", meant: nil, reason: "nothing to undo"),
        Row(typed: "sssss", meant: nil, reason: "no vowel at all"),
    ]

    static let vni = [
        Row(typed: "d9a8ng", meant: "đăng", reason: "9 and 8"),
        Row(typed: "dang9", meant: "đang", reason: "9 at the end"),
        Row(typed: "ky1", meant: "ký", reason: "1 is sắc"),
        Row(typed: "thu7o7ng2", meant: "thường", reason: "a 7 for each vowel"),
        Row(typed: "thuong72", meant: "thường", reason: "one 7 for both"),
        Row(typed: "kho6ng", meant: "không", reason: "6 is the circumflex"),
        Row(typed: "ap2", meant: nil, reason: "no huyền before p: it is a hamlet's number"),
        Row(typed: "muc2", meant: nil, reason: "no huyền before c: it is level two"),
        Row(typed: "12k", meant: nil, reason: "a sum of money"),
        Row(typed: "ct07", meant: nil, reason: "a form's number"),
    ]

    @Test(arguments: telex)
    func undoesTelex(_ row: Row) throws {
        #expect(try Self.run(row.typed).decodedTelex() == row.meant.flatMap { Syllable($0) })
    }

    @Test(arguments: vni)
    func undoesVNI(_ row: Row) throws {
        #expect(try Self.run(row.typed).decodedVNI() == row.meant.flatMap { Syllable($0) })
    }

    @Test func shortensLettersDrawnOut() throws {
        let pairs: [(typed: String, meant: String?)] = [
            ("khônggggg", "không"), ("ạaaa", "ạ"), ("ơiiii", "ơi"), ("không", nil), ("zzzz", nil),
        ]
        for (typed, meant) in pairs {
            #expect(try Self.run(typed).shortened() == meant.flatMap { Syllable($0) }, "\(typed)")
        }
    }

    static func run(_ word: String) throws -> LetterRun {
        var tokens: [Token] = []
        scan(word, into: &tokens)
        let token = try #require(tokens.first)
        let run = LetterRun(word.utf8Span.span, token)
        return try #require(run)
    }
}
