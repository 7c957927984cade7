import CurlHTTP
import Foundation
import Gateway
import Messaging
import Testing
import Web

/// What monitors and people read of the daemon.
@Suite struct StatusPagesTests {
    private static let since = Timestamp(milliseconds: 1_655_600_000_000)

    /// The part of `/readyz` that the tests look at.
    private struct Page: Decodable {
        struct Account: Decodable {
            let name: String
            let intake: String
            let stopped: String?
        }
        struct Trouble: Decodable {
            let cause: String
            let what: String
            let remedy: String
            let since: String
        }
        let ready: Bool
        let databaseWritable: Bool
        let diskFreeBytes: Int64?
        let uptimeSeconds: Int64
        let accounts: [Account]?
        let troubles: [Trouble]
    }

    private static func read(
        _ checks: StageChecks = StageChecks(), _ readiness: Readiness = Readiness()
    ) async throws -> (status: Int, page: Page) {
        let kept = LockedPage()
        try await withServer(checks: checks, readiness: readiness) { stage in
            let response = try await stage.send("GET", "/readyz")
            #expect(response.header("content-type") == "application/json")
            #expect(response.header("cache-control") == "no-store")
            kept.put(response.status, response.body)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let (status, body) = kept.value
        return (status, try decoder.decode(Page.self, from: Data(body)))
    }

    @Test func readyIsSaidWhileNothingStandsInTheWay() async throws {
        let (status, page) = try await Self.read()
        #expect(status == 200)
        #expect(page.ready && page.databaseWritable)
        #expect(page.diskFreeBytes == 123)
        #expect(page.uptimeSeconds >= 0)
        #expect(page.accounts?.map(\.name) == ["main"])
        #expect(page.accounts?.first?.intake == "webhook")
        #expect(page.troubles.isEmpty)
    }

    @Test func aTroubleIsShownWithItsRemedyAndSinceWhen() async throws {
        let readiness = Readiness()
        let trouble = Readiness.Trouble(
            what: "the disk is full", remedy: "make room", since: Self.since)
        #expect(readiness.note("disk", trouble))
        let (status, page) = try await Self.read(StageChecks(), readiness)
        #expect(status == 503)
        #expect(!page.ready)
        #expect(page.troubles.map(\.cause) == ["disk"])
        #expect(page.troubles.first?.what == "the disk is full")
        #expect(page.troubles.first?.remedy == "make room")
        #expect(page.troubles.first?.since == "2022-06-19T00:53:20Z")
    }

    /// What is wrong, and the state of the page that shows it.
    struct Row: Sendable, CustomTestStringConvertible {
        let checks: StageChecks
        let status: Int
        let reason: String
        var testDescription: String { reason }
    }

    static let rows = [
        Row(
            checks: StageChecks(isWritable: false), status: 503,
            reason: "the database takes no change"),
        Row(checks: StageChecks(accounts: nil), status: 503, reason: "the accounts are not known"),
        Row(
            checks: StageChecks(accounts: [
                StatusPages.Account(name: "main", intake: "poll", stopped: "the token is wrong")
            ]), status: 503, reason: "no account works"),
        Row(
            checks: StageChecks(accounts: [
                StatusPages.Account(name: "a", intake: "poll", stopped: "the token is wrong"),
                StatusPages.Account(name: "b", intake: "poll", stopped: nil),
            ]), status: 200, reason: "one account of two works"),
    ]

    @Test(arguments: rows)
    func aFailedCheckIsShown(_ row: Row) async throws {
        let (status, page) = try await Self.read(row.checks)
        #expect(status == row.status)
        #expect(page.databaseWritable == row.checks.isWritable)
        #expect(page.accounts?.map(\.stopped) == row.checks.accounts?.map(\.stopped))
    }

    @Test(arguments: [(true, 200), (false, 503)])
    func healthIsThatOfTheDatabase(answers: Bool, status: Int) async throws {
        try await withServer(checks: StageChecks(answers: answers)) { stage in
            let get = try await stage.send("GET", "/healthz")
            #expect(get.status == status)
            let head = try await stage.send("HEAD", "/healthz")
            #expect(head.status == status && head.body.isEmpty)
        }
    }

    @Test func figuresAreShownAsTextWhateverIsWrong() async throws {
        try await withServer(checks: StageChecks(accounts: nil, answers: false)) { stage in
            let get = try await stage.send("GET", "/metrics")
            #expect(get.status == 200)
            #expect(get.header("content-type") == "text/plain; version=0.0.4")
            #expect(get.header("cache-control") == "no-store")
            #expect(String(decoding: get.body, as: UTF8.self) == "# figures\n")
            let head = try await stage.send("HEAD", "/metrics")
            #expect(head.status == 200 && head.body.isEmpty)
            let post = try await stage.send("POST", "/metrics", body: [1])
            #expect(post.status == 405)
        }
    }

    @Test func aDatabaseThatHangsIsNoHealthAndHoldsNobody() async throws {
        var limits = WebLimits()
        limits.checkMilliseconds = 100
        try await withServer(limits: limits, checks: StageChecks(hangs: true)) { stage in
            let health = try await stage.send("GET", "/healthz")
            #expect(health.status == 503)
            let call = try await stage.send("POST", body: [1])
            #expect(call.status == 200)
        }
    }
}
