import ArgumentParser
import Foundation
import Rehearsal

/// Plays a whole drive against the simulated platform with a real daemon.
struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a whole drive of reports with a real daemon; compare every total.",
        discussion: """
            Tập dượt: leaders of all villages report for 92 days on a simulated platform, with \
            corrections, undos, late, doubtful and doubled messages. Every total of every unit on \
            every day is compared with books of the rehearsal's own. The same seed writes the same \
            messages again. With --kills the daemon is killed without warning, with --faults while \
            it starts and stops too, and the platform loses, repeats, delays and refuses: what is \
            lost is sent again as people would. With --upkeep the days are played by the hour, \
            residents write too, and an admin meanwhile stops, kills, reloads, backs up and restores \
            the daemon, once with its database deleted; totals, the size of the log and memory are \
            held against what they must be. Hours pass as fast as the daemon takes them. Ends with status 1 when anything differs.
            """)

    @Option(help: "What the messages are made from.")
    var seed: UInt64 = 92

    @Option(
        help: "Days played, 1 to 92; with --upkeep 1 to 7. All, with --upkeep 1, when left out.")
    var days: Int?

    @Option(help: "Communes, each with a group of its own.")
    var communes = 111

    @Option(help: "Village teams, spread over the communes.")
    var villages = 843

    @Option(help: "Bot accounts; as many as three groups a bot demand when left out.")
    var accounts: Int?

    @Option(help: "How often the daemon is killed in the middle of its work and started again.")
    var kills = 0

    @Option(
        help: """
            Faults the platform plays: none but updates that come twice, brief (all kinds, none \
            that holds a reply back for a minute), or all.
            """)
    var faults = DriveFaultLevel.none

    @Flag(help: "An admin restarts, reloads, backs up and restores the daemon meanwhile.")
    var upkeep = false

    @Option(help: "Messages of residents in 24 hours, with --upkeep (20000 when left out).")
    var messages: Int?

    @Option(help: "The folder with the content.")
    var content = "intents"

    @Option(help: "An empty folder for database, log and content, kept afterwards.")
    var keep: String?

    func validate() throws {
        for (name, value, range) in [
            ("--days", days ?? 1, 1...(upkeep ? 7 : 92)), ("--communes", communes, 1...1_000),
            ("--villages", villages, communes...10_000), ("--kills", kills, 0...10_000),
            ("--accounts", accounts ?? 1, 1...communes),
            ("--messages", messages ?? 100, 100...1_000_000),
        ] where !range.contains(value) {
            throw ValidationError(
                "\(name) must be between \(range.lowerBound) and \(range.upperBound), "
                    + "not \(value).")
        }
        guard upkeep || messages == nil else {
            throw ValidationError("--messages goes with --upkeep.")
        }
        guard !upkeep || faults == .none else {
            throw ValidationError("--upkeep goes with no --faults.")
        }
    }

    func run() async throws {
        let (options, keep) = (try options(), keep)
        let rehearsal = Rehearsal(options, now: clockNow) { line in
            showProgress("")
            print(line)
            flushOutput()
        } progress: { number in
            showProgress(
                options.upkeep == nil
                    ? "playing day \(number) of \(options.days)"
                    : "playing hour \(number) of \(24 * options.days)")
        }
        do {
            let figures = try await Interruption.undoing({
                DaemonProcess.killAll()
                if keep == nil { try? FileManager.default.removeItem(atPath: options.folder) }
            }) {
                try await rehearsal.run()
            }
            showProgress("")
            print(figures.lines.joined(separator: "\n"))
        } catch {
            complain("\(error)")
            complain("Database, content and log are kept in \(options.folder).")
            throw ExitCode(1)
        }
        if keep == nil { try? FileManager.default.removeItem(atPath: options.folder) }
    }

    private func options() throws -> DriveOptions {
        var options = DriveOptions()
        options.seed = seed
        options.days = days ?? (upkeep ? 1 : 92)
        if upkeep {
            var work = DriveUpkeep()
            work.messages = messages ?? work.messages
            options.upkeep = work
        }
        options.communes = communes
        options.villages = villages
        options.accounts = accounts
        options.kills = kills
        options.faults = faults
        options.content = content
        options.folder = try folder()
        options.program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return options
    }

    private func folder() throws -> String {
        let path =
            keep
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("tungngo-rehearse-\(UUID().uuidString)").path
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard try files.contentsOfDirectory(atPath: path).isEmpty else {
                complain("The folder '\(path)' is not empty. Choose another one with --keep.")
                throw ExitCode.badInput
            }
        } catch let error as CocoaError {
            complain("Cannot make the folder '\(path)': \(error.localizedDescription)")
            throw ExitCode.badInput
        }
        return path
    }
}

extension DriveFaultLevel: ExpressibleByArgument {}
