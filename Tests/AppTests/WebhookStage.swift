import CurlHTTP
import Foundation
import GRDB
import Rehearsal
import Simulator
import TestSupport
import Testing

/// A simulated platform's bots that are called at one daemon, which a test starts and kills.
struct WebhookStage: Sendable {
    let folder: URL
    let control: SimulatorControl
    let bots: [SimulatedBot]
    let people: [SimulatedPerson]
    let webPort: UInt16
    let client: HTTPClient

    var settings: String { folder.appendingPathComponent("settings.yaml").path }
    var log: String { folder.appendingPathComponent("daemon.log").path }
    var database: String { folder.appendingPathComponent("bot.sqlite").path }

    /// Sets up so many accounts, `bot-0` and so on; secrets are not made yet.
    init(base: String, client: HTTPClient, bots count: Int) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("webhook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.client = client
        control = SimulatorControl(base: base, client: client)
        var bots: [SimulatedBot] = []
        var people: [SimulatedPerson] = []
        for number in 0..<count {
            bots.append(try await control.createBot(name: "Bot Thử \(number)"))
            people.append(try await control.createPerson(name: "Chị Lan", id: "lan-\(number)"))
        }
        (self.bots, self.people) = (bots, people)
        // Free for now: the daemon is to have the same port in each of its lives.
        let (descriptor, port) = try LoopbackServer.listening(backlog: 1)
        close(descriptor)
        webPort = port
        try write(base: base)
    }

    private func write(base: String) throws {
        var lines = [
            "database: bot.sqlite", "content: \(RepositoryRoot.path)/intents",
            "accounts: [\(bots.indices.map { "bot-\($0)" }.joined(separator: ", "))]",
            "web:", "  port: \(webPort)", "  public_url: http://127.0.0.1:\(webPort)", "account:",
        ]
        for (number, bot) in bots.enumerated() {
            lines += [
                "  bot-\(number):", "    token_file: token-\(number)", "    base_url: \(base)",
                "    webhook: true", "    webhook_secret_file: secret-\(number)",
            ]
            try Data(bot.token.utf8).write(to: folder.appendingPathComponent("token-\(number)"))
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: settings))
        try Data().write(to: URL(fileURLWithPath: log))
    }

    /// Runs `tungngo webhook` with these arguments, off the threads that tasks share.
    func webhook(_ arguments: String..., plain: Bool = false) async throws -> ProgramRun {
        let all =
            ["webhook"] + arguments + ["--settings", settings] + (plain ? ["--allow-plain"] : [])
        return try await ProgramRun(all)
    }

    /// Starts the daemon and returns when its pages answer.
    func startDaemon(_ binary: URL) async throws -> DaemonProcess {
        let daemon = try DaemonProcess(program: binary.path, settings: settings, log: log)
        while true {
            if let status = try? await page("/healthz").status, status == 200 { return daemon }
            guard daemon.isRunning else { throw DaemonEnded() }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    struct DaemonEnded: Error {}

    /// Gets a page of the daemon.
    func page(_ path: String) async throws -> HTTPResponse {
        try await client.execute(HTTPRequest(url: "http://127.0.0.1:\(webPort)\(path)"))
    }

    /// What the daemon has written so far.
    var logText: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// The ids of the messages in the database, each as often as it is there.
    func storedMessages() throws -> [String] {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        return try queue.read { db in try String.fetchAll(db, sql: "SELECT message FROM inbox") }
    }

    /// The ids of the messages that the daemon said it has kept.
    func claimed() async throws -> Set<String> {
        Set(try await control.handedOut().filter { $0.webhookStatus == 200 }.map(\.messageID))
    }

    /// The bots' tokens and webhook secrets, and the numbers that people write.
    var planted: PlantedValues {
        let secrets = bots.indices.map { number in
            let file = folder.appendingPathComponent("secret-\(number)").path
            return (try? String(contentsOfFile: file, encoding: .utf8))?
                .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        }
        return PlantedValues(secrets: secrets + bots.map(\.token))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// Runs a simulator and a stage for the length of `body`.
func onWebhookStage(
    bots: Int, _ body: @Sendable (WebhookStage, URL) async throws -> Void
) async throws {
    guard let binary = CrashDaemon.binary else { throw ProgramMissing() }
    var options = SimulatorOptions()
    options.seed = 1
    options.allowsPlainWebhooks = true
    try await withSimulator(options) { port, client in
        let stage = try await WebhookStage(
            base: "http://127.0.0.1:\(port)", client: client, bots: bots)
        try await body(stage, binary)
        stage.planted.expectNone(inLogsOf: stage.folder)
        stage.remove()
    }
}
