import ArgumentParser
import CurlHTTP
import Foundation
import Gateway

/// Looks at everything that a deployment needs, and says what is wrong and what mends it.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at settings, content, database, disk, clock, accounts, daemon.",
        discussion: """
            Khám. One line for each thing that is wrong, with the command that mends it. Changes \
            nothing, takes no messages away from a running daemon, and shows no secret. \
            Ends with status 0 when nothing is wrong, 1 when something works and should be \
            mended, 2 when something is broken, 64 when it was called wrongly.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Flag(help: "One JSON object a line, for everything that was looked at.")
    var json = false

    @Flag(help: "Show what is well, too.")
    var all = false

    @Flag(help: "Ask no platform: only what is on this machine.")
    var offline = false

    func run() async throws {
        var findings: [Finding] = []
        if let settings = await readSettings(&findings) {
            let host = HostChecks(settings: settings, now: clockNow())
            showProgress("content")
            findings.append(host.content())
            showProgress("database")
            findings += host.database()
            findings += host.disks() + host.folders()
            findings += try await platformFindings(settings)
        }
        showProgress("")
        try report(findings)
    }

    private func readSettings(_ findings: inout [Finding]) async -> Settings? {
        let name = settings ?? "the environment"
        do {
            let read = try await Settings.read(
                file: settings, environment: ProcessInfo.processInfo.environment)
            findings.append(.fine("settings", "\(name) names \(read.accounts.count) accounts"))
            findings += read.warnings.map {
                .warning("settings", $0, mend: "do as it says, then run this again")
            }
            if read.accounts.isEmpty {
                findings.append(
                    .broken(
                        "settings", "no account is set",
                        mend: "write 'accounts: [main]' and account.main.token_file into the "
                            + "settings, or 'tungngo accounts add'"))
            }
            return read
        } catch {
            findings.append(
                .broken("settings", "\(error)", mend: "mend \(name), then run this again"))
            return nil
        }
    }

    private func platformFindings(_ settings: Settings) async throws -> [Finding] {
        let http = try HTTPClient(settings: settings.http)
        var findings = await DaemonCheck(settings: settings, http: http).findings()
        if !offline {
            let exchange = TimedExchange(http: http)
            findings += await AccountChecks(settings: settings, exchange: exchange).findings()
            findings += exchange.clockFindings()
        }
        await http.shutdown()
        return findings
    }

    private func report(_ findings: [Finding]) throws {
        let wrong = findings.filter { $0.level > .fine }
        if json {
            for finding in findings { print(try finding.json()) }
        } else {
            for finding in all ? findings : wrong { print(finding.line) }
            let broken = wrong.filter { $0.level == .broken }.count
            print(
                wrong.isEmpty
                    ? "\(findings.count) things looked at, nothing is wrong."
                    : "\(findings.count) things looked at: \(broken) broken, "
                        + "\(wrong.count - broken) to mend.")
        }
        let status = findings.map(\.level).max()?.status ?? 0
        guard status == 0 else { throw ExitCode(status) }
    }
}
