import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Zalo

/// What these tests have in common.
enum Recorded {
    /// Looks like a token, and must not be found in anything that is printed.
    static let token = Secret("12345689:PLANTED-token")

    static let now = Timestamp(milliseconds: 1_760_000_000_000)

    static let profile = BotProfile(
        id: "1459232241454765289", accountName: "bot.VDKyGxQvc", accountType: "BASIC",
        canJoinGroups: true, displayName: "Bot Từng Ngõ")

    /// The bytes of a body in `Tests/Fixtures/zalo`.
    static func body(_ name: String) throws -> [UInt8] {
        try RepositoryRoot.bytes(of: "Tests/Fixtures/zalo/\(name).json")
    }

    static func account() throws -> ZaloAccount {
        try ZaloAccount(name: "bot-1", token: token, base: "https://bot.example.org")
    }
}

/// Answers calls from a script, by the method's name, and keeps what was asked.
final class ScriptedPlatform: Sendable {
    typealias Answer = Result<HTTPResponse, HTTPFailure>

    private let answers: [String: Answer]
    private let kept = LockedValue<[HTTPRequest]>([])

    /// A method without an answer is answered with HTTP 599.
    init(_ answers: [String: Answer]) {
        self.answers = answers
    }

    /// A platform whose start check goes well.
    convenience init(starting answers: [String: Answer] = [:]) throws {
        let start: [String: Answer] = [
            "getMe": .success(HTTPResponse(status: 200, body: try Recorded.body("get-me"))),
            "getWebhookInfo": .success(
                HTTPResponse(status: 200, body: try Recorded.body("webhook-none-live"))),
        ]
        self.init(start.merging(answers) { $1 })
    }

    var requests: [HTTPRequest] { kept.withLock { $0 } }

    /// Stands in for `HTTPClient.execute`.
    @Sendable func exchange(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        kept.withLock { $0.append(request) }
        let method = request.url.split(separator: "/").last.map(String.init) ?? ""
        return try (answers[method] ?? .success(HTTPResponse(status: 599))).get()
    }

    func api() -> BotAPI {
        BotAPI(token: Recorded.token, base: "https://bot.example.org", exchange: exchange)
    }

    /// Opens the bot's channel with a lock in a folder of its own.
    func channel() async throws -> Channel {
        let folder = try LockFolder()
        return try await ZaloChannel.open(
            try Recorded.account(), exchange: exchange, lockFolder: folder.path,
            now: { Recorded.now }
        ).channel
    }
}

/// A folder that is removed with the last reference to it; a lock in it is held on.
final class LockFolder: Sendable {
    let path = NSTemporaryDirectory() + "tungngo-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension ScriptedPlatform.Answer {
    /// A body with HTTP 200, as Zalo answers even when it refuses.
    static func ok(_ body: String) -> Self { status(200, body) }

    static func status(_ status: Int, _ body: String = "", _ headers: [HTTPHeader] = []) -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// The envelope of a refusal.
    static func refusal(_ code: Int) -> Self {
        .ok(#"{"ok":false,"error_code":\#(code),"description":"PLANTED description"}"#)
    }
}
