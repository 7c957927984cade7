import Messaging

/// An Official Account on the simulated platform, with all that its program needs.
package struct SimulatedOfficialAccount: Hashable, Sendable, Codable {
    /// 19 decimal digits, as on the real platform.
    package let id: String

    /// The name people see and mention.
    package let name: String

    package let appID: String
    package let appSecret: String

    /// What webhook calls are signed with.
    package let secretKey: String

    package internal(set) var accessToken: String
    package internal(set) var refreshToken: String

    /// Milliseconds since 1970 at which `accessToken` ends.
    package internal(set) var accessEndsAt: Int64

    /// Where events are posted to; nil for nowhere.
    package internal(set) var webhook: String?

    /// Whether the platform has turned the webhook off after it failed too often.
    package internal(set) var isWebhookOff = false

    /// Messages left that are paid for, beside the free answers.
    package internal(set) var paidMessages: Int

    /// Pairs of tokens given out for a refresh token.
    package internal(set) var renewals = 0

    /// Uses of a refresh token that had been used before.
    package internal(set) var reuses = 0

    private enum CodingKeys: String, CodingKey {
        case id, name, webhook, renewals, reuses
        case appID = "app_id"
        case appSecret = "app_secret"
        case secretKey = "oa_secret_key"
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case accessEndsAt = "access_ends_at"
        case isWebhookOff = "webhook_off"
        case paidMessages = "paid_messages"
    }
}

/// The Official Accounts of a platform: their tokens, and whom they may write to.
struct OABoard: Sendable {
    /// Why a call was refused, in the API's own code.
    struct Refusal: Error, Hashable {
        let code: Int
        let message: String
    }

    /// An answer of the place that gives out tokens.
    enum Grant: Hashable {
        case pair(access: String, refresh: String, seconds: Int64)
        case refused(code: Int, name: String)
    }

    struct Account: Sendable {
        var record: SimulatedOfficialAccount
        /// Refresh tokens that were used or replaced.
        var spent: Set<String> = []
        var blocked: Set<String> = []
        /// When a person wrote last, and how many free answers they have had since.
        var heard: [String: (at: Timestamp, answers: Int)] = [:]
    }

    /// Seconds that an access token is good for.
    static let accessSeconds: Int64 = 90_000

    /// Seconds after a person's message within which they may be written to.
    static let windowSeconds: Int64 = 7 * 86_400

    /// Seconds after a person's message within which answers are free, and how many of them.
    static let freeSeconds: Int64 = 48 * 3_600
    static let freeAnswers = 8

    var accounts: [String: Account] = [:]

    var all: [SimulatedOfficialAccount] {
        accounts.values.map(\.record).sorted { $0.id < $1.id }
    }

    /// Notes that a person has written to an account, which opens its windows.
    mutating func note(_ message: SimulatedMessage, now: Timestamp) {
        guard message.place == .direct, let id = message.bot, !message.isFromBot else { return }
        accounts[id]?.heard[message.sender] = (now, 0)
    }

    /// Returns whose access token this is.
    func account(access: String, now: Timestamp) throws(Refusal) -> Account {
        guard let account = accounts.values.first(where: { $0.record.accessToken == access }),
            !access.isEmpty
        else { throw Refusal(code: -216, message: "Access token is invalid") }
        guard now.milliseconds < account.record.accessEndsAt else {
            throw Refusal(code: -220, message: "Access token has expired")
        }
        return account
    }

    /// Answers a use of a refresh token.
    mutating func renew(
        appID: String, appSecret: String, refresh: String, now: Timestamp,
        generator: inout SeededGenerator
    ) -> Grant {
        let candidates = accounts.values.filter { $0.record.appID == appID }
        guard candidates.contains(where: { $0.record.appSecret == appSecret }) else {
            return .refused(code: -14_002, name: "Invalid app id or secret key")
        }
        let owner = candidates.first {
            $0.record.refreshToken == refresh || $0.spent.contains(refresh)
        }
        guard var account = owner else {
            return .refused(code: -14_014, name: "Invalid refresh token")
        }
        guard account.record.refreshToken == refresh else {
            accounts[account.record.id]?.record.reuses += 1
            return .refused(code: -14_014, name: "Refresh token has been used")
        }
        account.spent.insert(refresh)
        account.record.accessToken = Self.token(&generator)
        account.record.refreshToken = Self.token(&generator)
        account.record.accessEndsAt = now.adding(seconds: Self.accessSeconds).milliseconds
        account.record.renewals += 1
        accounts[account.record.id] = account
        return .pair(
            access: account.record.accessToken, refresh: account.record.refreshToken,
            seconds: Self.accessSeconds)
    }

    /// Takes one message to a person off what may be sent: free answers first, then paid ones.
    mutating func spend(on person: String, by id: String, now: Timestamp) throws(Refusal) {
        guard var account = accounts[id] else {
            throw Refusal(code: -205, message: "OA does not exist")
        }
        guard !account.blocked.contains(person) else {
            throw Refusal(code: -213, message: "User has not followed OA")
        }
        guard let heard = account.heard[person] else {
            throw Refusal(code: -232, message: "User has not interacted with OA")
        }
        let silence = now.milliseconds - heard.at.milliseconds
        guard silence < Self.windowSeconds * 1_000 else {
            throw Refusal(code: -230, message: "User has not interacted with OA in 7 days")
        }
        if silence < Self.freeSeconds * 1_000, heard.answers < Self.freeAnswers {
            account.heard[person] = (heard.at, heard.answers + 1)
        } else if account.record.paidMessages > 0 {
            account.record.paidMessages -= 1
        } else {
            throw Refusal(code: -211, message: "Out of quota")
        }
        accounts[id] = account
    }

    static func token(_ generator: inout SeededGenerator) -> String {
        generator.string(64, of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789-_")
    }
}
