import Conversation
import GRDB
import Messaging
import Storage
import Testing

/// Turns by chat: nobody's backlog keeps others waiting, and what a batch costs does not grow.
@Suite struct FairTurnTests {
    @Test func aChatWithThousandsWaitingDelaysAnotherByOneBatch() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.fill("c5", 1..<3_001)
        #expect(try store.turn(max: 64).count == 64)
        let others = (0..<20).map { message("late-\($0)", chat: "c\($0 + 10)") }
        _ = try store.keep(others, at: start) { TraceID(rawValue: "t") }
        let served = try store.turn(max: 64).map(\.message.message.message.rawValue)
        #expect(Set(served).isSuperset(of: others.map(\.message.rawValue)))
        #expect(served.count == 64, "the rest of the batch is for who waits longest")
    }

    @Test func ofMoreChatsThanABatchHoldsEachIsServedOnceBeforeAnyIsServedTwice() throws {
        let store = try Store.inMemory(startedAt: start)
        for chat in 0..<10 { try store.fill("c\(chat)", 1..<9) }
        var served: [String: Int] = [:]
        for batch in 0..<20 {
            for result in try store.turn(max: 4) {
                served[result.message.message.chat.rawValue, default: 0] += 1
            }
            let counts = (0..<10).map { served["c\($0)", default: 0] }
            #expect(counts.max().map { $0 - (counts.min() ?? 0) <= 1 } == true, "\(batch)")
        }
        #expect(try store.counts().owed == 0)
    }

    @Test(arguments: UInt64(0)..<60)
    func orderWithinAChatHoldsAndNothingIsLostWhateverComes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let queue = try DatabaseQueue()
        var store = try Store(queue, startedAt: start)
        var (posted, taken, now) = ([String: [String]](), [String: [String]](), start)
        for step in 0..<60 {
            let chat =
                "c\(Int.random(in: 0..<Int.random(in: 1...12, using: &random), using: &random))"
            let count = Int.random(in: 0...5, using: &random)
            for index in 0..<count {
                try store.keep(message("m\(step)-\(index)", chat: chat))
                posted[chat, default: []].append("m\(step)-\(index)")
            }
            let inHand = try store.takeInHand(max: Int.random(in: 1...8, using: &random), at: now)
            now = now.adding(seconds: 7)
            if Int.random(in: 0..<12, using: &random) == 0 {
                store = try Store(queue, startedAt: now)
                continue
            }
            let results = try store.takeTurns(
                inHand.batch, now: now, textUnitsMax: { _ in 99 },
                decide: { kept, situation in
                    if Int.random(in: 0..<9, using: &random) == 0 { throw Poison() }
                    return try echo(kept, situation)
                })
            for result in results { note(result, in: &taken) }
        }
        for _ in 0..<2_000 where try store.counts().owed > 0 {
            now = now.adding(seconds: 60)
            for result in try store.turn(max: 8, at: now) { note(result, in: &taken) }
        }
        // Set aside at a start, without a turn, are those that were in hand at three stops.
        let aside = Set(try store.setAsideMessages(max: 999).map(\.message.rawValue))
        for (chat, messages) in posted {
            #expect(taken[chat] ?? [] == messages.filter { !aside.contains($0) }, "seed \(seed)")
        }
    }

    private func note(_ result: TurnResult, in taken: inout [String: [String]]) {
        guard case .taken = result.ending else { return }
        let message = result.message.message
        taken[message.chat.rawValue, default: []].append(message.message.rawValue)
    }

    @Test func behindAMessageThatFailedNothingOfItsChatIsRead() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.fill("c1", 1..<200)
        try store.turn(max: 64) { _, _ in throw Poison() }
        #expect(try store.takeInHand(max: 64, at: start).batch.map(\.tries) == [2])
    }

    @Test(arguments: [1_000, 10_000])
    func aBatchCostsTheSameHoweverManyWait(backlog: Int) throws {
        let queue = try DatabaseQueue()
        let store = try Store(queue, startedAt: start)
        try store.fill("c5", 1..<backlog + 1)
        for chat in 10..<30 { try store.fill("c\(chat)", 1..<3) }
        let plans = PlanReader(queue)
        _ = try store.turn(max: 64)
        plans.stop()
        #expect(plans.statements.count > 10)
        for statement in plans.statements {
            for line in try plans.plan(of: statement) {
                // Nothing is read from one end to the other but the list of chats being served.
                let isScan =
                    line.hasPrefix("SCAN") && line != "SCAN head"
                    && !line.contains("CONSTANT ROW") && line != "SCAN turn_cursor"
                // These indexes hold what is in hand or has failed: a batch at the most.
                let isSmall = ["worn", "in_hand", "alone"].contains {
                    line.hasSuffix("inbox_\($0)")
                }
                #expect(!isScan || isSmall, "\(line): \(statement)")
                #expect(!line.contains("TEMP B-TREE"), "\(line): \(statement)")
            }
        }
        // Twenty-one chats: no statement was run more often than the batch is long.
        #expect(plans.runs <= 64 * 12)
    }
}

extension Store {
    /// Keeps so many messages of one chat.
    fileprivate func fill(_ chat: String, _ numbers: Range<Int>) throws {
        _ = try keep(numbers.map { message("\(chat)-\($0)", chat: chat) }, at: start) {
            TraceID(rawValue: "t")
        }
    }
}
