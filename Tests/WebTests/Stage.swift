import CurlHTTP
import Foundation
import Gateway
import Messaging
import Synchronization
import TestSupport
import Web

/// A running server of ours on a port of its own, and what it was asked.
struct Stage: Sendable {
    let port: UInt16
    let client: HTTPClient
    let routes: RouteTable
    let received: LockedValue<[Received]>

    /// The path of the one webhook; its calls must carry the header `x-test`.
    static let path = "/webhook/test/main"

    /// Bytes of a body at the most.
    static let bodyBytesMax = 1_000

    static let account = AccountID(rawValue: "main")

    /// The calls that were handed on, in order.
    var calls: [Received] { received.withLock { $0 } }

    /// One call as the server handed it on.
    struct Received: Hashable, Sendable {
        let account: AccountID
        let body: [UInt8]
        let header: String?
    }

    /// Sends one request over the real client.
    func send(
        _ method: String, _ path: String = Stage.path, body: [UInt8]? = nil,
        headers: [HTTPHeader] = []
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.body = body
        request.headers = headers
        return try await client.execute(request)
    }

    static func route(_ path: String = Stage.path, account: AccountID = Stage.account)
        -> WebhookRoute
    {
        WebhookRoute(account: account, path: path, bodyBytesMax: bodyBytesMax) { _ in .probe }
    }
}

/// What the pages are told.
struct StageChecks: Sendable {
    var accounts: [StatusPages.Account]? = [
        StatusPages.Account(name: "main", intake: "webhook", stopped: nil)
    ]
    var answers = true
    var isWritable = true
    var hangs = false

    var checks: StatusPages.Checks {
        StatusPages.Checks(
            accounts: { accounts },
            answers: {
                if hangs { await Gate().wait() }
                return answers
            },
            isWritable: { isWritable }, diskFreeBytes: { 123 },
            figures: { ("# figures\n", "text/plain; version=0.0.4") })
    }
}

/// Runs a server for the length of `body`.
func withServer(
    limits: WebLimits = WebLimits(), checks: StageChecks = StageChecks(),
    readiness: Readiness = Readiness(), port: Int = 0,
    answer: @escaping @Sendable (WebhookCall) async -> PushAnswer = { _ in .kept },
    _ body: @Sendable (Stage) async throws -> Void
) async throws {
    var settings = WebSettings()
    settings.port = port
    let routes = RouteTable()
    routes.replace([Stage.route()])
    let received = LockedValue<[Stage.Received]>([])
    let (ports, source) = AsyncStream.makeStream(of: Int.self)
    let server = WebServer(
        settings: settings, limits: limits, routes: routes,
        receive: { call, route in
            let call0 = Stage.Received(
                account: route.account, body: call.body, header: call.header("x-test"))
            received.withLock { $0.append(call0) }
            return await answer(call)
        },
        pages: StatusPages(checks: checks.checks, readiness: readiness, limits: limits),
        onRunning: { source.yield($0) })
    let client = try HTTPClient()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { source.finish() }
            try await server.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await group.waitForAll()
            return
        }
        try await body(
            Stage(
                port: UInt16(port), client: client, routes: routes, received: received))
        group.cancelAll()
        // How the server words its own cancellation is none of the tests' business.
        _ = await group.nextResult()
    }
    await client.shutdown()
}

/// An answer that is looked at after the server has ended.
final class LockedPage: Sendable {
    private let kept = Mutex<(Int, [UInt8])>((0, []))

    var value: (Int, [UInt8]) { kept.withLock { $0 } }

    func put(_ status: Int, _ body: [UInt8]) {
        kept.withLock { $0 = (status, body) }
    }
}
