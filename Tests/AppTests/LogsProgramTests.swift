import CurlHTTP
import Foundation
import Gateway
import Messaging
import Rehearsal
import Simulator
import TestSupport
import Testing

/// The log of the real daemon, and the command that reads it.
@Suite(.serialized, .enabled(if: CrashDaemon.binary != nil))
struct LogsProgramTests {
    /// A daemon with one account, its platform and its files.
    private struct Place: Sendable {
        let folder: URL
        let control: SimulatorControl
        let bot: SimulatedBot
        let binary: URL

        var settings: String { folder.appendingPathComponent("settings.yaml").path }
        var logFile: String { folder.appendingPathComponent("logs/bot.log").path }
        var errors: String { folder.appendingPathComponent("stderr").path }

        func write(_ text: String, to name: String) throws {
            let path = folder.appendingPathComponent(name).path
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        }

        /// Runs a command with the settings of the stage.
        func run(_ arguments: String...) async throws -> ProgramRun {
            let all = arguments + ["--settings", settings]
            return try await ProgramRun(all)
        }

        func lines() -> [LogLine] {
            LogFiles.all(of: logFile).flatMap { path in
                ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
                    .split(separator: "\n").compactMap { LogLine(Array($0.utf8)[...]) }
            }
        }

        /// Waits until the log has so many events of a name; returns the last.
        func event(_ name: String, count: Int = 1) async throws -> LogLine {
            let deadline = ContinuousClock.now + .seconds(60)
            while true {
                let found = lines().filter { $0.event == name }
                if found.count >= count, let last = found.last { return last }
                guard ContinuousClock.now < deadline else {
                    Issue.record("never: \(name); \(lines().suffix(5))")
                    throw Never()
                }
                await Task.yield()
            }
        }

        func post(_ text: String, from: String = "lan", group: String? = nil) async throws {
            _ = try await control.post(
                NewPost(from: from, text: text, group: group, mention: group != nil))
        }

        func serving(_ body: () async throws -> Void) async throws {
            try write("", to: "stderr")
            let daemon = try DaemonProcess(
                program: binary.path, settings: settings, log: errors)
            do {
                try await body()
            } catch {
                await daemon.kill()
                throw error
            }
            #expect(await daemon.stop() == 0)
        }
    }

    private struct Never: Error {}

    private func inPlace(_ body: @Sendable (Place) async throws -> Void) async throws {
        let binary = try #require(CrashDaemon.binary)
        var options = SimulatorOptions()
        options.seed = 5
        try await withSimulator(options) { port, client in
            let base = "http://127.0.0.1:\(port)"
            let control = SimulatorControl(base: base, client: client)
            let bot = try await control.createBot(name: "Bot Thử")
            _ = try await control.createPerson(name: "Tên Cấy Lan", id: "lan")
            _ = try await control.createGroup(
                name: "Thôn 1", people: ["lan"], bots: [bot.id], id: "thon-1")
            let place = Place(
                folder: try ProgramRun.makeScratch(), control: control, bot: bot, binary: binary)
            defer { try? FileManager.default.removeItem(at: place.folder) }
            try place.write(bot.token, to: "token")
            try place.write(
                """
                database: bot.sqlite
                content: \(RepositoryRoot.path)/intents
                log:
                  file: logs/bot.log
                accounts: [mot]
                account:
                  mot:
                    token_file: token
                    base_url: \(base)
                """, to: "settings.yaml")
            try await body(place)
        }
    }

    @Test func oneTraceGoesFromTheUpdateToTheReplyAndTellsItsStory() async throws {
        try await inPlace { place in
            var trace = ""
            try await place.serving {
                try await place.post("câu cấy: khai sinh cho con cần giấy tờ gì")
                let sent = try await place.event("reply-sent")
                trace = try #require(sent["trace"])
                let events = place.lines().filter { $0["trace"] == trace }.map(\.event)
                #expect(events == ["message-kept", "turn-taken", "reply-sent"])
                #expect(sent["call_ms"] != nil && sent["ms"] != nil)
                let story = try await place.run("logs", "--trace", String(trace.prefix(6)))
                #expect(story.status == 0, "\(story.errors)")
                let steps = [
                    "(platform)", "message-kept", "turn-taken", "reply-sent", "Now: reply",
                ]
                var rest = story.output[...]
                for step in steps {
                    let found = try #require(rest.range(of: step), "no \(step): \(story.output)")
                    rest = rest[found.upperBound...]
                }
                #expect(story.output.contains("was delivered to lan"))
            }
            // Both places have every line, to the last; neither has a text or a name.
            let log = try String(contentsOfFile: place.logFile, encoding: .utf8)
            let echoed = try String(contentsOfFile: place.errors, encoding: .utf8)
            #expect(log == echoed)
            #expect(place.lines().contains { $0.event == "stopped" })
            #expect(!log.contains("câu cấy") && !log.contains("Tên Cấy"))
            #expect(!log.contains(place.bot.token))
            let mode = try FileManager.default.attributesOfItem(atPath: place.logFile)
            #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            try await linesAreFilteredAndWhatIsNotThereIsNamed(place)
            // Without the log the database tells it.
            let other = try await place.run("logs", "--trace", trace, "--input", "/nowhere/log")
            #expect(other.status == 0, "\(other.errors)")
            #expect(other.output.contains("(database)"))
            #expect(other.output.contains("delivered"))
        }
    }

