import Crypto
import Foundation

/// The JSON bodies of the Official Account API and its webhook, as the platform writes them.
///
/// Written apart from the daemon's own wire types, so that a wrong reading of the protocol does
/// not agree with itself. Shapes: developers.zalo.me and observed traffic, read 2026-11-22.
enum OABody {
    struct Success<Value: Encodable>: Encodable {
        let error = 0
        let message = "Success"
        let data: Value

        private enum CodingKeys: String, CodingKey { case error, message, data }
    }

    struct Refused: Encodable {
        let error: Int
        let message: String
    }

    struct Sent: Encodable {
        let messageID: String
        let recipientID: String

        private enum CodingKeys: String, CodingKey {
            case messageID = "message_id"
            case recipientID = "recipient_id"
        }
    }

    struct Profile: Encodable {
        let oaID: String
        let name: String
        let isVerified = true

        private enum CodingKeys: String, CodingKey {
            case name
            case oaID = "oa_id"
            case isVerified = "is_verified"
        }
    }

    struct Quota: Encodable {
        let type = "sub_quota"
        let remain: Int
        let total: Int

        private enum CodingKeys: String, CodingKey { case type, remain, total }
    }

    struct Tokens: Encodable {
        let accessToken: String
        let refreshToken: String
        /// A string, as the platform writes it.
        let expiresIn: String

        private enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case expiresIn = "expires_in"
        }
    }

    /// A refusal of tokens: HTTP 200, and not always with a number.
    struct NoTokens: Encodable {
        let error: Int?
        let errorName: String
        let errorReason: String

        private enum CodingKeys: String, CodingKey {
            case error
            case errorName = "error_name"
            case errorReason = "error_reason"
        }
    }

    /// Returns what the event of a message is called and its body.
    static func event(
        _ message: SimulatedMessage, of account: SimulatedOfficialAccount
    ) throws -> [UInt8] {
        let isGroup = message.place == .group
        let kind =
            switch message.kind {
            case .text: "text"
            case .photo: "image"
            case .sticker: "sticker"
            case .voice: "audio"
            case .unsupported: "file"
            }
        let name =
            (message.isFromBot ? "oa_send_" : "user_send_") + (isGroup ? "group_" : "") + kind
        let event = Event(
            appID: account.appID, oaID: isGroup ? account.id : nil, eventName: name,
            sender: Party(id: message.sender),
            recipient: Party(id: isGroup || message.isFromBot ? message.chat : account.id),
            message: Message(
                text: message.kind == .text || !message.text.isEmpty ? message.text : nil,
                messageID: message.messageID, quotedID: message.replyTo,
                attachments: message.kind == .text
                    ? nil : [Attachment(type: kind, payload: ["url": message.url ?? ""])]),
            timestamp: String(message.date))
        return try WireBody.bytes(event)
    }

    /// Returns the signature of a body by the platform's formula.
    static func signature(
        of body: [UInt8], timestamp: String, for account: SimulatedOfficialAccount
    ) -> String {
        let whole =
            Array(account.appID.utf8) + body + Array((timestamp + account.secretKey).utf8)
        return SHA256.hash(data: whole).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    private struct Party: Encodable {
        let id: String
    }

    private struct Attachment: Encodable {
        let type: String
        let payload: [String: String]
    }

    private struct Message: Encodable {
        let text: String?
        let messageID: String
        let quotedID: String?
        let attachments: [Attachment]?

        private enum CodingKeys: String, CodingKey {
            case text, attachments
            case messageID = "msg_id"
            case quotedID = "quote_msg_id"
        }
    }

    private struct Event: Encodable {
        let appID: String
        let oaID: String?
        let eventName: String
        let sender: Party
        let recipient: Party
        let message: Message
        let timestamp: String

        private enum CodingKeys: String, CodingKey {
            case sender, recipient, message, timestamp
            case appID = "app_id"
            case oaID = "oa_id"
            case eventName = "event_name"
        }
    }
}
