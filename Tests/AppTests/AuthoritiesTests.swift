import CurlHTTP
import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// The program against a platform whose certificate the system does not know.
@Suite(
    .serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil),
    .enabled(if: PrivateAuthority.program != nil, "\(PrivateAuthority.remark)"))
struct AuthoritiesTests {
    @Test func anUnknownAuthorityIsRefusedAndTheSettingNamed() async throws {
        try await onStage(trusting: false) { stage in
            let daemon = try stage.startDaemon()
            while !stage.log.contains("account-waits"), daemon.isRunning {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(stage.log.contains("no trusted TLS connection"), "\(stage.log)")
            #expect(stage.log.contains("http.authorities_file"), "\(stage.log)")
            #expect(!stage.log.contains(stage.bot.token))
            await daemon.kill()
        }
    }

    @Test func withItsAuthorityNamedQuestionsAreAnswered() async throws {
        try await onStage(trusting: true) { stage in
            let person = try await stage.control.createPerson(name: "Chị Lan")
            _ = try await stage.control.post(
                NewPost(from: person.id, text: "khai sinh cho con cần giấy tờ gì"))
            let daemon = try stage.startDaemon()
            let answers = try await stage.control.messages(
                MessageQuery(author: .bots), waitSeconds: 30)
            #expect(answers.messages.count == 1, "\(stage.log)")
            #expect(await daemon.stop() == 0)
        }
    }

    @Test func aFileWithoutACertificateIsRefusedBeforeTheStart() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appendingPathComponent("settings.yaml")
        try Data("http:\n  authorities_file: settings.yaml\n".utf8).write(to: settings)
        let run = try await ProgramRun("serve", "--settings", settings.path)
        #expect(run.status != 0)
        #expect(run.errors.contains("http.authorities_file:"), "\(run.errors)")
    }

    private func onStage(
        trusting: Bool, _ body: @Sendable (SecureStage) async throws -> Void
    ) async throws {
        let authority = try PrivateAuthority()
        var options = SimulatorOptions()
        options.seed = 1
        options.tls = (authority.certificate, authority.key)
        var settings = HTTPClientSettings()
        settings.authoritiesFile = authority.authority
        try await withSimulator(options, client: settings) { port, client in
            let base = "https://127.0.0.1:\(port)"
            let control = SimulatorControl(base: base, client: client)
            let stage = try SecureStage(
                base: base, control: control, bot: try await control.createBot(name: "Bot Thử"),
                authorities: trusting ? authority.authority : nil)
            defer { stage.remove() }
            try await body(stage)
        }
    }
}

/// A daemon's folder beside a platform over TLS.
private struct SecureStage: Sendable {
    let folder: URL
    let control: SimulatorControl
    let bot: SimulatedBot

    init(base: String, control: SimulatorControl, bot: SimulatedBot, authorities: String?) throws {
        (self.control, self.bot) = (control, bot)
        folder = try ProgramRun.makeScratch()
        let trust = authorities.map { "http:\n  authorities_file: \($0)\n" } ?? ""
        let content = URL(fileURLWithPath: "\(RepositoryRoot.path)/intents").path
        try Data(
            """
            database: bot.sqlite
            content: \(content)
            accounts: [main]
            account:
              main:
                token_file: token
                base_url: \(base)
            \(trust)
            """.utf8
        ).write(to: folder.appendingPathComponent("settings.yaml"))
        try Data(bot.token.utf8).write(to: folder.appendingPathComponent("token"))
        try Data().write(to: folder.appendingPathComponent("daemon.log"))
    }

    /// What the daemon has written.
    var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("daemon.log"), encoding: .utf8))
            ?? ""
    }

    func startDaemon() throws -> DaemonProcess {
        try DaemonProcess(
            program: try #require(CrashDaemon.binary).path,
            settings: folder.appendingPathComponent("settings.yaml").path,
            log: folder.appendingPathComponent("daemon.log").path)
    }

    func remove() {
        PlantedValues(secrets: [bot.token]).expectNone(inLogsOf: folder)
        try? FileManager.default.removeItem(at: folder)
    }
}
