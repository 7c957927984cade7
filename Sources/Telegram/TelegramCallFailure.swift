import CurlHTTP
import Wire

/// Why a call of Telegram's Bot API brought no result, before anybody decides what to do about it.
package enum TelegramCallFailure: Error, Hashable, Sendable {
    /// No answer, or none that is HTTP.
    case transport(HTTPFailure)

    /// `ok` is false: the API itself answered.
    case refused(code: Int, Refusal, retryAfterSeconds: Int64?)

    /// An answer that is not the API's; `update` is the id of the first update in it, if any.
    case unreadable(status: Int, body: AnswerBody, update: Int64?)

    /// What a refusal is about, found in its description, which itself is never kept.
    package enum Refusal: String, Hashable, Sendable, CaseIterable {
        case chatNotFound = "the chat is not found"
        case blocked = "the person has blocked the bot"
        case kicked = "the bot is not in the group any more"
        case deactivated = "the account or the group is gone"
        case upgraded = "the group has become a supergroup and has another id now"
        case tooLong = "the text is too long"
        case empty = "the text is empty"
        case mayNotWrite = "the bot may not write there"
        case webhookSet = "a webhook is set"
        case otherPoller = "another program polls this bot"
        case other = "no further reason"
    }
}

extension TelegramCallFailure.Refusal {
    /// Pieces of descriptions in lower case, in the order in which they are looked for.
    ///
    /// Telegram promises none of these words, so the code alone must lead to something sensible.
    /// Source: the answers of tdlib/telegram-bot-api, read by many clients.
    private static let phrases: [(String, Self)] = [
        ("upgraded to a supergroup", .upgraded),
        ("chat not found", .chatNotFound),
        ("user not found", .chatNotFound),
        ("peer_id_invalid", .chatNotFound),
        ("blocked by the user", .blocked),
        ("initiate conversation", .blocked),
        ("kicked", .kicked),
        ("not a member", .kicked),
        ("deactivated", .deactivated),
        ("was deleted", .deactivated),
        ("too long", .tooLong),
        ("text is empty", .empty),
        ("must be non-empty", .empty),
        ("not enough rights", .mayNotWrite),
        ("no rights", .mayNotWrite),
        ("have no write access", .mayNotWrite),
        ("chat_write_forbidden", .mayNotWrite),
        ("topic_closed", .mayNotWrite),
        ("message thread not found", .chatNotFound),
        ("webhook", .webhookSet),
        ("terminated by other getupdates", .otherPoller),
    ]

    init(description: String) {
        let words = description.lowercased()
        self = Self.phrases.first { words.contains($0.0) }?.1 ?? .other
    }
}

extension TelegramCallFailure {
    /// An answer that says `ok` false.
    init(refusal body: JSON, _ response: HTTPResponse) {
        let parameters = body["parameters"]
        let named = body["error_code"]?.whole.flatMap { Int(exactly: $0) }
        guard let code = named ?? ((200...299).contains(response.status) ? nil : response.status)
        else {
            self.init(unreadable: response)
            return
        }
        let seconds = parameters?["retry_after"]?.whole
        self = .refused(
            code: code,
            parameters?["migrate_to_chat_id"] == nil
                ? Refusal(description: body["description"]?.string ?? "") : .upgraded,
            retryAfterSeconds: seconds.flatMap { (1...86_400).contains($0) ? $0 : nil })
    }

    init(unreadable response: HTTPResponse) {
        self = .unreadable(
            status: response.status, body: AnswerBody(response.body),
            update: Self.firstUpdate(in: response.body))
    }

    /// The first number after `"update_id":` in a body that is no JSON.
    private static func firstUpdate(in body: [UInt8]) -> Int64? {
        let key = Array(#""update_id":"#.utf8)
        guard body.count >= key.count else { return nil }
        for start in 0...(body.count - key.count)
        where body[start..<start + key.count].elementsEqual(key) {
            let digits = body[(start + key.count)...].prefix(20).prefix {
                (0x30...0x39).contains($0)
            }
            return Int64(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }

    /// A fixed phrase fit for a log: without token, text or what the platform wrote.
    package var reason: String {
        switch self {
        case .transport(let failure): "Telegram: \(failure)"
        case .refused(let code, .other, _): "Telegram answered with error \(code)"
        case .refused(let code, let refusal, _):
            "Telegram answered with error \(code): \(refusal.rawValue)"
        case .unreadable(let status, let body, _):
            "Telegram answered with HTTP status \(status) and a body that is \(body.rawValue)"
        }
    }
}
