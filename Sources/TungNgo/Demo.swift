import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import Simulator
import UnixSignals

/// Shows the whole thing on this machine: platform, bot, a sample campaign and a conversation.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a simulated platform and the bot, play a conversation, stay up.",
        discussion: """
            Everything stays on this machine. What is stored goes into a new folder, named at the \
            start, and may be deleted afterwards. Ctrl-C ends it.
            """)

    @Option(help: "Port of the simulated platform; 0 for any that is free.")
    var port = 8899

    @Option(help: "The folder with the content.")
    var content = "intents"

    @Option(help: "Where database and log go; a new temporary folder when left out.")
    var folder: String?

    @Flag(help: "End after the conversation instead of staying up.")
    var once = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535, not \(port).")
        }
    }

    func run() async throws {
        let folder = try demoFolder()
        var settings = Settings()
        settings.content = content
        settings.database = "\(folder)/tungngo.sqlite"
        settings.logFile = "\(folder)/tungngo.log"
        // Nobody else writes to this platform: a poll cut short takes nothing with it.
        settings.pollGraceMilliseconds = 100
        var quiet = Logger(label: "tungngo.demo")
        quiet.logLevel = .error
        var options = SimulatorOptions()
        options.port = port
        options.log = quiet
        let (ports, whenListening) = AsyncStream.makeStream(
            of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let platform = try simulatorApplication(options) { port in whenListening.yield(port) }
        let show = DemoShow(settings: settings, ports: ports, endsAfterScript: once)
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: platform),
                .init(service: show, successTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        group.maximumGracefulShutdownDuration = .seconds(10)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            complain("The demo ended: \(error)")
            complain(
                "If port \(port) is taken, choose another one: \(programName) demo --port 8900")
            throw ExitCode(1)
        }
    }

    private func demoFolder() throws -> String {
        let path =
            folder
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("tungngo-demo-\(ProcessInfo.processInfo.processIdentifier)")
            .path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            complain("Cannot make the folder '\(path)': \(error). Choose one with --folder.")
            throw ExitCode.badInput
        }
        return path
    }
}

/// How the program was called, for commands that are printed to be copied.
var programName: String { CommandLine.arguments.first ?? "tungngo" }
