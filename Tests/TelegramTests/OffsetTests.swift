import CurlHTTP
import Messaging
import TestSupport
import Testing

/// The offset that confirms goes out with the next poll, and trouble never skips a message.
@Suite struct OffsetTests {
    private typealias Script = ScriptedTelegram

    @Test func whatWasReturnedIsConfirmedByTheNextCallAndNotBefore() async throws {
        let platform = Script(polls: [Script.batch(100, 3), Script.batch(103), .ok("[]")])
        let channel = try await platform.channel()
        guard case .messages(let messages) = try await channel.receive() else {
            Issue.record("no messages")
            return
        }
        #expect(messages.map(\.message.rawValue) == ["100", "101", "102"])
        #expect(platform.offsets == [nil])
        _ = try await channel.receive()
        #expect(try await channel.receive() == .idle)
        #expect(platform.offsets == [nil, 103, 104])
    }

    @Test func theRequestIsExactlyTheDocumentedOne() async throws {
        let platform = Script(polls: [Script.batch(100), .ok("[]")])
        let channel = try await platform.channel()
        _ = try await channel.receive()
        _ = try await channel.receive()
        #expect(
            platform.asked == [
                #"{"allowed_updates":["message"],"limit":100,"timeout":30}"#,
                #"{"allowed_updates":["message"],"limit":100,"offset":101,"timeout":30}"#,
            ])
        #expect(platform.requests.last?.timeout == .seconds(40))
    }

    @Test func updatesThatAreNotForUsArePassedWithinOneCall() async throws {
        let platform = Script(polls: [
            Script.body("only-skips"), Script.body("text-group-not-for-us"), Script.batch(600),
        ])
        guard case .messages = try await platform.channel().receive() else {
            Issue.record("no message")
            return
        }
        #expect(platform.offsets == [nil, 500_000_032, 500_000_007])
    }

    @Test func aBatchThatDoesNotMoveTheOffsetIsReportedAndNotAskedForAtOnce() async throws {
        let platform = Script(polls: [.ok(#"[{"message":7}]"#)])
        let received = try await platform.channel().receive()
        #expect(received == .skipped(reason: "an update without a message"))
        #expect(platform.offsets.count == 1)
    }

    @Test func idsThatBeginAnewAreFollowed() async throws {
        let platform = Script(polls: [Script.batch(9_000), Script.batch(17), .ok("[]")])
        let channel = try await platform.channel()
        for _ in 0..<3 { _ = try await channel.receive() }
        #expect(platform.offsets == [nil, 9_001, 18])
    }

    @Test func aFailedPollKeepsTheOffset() async throws {
        let platform = Script(polls: [
            Script.batch(100), .status(502, "<html>"), .failure(.timedOut), Script.batch(101),
        ])
        let channel = try await platform.channel()
        _ = try await channel.receive()
        for _ in 0..<2 {
            await #expect(throws: ReceiveFailure.self) { try await channel.receive() }
        }
        _ = try await channel.receive()
        #expect(platform.offsets == [nil, 101, 101, 101])
    }

    @Test func anotherPollerMayGoAwayButNotForEver() async throws {
        let conflict = Script.body("error-409-poller", status: 409)
        let platform = Script(
            polls: Array(repeating: conflict, count: 4) + [Script.batch(1)]
                + Array(repeating: conflict, count: 5))
        let channel = try await platform.channel()
        func failure() async -> ReceiveFailure? {
            do throws(ReceiveFailure) {
                _ = try await channel.receive()
                return nil
            } catch {
                return error
            }
        }
        for _ in 0..<4 {
            guard case .tryAgain? = await failure() else {
                Issue.record("stopped too early")
                return
            }
        }
        #expect(await failure() == nil)
        for _ in 0..<4 { _ = await failure() }
        guard case .misconfigured(let reason)? = await failure() else {
            Issue.record("it never stops")
            return
        }
        #expect(reason.contains("another program polls this bot. Stop the other program"))
    }

    @Test func anUpdateThatCannotBeReadIsPassedAfterThreeTriesAlone() async throws {
        let broken = Script.Answer.body(#"{"ok":true,"result":[{"update_id":300,"message":{"te"#)
        let platform = Script(polls: [broken, broken, broken, broken, Script.batch(301)])
        let channel = try await platform.channel()
        for _ in 0..<4 {
            await #expect(throws: ReceiveFailure.self) { try await channel.receive() }
        }
        _ = try await channel.receive()
        _ = try await channel.receive()
        #expect(platform.offsets == [nil, nil, nil, nil, 301, 302])
        #expect(platform.limits == [100, 1, 1, 1, 1, 100])
    }

    @Test func aBatchThatIsTooLongIsAskedForInSmallerOnes() async throws {
        let long = Script.Answer.failure(.responseTooLarge(bytesMax: 1))
        let platform = Script(polls: [long, long, long, Script.batch(1), .ok("[]")])
        let channel = try await platform.channel()
        for _ in 0..<3 {
            await #expect(throws: ReceiveFailure.self) { try await channel.receive() }
        }
        _ = try await channel.receive()
        _ = try await channel.receive()
        #expect(platform.limits == [100, 10, 1, 1, 100])
        #expect(platform.offsets.last == 2)
    }
}
