import CurlHTTP
import Foundation
import Messaging
import Telegram
import TestSupport
import Wire

/// Answers polls one after the other from a script, and keeps what was asked.
final class ScriptedTelegram: Sendable {
    typealias Answer = Result<HTTPResponse, HTTPFailure>

    static let token = Secret("12345689:PLANTED-token")
    static let now = Timestamp(milliseconds: 1_795_000_000_000)

    private let polls: LockedValue<[Answer]>
    private let others: [String: Answer]
    private let kept = LockedValue<[HTTPRequest]>([])

    /// - Parameters:
    ///   - polls: Answers to `getUpdates` in order; after the last one the same again.
    ///   - others: Answers to other methods; getMe and getWebhookInfo go well when left out.
    init(polls: [Answer] = [], others: [String: Answer] = [:]) {
        self.polls = LockedValue(polls)
        self.others = others
    }

    /// A body in `Tests/Fixtures/telegram`.
    static func body(_ name: String, status: Int = 200) -> Answer {
        let bytes = try? RepositoryRoot.bytes(of: "Tests/Fixtures/telegram/\(name).json")
        return .success(HTTPResponse(status: bytes == nil ? 599 : status, body: bytes ?? []))
    }

    /// Updates with a text each from a private chat, ids from `first`.
    static func batch(_ first: Int64, _ count: Int64 = 1) -> Answer {
        let updates = (first..<first + count).map { id in
            #"{"update_id":\#(id),"message":{"message_id":\#(id),"from":{"id":5,"first_name":"A"},"#
                + #""chat":{"id":5,"type":"private"},"date":1760000000,"text":"\#(id)"}}"#
        }
        return .ok("[\(updates.joined(separator: ","))]")
    }

    var requests: [HTTPRequest] { kept.withLock { $0 } }

    /// The bodies of all polls, in order.
    var asked: [String] {
        requests.filter { $0.url.hasSuffix("/getUpdates") }
            .map { String(decoding: $0.body ?? [], as: UTF8.self) }
    }

    /// The offsets of all polls, in order.
    var offsets: [Int64?] { asked.map { JSON.read(Array($0.utf8))?["offset"]?.whole } }

    /// The limits of all polls, in order.
    var limits: [Int64?] { asked.map { JSON.read(Array($0.utf8))?["limit"]?.whole } }

    @Sendable func exchange(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        kept.withLock { $0.append(request) }
        let method = request.url.split(separator: "/").last.map(String.init) ?? ""
        if method == "getUpdates" {
            let answer = polls.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
            return try (answer ?? .ok("[]")).get()
        }
        let start = ["getMe": Self.body("get-me"), "getWebhookInfo": Self.body("webhook-none")]
        return try (others[method] ?? start[method] ?? .ok("true")).get()
    }

    func account() throws -> TelegramAccount {
        try TelegramAccount(name: "bot-1", token: Self.token, base: "https://bot.example.org")
    }

    func api() throws -> TelegramAPI { TelegramAPI(try account(), exchange: exchange) }

    /// Opens the bot's channel with a lock in a folder of its own.
    func channel(lockFolder: String? = nil) async throws -> Channel {
        let folder = NSTemporaryDirectory() + "tungngo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await TelegramChannel.open(
            try account(), exchange: exchange, lockFolder: lockFolder ?? folder, now: { Self.now }
        ).channel
    }
}

extension Result where Success == HTTPResponse, Failure == HTTPFailure {
    /// An envelope that says `ok`.
    static func ok(_ result: String) -> Self { .body(#"{"ok":true,"result":\#(result)}"#) }
}
