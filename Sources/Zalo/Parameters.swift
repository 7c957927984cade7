/// Parameters of `getUpdates`.
package struct GetUpdatesParameters: Codable, Hashable, Sendable {
    /// Seconds to wait, written as a string as the documentation's table has it.
    package var timeout: String?

    package init(timeoutSeconds: Int) {
        timeout = String(timeoutSeconds)
    }

    private enum CodingKeys: String, CodingKey { case timeout }

    package init(from decoder: any Decoder) throws {
        timeout = try decoder.container(keyedBy: CodingKeys.self).text(.timeout)
    }
}

/// Parameters of `sendMessage`: plain text alone.
package struct SendMessageParameters: Codable, Hashable, Sendable {
    /// The most that Zalo takes, in characters; counted here in UTF-16 units, the safe reading.
    package static let textUnitsMax = 2_000

    package var chatID: String?
    package var text: String?

    package init(chatID: String, text: String) {
        self.chatID = chatID
        self.text = text
    }

    private enum CodingKeys: String, CodingKey {
        case chatID = "chat_id"
        case text
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        chatID = container.text(.chatID)
        text = container.text(.text)
    }
}

/// Parameters of `setWebhook`.
package struct SetWebhookParameters: Codable, Hashable, Sendable {
    /// HTTPS and public.
    package var url: String?

    /// 8 to 256 characters, which Zalo sends back in `WebhookHeader.secretToken`.
    package var secretToken: String?

    package init(url: String, secretToken: String) {
        self.url = url
        self.secretToken = secretToken
    }

    private enum CodingKeys: String, CodingKey {
        case url
        case secretToken = "secret_token"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        url = container.text(.url)
        secretToken = container.text(.secretToken)
    }
}

/// The header of a webhook call.
package enum WebhookHeader {
    /// Carries the secret that was given to `setWebhook`.
    package static let secretToken = "X-Bot-Api-Secret-Token"
}

/// Names of the Bot API's methods, the last part of a call's path.
package enum BotMethod: String, Hashable, Sendable, CaseIterable {
    case getMe, getUpdates, sendMessage, getWebhookInfo, setWebhook, deleteWebhook
}
