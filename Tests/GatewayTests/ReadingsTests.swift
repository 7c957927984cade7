import Conversation
import Gateway
import Messaging
import Prometheus
import Storage
import Synchronization
import TestSupport
import Testing

/// The gauges: true after a restart, cheap for the store, and never waited for.
@Suite struct ReadingsTests {
    private let registry = PrometheusRegistry(GatewayMetrics.families)

    /// A bot that does not run, on a clock that a test moves and on which no wait ends by itself.
    private struct Still {
        let bot: Bot
        let readiness = Readiness()
        let time = MovedTime()

        init(_ store: Store, quota: Int? = nil) {
            let plan = {
                var limits = GatewayLimits()
                limits.monthlyQuota = quota
                return AccountPlan(ScriptedPlatform().channel, limits: limits)
            }()
            var limits = GatewayLimits()
            limits.watch.paths = ["/database", "/log"]
            limits.watch.freeBytes = { $0 == "/database" ? 700 : nil }
            bot = Bot(
                store: store, plans: [plan], read: echo(), logger: LogLines().logger(),
                clock: GatewayClock(
                    now: { [time] in time.now }, sleep: { _ in await untilCancelled() }),
                limits: limits, readiness: readiness)
        }
    }

    private final class MovedTime: Sendable {
        private let kept = Mutex(start)
        var now: Timestamp { kept.withLock { $0 } }
        func move(seconds: Int64) { kept.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    /// Off until it is turned for the first time.
    private final class Switch: Sendable {
        private let kept = Mutex(0)
        var turns: Int { kept.withLock { $0 } }
        var isOn: Bool { turns > 0 }
        func turn() { kept.withLock { $0 += 1 } }
    }

    private func queued(_ text: String) -> QueuedMessage {
        QueuedMessage(
            account: Self.account, chat: ChatID(rawValue: "c1"), text: text, priority: .answer,
            trace: TraceID(rawValue: "t"))
    }

    private static let account = AccountID(rawValue: "bot-1")

    private func expect(_ readings: [MetricReading], _ lines: String...) {
        let text = registry.text(with: readings)
        for line in lines { #expect(text.contains("\n\(line)\n"), "missing: \(line)\n\(text)") }
    }

    @Test func whatWaitsIsKnownRightAfterARestart() async throws {
        let store = try Store.inMemory(startedAt: start)
        try store.queue([queued("một"), queued("hai")], at: start.adding(seconds: -90))
        _ = try store.keep([message("m1")], at: start.adding(seconds: -5)) {
            TraceID(rawValue: "t")
        }
        let still = Still(store, quota: 3_000)
        let readings = await still.bot.readings().now()
        expect(
            readings, #"tungngo_outbox_messages{account="bot-1"} 2"#,
            #"tungngo_outbox_oldest_age_seconds{account="bot-1"} 90"#,
            #"tungngo_outbox_undelivered_messages{account="bot-1"} 0"#,
            "tungngo_inbox_messages 1", "tungngo_inbox_oldest_age_seconds 5",
            "tungngo_inbox_set_aside_messages 0",
            #"tungngo_quota_messages{account="bot-1"} 3000"#,
            #"tungngo_quota_left_messages{account="bot-1"} 3000"#,
            #"tungngo_disk_free_bytes{disk="database"} 700"#,
            "tungngo_disk_low_bytes 500000000", "tungngo_figures_age_seconds 0",
            "process_start_time_seconds \(start.milliseconds / 1_000)", "tungngo_ready 0")
        let text = registry.text(with: readings)
        #expect(text.contains(#"schema="\#(Store.schemaName)"} 1"#))
        #expect(!text.contains(#"disk="log""#), "what nobody can tell is left out")
        #expect(!text.contains("\ntungngo_database_size_bytes "), "in memory there is no file")
    }

    @Test func anAccountWithoutALimitHasNoQuota() async throws {
        let readings = await Still(try Store.inMemory(startedAt: start)).bot.readings().now()
        #expect(!readings.contains { $0.name.contains("quota") })
    }

    @Test func theStoreIsReadOnceInFiveSecondsHoweverManyAsk() async throws {
        let still = Still(try Store.inMemory(startedAt: start))
        let reads = Mutex(0)
        let readings = still.bot.readings(
            on: BlockingQueue { work in
                reads.withLock { $0 += 1 }
                work()
            })
        for _ in 1...10 { _ = await readings.now() }
        #expect(reads.withLock { $0 } == 1)
        still.time.move(seconds: 6)
        _ = await readings.now()
        #expect(reads.withLock { $0 } == 2)
        // A clock that was put back does not freeze them.
        still.time.move(seconds: -3_600)
        _ = await readings.now()
        #expect(reads.withLock { $0 } == 3)
    }

    @Test func aStoreThatHangsHoldsNobodyAndItsFiguresGrowOld() async throws {
        let store = try Store.inMemory(startedAt: start)
        try store.queue([queued("một")], at: start)
        let (time, hangs, hung) = (MovedTime(), Switch(), Switch())
        let bot = Bot(
            store: store, channels: [ScriptedPlatform().channel], read: echo(),
            logger: LogLines().logger(),
            // The wait for the store is over at once.
            clock: GatewayClock(
                now: { time.now },
                sleep: { _ in if !hangs.isOn { await untilCancelled() } }))
        let readings = bot.readings(
            on: BlockingQueue { work in
                if hangs.isOn { hung.turn() } else { work() }
            })
        expect(await readings.now(), "tungngo_figures_age_seconds 0")
        hangs.turn()
        time.move(seconds: 60)
        for _ in 1...3 {
            expect(
                await readings.now(), #"tungngo_outbox_oldest_age_seconds{account="bot-1"} 60"#,
                "tungngo_figures_age_seconds 60")
        }
        #expect(hung.turns == 1, "no second reading is piled up behind one that hangs")
    }

    @Test func troublesAreShownByCauseAndAccount() async throws {
        let still = Still(try Store.inMemory(startedAt: start))
        let trouble = Readiness.Trouble(what: "planted-what", remedy: "planted", since: start)
        let warning = Readiness.Trouble(
            what: "planted-what", remedy: "planted", since: start, isWarning: true)
        _ = still.readiness.note("account:a:b", trouble)
        _ = still.readiness.note("disk-low", warning)
        let readings = await still.bot.readings().now()
        expect(
            readings, #"tungngo_trouble{cause="account",account="a:b",level="blocking"} 1"#,
            #"tungngo_trouble{cause="disk-low",account="",level="warning"} 1"#, "tungngo_ready 0")
        #expect(!registry.text(with: readings).contains("planted"))
    }

    @Test func accountsAreShownInTheStateTheyAreInAndVanishWithTheirCounters() async throws {
        let (dead, good) = (
            ScriptedAccount("dead") { _ in .fails(deadToken) }, ScriptedAccount("good")
        )
        let stage = try AccountStage([dead, good], metrics: GatewayMetrics(registry))
        try await stage.run {
            await stage.pass { stage.log.count("account-works") == 1 && stage.causes.count == 1 }
            let readings = await stage.bot.readings().now()
            expect(
                readings, #"tungngo_account_state{account="dead",state="stopped"} 1"#,
                #"tungngo_account_state{account="good",state="working"} 1"#,
                #"tungngo_trouble{cause="account",account="dead",level="blocking"} 1"#)
            stage.follow(good)
            await stage.pass { stage.log.count("account-removed") == 1 }
            let text = registry.text(with: await stage.bot.readings().now())
            #expect(!text.contains("dead"))
            #expect(text.contains(#"tungngo_messages_received_total{account="good"} 0"#))
            #expect(text.contains("\ntungngo_ready 1\n"))
        }
    }
}
