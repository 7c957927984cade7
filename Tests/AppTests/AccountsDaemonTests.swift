import CurlHTTP
import Foundation
import Rehearsal
import Simulator
import Storage
import TestSupport
import Testing

/// Accounts added, paused, mended and removed under a running daemon, against a simulator.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct AccountsDaemonTests {
    /// A daemon, its platform and its folder of tokens.
    private struct Place: Sendable {
        let folder: URL
        let base: String
        let control: SimulatorControl

        var settings: String { folder.appendingPathComponent("settings.yaml").path }
        var logFile: String { folder.appendingPathComponent("daemon.log").path }
        /// The tokens that the folder has come to hold.
        var tokens: [String] {
            let names =
                (try? FileManager.default.contentsOfDirectory(
                    atPath: "\(folder.path)/tokens")) ?? []
            return names.compactMap {
                try? String(contentsOfFile: "\(folder.path)/tokens/\($0)", encoding: .utf8)
            } + ["7:dead-planted-token"]
        }

        var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

        /// Runs a command on a thread of its own: the simulator answers it on the tests' threads.
        func run(_ arguments: String...) async throws -> ProgramRun {
            let all = arguments + ["--settings", settings]
            return try await ProgramRun(all)
        }

        func write(_ text: String, to name: String) throws {
            let url = folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: url, options: .atomic)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: url.path)
        }

        /// Looks at files and at the platform until something is so.
        func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while try await !isSo() {
                guard ContinuousClock.now < deadline else {
                    Issue.record("never: \(what); the log: \(log.suffix(2_000))")
                    throw NeverSo()
                }
                await Task.yield()
            }
        }

        func polls(_ count: Int) async throws {
            try await until("\(count) polls") { try await control.counts().pollsOpen == count }
        }
    }

    private struct NeverSo: Error {}

    private func inPlace(_ body: @Sendable (Place, URL) async throws -> Void) async throws {
        let binary = try #require(CrashDaemon.binary)
        var options = SimulatorOptions()
        options.seed = 3
        try await withSimulator(options) { port, client in
            let base = "http://127.0.0.1:\(port)"
            let place = Place(
                folder: try ProgramRun.makeScratch(), base: base,
                control: SimulatorControl(base: base, client: client))
            defer { try? FileManager.default.removeItem(at: place.folder) }
            try FileManager.default.createDirectory(
                atPath: "\(place.folder.path)/tokens", withIntermediateDirectories: true)
            try place.write(
                """
                database: bot.sqlite
                content: \(RepositoryRoot.path)/intents
                accounts_folder: tokens
                base_url: \(base)
                """, to: "settings.yaml")
            try place.write("", to: "daemon.log")
            try await body(place, binary)
            PlantedValues(secrets: place.tokens).expectNone(inLogsOf: place.folder)
        }
    }

    /// Runs the daemon until `body` has ended; then it must stop when told to.
    private func whileServing(
        _ place: Place, _ binary: URL, _ body: () async throws -> Void
    ) async throws {
        let daemon = try DaemonProcess(
            program: binary.path, settings: place.settings, log: place.logFile)
        do {
            try await body()
        } catch {
            await daemon.kill()
            throw error
        }
        #expect(await daemon.stop() == 0)
    }

    @Test func accountsComeAndGoWhileTheDaemonRuns() async throws {
        try await inPlace { place, binary in
            let (first, second) = (
                try await place.control.createBot(name: "Bot Một"),
                try await place.control.createBot(name: "Bot Hai")
            )
            try place.write(first.token, to: "tokens/mot.token")
            try place.write("7:dead-planted-token", to: "tokens/chet.token")
            try await whileServing(place, binary) {
                try await place.polls(1)
                try await place.until("the dead one is told") {
                    place.log.contains(#""event":"account-stopped""#)
                }
                // A second daemon on this database is refused.
                let other = try await place.run("serve")
                #expect(other.status == 1)
                #expect(other.errors.contains("runs on this database already"))
                // The dead token is mended, a bad one refused, a new account added.
                try place.write(second.token, to: "new")
                let bad = try await place.run(
                    "accounts", "add", "moi", "--token-file", "\(place.folder.path)/settings.yaml")
                #expect(bad.status == 65)
                let mended = try await place.run(
                    "accounts", "add", "chet", "--replace", "--token-file",
                    "\(place.folder.path)/new")
                #expect(mended.status == 0, "\(mended.errors)")
                #expect(mended.output.contains("chet is 'Bot Hai'"))
                try await place.polls(2)
                // Settings with a mistake are refused, and everything goes on.
                try place.write("databas: bot.sqlite\n", to: "settings.yaml")
                try await place.until("the mistake is told") {
                    place.log.contains(#""event":"settings-refused""#)
                }
                #expect(place.log.contains("settings.yaml:1: there is no setting 'databas'."))
                #expect(try await place.control.counts().pollsOpen == 2)
                #expect(!place.log.contains(first.token) && !place.log.contains(second.token))
            }
        }
    }

    @Test func aPausedAccountNeitherPollsNorSendsUntilItIsResumed() async throws {
        try await inPlace { place, binary in
            let bot = try await place.control.createBot(name: "Bot Một")
            let person = try await place.control.createPerson(name: "Chị Lan")
            try place.write(bot.token, to: "tokens/mot.token")
            try await whileServing(place, binary) {
                try await place.polls(1)
                #expect(try await place.run("accounts", "pause", "mot").status == 0)
                try await place.until("it rests") {
                    place.log.contains(#""event":"account-paused""#)
                }
                _ = try await place.control.post(
                    NewPost(from: person.id, text: "khai sinh cần giấy gì", bot: bot.id))
                _ = try await place.control.post(
                    NewPost(from: person.id, text: PlantedValues.words, bot: bot.id))
                let list = try await place.run("accounts", "list")
                #expect(list.output.contains("The daemon runs."))
                #expect(list.lines.contains { $0.hasPrefix("mot ") && $0.contains("paused") })
                #expect(try await place.run("accounts", "resume", "mot").status == 0)
                try await place.until("the answer") {
                    place.log.contains(#""event":"reply-sent""#)
                }
                #expect(try await place.run("accounts", "remove", "mot").status == 0)
                try await place.until("it is gone") {
                    place.log.contains(#""event":"account-removed""#)
                }
            }
        }
    }
}
