import CurlHTTP
import Foundation
import GRDB
import Messaging
import Rehearsal
import Simulator
import TestSupport
import Testing
import Zalo

/// An Official Account of a simulated platform and one daemon that serves it.
struct OfficialStage: Sendable {
    let folder: URL
    let control: SimulatorControl
    let record: SimulatedOfficialAccount
    let person: SimulatedPerson
    let base: String
    let webPort: UInt16
    let client: HTTPClient

    var settings: String { folder.appendingPathComponent("settings.yaml").path }
    var log: String { folder.appendingPathComponent("daemon.log").path }
    var tokenFile: OATokenFile {
        OATokenFile(path: folder.appendingPathComponent("oa.json").path)
    }

    /// What the daemon has written so far.
    var logText: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Sets up the account `tinh`, whose tokens are those of the platform and end in a day.
    init(base: String, client: HTTPClient) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("official-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        (self.base, self.client) = (base, client)
        control = SimulatorControl(base: base, client: client)
        record = try await control.createOfficialAccount(name: "Từng Ngõ", paidMessages: 500)
        person = try await control.createPerson(name: "Chị Lan")
        let (descriptor, port) = try LoopbackServer.listening(backlog: 1)
        close(descriptor)
        webPort = port
        let lines = [
            "database: bot.sqlite", "content: \(RepositoryRoot.path)/intents", "accounts: [tinh]",
            "log: {level: info}", "web: {port: \(port)}", "account:", "  tinh:",
            "    platform: zalo-oa", "    app_id: \"\(record.appID)\"",
            "    app_secret_file: app-secret", "    oa_secret_file: oa-secret",
            "    token_file: oa.json", "    base_url: \(base)", "    oauth_url: \(base)",
        ]
        try write(lines.joined(separator: "\n"), to: "settings.yaml")
        try write(record.appSecret, to: "app-secret")
        try write(record.secretKey, to: "oa-secret")
        try write("", to: "daemon.log")
        try tokenFile.write(pair(endsInSeconds: 86_400))
        _ = try await control.setWebhook(
            "http://127.0.0.1:\(port)/webhook/zalo-oa/tinh", ofOfficialAccount: record.id)
    }

    /// The platform's first pair, with an end of the file's own.
    func pair(endsInSeconds seconds: Int64) -> OATokenPair {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        return OATokenPair(
            access: Secret(record.accessToken), refresh: Secret(record.refreshToken),
            accessEndsAt: Timestamp(milliseconds: now).adding(seconds: seconds))
    }

    private func write(_ text: String, to name: String) throws {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    }

    /// Starts the daemon and returns when the account works.
    func startDaemon(_ binary: URL) async throws -> DaemonProcess {
        let daemon = try DaemonProcess(program: binary.path, settings: settings, log: log)
        try await until("the account works") {
            guard daemon.isRunning else { throw WebhookStage.DaemonEnded() }
            return logText.contains(#""event":"account-works""#)
        }
        return daemon
    }

    /// Looks at files and at the platform until something is so.
    func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else {
                Issue.record("never: \(what); the log: \(logText.suffix(2_000))")
                throw NeverSo()
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    struct NeverSo: Error {}

    /// Gets a page of the daemon.
    func page(_ path: String) async throws -> (status: Int, text: String) {
        let response = try await client.execute(
            HTTPRequest(url: "http://127.0.0.1:\(webPort)\(path)"))
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// How often the daemon has logged an event.
    func logCount(_ event: String) -> Int {
        logText.split(separator: "\n").count { $0.contains(#""event":"\#(event)""#) }
    }

    /// Runs a command, off the threads that tasks share.
    func run(_ arguments: String...) async throws -> ProgramRun {
        let all = arguments + ["--settings", settings]
        return try await ProgramRun(all)
    }

    /// The person writes; returns the message's id.
    @discardableResult
    func write(_ text: String) async throws -> String {
        try await control.post(NewPost(from: person.id, text: text, bot: record.id)).messageID
    }

    /// What has reached people, in order.
    func answers() async throws -> [String] {
        try await control.messages(MessageQuery(author: .bots)).messages.map(\.text)
    }

    /// Another program uses the refresh token: what the file holds is spent.
    func spendRefreshToken() async throws {
        var request = HTTPRequest(url: base + "/v4/oa/access_token")
        request.method = "POST"
        request.headers = [
            HTTPHeader("secret_key", record.appSecret),
            HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
        ]
        request.body = Array(
            ("grant_type=refresh_token&app_id=\(record.appID)"
                + "&refresh_token=\(record.refreshToken)").utf8)
        let response = try await client.execute(request)
        #expect(String(decoding: response.body, as: UTF8.self).contains("access_token"))
    }

    /// How many messages the daemon has kept.
    func keptCount() throws -> Int {
        let queue = try DatabaseQueue(path: folder.appendingPathComponent("bot.sqlite").path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM inbox") ?? 0 }
    }

    /// Everything secret that has been in the account's hands.
    func secrets() async throws -> [String] {
        let now = try await control.officialAccount(record.id)
        return [
            record.appSecret, record.secretKey, record.accessToken, record.refreshToken,
            now?.accessToken ?? "", now?.refreshToken ?? "", "PLANTED-dead-refresh-token",
        ]
    }
}

/// Runs a simulator, a stage and its daemon for the length of `body`; at its end the daemon must
/// stop when told to, and no log or page may hold anything that was planted.
func withOfficialDaemon(
    before: @escaping @Sendable (OfficialStage) async throws -> Void = { _ in },
    _ body: @escaping @Sendable (OfficialStage) async throws -> Void
) async throws {
    guard let binary = CrashDaemon.binary else { throw ProgramMissing() }
    var options = SimulatorOptions()
    options.seed = 5
    try await withSimulator(options) { port, client in
        let stage = try await OfficialStage(base: "http://127.0.0.1:\(port)", client: client)
        defer { try? FileManager.default.removeItem(at: stage.folder) }
        try await before(stage)
        let daemon = try await stage.startDaemon(binary)
        do {
            try await body(stage)
        } catch {
            await daemon.kill()
            throw error
        }
        let pages = [
            "/readyz": try await stage.page("/readyz").text,
            "/healthz": try await stage.page("/healthz").text,
        ]
        #expect(await daemon.stop() == 0)
        PlantedValues(secrets: try await stage.secrets())
            .expectNone(inLogsOf: stage.folder, texts: pages)
    }
}
