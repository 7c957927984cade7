import CurlHTTP
import Messaging
import TestSupport
import Testing
import Zalo

@Suite struct InboundMappingTests {
    /// A recorded body, and what the gateway gets for it.
    struct Row: Sendable, CustomTestStringConvertible {
        let body: String
        let expected: Received
        let reason: String
        var testDescription: String { "\(body): \(reason)" }
    }

    static let private1 = message(chat: "p1", .private, sender: "p1", name: "A")

    static let rows = [
        Row(
            body: "text-private", expected: .messages([ted("Xin chào")]),
            reason: "the documented shape"),
        Row(
            body: "text-without-event-name",
            expected: .messages([ted("Xin chào", name: "")]),
            reason: "an older sample has no event name and another field for the name"),
        Row(
            body: "text-flat-webhook", expected: .messages([ted("Xin chào")]),
            reason: "real webhooks come without an envelope"),
        Row(
            body: "text-group-mention",
            expected: .messages([
                message(
                    chat: "f1c2d3e4f5a6b7c8d9e0", .group, sender: "6ede9afa66b88fe6d6a9",
                    name: "Chị Hoa", id: "a1b2c3d4e5f60718293a"
                )(.text("báo cáo hôm nay: 25 hộ"))
            ]),
            reason: "the mention is plain text in front"),
        Row(
            body: "text-array",
            expected: .messages([
                private1(.text("một"), "m1"),
                message(chat: "p2", .private, sender: "p2", name: "B", milliseconds: 603)(
                    .text("hai"), "m2"),
            ]),
            reason: "an array, with something in it that is no update"),
        Row(
            body: "text-numeric-ids",
            expected: .messages([
                message(
                    chat: "1459232241454765290", .private, sender: "1459232241454765290", name: "",
                    id: "18446744073709551615")(.text("Xin chào"))
            ]),
            reason: "ids as numbers, a date as a string, other types elsewhere"),
        Row(
            body: "text-date-in-seconds",
            expected: .messages([
                message(chat: "p1", .private, sender: "p1", name: "A", at: Recorded.now)(
                    .text("Xin chào"))
            ]),
            reason: "a date of 1970 is none: the moment of receipt stands in"),
        Row(
            body: "text-lone-surrogate",
            expected: .messages([
                message(chat: "p1", .private, sender: "p1", name: "Hoa \u{FFFD}")(
                    .text("C:\\ud83d 😀 xong \u{FFFD}"))
            ]),
            reason: "halves of surrogate pairs are mended, the message is not lost"),
        Row(
            body: "image-photo-url", expected: .messages([private1(.other(kind: "image"), "m1")]),
            reason: "a picture as it really comes"),
        Row(
            body: "image-caption",
            expected: .messages([
                message(chat: "g1", .group, sender: "p1", name: "A")(.text("12 hộ"))
            ]),
            reason: "words under a picture are words"),
        Row(
            body: "image-caption-bare-mention",
            expected: .messages([
                message(chat: "g1", .group, sender: "p1", name: "A")(.other(kind: "image"))
            ]),
            reason: "nothing but the mention under it: a picture"),
        Row(
            body: "voice", expected: .messages([private1(.other(kind: "voice"), "m1")]),
            reason: "a voice message"),
        Row(
            body: "sticker", expected: .messages([private1(.other(kind: "sticker"), "m1")]),
            reason: "a sticker"),
        Row(
            body: "sticker-without-event-name",
            expected: .messages([
                message(chat: "p1", .private, sender: "p1", name: "")(.other(kind: "sticker"))
            ]),
            reason: "what it is shows in its fields; the chat has the person's id"),
        Row(
            body: "unsupported", expected: .messages([private1(.other(kind: "unsupported"), "m1")]),
            reason: "protected senders, link cards, files"),
        Row(
            body: "empty-text", expected: .messages([private1(.text(""), "m1")]),
            reason: "empty text is text"),
        Row(
            body: "unknown-event", expected: .skipped(reason: "an event of an unknown kind"),
            reason: "a reaction is no message"),
        Row(
            body: "unknown-event-without-message",
            expected: .skipped(reason: "an event of an unknown kind"), reason: "somebody follows"),
        Row(
            body: "no-message", expected: .skipped(reason: "an update without a message"),
            reason: "a known event without what it is about"),
        Row(
            body: "no-sender",
            expected: .skipped(reason: "a message without its id, chat or sender"),
            reason: "nobody to answer"),
        Row(
            body: "nothing-in-it", expected: .skipped(reason: "a message without content"),
            reason: "a text event without text"),
        Row(
            body: "own-message", expected: .skipped(reason: "a message of a bot"),
            reason: "our own, although not marked as a bot's"),
        Row(
            body: "bot-message", expected: .skipped(reason: "a message of a bot"),
            reason: "two bots must not talk to each other"),
        Row(body: "idle-408", expected: .idle, reason: "how Zalo says that nothing came"),
        Row(body: "idle-empty-result", expected: .idle, reason: "another way, seen once"),
    ]

