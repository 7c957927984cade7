import CoreMetrics
import Prometheus
import TestSupport
import Testing

/// The backend of swift-metrics, and the text that it writes.
@Suite struct PrometheusRegistryTests {
    private static let families = [
        MetricFamily(
            .counter, "app_sends_total", unit: "sends", labels: ["account", "result"],
            help: "Sends, by result."),
        MetricFamily(.gauge, "app_waiting_messages", unit: "messages", help: "What waits."),
        MetricFamily(
            .histogram(buckets: [0.5, 2]), "app_turn_seconds", unit: "seconds", labels: ["kind"],
            help: "Turns."),
    ]

    private static func counter(
        _ registry: PrometheusRegistry, _ account: String, _ result: String = "ok"
    ) -> Counter {
        Counter(
            label: "app_sends_total", dimensions: [("account", account), ("result", result)],
            factory: registry)
    }

    @Test func everyKindIsWrittenInItsForm() {
        let registry = PrometheusRegistry(Self.families)
        Self.counter(registry, "b").increment(by: 3)
        Self.counter(registry, "a").increment()
        Meter(label: "app_waiting_messages", factory: registry).set(7)
        let timer = Timer(
            label: "app_turn_seconds", dimensions: [("kind", "x")], factory: registry)
        for milliseconds in [500, 501, 2_000, 9_000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            registry.text() == """
                # HELP app_sends_total Sends, by result.
                # TYPE app_sends_total counter
                app_sends_total{account="a",result="ok"} 1
                app_sends_total{account="b",result="ok"} 3
                # HELP app_waiting_messages What waits.
                # TYPE app_waiting_messages gauge
                app_waiting_messages 7
                # HELP app_turn_seconds Turns.
                # TYPE app_turn_seconds histogram
                app_turn_seconds_bucket{kind="x",le="0.5"} 1
                app_turn_seconds_bucket{kind="x",le="2"} 3
                app_turn_seconds_bucket{kind="x",le="+Inf"} 4
                app_turn_seconds_sum{kind="x"} 12.001
                app_turn_seconds_count{kind="x"} 4

                """)
    }

    @Test func oneSeriesIsSharedByAllThatNameIt() {
        let registry = PrometheusRegistry(Self.families)
        for _ in 1...3 { Self.counter(registry, "a").increment() }
        #expect(registry.text().contains("app_sends_total{account=\"a\",result=\"ok\"} 3\n"))
    }

    @Test func labelsAreEscapedAndCannotAddLines() {
        let registry = PrometheusRegistry(Self.families)
        Self.counter(registry, "a\"b\\c\nd_total 1").increment()
        #expect(
            registry.text().contains(
                #"app_sends_total{account="a\"b\\c\nd_total 1",result="ok"} 1"# + "\n"))
    }

    /// What is not among the families, and why.
    @Test(arguments: [
        ("app_unknown_total", [("account", "a"), ("result", "ok")], "no such name"),
        ("app_sends_total", [("account", "a")], "a label is missing"),
        ("app_sends_total", [("account", "a"), ("chat", "c")], "another label"),
        ("app_waiting_messages", [], "another kind"),
    ])
    func whatIsNoFamilyIsKeptNowhere(name: String, labels: [(String, String)], reason: String) {
        let registry = PrometheusRegistry(Self.families)
        let empty = registry.text()
        Counter(label: name, dimensions: labels, factory: registry).increment()
        #expect(registry.text() == empty, "\(reason)")
    }

    @Test func aSeriesOfAnotherKindIsNotMistakenForOurs() {
        let registry = PrometheusRegistry(Self.families)
        Gauge(label: "app_waiting_messages", factory: registry).record(5)
        Timer(label: "app_waiting_messages", factory: registry).recordSeconds(1)
        #expect(registry.text().contains("app_waiting_messages 5\n"))
    }

    @Test func aSeriesThatIsDestroyedIsNoLongerShown() {
        let registry = PrometheusRegistry(Self.families)
        let (one, other) = (Self.counter(registry, "one"), Self.counter(registry, "other"))
        one.increment()
        other.increment()
        one.destroy()
        #expect(!registry.text().contains("one"))
        #expect(registry.text().contains("other"))
        // It begins at 0 when it comes back.
        Self.counter(registry, "one").increment()
        #expect(registry.text().contains("app_sends_total{account=\"one\",result=\"ok\"} 1\n"))
    }

    @Test func moreSeriesThanTheLimitAreRefused() {
        let registry = PrometheusRegistry(Self.families, seriesMax: 2)
        for account in ["a", "b", "c"] { Self.counter(registry, account).increment() }
        #expect(registry.text().contains("account=\"b\""))
        #expect(!registry.text().contains("account=\"c\""))
    }

    @Test func aCounterNeverFallsAndADurationIsNeverNegative() {
        let registry = PrometheusRegistry(Self.families)
        let counter = Self.counter(registry, "a")
        counter.increment(by: 2)
        counter.increment(by: -1)
        Timer(label: "app_turn_seconds", dimensions: [("kind", "x")], factory: registry)
            .recordMilliseconds(-5)
        let text = registry.text()
        #expect(text.contains("app_sends_total{account=\"a\",result=\"ok\"} 2\n"))
        #expect(text.contains("app_turn_seconds_sum{kind=\"x\"} 0\n"))
        #expect(text.contains("app_turn_seconds_bucket{kind=\"x\",le=\"0.5\"} 1\n"))
    }

    @Test func readingsStandAmongTheirFamilies() {
        let registry = PrometheusRegistry(Self.families)
        let text = registry.text(with: [
            MetricReading("app_waiting_messages", [], 0.25),
            MetricReading("app_waiting_messages", ["too", "many"], 1),
            MetricReading("app_unknown", [], 1),
        ])
        #expect(text.contains("# TYPE app_waiting_messages gauge\napp_waiting_messages 0.25\n#"))
        #expect(!text.contains("unknown") && !text.contains("many"))
    }

    @Test func theProcessTellsOfItself() throws {
        let registry = PrometheusRegistry(ProcessReadings.families)
        let readings = ProcessReadings.now()
        #expect(readings.map(\.name) == ProcessReadings.families.map(\.name))
        let memory = try #require(readings.first { $0.name == "process_resident_memory_bytes" })
        #expect(memory.value > 1_000_000 && memory.value < 1e11)
        let files = try #require(readings.first { $0.name == "process_open_fds" })
        #expect(files.value >= 3)
        #expect(registry.text(with: readings).contains("\nprocess_cpu_seconds_total "))
    }

    @Test(.enabled(if: Promtool.path != nil, Comment(rawValue: Promtool.missing)))
    func promtoolReadsWhatIsWritten() async throws {
        let registry = PrometheusRegistry(Self.families + ProcessReadings.families)
        Self.counter(registry, "a\"\\\n").increment()
        Timer(label: "app_turn_seconds", dimensions: [("kind", "x")], factory: registry)
            .recordSeconds(1)
        let good = try await Promtool.run(
            ["check", "metrics"], input: registry.text(with: ProcessReadings.now()))
        #expect(good.status == 0, "\(good.output)")
        #expect(good.output.isEmpty, "\(good.output)")
        let bad = try await Promtool.run(["check", "metrics"], input: "a b c d\n")
        #expect(bad.status != 0, "the checker checks")
    }
}
