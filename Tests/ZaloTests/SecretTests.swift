import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Testing
import Zalo

@Suite struct SecretTests {
    @Test func printsNothingOfItself() throws {
        let account = try Recorded.account()
        let platform = ScriptedPlatform([:])
        var dumped = ""
        dump(Recorded.token, to: &dumped)
        dump(account, to: &dumped)
        dump(platform.api(), to: &dumped)
        let texts = [
            "\(Recorded.token)", String(reflecting: Recorded.token), "\(account)",
            String(reflecting: account), "\(platform.api())", "\(Optional(Recorded.token) as Any)",
            "\([Recorded.token])", "\(["key": Recorded.token])", dumped,
        ]
        for text in texts { #expect(!text.contains("PLANTED")) }
    }

    @Test func blanksAroundItAreDropped() {
        #expect(Secret(" abc\r\n").revealed == "abc")
        #expect(Secret("").isEmpty)
        #expect(Secret("\n \t").isEmpty)
    }

    @Test func matchesItselfAlone() {
        let secret = Secret("abcdefgh")
        #expect(secret.matches("abcdefgh"))
        for other in ["", "a", "abcdefg", "abcdefgi", "abcdefghi", "abcdefghabcdefgh", "Abcdefgh"] {
            #expect(!secret.matches(other), "\(other)")
        }
        #expect(Secret("").matches(""))
        #expect(!Secret("").matches("a"))
    }

    /// Over real sockets, with everything that can go wrong: whatever can be printed is searched.
    @Test func tokenIsInNoFailureOverRealHTTP() async throws {
        let steps: [[LoopbackServer.Step]] = [
            [.close], [.reset], [.answer(502, body: "<html>PLANTED</html>")], [.answer(401)],
            [.answer(302, headers: [("Location", "/botPLANTED")])],
            [.bytes(Array("PLANTED\r\n\r\n".utf8)), .close],
            [.head(200, length: 50), .bytes(Array("PLANTED".utf8)), .close],
            [.answer(200, body: #"{"ok":false,"error_code":400,"description":"PLANTED"}"#)],
        ]
        let server = try LoopbackServer { request in steps[(request.number - 1) % steps.count] }
        let client = try HTTPClient()
        var bases = Array(repeating: server.base, count: steps.count)
        bases += ["http://127.0.0.1:1", "https://127.0.0.1:1", "http://a b", "nonsense"]
        for base in bases {
            let api = BotAPI(token: Recorded.token, base: base, client: client)
            let failure = await #expect(throws: CallFailure.self) { try await api.getMe() }
            var text = ""
            dump(failure, to: &text)
            if let failure {
                text += "\(failure) \(failure.reason) \(SendFailure(failure))"
                text += String(reflecting: failure) + failure.localizedDescription
            }
            #expect(!text.contains("PLANTED"), "\(base)")
        }
        await client.shutdown()
    }
}
