import Testing
import VietText

@Suite struct WordRepairTests {
    static let wanted: KeyTable = {
        var table = KeyTable()
        for (index, word) in ["khai", "sinh", "can", "cuoc", "dich", "vu", "cong"].enumerated() {
            table.insert(Int32(index + 1), for: Syllable.key(word))
        }
        return table
    }()

    /// Words typed as one, their pieces, and why the row exists.
    struct Glued: Sendable, CustomTestStringConvertible {
        let typed: String
        let pieces: String
        let reason: String
        var testDescription: String { reason }
    }

    static let glued = [
        Glued(typed: "khaisinh", pieces: "khai sinh", reason: "two wanted words"),
        Glued(typed: "căncước", pieces: "can cuoc", reason: "with marks"),
        Glued(typed: "dichvucong", pieces: "dich vu cong", reason: "three words, a long token"),
        Glued(typed: "lamkhaisinh", pieces: "lam khai sinh", reason: "one other word among them"),
        Glued(typed: "computer", pieces: "", reason: "no syllables"),
        Glued(typed: "thanhtoan", pieces: "", reason: "syllables, but none is wanted"),
        Glued(typed: "cánướcc", pieces: "", reason: "a tone on each half of a syllable"),
    ]

    @Test(arguments: glued)
    func cutsGluedWords(_ row: Glued) throws {
        let pieces = try KeystrokeTests.run(row.typed).cut(wanted: Self.wanted)
        #expect(pieces.map(\.letters).joined(separator: " ") == row.pieces)
    }

    @Test func cutsWhereLettersAndDigitsMeet() throws {
        let pairs = [
            ("muc2", "muc 2"), ("14tuoi", "14 tuoi"), ("2k6", "2 k 6"), ("abc", ""), ("12", ""),
        ]
        for (typed, pieces) in pairs {
            let found = try KeystrokeTests.run(typed).cutAtDigits()
            #expect(found.map(\.letters).joined(separator: " ") == pieces)
        }
    }

    /// A slip, the word it is cheapest for, what it costs, and why the row exists.
    struct Typed: Sendable, CustomTestStringConvertible {
        let typed: String
        let word: String?
        let cost: Int32
        let reason: String
        var testDescription: String { reason }
    }

    static let slips = [
        Typed(typed: "khia", word: "khai", cost: 1, reason: "two letters swapped"),
        Typed(typed: "sinnh", word: "sinh", cost: 1, reason: "a letter doubled"),
        Typed(typed: "sunh", word: "sinh", cost: 2, reason: "the key beside"),
        Typed(typed: "xinh", word: "sinh", cost: 2, reason: "x and s sound alike"),
        Typed(typed: "snh", word: "sinh", cost: 3, reason: "a letter missing"),
        Typed(typed: "ksinh", word: "sinh", cost: 3, reason: "a letter too many"),
        Typed(typed: "sirh", word: "sinh", cost: 4, reason: "some other letter"),
        Typed(typed: "chu", word: "tru", cost: 2, reason: "ch for tr"),
        Typed(typed: "dan", word: "gian", cost: 2, reason: "d for gi"),
        Typed(typed: "sinh", word: nil, cost: 0, reason: "the word itself is no slip"),
        Typed(typed: "shni", word: nil, cost: 0, reason: "two edits away"),
        Typed(typed: "k", word: nil, cost: 0, reason: "too short to tell"),
        Typed(typed: "nghiengg", word: nil, cost: 0, reason: "near nothing"),
    ]

    @Test(arguments: slips)
    func findsTheWordMeant(_ row: Typed) {
        let words = ["khai", "sinh", "tru", "gian"]
        let index = SlipIndex(
            words: words.enumerated().map { (key: Syllable.key($1), number: Int32($0)) })
        var found: [Slip] = []
        index.append(slipsOf: Syllable.key(row.typed), to: &found)
        #expect(found.first.map { words[Int($0.word)] } == row.word)
        #expect((found.first?.cost ?? 0) == row.cost)
    }

    @Test func candidatesAreCapped() {
        let letters = "abcdefghijklmnopqrstuvwxyz".map { "ma\($0)h" }
        let index = SlipIndex(
            words: letters.enumerated().map { (key: Syllable.key($1), number: Int32($0)) })
        var found: [Slip] = []
        index.append(slipsOf: Syllable.key("mah"), to: &found)
        #expect(found.count == SlipIndex.maximumCandidates)
        let costs = found.map(\.cost)
        #expect(costs == costs.sorted())
    }

    @Test func inventoryKnowsSyllablesAndRefusesOthers() {
        for word in [
            "nghieng", "quyet", "gi", "giuong", "khuya", "xoong", "o", "y", "truong", "ky",
        ] {
            #expect(SyllableInventory.contains(Syllable.key(word)), "\(word)")
        }
        for word in ["ddang", "kys", "facebook", "ka", "ngi", "cia", "zalo", "khn", "tric"] {
            #expect(!SyllableInventory.contains(Syllable.key(word)), "\(word)")
        }
        #expect((2_000...3_200).contains(SyllableInventory.table.count))
    }

    @Test func tableKeepsWhatItIsGiven() {
        var table = KeyTable(minimumCapacity: 1)
        for number in 1...5_000 { table.insert(Int32(number), for: UInt64(number) << 20) }
        table.insert(7, for: 3 << 20)
        #expect(table.count == 5_000)
        #expect(table[3 << 20] == 7)
        #expect(table[5_000 << 20] == 5_000)
        #expect(table[1] == 0)
    }
}
