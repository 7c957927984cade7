import Conversation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct InboxTests {
    @Test func sameMessageTwiceIsKeptOnce() throws {
        let store = try Store.inMemory(startedAt: start)
        #expect(try store.keep(message("m1"), message("m1"), message("m2")).count == 2)
        #expect(try store.keep(message("m1", text: "nữa")).isEmpty)
        #expect(try store.counts().received == 2)
    }

    @Test func sameIdInAnotherChatIsAnotherMessage() throws {
        let store = try Store.inMemory(startedAt: start)
        #expect(try store.keep(message("m1", chat: "c1"), message("m1", chat: "c2")).count == 2)
    }

    @Test func messagesComeBackAsTheyWereInTheOrderTheyCame() throws {
        let store = try Store.inMemory(startedAt: start)
        let sent = [
            message("b", text: "khai sinh cho con 👶🏽"), message("a", text: ""),
            InboundMessage(
                account: bot, chat: ChatID(rawValue: "g"), chatKind: .group,
                message: MessageID(rawValue: "c"), sender: PersonID(rawValue: "p"),
                senderName: "", content: .other(kind: "sticker"), sentAt: start),
        ]
        _ = try store.keep(sent, at: start) { TraceID(rawValue: "t") }
        #expect(try store.takeInHand(max: 10, at: start).batch.map(\.message) == sent)
    }

    @Test func aNulCharacterDoesNotCutTheText() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1", text: "trước\0sau"))
        let batch = try store.takeInHand(max: 1, at: start).batch
        #expect(batch.map(text(of:)) == ["trước\u{FFFD}sau"])
    }

    @Test func aMessageThatAlwaysFailsIsSetAsideAfterThreeTriesAndItsChatGoesOn() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("bad"), message("good"), message("other", chat: "c2"))
        func decide(_ kept: KeptMessage, _ situation: Situation) throws -> (
            Decision, [RenderedReply]
        ) {
            if kept.message.message.rawValue == "bad" { throw Poison() }
            return try echo(kept, situation)
        }
        let first = try store.turn(decide)
        #expect(
            first.map(\.ending) == [
                .failed(error: "Poison()"), .heldBack, .taken(.answered, queued: 1),
            ])
        #expect(try store.turn(decide).map(\.ending) == [.failed(error: "Poison()"), .heldBack])
        #expect(
            try store.turn(decide).map(\.ending) == [
                .setAside(error: "Poison()"), .taken(.answered, queued: 1),
            ])
        #expect(try store.turn(decide).isEmpty)
        #expect(try store.setAsideMessages(max: 9).map(\.message.rawValue) == ["bad"])
    }

    @Test func aMessageHeldBackIsNotCountedAsTried() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("bad"), message("good"))
        for _ in 0..<2 { try store.turn { _, _ in throw Poison() } }
        let batch = try store.takeInHand(max: 9, at: start).batch
        #expect(batch.map(\.tries) == [3, 1])
    }

    @Test func afterAStopInTheMiddleTheBatchIsTakenOneByOneAndNobodyIsBlamed() throws {
        let queue = try DatabaseQueue()
        let first = try Store(queue, startedAt: start)
        try first.keep(message("m1"), message("m2", chat: "c2"), message("m3", chat: "c3"))
        _ = try first.takeInHand(max: 2, at: start)
        let second = try Store(queue, startedAt: start)
        try second.keep(message("m4", chat: "c4"))
        var batches: [[String]] = []
        for _ in 0..<4 {
            let batch = try second.takeInHand(max: 9, at: start).batch
            batches.append(batch.map { "\($0.message.message) try \($0.tries)" })
            _ = try second.takeTurns(batch, now: start, textUnitsMax: { _ in 99 }, decide: echo)
        }
        #expect(batches == [["m1 try 1"], ["m2 try 1"], ["m3 try 1", "m4 try 1"], []])
    }

    @Test func theMessageThatStopsTheProgramIsSetAsideAndTheOthersOfItsBatchAreNot() throws {
        let queue = try DatabaseQueue()
        try Store(queue, startedAt: start).keep(
            message("good", chat: "c1"), message("deadly", chat: "c2"), message("last", chat: "c2"))
        var answered: [String] = []
        var starts = 0
        while try Store(queue, startedAt: start).counts().owed > 0, starts < 20 {
            starts += 1
            let store = try Store(queue, startedAt: start)
            while case let batch = try store.takeInHand(max: 9, at: start).batch, !batch.isEmpty {
                // The program stops while it reads this batch.
                if batch.contains(where: { $0.message.message.rawValue == "deadly" }) { break }
                _ = try store.takeTurns(batch, now: start, textUnitsMax: { _ in 99 }, decide: echo)
                answered += batch.map(\.message.message.rawValue)
            }
        }
        #expect(answered == ["good", "last"])
        let setAside = try Store(queue, startedAt: start).setAsideMessages(max: 9)
        #expect(setAside.map(\.message.rawValue) == ["deadly"])
        #expect(starts == 4 + 1)
    }

    @Test func whatThisProcessDidNotFinishIsGivenBackUncounted() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        for _ in 0..<5 {
            #expect(try store.takeInHand(max: 1, at: start).batch.map(\.tries) == [1])
        }
    }
}
