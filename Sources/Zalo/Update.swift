/// One update, as a poll hands it out and as a webhook gets it.
///
/// Decoding never fails for what is missing or of another type: a field that cannot be used is
/// nil, and an unknown field is passed over. Encoding writes what is there, as Zalo would.
/// Names and shapes: Zalo's Bot API documentation v2.5.0 and traffic seen by others, 2026.
package struct Update: Hashable, Sendable, Codable {
    /// `message.text.received` and its like; absent in some documented samples.
    package var eventName: String?

    package var message: Message?

    package init(eventName: String?, message: Message?) {
        self.eventName = eventName
        self.message = message
    }

    private enum CodingKeys: String, CodingKey {
        case eventName = "event_name"
        case message
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        eventName = container.text(.eventName)
        message = container.lenient(Message.self, .message)
    }
}

extension Update {
    /// A message as it stands in an update.
    package struct Message: Hashable, Sendable, Codable {
        package var from: Sender?
        package var chat: Chat?
        package var messageID: String?

        /// Milliseconds since 1970.
        package var date: Int64?

        package var text: String?

        /// Words under a picture.
        package var caption: String?

        /// URL of a picture, as documented.
        package var photo: String?

        /// URL of a picture, as sent in fact.
        package var photoURL: String?

        /// A sticker's id.
        package var sticker: String?

        /// A sticker's picture.
        package var url: String?

        package var voiceURL: String?

        /// `CHAT_MESSAGE`, `CHAT_PHOTO`, `CHAT_VOICE`; undocumented.
        package var messageType: String?

        package init() {}

        private enum CodingKeys: String, CodingKey {
            case from, chat, date, text, caption, photo, sticker, url
            case messageID = "message_id"
            case photoURL = "photo_url"
            case voiceURL = "voice_url"
            case messageType = "message_type"
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            from = container.lenient(Sender.self, .from)
            chat = container.lenient(Chat.self, .chat)
            messageID = container.text(.messageID)
            date = container.whole(.date)
            text = container.text(.text)
            caption = container.text(.caption)
            photo = container.text(.photo)
            photoURL = container.text(.photoURL)
            sticker = container.text(.sticker)
            url = container.text(.url)
            voiceURL = container.text(.voiceURL)
            messageType = container.text(.messageType)
        }

        /// Where the picture is, by whichever name it came.
        package var pictureURL: String? { photoURL ?? photo }
    }

    /// Who wrote a message.
    package struct Sender: Hashable, Sendable, Codable {
        package var id: String?
        package var displayName: String?
        package var isBot: Bool?

        package init(id: String?, displayName: String?, isBot: Bool?) {
            self.id = id
            self.displayName = displayName
            self.isBot = isBot
        }

        private enum CodingKeys: String, CodingKey {
            case id
            case displayName = "display_name"
            case isBot = "is_bot"
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = container.text(.id)
            displayName = container.text(.displayName)
            isBot = container.lenient(Bool.self, .isBot)
        }
    }

    /// Where a message was written.
    package struct Chat: Hashable, Sendable, Codable {
        package var id: String?

        /// `PRIVATE` or `GROUP`.
        package var chatType: String?

        package init(id: String?, chatType: String?) {
            self.id = id
            self.chatType = chatType
        }

        private enum CodingKeys: String, CodingKey {
            case id
            case chatType = "chat_type"
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = container.text(.id)
            chatType = container.text(.chatType)
        }
    }
}

/// Names of events that this target understands.
package enum EventName {
    package static let text = "message.text.received"
    package static let image = "message.image.received"
    package static let sticker = "message.sticker.received"
    package static let voice = "message.voice.received"
    /// A message whose content Zalo does not show to bots.
    package static let unsupported = "message.unsupported.received"
}

/// Values of `Update.Chat.chatType`.
package enum ChatType {
    package static let `private` = "PRIVATE"
    package static let group = "GROUP"
}