    @Test func whyThereWasNoReplyIsSaidWithWhatToDo() async throws {
        try await inPlace { place in
            var traces: [String] = []
            try await place.serving {
                try await place.post("hôm nay trời đẹp quá", group: "thon-1")
                let silent = try await place.event("turn-taken")
                #expect(silent["why"] == "small-talk")
                traces.append(try #require(silent["trace"]))
                try await place.control.add(
                    SimulatedFault(.serverError, method: "sendMessage", count: 1))
                try await place.post("khai sinh cho con cần giấy tờ gì")
                traces.append(try #require(try await place.event("reply-waits")["trace"]))

                var list = try await place.run("logs", "--unanswered", "--since", "1h")
                #expect(list.lines.count == 2, "\(list.output)\(list.errors)")
                #expect(list.lines.first?.contains("thon-1 trace=\(traces[0]) no reply on") == true)
                #expect(list.lines.last?.contains("try 1 failed, the next comes at") == true)

                let paused = try await place.run("accounts", "pause", "mot")
                #expect(paused.status == 0)
                _ = try await place.event("account-paused")
                list = try await place.run("logs", "--unanswered", "--chat", "lan")
                #expect(list.lines.count == 1)
                #expect(list.output.contains("account mot is paused since"))
                #expect(list.errors.contains("its messages stay on the platform"))
                let story = try await place.run("logs", "--trace", traces[1])
                #expect(story.output.contains("reply 1 not taken, try 1"))
                #expect(story.output.contains("[account-paused]"))
                #expect(story.output.contains("Do:  tungngo accounts resume mot"))
            }
            let story = try await place.run("logs", "--trace", traces[1])
            #expect(story.output.contains("and the daemon does not run"))
            let silent = try await place.run("logs", "--trace", traces[0])
            #expect(silent.output.contains("no question or command was found in it, in a group"))
            let unknown = try await place.run("logs", "--trace", "ffffffffffffffff")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("Nothing is known of trace"))
        }
    }

    /// Reads the log of a daemon that has answered one message and ended.
    private func linesAreFilteredAndWhatIsNotThereIsNamed(_ place: Place) async throws {
        let all = try await place.run("logs")
        #expect(all.status == 0 && all.lines.count == place.lines().count)
        #expect(!all.output.contains("\u{1B}"), "no colours in a pipe")
        let sent = try await place.run(
            "logs", "--event", "reply-sent", "--chat", "lan", "--account", "mot", "--json")
        #expect(sent.lines.count == 1)
        #expect(sent.output.contains(#""event":"reply-sent""#))
        let last = try await place.run("logs", "-n", "1")
        #expect(last.lines.count == 1 && last.output.contains("stopped"))
        let none = try await place.run("logs", "--chat", "lam")
        #expect(none.output.isEmpty)
        #expect(none.errors.contains("No line is of chat 'lam'. Did you mean 'lan'?"))
        let later = try await place.run("logs", "--since", "2099-01-01")
        #expect(later.output.isEmpty && later.errors.contains("Nothing was found"))
        // A line that was cut off is counted and passed over.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: place.logFile))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"time\":\"20\n".utf8))
        try handle.close()
        let cut = try await place.run("logs")
        #expect(cut.lines.count == all.lines.count)
        #expect(cut.errors.contains("1 lines could not be read"))
    }

    @Test(arguments: [
        (["--event", "reply-snt"], "Did you mean 'reply-sent'?"),
        (["--level", "warn"], "Did you mean 'warning'?"),
        (["--since", "yesterday"], "--since must be how long ago"),
        (["--since", "1h", "--until", "2h"], "--since is after --until"),
        (["--trace", "xyz"], "--trace must be the id"),
        (["-n", "0"], "--lines must be between 1"),
        (["--unanswered", "-f"], "--unanswered goes with"),
    ])
    func wrongUsageIsRefused(arguments: [String], says: String) async throws {
        let run = try await ProgramRun(["logs"] + arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(says), "\(run.errors)")
    }

    @Test func withoutALogItIsSaidWhereElseToLook() async throws {
        let run = try await ProgramRun("logs")
        #expect(run.status == 65)
        #expect(run.errors.contains("journalctl -u tungngo -o cat | tungngo logs --input -"))
        let events = try await ProgramRun("logs", "--events")
        #expect(events.status == 0 && events.output.contains("message-set-aside (error)"))
        let missing = try await ProgramRun("logs", "--input", "/nowhere/bot.log")
        #expect(missing.status == 65 && missing.errors.contains("There is no log"))
    }

    @Test func whatSystemdKeptIsReadFromStandardInput() async throws {
        let line = #"{"time":"2026-11-27T14:05:00.123Z","level":"error","event":"disk-full"}"#
        let run = try await ProgramRun(
            ["logs", "--input", "-", "--level", "error"], input: "systemd: noise\n\(line)\n\(line)")
        #expect(run.status == 0)
        #expect(run.lines.count == 2)
        #expect(run.output.contains("2026-11-27 21:05:00.123 error   disk-full"))
        #expect(run.errors.contains("1 lines could not be read"))
    }

    @Test func settingsWithAMistakeDoNotKeepAnybodyFromTheLog() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appendingPathComponent("settings.yaml")
        try Data("log:\n  file: bot.log\nacounts: [x]\ndisk:\n  low_mb: -7\n".utf8)
            .write(to: settings)
        let line = #"{"time":"2026-11-27T14:05:00.123Z","level":"error","event":"disk-full"}"#
        try Data((line + "\n").utf8).write(to: folder.appendingPathComponent("bot.log"))
        let run = try await ProgramRun("logs", "--settings", settings.path)
        #expect(run.status == 0 && run.lines.count == 1, "\(run.errors)")
    }

