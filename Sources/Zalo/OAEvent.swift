/// One call of Zalo to an Official Account's webhook; only what we use of it.
struct OAEvent: Decodable, Sendable {
    let appID: String?
    let oaID: String?
    let eventName: String?

    /// Milliseconds since 1970, as the signature has them: in the digits that came.
    let timestamp: String?

    let sender: Party?
    let recipient: Party?
    let message: Message?

    private enum CodingKeys: String, CodingKey {
        case timestamp, sender, recipient, message
        case appID = "app_id"
        case oaID = "oa_id"
        case eventName = "event_name"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        appID = container.text(.appID)
        oaID = container.text(.oaID)
        eventName = container.text(.eventName)
        timestamp = container.text(.timestamp)
        sender = container.lenient(Party.self, .sender)
        recipient = container.lenient(Party.self, .recipient)
        message = container.lenient(Message.self, .message)
    }

    /// Who an event comes from or goes to: a person, the account, or a group.
    struct Party: Decodable, Sendable {
        let id: String?
        let groupID: String?

        private enum CodingKeys: String, CodingKey {
            case id
            case groupID = "group_id"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = container.text(.id)
            groupID = container.text(.groupID)
        }
    }

    struct Message: Decodable, Sendable {
        let id: String?
        let text: String?

        /// A group's id in the observation of some clients.
        let conversationID: String?

        /// The message that this one answers.
        let quotedID: String?

        private enum CodingKeys: String, CodingKey {
            case text
            case id = "msg_id"
            case otherID = "message_id"
            case conversationID = "conversation_id"
            case quotedID = "quote_msg_id"
            case quoted = "quote_msg"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = container.text(.id) ?? container.text(.otherID)
            text = container.text(.text)
            conversationID = container.text(.conversationID)
            quotedID =
                container.text(.quotedID) ?? container.text(.quoted)
                ?? container.lenient(Quoted.self, .quoted)?.id
        }

        private struct Quoted: Decodable {
            let id: String?

            private enum CodingKeys: String, CodingKey { case id = "msg_id" }

            init(from decoder: any Decoder) throws {
                id = try decoder.container(keyedBy: CodingKeys.self).text(.id)
            }
        }
    }
}
