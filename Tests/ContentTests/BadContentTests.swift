import Content
import Conversation
import Foundation
import Testing

/// Every way to write a content file wrong is refused with its file, its line and a remedy.
@Suite struct BadContentTests {
    /// One row: a file, what stands in it, where the mistake is reported, and words of the report.
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        let line: Int
        let says: String
        let reason: String
        /// How many mistakes the slip makes.
        var mistakes = 1
        var testDescription: String { reason }
    }

    @Test(arguments: vocabularyRows + procedureRows + replyRows + campaignRows + otherRows)
    func isRefusedAtItsLine(_ row: Row) throws {
        var draft = Draft()
        if row.file.hasPrefix("campaigns/") {
            draft["campaigns/thu/campaign.yaml"] = Draft.campaign
            draft["campaigns/thu/units.csv"] = Draft.units
        }
        draft[row.file] = row.text
        let mistakes = try draft.mistakes()
        let told = mistakes.map(\.description).joined(separator: "\n")
        let found = mistakes.first { "\($0.what). \($0.remedy)".contains(row.says) }
        let mistake = try #require(found, "nothing says '\(row.says)' in:\n\(told)")
        #expect(mistake.file == row.file, "\(told)")
        #expect(mistake.line == row.line, "\(told)")
        #expect(mistake.severity == .error)
        #expect(mistakes.count == row.mistakes, "\(told)")
    }

    @Test func theDraftItselfIsRight() throws {
        var draft = Draft()
        draft["campaigns/thu/campaign.yaml"] = Draft.campaign
        draft["campaigns/thu/units.csv"] = Draft.units
        let content = try draft.load()
        #expect(content.warnings.isEmpty)
        #expect(content.knowledge.campaigns.count == 1)
    }

    @Test func allMistakesOfARunAreToldAtOnce() throws {
        var draft = Draft()
        draft["vocabulary/rules.yaml"] = "expansion_rules:\n  lam: \"(làm\"\n"
        draft["procedures/ket-hon.yaml"] =
            Draft.procedure.replacingOccurrences(of: "confidence: high", with: "confidence: hihg")
            .replacingOccurrences(of: "legal:", with: "legl:")
        draft["procedures/khai-sinh.yaml"] = "slug: khai-sin\n"
        draft["replies/vi.yaml"] = "replies:\n  greeting: \"{{#a}}\"\n"
        draft["campaigns/thu/campaign.yaml"] = "name: [\n"
        draft["commands/chao.yaml"] = ""
        let mistakes = try draft.mistakes()
        let files = Set(mistakes.map(\.file))
        #expect(
            files
                == Set(draft.files.keys.filter { !$0.hasPrefix("vocabulary/c") })
                .subtracting(["vocabulary/aspects.yaml"]))
        #expect(mistakes.count(where: { $0.file == "procedures/ket-hon.yaml" }) == 2)
        #expect(mistakes.count(where: { $0.file == "procedures/khai-sinh.yaml" }) == 2)
        #expect(mistakes == mistakes.sorted())
        #expect(mistakes.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test func aFolderThatIsNotThereIsToldByItsName() throws {
        do {
            _ = try LoadedContent.load(folder: "/nowhere/intents", today: Draft.today)
            Issue.record("loaded nothing")
        } catch {
            #expect(error.mistakes.first?.file == "/nowhere/intents")
            #expect(error.description.contains("không có thư mục này"))
        }
    }

    @Test func bytesThatAreNotUTF8AreToldWithTheirLine() throws {
        var draft = Draft()
        draft.files["procedures/ket-hon.yaml"] =
            Data("slug: ket-hon\nname: ".utf8) + Data([0xC3, 0x28, 0x0A])
        let mistake = try #require(try draft.mistakes().first)
        #expect(mistake.file == "procedures/ket-hon.yaml" && mistake.line == 2)
        #expect(mistake.what.contains("UTF-8"))
    }

    @Test func aHugeFileIsRefusedUnread() throws {
        var draft = Draft()
        draft.files["procedures/ket-hon.yaml"] = Data(repeating: UInt8(ascii: "a"), count: 9 << 20)
        let mistakes = try draft.mistakes()
        #expect(mistakes.map(\.what) == ["tệp quá lớn"])
    }

    @Test func anEmptyFolderLacksItsReplies() throws {
        var draft = Draft()
        draft.files = [:]
        let mistakes = try draft.mistakes()
        #expect(mistakes.map(\.file) == ["replies/vi.yaml"])
    }

    @Test func twoProceduresOfOneNameAreToldApart() throws {
        var draft = Draft()
        draft["procedures/cuoi.yaml"] = "slug: cuoi\nname: Đăng ký kết hôn\n"
        let mistakes = try draft.mistakes()
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.what == "trùng tên với thủ tục 'cuoi'")
    }
}