    @Test(arguments: [
        ("  max_mb: 0", "log.max_mb must be from 1 to 10000, not 0."),
        ("  keep_files: 0", "log.keep_files must be from 1 to 1000, not 0."),
        ("  keep_days: -1", "log.keep_days must be from 1 to 3650, not -1."),
        ("  rotate_hours: 99999", "log.rotate_hours must be from 1 to 8760, not 99999."),
        ("  keep_file: 3", "Did you mean 'log.keep_files'?"),
    ])
    func limitsThatMakeNoSenseAreRefused(row: String, says: String) async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appendingPathComponent("settings.yaml")
        try Data("log:\n  file: bot.log\n\(row)\n".utf8).write(to: settings)
        let run = try await ProgramRun("serve", "--settings", settings.path)
        #expect(run.status == 65)
        #expect(run.errors.contains(says), "\(run.errors)")
    }

    /// A program follows a log that is moved aside under it.
    @Test func followingGoesOnAcrossRotation() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("bot.log").path
        var limits = LogLimits()
        limits.fileBytesMax = 1_000
        limits.filesAsideMax = 100
        let file = try LogFile(path: path, limits: limits, now: GatewayClock.system.now)
        let process = Process()
        process.executableURL = CrashDaemon.binary
        process.arguments = ["logs", "-f", "--json", "--since", "1d", "--input", path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let moment = LogTime.text(GatewayClock.system.now())
        for number in 0..<300 {
            let line = #"{"time":"\#(moment)","level":"info","event":"library","n":"\#(number)"}"#
            #expect(file.append(Array("\(line)\n".utf8)[...]).failure == nil)
            if number % 7 == 0 { await Task.yield() }
        }
        let reading = output.fileHandleForReading
        let numbers = await RawConnection.blocking {
            var bytes: [UInt8] = []
            var numbers: [String] = []
            while numbers.count < 300 {
                let block = reading.availableData
                if block.isEmpty { break }
                bytes.handOutLines(adding: Array(block)[...], max: .max) { line in
                    if let number = LogLine(line)?["n"] { numbers.append(number) }
                }
            }
            return numbers
        }
        process.terminate()
        process.waitUntilExit()
        #expect(numbers == (0..<300).map(String.init))
        #expect(LogFiles.all(of: path).count > 10)
    }
}
