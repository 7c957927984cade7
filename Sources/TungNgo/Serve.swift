import ArgumentParser
import Foundation

/// Runs the daemon until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon: poll, answer, count, until SIGTERM or Ctrl-C.",
        discussion: """
            Settings come from a YAML file and from TUNGNGO_… variables, which go first. \
            Ends with status 65 when settings or content have mistakes.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    func run() async throws {
        let settings = try await readSettings(settings)
        guard !settings.accounts.isEmpty else {
            complain(
                "No account is set. Write 'accounts: [main]' and account.main.token_file into the "
                    + "settings, or try 'tungngo demo' first.")
            throw ExitCode.badInput
        }
        try await Daemon(settings: settings).runUntilSignal()
    }
}
