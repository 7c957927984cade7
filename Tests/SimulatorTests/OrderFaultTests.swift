import CurlHTTP
import Foundation
import Messaging
import Simulator
import Testing

/// Faults of what is handed out: its order, its repeats and its dates.
@Suite struct OrderFaultTests {
    @Test func updatesOfOneChatCanChangePlaces() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let other = try await simulator.control.createPerson(name: "Anh Tư")
            for (person, text) in [(pair.person, "một"), (other, "khác"), (pair.person, "hai")] {
                _ = try await simulator.control.post(NewPost(from: person.id, text: text))
            }
            try await simulator.control.add(SimulatedFault(.outOfOrder, count: 1))
            #expect(try await simulator.texts(pair.bot, 3) == ["hai", "một", "khác"])
            #expect(try await simulator.control.faults().map(\.struck) == [1])
        }
    }

    @Test func aChatWithOneUpdateKeepsItsPlace() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let other = try await simulator.control.createPerson(name: "Anh Tư")
            for (person, text) in [(pair.person, "một"), (other, "khác")] {
                _ = try await simulator.control.post(NewPost(from: person.id, text: text))
            }
            try await simulator.control.add(SimulatedFault(.outOfOrder, probability: 1))
            #expect(try await simulator.texts(pair.bot, 2) == ["một", "khác"])
            #expect(try await simulator.control.faults().map(\.struck) == [0])
        }
    }

    @Test func anUpdateCanComeOnceMoreLongAfter() async throws {
        let clock = TestClock(milliseconds: 1_750_000_000_000)
        try await withSimulator(clock: clock) { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.repeatLate, count: 1, milliseconds: 600_000))
            for text in ["một", "hai"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            #expect(try await simulator.texts(pair.bot, 3) == ["một", "hai", nil])
            #expect(try await simulator.control.counts().pending == 1)
            clock.now = Timestamp(milliseconds: 1_750_000_600_000)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "ba"))
            #expect(try await simulator.texts(pair.bot, 3) == ["ba", "một", nil])
            let handedOut = try await simulator.control.handedOut(since: 1)
            #expect(handedOut.map(\.isRepeat) == [false, false, false, true])
            #expect(handedOut.map(\.willRepeat) == [true, false, false, false])
        }
    }

    /// Nobody posts: the waiting poll notices by itself that the time has come.
    @Test func aWaitingPollGetsTheLateRepeat() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.repeatLate, count: 1, milliseconds: 100))
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "một"))
            #expect(try await simulator.texts(pair.bot, 1) == ["một"])
            let late = try await simulator.call(pair.bot.token, "getUpdates", ["timeout": "30"])
            #expect(late.text == "một")
        }
    }

    @Test func theClockOfThePlatformCanJump() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.control.add(
                SimulatedFault(.clockJump, count: 1, milliseconds: -3_600_000))
            for text in ["một", "hai"] {
                _ = try await simulator.control.post(
                    NewPost(from: pair.person.id, text: text, sentAt: 1_750_000_000_000))
            }
            var dates: [Int?] = []
            for _ in 0..<2 {
                let update = try await simulator.call(pair.bot.token, "getUpdates")
                dates.append(update.json?["result"]?["message"]?["date"]?.integer)
            }
            #expect(dates == [1_749_996_400_000, 1_750_000_000_000])
        }
    }

    @Test func aBatchWithAMistakePostsNothing() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let before = try await simulator.control.counts()
            await #expect(throws: SimulatorControlFailure.self) {
                try await simulator.control.post(batch: [
                    NewPost(from: pair.person.id, text: "một"), NewPost(from: "ai", text: "hai"),
                ])
            }
            #expect(try await simulator.control.counts() == before)
        }
    }

    @Test func manyBotsAreMadeAtOnce() async throws {
        try await withSimulator { simulator in
            let bots = try await simulator.control.createBots(300, name: "Bot Xã")
            #expect(Set(bots.map(\.token)).count == 300)
            #expect(bots.last?.displayName == "Bot Xã 300")
            let person = try await simulator.control.createPerson(name: "Chị Lan")
            _ = try await simulator.control.post(
                NewPost(from: person.id, text: "chào", bot: bots[299].id))
            #expect(try await simulator.texts(bots[299], 1) == ["chào"])
        }
    }
}

extension SimulatorHarness {
    /// The texts of so many polls that do not wait; nil for an idle one.
    fileprivate func texts(_ bot: SimulatedBot, _ count: Int) async throws -> [String?] {
        var texts: [String?] = []
        for _ in 0..<count {
            texts.append(try await call(bot.token, "getUpdates", ["timeout": "0"]).text)
        }
        return texts
    }
}
