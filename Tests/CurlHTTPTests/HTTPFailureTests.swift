import CurlHTTP
import Foundation
import TestSupport
import Testing

@Suite struct HTTPFailureTests {
    /// What a server does, and what the caller may conclude from it.
    struct Row: Sendable, CustomTestStringConvertible {
        let steps: [LoopbackServer.Step]
        let expected: HTTPFailure
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(steps: [.close], expected: .connectionLost, reason: "closed without a byte"),
        Row(steps: [.reset], expected: .connectionLost, reason: "reset without a byte"),
        Row(
            steps: [.head(200, length: 100), .bytes(Array("half".utf8)), .close],
            expected: .connectionLost, reason: "closed in the middle of the body"),
        Row(
            steps: [.head(200, length: 100), .bytes(Array("half".utf8)), .reset],
            expected: .connectionLost, reason: "reset in the middle of the body"),
        Row(
            steps: [.bytes(Array("HTTP/1.1 200 OK\r\nx: ".utf8)), .close],
            expected: .connectionLost, reason: "closed in the middle of the head"),
        Row(steps: [.stall], expected: .timedOut, reason: "no answer at all"),
        Row(
            steps: [.head(200, length: 100), .stall],
            expected: .timedOut, reason: "no body after the head"),
        Row(
            steps: [.bytes(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)), .close],
            expected: .responseUnreadable, reason: "another protocol"),
        Row(
            steps: [.answer(200, headers: [("Content-Encoding", "gzip")], body: "not gzip")],
            expected: .responseUnreadable, reason: "a body that cannot be decompressed"),
        Row(
            steps: [.head(200, length: 1_001), .stall],
            expected: .responseTooLarge(bytesMax: 1_000), reason: "a length beyond the limit"),
        Row(
            steps: [
                .bytes(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)),
                .bytes(Array(repeating: 65, count: 1_001)), .stall,
            ],
            expected: .responseTooLarge(bytesMax: 1_000),
            reason: "no length, and one byte too many: counted as it arrives"),
        Row(
            steps: [
                .bytes(Array("HTTP/1.1 200 OK\r\n".utf8)),
                .bytes(Array("x: \(String(repeating: "y", count: 70_000))\r\n".utf8)), .stall,
            ],
            expected: .responseTooLarge(bytesMax: 1_000), reason: "a head without end"),
    ]

    @Test(arguments: rows)
    func tellsWhatHappened(_ row: Row) async throws {
        let server = try LoopbackServer { _ in row.steps }
        let client = try HTTPClient()
        var request = HTTPRequest(url: "\(server.base)/botPLANTED/send")
        request.method = "POST"
        request.body = Array("PLANTED".utf8)
        request.bodyBytesMax = 1_000
        request.timeout = .milliseconds(row.expected == .timedOut ? 150 : 20_000)
        let ended = await outcome(of: request, client)
        #expect(ended == .failure(row.expected))
        #expect(row.expected.requestMayHaveArrived)
        #expect(!"\(row.expected)".contains("PLANTED"))
        #expect(server.requests.count == 1)
        await client.shutdown()
    }

    @Test func takesBodyOfExactlyTheLimit() async throws {
        let body = String(repeating: "a", count: 1_000)
        let server = try LoopbackServer { _ in [.answer(200, body: body)] }
        let client = try HTTPClient()
        var request = HTTPRequest(url: server.base)
        request.bodyBytesMax = 1_000
        #expect(try await client.execute(request).body.count == 1_000)
        await client.shutdown()
    }

    @Test func refusedConnectionIsNotSent() async throws {
        let (descriptor, port) = try LoopbackServer.listening(backlog: 1)
        close(descriptor)
        let client = try HTTPClient()
        let request = HTTPRequest(url: "http://127.0.0.1:\(port)/")
        #expect(await outcome(of: request, client) == .failure(.notSent(.connectionRefused)))
        await client.shutdown()
    }

    @Test func unknownHostIsNotSent() async throws {
        let client = try HTTPClient()
        // RFC 6761 section 6.4: never resolves.
        let request = HTTPRequest(url: "http://tungngo.invalid/")
        #expect(await outcome(of: request, client) == .failure(.notSent(.hostUnknown)))
        await client.shutdown()
    }

    @Test func handshakeThatStallsIsNotSent() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        let client = try HTTPClient()
        var request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
        request.connectTimeout = .milliseconds(150)
        #expect(await outcome(of: request, client) == .failure(.notSent(.connectTimedOut)))
        request.connectTimeout = .seconds(20)
        request.timeout = .milliseconds(150)
        #expect(await outcome(of: request, client) == .failure(.notSent(.connectTimedOut)))
        await client.shutdown()
    }

    @Test func serverThatTakesNoConnectionIsNotSent() async throws {
        // A listener that never accepts: once its short queue is full, the system drops the rest.
        let (descriptor, port) = try LoopbackServer.listening(backlog: 0)
        defer { close(descriptor) }
        let client = try HTTPClient()
        var request = HTTPRequest(url: "http://127.0.0.1:\(port)/")
        request.timeout = .milliseconds(400)
        request.connectTimeout = .milliseconds(200)
        let outcomes = await withTaskGroup { [request] group in
            for _ in 0..<4 { group.addTask { await outcome(of: request, client) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(.failure(.notSent(.connectTimedOut))))
        await client.shutdown()
    }

    @Test func requestWaitingForAConnectionIsNotSent() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        var settings = HTTPClientSettings()
        settings.transfersMax = 1
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: server.base)
        let first = Task { await outcome(of: request, client) }
        await server.waitForRequests(1)
        var second = request
        second.timeout = .milliseconds(150)
        #expect(await outcome(of: second, client) == .failure(.notSent(.connectTimedOut)))
        first.cancel()
        let ended = await first.value
        #expect(ended == .failure(.cancelled(requestMayHaveArrived: true)))
        await client.shutdown()
    }

    /// libcurl repeats a request by itself when a kept connection dies without an answer, also
    /// one that the server may have carried out: a message would be sent twice.
    @Test(arguments: [LoopbackServer.Step.close, .reset])
    func requestWithBodyIsNeverRepeatedByItself(_ end: LoopbackServer.Step) async throws {
        let server = try LoopbackServer { request in
            request.number == 1 ? [.answer(200)] : [end]
        }
        let client = try HTTPClient()
        var request = HTTPRequest(url: server.base)
        request.method = "POST"
        request.body = Array("{}".utf8)
        #expect(try await client.execute(request).status == 200)
        #expect(await outcome(of: request, client) == .failure(.connectionLost))
        #expect(server.requests.count == 2)
        await client.shutdown()
    }
}
