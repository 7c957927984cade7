import Content
import Testing

@Suite struct ForeignKeysTests {
    private static let known = ["log.level", "log.file", "bots.*.token", "port"]

    /// One row: a settings file and the keys that nobody reads, with their lines.
    static let rows: [(text: String, expected: [String], reason: String)] = [
        ("", [], "an empty file"),
        ("# nothing\n", [], "a file of remarks"),
        ("port: 1\nlog: {level: x, file: y}\n", [], "all known"),
        ("bots: {a: {token: x}, b: {token: y}}\n", [], "a star stands for any name"),
        ("log:\n  levl: x\n", ["2 log.levl"], "a slip one level down"),
        ("prot: 1\nlog: {}\n", ["1 prot"], "a slip at the top"),
        ("bots:\n  a:\n    tokn: x\n", ["3 bots.a.tokn"], "a slip below a star"),
        ("extra:\n  a: 1\n  b: 2\n", ["1 extra"], "of an unknown mapping only its name"),
    ]

    @Test(arguments: rows)
    func namesWhatNobodyReads(_ row: (text: String, expected: [String], reason: String)) throws {
        let found = try foreignKeys(inYAML: row.text, file: "s.yaml", known: Self.known)
        #expect(found.map { "\($0.line) \($0.path)" } == row.expected, "\(row.reason)")
    }

    @Test func brokenYAMLIsRefused() {
        #expect(throws: ContentRefused.self) {
            try foreignKeys(inYAML: "a: [", file: "s.yaml", known: [])
        }
    }

    @Test(
        arguments: [
            ("le-ph", "le-phi"), ("thoihan", "thoi-han"), ("x", nil), ("", nil), ("hosơ", nil),
        ] as [(String, String?)])
    func theNearestNameIsOffered(_ name: String, _ expected: String?) {
        #expect(nearestName(to: name, in: ["ho-so", "le-phi", "thoi-han"]) == expected)
    }
}
