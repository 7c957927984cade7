import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Testing
import Wire
import Zalo

/// What the tests of Official Accounts have in common: a scripted platform and a token file.
final class OAStage: Sendable {
    static let accountID = "3000000000000000001"
    static let appID = "2000000000000000001"
    static let start = Timestamp(milliseconds: 1_760_000_000_000)

    static let secretKey = Secret("PLANTED-oa-key")
    static let profileBody =
        #"{"error":0,"message":"Success","data":{"oa_id":"3000000000000000001","name":"Từng Ngõ"}}"#

    typealias Answer = Result<HTTPResponse, HTTPFailure>

    /// What the platform answers to a request; the default is a good day.
    typealias Script = @Sendable (HTTPRequest) -> Answer?

    let folder: LockFolder
    let file: OATokenFile
    private let script: Script
    private let kept = LockedValue<[HTTPRequest]>([])
    private let moment = LockedValue(OAStage.start)
    private let told = LockedValue<[OATrouble?]>([])

    /// A platform that does what `script` says, and what goes well otherwise.
    init(
        pair: OATokenPair? = OAStage.pair(1), script: @escaping Script = { _ in nil }
    ) throws {
        folder = try LockFolder()
        file = OATokenFile(path: folder.path + "/oa.json")
        self.script = script
        if let pair { try file.write(pair) }
    }

    static func pair(_ number: Int, endsAfter seconds: Int64? = 90_000) -> OATokenPair {
        OATokenPair(
            access: Secret("PLANTED-access-\(number)"),
            refresh: Secret("PLANTED-refresh-\(number)"),
            accessEndsAt: seconds.map { start.adding(seconds: $0) })
    }

    /// The body of a renewal that gives pair `number`.
    static func grant(_ number: Int) -> Answer {
        .ok(
            #"{"access_token":"PLANTED-access-\#(number)","refresh_token":"PLANTED-refresh-\#(number)","expires_in":"90000"}"#
        )
    }

    var requests: [HTTPRequest] { kept.withLock { $0 } }
    var troubles: [OATrouble?] { told.withLock { $0 } }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    /// The requests to a path, as their last part names it.
    func requests(to name: String) -> [HTTPRequest] {
        requests.filter { $0.url.hasSuffix(name) }
    }

    func account(hearing: OAAccount.Hearing = .mentioned) throws -> OAAccount {
        try OAAccount(
            name: "tinh", appID: Self.appID, appSecret: Secret("PLANTED-app-secret"),
            secretKey: Self.secretKey, tokenFile: file.path, base: "https://oa.example.org",
            oauthBase: "https://oauth.example.org", hearing: hearing)
    }

    @Sendable func exchange(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let count = kept.withLock { kept in
            kept.append(request)
            return kept.count
        }
        if let answer = script(request) { return try answer.get() }
        let name = request.url.split(separator: "/").last.map(String.init) ?? ""
        let answer: Answer =
            switch name {
            case "getoa": .ok(Self.profileBody)
            case "access_token": Self.grant(count + 100)
            case "cs", "message":
                .ok(#"{"error":0,"message":"Success","data":{"message_id":"sent-\#(count)"}}"#)
            default: .success(HTTPResponse(status: 599))
            }
        return try answer.get()
    }

    func open(hearing: OAAccount.Hearing = .mentioned) async throws(StartFailure) -> OAChannel {
        let account: OAAccount
        do {
            account = try self.account(hearing: hearing)
        } catch {
            throw .tokensUnusable(reason: "\(error)")
        }
        return try await OAChannel.open(
            account, exchange: exchange, now: { [self] in now },
            trouble: { [self] trouble in told.withLock { $0.append(trouble) } })
    }

    /// Opens the channel and returns its only route.
    func route(hearing: OAAccount.Hearing = .mentioned) async throws -> WebhookRoute {
        try Self.route(of: try await open(hearing: hearing).channel)
    }

    static func route(of channel: Channel) throws -> WebhookRoute {
        guard case .push(let routes) = channel.intake, let route = routes.first else {
            throw StartFailure.cancelled
        }
        return route
    }

    static func refused(_ code: Int) -> Answer {
        .ok(#"{"error":\#(code),"message":"PLANTED message"}"#)
    }
}

extension HTTPRequest {
    /// A header's value by its name as it was written.
    func value(of name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body ?? [], as: UTF8.self) }
}
