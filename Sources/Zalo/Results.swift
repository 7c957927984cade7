/// The result of `getMe`: the bot itself.
package struct BotProfile: Codable, Hashable, Sendable {
    package var id: String
    package var accountName: String?
    package var accountType: String?
    package var canJoinGroups: Bool?

    /// The name in mentions; seen in live answers, absent in the documentation.
    package var displayName: String?

    package init(
        id: String, accountName: String?, accountType: String?, canJoinGroups: Bool?,
        displayName: String?
    ) {
        self.id = id
        self.accountName = accountName
        self.accountType = accountType
        self.canJoinGroups = canJoinGroups
        self.displayName = displayName
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case accountName = "account_name"
        case accountType = "account_type"
        case canJoinGroups = "can_join_groups"
        case displayName = "display_name"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = container.text(.id), !id.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container, debugDescription: "a bot without id")
        }
        self.id = id
        accountName = container.text(.accountName)
        accountType = container.text(.accountType)
        canJoinGroups = container.lenient(Bool.self, .canJoinGroups)
        displayName = container.text(.displayName)
    }
}

/// The result of `sendMessage` and its like.
package struct SentReceipt: Codable, Hashable, Sendable {
    /// Absent now and then although the message was taken.
    package var messageID: String?

    /// Milliseconds since 1970.
    package var date: Int64?

    package init(messageID: String?, date: Int64?) {
        self.messageID = messageID
        self.date = date
    }

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case date
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        messageID = container.text(.messageID)
        date = container.whole(.date)
    }
}

/// The result of `setWebhook`, `deleteWebhook` and `getWebhookInfo`.
package struct WebhookState: Codable, Hashable, Sendable {
    /// Empty when none is set.
    package var url: String?

    /// Milliseconds since 1970.
    package var updatedAt: Int64?

    /// What Zalo's trial call to the webhook brought; with `setWebhook` alone.
    package var verification: Verification?

    package init(url: String?, updatedAt: Int64?, verification: Verification? = nil) {
        self.url = url
        self.updatedAt = updatedAt
        self.verification = verification
    }

    private enum CodingKeys: String, CodingKey {
        case url
        case updatedAt = "updated_at"
        case verification
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        url = container.text(.url)
        updatedAt = container.whole(.updatedAt)
        verification = container.lenient(Verification.self, .verification)
    }

    /// The outcome of the trial call; the URL is kept even when it failed.
    package struct Verification: Codable, Hashable, Sendable {
        package var isOK: Bool?
        package var statusCode: Int?

        /// `webhook.ok`, `webhook.http.403` and the like.
        package var outcome: String?

        package var hint: String?

        package init(isOK: Bool?, statusCode: Int?, outcome: String?, hint: String?) {
            self.isOK = isOK
            self.statusCode = statusCode
            self.outcome = outcome
            self.hint = hint
        }

        private enum CodingKeys: String, CodingKey {
            case isOK = "ok"
            case statusCode = "status_code"
            case outcome, hint
        }
    }
}
