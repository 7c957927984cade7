import Campaign
import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// Numbers that no ledger can add up are asked about; nothing is recorded and nothing is lost.
@Suite struct OverflowTests {
    @Test func aSumTooLargeToCountWithIsAskedAboutAndNotRecorded() throws {
        let content = try OfficeContent.shared()
        let today = try #require(OfficeContent.today)
        let knowledge = try #require(
            content.knowledge.campaign(CampaignID(rawValue: "mau-92-ngay")))
        let unit = try #require(knowledge.campaign.units.units.last).id
        let role = Role(campaign: knowledge.campaign.id, unit: unit)
        let paper = PaperBooks(content.knowledge)
        let leader = PersonID(rawValue: "Hoa")
        let indicator = try #require(knowledge.campaign.indicators.first)
        paper.apply(
            .record(
                ReportRecord(
                    number: 1, campaign: role.campaign, unit: unit,
                    entries: [
                        LedgerEntry(
                            report: 1, unit: unit, indicator: indicator.key,
                            day: today.adding(days: -1),
                            amount: Amount(.add, .max))
                    ], corrects: nil)),
            by: leader)
        var reader = Reader(knowledge: content.knowledge)
        let time = moment(today)
        let decision = try decide(
            message(.text("hôm nay 5 hộ"), in: .private, at: time),
            reader.read("hôm nay 5 hộ", place: .privateChat),
            in: Situation(
                now: time, topic: nil, roles: [role], books: paper.books(for: leader)),
            using: content.knowledge)
        #expect(decision.outcome == .askedBack)
        #expect(decision.effects == [])
        #expect(decision.replies.map(\.key) == [.reportUnclear])
    }
}
