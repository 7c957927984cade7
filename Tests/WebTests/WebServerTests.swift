import CurlHTTP
import Foundation
import Gateway
import Messaging
import TestSupport
import Testing
import Web

/// The server over real sockets, as platforms and strangers call it.
@Suite struct WebServerTests {
    @Test func aCallIsHandedOnAsItCameAndAnsweredOnceKept() async throws {
        try await withServer { stage in
            let body = Array(#"{"text":"chào \ud83d"}"#.utf8) + [0xFF, 0]
            let answer = try await stage.send(
                "POST", body: body, headers: [HTTPHeader("X-Test", "given")])
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == #"{"message":"Success"}"#)
            #expect(answer.header("content-type") == "application/json")
            #expect(
                stage.calls
                    == [Stage.Received(account: Stage.account, body: body, header: "given")])
        }
    }

    @Test(
        arguments: [
            (PushAnswer.kept, 200, nil), (.ignored, 200, nil), (.refused, 403, nil),
            (.later(seconds: 7), 503, "7"),
        ] as [(PushAnswer, Int, String?)])
    func eachEndingHasItsStatus(answer: PushAnswer, status: Int, retryAfter: String?) async throws {
        try await withServer(answer: { _ in answer }) { stage in
            let response = try await stage.send("POST", body: [1])
            #expect(response.status == status)
            #expect(response.header("retry-after") == retryAfter)
            if status != 200 { #expect(response.body.isEmpty) }
        }
    }

    @Test(arguments: [
        ("GET", Stage.path, 200, "people and platforms look at the address"),
        ("HEAD", Stage.path, 200, "and so do monitors"),
        ("PUT", Stage.path, 405, "another method"),
        ("DELETE", Stage.path, 405, "another method"),
        ("POST", "/healthz", 405, "a page takes no calls"),
        ("GET", "/", 404, "nothing here"),
        ("POST", "/webhook/test/other", 404, "an account that is not there"),
        ("POST", "/webhook/test/main/", 404, "nearly the path"),
        ("POST", "/webhook/test/MAIN", 404, "case counts"),
        ("POST", "/webhook/test/%6dain", 404, "one spelling alone"),
        ("GET", "/.env", 404, "strangers knock"),
    ])
    func whatIsNoCallIsAnsweredShortly(
        method: String, path: String, status: Int, reason: String
    ) async throws {
        try await withServer { stage in
            let response = try await stage.send(method, path, body: method == "POST" ? [1] : nil)
            #expect(response.status == status, "\(reason)")
            if status != 200 { #expect(response.body.isEmpty, "\(reason)") }
            if status == 405 { #expect(response.header("allow")?.contains("GET") == true) }
            #expect(stage.calls.isEmpty, "\(reason)")
        }
    }

    @Test(arguments: [(Stage.bodyBytesMax, 200), (Stage.bodyBytesMax + 1, 413), (300_000, 413)])
    func aBodyThatIsTooLongIsRefused(length: Int, status: Int) async throws {
        try await withServer { stage in
            let body = [UInt8](repeating: 65, count: length)
            let response = try await stage.send("POST", body: body)
            #expect(response.status == status)
            #expect(stage.calls.count == (status == 200 ? 1 : 0))
            let next = try await stage.send("POST", body: [1])
            #expect(next.status == 200, "the next call finds the server as it was")
        }
    }

    @Test func routesChangeWhileTheServerRuns() async throws {
        try await withServer { stage in
            let other = AccountID(rawValue: "other")
            let before = try await stage.send("POST", "/webhook/test/other", body: [1])
            #expect(before.status == 404)
            #expect(
                stage.routes.set([Stage.route("/webhook/test/other", account: other)], of: other))
            let there = try await stage.send("POST", "/webhook/test/other", body: [1])
            #expect(there.status == 200)
            let own = try await stage.send("POST", body: [2])
            #expect(own.status == 200)
            stage.routes.set([], of: other)
            let after = try await stage.send("POST", "/webhook/test/other", body: [3])
            #expect(after.status == 404)
            #expect(stage.calls.map(\.account) == [other, Stage.account])
        }
    }

    @Test func aPathBelongsToOneAccount() {
        let routes = RouteTable()
        routes.replace([Stage.route()])
        let other = AccountID(rawValue: "other")
        #expect(!routes.set([Stage.route(account: other)], of: other))
        #expect(routes[Stage.path]?.account == Stage.account)
        #expect(routes.count == 1)
    }

    @Test func aPortInUseIsNamedWithWhatToDo() async throws {
        try await withServer { stage in
            let failure = await #expect(throws: WebFailure.self) {
                try await withServer(port: Int(stage.port)) { _ in }
            }
            #expect(failure == .portTaken(host: "127.0.0.1", port: Int(stage.port)))
            #expect(failure?.description.contains("set web.port to a free one") == true)
        }
    }
}
