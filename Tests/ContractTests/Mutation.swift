import Wire

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

    /// The same bodies read, where they are JSON.
    private let values: [JSON]

    private var random: SeededGenerator

    init(corpus: [[UInt8]], seed: UInt64) {
        self.corpus = corpus
        values = corpus.compactMap { JSON.read($0) }
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

    /// The next body: half of them still JSON, with other values in it.
    mutating func body() -> [UInt8] {
        if below(2) == 0, !values.isEmpty {
            return changed(values[below(values.count)], one: 24).bytes
        }
        var body = corpus[below(corpus.count)]
        for _ in 0...below(3) { change(&body) }
        return body
    }

    /// Values that take the place of others.
    static let others: [JSON] = [
        .null, .bool(true), .bool(false), .whole(0), .whole(-1), .whole(.max), .whole(.min),
        .whole(1_760_000_000), .fraction(0.5), .fraction(1e300), .string(""), .string("PLANTED"),
        .string("9223372036854775808"), .string("1"), .string("@TungNgo_Bot \u{FFFD}\u{0}"),
        .string(String(repeating: "ạ", count: 500)), .array([]), .object([]),
        .array([.null, .array([.whole(1)])]),
    ]

    /// The value with about one of so many parts replaced, left out, doubled or under another key.
    private mutating func changed(_ value: JSON, one: Int) -> JSON {
        if below(one) == 0 {
            return Self.others[below(Self.others.count)]
        }
        switch value {
        case .array(let elements):
            var changed: [JSON] = []
            for element in elements {
                for _ in 0..<copies(one) { changed.append(self.changed(element, one: one)) }
            }
            return .array(changed)
        case .object(let members):
            var changed: [JSON.Member] = []
            for member in members {
                let isRenamed = below(one * 2) == 0
                let other = members[below(members.count)].key
                for _ in 0..<copies(one) {
                    changed.append(
                        JSON.Member(
                            key: isRenamed ? other : member.key,
                            value: self.changed(member.value, one: one)))
                }
            }
            return .object(changed)
        case .null, .bool, .whole, .fraction, .string: return value
        }
    }

    /// A number below this one.
    private mutating func below(_ count: Int) -> Int {
        Int(random.next() % UInt64(count))
    }

    /// How often a part comes: once, but for one of so many never or twice.
    private mutating func copies(_ one: Int) -> Int {
        switch below(one * 2) {
        case 0: 0
        case 1: 2
        default: 1
        }
    }

    private mutating func change(_ body: inout [UInt8]) {
        let place = below(body.count + 1)
        switch below(9) {
        case 0 where place < body.count:
            body[place] ^= 1 << UInt8(below(8))
        case 1 where place < body.count:
            body[place] = UInt8(below(256))
        case 2: body.removeSubrange(range(from: place, in: body, max: 40))
        case 3:
            let copied = body[range(from: place, in: body, max: 200)]
            body.insert(contentsOf: copied, at: place)
        case 4: body.insert(contentsOf: piece(), at: place)
        case 5: body.removeSubrange(place...)
        case 6:
            let other = corpus[below(corpus.count)]
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
        Self.pieces[below(Self.pieces.count)]
    }

    private mutating func range(from place: Int, in body: [UInt8], max: Int) -> Range<Int> {
        place..<min(body.count, place + below(max + 1))
    }
}
