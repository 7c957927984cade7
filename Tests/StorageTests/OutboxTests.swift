import Conversation
import GRDB
import Messaging
import Storage
import Testing

@Suite struct OutboxTests {
    let store: Store

    init() throws {
        store = try Store.inMemory(startedAt: start)
    }

    @Test func ofEachChatOnlyTheOldestIsDueAndTheNextWhenItHasEnded() throws {
        try answer([("c1", "một"), ("c1", "hai"), ("c2", "ba")])
        #expect(try store.dueTexts() == ["một", "ba"])
        var first = try #require(try store.due(account: bot, now: start, max: 1).first)
        #expect(first.delivery.woke(at: start) == .send)
        try store.save(first.delivery, for: first.id, at: start)
        #expect(try store.dueTexts() == ["ba"])
        #expect(first.delivery.sendSucceeded() == .nothing)
        try store.save(
            first.delivery, for: first.id, at: start, message: MessageID(rawValue: "z"),
            countsAsSent: true)
        #expect(try store.dueTexts() == ["hai", "ba"])
        #expect(try store.counts().delivered == 1)
    }

    @Test func aMessageThatWaitsForItsNextTryHoldsItsChatBackAndNoOther() throws {
        try answer([("c1", "một"), ("c1", "hai"), ("c2", "ba")])
        let later = start.adding(seconds: 2)
        try fail(try head(), .tryAgain(reason: "503"))
        #expect(try store.dueTexts() == ["ba"])
        #expect(try store.dueTexts(at: later) == ["một", "ba"])
    }

    @Test func answersGoBeforeBulletinsAndAShortQuotaLetsOnlyAnswersThrough() throws {
        try store.queue(
            [bulletin("c0", "bản tin"), bulletin("c1", "bản tin")], at: start)
        try answer([("c2", "trả lời"), ("c1", "trả lời")])
        #expect(try store.dueTexts() == ["trả lời", "bản tin", "bản tin"])
        let answers = try store.due(account: bot, now: start, max: 9, lowest: .answer)
        #expect(answers.map(\.message.chat.rawValue) == ["c2", "c1"])
        #expect(try store.due(account: bot, now: start, max: 9, lowest: nil).isEmpty)
    }

    @Test func otherAccountsAreLeftAlone() throws {
        try answer([("c1", "một")])
        let stranger = AccountID(rawValue: "bot-2")
        #expect(try store.due(account: stranger, now: start, max: 9).isEmpty)
        #expect(try store.restartDeliveries(account: stranger, at: start).isEmpty)
    }

    @Test func aSendCutShortIsRepeatedForAnAnswerAndDroppedForABulletin() throws {
        try answer([("c1", "trả lời")])
        try store.queue([bulletin("c2", "bản tin")], at: start)
        for _ in 0..<2 {
            var next = try head()
            #expect(next.delivery.woke(at: start) == .send)
            try store.save(next.delivery, for: next.id, at: start)
        }
        let restarted = try store.restartDeliveries(account: bot, at: start)
        #expect(restarted.count == 2)
        let later = start.adding(seconds: 2)
        #expect(try store.dueTexts(at: later) == ["trả lời"])
        #expect(try store.counts().abandoned == 1)
        #expect(try store.sentInMonth(account: bot, at: start) == 2)
    }

    @Test func anAnswerIsRepeatedAfterEveryRestartUntilItsTriesAreUsedUp() throws {
        try answer([("c1", "trả lời")])
        var now = start
        var sends = 0
        while let waiting = try store.due(account: bot, now: now, max: 1).first, sends < 20 {
            var next = waiting
            #expect(next.delivery.woke(at: now) == .send)
            try store.save(next.delivery, for: next.id, at: now)
            sends += 1
            _ = try store.restartDeliveries(account: bot, at: now)
            now = now.adding(seconds: 2)
        }
        #expect(sends == Delivery.attemptsMax)
        #expect(try store.counts().abandoned == 1)
    }

    @Test func aChatThatIsGoneGetsNothingMoreUntilItWritesAgain() throws {
        try answer([("c1", "một"), ("c1", "hai")])
        var first = try head()
        _ = first.delivery.woke(at: start)
        #expect(
            first.delivery.sendFailed(.recipientGone(reason: "blocked"), at: start)
                == .forgetRecipient)
        try store.forgetRecipient(first.delivery, for: first, reason: "blocked", at: start)
        #expect(try store.counts().abandoned == 2)
        try store.queue([bulletin("c1", "bản tin")], at: start)
        #expect(try store.counts().abandoned == 3)
        try answer([("c1", "ba")])
        #expect(try store.dueTexts() == ["ba"])
    }

    @Test func whatHasEndedCannotBeSavedAgain() throws {
        try answer([("c1", "một")])
        var first = try head()
        _ = first.delivery.woke(at: start)
        _ = first.delivery.sendSucceeded()
        try store.save(first.delivery, for: first.id, at: start)
        #expect(throws: StoreError.refused("the delivery of outbox row 1 has ended before")) {
            try store.save(first.delivery, for: first.id, at: start)
        }
    }

    @Test func sentMessagesAreCountedByMonthInVietnam() throws {
        // 30 June 2022, 18:00 UTC is 1 July, 01:00 in Vietnam.
        let july = Timestamp(milliseconds: 1_656_612_000_000)
        try answer([("c1", "một"), ("c2", "hai")])
        for moment in [start, july] {
            var next = try head()
            _ = next.delivery.woke(at: start)
            _ = next.delivery.sendSucceeded()
            try store.save(next.delivery, for: next.id, at: moment, countsAsSent: true)
        }
        #expect(try store.sentInMonth(account: bot, at: start) == 1)
        #expect(try store.sentInMonth(account: bot, at: july) == 1)
    }

    @Test func anAccountsStandingIsKept() throws {
        #expect(try store.standing(of: bot).lastPollAt == nil)
        try store.notePoll(account: bot, at: start)
        try store.noteStopped(account: bot, reason: "the token is no longer valid", at: start)
        let standing = try store.standing(of: bot)
        #expect(standing.lastPollAt == start)
        #expect(standing.stoppedReason == "the token is no longer valid")
        try store.noteStopped(account: bot, reason: nil, at: start)
        #expect(try store.standing(of: bot).stoppedReason == nil)
    }

    @Test(arguments: Priority.allCases)
    func whatIsRepeatedOutlivesItsPauses(priority: Priority) {
        #expect(priority.usefulSeconds >= 3_600)
        let pauses = (1..<Delivery.attemptsMax).map { Delivery.pauseSeconds(afterAttempt: $0) }
        if priority.repeatsUnknownOutcome {
            #expect(pauses.reduce(0, +) <= priority.usefulSeconds)
        }
    }

    private func answer(_ turns: [(chat: String, text: String)]) throws {
        for (chat, text) in turns {
            let count = try store.counts().received
            try store.keep(message("m\(count)", chat: chat, text: text))
        }
        try store.turn()
    }

    private func head() throws -> DueMessage {
        try #require(try store.due(account: bot, now: start, max: 1).first)
    }

    private func fail(_ due: DueMessage, _ failure: SendFailure) throws {
        var due = due
        _ = due.delivery.woke(at: start)
        _ = due.delivery.sendFailed(failure, at: start)
        try store.save(due.delivery, for: due.id, at: start)
    }

    private func bulletin(_ chat: String, _ text: String) -> QueuedMessage {
        QueuedMessage(
            account: bot, chat: ChatID(rawValue: chat), text: text, priority: .bulletin,
            trace: TraceID(rawValue: "b"))
    }
}
