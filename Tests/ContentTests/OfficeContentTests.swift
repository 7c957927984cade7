import Campaign
import Content
import Conversation
import Foundation
import Procedures
import TestSupport
import Testing
import VietText

/// The content of this repository is right as it stands.
@Suite struct OfficeContentTests {
    private static let folder = RepositoryRoot.path + "/intents"

    @Test func loadsWithoutAMistake() throws {
        let content = try LoadedContent.load(folder: Self.folder, today: Draft.today)
        #expect(content.knowledge.procedures.count >= 50)
        #expect(content.warnings.map(\.description) == [])
    }

    @Test func loadsThroughALink() throws {
        try Draft().inFolder { folder in
            let link = folder + "/current"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: Self.folder)
            let words = try ChatWords.load(folder: link + "/vocabulary")
            #expect(!words.politeWords.isEmpty)
        }
    }

    @Test func itsOwnSentencesAreUnderstood() {
        let report = ContentCheck(folder: Self.folder, today: Draft.today).run()
        let errors = report.mistakes.filter { $0.severity == .error }
        #expect(errors.map(\.description) == [])
    }

    @Test func aSentenceThatIsMisreadIsAMistakeOfItsLine() throws {
        var draft = Draft()
        draft["tests/x.tsv"] =
            "text\tintent\tprocedure\nxin chào\tGreeting\t-\nlàm giấy kết hôn bao nhiêu tiền\task\t"
            + "ket-hon\nxin chào\tHelp\t-\nxin chào\n"
        let report = try draft.inFolder { ContentCheck(folder: $0, today: Draft.today).run() }
        #expect(report.mistakes.map(\.file) == ["tests/x.tsv", "tests/x.tsv"])
        #expect(report.mistakes.map(\.line) == [4, 5])
        #expect(report.hasErrors)
        #expect(report.summary.contains("2 lỗi"))
    }

    @Test func factsThatAreOldAreWarnedOfAndThoseThatAreOverAreMistakes() throws {
        var draft = Draft()
        draft["procedures/ket-hon.yaml"] = Draft.procedure
            .replacingOccurrences(of: "2026-06-10", with: "2025-06-10")
            .replacingOccurrences(
                of: "confidence:", with: "valid_to: 2026-08-13\n      confidence:")
        let report = try draft.inFolder { ContentCheck(folder: $0, today: Draft.today).run() }
        #expect(report.mistakes.count == 2)
        let old = report.mistakes.first { $0.what.contains("quá 180 ngày") }
        #expect(old?.severity == .warning)
        let over = report.mistakes.first { $0.what.contains("hết hiệu lực từ 13/8/2026") }
        #expect(over?.severity == .error)
    }

    @Test func filesInTheWrongPlaceAreWarnedOf() throws {
        var draft = Draft()
        draft["procedure/khai-sinh.yaml"] = "slug: khai-sinh\nname: Khai sinh\n"
        draft["khai-tu.yaml"] = "slug: khai-tu\n"
        draft[".git/x.yaml"] = "["
        draft["procedures/.#ket-hon.yaml"] = "["
        let content = try draft.load()
        #expect(content.warnings.map(\.file) == ["khai-tu.yaml", "procedure/khai-sinh.yaml"])
        #expect(content.warnings.last?.remedy == "Có phải ý bạn là 'procedures'")
    }

    @Test func unverifiedFactsAreReadAndNotSaid() throws {
        var draft = Draft()
        draft["procedures/ket-hon.yaml"] =
            Draft.procedure.replacingOccurrences(
                of: "confidence:", with: "unverified: true\n      confidence:")
        let content = try draft.load()
        #expect(content.knowledge.procedures["ket-hon"]?.facts[.fee] == [])
    }

    @Test func unitsSavedByASpreadsheetAreRead() throws {
        var draft = Draft()
        draft["campaigns/thu/campaign.yaml"] = Draft.campaign
        let rows =
            "\u{FEFF}id,name,level,parent,aliases\r\nxa,\"xã Thử, mới\",commune,,\r\n"
            + "ap, ấp Thử ,village,xa , Thử; ấp T\r\n"
        draft["campaigns/thu/units.csv"] = rows
        let units = try #require(try draft.load().knowledge.campaigns.first?.campaign.units.units)
        #expect(units.map(\.name) == ["xã Thử, mới", "ấp Thử"])
        #expect(units.last?.aliases == ["Thử", "ấp T"])
    }

    @Test func daysOfASampleCampaignCountFromToday() throws {
        var draft = Draft()
        draft["campaigns/thu/campaign.yaml"] = Draft.campaign.replacingOccurrences(
            of: "{from: 2026-06-01, to: 2026-08-31}", with: "{from: today-20, length: 92}")
        draft["campaigns/thu/units.csv"] = Draft.units
        let campaign = try #require(try draft.load().knowledge.campaigns.first?.campaign)
        #expect(campaign.dayNumber(of: Draft.today) == 21)
        #expect(campaign.length == 92)
    }
}
