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
        // Behind a message that has failed nothing of its chat is even read.
        #expect(try store.turn(decide).map(\.ending) == [.failed(error: "Poison()")])
        #expect(try store.turn(decide).map(\.ending) == [.setAside(error: "Poison()")])
        #expect(try store.turn(decide).map(\.ending) == [.taken(.answered, queued: 1)])
        #expect(try store.turn(decide).isEmpty)
        #expect(try store.setAsideMessages(max: 9).map(\.message.rawValue) == ["bad"])
    }

    @Test func aMessageHeldBackIsNotCountedAsTried() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("bad"), message("good"))
        for _ in 0..<3 { try store.turn { _, _ in throw Poison() } }
        let batch = try store.takeInHand(max: 9, at: start).batch
        #expect(batch.map(\.tries) == [1])
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
        var deaths = 0
        var now = start
        var store = try Store(queue, startedAt: now)
        while try store.counts().owed > 0, deaths < 20 {
            let inHand = try store.takeInHand(max: 9, at: now)
            if inHand.batch.contains(where: { $0.message.message.rawValue == "deadly" }) {
                // The program stops while it reads this batch.
                deaths += 1
                store = try Store(queue, startedAt: now)
            } else if inHand.batch.isEmpty {
                now = try #require(inHand.nextAt)
            } else {
                _ = try store.takeTurns(
                    inHand.batch, now: now, textUnitsMax: { _ in 99 }, decide: echo)
                answered += inHand.batch.map(\.message.message.rawValue)
            }
        }
        #expect(answered == ["good", "last"])
        #expect(try store.setAsideMessages(max: 9).map(\.message.rawValue) == ["deadly"])
        // Once in the batch, three times alone; 5 s and 10 s of waiting between those.
        #expect(deaths == 4)
        #expect(now == start.adding(seconds: 15))
    }

    @Test func aSuspectMessageWaitsAndHoldsBackItsChatAlone() throws {
        let queue = try DatabaseQueue()
        let first = try Store(queue, startedAt: start)
        try first.keep(message("suspect"), message("behind"), message("other", chat: "c2"))
        _ = try first.takeInHand(max: 1, at: start)
        let second = try Store(queue, startedAt: start)
        let inHand = try second.takeInHand(max: 9, at: start)
        #expect(inHand.batch.map(\.message.message.rawValue) == ["other"])
        let later = start.adding(milliseconds: KeptMessage.suspectPauseMilliseconds)
        #expect(inHand.nextAt == later)
        _ = try second.takeTurns(
            inHand.batch, now: start, textUnitsMax: { _ in 99 }, decide: echo)
        #expect(try second.takeInHand(max: 9, at: start).batch.isEmpty)
        let suspect = try second.takeInHand(max: 9, at: later).batch
        #expect(suspect.map(\.message.message.rawValue) == ["suspect"])
        #expect(suspect.map(\.tries) == [2])
    }

    @Test func aSuspectMessageWaitsAnewAfterEveryStart() throws {
        let queue = try DatabaseQueue()
        try Store(queue, startedAt: start).keep(message("suspect"))
        _ = try Store(queue, startedAt: start).takeInHand(max: 1, at: start)
        let pause = KeptMessage.suspectPauseMilliseconds
        for seconds in [Int64(0), 3, 6, 9] {
            let now = start.adding(seconds: seconds)
            let inHand = try Store(queue, startedAt: now).takeInHand(max: 9, at: now)
            #expect(inHand.batch.isEmpty)
            #expect(inHand.nextAt == now.adding(milliseconds: pause))
        }
    }

    @Test func aToolThatOpensTheSameFileLeavesAloneWhatTheDaemonHasInHand() throws {
        try withDatabasePath { path in
            let daemon = try Store.open(path: path, startedAt: start)
            try daemon.keep(message("m1"))
            let batch = try daemon.takeInHand(max: 9, at: start).batch
            let tool = try Store.open(path: path)
            #expect(try tool.counts().starts == 1)
            let results = try daemon.takeTurns(
                batch, now: start, textUnitsMax: { _ in 99 }, decide: echo)
            #expect(results.map(\.ending) == [.taken(.answered, queued: 1)])
        }
    }

    @Test func whatThisProcessDidNotFinishIsGivenBackUncounted() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        for _ in 0..<5 {
            #expect(try store.takeInHand(max: 1, at: start).batch.map(\.tries) == [1])
        }
    }
}
