import CurlHTTP
import Foundation
import Gateway
import TestSupport
import Testing
import Web

/// Clients that are slow, cut short or endless: none keeps a slot, none is handed on.
@Suite struct HostileClientTests {
    /// Short, so that a test ends soon; a client that keeps to the rules needs none of it.
    private static let impatient: WebLimits = {
        var limits = WebLimits()
        limits.headMilliseconds = 200
        limits.callMilliseconds = 300
        limits.lingerMilliseconds = 100
        return limits
    }()

    /// What is written at once, what is dribbled after it byte by byte, and how the answer begins.
    struct Row: Sendable, CustomTestStringConvertible {
        let first: String
        var dribble = ""
        var finishes = false
        let answer: String
        let reason: String
        var testDescription: String { reason }
    }

    private static let post = "POST \(Stage.path) HTTP/1.1\r\nHost: a\r\n"

    static let rows = [
        Row(first: "POST /web", answer: "", reason: "half of a request line, then nothing"),
        Row(
            first: "POST \(Stage.path) HTTP/1.1\r\nHost: a\r\nX-", dribble: "abcdefghij",
            answer: "", reason: "a head that dribbles"),
        Row(
            first: post + "Content-Length: 100\r\n\r\nabc", answer: "",
            reason: "a body that stops"),
        Row(
            first: post + "Content-Length: 100\r\n\r\n", dribble: "abcdefghij", answer: "",
            reason: "a body that dribbles"),
        Row(
            first: post + "Content-Length: 100\r\n\r\nabc", finishes: true, answer: "HTTP/1.1 400",
            reason: "a body that is cut short"),
        Row(
            first: post + "Content-Length: 999999999999\r\n\r\n", dribble: "abcdefghij",
            answer: "HTTP/1.1 413", reason: "a huge body is refused before it comes"),
        Row(
            first: post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n"
                + String(repeating: "x", count: 2_000) + "\r\n", dribble: "7\r\nabcdefg\r\n",
            answer: "HTTP/1.1 413", reason: "a body without a length that grows too long"),
        Row(
            first: "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n", dribble: "abcdef",
            answer: "HTTP/1.1 404", reason: "a body where none is wanted"),
        Row(
            first: post + "X: " + String(repeating: "x", count: 40_000) + "\r\n\r\n",
            answer: "HTTP/1.1 400", reason: "a head that is too long"),
        Row(
            first: post + String(repeating: "a: b\r\n", count: 100) + "\r\n",
            answer: "HTTP/1.1 400", reason: "too many fields"),
        Row(
            first: post + "Content-Length: -5\r\n\r\n", finishes: true, answer: "HTTP/1.1 400",
            reason: "a length that is none"),
        Row(first: "\u{16}\u{3}\u{1} TLS?\r\n\r\n", answer: "HTTP/1.1 400", reason: "no HTTP"),
    ]

    @Test(arguments: rows)
    func theConnectionEndsAndNothingIsHandedOn(_ row: Row) async throws {
        try await withServer(limits: Self.impatient) { stage in
            let port = stage.port
            let answer = await RawConnection.blocking { () -> String? in
                guard let connection = try? RawConnection(port: port) else { return nil }
                connection.write(row.first)
                for letter in row.dribble {
                    connection.write(String(letter))
                    usleep(20_000)
                }
                if row.finishes { connection.finishWriting() }
                return connection.readToEnd()
            }
            let text = try #require(answer)
            #expect(
                text.isEmpty || (!row.answer.isEmpty && text.hasPrefix(row.answer)), "\(text)")
            #expect(stage.calls.isEmpty)
            let next = try await stage.send("POST", body: [1])
            #expect(next.status == 200, "the server goes on")
        }
    }

    @Test func manyHalfRequestsDoNotKeepOthersOut() async throws {
        var limits = Self.impatient
        limits.connectionsMax = 8
        try await withServer(limits: limits) { stage in
            let port = stage.port
            let held = await RawConnection.blocking {
                (0..<20).compactMap { _ -> RawConnection? in
                    let connection = try? RawConnection(port: port)
                    connection?.write("POST \(Stage.path) HTTP/1.1\r\nContent-Length: 9\r\n\r\nab")
                    return connection
                }
            }
            #expect(held.count == 20)
            let other = try await stage.send("POST", body: [1])
            #expect(other.status == 200)
            withExtendedLifetime(held) {}
        }
    }

    @Test func severalCallsOnOneConnectionAreAnsweredInOrder() async throws {
        try await withServer { stage in
            let port = stage.port
            let text = await RawConnection.blocking {
                guard let connection = try? RawConnection(port: port) else { return "" }
                for letter in ["a", "b"] {
                    connection.write(Self.post + "Content-Length: 1\r\n\r\n\(letter)")
                }
                connection.write(
                    "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return connection.readToEnd()
            }
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map {
                $0.prefix(3)
            }
            #expect(statuses == ["200", "200", "404"])
            #expect(stage.calls.map(\.body) == [[97], [98]])
        }
    }
}
