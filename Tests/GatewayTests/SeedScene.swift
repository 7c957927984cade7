import Campaign
import Content
import Conversation
import Foundation
import IntentMatching
import Messaging
import Storage
import TestSupport
import VietText

/// The office's content with the campaigns of `Tests/Fixtures/campaigns`, and a store to report to.
final class SeedScene {
    let store: Store
    let campaign: Campaign
    private let now: Timestamp
    private var reader: Reader
    private var count = 0

    /// Six in the evening of the last day of July 2022 in Vietnam.
    static let evening = Timestamp(milliseconds: 1_659_265_200_000)

    private static let loaded = Result { try load() }

    /// Opens the books of one campaign; `Lan` leads the unit at its top.
    init(_ slug: String, at now: Timestamp = evening) throws {
        let content = try Self.loaded.get()
        guard let known = content.knowledge.campaign(CampaignID(rawValue: slug)) else {
            throw SeedMistake(what: "no campaign \(slug)")
        }
        (campaign, self.now) = (known.campaign, now)
        reader = Reader(knowledge: content.knowledge)
        store = try Store.inMemory(startedAt: now)
        guard let top = campaign.units.roots.first else { throw SeedMistake(what: "no unit") }
        try store.addInvitation("7K2M9QXA", for: Role(campaign: campaign.id, unit: top.id), at: now)
        _ = try say("mã 7K2M9QXA")
    }

    /// Says something to the bot, alone or in the group of a unit; returns what it answers.
    @discardableResult
    func say(_ text: String, inGroupOf unit: UnitID? = nil) throws -> String {
        count += 1
        let chat = ChatID(rawValue: unit.map { "group-\($0)" } ?? "lan")
        if let unit {
            try store.bind(account: bot, chat: chat, to: Role(campaign: campaign.id, unit: unit))
        }
        let message = InboundMessage(
            account: bot, chat: chat, chatKind: unit == nil ? .private : .group,
            message: MessageID(rawValue: "m\(count)"), sender: PersonID(rawValue: "lan"),
            senderName: "Lan", content: .text(text), sentAt: now)
        _ = try store.keep([message], at: now) { TraceID(rawValue: "t") }
        let content = try Self.loaded.get()
        let reading = reader.read(text, place: unit == nil ? .privateChat : .addressed)
        var said: [String] = []
        let batch = try store.takeInHand(max: 1, at: now).batch
        _ = try store.takeTurns(batch, now: now, textUnitsMax: { _ in 100_000 }) {
            kept, situation in
            let decision = try decide(
                kept.message, reading, in: situation, using: content.knowledge)
            let replies = decision.replies.map {
                RenderedReply(content.replies.render($0), priority: $0.priority, to: $0.chat)
            }
            said += replies.map(\.text)
            return (decision, replies)
        }
        return said.joined(separator: "\n")
    }

    /// Writes figures of a file into the ledger.
    func bringIn(_ found: FigureImport) throws {
        let file = FigureFile(name: "so.csv", digest: found.digest, figures: found.figures)
        _ = try store.importFigures(
            file, into: campaign.id, repeats: false, at: now, progress: { _ in },
            check: { standing in
                let clashes = found.clashes(with: standing, campaign: campaign, repeats: false)
                if let clash = clashes.first { throw clash }
            })
    }

    /// The standings of the ledger as a table, for programs.
    func table(unit: UnitID? = nil) throws -> ExportTable {
        try .standings(standings(), campaign, unit: unit, on: day, madeAt: now)
    }

    /// Where all units stand by the ledger.
    func standings() throws -> Standings {
        let units = campaign.units.units.map(\.id)
        return try Standings(
            own: store.totals(of: campaign.id, units: units, through: day), campaign: campaign)
    }

    var day: CivilDay { min(CivilDay(epochMilliseconds: now.milliseconds), campaign.lastDay) }

    private static func load() throws -> LoadedContent {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("seed-\(UUID().uuidString)")
        defer { try? files.removeItem(at: folder) }
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let root = URL(fileURLWithPath: RepositoryRoot.path)
        for name in ["vocabulary", "commands", "procedures", "replies"] {
            try files.copyItem(
                at: root.appendingPathComponent("intents/\(name)"),
                to: folder.appendingPathComponent(name))
        }
        try files.copyItem(
            at: root.appendingPathComponent("Tests/Fixtures/campaigns"),
            to: folder.appendingPathComponent("campaigns"))
        return try LoadedContent.load(
            folder: folder.path, today: CivilDay(epochMilliseconds: evening.milliseconds))
    }
}

/// A fixture that does not fit its test.
struct SeedMistake: Error {
    let what: String
}
