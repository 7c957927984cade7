import Foundation
import TestSupport
import Testing

/// A small drive, played by the program against its own daemon; `deploy/test --long` plays all of it.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct RehearsalTests {
    /// Every total of every unit on every day equals the books of the rehearsal, a kill between.
    @Test func aSmallDriveAddsUpThoughTheDaemonIsKilled() async throws {
        let run = try await ProgramRun(
            "rehearse", "--communes", "3", "--villages", "9", "--days", "6", "--kills", "1")
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        #expect(run.output.contains("day 6: "), "\(run.output)")
        #expect(run.output.contains("kills: 1"))
        #expect(run.output.contains("totals compared: 1560; "))
    }

    /// Forty accounts, twelve kills at work, at starts and at stops, every kind of fault: what is
    /// kept is counted once, what is delivered arrives in order.
    @Test func aDriveAddsUpOnABadDay() async throws {
        let run = try await ProgramRun(
            "rehearse", "--communes", "40", "--villages", "80", "--accounts", "40", "--days", "2",
            "--kills", "12", "--faults", "brief")
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        #expect(run.output.contains("day 2: "), "\(run.output)")
    }

    /// 24 hours with an admin at work, on a content of four procedures that is read quickly: the
    /// program itself fails when a total, the log or memory is not as it must be.
    @Test func aDayAddsUpThoughTheDaemonIsRestartedReloadedBackedUpAndRestored() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let content = try Self.smallContent(in: folder)
        let run = try await ProgramRun(
            "rehearse", "--upkeep", "--communes", "2", "--villages", "8", "--messages", "700",
            "--content", content)
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        for said in [
            "backed up, database lost, restored", "restored at once", "restarted", "killed",
            "account added, account removed", "content changed", "content broken, content mended",
            "stopped in order: 2; backups: 2, checked; restored: 2; restores refused beside the "
                + "daemon: 1", "accounts added and removed: 1; content changed: 4, refused: 2",
            "memory: ", "log: ",
        ] { #expect(run.output.contains(said), "\(said)\n\(run.output)") }
    }

    /// Our content with the procedures of four events of life alone, and without the catalogue.
    private static func smallContent(in folder: URL) throws -> String {
        let files = FileManager.default
        let content = folder.appendingPathComponent("intents")
        try files.copyItem(
            at: URL(fileURLWithPath: "\(RepositoryRoot.path)/intents"), to: content)
        let kept = ["khai-sinh", "khai-tu", "ket-hon", "tam-tru"]
        let procedures = content.appendingPathComponent("procedures").path
        for file in try files.contentsOfDirectory(atPath: procedures) {
            let slug = (file as NSString).deletingPathExtension
            guard !kept.contains(slug) else { continue }
            try files.removeItem(atPath: "\(procedures)/\(file)")
            try? files.removeItem(atPath: "\(content.path)/tests/\(slug).tsv")
        }
        let catalogue = content.appendingPathComponent("catalogue").path
        for file in try files.contentsOfDirectory(atPath: catalogue) where file.hasSuffix(".csv") {
            try files.removeItem(atPath: "\(catalogue)/\(file)")
        }
        return content.path
    }

    @Test func aFolderWithSomethingInItIsRefused() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appendingPathComponent("mine"))
        let run = try await ProgramRun("rehearse", "--keep", folder.path)
        #expect(run.status == 65)
        #expect(run.errors.contains("is not empty"), "\(run.errors)")
    }

    @Test(arguments: [
        (["rehearse", "--days", "93"], "--days must be between 1 and 92, not 93."),
        (
            ["rehearse", "--villages", "2", "--communes", "3"],
            "--villages must be between 3 and 10000, not 2."
        ),
        (
            ["rehearse", "--days", "2", "--kills", "10001"],
            "--kills must be between 0 and 10000, not 10001."
        ),
        (["rehearse", "--upkeep", "--days", "8"], "--days must be between 1 and 7, not 8."),
        (["rehearse", "--messages", "500"], "--messages goes with --upkeep."),
        (["rehearse", "--upkeep", "--faults", "all"], "--upkeep goes with no --faults."),
        (
            ["rehearse", "--upkeep", "--messages", "99"],
            "--messages must be between 100 and 1000000, not 99."
        ),
    ])
    func sizesOutOfRangeAreRefused(arguments: [String], says: String) async throws {
        let run = try await ProgramRun(arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(says), "\(run.errors)")
    }
}
