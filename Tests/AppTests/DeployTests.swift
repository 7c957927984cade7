import Foundation
import TestSupport
import Testing

/// What `deploy/install` and `deploy/uninstall` do to a machine, below a folder of their own.
@Suite struct DeployTests {
    private static let analyzer = "/usr/bin/systemd-analyze"
    private static var hasAnalyzer: Bool { FileManager.default.isExecutableFile(atPath: analyzer) }

    /// A tree to install from, which a test may change, and the root of a machine.
    private struct Machine: Sendable {
        let folder: URL
        var root: String { folder.appendingPathComponent("root").path }
        var program: String { folder.appendingPathComponent("program").path }

        static func with(_ body: (Machine) async throws -> Void) async throws {
            let machine = Machine(folder: try ProgramRun.makeScratch())
            defer { try? FileManager.default.removeItem(at: machine.folder) }
            for name in ["deploy", "intents", "README.md"] {
                try FileManager.default.copyItem(
                    atPath: "\(RepositoryRoot.path)/\(name)",
                    toPath: machine.folder.appendingPathComponent(name).path)
            }
            try machine.write("#!/bin/sh\nexit 0\n", to: "program", mode: 0o755)
            try await body(machine)
        }

        func write(_ text: String, to name: String, mode: Int = 0o644) throws {
            let path = folder.appendingPathComponent(name).path
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }

