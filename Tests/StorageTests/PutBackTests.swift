import Conversation
import Messaging
import Storage
import Testing

/// What was dropped or set aside is listed with its reason, and can be put back.
@Suite struct PutBackTests {
    @Test func aDroppedReplyIsListedAndGoesOutWhenItIsPutBack() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1", text: "hỏi"))
        try store.turn()
        var due = try #require(try store.due(account: bot, now: start, max: 1).first)
        _ = due.delivery.woke(at: start)
        _ = due.delivery.sendFailed(.refused(reason: "400 bad text"), at: start)
        try store.save(due.delivery, for: due.id, at: start)
        let dropped = try store.undelivered(since: start, max: 9)
        #expect(dropped.map(\.reason) == ["400 bad text"])
        #expect(dropped.map(\.text) == ["hỏi"])
        #expect(try store.undelivered(since: start.adding(seconds: 1), max: 9).isEmpty)
        let other = AccountID(rawValue: "bot-2")
        #expect(try store.undelivered(since: start, account: other, max: 9).isEmpty)
        let later = start.adding(seconds: 86_400)
        #expect(try store.putBackDelivery(due.id, at: later) == .done)
        #expect(try store.dueTexts(at: later) == ["hỏi"])
        #expect(try store.putBackDelivery(due.id, at: later) == .hasNotFailed)
        #expect(try store.putBackDelivery(999, at: later) == .unknown)
        #expect(try store.takePutBack() == [bot])
        #expect(try store.takePutBack().isEmpty)
    }

    @Test func toAChatThatIsGoneNothingIsPutBack() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        try store.turn()
        var due = try #require(try store.due(account: bot, now: start, max: 1).first)
        _ = due.delivery.woke(at: start)
        _ = due.delivery.sendFailed(.recipientGone(reason: "blocked"), at: start)
        try store.forgetRecipient(due.delivery, for: due, reason: "blocked", at: start)
        #expect(try store.undelivered(since: start, max: 9).map(\.isChatGone) == [true])
        #expect(try store.putBackDelivery(due.id, at: start) == .chatGone(reason: "blocked"))
    }

    @Test func aMessageSetAsideGetsItsTurnAgainAndAloneWithAllItsTries() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("bad", text: "xấu"))
        for _ in 0..<3 { try store.turn { _, _ in throw Poison() } }
        let aside = try store.setAsideMessages(since: start, max: 9)
        #expect(aside.map(\.text) == ["xấu"])
        let id = try #require(aside.first).message.id
        try store.keep(message("next"))
        #expect(try store.putBackTurn(id) == .done)
        #expect(try store.putBackTurn(id) == .hasNotFailed)
        #expect(try store.putBackTurn(999) == .unknown)
        #expect(try store.turn().map(\.message.message.message.rawValue) == ["bad"])
        #expect(try store.turn().map(\.message.message.message.rawValue) == ["next"])
    }
}
