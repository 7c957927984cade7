import Messaging

/// What every answer of the Official Account API is wrapped in.
///
/// Refusals come with HTTP 200 and an `error` other than 0. What `message` says is never kept.
struct OAEnvelope<Value: Decodable & Sendable>: Decodable, Sendable {
    let error: Int
    let data: Value?

    private enum CodingKeys: String, CodingKey { case error, data }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let error = container.whole(.error).flatMap({ Int(exactly: $0) }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .error, in: container, debugDescription: "an answer without error")
        }
        self.error = error
        data = container.lenient(Value.self, .data)
    }
}

/// The body of both sends.
struct OASendBody: Encodable {
    struct Recipient: Encodable {
        let userID: String?
        let groupID: String?

        enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case groupID = "group_id"
        }
    }

    struct Message: Encodable {
        let text: String
    }

    let recipient: Recipient
    let message: Message

    init(to target: OATarget, text: String) {
        switch target {
        case .person(let id): recipient = Recipient(userID: id, groupID: nil)
        case .group(let id): recipient = Recipient(userID: nil, groupID: id)
        }
        message = Message(text: text)
    }
}

/// `data` of a send.
struct OASendResult: Decodable, Sendable {
    /// Absent now and then although the message was taken.
    let messageID: String?

    private enum CodingKeys: String, CodingKey { case messageID = "message_id" }

    init(from decoder: any Decoder) throws {
        let id = try decoder.container(keyedBy: CodingKeys.self).text(.messageID)
        messageID = id?.isEmpty == true ? nil : id
    }
}

/// The Official Account itself: `data` of `getoa`.
package struct OAProfile: Hashable, Sendable, Decodable {
    package let id: String

    /// The name that people see and mention.
    package let name: String?

    /// An account by its platform's id.
    package init(id: String, name: String?) {
        self.id = id
        self.name = name
    }

    private enum CodingKeys: String, CodingKey {
        case id = "oa_id"
        case name
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = container.text(.id), !id.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container, debugDescription: "an account without id")
        }
        self.id = id
        name = container.text(.name)
    }
}

/// How many messages an Official Account may still send: `data` of `quota/message`.
package struct OAQuota: Hashable, Sendable, Decodable {
    /// What kind of quota it is, in Zalo's word.
    package let type: String?
    package let remain: Int64?
    package let total: Int64?

    private enum CodingKeys: String, CodingKey { case type, remain, total }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = container.text(.type)
        remain = container.whole(.remain)
        total = container.whole(.total)
    }
}

/// The answer of the place that gives out tokens: a pair, or a refusal, both with HTTP 200.
struct OATokenAnswer: Decodable {
    let accessToken: String
    let refreshToken: String

    /// Seconds, written as a string: "90000".
    let expiresIn: Int64?
    let error: Int?

    /// Whether the answer says that it refuses, in whichever of the forms seen.
    let isRefusal: Bool

    private enum CodingKeys: String, CodingKey {
        case error
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case expiresIn = "expires_in"
        case errorName = "error_name"
        case errorReason = "error_reason"
        case errorDescription = "error_description"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        accessToken = container.text(.accessToken) ?? ""
        refreshToken = container.text(.refreshToken) ?? ""
        expiresIn = container.whole(.expiresIn)
        error = container.whole(.error).flatMap { Int(exactly: $0) }
        let words = [
            container.text(.errorName), container.text(.errorReason),
            container.text(.errorDescription),
        ]
        isRefusal = error ?? 0 != 0 || words.contains { $0?.isEmpty == false }
    }
}
