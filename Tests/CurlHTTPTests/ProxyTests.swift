import CurlHTTP
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct ProxyTests {
    @Test(.enabled(if: Programs.tinyproxy != nil, "needs tinyproxy"))
    func goesThroughTheProxyOfTheSettings() async throws {
        let server = try LoopbackServer { _ in [.answer(200, body: "qua proxy")] }
        let folder = try TemporaryFolder()
        let proxy = try startProxy(folder)
        var settings = HTTPClientSettings()
        settings.proxy = "http://127.0.0.1:\(proxy.port)"
        let client = try HTTPClient(settings: settings)
        let response = try await client.execute(HTTPRequest(url: "\(server.base)/path"))
        #expect(response.body == Array("qua proxy".utf8))
        #expect(server.requests.first?.header("via")?.contains("tinyproxy") == true)
        await client.shutdown()
    }

    @Test(.enabled(if: Programs.tinyproxy != nil, "needs tinyproxy"))
    func tunnelThatTheProxyRefusesIsNotSent() async throws {
        let folder = try TemporaryFolder()
        let proxy = try startProxy(folder)
        var settings = HTTPClientSettings()
        settings.proxy = "http://127.0.0.1:\(proxy.port)"
        let client = try HTTPClient(settings: settings)
        // The proxy tunnels to port 443 alone.
        let request = HTTPRequest(url: "https://127.0.0.1:\(proxy.port)/")
        #expect(await outcome(of: request, client) == .failure(.notSent(.proxy)))
        await client.shutdown()
    }

    @Test func proxyThatIsNotThereIsNotSent() async throws {
        let server = try LoopbackServer { _ in [.answer(200)] }
        let (descriptor, port) = try LoopbackServer.listening(backlog: 1)
        close(descriptor)
        var settings = HTTPClientSettings()
        settings.proxy = "http://127.0.0.1:\(port)"
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: server.base)
        #expect(await outcome(of: request, client) == .failure(.notSent(.proxy)))
        #expect(server.requests.isEmpty)
        await client.shutdown()
    }

    private func startProxy(_ folder: TemporaryFolder) throws -> ExternalServer {
        try ExternalServer(try #require(Programs.tinyproxy)) { port in
            let settings = """
                Port \(port)
                Listen 127.0.0.1
                Allow 127.0.0.1
                ConnectPort 443
                LogFile "\(folder.path)/log"
                """
            return ["-d", "-c", try folder.write(settings + "\n", to: "tinyproxy.conf")]
        }
    }
}
