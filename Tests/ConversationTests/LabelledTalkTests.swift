import Campaign
import Content
import Conversation
import Foundation
import IntentMatching
import Messaging
import TestSupport
import Testing
import VietText

/// The labelled messages about difficulties and standings, all the way through `decide`.
///
/// Needs `../shared/data/reports-dev.jsonl` beside the repository; skipped where it is absent.
@Suite struct LabelledTalkTests {
    struct Row: Decodable, CustomStringConvertible {
        struct Expected: Decodable {
            let action: String
            let ticket: String?
            let unit: String?
        }

        let id: String
        let text: String
        let sentAt: String
        let senderUnit: String?
        let expect: Expected

        var description: String { id }
    }

    private static let path = RepositoryRoot.path + "/../shared/data/reports-dev.jsonl"

    static let rows: [Row] = {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.split(separator: "\n").compactMap { line in
            try? decoder.decode(Row.self, from: Data(line.utf8))
        }.filter { answers[$0.expect.action] != nil }
    }()

    /// What each kind of message is answered with.
    private static let answers: [String: Set<ReplyKey>] = [
        "blocker": [.difficultyOpened], "resolve_blocker": [.difficultyResolved],
        "list_blockers": [.difficultyList],
        "query_progress": [.progress, .progressOfOne, .progressByUnit],
        "query_ranking": [.ranking, .progress], "query_missing": [.missing, .missingByUnit],
        "query_day": [.campaignDay],
    ]

    @Test(.enabled(if: !rows.isEmpty, "needs ../shared/data"), arguments: rows)
    func isAnswered(_ row: Row) throws {
        let content = try OfficeContent.shared()
        let id = CampaignID(rawValue: "danh-gia-2022")
        let campaign = try #require(content.knowledge.campaign(id)?.campaign)
        let day = try #require(CivilDay(iso: row.sentAt.prefix(10)))
        let unit = try #require(campaign.units.units.first { $0.name == row.senderUnit })
        let said = message(.text(row.text), at: moment(day, hour: 20))
        let paper = PaperDifficulties()
        if let ticket = row.expect.ticket, let number = Int64(ticket.dropFirst()) {
            let told = NewDifficulty(
                number: number, campaign: id, unit: unit.id, text: "loa hư", words: "loa hu")
            paper.apply(.openDifficulty(told), of: said, at: said.sentAt)
        }
        var reader = Reader(knowledge: content.knowledge)
        let situation = Situation(
            now: said.sentAt, topic: nil, roles: [Role(campaign: id, unit: unit.id)],
            books: PaperBooks(content.knowledge).books(for: said.sender),
            difficulties: paper.difficulties(for: said.sender))
        let decision = try decide(
            said, reader.read(row.text, place: .privateChat), in: situation,
            using: content.knowledge)
        let reply = try #require(decision.replies.first)
        #expect(
            Self.answers[row.expect.action]?.contains(reply.key) == true,
            "\(row.id): \(row.text) → \(content.replies.render(reply))")
        if row.expect.action.hasSuffix("blocker") { #expect(decision.outcome == .recorded) }
    }
}
