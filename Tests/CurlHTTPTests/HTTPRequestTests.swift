import CurlHTTP
import Testing

@Suite struct HTTPRequestTests {
    /// A request that must not go out, and why.
    struct Refused: Sendable, CustomTestStringConvertible {
        let reason: String
        let change: @Sendable (inout HTTPRequest) -> Void
        var testDescription: String { reason }

        init(_ reason: String, _ change: @escaping @Sendable (inout HTTPRequest) -> Void) {
            self.reason = reason
            self.change = change
        }
    }

    static let refused = [
        Refused("another scheme reads files") { $0.url = "file:///etc/passwd" },
        Refused("another scheme speaks to mail servers") { $0.url = "smtp://127.0.0.1/" },
        Refused("a relative URL") { $0.url = "/path" },
        Refused("an empty URL") { $0.url = "" },
        Refused("no host") { $0.url = "http:///path" },
        Refused("a scheme without slashes") { $0.url = "http:127.0.0.1" },
        Refused("a user name could hide the host") { $0.url = "http://a@127.0.0.1/" },
        Refused("a blank in the URL") { $0.url = "http://127.0.0.1/a b" },
        Refused("a line break in the URL") { $0.url = "http://127.0.0.1/\r\nX: y" },
        Refused("letters that are not ASCII in the URL") { $0.url = "http://127.0.0.1/ngõ" },
        Refused("a line break in the method") { $0.method = "GET / HTTP/1.1\r\n" },
        Refused("an empty method") { $0.method = "" },
        Refused("CR LF in a value") { $0.headers = [HTTPHeader("X", "a\r\nEvil: 1")] },
        Refused("LF alone in a value") { $0.headers = [HTTPHeader("X", "a\nEvil: 1")] },
        Refused("CR alone in a value") { $0.headers = [HTTPHeader("X", "a\rEvil: 1")] },
        Refused("NUL in a value") { $0.headers = [HTTPHeader("X", "a\0b")] },
        Refused("CR LF in a name") { $0.headers = [HTTPHeader("X\r\nEvil", "1")] },
        Refused("a colon in a name") { $0.headers = [HTTPHeader("X: y", "1")] },
        Refused("a blank in a name") { $0.headers = [HTTPHeader("X ", "1")] },
        Refused("an empty name") { $0.headers = [HTTPHeader("", "1")] },
        Refused("a name outside of ASCII") { $0.headers = [HTTPHeader("Tên", "1")] },
        Refused("no time at all") { $0.timeout = .zero },
        Refused("no time to connect") { $0.connectTimeout = .seconds(-1) },
    ]

    @Test(arguments: refused)
    func refusesUnsent(_ row: Refused) async throws {
        let client = try HTTPClient()
        var request = HTTPRequest(url: "http://127.0.0.1:1/")
        row.change(&request)
        let failure = await #expect(throws: HTTPFailure.self) {
            try await client.execute(request)
        }
        guard case .badRequest = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure?.requestMayHaveArrived == false)
        await client.shutdown()
    }

    @Test func printsNeitherPathNorHeadersNorBody() {
        var request = HTTPRequest(url: "https://bot.example.org/botPLANTED:token/getMe?PLANTED")
        request.method = "POST"
        request.headers = [HTTPHeader("Authorization", "PLANTED")]
        request.body = Array("PLANTED".utf8)
        var dumped = ""
        dump(request, to: &dumped)
        #expect(request.description == "POST https://bot.example.org/(path withheld)")
        for text in [request.description, String(reflecting: request), dumped, "\(request)"] {
            #expect(!text.contains("PLANTED"))
        }
        #expect(HTTPRequest(url: "PLANTED").description == "GET (URL withheld)")
        #expect(!HTTPRequest(url: "http://PLANTED@host/").description.contains("PLANTED"))
    }
}
