import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing

/// What a monitor asks of the database, and what that costs.
@Suite struct StoreFiguresTests {
    private let queue: DatabaseQueue
    private let store: Store

    init() throws {
        queue = try DatabaseQueue()
        store = try Store(queue, startedAt: start)
    }

    private func queued(_ text: String, expires: Timestamp? = nil) -> QueuedMessage {
        QueuedMessage(
            account: bot, chat: ChatID(rawValue: "c1"), text: text, priority: .answer,
            trace: TraceID(rawValue: "t"), expiresAt: expires)
    }

    private func figures(since: Timestamp = start) throws -> StoreFigures {
        try store.figures(since: since, at: start.adding(seconds: 60))
    }

    @Test func anEmptyDatabaseHasNothingThatWaitsOrFailed() throws {
        let figures = try figures()
        #expect(figures.backlog == (try store.backlog()))
        #expect(figures.backlog.turns == nil && figures.backlog.replies.isEmpty)
        #expect(figures.setAside == 0 && figures.undelivered.isEmpty)
        #expect(figures.sentInMonth.isEmpty)
    }

    @Test func whatWasGivenUpIsCountedByAccountAndForAsLongAsWanted() throws {
        try store.queue([queued("một"), queued("hai"), queued("ba")], at: start)
        for (due, seconds) in zip(try store.undue(count: 3), [Int64(1), 100, 200]) {
            var delivery = due.delivery
            _ = delivery.woke(at: start)
            _ = delivery.sendFailed(.refused(reason: "no"), at: start)
            try store.save(delivery, for: due.id, at: start.adding(seconds: seconds))
        }
        #expect(try figures().undelivered == [bot: 3])
        #expect(try figures(since: start.adding(seconds: 100)).undelivered == [bot: 2])
        #expect(try figures(since: start.adding(seconds: 201)).undelivered.isEmpty)
        #expect(try figures().backlog.replies.isEmpty)
    }

    @Test func theirCostDoesNotGrowWithWhatWentWell() throws {
        let plans = PlanReader(queue)
        _ = try figures()
        plans.stop()
        let statements = plans.statements.filter { $0.contains("SELECT") }
        #expect(statements.count == 5)
        // There is one row for each account and month.
        for statement in statements where !statement.contains("account_month") {
            for line in try plans.plan(of: statement) where line.hasPrefix("SCAN") {
                #expect(line.contains("USING"), "\(statement): \(line)")
            }
        }
    }

    @Test func theSizesOfTheFilesAreThoseOnTheDisk() throws {
        #expect(store.fileSizes == nil, "in memory there are none")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store.open(
            path: folder.appendingPathComponent("bot.sqlite").path, startedAt: start)
        try store.queue([queued("một")], at: start)
        let sizes = try #require(store.fileSizes)
        #expect(sizes.log > 0)
        try store.close()
    }

    @Test func aCommitIsToldOnlyWhenThereIsSomethingToCommit() throws {
        var told: [Bool] = []
        try store.together(committing: { told.append($0) }) {
            _ = Result { try store.backlog() }
        }
        try store.together(committing: { told.append($0) }) {
            _ = Result { try store.queue([queued("một")], at: start) }
        }
        #expect(told == [false, true])
    }
}

extension Store {
    /// The deliveries that are open, whatever their moment; all in one chat.
    fileprivate func undue(count: Int) throws -> [OpenDelivery] {
        var step = SendStep()
        step.newMax = count
        return try advance(step, of: bot, at: start).new
    }
}