        /// A file of the machine; nil when it is not there.
        func text(_ path: String) -> String? {
            try? String(contentsOfFile: root + path, encoding: .utf8)
        }

        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: root + path)[.posixPermissions] as? Int
        }

        /// Everything on the machine.
        var files: Set<String> {
            Set(FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
        }

        func run(_ script: String, _ arguments: String...) async throws -> (
            status: Int32, output: String
        ) {
            let command = [folder.appendingPathComponent("deploy/\(script)").path] + arguments
            return try await shell(command, environment: ["DESTDIR": root])
        }

        func install(_ arguments: String...) async throws -> (status: Int32, output: String) {
            let command =
                [folder.appendingPathComponent("deploy/install").path, "--binary", program]
                + arguments
            return try await shell(command, environment: ["DESTDIR": root])
        }
    }

    @Test func everythingIsPutInPlaceWithItsRights() async throws {
        try await Machine.with { machine in
            let run = try await machine.install()
            #expect(run.status == 0, "\(run.output)")
            for (path, mode) in [
                ("/usr/local/bin/tungngo", 0o755), ("/etc/tungngo", 0o750),
                ("/etc/tungngo/credentials", 0o700), ("/etc/tungngo/tungngo.yaml", 0o640),
                ("/etc/tungngo/intents/replies/vi.yaml", 0o644), ("/var/lib/tungngo", 0o700),
                ("/var/backups/tungngo", 0o700), ("/etc/systemd/system/tungngo.service", 0o644),
                ("/etc/systemd/system/tungngo-backup.timer", 0o644),
            ] {
                #expect(try machine.mode(path) == mode, "\(path)")
            }
            #expect(!machine.files.contains { $0.hasSuffix(".new") })
        }
    }

    @Test func aSecondTimeNothingOfTheOfficeIsLost() async throws {
        try await Machine.with { machine in
            #expect(try await machine.install().status == 0)
            let (etc, kept) = ("root/etc/tungngo", "# the office's own\n")
            try machine.write(kept, to: "\(etc)/tungngo.yaml")
            try machine.write(kept, to: "\(etc)/intents/office.yaml")
            try machine.write("data", to: "root/var/lib/tungngo/tungngo.sqlite")
            try FileManager.default.removeItem(
                atPath: machine.root + "/etc/tungngo/intents/README.md")
            // A new version: another program, one file changed on both sides, one here alone.
            try machine.write("#!/bin/sh\nexit 0 # new\n", to: "program", mode: 0o755)
            try machine.write("# of the new version\n", to: "intents/office.yaml")
            try machine.write("# of the new version\n", to: "intents/replies/vi.yaml")
            let run = try await machine.install()
            #expect(run.status == 0, "\(run.output)")
            #expect(machine.text("/etc/tungngo/tungngo.yaml") == kept)
            #expect(machine.text("/var/lib/tungngo/tungngo.sqlite") == "data")
            #expect(machine.text("/etc/tungngo/intents/office.yaml") == kept)
            #expect(run.output.contains("diff /etc/tungngo/intents/office.yaml"), "\(run.output)")
            #expect(
                machine.text("/etc/tungngo/intents/replies/vi.yaml") == "# of the new version\n")
            #expect(machine.text("/etc/tungngo/intents/README.md") == nil, "it was taken away")
            #expect(machine.text("/usr/local/bin/tungngo")?.contains("# new") == true)
            #expect(machine.text("/usr/local/bin/tungngo.previous") == "#!/bin/sh\nexit 0\n")
            let before = machine.files
            #expect(try await machine.install().status == 0)
            #expect(machine.files == before)
            #expect(machine.text("/usr/local/bin/tungngo.previous") == "#!/bin/sh\nexit 0\n")
        }
    }

    @Test func aDryRunChangesNothing() async throws {
        try await Machine.with { machine in
            let run = try await machine.install("--dry-run")
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.contains("would run: install"))
            #expect(machine.files == [])
        }
    }

    @Test func theProgramMayGoElsewhere() async throws {
        try await Machine.with { machine in
            #expect(try await machine.install("--prefix", "/opt/bot/").status == 0)
            let unit = try #require(machine.text("/etc/systemd/system/tungngo.service"))
            #expect(unit.contains("ExecStart=/opt/bot/bin/tungngo serve"))
            #expect(try machine.mode("/opt/bot/bin/tungngo") == 0o755)
        }
    }

    @Test func wrongUseIsRefusedBeforeAnythingIsDone() async throws {
        try await Machine.with { machine in
            let missing = try await machine.run("install", "--binary", "/nowhere")
            #expect(missing.status == 65)
            let relative = try await machine.install("--prefix", "relative")
            #expect(relative.status == 64)
            for script in ["install", "uninstall"] {
                let unknown = try await machine.run(script, "--everything")
                #expect(unknown.status == 64)
            }
            #expect(machine.files == [])
        }
    }

    @Test func contentWithMistakesIsTold() async throws {
        try await Machine.with { machine in
            try machine.write(
                "#!/bin/sh\necho vi.yaml:3: sai\nexit 1\n", to: "program", mode: 0o755)
            let run = try await machine.install()
            #expect(run.status == 1)
            #expect(run.output.contains("vi.yaml:3: sai"))
        }
    }

    @Test func uninstallingKeepsTheDataUnlessToldOtherwise() async throws {
        try await Machine.with { machine in
            #expect(try await machine.install().status == 0)
            try machine.write("data", to: "root/var/lib/tungngo/tungngo.sqlite")
            let trial = try await machine.run("uninstall", "--purge", "--dry-run")
            #expect(trial.status == 0)
            #expect(machine.text("/usr/local/bin/tungngo") != nil)
            let run = try await machine.run("uninstall")
            #expect(run.status == 0, "\(run.output)")
            #expect(machine.text("/usr/local/bin/tungngo") == nil)
            #expect(machine.text("/etc/systemd/system/tungngo.service") == nil)
            #expect(machine.text("/var/lib/tungngo/tungngo.sqlite") == "data")
            #expect(machine.text("/etc/tungngo/tungngo.yaml") != nil)
            #expect(try await machine.run("uninstall", "--purge").status == 0)
            #expect(!machine.files.contains { $0.contains("tungngo") })
        }
    }

    @Test(.enabled(if: hasAnalyzer)) func systemdFindsNothingWrongWithTheUnits() async throws {
        try await Machine.with { machine in
            // The analyzer looks whether the program is there.
            #expect(try await machine.install().status == 0)
            var units: [String] = []
            for name in ["tungngo.service", "tungngo-backup.service", "tungngo-backup.timer"] {
                let text = try #require(machine.text("/etc/systemd/system/\(name)"))
                let placed = text.replacingOccurrences(
                    of: "=/usr/local/bin/", with: "=\(machine.root)/usr/local/bin/")
                try machine.write(placed, to: name)
                units.append(machine.folder.appendingPathComponent(name).path)
            }
            let verified = try await shell([Self.analyzer, "verify"] + units)
            #expect(verified.status == 0)
            #expect(verified.output == "")
            for unit in units where unit.hasSuffix(".service") {
                let judged = try await shell(
                    [Self.analyzer, "security", "--offline=yes", "--threshold=15", unit])
                #expect(judged.status == 0, "\(judged.output.suffix(300))")
            }
        }
    }

    @Test(.enabled(if: CrashDaemon.binary != nil))
    func secretsOfSystemdAreFoundByName() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try FileManager.default.createDirectory(
                atPath: place.path("credentials"), withIntermediateDirectories: false)
            // As systemd shows them: others have a right on paper, and none in fact.
            try place.write("planted-1", to: "credentials/tungngo_phu-van.token", mode: 0o440)
            try place.write("planted-2", to: "credentials/second", mode: 0o440)
            try place.write(
                "database: bot.sqlite\naccounts: [phu-van, second]\naccount:\n  second:\n"
                    + "    token_file: credential:second\n", to: "settings.yaml")
            let folder = ["CREDENTIALS_DIRECTORY": place.path("credentials")]
            let run = try await place.run("accounts", "list", environment: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.lines.contains { $0.hasPrefix("phu-van ") })
            #expect(run.lines.contains { $0.hasPrefix("second ") })
            #expect(run.errors.contains("can be read by others") == false)
            try FileManager.default.removeItem(atPath: place.path("credentials/second"))
            let missing = try await place.run("accounts", "list", environment: folder)
            #expect(missing.status == 65)
            #expect(missing.errors.contains("account.second.token_file: cannot read"))
            #expect(!(missing.errors + run.output + run.errors).contains("planted"))
        }
    }
}

/// Runs a command to its end off the threads that tasks share; both its outputs in one text.
private func shell(
    _ command: [String], environment: [String: String] = [:]
) async throws -> (status: Int32, output: String) {
    try await RawConnection.blocking {
        Result {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: command[0])
            process.arguments = Array(command.dropFirst())
            process.environment = ProcessInfo.processInfo.environment
                .merging(environment) { _, new in new }
            let pipe = Pipe()
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
        }
    }.get()
}
