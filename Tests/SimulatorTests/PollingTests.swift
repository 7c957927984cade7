import CurlHTTP
import Foundation
import Messaging
import Simulator
import Synchronization
import Testing

/// What `getUpdates` hands out, to whom, and how often.
@Suite struct PollingTests {
    @Test func oneUpdateACallInTheOrderOfPostingAndNeverAgain() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            for text in ["một", "hai", "ba"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            var texts: [String?] = []
            for _ in 0..<4 {
                let answer = try await simulator.call(
                    pair.bot.token, "getUpdates", ["timeout": "0"])
                texts.append(answer.text)
            }
            #expect(texts == ["một", "hai", "ba", nil])
            let handedOut = try await simulator.control.handedOut(since: 1)
            #expect(handedOut.map(\.order) == [2, 3, 4])
            #expect(handedOut.allSatisfy { $0.route == .poll && !$0.isRepeat && !$0.wasDropped })
        }
    }

    @Test func anUpdateHasTheShapeOfTheRealOne() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let posted = try await simulator.control.post(
                NewPost(from: pair.person.id, text: "Xin chào", sentAt: 1_750_316_131_602))
            let update = try await simulator.call(pair.bot.token, "getUpdates")
            let result = try #require(update.json?["result"])
            #expect(result["event_name"]?.string == "message.text.received")
            let message = try #require(result["message"])
            #expect(message["message_id"]?.string == posted.messageID)
            #expect(posted.messageID.count == 20)
            #expect(message["date"]?.integer == 1_750_316_131_602)
            #expect(message["from"]?["id"]?.string == pair.person.id)
            #expect(message["from"]?["display_name"]?.string == "Chị Lan")
            #expect(message["from"]?["is_bot"]?.flag == false)
            #expect(message["chat"]?["id"]?.string == pair.person.id)
            #expect(message["chat"]?["chat_type"]?.string == "PRIVATE")
        }
    }

    @Test(
        arguments: [
            (SimulatedMessage.Kind.photo, "message.image.received", "photo_url"),
            (.sticker, "message.sticker.received", "sticker"),
            (.voice, "message.voice.received", "voice_url"),
            (.unsupported, "message.unsupported.received", nil),
        ] as [(SimulatedMessage.Kind, String, String?)])
    func otherKindsHaveTheirOwnNamesAndFields(
        kind: SimulatedMessage.Kind, event: String, field: String?
    ) async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.control.post(
                NewPost(from: pair.person.id, text: "kèm theo", kind: kind))
            let update = try await simulator.call(pair.bot.token, "getUpdates")
            #expect(update.json?["result"]?["event_name"]?.string == event)
            let message = try #require(update.json?["result"]?["message"])
            #expect(message["text"] == nil)
            if let field { #expect(message[field]?.string?.isEmpty == false) }
        }
    }

    @Test func anIdlePollEndsAfterItsTimeWithCode408() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            let start = ContinuousClock.now
            let answer = try await simulator.call(bot.token, "getUpdates", ["timeout": "1"])
            #expect(answer.status == 200)
            #expect(answer.errorCode == 408)
            #expect(answer.json?["description"]?.string == "Request timeout")
            #expect(ContinuousClock.now - start >= .milliseconds(990))
        }
    }

    @Test func aWaitingPollGetsAMessageTheMomentItIsPosted() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            async let poll = simulator.call(pair.bot.token, "getUpdates", ["timeout": "300"])
            try await simulator.waitForPolls(1)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "có ai không"))
            #expect(try await poll.text == "có ai không")
        }
    }

    @Test func aPollerThatHasHungUpTakesNothingWithIt() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            for round in 1...20 {
                let poll = Task {
                    try await simulator.call(pair.bot.token, "getUpdates", ["timeout": "300"])
                }
                try await simulator.waitForPolls(1)
                poll.cancel()
                _ = await poll.result
                try await simulator.waitForPolls(0)
                _ = try await simulator.control.post(
                    NewPost(from: pair.person.id, text: "tin \(round)"))
                let next = try await simulator.call(pair.bot.token, "getUpdates")
                #expect(next.text == "tin \(round)")
            }
        }
    }

    @Test func hundredsOfOpenPollsEachGetTheirOwn() async throws {
        try await withSimulator { simulator in
            let person = try await simulator.control.createPerson(name: "Chị Lan")
            var bots: [SimulatedBot] = []
            for number in 0..<200 {
                bots.append(try await simulator.control.createBot(name: "Bot \(number)"))
            }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for bot in bots {
                    group.addTask {
                        try await simulator.call(bot.token, "getUpdates", ["timeout": "300"]).text
                            == bot.displayName
                    }
                }
                try await simulator.waitForPolls(200)
                _ = try await simulator.control.post(
                    batch: bots.map {
                        NewPost(from: person.id, text: $0.displayName, bot: $0.id)
                    })
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func aRawBodyIsHandedOutAsItIs() async throws {
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            try await simulator.control.postRaw(body: "{\"ok\":true,\"result\":[", bot: bot.id)
            let answer = try await simulator.call(bot.token, "getUpdates", ["timeout": "0"])
            #expect(String(decoding: answer.body, as: UTF8.self) == "{\"ok\":true,\"result\":[")
        }
    }

    /// A server that waited for its polls to end would let each of them answer after 300 seconds.
    @Test(.timeLimit(.minutes(1))) func theServerStopsAtOnceUnderOpenPolls() async throws {
        let polls = Mutex<[Task<Int, any Error>]>([])
        try await withSimulator { simulator in
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            for _ in 0..<50 {
                let poll = Task {
                    try await simulator.call(bot.token, "getUpdates", ["timeout": "300"]).status
                }
                polls.withLock { $0.append(poll) }
            }
            try await simulator.waitForPolls(50)
        }
        for poll in polls.withLock({ $0 }) {
            #expect(try await poll.value == 200)
        }
    }
}