    @Test(arguments: rows)
    func pollBrings(_ row: Row) async throws {
        let answer = HTTPResponse(status: 200, body: try Recorded.body(row.body))
        let platform = try ScriptedPlatform(starting: ["getUpdates": .success(answer)])
        let received = try await platform.channel().receive()
        #expect(received == row.expected)
    }

    @Test func everyRecordedUpdateHasItsRow() throws {
        let notPolled = ["get-me", "sent", "sent-without-result"]
        let names = try RepositoryRoot.names(in: "Tests/Fixtures/zalo")
            .map { $0.replacing(".json", with: "") }
            .filter { !notPolled.contains($0) && !$0.hasPrefix("webhook-") }
        #expect(names.sorted() == Self.rows.map(\.body).sorted())
    }

    @Test func bytesThatAreNotUTF8AreMended() async throws {
        var body = try Recorded.body("text-private")
        let index = try #require(body.firstIndex(of: UInt8(ascii: "T")))
        body[index] = 0xFF
        let answer = HTTPResponse(status: 200, body: body)
        let platform = try ScriptedPlatform(starting: ["getUpdates": .success(answer)])
        let received = try await platform.channel().receive()
        #expect(received == .messages([Self.ted("Xin chào", name: "\u{FFFD}ed")]))
    }

    @Test func largeTextComesWhole() async throws {
        let text = String(repeating: "ngõ ", count: 180_000)
        let body = String(decoding: try Recorded.body("text-private"), as: UTF8.self)
            .replacing("Xin chào", with: text)
        #expect(body.utf8.count > 900_000)
        let platform = try ScriptedPlatform(starting: ["getUpdates": .ok(body)])
        #expect(try await platform.channel().receive() == .messages([Self.ted(text)]))
    }

    /// Whatever is cut off, doubled or changed in a body, the answer is one of the known ones.
    @Test(arguments: UInt64(0)..<200)
    func brokenBodiesNeverStopTheProgram(seed: UInt64) async throws {
        var random = Bytes(seed: seed)
        let names = Self.rows.map(\.body)
        var body = try Recorded.body(names[Int(random.next() % UInt64(names.count))])
        for _ in 0..<(1 + random.next() % 6) where !body.isEmpty {
            let index = Int(random.next() % UInt64(body.count))
            switch random.next() % 4 {
            case 0: body[index] = UInt8(truncatingIfNeeded: random.next())
            case 1: body.removeSubrange(index...)
            case 2: body.insert(contentsOf: body[..<index], at: index)
            default: body.remove(at: index)
            }
        }
        let answer = HTTPResponse(status: 200, body: body)
        let platform = try ScriptedPlatform(starting: ["getUpdates": .success(answer)])
        let channel = try await platform.channel()
        do {
            _ = try await channel.receive()
        } catch {
            #expect(!"\(error)".contains("PLANTED"))
        }
    }

    private static func ted(_ text: String, name: String = "Ted") -> InboundMessage {
        message(
            chat: "6ede9afa66b88fe6d6a9", .private, sender: "6ede9afa66b88fe6d6a9", name: name,
            id: "2d758cb5e222177a4e35")(.text(text))
    }

    /// Returns a function from content, and perhaps an id, to the message of a recorded body.
    private static func message(
        chat: String, _ kind: ChatKind, sender: String, name: String, id: String = "m1",
        milliseconds: Int64 = 602, at sentAt: Timestamp? = nil
    ) -> Maker {
        Maker { content, given in
            InboundMessage(
                account: AccountID(rawValue: "bot-1"), chat: ChatID(rawValue: chat),
                chatKind: kind, message: MessageID(rawValue: given ?? id),
                sender: PersonID(rawValue: sender), senderName: name, content: content,
                sentAt: sentAt ?? Timestamp(milliseconds: 1_750_316_131_000 + milliseconds))
        }
    }

    struct Maker: Sendable {
        let make: @Sendable (InboundMessage.Content, String?) -> InboundMessage

        func callAsFunction(
            _ content: InboundMessage.Content, _ id: String? = nil
        ) -> InboundMessage {
            make(content, id)
        }
    }
}

/// A linear congruential generator: numbers that a seed repeats, good enough to break bodies.
private struct Bytes {
    var state: UInt64

    init(seed: UInt64) {
        state = seed &* 2 &+ 1
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
