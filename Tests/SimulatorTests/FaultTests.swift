import CurlHTTP
import Foundation
import Messaging
import Simulator
import Testing

/// Every fault does what it says, as often as it says, and is written down.
@Suite struct FaultTests {
    @Test func aServerErrorIsAPageAndNothingIsDone() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.serverError, method: "sendMessage", count: 2, status: 504))
            let fields = ["chat_id": pair.person.id, "text": "tin"]
            for _ in 0..<2 {
                let answer = try await simulator.call(pair.bot.token, "sendMessage", fields)
                #expect(answer.status == 504)
                #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("<html>"))
            }
            #expect(try await simulator.control.counts().sent == 0)
            let after = try await simulator.call(pair.bot.token, "sendMessage", fields)
            #expect(after.errorCode == nil)
            #expect(try await simulator.control.faults().map(\.struck) == [2])
        }
    }

    @Test func aServerErrorOfAPollLeavesTheUpdateForTheNext() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "còn đây"))
            try await simulator.control.add(SimulatedFault(.serverError, count: 1))
            #expect(try await simulator.call(pair.bot.token, "getUpdates").status == 502)
            #expect(try await simulator.call(pair.bot.token, "getUpdates").text == "còn đây")
        }
    }

    @Test(arguments: [
        (SimulatedFault.Kind.tooManyRequests, 429), (.unauthorized, 401),
    ])
    func refusalsByFaultLookLikeRealOnes(kind: SimulatedFault.Kind, code: Int) async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(SimulatedFault(kind, method: "sendMessage", count: 1))
            let fields = ["chat_id": pair.person.id, "text": "tin"]
            let answer = try await simulator.call(pair.bot.token, "sendMessage", fields)
            #expect(answer.status == 200)
            #expect(answer.errorCode == code)
            #expect(try await simulator.control.counts().sent == 0)
        }
    }

    @Test func aLostReplyBreaksTheConnectionAfterTheSendIsTaken() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(SimulatedFault(.lostReply, count: 1))
            await #expect(throws: HTTPFailure.connectionLost) {
                try await simulator.call(
                    pair.bot.token, "sendMessage", ["chat_id": pair.person.id, "text": "tin"])
            }
            let sent = try await simulator.control.messages(MessageQuery(author: .bots)).messages
            #expect(sent.map(\.text) == ["tin"])
            #expect(sent.map(\.replyLost) == [true])
        }
    }

    @Test func aDroppedBodyTakesItsUpdateWithIt() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.dropBody, method: "getUpdates", count: 1))
            let idle = try await simulator.call(pair.bot.token, "getUpdates", ["timeout": "0"])
            #expect(idle.errorCode == 408, "an idle poll carries nothing that could be lost")
            for text in ["mất", "còn"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            await #expect(throws: HTTPFailure.connectionLost) {
                try await simulator.call(pair.bot.token, "getUpdates")
            }
            #expect(try await simulator.call(pair.bot.token, "getUpdates").text == "còn")
            let dropped = try await simulator.control.handedOut().map(\.wasDropped)
            #expect(dropped == [false, true, false])
            #expect(try await simulator.control.counts().dropped == 1)
        }
    }

    @Test func aDuplicateIsTheSameUpdateOnceMore() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(SimulatedFault(.duplicate, count: 1))
            for text in ["một", "hai"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            var bodies: [[UInt8]] = []
            for _ in 0..<3 {
                bodies.append(try await simulator.call(pair.bot.token, "getUpdates").body)
            }
            #expect(bodies[0] == bodies[1])
            #expect(bodies[1] != bodies[2])
            let repeats = try await simulator.control.handedOut(since: 1).map(\.isRepeat)
            #expect(repeats == [false, true, false])
        }
    }

    @Test func aDelayHoldsTheAnswerBack() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            try await simulator.control.add(
                SimulatedFault(.delay, method: "getMe", count: 1, milliseconds: 300))
            let start = ContinuousClock.now
            #expect(try await simulator.call(bot.token, "getMe").errorCode == nil)
            #expect(ContinuousClock.now - start >= .milliseconds(295))
        }
    }

    @Test func chanceStrikesAtTheSameCallsForTheSameSeed() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            var runs: [[Int?]] = []
            for seed: UInt64 in [7, 7, 8] {
                try await simulator.control.clearFaults()
                try await simulator.control.add(
                    SimulatedFault(.tooManyRequests, probability: 0.5, seed: seed))
                var codes: [Int?] = []
                for _ in 0..<40 {
                    codes.append(try await simulator.call(bot.token, "getMe").errorCode)
                }
                runs.append(codes)
            }
            #expect(runs[0] == runs[1])
            #expect(runs[0] != runs[2])
            #expect((8...32).contains(runs[0].count { $0 == 429 }))
        }
    }

    @Test func aFaultOfOneBotSparesTheOthers() async throws {
        try await withSimulator { simulator in
            let ill = try await simulator.control.createBot(name: "Bot Ốm")
            let well = try await simulator.control.createBot(name: "Bot Khỏe")
            try await simulator.control.add(SimulatedFault(.unauthorized, bot: ill.id))
            #expect(try await simulator.call(ill.token, "getMe").errorCode == 401)
            #expect(try await simulator.call(well.token, "getMe").errorCode == nil)
            try await simulator.control.clearFaults()
            #expect(try await simulator.call(ill.token, "getMe").errorCode == nil)
        }
    }
}
