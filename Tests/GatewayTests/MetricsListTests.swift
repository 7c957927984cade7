import Foundation
import Gateway
import Prometheus
import TestSupport
import Testing

/// The README, the alert rules and the dashboard name what the daemon exports, and nothing else.
@Suite struct MetricsListTests {
    private static let folder = "deploy/prometheus"

    private static func text(_ file: String) throws -> String {
        String(decoding: try RepositoryRoot.bytes(of: file), as: UTF8.self)
    }

    /// The lines of a section of the README.
    private static func section(_ title: String) throws -> [Substring] {
        try text("README.md").split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != "## \(title)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
            .map { $0 }
    }

    /// The names of the alerts in the rules, in order.
    private static func alerts() throws -> [String] {
        try text("\(folder)/alerts.yml").matches(of: /- alert: (\w+)/).map { String($0.1) }
    }

    /// Every name that a query may ask for: those of the families, and what a histogram is
    /// written as.
    private static let names: Set<String> = Set(
        GatewayMetrics.families.flatMap { family in
            guard case .histogram = family.kind else { return [family.name] }
            return ["_bucket", "_sum", "_count"].map { family.name + $0 }
        })

    private static func names(in text: String) -> Set<String> {
        Set(
            text.matches(of: /\b(?:tungngo_|process_)[a-z0-9_]+/).map {
                String($0.0)
            })
    }

    @Test func theReadmeListsEveryMetricWithItsMeaning() throws {
        let rows = GatewayMetrics.families.map { family in
            let labels = family.labels.isEmpty ? "–" : family.labels.joined(separator: ", ")
            return "| `\(family.name)` | \(family.kind.word) | \(family.unit) | \(labels) "
                + "| \(family.help) |"
        }
        let listed = try Self.section("Metrics and alerts").filter {
            $0.hasPrefix("| `tungngo_") || $0.hasPrefix("| `process_")
        }.map(String.init)
        #expect(
            listed == rows, "the table must be:\n\(rows.joined(separator: "\n"))")
    }

    @Test func theReadmeListsEveryAlert() throws {
        let listed = try Self.section("Metrics and alerts").filter { $0.hasPrefix("| `TungNgo") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(listed == (try Self.alerts()))
    }

    @Test func namesOfMetricsAreUniqueAndSayTheirUnits() {
        let families = GatewayMetrics.families
        #expect(Set(families.map(\.name)).count == families.count)
        for family in families {
            if ["seconds", "bytes"].contains(family.unit) {
                #expect(family.name.contains("_\(family.unit)"), "\(family.name)")
            }
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            let isBounded = Set(family.labels).isSubset(of: [
                "account", "result", "outcome", "reply", "priority", "state", "cause", "level",
                "disk", "mode", "schema",
            ])
            #expect(isBounded, "\(family.name): a label that may name a chat or a person?")
        }
    }

    @Test(arguments: ["alerts.yml", "alerts-test.yml", "dashboard.json"])
    func whatIsAskedForIsExported(file: String) throws {
        let asked = Self.names(in: try Self.text("\(Self.folder)/\(file)"))
        #expect(!asked.isEmpty)
        #expect(asked.subtracting(Self.names).isEmpty, "\(file) asks for what is not exported")
    }

    @Test func everyAlertIsTestedAndSaysWhatToDo() throws {
        let (rules, tests) = (
            try Self.text("\(Self.folder)/alerts.yml"),
            try Self.text("\(Self.folder)/alerts-test.yml")
        )
        let alerts = try Self.alerts()
        #expect(alerts.count >= 10)
        for note in ["action", "summary"] {
            let parts = rules.components(separatedBy: "\n          \(note): ")
            #expect(parts.count - 1 == alerts.count, "\(note)")
        }
        for alert in alerts {
            #expect(tests.contains("alertname: \(alert)\n        exp_alerts:\n"), "\(alert) fires")
        }
    }

    // MARK: By Prometheus' own checker

    @Test(
        .enabled(if: Promtool.path != nil, Comment(rawValue: Promtool.missing)),
        arguments: [
            ["check", "rules", "alerts.yml"], ["test", "rules", "alerts-test.yml"],
            ["check", "config", "prometheus.yml"],
        ])
    func promtoolAccepts(arguments: [String]) async throws {
        let run = try await Promtool.run(
            arguments, folder: "\(RepositoryRoot.path)/\(Self.folder)")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("SUCCESS"))
    }

    @Test(.enabled(if: Promtool.path != nil, Comment(rawValue: Promtool.missing)))
    func promtoolFindsNothingToMendInTheMetrics() async throws {
        let readings = try await Scene(ScriptedPlatform()).readings()
        let registry = PrometheusRegistry(GatewayMetrics.families)
        _ = GatewayMetrics(registry)
        let run = try await Promtool.run(
            ["check", "metrics"], input: registry.text(with: readings))
        #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
    }

    @Test func theDashboardIsWholeAndItsPanelsDoNotOverlap() throws {
        let dashboard = try Dashboard.read(Self.text("\(Self.folder)/dashboard.json"))
        #expect(dashboard.schemaVersion >= 36)
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        var cells: Set<[Int]> = []
        for panel in dashboard.panels {
            let at = panel.gridPos
            #expect(at.x + at.w <= 24, "\(panel.title)")
            for x in at.x..<(at.x + at.w) {
                for y in at.y..<(at.y + at.h) {
                    #expect(cells.insert([x, y]).inserted, "\(panel.title) lies on another")
                }
            }
            #expect(panel.type == "row" || !panel.queries.isEmpty, "\(panel.title) asks nothing")
        }
    }

    @Test(.enabled(if: Promtool.path != nil, Comment(rawValue: Promtool.missing)))
    func theQueriesOfTheDashboardCanBeRead() async throws {
        let dashboard = try Dashboard.read(Self.text("\(Self.folder)/dashboard.json"))
        let queries = dashboard.panels.flatMap(\.queries).map { query in
            query.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".*")
                .replacing("$account", with: ".*").replacing("'", with: "''")
        }
        let rules = queries.enumerated().map { number, query in
            "      - record: query:\(number)\n        expr: '\(query)'\n"
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("queries-\(UUID().uuidString).yml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("groups:\n  - name: dashboard\n    rules:\n\(rules.joined())".utf8).write(to: file)
        let run = try await Promtool.run(["check", "rules", file.path])
        #expect(run.output.contains("SUCCESS: \(queries.count) rules found"), "\(run.output)")
    }
}

/// The part of the dashboard that the tests look at.
private struct Dashboard: Decodable {
    struct Panel: Decodable {
        struct Position: Decodable {
            let x: Int
            let y: Int
            let w: Int
            let h: Int
        }
        struct Target: Decodable {
            let expr: String
        }
        let id: Int
        let type: String
        let title: String
        let gridPos: Position
        let targets: [Target]?

        var queries: [String] { (targets ?? []).map(\.expr) }
    }
    let schemaVersion: Int
    let panels: [Panel]

    static func read(_ text: String) throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(text.utf8))
    }
}
