import Messaging
import TestSupport
import Testing
import Zalo

@Suite struct MentionTests {
    /// What was typed in a group, and what is left to understand.
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let expected: String
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(typed: "@Bot Từng Ngõ tiến độ", expected: "tiến độ", reason: "in front"),
        Row(typed: "  @Bot Từng Ngõ   tiến độ", expected: "tiến độ", reason: "blanks around it"),
        Row(typed: "@bot TỪNG ngõ tiến độ", expected: "tiến độ", reason: "case does not count"),
        Row(
            typed: "@Bot Tu\u{31B}\u{300}ng Ngo\u{303} tiến độ", expected: "tiến độ",
            reason: "decomposed letters"),
        Row(typed: "@bot.VDKyGxQvc tiến độ", expected: "tiến độ", reason: "the account's name"),
        Row(typed: "@Bot Từng Ngõ, tiến độ", expected: "tiến độ", reason: "a comma after it"),
        Row(typed: "@Bot Từng Ngõ: tiến độ", expected: "tiến độ", reason: "a colon after it"),
        Row(typed: "@Bot Từng Ngõ\n12 hộ", expected: "12 hộ", reason: "a line break after it"),
        Row(typed: "@Bot Từng Ngõ", expected: "", reason: "nothing else"),
        Row(typed: "@Bot Từng Ngõ @Bot Từng Ngõ hủy", expected: "hủy", reason: "twice"),
        Row(typed: "tiến độ @Bot Từng Ngõ", expected: "tiến độ", reason: "at the end"),
        Row(
            typed: "hỏi @Bot Từng Ngõ về tiến độ", expected: "hỏi @Bot Từng Ngõ về tiến độ",
            reason: "in the middle it belongs to the sentence"),
        Row(
            typed: "@Bot Từng Ngõng tiến độ", expected: "@Bot Từng Ngõng tiến độ",
            reason: "a longer name is another's"),
        Row(typed: "@Bot", expected: "@Bot", reason: "half of the name"),
        Row(typed: "Bot Từng Ngõ ơi", expected: "Bot Từng Ngõ ơi", reason: "no sign before it"),
        Row(typed: " tiến độ ", expected: " tiến độ ", reason: "a reply to the bot has no mention"),
        Row(typed: "@", expected: "@", reason: "the sign alone"),
        Row(typed: "", expected: "", reason: "empty"),
    ]

    @Test(arguments: rows)
    func isTakenOff(_ row: Row) async throws {
        let received = try await receive(row.typed, chatType: "GROUP")
        guard case .messages(let messages) = received else {
            Issue.record("\(received)")
            return
        }
        #expect(messages.map(\.content) == [.text(row.expected)])
    }

    @Test func staysInPrivateChat() async throws {
        let received = try await receive("@Bot Từng Ngõ tiến độ", chatType: "PRIVATE")
        guard case .messages(let messages) = received else {
            Issue.record("\(received)")
            return
        }
        #expect(messages.map(\.content) == [.text("@Bot Từng Ngõ tiến độ")])
    }

    private func receive(_ text: String, chatType: String) async throws -> Received {
        var message = Update.Message()
        message.from = Update.Sender(id: "p1", displayName: "A", isBot: false)
        message.chat = Update.Chat(id: "g1", chatType: chatType)
        message.messageID = "m1"
        message.text = text
        let update = Envelope(result: Update(eventName: EventName.text, message: message))
        let body = String(decoding: try WireJSON.bytes(update), as: UTF8.self)
        let platform = try ScriptedPlatform(starting: ["getUpdates": .ok(body)])
        return try await platform.channel().receive()
    }
}
