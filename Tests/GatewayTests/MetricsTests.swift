import Conversation
import Gateway
import Messaging
import Prometheus
import Storage
import Synchronization
import TestSupport
import Testing

/// What the bot counts, measures and reads of itself for `/metrics`.
@Suite struct MetricsTests {
    private let registry = PrometheusRegistry(GatewayMetrics.families)

    private func scene(_ platforms: ScriptedPlatform, store: Store? = nil) throws -> Scene {
        var scene = try Scene(platforms, store: store)
        scene.metrics = GatewayMetrics(registry)
        return scene
    }

    private func expect(_ lines: String...) {
        let text = registry.text()
        for line in lines {
            #expect(text.contains("\n\(line)\n"), "missing: \(line)\n\(text)")
        }
    }

    @Test func aMessageIsCountedFromItsArrivalToItsDelivery() async throws {
        let platform = ScriptedPlatform()
        try await scene(platform).run {
            platform.post(message("m1"), message("m1"), message("m2", text: "khác"))
            await platform.waitForSent(2)
            await platform.waitForPoll()
        }
        expect(
            #"tungngo_messages_received_total{account="bot-1"} 2"#,
            #"tungngo_messages_repeated_total{account="bot-1"} 1"#,
            #"tungngo_polls_total{account="bot-1",result="messages"} 3"#,
            #"tungngo_turns_total{outcome="answered",reply="none"} 2"#,
            #"tungngo_sends_total{account="bot-1",result="delivered"} 2"#,
            #"tungngo_sends_total{account="bot-1",result="refused"} 0"#,
            "tungngo_reply_kept_seconds_count 2",
            #"tungngo_reply_delivered_seconds_count{priority="answer"} 2"#,
            #"tungngo_reply_delivered_seconds_count{priority="bulletin"} 0"#)
        let text = registry.text()
        #expect(!text.contains("tungngo_database_commit_seconds_count 0\n"))
        // Polling has ended with the bot.
        #expect(!text.contains("tungngo_poll_answered_timestamp_seconds{"))
    }

    @Test func noChatNoPersonAndNoTextStandsInALabel() async throws {
        let platform = ScriptedPlatform()
        let scene = try scene(platform)
        try await scene.run {
            platform.post(message("m-planted", chat: "chat-planted", text: "text-planted"))
            await platform.waitForSent(1)
        }
        let text = registry.text(with: await scene.readings())
        #expect(text.contains("bot-1"))
        for planted in ["m-planted", "chat-planted", "text-planted", "Lan"] {
            #expect(!text.contains(planted))
        }
    }

    @Test func whatWasSaidFirstIsCountedByItsKey() throws {
        let metrics = GatewayMetrics(registry)
        metrics.turnTaken(.askedBack, said: .askWhich)
        metrics.turnTaken(.silent, said: nil)
        expect(
            #"tungngo_turns_total{outcome="askedBack",reply="ask-which"} 1"#,
            #"tungngo_turns_total{outcome="silent",reply="none"} 1"#,
            #"tungngo_turns_total{outcome="abstained",reply="none"} 0"#)
    }

    /// How a send ends, and the word under which it is counted.
    @Test(arguments: [
        (SendFailure.tryAgain(reason: "x"), "retry"), (.outcomeUnknown(reason: "x"), "unknown"),
        (.tryAgainAfter(seconds: 1, reason: "x"), "too_fast"), (.refused(reason: "x"), "refused"),
        (.recipientGone(reason: "x"), "gone"), (.credentialsExpired(reason: "x"), "unauthorized"),
    ])
    func everyEndOfASendHasItsWord(failure: SendFailure, word: String) async throws {
        let platform = ScriptedPlatform { _, attempt in attempt == 1 ? .fails(failure) : .takes }
        try await scene(platform).run {
            platform.post(message("m1"))
            await platform.waitForAttempts(1)
        }
        expect(#"tungngo_sends_total{account="bot-1",result="\#(word)"} 1"#)
        let isDropped = ["refused", "gone"].contains(word)
        expect(#"tungngo_replies_dropped_total{account="bot-1"} \#(isDropped ? 1 : 0)"#)
    }

    @Test func aTurnThatFailsForGoodIsCountedThreeTimesAndSetAsideOnce() async throws {
        let platform = ScriptedPlatform()
        var scene = try scene(platform)
        scene.read = echo(poison: ["bad"])
        try await scene.run {
            platform.post(message("m1", text: "bad"), message("m2", chat: "c2", text: "good"))
            await until { self.registry.text().contains("tungngo_messages_set_aside_total 1\n") }
        }
        expect("tungngo_turns_failed_total 3")
        let figures = try scene.store.figures(
            since: start.adding(seconds: -1), at: start.adding(seconds: 10))
        #expect(figures.setAside == 1)
    }

    @Test func aFailedPollIsCountedAndNoAnswer() async throws {
        let platform = ScriptedPlatform()
        try await scene(platform).run {
            platform.answer(.success(.idle))
            platform.answer(.failure(.tryAgain(reason: "502")))
            platform.answer(.success(.skipped(reason: "what is that")))
            await platform.waitForPoll()
            await until { self.registry.text().contains(#"result="skipped"} 1"#) }
            #expect(self.registry.text().contains("tungngo_poll_answered_timestamp_seconds{"))
        }
        expect(
            #"tungngo_polls_total{account="bot-1",result="idle"} 1"#,
            #"tungngo_polls_total{account="bot-1",result="failed"} 1"#,
            #"tungngo_polls_total{account="bot-1",result="skipped"} 1"#)
    }
}
