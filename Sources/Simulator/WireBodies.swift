import Foundation

/// The JSON bodies of the Bot API, as the platform writes them.
///
/// Written apart from the bot's own wire types, so that a wrong reading of the protocol does not
/// agree with itself. Shapes: bot.zaloplatforms.com/docs and observed traffic, read 2026-11-22.
enum WireBody {
    struct Success<Result: Encodable>: Encodable {
        let ok = true
        let result: Result

        private enum CodingKeys: String, CodingKey { case ok, result }
    }

    /// `sendChatAction` answers without a result.
    struct Done: Encodable {
        let ok = true

        private enum CodingKeys: String, CodingKey { case ok }
    }

    struct Refusal: Encodable {
        let ok = false
        let errorCode: Int
        let description: String

        private enum CodingKeys: String, CodingKey {
            case ok, description
            case errorCode = "error_code"
        }
    }

    struct Me: Encodable {
        let bot: SimulatedBot

        private enum CodingKeys: String, CodingKey {
            case id
            case accountName = "account_name"
            case accountType = "account_type"
            case canJoinGroups = "can_join_groups"
            case displayName = "display_name"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(bot.id, forKey: .id)
            try container.encode(bot.accountName, forKey: .accountName)
            try container.encode("BASIC", forKey: .accountType)
            try container.encode(bot.canJoinGroups, forKey: .canJoinGroups)
            try container.encode(bot.displayName, forKey: .displayName)
        }
    }

    struct Sent: Encodable {
        let messageID: String
        let date: Int64

        private enum CodingKeys: String, CodingKey {
            case date
            case messageID = "message_id"
        }
    }

    struct Webhook: Encodable {
        let url: String
        let updatedAt: Int64
        var verification: Verification?

        private enum CodingKeys: String, CodingKey {
            case url, verification
            case updatedAt = "updated_at"
        }
    }

    struct Verification: Encodable, Sendable {
        let ok: Bool
        let statusCode: Int?
        let outcome: String
        let hint: String

        private enum CodingKeys: String, CodingKey {
            case ok, outcome, hint
            case statusCode = "status_code"
        }
    }

    static func bytes(_ body: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return Array(try encoder.encode(body))
    }
}

/// One update as a bot gets it: inside an envelope from `getUpdates`, bare from a webhook.
struct WireUpdate: Encodable {
    private let message: Message
    private let eventName: String

    private enum CodingKeys: String, CodingKey {
        case message
        case eventName = "event_name"
    }

    init(_ record: SimulatedMessage) {
        message = Message(record: record)
        let kind = record.kind == .photo ? "image" : record.kind.rawValue
        eventName = "message.\(kind).received"
    }

    private struct Message: Encodable {
        let record: SimulatedMessage

        private enum CodingKeys: String, CodingKey {
            case from, chat, text, date, caption, sticker, url
            case messageID = "message_id"
            case messageType = "message_type"
            case photoURL = "photo_url"
            case voiceURL = "voice_url"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            let sender = Sender(id: record.sender, displayName: record.senderName)
            try container.encode(sender, forKey: .from)
            try container.encode(Chat(id: record.chat, chatType: record.place), forKey: .chat)
            try container.encode(record.messageID, forKey: .messageID)
            try container.encode(record.date, forKey: .date)
            switch record.kind {
            case .text:
                try container.encode(record.text, forKey: .text)
            case .photo:
                try container.encode(record.url, forKey: .photoURL)
                try container.encode(record.text, forKey: .caption)
                try container.encode("CHAT_PHOTO", forKey: .messageType)
            case .sticker:
                try container.encode(record.text, forKey: .sticker)
                try container.encode("https://sticker.invalid/\(record.sequence)", forKey: .url)
            case .voice:
                try container.encode(
                    "https://voice.invalid/\(record.sequence).aac", forKey: .voiceURL)
                try container.encode("CHAT_VOICE", forKey: .messageType)
            case .unsupported:
                break
            }
        }
    }

    private struct Sender: Encodable {
        let id: String
        let displayName: String
        let isBot = false

        private enum CodingKeys: String, CodingKey {
            case id
            case displayName = "display_name"
            case isBot = "is_bot"
        }
    }

    private struct Chat: Encodable {
        let id: String
        let chatType: SimulatedMessage.Place

        private enum CodingKeys: String, CodingKey {
            case id
            case chatType = "chat_type"
        }
    }
}
