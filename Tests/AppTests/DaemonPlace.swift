import CurlHTTP
import Foundation
import GRDB
import Rehearsal
import Simulator
import TestSupport
import Testing

/// A folder with settings and tokens, the platform its daemon talks to, and the commands beside it.
struct DaemonPlace: Sendable {
    let folder: URL
    let base: String
    let control: SimulatorControl
    let client: HTTPClient

    private let binary: URL

    var settings: String { path("settings.yaml") }
    var logFile: String { path("daemon.log") }

    /// The tokens that the folder has come to hold.
    fileprivate var tokens: [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: path("tokens"))) ?? []
        return names.compactMap {
            try? String(contentsOfFile: path("tokens/\($0)"), encoding: .utf8)
        } + ["7:dead-planted-token"]
    }

    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Runs a command on a thread of its own: the simulator answers it on the tests' threads.
    func run(_ arguments: String...) async throws -> ProgramRun {
        let all = arguments + ["--settings", settings]
        return try await ProgramRun(all)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: path(name))
    }

    /// Looks at files and at the platform until something is so, a few times a second: without the
    /// pause, looking takes the processor from the daemon that is waited for.
    func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else {
                Issue.record("never: \(what); the log: \(log.suffix(2_000))")
                throw NeverSo()
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func polls(_ count: Int) async throws {
        try await until("\(count) polls") { try await control.counts().pollsOpen == count }
    }

    /// The page of the daemon whose settings have `web: {port: 0}`.
    func page(_ path: String) async throws -> String {
        var port: Substring?
        try await until("it listens") {
            port =
                log.split(separator: "\n").last { $0.contains(#""event":"web-listening""#) }?
                .firstMatch(of: /"port":"([0-9]+)"/)?.1
            return port != nil
        }
        let answer = try await client.execute(
            HTTPRequest(url: "http://127.0.0.1:\(port ?? "")\(path)"))
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// What the bot has said to somebody in private, oldest first.
    func said(by bot: SimulatedBot, to person: SimulatedPerson) async throws -> [String] {
        var query = MessageQuery()
        (query.author, query.bot, query.chat) = (.bots, bot.id, person.id)
        return try await control.messages(query).messages.map(\.text)
    }

    /// Lets somebody write to a bot in private and returns what it says to that.
    func answer(
        of bot: SimulatedBot, to text: String, from person: SimulatedPerson
    ) async throws -> String {
        let before = try await said(by: bot, to: person).count
        _ = try await control.post(NewPost(from: person.id, text: text, bot: bot.id))
        var said: [String] = []
        try await until("an answer to '\(text)'") {
            said = try await self.said(by: bot, to: person)
            return said.count > before
        }
        return said[before]
    }

    /// Changes the database beside the daemon, as nobody should.
    func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path("bot.sqlite"), configuration: configuration)
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// Lines of the log with this event, oldest first.
    func lines(_ event: String) -> [String] {
        log.split(separator: "\n").map(String.init).filter { $0.contains(#""event":"\#(event)""#) }
    }

    /// Runs the daemon until `body` has ended; then it must stop when told to.
    ///
    /// - Parameters:
    ///   - other: Another settings file of the place than its own, with another log.
    ///   - body: What is done meanwhile.
    /// - Throws: What `body` throws; the daemon is killed then.
    func whileServing(
        other: String? = nil, _ body: (DaemonProcess) async throws -> Void
    ) async throws {
        let daemon = try DaemonProcess(
            program: binary.path, settings: other.map(path) ?? settings,
            log: other.map { path("\($0).log") } ?? logFile)
        do {
            try await body(daemon)
        } catch {
            await daemon.kill()
            throw error
        }
        #expect(await daemon.stop() == 0)
    }

    private struct NeverSo: Error {}

    fileprivate init(binary: URL, folder: URL, base: String, client: HTTPClient) throws {
        (self.binary, self.folder, self.base, self.client) = (binary, folder, base, client)
        control = SimulatorControl(base: base, client: client)
        try FileManager.default.createDirectory(
            atPath: path("tokens"), withIntermediateDirectories: true)
        try write("", to: "daemon.log")
    }
}

/// Makes a place with a simulator for the length of `body`; accounts come from its folder `tokens`.
///
/// - Parameters:
///   - content: The content folder, below the place or absolute.
///   - more: Further lines of the settings.
///   - body: What is done there.
/// - Throws: What `body` throws.
func inDaemonPlace(
    content: String = "\(RepositoryRoot.path)/intents", settings more: String = "",
    _ body: @Sendable (DaemonPlace) async throws -> Void
) async throws {
    let binary = try #require(CrashDaemon.binary)
    var options = SimulatorOptions()
    options.seed = 3
    try await withSimulator(options) { port, client in
        let place = try DaemonPlace(
            binary: binary, folder: try ProgramRun.makeScratch(), base: "http://127.0.0.1:\(port)",
            client: client)
        defer { try? FileManager.default.removeItem(at: place.folder) }
        try place.write(
            """
            database: bot.sqlite
            content: \(content)
            accounts_folder: tokens
            base_url: \(place.base)
            \(more)
            """, to: "settings.yaml")
        try await body(place)
        PlantedValues(secrets: place.tokens).expectNone(inLogsOf: place.folder)
    }
}
