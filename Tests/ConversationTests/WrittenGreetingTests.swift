import Content
import Conversation
import Foundation
import IntentMatching
import Messaging
import TestSupport
import Testing

/// A greeting whose sentence and reply somebody has written with a gap.
@Suite struct WrittenGreetingTests {
    @Test func whatTheGapTookStandsInTheReplyAlsoInAChatThatIsNew() throws {
        let content = try Self.content()
        let today = try #require(OfficeContent.today)
        let time = moment(today)
        var reader = Reader(knowledge: content.knowledge)
        let decision = try decide(
            message(.text("!bc 25 hộ"), in: .group, at: time),
            reader.read("!bc 25 hộ", place: .addressed),
            in: Situation(
                now: time, topic: nil, roles: [],
                books: PaperBooks(content.knowledge).books(for: PersonID(rawValue: "Lan")),
                known: Acquaintance(person: nil, isAdmin: false, isNewChat: true, isMuted: false)),
            using: content.knowledge)
        let reply = try #require(decision.replies.first)
        let text = content.replies.render(reply)
        #expect(text.hasPrefix("đã nhận 25"))
        // What the bot does is said below, and once.
        #expect(reply.below.map(\.key) == [.welcome])
        #expect(decision.replies.count == 1)
    }

    private static func content() throws -> LoadedContent {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("content-\(UUID().uuidString)")
        defer { try? files.removeItem(at: folder) }
        for name in ["commands", "replies"] {
            try files.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let sentences = """
            language: vi
            intents: {Greeting: {data: [{sentences: ["bc {so} hộ"]}]}}
            lists: {so: {wildcard: true}}
            """
        try Data(sentences.utf8).write(to: folder.appendingPathComponent("commands/bc.yaml"))
        let replies = try String(
            contentsOfFile: RepositoryRoot.path + "/intents/replies/vi.yaml", encoding: .utf8)
        let start = try #require(replies.range(of: "  greeting: |\n"))
        let end = try #require(replies.range(of: "  thanks:"))
        let written =
            replies[..<start.lowerBound] + "  greeting: \"đã nhận {{so}}\"\n"
            + replies[end.lowerBound...]
        try Data(written.utf8).write(to: folder.appendingPathComponent("replies/vi.yaml"))
        return try LoadedContent.load(folder: folder.path, today: try #require(OfficeContent.today))
    }
}
