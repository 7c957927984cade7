import CurlHTTP
import Foundation
import GRDB
import Rehearsal
import Simulator
import TestSupport
import Testing

/// The labelled reports of ../shared through the real daemon: what the ledger holds afterwards.
@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: CrashDaemon.binary != nil && LabelledReport.isThere))
struct ReportsDaemonTests {
    /// As many as the reader alone reads exactly, and never a number that nobody meant.
    @Test func everyLabelledReportEndsInTheLedgerAsMeant() async throws {
        let rows = try LabelledReport.all()
        let verdict = try await played(rows)
        let findings = try verdict.findings(rows)
        #expect(findings.wrong == [], "recorded, and not as meant")
        #expect(findings.other == [])
        print("labelled reports through the daemon: \(rows.count), as meant \(findings.exact)")
    }

    /// Each row on its own: a copy of the campaign for it, and a person who leads its unit there.
    private func played(_ rows: [LabelledReport]) async throws -> ReportsVerdict {
        let binary = try #require(CrashDaemon.binary)
        let (ports, source) = AsyncStream.makeStream(of: Int.self)
        let client = try HTTPClient()
        let verdict = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { source.finish() }
                var options = SimulatorOptions()
                options.seed = 1
                try await runSimulator(options) { port in _ = source.yield(port) }
            }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let stage = try await ReportsStage(
                rows, base: "http://127.0.0.1:\(port)", client: client)
            let daemon = try stage.startDaemon(binary)
            let posted = try await stage.play(rows, daemon)
            #expect(await daemon.stop() == 0)
            group.cancelAll()
            let verdict = try ReportsVerdict(stage, posted)
            stage.remove()
            return verdict
        }
        await client.shutdown()
        return verdict
    }
}
