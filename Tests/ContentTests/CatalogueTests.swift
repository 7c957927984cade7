import Content
import Conversation
import Procedures
import TestSupport
import Testing
import VietText

/// Finding procedures by their official names.
@Suite struct CatalogueTests {
    private static let names = [
        "Cấp giấy phép nuôi ong lấy mật", "Cấp lại giấy phép nuôi ong lấy mật",
        "Cấp giấy phép bán mật ong", "Đăng ký thuyền đánh cá", "Xóa đăng ký thuyền đánh cá",
        "Thủ tục đăng ký thả diều", "Thủ tục đăng ký thả đèn trời",
    ]

    private static func catalogue(_ names: [String] = names) -> Catalogue {
        let day = CivilDay(daysSinceEpoch: 20_000)
        return Catalogue(
            names.enumerated().map { index, name in
                CatalogueEntry(
                    code: "1.00000\(index)", name: name, field: "", level: "", decision: "",
                    address: "", readOn: day)
            }, asides: ["cho em hỏi", "ở đâu"])
    }

    private static func found(_ text: String, max: Int = 3) -> [String] {
        let catalogue = catalogue()
        return catalogue.candidates(for: text, max: max).map { catalogue.entries[$0.index].name }
    }

    @Test(arguments: names)
    func everyNameTypedBackFindsItselfWithAndWithoutMarks(name: String) {
        #expect(Self.found(name).first == name)
        #expect(Self.found(folded(name)).first == name)
        #expect(Self.found(name.uppercased()).first == name)
    }

    @Test func rareWordsDecide() {
        #expect(Self.found("dạ cho em hỏi thả diều ở đâu").first == "Thủ tục đăng ký thả diều")
        #expect(Self.found("dang ky thuyen").prefix(2) == Self.names[3...4])
    }

    @Test func marksThatWereTypedCount() {
        // Without marks the words are those of honey; with them they are not.
        #expect(Self.found("mật ong").first == "Cấp giấy phép bán mật ong")
        #expect(Self.found("mất óng").isEmpty)
    }

    @Test(arguments: ["", "🙂", "???", "xin chào", "\u{0}"])
    func wordsThatNoNameHasFindNothing(text: String) {
        #expect(Self.found(text).isEmpty)
    }

    @Test func noMoreThanAskedForAreReturned() {
        #expect(Self.found("cấp giấy phép", max: 2).count == 2)
        #expect(Self.found("cấp giấy phép", max: 0).isEmpty)
        #expect(Catalogue().candidates(for: "cấp giấy phép").isEmpty)
    }

    @Test func entriesWithTheSameNameAndAddressShowOnce() {
        let twins = Self.catalogue(["Hỗ trợ trồng rừng", "Hỗ trợ trồng rừng", "Hỗ trợ trồng lúa"])
        #expect(twins.candidates(for: "hỗ trợ trồng rừng").map(\.index) == [0, 2])
    }

    @Test func wordsThatMerelyAskDoNotCountAgainstAName() throws {
        let catalogue = Self.catalogue()
        let plain = try #require(catalogue.candidates(for: "thả diều").first)
        let asked = try #require(catalogue.candidates(for: "cho em hỏi thả diều ở đâu").first)
        #expect(plain.score == asked.score)
    }

    /// Every thirtieth name of the catalogue of this repository: all of them are work for a benchmark.
    @Test func namesOfThePortalAreFoundWholeAndInPart() throws {
        let catalogue = try OfficeContent.load().knowledge.catalogue
        #expect(catalogue.entries.count > 2_600)
        var twins: [String: Int] = [:]
        for entry in catalogue.entries { twins[folded(entry.name), default: 0] += 1 }
        let sample = catalogue.entries.enumerated().filter { $0.offset % 30 == 0 }.map(\.element)
            .filter { twins[folded($0.name)] == 1 }
        var first = 0
        var amongThree = 0
        for (index, entry) in sample.enumerated() {
            func codes(_ text: String) -> [String] {
                catalogue.candidates(for: text).map { catalogue.entries[$0.index].code }
            }
            if codes(index % 2 == 0 ? entry.name : folded(entry.name)).first == entry.code {
                first += 1
            }
            let kept = entry.name.split(separator: " ").enumerated()
                .filter { $0.offset % 3 != index % 3 }.map(\.element)
            if codes(kept.joined(separator: " ")).contains(entry.code) { amongThree += 1 }
        }
        #expect(Double(first) >= 0.97 * Double(sample.count))
        #expect(Double(amongThree) >= 0.85 * Double(sample.count))
    }
}

/// The content of this repository.
enum OfficeContent {
    private static let loaded = Result { () throws(ContentRefused) in
        try LoadedContent.load(
            folder: RepositoryRoot.path + "/intents", today: CivilDay(daysSinceEpoch: 20_750))
    }

    static func load() throws -> LoadedContent { try loaded.get() }
}
