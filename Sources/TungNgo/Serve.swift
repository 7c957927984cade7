import ArgumentParser
import Foundation

/// Runs the daemon until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon: poll, answer, count, until SIGTERM or Ctrl-C.",
        discussion: """
            Settings come from a YAML file and from TUNGNGO_… variables, which go first. \
            Accounts may be added, changed and removed while it runs: a changed file, token or \
            folder is noticed within seconds, SIGHUP reads at once; with a mistake in them the \
            old settings stay. An account that cannot work stands still alone. Ends with status 65 when settings or content have mistakes.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    func run() async throws {
        // Until somebody listens for it, SIGHUP would end the program: there is nothing to read
        // again yet.
        signal(SIGHUP, SIG_IGN)
        let source = SettingsSource(
            path: settings, environment: ProcessInfo.processInfo.environment)
        let settings = try await readSettings(settings)
        guard !settings.accounts.isEmpty || settings.accountsFolder != nil else {
            complain(
                "No account is set. Write 'accounts: [main]' and account.main.token_file into the "
                    + "settings, or try 'tungngo demo' first.")
            throw ExitCode.badInput
        }
        do {
            try await Daemon(settings: settings, source: source).runUntilSignal()
        } catch let refusal as DaemonLock.Refusal {
            complain(refusal.description)
            throw ExitCode(1)
        }
    }
}
