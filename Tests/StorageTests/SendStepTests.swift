import Conversation
import GRDB
import Messaging
import Storage
import Synchronization
import Testing

/// What a courier stores between two rounds of sends.
@Suite struct SendStepTests {
    let queue: DatabaseQueue
    let store: Store

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
    }

    @Test func whatIsNewIsToldOnceAndInTheOrderInWhichItWasQueued() throws {
        try answer(["c1", "c2", "c1"])
        let first = try advance(after: 0, max: 2)
        #expect(first.new.map(\.chat.rawValue) == ["c1", "c2"])
        let second = try advance(after: 2, max: 9)
        #expect(second.new.map(\.id) == [3])
        #expect(try advance(after: 3, max: 9).new.isEmpty)
        #expect(try advance(after: 0, max: 9, account: "bot-2").new.isEmpty)
    }

    @Test func whatBeginsComesWithItsTextAndIsOnItsWay() throws {
        try answer(["c1", "c2"])
        let begun = try begin(try advance(after: 0, max: 9).new)
        #expect(begun.map(\.message.text) == ["m0", "m1"])
        #expect(begun.map(\.delivery.state) == [.sending(attempts: 1), .sending(attempts: 1)])
        // Nothing that is on its way is new to anybody.
        #expect(try advance(after: 0, max: 9).new.isEmpty)
        #expect(try store.restartDeliveries(account: bot, at: start).count == 2)
    }

    @Test func whatWasTakenBackDoesNotBegin() throws {
        try answer(["c1", "c2"])
        let new = try advance(after: 0, max: 9).new
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'abandoned', reason = 'đã báo cáo', ended_at = 1
                    WHERE id = 1
                    """)
        }
        #expect(try begin(new).map(\.id) == [2])
    }

    @Test func endingsAreStoredAndCountedOnceAndOnlyWhatIsOpenChanges() throws {
        try answer(["c1", "c2", "c3"])
        let begun = try begin(try advance(after: 0, max: 9).new)
        var step = SendStep()
        step.endings = begun.enumerated().map { index, due in
            var due = due
            let unknown = SendFailure.outcomeUnknown(reason: "time-out")
            _ =
                index == 1
                ? due.delivery.sendFailed(unknown, at: start) : due.delivery.sendSucceeded()
            return SendEnding(
                due, message: MessageID(rawValue: "z\(index)"), countsAsSent: index < 2)
        }
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'abandoned', reason = 'by hand', ended_at = 1
                    WHERE id = 3
                    """)
        }
        let result = try store.advance(step, of: bot, at: start)
        #expect(result.sentInMonth == 2)
        let counts = try store.counts()
        #expect(counts.delivered == 1)
        #expect(counts.queued == 1)
        #expect(counts.abandoned == 1)
    }

    @Test func aChatThatIsGoneIsForgottenWithWhatWaitsForIt() throws {
        try answer(["c1", "c1", "c2"])
        let begun = try begin([try #require(try advance(after: 0, max: 9).new.first)])
        var due = try #require(begun.first)
        _ = due.delivery.sendFailed(.recipientGone(reason: "blocked"), at: start)
        var step = SendStep()
        step.endings = [SendEnding(due, goneReason: "blocked")]
        _ = try store.advance(step, of: bot, at: start)
        #expect(try store.counts().abandoned == 2)
        #expect(try advance(after: 0, max: 9).new.map(\.chat.rawValue) == ["c2"])
    }

    /// Costs are counted: of 100 messages in 20 chats, from kept to delivered, with what is asked
    /// at each step, while 2,000 others wait.
    @Test func aHundredMessagesCostAFewCommitsAndNothingGrowsWithTheBacklog() throws {
        let commits = Commits()
        let statements = Mutex(0)
        queue.add(transactionObserver: commits, extent: .databaseLifetime)
        for (backlog, known) in [(0, Int64(0)), (2_000, 2_100)] {
            try store.queue((0..<backlog).map { bulletin("b\($0)") }, at: start)
            queue.writeWithoutTransaction { db in
                db.trace { _ in statements.withLock { $0 += 1 } }
            }
            let (commitsBefore, before) = (commits.count, statements.withLock { $0 })
            try deliverAHundred(named: "\(backlog)-", after: known)
            queue.writeWithoutTransaction { $0.trace() }
            #expect(commits.count - commitsBefore == 10)
            let each = Double(statements.withLock { $0 } - before) / 100
            #expect(each < 25, "\(each) statements a message behind \(backlog)")
        }
    }

    private func deliverAHundred(named name: String, after known: Int64) throws {
        let messages = (0..<100).map { message("\(name)\($0)", chat: "c\($0 % 20)") }
        _ = try store.keep(messages, at: start) { TraceID(rawValue: "t") }
        // Three of each of the 20 chats, then what is left.
        for _ in 0..<2 { try store.together { _ = Result { try store.turn(max: 60) } } }
        var step = SendStep()
        (step.after, step.newMax) = (known, 512)
        var waiting = try store.advance(step, of: bot, at: start).new
            .filter { $0.priority == .answer }
        try #require(waiting.count == 100)
        while !waiting.isEmpty || !step.endings.isEmpty {
            let beginnings = waiting.prefix(20).map(woken)
            waiting.removeFirst(beginnings.count)
            (step.beginnings, step.newMax) = (beginnings, 0)
            let begun = try store.advance(step, of: bot, at: start).begun
            step.endings = begun.map { due in
                var due = due
                _ = due.delivery.sendSucceeded()
                return SendEnding(due, countsAsSent: true)
            }
        }
    }

    private func answer(_ chats: [String]) throws {
        for (index, chat) in chats.enumerated() {
            try store.keep(message("m\(index)", chat: chat, text: "m\(index)"))
            try store.turn()
        }
    }

    private func advance(
        after id: Int64, max: Int, account: String = "bot-1"
    ) throws -> SendStepResult {
        var step = SendStep()
        (step.after, step.newMax) = (id, max)
        return try store.advance(step, of: AccountID(rawValue: account), at: start)
    }

    private func begin(_ rows: [OpenDelivery]) throws -> [DueMessage] {
        var step = SendStep()
        step.beginnings = rows.map(woken)
        return try store.advance(step, of: bot, at: start).begun
    }

    private func woken(_ row: OpenDelivery) -> OpenDelivery {
        var row = row
        _ = row.delivery.woke(at: start)
        return row
    }

    private func bulletin(_ chat: String) -> QueuedMessage {
        QueuedMessage(
            account: bot, chat: ChatID(rawValue: chat), text: "bản tin", priority: .bulletin,
            trace: TraceID(rawValue: "b"))
    }
}
