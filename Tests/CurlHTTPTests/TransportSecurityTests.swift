import CurlHTTP
import Foundation
import TestSupport
import Testing

/// Against nghttpd with a certificate made for the test.
@Suite(
    .enabled(
        if: Programs.nghttpd != nil && PrivateAuthority.program != nil, "needs nghttpd and openssl"),
    .serialized)
struct TransportSecurityTests {
    @Test func speaksHTTP2WithAServerOfATrustedAuthority() async throws {
        let peer = try TLSPeer(hosts: "IP:127.0.0.1,DNS:localhost")
        var settings = HTTPClientSettings()
        settings.authoritiesFile = peer.authority
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: "https://127.0.0.1:\(peer.port)/hello.txt")
        let response = try await client.execute(request)
        #expect(response.status == 200)
        #expect(response.version == .http2)
        #expect(response.body == Array("xin chào\n".utf8))
        #expect(response.newConnections == 1)
        #expect(try await client.execute(request).newConnections == 0)
        await client.shutdown()
    }

    @Test func postsOverHTTP2() async throws {
        let peer = try TLSPeer(hosts: "IP:127.0.0.1")
        var settings = HTTPClientSettings()
        settings.authoritiesFile = peer.authority
        let client = try HTTPClient(settings: settings)
        var request = HTTPRequest(url: "https://127.0.0.1:\(peer.port)/hello.txt")
        request.method = "POST"
        request.body = Array(repeating: 65, count: 200_000)
        #expect(try await client.execute(request).body == request.body)
        await client.shutdown()
    }

    @Test func refusesAnAuthorityThatTheSystemDoesNotKnow() async throws {
        let peer = try TLSPeer(hosts: "IP:127.0.0.1")
        let client = try HTTPClient()
        let request = HTTPRequest(url: "https://127.0.0.1:\(peer.port)/hello.txt")
        #expect(await outcome(of: request, client) == .failure(.notSent(.tls)))
        await client.shutdown()
    }

    @Test func refusesACertificateForAnotherHost() async throws {
        let peer = try TLSPeer(hosts: "DNS:elsewhere.example.org")
        var settings = HTTPClientSettings()
        settings.authoritiesFile = peer.authority
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: "https://127.0.0.1:\(peer.port)/hello.txt")
        #expect(await outcome(of: request, client) == .failure(.notSent(.tls)))
        await client.shutdown()
    }

    @Test func refusesAnAuthoritiesFileThatIsNotThere() async throws {
        let peer = try TLSPeer(hosts: "IP:127.0.0.1")
        var settings = HTTPClientSettings()
        settings.authoritiesFile = "/nonexistent/authorities.pem"
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: "https://127.0.0.1:\(peer.port)/hello.txt")
        #expect(await outcome(of: request, client) == .failure(.notSent(.tls)))
        await client.shutdown()
    }

    @Test func refusesAServerWithoutTLS() async throws {
        let server = try LoopbackServer { _ in [.answer(200)] }
        let client = try HTTPClient()
        var request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
        request.connectTimeout = .milliseconds(200)
        let ended = await outcome(of: request, client)
        guard case .failure(.notSent) = ended else {
            Issue.record("\(ended)")
            return
        }
        #expect(server.requests.isEmpty)
        await client.shutdown()
    }
}

/// nghttpd with a certificate for `hosts` by an authority of its own.
private final class TLSPeer {
    /// Path of the authority's certificate.
    let authority: String

    var port: UInt16 { server.port }
    private let folder: TemporaryFolder
    private let files: PrivateAuthority
    private let server: ExternalServer

    init(hosts: String) throws {
        let folder = try TemporaryFolder()
        let nghttpd = try #require(Programs.nghttpd)
        _ = try folder.write("xin chào\n", to: "hello.txt")
        let path = folder.path
        let files = try PrivateAuthority(hosts: hosts)
        authority = files.authority
        (self.folder, self.files) = (folder, files)
        server = try ExternalServer(nghttpd) { port in
            ["--address=127.0.0.1", "--htdocs=\(path)", "--echo-upload", "\(port)"]
                + [files.key, files.certificate]
        }
    }
}
