import Messaging
import Testing

@Suite struct TextChunksTests {
    /// A reply and its pieces.
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let unitsMax: Int
        let expected: [String]
        let reason: String
        var testDescription: String { reason }
    }

    static let family = "👨‍👩‍👧‍👦"

    static let rows = [
        Row(text: "", unitsMax: 10, expected: [], reason: "nothing"),
        Row(text: " \n\t ", unitsMax: 10, expected: [], reason: "blank"),
        Row(text: "ngõ", unitsMax: 10, expected: ["ngõ"], reason: "short"),
        Row(text: "  ngõ \n", unitsMax: 10, expected: ["ngõ"], reason: "blanks around it"),
        Row(text: "0123456789", unitsMax: 10, expected: ["0123456789"], reason: "just fits"),
        Row(
            text: "01234567890", unitsMax: 10, expected: ["0123456789", "0"],
            reason: "one too many and nowhere to cut"),
        Row(text: "một hai ba", unitsMax: 8, expected: ["một hai", "ba"], reason: "between words"),
        Row(
            text: "một hai\nba bốn", unitsMax: 12, expected: ["một hai", "ba bốn"],
            reason: "a line's end before a word's"),
        Row(
            text: "một\n\nhai\nba bốn", unitsMax: 10, expected: ["một\n\nhai", "ba bốn"],
            reason: "a paragraph's end far in front would make needlessly many pieces"),
        Row(
            text: "một hai\n\nba\nbốn", unitsMax: 13, expected: ["một hai", "ba\nbốn"],
            reason: "a paragraph's end before a line's"),
        Row(
            text: "một  hai", unitsMax: 5, expected: ["một", "hai"],
            reason: "blanks at the cut are dropped"),
        Row(
            text: "dòng 1\r\ndòng 2", unitsMax: 9, expected: ["dòng 1", "dòng 2"],
            reason: "line ends of two characters"),
        Row(
            text: "ab😀cd", unitsMax: 3, expected: ["ab", "😀c", "d"],
            reason: "a surrogate pair stays whole"),
        Row(
            text: "ae\u{302}\u{301}b", unitsMax: 3, expected: ["a", "e\u{302}\u{301}", "b"],
            reason: "a decomposed letter stays whole"),
        Row(
            text: "a\(family)b", unitsMax: 12, expected: ["a\(family)", "b"],
            reason: "joined emoji stay whole"),
        Row(
            text: "x👩\u{200D}👧", unitsMax: 4, expected: ["x", "👩\u{200D}", "👧"],
            reason: "a grapheme longer than a piece is cut between scalars"),
        Row(text: "😀😀", unitsMax: 2, expected: ["😀", "😀"], reason: "the least that is allowed"),
    ]

    @Test(arguments: rows)
    func isCut(_ row: Row) {
        let chunks = textChunks(row.text, unitsMax: row.unitsMax)
        #expect(
            chunks.map { Array($0.unicodeScalars) } == row.expected.map { Array($0.unicodeScalars) }
        )
    }

    @Test func tenThousandEmojiGoOutInWholeOnes() {
        let chunks = textChunks(String(repeating: "😀", count: 10_000), unitsMax: 1_900)
        #expect(chunks.map(\.utf16.count) == Array(repeating: 1_900, count: 10) + [1_000])
        #expect(chunks.joined().count == 10_000)
        #expect(chunks.joined().filter { $0 != "😀" }.isEmpty)
    }

    @Test func tenThousandJoinedEmojiLoseNothing() {
        let text = String(repeating: Self.family, count: 10_000)
        let chunks = textChunks(text, unitsMax: 1_900)
        #expect(chunks.joined() == text)
        #expect(chunks.count { $0.utf16.count > 1_900 } == 0)
        #expect(chunks.count { $0.first.map(String.init) != Self.family } == 0)
    }

    /// Of random text every piece fits, none is blank or begins or ends with a blank, and only
    /// blanks at the cuts are gone.
    @Test(arguments: UInt64(0)..<300)
    func piecesFitAndNothingIsLost(seed: UInt64) {
        var random = Numbers(seed: seed)
        let pieces = [
            "a", "ngõ", "Tùng", " ", "  ", "\n", "\n\n", "\r\n", "😀", Self.family,
            "e\u{302}\u{301}",
            "\u{A0}", "🇻🇳", "1.250", "\t", String(repeating: "x", count: 30),
        ]
        let count = Int(random.next(200))
        let text = (0..<count).map { _ in pieces[Int(random.next(UInt64(pieces.count)))] }.joined()
        let unitsMax = 2 + Int(random.next(60))
        let chunks = textChunks(text, unitsMax: unitsMax)
        #expect(chunks.count { $0.utf16.count > unitsMax } == 0, "seed \(seed)")
        #expect(chunks.count { $0.isEmpty } == 0, "seed \(seed)")
        let edges = chunks.flatMap { [$0.first, $0.last] }.compactMap { $0 }
        #expect(edges.count { $0.isWhitespace } == 0, "seed \(seed)")
        #expect(scalars(chunks.joined()) == scalars(text), "seed \(seed)")
    }

    private func scalars(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }
}
