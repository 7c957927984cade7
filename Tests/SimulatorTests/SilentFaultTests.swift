import CurlHTTP
import Foundation
import Messaging
import Simulator
import Testing

/// Faults of connections: slow, silent and reset ones.
@Suite struct SilentFaultTests {
    @Test func aSlowBodyComesWholeInPieces() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "từng chút"))
            try await simulator.control.add(
                SimulatedFault(.slowBody, method: "getUpdates", count: 1, milliseconds: 300))
            let start = ContinuousClock.now
            let answer = try await simulator.call(pair.bot.token, "getUpdates")
            #expect(answer.text == "từng chút")
            #expect(ContinuousClock.now - start >= .milliseconds(295))
        }
    }

    @Test func aHalfOpenConnectionAnswersNothingAndDoesNothing() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.halfOpen, method: "sendMessage", count: 1))
            let failure = await simulator.failure(
                of: pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "tin"])
            #expect(failure == .timedOut)
            #expect(try await simulator.control.counts().sent == 0)
            #expect(try await simulator.control.counts().struck == ["half_open": 1])
        }
    }

    @Test func silenceAfterASendHasTakenIt() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(SimulatedFault(.silence, count: 1))
            let failure = await simulator.failure(
                of: pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "tin"])
            #expect(failure == .timedOut)
            let sent = try await simulator.control.messages(MessageQuery(author: .bots)).messages
            #expect(sent.map(\.replyLost) == [true])
        }
    }

    @Test func silenceInAPollTakesItsUpdateWithIt() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.silence, method: "getUpdates", count: 1, milliseconds: 50))
            for text in ["mất", "còn"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            // The silence is over after 50 ms: then the connection breaks.
            await #expect(throws: HTTPFailure.connectionLost) {
                try await simulator.call(pair.bot.token, "getUpdates", ["timeout": "30"])
            }
            #expect(try await simulator.call(pair.bot.token, "getUpdates").text == "còn")
            #expect(try await simulator.control.counts().dropped == 1)
        }
    }

    @Test func aResetLeavesTheUpdateForTheNextPoll() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "còn đây"))
            try await simulator.control.add(SimulatedFault(.reset, count: 1))
            await #expect(throws: HTTPFailure.connectionLost) {
                try await simulator.call(pair.bot.token, "getUpdates", ["timeout": "0"])
            }
            #expect(try await simulator.call(pair.bot.token, "getUpdates").text == "còn đây")
        }
    }

    @Test func aRefusalForTheQuotaMaySayHowLongToWait() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.tooManyRequests, count: 1, milliseconds: 1_500))
            var request = HTTPRequest(url: "\(simulator.base)/bot\(pair.bot.token)/getMe")
            request.method = "POST"
            #expect(try await simulator.client.execute(request).header("retry-after") == "2")
        }
    }
}

extension SimulatorHarness {
    /// Why a call with 300 ms to be answered in was not; nil when it was.
    func failure(
        of token: String, _ method: String, _ fields: [String: String]
    ) async -> HTTPFailure? {
        var request = HTTPRequest(url: "\(base)/bot\(token)/\(method)")
        request.method = "POST"
        request.headers = [HTTPHeader("Content-Type", "application/json")]
        request.body = (try? JSONEncoder().encode(fields)).map { Array($0) }
        request.timeout = .milliseconds(300)
        do {
            _ = try await client.execute(request)
            return nil
        } catch {
            return error
        }
    }
}
