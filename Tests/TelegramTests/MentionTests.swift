import Messaging
import Telegram
import TestSupport
import Testing
import Wire

/// What is left of a text when the bot's name is taken out, and what is for the bot at all.
@Suite struct MentionTests {
    /// A text in a group with mentions marked as `<@name>`, and what the gateway gets; nil when it is
    /// not for the bot.
    struct Row: Sendable, CustomTestStringConvertible {
        let marked: String
        let expected: String?
        var testDescription: String { marked }
    }

    static let rows = [
        Row(marked: "<@b_bot> 25 hộ", expected: "25 hộ"),
        Row(marked: "<@B_BOT>: 25 hộ", expected: "25 hộ"),
        Row(marked: "<@b_bot>\n\n25 hộ\ncòn 3 hộ", expected: "25 hộ\ncòn 3 hộ"),
        Row(marked: "25 hộ <@b_bot>", expected: "25 hộ"),
        Row(marked: "25 hộ\n<@b_bot>", expected: "25 hộ"),
        Row(marked: "25 hộ\n<@b_bot> nhé", expected: "25 hộ\nnhé"),
        Row(marked: "nhờ <@b_bot> xem", expected: "nhờ xem"),
        Row(marked: "nhờ <@b_bot>, xem", expected: "nhờ xem"),
        Row(marked: "<@b_bot> <@b_bot>, 5", expected: "5"),
        Row(marked: "👨‍👩‍👧 <@b_bot> ạ", expected: "👨‍👩‍👧 ạ"),
        Row(marked: "<@b_bot>", expected: ""),
        Row(marked: "<@chi_hoa> và <@b_bot> 5 hộ", expected: "@chi_hoa và 5 hộ"),
        Row(marked: "<@chi_hoa> 5 hộ", expected: nil),
        Row(marked: "@b_bot không phải thẻ", expected: nil),
        Row(marked: "<@b_bot2> 5 hộ", expected: nil),
        Row(marked: "!bc 5 hộ", expected: "!bc 5 hộ"),
        Row(marked: " /bc 5 hộ", expected: " /bc 5 hộ"),
        Row(marked: "</bc@b_bot> 5 hộ", expected: "/bc 5 hộ"),
        Row(marked: "</bc@other_bot> 5 hộ", expected: nil),
        Row(marked: "5 hộ! </bc>", expected: nil),
    ]

    @Test(arguments: rows)
    func namesAreTakenOutByTheirEntities(_ row: Row) {
        let route = TelegramWebhook.route(
            account: AccountID(rawValue: "b"), profile: TelegramProfile(id: 99, username: "B_bot"),
            path: "/w", secret: Secret("s"))
        let call = WebhookCall(
            header: { _ in "s" }, body: Self.update(row.marked).bytes, at: ScriptedTelegram.now)
        guard let expected = row.expected else {
            let reason = "a message that is not for the bot"
            #expect(route.read(call) == .received(.skipped(reason: reason)))
            return
        }
        guard case .received(.messages(let messages)) = route.read(call) else {
            Issue.record("no message")
            return
        }
        #expect(messages.map(\.content) == [.text(expected)])
    }

    private static func update(_ marked: String) -> JSON {
        var text = ""
        var entities: [JSON] = []
        var start = 0
        for character in marked {
            switch character {
            case "<": start = text.utf16.count
            case ">":
                let isCommand = text.utf16.dropFirst(start).first == UInt16(UInt8(ascii: "/"))
                entities.append(
                    .object([
                        .init(key: "type", value: .string(isCommand ? "bot_command" : "mention")),
                        .init(key: "offset", value: .whole(Int64(start))),
                        .init(key: "length", value: .whole(Int64(text.utf16.count - start))),
                    ]))
            default: text.append(character)
            }
        }
        func id(_ id: Int64, _ members: [JSON.Member] = []) -> JSON {
            .object([.init(key: "id", value: .whole(id))] + members)
        }
        return .object([
            .init(key: "update_id", value: .whole(1)),
            .init(
                key: "message",
                value: .object([
                    .init(key: "message_id", value: .whole(1)),
                    .init(key: "from", value: id(5)),
                    .init(
                        key: "chat", value: id(-7, [.init(key: "type", value: .string("group"))])),
                    .init(key: "text", value: .string(text)),
                    .init(key: "entities", value: .array(entities)),
                ])),
        ])
    }
}
