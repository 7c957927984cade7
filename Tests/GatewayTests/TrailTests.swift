import Conversation
import Gateway
import Logging
import Messaging
import Storage
import Testing

/// Why a message got its reply or none, from what is stored, and what the log tells with it.
@Suite struct TrailTests {
    private let store: Store

    init() throws { store = try Store.inMemory(startedAt: start) }

    private func keep(
        _ id: String, chat: String = "c1", flood: FloodLimits? = nil
    ) throws -> KeptMessage {
        try #require(
            try store.keep([message(id, chat: chat)], at: start, flood: flood, trace: { trace(id) })
                .first)
    }

    /// Sixteen digits that begin with the bytes of the id.
    private func trace(_ id: String) -> TraceID {
        let digits = id.utf8.map { String($0, radix: 16) }.joined()
        return TraceID(rawValue: digits + String(repeating: "0", count: 16 - digits.count))
    }

    private func decide(
        _ decision: Decision = Decision(.answered), replies: Int = 1, failing: Bool = false
    ) throws -> [TurnResult] {
        let batch = try store.takeInHand(max: 10, at: start).batch
        return try store.takeTurns(batch, now: start, textUnitsMax: { _ in 1_000 }) { _, _ in
            if failing { throw Poison() }
            return (decision, (0..<replies).map { RenderedReply("reply \($0)") })
        }
    }

    private func send(_ change: (inout Delivery) -> Void = { _ in }) throws {
        var step = SendStep()
        step.newMax = 10
        let open = try store.advance(step, of: bot, at: start).new
        var begun = SendStep()
        begun.beginnings = open.map { row in
            var row = row
            _ = row.delivery.woke(at: start)
            return row
        }
        let due = try store.advance(begun, of: bot, at: start).begun
        var ended = SendStep()
        ended.endings = due.map { due in
            var due = due
            change(&due.delivery)
            return SendEnding(due)
        }
        _ = try store.advance(ended, of: bot, at: start)
    }

    private func verdict(
        _ id: String, isRunning: Bool = true, lowest: Priority?? = nil
    ) throws -> (what: String, remedy: String?) {
        let trail = try #require(try store.trails(trace: trace(id).rawValue, max: 2).first)
        let lives = Dictionary(
            uniqueKeysWithValues: try store.accountLives().map { ($0.account, $0) })
        let around = TrailVerdict.Surroundings(
            now: start, isRunning: isRunning, accounts: lives,
            lowest: lowest.map { [bot: $0] } ?? [:])
        let verdict = try #require(TrailVerdict.all(trail, around).first)
        return (verdict.what, verdict.remedy)
    }

    private func unanswered() throws -> [String] {
        try store.trails(
            unanswered: true, since: start, until: nil, account: nil, chat: nil, max: 10
        ).map { $0.trace.rawValue }
    }

    @Test func aMessageWaitsForItsTurnOrForTheDaemon() throws {
        _ = try keep("a")
        #expect(try verdict("a").what == "no reply yet: it waits for its turn")
        #expect(try verdict("a", isRunning: false).remedy == "start the daemon")
        #expect(try unanswered() == [trace("a").rawValue])
    }

    @Test func aMessageThatFailsIsSetAsideWithItsReason() throws {
        _ = try keep("a")
        _ = try decide(failing: true)
        #expect(try verdict("a").what.contains("has failed 1 times (Poison())"))
        _ = try decide(failing: true)
        _ = try decide(failing: true)
        let set = try verdict("a")
        #expect(set.what.contains("failed 3 times and it was set aside: Poison()"))
        #expect(set.remedy?.contains("tungngo messages retry in-1") == true)
    }

    @Test func silenceAndFloodAreReasons() throws {
        _ = try keep("a")
        let results = try decide(.silence(.smallTalk), replies: 0)
        #expect(results.first?.silence == .smallTalk)
        #expect(try verdict("a").what.hasPrefix("no reply: it was decided (silent)"))
        let limits = FloodLimits(person: FloodGuard.Limits(perMinute: 1, perHour: 1))
        for id in ["b", "c", "d"] { _ = try keep(id, chat: "c2", flood: limits) }
        #expect(try verdict("d").what.contains("writes too much"))
    }

    @Test func aReplyIsDeliveredQueuedOrDroppedForAReason() throws {
        _ = try keep("a")
        _ = try decide()
        #expect(
            try verdict("a").what
                == "reply 1 is queued: it is next, as fast as the account may send")
        #expect(try verdict("a", isRunning: false).what.contains("the daemon does not run"))
        #expect(try verdict("a", lowest: .some(nil)).what.contains("quota"))
        #expect(try verdict("a", lowest: .some(.answer)).what.contains("it is next"))
        try store.pause(bot, by: "chi-admin", at: start)
        let paused = try verdict("a")
        #expect(paused.what.contains("paused since 2022-06-19 07:53:20.000 by chi-admin"))
        #expect(paused.remedy == "tungngo accounts resume bot-1")
        try store.resume(bot, at: start)
        try store.noteStopped(account: bot, reason: "the token is dead", at: start)
        #expect(try verdict("a").what.contains("does not work: the token is dead"))
        try store.noteStopped(account: bot, reason: nil, at: start)

        try send { _ = $0.sendFailed(.tryAgain(reason: "500"), at: start) }
        #expect(
            try verdict("a").what
                == "reply 1 is queued: try 1 failed, the next comes at 2022-06-19 07:53:22.000")
        #expect(try unanswered() == [trace("a").rawValue])
    }

    @Test func aReplyBehindAnotherOfItsChatWaitsForThat() throws {
        _ = try keep("a")
        _ = try decide()
        try send { _ = $0.sendFailed(.tryAgain(reason: "500"), at: start) }
        _ = try keep("b")
        _ = try decide()
        #expect(
            try verdict("b").what == "reply 2 is queued behind an earlier message to the same chat")
    }

    @Test func whatWasDeliveredIsNotUnansweredAndWhatWasRefusedIs() throws {
        _ = try keep("a")
        _ = try decide()
        try send { _ = $0.sendSucceeded() }
        #expect(try verdict("a").what == "reply 1 was delivered to c1, 0 ms after it was decided")
        #expect(try unanswered() == [])
        _ = try keep("b")
        _ = try decide()
        try send { _ = $0.sendFailed(.refused(reason: "no such text"), at: start) }
        let refused = try verdict("b")
        #expect(refused.what == "reply 2 was not delivered: no such text")
        #expect(refused.remedy?.contains("tungngo messages retry out-2") == true)
        #expect(try unanswered() == [trace("b").rawValue])
    }

    @Test func tracesAreFoundByTheirBeginningWithoutPatterns() throws {
        for id in ["aa", "ab", "b"] { _ = try keep(id) }
        #expect(try store.trails(trace: "616", max: 10).count == 2)
        #expect(try store.trails(trace: "6162", max: 10).count == 1)
        #expect(try store.trails(trace: "%", max: 10).isEmpty)
        #expect(try store.trails(trace: "616", max: 1).count == 1)
        // What the bot says by itself has a trace of its own.
        try store.queue(
            [
                QueuedMessage(
                    account: bot, chat: ChatID(rawValue: "c9"), text: "bản tin",
                    priority: .bulletin, trace: TraceID(rawValue: "feed000000000000"))
            ], at: start)
        let own = try #require(try store.trails(trace: "feed", max: 10).first)
        #expect(own.received == nil && own.replies.count == 1 && own.accounts == [bot])
    }

    @Test func aStoryIsInOrderWithTheWireAndWhatHappenedAround() throws {
        _ = try keep("a")
        _ = try decide()
        let trail = try #require(try store.trails(trace: trace("a").rawValue, max: 1).first)
        func line(_ seconds: Int64, _ event: String, _ more: String) throws -> LogLine {
            let bytes = LineText.at(start.adding(seconds: seconds), event: event, more)
            return try #require(LogLine(bytes.dropLast()))
        }
        let lines = [
            try line(0, "message-kept", #","account":"bot-1","wire_ms":1500"#),
            try line(1, "turn-taken", #","outcome":"answered","replies":"1","ms":12"#),
        ]
        let around = [
            try line(-60, "account-works", #","account":"bot-1""#),
            try line(2, "account-paused", #","account":"bot-1""#),
            try line(3, "account-paused", #","account":"bot-2""#),
            try line(4, "stopped", ""),
        ]
        let story = TrailStory(
            trace: "t", lines: lines, around: around, trail: trail,
            now: start.adding(seconds: 100))
        #expect(
            story.steps.map(\.event)
                == ["(platform)", "message-kept", "turn-taken", "account-paused", "stopped"])
        #expect(story.steps[2].what == "decided in 12 ms: answered, 1 reply")
        #expect(story.steps.map(\.isAround) == [false, false, false, true, true])
        // A log that was lost is made good from the database.
        let bare = TrailStory(trace: "t", lines: [], around: [], trail: trail, now: start)
        #expect(bare.steps.map(\.what) == ["kept on the disk", "decided: answered"])
        let alone = TrailStory(trace: "t", lines: lines, around: [], trail: nil, now: start)
        #expect(alone.steps.count == 3)
    }

    @Test func aReplyToAChatThatIsGoneIsDroppedAndSaidSo() async throws {
        let scene = try Scene(
            ScriptedPlatform { _, _ in .fails(.recipientGone(reason: "blocked")) })
        _ = try scene.store.keep([message("a"), message("b")], at: start, trace: { .random() })
        try await scene.run {
            while scene.log.count("recipient-gone") + scene.log.count("reply-dropped") < 2 {
                await Task.yield()
            }
        }
        // Each of the two replies has a line of its own with its trace.
        let traces = scene.log.all.compactMap { LogLine(Array($0.utf8).dropLast()) }
            .filter { ["recipient-gone", "reply-dropped"].contains($0.event) }
            .compactMap { $0["trace"] }
        #expect(Set(traces).count == 2)
    }

    @Test func aSendThatAKillCutShortIsTriedAgainUnderTheSameTrace() async throws {
        _ = try keep("a")
        _ = try decide()
        var step = SendStep()
        step.newMax = 10
        let open = try store.advance(step, of: bot, at: start).new
        step.beginnings = open.map { row in
            var row = row
            _ = row.delivery.woke(at: start)
            return row
        }
        _ = try store.advance(step, of: bot, at: start)
        // The program is gone here, and starts again on the same database.
        let platform = ScriptedPlatform()
        let scene = try Scene(platform, store: store)
        try await scene.run { await platform.waitForSent(1) }
        let lines = scene.log.all.compactMap { LogLine(Array($0.utf8).dropLast()) }
            .filter { $0["reply"] == "1" }
        #expect(lines.map(\.event) == ["reply-resumed", "reply-sent"])
        #expect(lines.allSatisfy { $0["trace"] == trace("a").rawValue })
    }
}
