import CurlHTTP
import TestSupport
import Testing

@Suite struct HTTPClientTests {
    @Test func postsBodyAndHeadersAndNothingElse() async throws {
        let server = try LoopbackServer { _ in
            [.answer(200, headers: [("X-Seen", " yes ")], body: "đã nhận")]
        }
        let client = try HTTPClient()
        var request = HTTPRequest(url: "\(server.base)/path?q=1")
        request.method = "POST"
        request.headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("X-Empty", ""),
        ]
        request.body = Array(#"{"a":1}"#.utf8)
        let response = try await client.execute(request)
        #expect(response.status == 200)
        #expect(response.body == Array("đã nhận".utf8))
        #expect(response.header("x-seen") == "yes")
        #expect(response.version == .http1)
        let seen = try #require(server.requests.first)
        #expect(seen.method == "POST")
        #expect(seen.target == "/path?q=1")
        #expect(seen.body == Array(#"{"a":1}"#.utf8))
        #expect(seen.header("content-type") == "application/json")
        #expect(seen.header("x-empty")?.isEmpty == true)
        #expect(seen.header("expect") == nil)
        #expect(seen.header("user-agent") == nil)
        await client.shutdown()
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "DELETE"])
    func sendsMethodWithoutBody(_ method: String) async throws {
        let server = try LoopbackServer { _ in [.answer(204)] }
        let client = try HTTPClient()
        var request = HTTPRequest(url: server.base)
        request.method = method
        #expect(try await client.execute(request).status == 204)
        #expect(server.requests.map(\.method) == [method])
        #expect(server.requests.first?.header("content-type") == nil)
        await client.shutdown()
    }

    @Test func nothingOfARequestStaysForTheNext() async throws {
        let server = try LoopbackServer { _ in [.answer(200)] }
        let client = try HTTPClient()
        let calls = ["GET", "PUT", "GET", "HEAD", "POST", "DELETE", "HEAD", "GET"]
        for method in calls {
            var request = HTTPRequest(url: server.base)
            request.method = method
            if method.hasPrefix("P") {
                request.body = Array("hai".utf8)
                request.headers = [HTTPHeader("Content-Type", "text/plain")]
                request.bodyBytesMax = 3
            }
            #expect(try await client.execute(request).status == 200)
        }
        #expect(server.requests.map(\.method) == calls)
        for request in server.requests {
            let hasBody = request.method.hasPrefix("P")
            #expect(request.body == Array((hasBody ? "hai" : "").utf8))
            #expect((request.header("content-type") != nil) == hasBody)
        }
        await client.shutdown()
    }

    @Test func sendsLargeBodyWhole() async throws {
        let server = try LoopbackServer { request in [.answer(200, body: "\(request.body.count)")] }
        let client = try HTTPClient()
        var request = HTTPRequest(url: server.base)
        request.method = "POST"
        request.body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let response = try await client.execute(request)
        #expect(response.body == Array("3000000".utf8))
        #expect(server.requests.first?.body == request.body)
        await client.shutdown()
    }

    @Test func usesConnectionAgain() async throws {
        let server = try LoopbackServer { _ in [.answer(200)] }
        let client = try HTTPClient()
        let request = HTTPRequest(url: server.base)
        #expect(try await client.execute(request).newConnections == 1)
        for _ in 0..<5 { #expect(try await client.execute(request).newConnections == 0) }
        #expect(server.connectionsAccepted == 1)
        await client.shutdown()
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func followsNoRedirect(_ status: Int) async throws {
        let server = try LoopbackServer { _ in
            [.answer(status, headers: [("Location", "/elsewhere")])]
        }
        let client = try HTTPClient()
        let response = try await client.execute(HTTPRequest(url: server.base))
        #expect(response.status == status)
        #expect(response.header("location") == "/elsewhere")
        #expect(server.requests.count == 1)
        await client.shutdown()
    }

    @Test func passesErrorStatusOn() async throws {
        let server = try LoopbackServer { _ in [.answer(502, body: "<html>")] }
        let client = try HTTPClient()
        let response = try await client.execute(HTTPRequest(url: server.base))
        #expect(response.status == 502)
        #expect(response.body == Array("<html>".utf8))
        await client.shutdown()
    }

    @Test func keepsHeadersOfFinalAnswerOnly() async throws {
        let interim = Array("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n".utf8)
        let server = try LoopbackServer { _ in
            [.bytes(interim), .answer(200, headers: [("X-Late", "1")])]
        }
        let client = try HTTPClient()
        let response = try await client.execute(HTTPRequest(url: server.base))
        #expect(response.header("x-early") == nil)
        #expect(response.header("x-late") == "1")
        await client.shutdown()
    }

    @Test func failsInFlightOnShutdownAndStaysDown() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        let client = try HTTPClient()
        let request = HTTPRequest(url: server.base)
        async let first = outcome(of: request, client)
        async let second = outcome(of: request, client)
        await server.waitForRequests(2)
        await client.shutdown()
        #expect(await first == .failure(.shutDown(requestMayHaveArrived: true)))
        #expect(await second == .failure(.shutDown(requestMayHaveArrived: true)))
        await client.shutdown()
        #expect(
            await outcome(of: request, client) == .failure(.shutDown(requestMayHaveArrived: false)))
    }

    @Test func severalMayWaitForTheSameShutdown() async throws {
        let client = try HTTPClient()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await client.shutdown() } }
        }
    }
}

/// Runs one request and returns how it ended.
func outcome(
    of request: HTTPRequest, _ client: HTTPClient
) async -> Result<HTTPResponse, HTTPFailure> {
    do {
        return .success(try await client.execute(request))
    } catch {
        return .failure(error)
    }
}
