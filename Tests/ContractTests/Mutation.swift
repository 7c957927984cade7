/// Splitmix64: the same bodies from the same seed, in every run and on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Changes recorded bodies in ways in which bodies go wrong, and in some in which nothing should.
struct Mutation {
    /// Bodies as recorded.
    let corpus: [[UInt8]]

    private(set) var random: SeededGenerator

    init(corpus: [[UInt8]], seed: UInt64) {
        self.corpus = corpus
        random = SeededGenerator(seed: seed)
    }

    /// Pieces that go into a body, or take the place of a value in it.
    static let pieces = [
        "null", "true", "false", "{}", "[]", "\"\"", "0", "-0", "-1", "1e999", "-1e-999", "0.5",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "01", "1.", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000",
        "\"a\":", ",", ":", "{", "}", "[", "]", "\u{FEFF}", "\u{0}", "ạ", "😀",
        "<html>", String(repeating: "[", count: 200), String(repeating: "{\"a\":", count: 200),
        "\"message\"", "\"result\"", "\"ok\":false,", "\"is_bot\":true", "\"offset\":-1",
    ].map { Array($0.utf8) }

    /// The next body.
    mutating func body() -> [UInt8] {
        var body = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&body) }
        return body
    }

    private mutating func change(_ body: inout [UInt8]) {
        let place = Int.random(in: 0...body.count, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0 where place < body.count:
            body[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where place < body.count:
            body[place] = .random(in: 0 ... .max, using: &random)
        case 2: body.removeSubrange(range(from: place, in: body, max: 40))
        case 3:
            let copied = body[range(from: place, in: body, max: 200)]
            body.insert(contentsOf: copied, at: place)
        case 4: body.insert(contentsOf: piece(), at: place)
        case 5: body.removeSubrange(place...)
        case 6:
            let other = corpus.randomElement(using: &random) ?? []
            body.replaceSubrange(place..., with: other.suffix(max(0, other.count - place)))
        default: replaceValue(in: &body, after: place)
        }
    }

    /// Puts something else in the place of the next number, word or string.
    private mutating func replaceValue(in body: inout [UInt8], after place: Int) {
        let colon = body[place...].firstIndex(of: UInt8(ascii: ":")) ?? body.endIndex
        guard colon + 1 < body.count else { return }
        let ends = Set(",}]".utf8)
        let end = body[(colon + 1)...].firstIndex { ends.contains($0) } ?? body.endIndex
        body.replaceSubrange(colon + 1..<end, with: piece())
    }

    private mutating func piece() -> [UInt8] {
        Self.pieces.randomElement(using: &random) ?? []
    }

    private mutating func range(from place: Int, in body: [UInt8], max: Int) -> Range<Int> {
        place..<min(body.count, place + Int.random(in: 0...max, using: &random))
    }
}
